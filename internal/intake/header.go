package intake

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"xunzhi"
	"xunzhi/internal/intake/sheet"
)

const (
	headerRows = 80  // a header stands on row 1 to 80
	sampleRows = 400 // rows looked at before anything is loaded
)

// gridRow is a row of the sample.
type gridRow struct {
	number int
	cells  []string
	merged []bool
}

func (r gridRow) at(i int) string {
	if i < len(r.cells) {
		return r.cells[i]
	}
	return ""
}

func (r gridRow) isMerged(i int) bool { return i < len(r.merged) && r.merged[i] }

func newGridRow(r *sheet.Row) gridRow {
	g := gridRow{number: r.Number, cells: make([]string, len(r.Cells)), merged: make([]bool, len(r.Cells))}
	for i, c := range r.Cells {
		g.cells[i], g.merged[i] = strings.TrimSpace(c.Text), c.Merged
	}
	return g
}

// distinct gives the row's texts, a merged one once.
func (r gridRow) distinct() []string {
	var out []string
	for i, c := range r.cells {
		if c != "" && !(r.isMerged(i) && i > 0 && r.cells[i-1] == c) {
			out = append(out, c)
		}
	}
	return out
}

// header is a table's head as it was found.
type header struct {
	found   bool
	first   int // row number of the first header row, 0 where there is none
	data    int // row number of the first row after the header
	columns []headColumn
	titles  []string // texts above the header
}

// headColumn is the head of one column.
type headColumn struct {
	text  string // 上/下 where the head is two rows high
	upper string
	lower string
}

// lookup gives the texts under which a column's head is looked up, the best first.
func (c headColumn) lookup() []string {
	if c.upper == "" || c.lower == "" || c.upper == c.lower {
		return []string{c.text}
	}
	for _, x := range []string{"基本信息", "基本情况", "信息", "情况"} {
		if u := strings.TrimSuffix(c.upper, x); u != c.upper && u != "" {
			return []string{u + c.lower, c.lower, c.upper}
		}
	}
	return []string{c.upper + c.lower, c.lower, c.upper}
}

// findHeader looks for the header among the first rows of a sheet.
func (l *lexicon) findHeader(rows []gridRow) header {
	best, bestScore := -1, 0.0
	for i, r := range rows {
		if r.number > headerRows {
			break
		}
		if s := l.headerScore(r); s > bestScore+0.01 {
			best, bestScore = i, s
		}
	}
	if best < 0 || bestScore < 1.5 {
		return l.noHeader(rows)
	}
	up, low := best, best
	switch {
	case best+1 < len(rows) && l.isLower(rows[best], rows[best+1]):
		low = best + 1
	case best > 0 && isUpper(rows[best-1], rows[best]):
		up = best - 1
	}
	h := header{found: true, first: rows[up].number, data: rows[low].number + 1, columns: joinHeads(rows[up], rows[low], up != low)}
	for _, r := range rows[:up] {
		h.titles = append(h.titles, r.distinct()...)
	}
	h.titles = keepTitles(h.titles)
	return h
}

// keepTitles bounds the texts above a header: a long instruction is no title.
func keepTitles(ts []string) []string {
	var out []string
	for _, t := range ts {
		if utf8.RuneCountInString(t) <= 60 && len(out) < 12 {
			out = append(out, t)
		}
	}
	return out
}

// headerScore counts a row's cells that are known words, less those that are data.
func (l *lexicon) headerScore(r gridRow) float64 {
	score, seen := 0.0, map[string]bool{}
	turned := monthHeads(r.distinct()) >= leastMonths
	for _, t := range r.distinct() {
		if _, _, ok := monthHead(t); ok && turned {
			score += 0.2
			continue
		}
		switch {
		case isData(t):
			score -= 0.8
		case strings.ContainsAny(t, ":\uFF1A") && utf8.RuneCountInString(t) > 5:
			score -= 0.3
		default:
			hs := l.hits(t)
			switch {
			case len(hs) == 0:
				if l.isPetitioner(t) {
					score += 0.6
				}
			case seen[t]:
				score += 0.3
			case hs[0].score > 0.7:
				score++
			default:
				score += 0.4
			}
			seen[t] = true
		}
	}
	return score
}

// isData tells whether a text can only be a value: a number, date, person number or phone.
func isData(t string) bool {
	if looksLikeID(t) {
		return true
	}
	if _, ok := xunzhi.ParseDecimal(t, 2); ok {
		return true
	}
	_, p := xunzhi.ParseDate(t)
	return p != xunzhi.NoDate
}

// isLower tells whether b is the second row of the head that a begins: under a's groups, or under its gaps, stand
// further words and no data.
func (l *lexicon) isLower(a, b gridRow) bool {
	known, texts, under := 0, 0, 0
	turned := monthHeads(b.distinct()) >= leastMonths
	for i := range b.cells {
		t := b.at(i)
		if t == "" || b.isMerged(i) && t == a.at(i) {
			continue
		}
		_, _, month := monthHead(t)
		if month = month && turned; isData(t) && !month {
			return false
		}
		texts++
		if month || len(l.hits(a.at(i)+t)) > 0 || len(l.hits(t)) > 0 {
			known++
		}
		if a.at(i) == "" || a.isMerged(i) || a.isMerged(i+1) || a.at(i+1) == "" {
			under++
		}
	}
	return texts > 0 && known*2 >= texts && known > 0 && under*2 >= texts && !sameTexts(a, b)
}

// isUpper tells whether a is the first row of the head that b ends: a group word over several of b's columns.
func isUpper(a, b gridRow) bool {
	ts := a.distinct()
	if len(ts) < 2 {
		return false
	}
	groups := 0
	for i := range a.cells {
		t := a.at(i)
		if t == "" {
			continue
		}
		if isData(t) || strings.ContainsAny(t, ":\uFF1A") || utf8.RuneCountInString(t) > 16 {
			return false
		}
		if b.at(i) != "" && b.at(i) != t && (a.at(i+1) == t || a.at(i+1) == "" && b.at(i+1) != "") {
			groups++
		}
	}
	return groups > 0
}

func sameTexts(a, b gridRow) bool {
	for i := range b.cells {
		if b.at(i) != a.at(i) {
			return false
		}
	}
	return true
}

// joinHeads makes the columns of a head of one or two rows.
func joinHeads(up, low gridRow, two bool) []headColumn {
	n := max(len(up.cells), len(low.cells))
	cols := make([]headColumn, n)
	group := ""
	for i := range cols {
		u, w := oneLine(up.at(i)), oneLine(low.at(i))
		if !two {
			cols[i] = headColumn{text: w}
			continue
		}
		if u != "" {
			group = u
		} else if w != "" && i > 0 && cols[i-1].lower != "" {
			u = group // a text file's group word stands over its first column only
		}
		c := headColumn{upper: u, lower: w, text: u}
		switch {
		case u == "" || u == w:
			c.text = w
		case w != "":
			c.text = u + "/" + w
		}
		cols[i] = c
	}
	return cols
}

func oneLine(s string) string {
	if strings.ContainsAny(s, "\r\n\t") {
		s = strings.Join(strings.Fields(s), "")
	}
	return strings.TrimSpace(s)
}

// noHeader is for a sheet without a trustworthy head: its table begins where a row holds data.
func (l *lexicon) noHeader(rows []gridRow) header {
	h := header{}
	width, start, texts := 0, -1, -1
	for i, r := range rows {
		data := 0
		if texts < 0 && len(r.distinct()) >= 2 {
			texts = i
		}
		for _, t := range r.cells {
			if t != "" && isData(t) {
				data++
			}
		}
		if start < 0 && data > 0 && len(r.distinct()) >= 2 {
			start, h.data = i, r.number
		}
		if start >= 0 {
			width = max(width, len(r.cells))
		}
	}
	if start < 0 && texts >= 0 { // words only: something is there, though nothing says what
		start, h.data, width = texts, rows[texts].number, len(rows[texts].cells)
	}
	if start < 0 {
		return h
	}
	for _, r := range rows[:start] {
		h.titles = append(h.titles, r.distinct()...)
	}
	h.titles = keepTitles(h.titles)
	h.columns = make([]headColumn, width)
	for i, t := range untrusted(rows, start) {
		if i < width {
			h.columns[i].text = t
		}
	}
	return h
}

// untrusted gives the texts straight above the data, which no known word made a header: names for the evidence, and
// nothing that mapping relies on.
func untrusted(rows []gridRow, start int) []string {
	if start == 0 || len(rows[start-1].distinct()) < 2 {
		return nil
	}
	return rows[start-1].cells
}

// columnLetter gives A for 0, AA for 26.
func columnLetter(i int) string {
	s := ""
	for i++; i > 0; i = (i - 1) / 26 {
		s = string(rune('A'+(i-1)%26)) + s
	}
	return s
}

// columnIndex is the inverse of columnLetter; -1 for anything else.
func columnIndex(s string) int {
	n := 0
	for _, r := range strings.ToUpper(strings.TrimSpace(s)) {
		if r < 'A' || r > 'Z' || n > 16384 {
			return -1
		}
		n = n*26 + int(r-'A') + 1
	}
	return n - 1
}

func cellName(col, row int) string { return columnLetter(col) + strconv.Itoa(row) }

// isNumberRow recognises the row of column numbers (1 2 3, or 甲 乙 1 2) that forms put under their head.
func isNumberRow(cells []string) bool {
	n, last := 0, 0
	for _, c := range cells {
		c = strings.Trim(c, "() \uFF08\uFF09")
		switch {
		case c == "":
		case c == "甲" || c == "乙" || c == "丙" || c == "丁" || c == "栏次" || c == "序号":
		case len(c) <= 2 && isDigits(c) && number(c) == last+1:
			n, last = n+1, last+1
		default:
			return false
		}
	}
	return n >= 3
}
