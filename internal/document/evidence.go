package document

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"xunzhi"
)

// EvidenceTable holds rows of one source that have the same columns, from one sheet or from several (a file a month).
// Cells are masked.
type EvidenceTable struct {
	Source      string
	File, Sheet string   // empty when the rows come from several sheets: then each row names its own
	Headers     []string // columns in which at least one row has something, as they stand from the left
	Same        []Cell   // columns in which all of three or more rows say the same; they are not in Headers
	Rows        []EvidenceRow
}

// EvidenceRow is one row: where it stands, the number that a person sees there, and its cells.
type EvidenceRow struct {
	File, Sheet string
	Row         int
	Cells       []string
}

// Cell is a value under its head.
type Cell struct{ Head, Value string }

// Wide tells whether a table has too many columns for a page and is better shown as a list of head and value.
func (t EvidenceTable) Wide() bool { return len(t.Headers) > 9 }

// Tables lays evidence out as the department wrote it: rows of one source and layout together, in the order in which
// the layouts first appear, and in each by file, sheet and row. At most limit rows are laid out (0: all); more says how
// many were left out.
func (b *Book) Tables(evidence []xunzhi.Evidence, limit int) (tables []EvidenceTable, more int) {
	if limit > 0 && len(evidence) > limit {
		more, evidence = len(evidence)-limit, evidence[:limit]
	}
	groups := map[string][]xunzhi.Evidence{}
	var order []string
	for _, e := range evidence {
		k := b.layout(e)
		if groups[k] == nil {
			order = append(order, k)
		}
		groups[k] = append(groups[k], e)
	}
	for _, k := range order {
		tables = append(tables, b.table(groups[k]))
	}
	return tables, more
}

// layout names what rows must share to stand in one table; rows that intake's report does not know share their sheet.
func (b *Book) layout(e xunzhi.Evidence) string {
	sheet := e.File + "\x00" + e.Sheet
	if l, ok := b.layouts[sheet]; ok {
		return e.Source + "\x00" + l
	}
	return e.Source + "\x00" + sheet
}

func (b *Book) table(rows []xunzhi.Evidence) EvidenceTable {
	slices.SortStableFunc(rows, func(x, y xunzhi.Evidence) int {
		return cmp.Or(natural(x.File, y.File), natural(x.Sheet, y.Sheet), cmp.Compare(x.Row, y.Row))
	})
	t := EvidenceTable{Source: b.Source(rows[0].Source)}
	one := rows[0].File == rows[len(rows)-1].File && rows[0].Sheet == rows[len(rows)-1].Sheet
	if one {
		t.File, t.Sheet = MaskText(rows[0].File), MaskText(rows[0].Sheet)
	}
	for _, h := range b.Headers(rows...) {
		if v := rows[0].Values[h]; len(rows) > 2 && !slices.ContainsFunc(rows, func(e xunzhi.Evidence) bool { return e.Values[h] != v }) {
			t.Same = append(t.Same, Cell{h, MaskCell(h, v)})
			continue
		}
		t.Headers = append(t.Headers, h)
	}
	for _, e := range rows {
		r := EvidenceRow{Row: e.Row}
		if !one {
			r.File, r.Sheet = MaskText(e.File), MaskText(e.Sheet)
		}
		for _, h := range t.Headers {
			r.Cells = append(r.Cells, MaskCell(h, e.Values[h]))
		}
		t.Rows = append(t.Rows, r)
	}
	return t
}

// natural compares texts with the numbers in them by value, so that 2024年2月 stands before 2024年10月.
func natural(a, b string) int {
	for a != "" && b != "" {
		x, y := leading(a), leading(b)
		if x > 0 && y > 0 {
			m, n := strings.TrimLeft(a[:x], "0"), strings.TrimLeft(b[:y], "0")
			if c := cmp.Or(cmp.Compare(len(m), len(n)), cmp.Compare(m, n)); c != 0 {
				return c
			}
			a, b = a[x:], b[y:]
			continue
		}
		if a[0] != b[0] {
			return cmp.Compare(a[0], b[0])
		}
		a, b = a[1:], b[1:]
	}
	return cmp.Compare(len(a), len(b))
}

// leading counts the digits that s begins with.
func leading(s string) int {
	n := 0
	for n < len(s) && s[n] >= '0' && s[n] <= '9' {
		n++
	}
	return n
}

// Headers gives the heads under which the rows, all of one layout, have something, in the sheet's order; heads that
// intake did not map follow by name.
func (b *Book) Headers(rows ...xunzhi.Evidence) []string {
	seen := map[string]bool{}
	var heads []string
	for _, e := range rows {
		for h, v := range e.Values {
			if v != "" && !seen[h] {
				seen[h] = true
				heads = append(heads, h)
			}
		}
	}
	places := b.columns[rows[0].File+"\x00"+rows[0].Sheet]
	place := func(h string) int {
		if n := places[h]; n > 0 {
			return n
		}
		return 1 << 20
	}
	slices.SortFunc(heads, func(x, y string) int { return cmp.Or(cmp.Compare(place(x), place(y)), cmp.Compare(x, y)) })
	return heads
}

// Place writes where a row stands: file › sheet › 第17行.
func Place(e xunzhi.Evidence) string {
	parts := []string{e.File}
	if e.Sheet != "" {
		parts = append(parts, e.Sheet)
	}
	return strings.Join(append(parts, "第"+strconv.Itoa(e.Row)+"行"), " › ")
}
