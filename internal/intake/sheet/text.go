package sheet

import (
	"bytes"
	"context"
	"io"
	"math"
	"strconv"
)

const (
	maxRecord   = 8 << 20   // bytes of one record; a spreadsheet's cells hold 32,767 characters at most
	maxQuoted   = 128 << 10 // bytes of a quoted field: beyond, the quote is a stray one
	maxQuoteNL  = 100       // line breaks in a quoted field
	maxBadQuote = 8         // stray quotes in one record before quotes count as text in the rest of it
)

// textFile is delimited text.
type textFile struct {
	book  *Book
	src   io.ReaderAt
	size  int64
	set   charset
	delim byte
	eol   byte
}

// open gives the file as UTF-8.
func (t *textFile) open() io.Reader { return decoded(t.src, t.size, t.set) }

func decoded(src io.ReaderAt, size int64, set charset) io.Reader {
	r := io.NewSectionReader(src, set.skip, size-set.skip)
	if set.enc == nil {
		return r
	}
	return set.enc.NewDecoder().Reader(r)
}

func openText(b *Book, src io.ReaderAt, size int64, set charset, o Options) error {
	t := &textFile{book: b, src: src, size: size, set: set, eol: '\n'}
	sample := make([]byte, min(sniffed, 3*size)) // two bytes of GB18030 are three of UTF-8
	n, err := io.ReadFull(t.open(), sample)
	if err != nil && err != io.ErrUnexpectedEOF && err != io.EOF {
		return invalid("无法读取文件").Wrap(err)
	}
	sample = sample[:n]
	if bytes.IndexByte(sample, '\n') < 0 && bytes.IndexByte(sample, '\r') >= 0 {
		t.eol = '\r'
	}
	t.delim = sniffDelimiter(sample, t.eol)
	if o.Delimiter > 0 && o.Delimiter < 0x80 {
		t.delim = byte(o.Delimiter)
	}
	b.format, b.encoding, b.delimiter = "csv", set.name, string(rune(t.delim))
	b.sheets = []SheetInfo{{Name: b.name}}
	b.src = t
	return nil
}

func (t *textFile) close() error { return nil }

func (t *textFile) read(ctx context.Context, _ int, yield func(*Row) error) error {
	w := streamWindow(t.open(), t.size, math.MaxInt64, nil)
	if err := w.fill(); err != nil && err != io.ErrUnexpectedEOF {
		return broken("文本", err)
	}
	p := &recordParser{delim: t.delim, eol: t.eol}
	defer t.notes(p)
	for line := 1; w.pos < len(w.buf) || !w.eof; {
		if line&255 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		next, lines, ok := p.record(w.buf[w.pos:], w.eof, line)
		if !ok {
			if err := t.more(w, line); err != nil {
				return err
			}
			continue
		}
		switch {
		case next > maxRecord:
			return errLongLine(line)
		case p.tooWide:
			return refused("第 %d 行的列数超过 %d", line, maxColumns).WithHint("请检查分隔符，或另存为 .xlsx 后导入")
		}
		w.pos += next
		if line += lines; p.directive(&p.row, line-lines) {
			continue
		}
		if err := p.row.emit(yield); err != nil {
			return err
		}
	}
	return nil
}

func (t *textFile) more(w *window, line int) error {
	if len(w.buf)-w.pos > maxRecord {
		return errLongLine(line)
	}
	err := w.more()
	if err == io.ErrUnexpectedEOF {
		return nil // the end of the file is the end of the record
	}
	if err != nil {
		return broken("文本", err)
	}
	return nil
}

func errLongLine(line int) error {
	return refused("第 %d 行超过 %d MB，不像表格", line, maxRecord>>20).WithHint("请检查文件是否完整，或另存为 .xlsx 后导入")
}

func (t *textFile) notes(p *recordParser) {
	if p.strayAt > 0 {
		t.book.note("第 " + strconv.Itoa(p.strayAt) + " 行起有未配对的引号，按普通字符读取")
	}
	if p.garbledAt > 0 {
		t.book.note("第 " + strconv.Itoa(p.garbledAt) + " 行起有无法识别的字符（编码 " + t.set.name + "）")
	}
}
