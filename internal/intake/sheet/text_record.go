package sheet

import "bytes"

// recordParser cuts text into records. It never fails: what does not follow RFC 4180 is read as it stands.
type recordParser struct {
	delim, eol byte
	row        rowBuilder
	col        int
	tooWide    bool
	scratch    []byte

	strayAt, garbledAt int // the first line with a stray quote, with characters that could not be decoded
}

// record reads the record that b begins with. ok is false when it does not end in b and eof is not set.
func (p *recordParser) record(b []byte, eof bool, line int) (next, lines int, ok bool) {
	p.row.start(line, false)
	p.col, p.tooWide = 0, false
	stray := 0
	for i := 0; ; {
		var field []byte
		end, breaks, state := -1, 0, quoteNone
		if q := quoteAt(b, i); q >= 0 && stray < maxBadQuote {
			end, breaks, state = p.quoted(b, q, eof)
			switch state {
			case quoteMore:
				return 0, 0, false
			case quoteStray:
				stray++
				p.strayAt = firstLine(p.strayAt, line)
			case quoteClosed:
				field = p.unquote(b[q+1 : end])
				end = skipSpaces(b, end+1)
				if end+1 < len(b) && b[end] == '\r' && b[end+1] == p.eol {
					end++
				}
				lines += breaks
			}
		}
		if state != quoteClosed {
			if end = p.bare(b, i); end == len(b) && !eof {
				return 0, 0, false
			}
			field = b[i:end]
		}
		p.field(field, line)
		switch {
		case end >= len(b):
			return len(b), lines + 1, true
		case b[end] == p.delim:
			i = end + 1
		default:
			return end + 1, lines + 1, true
		}
	}
}

func firstLine(have, line int) int {
	if have > 0 {
		return have
	}
	return line
}

// bare gives the end of a field without quotes: a delimiter, a line's end or the end of b.
func (p *recordParser) bare(b []byte, i int) int {
	for i < len(b) && b[i] != p.delim && b[i] != p.eol {
		i++
	}
	return i
}

type quoteState uint8

const (
	quoteNone quoteState = iota
	quoteClosed
	quoteStray
	quoteMore
)

// quoteAt gives the place of the quote that a field at i begins with, blanks before it aside; -1 without one.
func quoteAt(b []byte, i int) int {
	if i = skipSpaces(b, i); i < len(b) && b[i] == '"' {
		return i
	}
	return -1
}

func skipSpaces(b []byte, i int) int {
	for i < len(b) && b[i] == ' ' {
		i++
	}
	return i
}

// quoted finds the quote that closes the one at i. A quote closes before a delimiter or a line's end. One that stands
// before anything else is text, as in "张三"(小), unless lines were crossed: then the first one was a stray, which must
// not swallow the rows behind it.
func (p *recordParser) quoted(b []byte, i int, eof bool) (end, breaks int, state quoteState) {
	for j := i + 1; j < len(b); j++ {
		if b[j] == p.eol {
			breaks++
		}
		if breaks > maxQuoteNL || j-i > maxQuoted {
			return 0, 0, quoteStray
		}
		if b[j] != '"' {
			continue
		}
		if j+1 < len(b) && b[j+1] == '"' {
			j++
			continue
		}
		switch after := skipSpaces(b, j+1); {
		case after == len(b) && !eof:
			return 0, 0, quoteMore
		case after+1 == len(b) && b[after] == '\r' && !eof:
			return 0, 0, quoteMore // whether a line feed follows is not seen yet
		case after == len(b), b[after] == p.delim, b[after] == p.eol, b[after] == '\r':
			return j, breaks, quoteClosed
		case breaks > 0:
			return 0, 0, quoteStray
		}
	}
	if eof {
		return 0, 0, quoteStray
	}
	return 0, 0, quoteMore
}

// unquote makes doubled quotes single.
func (p *recordParser) unquote(b []byte) []byte {
	if bytes.IndexByte(b, '"') < 0 {
		return b
	}
	p.scratch = append(p.scratch[:0], bytes.ReplaceAll(b, []byte(`""`), []byte(`"`))...)
	return p.scratch
}

// field takes one field as the next cell.
func (p *recordParser) field(b []byte, line int) {
	if p.col >= maxColumns {
		p.tooWide = true
		return
	}
	if n := len(b); n > 0 && b[n-1] == '\r' {
		b = b[:n-1]
	}
	if bytes.IndexByte(b, 0) >= 0 {
		b = bytes.ReplaceAll(b, []byte{0}, nil)
	}
	if p.garbledAt == 0 && bytes.Contains(b, []byte("\uFFFD")) {
		p.garbledAt = line
	}
	if b = unwrapIdiom(b); len(b) > 0 {
		p.row.set(p.col, Text, p.row.arena.copy(b))
	}
	p.col++
}

// unwrapIdiom takes off what people add so that Excel keeps a number as text: ="0123", '0123 and a tab on either side.
func unwrapIdiom(b []byte) []byte {
	b = bytes.Trim(b, "\t")
	if n := len(b); n >= 3 && b[0] == '=' && b[1] == '"' && b[n-1] == '"' {
		return b[2 : n-1]
	}
	if len(b) > 1 && b[0] == '\'' {
		return b[1:]
	}
	return b
}

// directive reports whether the first line is Excel's sep=; which is no row. The delimiter was taken from it.
func (p *recordParser) directive(r *rowBuilder, line int) bool {
	return line == 1 && r.last <= 1 && len(r.cells) > 0 && (r.cells[0].Text == "sep=" || r.cells[0].Text == "sep="+string(rune(p.delim)))
}

// sniffDelimiter finds what separates columns: that by which most records have the same number of fields, more fields
// counting more. Tabs go first, because text hardly ever holds one, while amounts hold commas.
func sniffDelimiter(sample []byte, eol byte) byte {
	if rest, ok := bytes.CutPrefix(sample, []byte("sep=")); ok && len(rest) > 1 && bytes.IndexByte([]byte(",\t;|"), rest[0]) >= 0 {
		return rest[0]
	}
	for _, d := range []string{",", ";", "|"} { // a tab that opens a quoted field keeps Excel from eating digits
		sample = bytes.ReplaceAll(sample, []byte(d+"\"\t"), []byte(d+"\""))
	}
	best, bestScore := byte(','), 0
	for _, d := range []byte("\t,;|") {
		same, fields, records := regularity(sample, d, eol)
		if d == '\t' && fields > 1 && same*2 >= records {
			return d
		}
		if score := same * fields; fields > 1 && score > bestScore {
			best, bestScore = d, score
		}
	}
	return best
}

// regularity gives the commonest number of fields above one, how many records have it, and how many records there are.
func regularity(sample []byte, delim, eol byte) (same, fields, records int) {
	p := &recordParser{delim: delim, eol: eol}
	count := map[int]int{}
	for line := 1; len(sample) > 0 && records < 200; line++ {
		next, _, ok := p.record(sample, false, line)
		if !ok && records > 0 {
			break // the sample's last line may be cut
		}
		if !ok {
			next, _, _ = p.record(sample, true, line)
		}
		sample = sample[next:]
		if p.row.last >= 0 {
			records++
			count[p.col]++
		}
	}
	for n, c := range count {
		if n > 1 && (c > same || c == same && n > fields) {
			same, fields = c, n
		}
	}
	return same, fields, records
}
