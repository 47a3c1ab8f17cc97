package sheet

import (
	"context"
	"io"
	"math"
)

// xml2003 is a workbook in SpreadsheetML 2003: one XML file, which many reporting systems write.
type xml2003 struct {
	book *Book
	src  io.ReaderAt
	size int64
	set  charset
}

const xml2003What = "XML 表格"

func openSpreadsheetML(b *Book, src io.ReaderAt, size int64, set charset) error {
	x := &xml2003{b, src, size, set}
	err := x.scan(func(_ *window, t tag) error {
		if t.is("Worksheet") && !t.end {
			if len(b.sheets) >= maxSheets {
				return tooMany("工作表", maxSheets)
			}
			name, _ := t.attrLocal("Name")
			b.sheets = append(b.sheets, SheetInfo{Index: len(b.sheets), Name: name})
		}
		if t.is("Visible") && !t.end && len(b.sheets) > 0 {
			b.sheets[len(b.sheets)-1].Hidden = true // SheetHidden or SheetVeryHidden: it is written only then
		}
		return nil
	})
	if err != nil {
		return err
	}
	if len(b.sheets) == 0 {
		return invalid("工作簿里没有可读的工作表").WithHint(hintResave)
	}
	b.format, b.encoding, b.src = "xml", set.name, x
	return nil
}

func (x *xml2003) close() error { return nil }

// scan gives every tag up to the end of the workbook. each may move the window on.
func (x *xml2003) scan(each func(w *window, t tag) error) error {
	w := streamWindow(decoded(x.src, x.size, x.set), x.size, math.MaxInt64, nil)
	for {
		t, state := nextTag(w.buf, w.pos)
		if state == scanDTD {
			return errDTD(xml2003What)
		}
		if state != scanTag {
			if err := w.more(); err != nil {
				return partError(xml2003What, err)
			}
			continue
		}
		w.pos = t.next
		if err := each(w, t); err != nil {
			return err
		}
		if t.end && t.is("Workbook") {
			return nil
		}
	}
}

// xmlRows reads the rows of one sheet.
type xmlRows struct {
	row  rowBuilder
	name string
	line int
}

func (x *xml2003) read(ctx context.Context, sheet int, yield func(*Row) error) error {
	p := &xmlRows{name: "工作表“" + x.book.sheets[sheet].Name + "”"}
	at, n := -1, 0
	return x.scan(func(w *window, t tag) error {
		if n++; n&255 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		switch {
		case t.end:
		case t.is("Worksheet"):
			at++
		case t.is("Row") && at == sheet:
			return p.read(w, t, yield)
		}
		return nil
	})
}

// read takes one row; the window is filled until it holds the row's end.
func (p *xmlRows) read(w *window, t tag, yield func(*Row) error) error {
	number := p.line + 1
	if v, ok := t.attrLocal("Index"); ok {
		number = atoi([]byte(v))
	}
	if number <= p.line || number > maxRows {
		return invalid("%s第 %d 行之后的行号不对", p.name, p.line).WithHint(hintResave)
	}
	hidden, _ := t.attrLocal("Hidden")
	extra, _ := t.attrLocal("Span") // so many rows more that look the same: without cells
	p.line = number + max(atoi([]byte(extra)), 0)
	if t.empty {
		return nil
	}
	w.pos = t.at
	head, open := t.next-t.at, len(p.row.open)
	for {
		p.row.open = p.row.open[:open] // a row that is begun again opens its regions again
		p.row.start(number, hidden == "1")
		next, whole, err := p.cells(w.buf, w.pos+head)
		if err != nil {
			return err
		}
		if whole {
			w.pos = next
			return p.row.emit(yield)
		}
		if err := w.more(); err != nil {
			return partError(p.name, err)
		}
	}
}

func (p *xmlRows) cells(b []byte, i int) (next int, whole bool, err error) {
	col := 0
	for {
		t, state := nextTag(b, i)
		switch {
		case state == scanDTD:
			return 0, false, errDTD(p.name)
		case state != scanTag:
			return 0, false, nil
		case t.end && t.is("Row"):
			return t.next, true, nil
		case t.end || !t.is("Cell"):
			i = t.next
			continue
		}
		if v, ok := t.attrLocal("Index"); ok {
			col = atoi([]byte(v)) - 1
		}
		width := 1 + span0(t, "MergeAcross")
		if col < 0 || col+width > maxColumns {
			return 0, false, invalid("文件已损坏：%s第 %d 行的列号不对", p.name, p.row.row.Number).WithHint(hintResave)
		}
		if i = t.next; !t.empty {
			if i, whole = p.cell(b, i, col); !whole {
				return 0, false, nil
			}
		}
		p.row.span(col, width, 1+span0(t, "MergeDown"))
		col += width
	}
}

func span0(t tag, name string) int {
	v, _ := t.attrLocal(name)
	return min(max(atoi([]byte(v)), 0), maxRows)
}

// cell reads the Data of a cell, up to the cell's end. Comments hold a Data of their own, which is not the cell's.
func (p *xmlRows) cell(b []byte, i, col int) (next int, whole bool) {
	for {
		t, state := nextTag(b, i)
		switch {
		case state != scanTag:
			return 0, false
		case t.end && (t.is("Cell") || t.is("Row")):
			return t.next, t.is("Cell")
		}
		i = t.next
		if t.end || t.empty || !t.is("Comment") && !t.is("Data") {
			continue
		}
		end, state := endOf(b, i, string(t.name))
		if state != scanTag {
			return 0, false
		}
		if t.is("Data") {
			kind, _ := t.attrLocal("Type")
			p.data(col, kind, b[i:end.at])
		}
		i = end.next
	}
}

func (p *xmlRows) data(col int, kind string, raw []byte) {
	raw = bareText(raw)
	switch kind {
	case "Number":
		p.row.stored(col, raw, style{}, false)
	case "DateTime":
		p.row.isoDate(col, raw)
	case "Boolean":
		p.row.set(col, Bool, boolText(truth(raw)))
	case "Error":
		p.row.set(col, Error, unescape(raw))
	default:
		p.row.setText(col, raw)
	}
}

// bareText leaves out the tags of rich text.
func bareText(raw []byte) []byte {
	var out []byte
	last := 0
	for {
		t, state := nextTag(raw, last)
		if state != scanTag {
			if last == 0 {
				return raw
			}
			return append(out, raw[last:]...)
		}
		out = append(out, raw[last:t.at]...)
		last = t.next
	}
}
