package sheet

import (
	"bytes"
	"math"
	"slices"
	"strconv"
	"strings"
)

const (
	maxCovered = 1024    // cells of one row that merged regions may fill; wider ones are made to exhaust memory
	maxRegions = 1 << 20 // merged regions of one sheet
	maxGaps    = 1 << 30 // empty cells handed out between others: a million rows that reach to column XFD with one cell each are a trap
)

// region is a merged region, zero-based and inclusive.
type region struct{ top, left, bottom, right int }

// filled is a merged region whose anchor has been read.
type filled struct {
	region
	cell Cell
}

// rowBuilder collects the cells of one row, spreads merged regions over it and hands it out.
type rowBuilder struct {
	row     Row
	cells   []Cell // zero outside used, so that a row costs what it holds and not how far right it reaches
	used    []int
	last    int // rightmost column with something in it
	gaps    int // empty cells handed out so far
	merges  []region
	open    []filled
	arena   arena
	scratch []byte
}

// setMerges takes the regions of a sheet in any order. A region of one cell is none.
func (b *rowBuilder) setMerges(m []region) {
	b.merges = slices.DeleteFunc(slices.Clone(m), func(r region) bool {
		return r.bottom < r.top || r.right < r.left || (r.top == r.bottom && r.left == r.right)
	})
	slices.SortFunc(b.merges, func(x, y region) int {
		if x.top != y.top {
			return x.top - y.top
		}
		return x.left - y.left
	})
}

func (b *rowBuilder) start(number int, hidden bool) {
	for _, c := range b.used {
		b.cells[c] = Cell{}
	}
	b.used, b.last = b.used[:0], -1
	b.row.Number, b.row.Hidden = number, hidden
}

// set puts a cell; col must be below maxColumns. A text of blanks is no cell.
func (b *rowBuilder) set(col int, kind Kind, text string) {
	if kind == Text && blank(text) || kind == Empty {
		return
	}
	b.put(col, Cell{Kind: kind, Text: text})
}

func (b *rowBuilder) put(col int, c Cell) {
	if col >= len(b.cells) {
		b.grow(col)
	}
	b.cells[col] = c
	b.used = append(b.used, col)
	b.last = max(b.last, col)
}

// setText puts the raw character data of an XML element.
func (b *rowBuilder) setText(col int, raw []byte) {
	b.scratch = appendPlainText(b.scratch[:0], raw)
	b.set(col, Text, b.arena.copy(b.scratch))
}

// stored puts a number as XML stores it. It is parsed only where its digits may not be taken as they stand; what is no
// number is shown as it is.
func (b *rowBuilder) stored(col int, v []byte, s style, is1904 bool) {
	if s == (style{}) && canonical(v) {
		b.put(col, Cell{Kind: Number, Text: b.arena.copy(v)})
		return
	}
	if n := atoi(v); n >= 0 && len(v) < 8 { // a day
		b.number(col, float64(n), s, is1904)
		return
	}
	v = bytes.TrimSpace(v)
	if len(v) == 0 {
		return
	}
	f, err := strconv.ParseFloat(string(v), 64)
	if err != nil {
		b.setText(col, v)
		return
	}
	b.number(col, f, s, is1904)
}

// isoDate puts a date as XML stores it: 2024-01-31T12:30:00 with or without fraction and zone. Day 0 is a time alone.
func (b *rowBuilder) isoDate(col int, v []byte) {
	day, clock, _ := strings.Cut(strings.TrimSpace(unescape(v)), "T")
	clock = clock[:min(len(clock), len("12:30:00"))] // neither fraction nor zone
	switch {
	case day == "1899-12-31" || day == "1899-12-30":
		day = clock
	case clock != "" && clock != "00:00:00":
		day += " " + clock
	}
	if day != "" {
		b.set(col, Date, b.arena.copy([]byte(day)))
	}
}

// number puts a number as its style shows it.
func (b *rowBuilder) number(col int, f float64, s style, is1904 bool) {
	if math.IsNaN(f) || math.IsInf(f, 0) {
		b.put(col, Cell{Kind: Error, Text: "#NUM!"})
		return
	}
	buf := b.scratch[:0]
	kind := Number
	if s.class != stylePlain {
		var ok bool
		if buf, ok = appendDate(buf, f, s, is1904); ok {
			kind = Date
		}
	}
	if kind == Number {
		buf = appendNumber(buf, f)
		buf = padZeros(buf, s.pad)
	}
	b.scratch = buf
	b.put(col, Cell{Kind: kind, Text: b.arena.copy(buf)})
}

func (b *rowBuilder) grow(col int) {
	cells := make([]Cell, min(maxColumns, max(64, 2*(col+1))))
	copy(cells, b.cells)
	b.cells = cells
}

// emit hands the row to yield if it has anything of its own.
func (b *rowBuilder) emit(yield func(*Row) error) error {
	own := b.last >= 0
	if len(b.merges) > 0 || len(b.open) > 0 {
		b.merge()
	}
	if !own {
		return nil
	}
	if b.gaps += b.last + 1 - len(b.used); b.gaps > maxGaps {
		return refused("第 %d 行为止的空单元格太多，单元格散得过开", b.row.Number).WithHint("请删除表格右侧远处的内容后重新导入")
	}
	b.row.Cells = b.cells[:b.last+1]
	return yield(&b.row)
}

// merge opens the regions that begin on this row and fills all that are open. What stands under a region besides its
// anchor is not visible to anybody and is replaced.
func (b *rowBuilder) merge() {
	y := b.row.Number - 1
	b.open = slices.DeleteFunc(b.open, func(f filled) bool { return f.bottom < y })
	for len(b.merges) > 0 && b.merges[0].top <= y {
		m := b.merges[0]
		b.merges = b.merges[1:]
		if m.top < y || m.left >= len(b.cells) || b.cells[m.left].Kind == Empty || len(b.open) >= maxCovered {
			continue
		}
		c := b.cells[m.left]
		c.Merged = true
		b.open = append(b.open, filled{m, c})
	}
	budget := maxCovered
	for i := range b.open {
		budget = b.fill(&b.open[i], y, budget)
	}
}

// span opens a region by hand, for formats that tell with the anchor how far it reaches. The anchor must have been set.
func (b *rowBuilder) span(col, width, height int) {
	if col < len(b.cells) && b.cells[col].Kind != Empty && len(b.open) < maxCovered && (width > 1 || height > 1) {
		y := b.row.Number - 1
		c := b.cells[col]
		c.Merged = true
		b.open = append(b.open, filled{region{top: y, left: col, bottom: y + height - 1, right: col + width - 1}, c})
	}
}

func (b *rowBuilder) fill(f *filled, y, budget int) int {
	for col := f.left; col <= f.right && col < maxColumns && budget > 0; col++ {
		if y > f.top || col > f.left {
			b.put(col, f.cell)
			budget--
		}
	}
	return budget
}

// blank reports whether nothing of s is visible.
func blank(s string) bool {
	for i := 0; i < len(s); {
		n := blankLen(s[i:])
		if n == 0 {
			return false
		}
		i += n
	}
	return true
}

// blankLen is the length of the white space that s begins with: ASCII, NBSP, the wide space and the zero-width marks.
func blankLen(s string) int {
	switch {
	case s[0] <= ' ':
		return 1
	case s[0] == 0xC2 && len(s) > 1 && s[1] == 0xA0:
		return 2
	case len(s) > 2 && (s[:3] == "\u3000" || s[:3] == "\ufeff" || s[:3] == "\u200b"):
		return 3
	}
	return 0
}
