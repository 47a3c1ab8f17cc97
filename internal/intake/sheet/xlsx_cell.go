package sheet

import (
	"bytes"
)

// cellHead is what a cell's start tag says.
type cellHead struct {
	col   int
	style int
	kind  byte // first letter of its type: n s b e d, i for inlineStr, t for str
	empty bool
}

// cells reads the cells of a row from i on, up to the row's end tag. whole is false when b ends before that.
func (p *sheetParser) cells(b []byte, i int) (next int, whole bool, err error) {
	col := 0
	for {
		h := cellHead{col: col, kind: 'n'}
		var ok bool
		if p.plain && i+3 < len(b) && b[i] == '<' && b[i+1] == 'c' {
			next, ok = shortHead(b, i+2, &h)
		}
		if !ok {
			t, state := nextTag(b, i)
			switch {
			case state == scanDTD:
				return 0, false, errDTD(p.name)
			case state != scanTag:
				return 0, false, nil
			case t.end && t.is("row"):
				return t.next, true, nil
			case t.end || !t.is("c"):
				i = t.next
				continue
			}
			h = longHead(t, col)
			next = t.next
		}
		if h.col < 0 || h.col >= maxColumns {
			return 0, false, p.cellError(col, "列号不对")
		}
		col = h.col + 1
		if i = next; h.empty {
			continue
		}
		if i, whole, err = p.content(b, i, &h); err != nil || !whole {
			return 0, false, err
		}
	}
}

// shortHead reads the attributes that nearly every cell has, in any order: r, s and t without entities. It gives up
// (ok false) on anything else.
func shortHead(b []byte, i int, h *cellHead) (next int, ok bool) {
	for i+5 < len(b) {
		switch {
		case b[i] == '>':
			return i + 1, true
		case b[i] == '/' && b[i+1] == '>':
			h.empty = true
			return i + 2, true
		case b[i] != ' ' || b[i+2] != '=' || b[i+3] != '"':
			return 0, false
		}
		start := i + 4
		for i = start; i < len(b) && b[i] != '"'; i++ {
		}
		if i >= len(b) || !h.set(b[start-3], b[start:i]) {
			return 0, false
		}
		i++
	}
	return 0, false
}

// set takes one of the attributes r, s and t.
func (h *cellHead) set(name byte, v []byte) bool {
	switch name {
	case 'r':
		h.col = column(v)
	case 's':
		h.style = atoi(v)
	case 't':
		h.kind = cellKind(v)
	default:
		return false
	}
	return true
}

func longHead(t tag, col int) cellHead {
	h := cellHead{col: col, kind: 'n', empty: t.empty}
	for rest := t.attrs; ; {
		var n, v []byte
		var ok bool
		if n, v, rest, ok = nextAttr(rest); !ok {
			return h
		}
		if len(n) == 1 {
			h.set(n[0], v)
		}
	}
}

// column gives the column of a reference like AB12; -1 when it is none.
func column(ref []byte) int {
	n := 0
	for _, c := range ref {
		u := c &^ 0x20
		if u-'A' >= 26 {
			break
		}
		if n = n*26 + int(u-'A') + 1; n > maxColumns {
			return maxColumns
		}
	}
	return n - 1
}

func cellKind(v []byte) byte {
	switch {
	case len(v) == 0:
		return 'n'
	case string(v) == "str":
		return 't'
	}
	return v[0]
}

// content reads a cell up to its end tag.
func (p *sheetParser) content(b []byte, i int, h *cellHead) (next int, whole bool, err error) {
	if !p.plain {
		return p.longContent(b, i, h)
	}
	if v, next, ok := between(b, i, "<v>", "</v></c>"); ok {
		return next, true, p.value(h, v)
	}
	if v, next, ok := between(b, i, "<is><t>", "</t></is></c>"); ok {
		p.row.setText(h.col, v)
		return next, true, nil
	}
	return p.longContent(b, i, h)
}

// longContent reads formulas, inline strings and whatever else a cell may hold.
func (p *sheetParser) longContent(b []byte, i int, h *cellHead) (next int, whole bool, err error) {
	formula, value := false, false
	for {
		t, state := nextTag(b, i)
		if state == scanDTD {
			return 0, false, errDTD(p.name)
		}
		if state != scanTag {
			return 0, false, nil
		}
		i = t.next
		switch {
		case t.end && t.is("c"):
			if formula && !value {
				p.row.set(h.col, Error, "")
				p.rowNoValue++
			}
			return i, true, nil
		case t.end && t.is("row"):
			return 0, false, p.cellError(h.col, "没有结束")
		case t.end || t.empty:
			formula = formula || t.is("f")
			value = value || t.is("v")
			continue
		case t.is("is"):
			var ok bool
			if p.scratch, i, ok = richText(p.scratch[:0], b, i, "is"); !ok {
				return 0, false, nil
			}
			p.row.set(h.col, Text, p.row.arena.copy(p.scratch))
		case t.is("v"), t.is("f"), t.is("extLst"):
			end, state := endOf(b, i, string(t.name))
			if state != scanTag {
				return 0, false, nil
			}
			if t.is("v") {
				if err := p.value(h, b[i:end.at]); err != nil {
					return 0, false, err
				}
			}
			formula = formula || t.is("f")
			value = value || t.is("v")
			i = end.next
		}
	}
}

// value takes the content of <v> by the cell's type.
func (p *sheetParser) value(h *cellHead, v []byte) error {
	switch h.kind {
	case 's':
		return p.shared(h.col, v)
	case 't', 'i':
		p.row.setText(h.col, v)
	case 'b':
		p.row.set(h.col, Bool, boolText(truth(bytes.TrimSpace(v))))
	case 'e':
		p.row.set(h.col, Error, unescape(v))
	case 'd':
		p.row.isoDate(h.col, v)
	default:
		p.numberCell(h, v)
	}
	return nil
}

// shared takes a text by its number in the shared strings.
func (p *sheetParser) shared(col int, v []byte) error {
	if v = bytes.TrimSpace(v); len(v) == 0 {
		return nil
	}
	n := atoi(v)
	if n < 0 || n >= len(p.x.strings) {
		return p.cellError(col, "引用了不存在的字符串")
	}
	p.row.set(col, Text, p.x.strings[n])
	return nil
}

func boolText(v bool) string {
	if v {
		return "TRUE"
	}
	return "FALSE"
}

func (p *sheetParser) numberCell(h *cellHead, v []byte) {
	var s style
	if h.style > 0 && h.style < len(p.x.styles) {
		s = p.x.styles[h.style]
	} else if len(p.x.styles) > 0 && h.style == 0 {
		s = p.x.styles[0]
	}
	p.row.stored(h.col, v, s, p.x.is1904)
}

func (p *sheetParser) cellError(col int, what string) error {
	return invalid("文件已损坏：%s第 %d 行 %s 列的单元格%s", p.name, p.row.row.Number, ColumnName(col), what).WithHint(hintResave)
}

// ColumnName gives A, B … AA for 0, 1 … 26.
func ColumnName(col int) string {
	var buf [4]byte
	i := len(buf)
	for col = max(col, 0) + 1; col > 0 && i > 0; col = (col - 1) / 26 {
		i--
		buf[i] = byte('A' + (col-1)%26)
	}
	return string(buf[i:])
}
