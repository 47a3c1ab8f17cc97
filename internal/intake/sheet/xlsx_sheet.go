package sheet

import (
	"bytes"
	"context"
	"slices"
	"strconv"
)

// sheetParser reads one sheet's rows. It works on bytes: an XML library costs ten times as much as the whole of this.
type sheetParser struct {
	x       *xlsx
	w       *window
	name    string
	row     rowBuilder
	number  int  // of the last row
	plain   bool // elements have no prefix, which allows the short ways
	scratch []byte

	noValue    int // formulas without a stored result
	rowNoValue int
}

func (x *xlsx) read(ctx context.Context, i int, yield func(*Row) error) error {
	if err := x.loadStrings(ctx); err != nil {
		return err
	}
	p := &sheetParser{x: x, name: "工作表“" + x.book.sheets[i].Name + "”"}
	done, err := p.open(x.keys[i])
	if err != nil {
		return partError(p.name, err)
	}
	defer done()
	err = p.run(ctx, yield)
	if p.noValue > 0 {
		x.book.note(p.name + "有 " + strconv.Itoa(p.noValue) + " 个公式没有保存结果，请用 Excel 或 WPS 打开后重新保存")
	}
	return err
}

// open finds the merged regions, which stand behind the rows though they are needed with them: in the tail of a
// sheet that is held, or else by reading the sheet twice.
func (p *sheetParser) open(key string) (func(), error) {
	w, done, err := p.x.window(key, p.name, p.x.opt.MaxPart)
	if err != nil {
		return nil, err
	}
	if regions, known := p.x.regions[key]; known {
		p.row.setMerges(regions)
	} else if w.r != nil {
		err = p.streamRegions(w)
		done()
		if err != nil {
			return nil, err
		}
		p.x.regions[key] = slices.Clone(p.row.merges)
		if w, done, err = p.x.window(key, p.name, p.x.opt.MaxPart); err != nil {
			return nil, err
		}
	} else if i := bytes.LastIndex(w.buf, []byte("sheetData>")); i >= 0 {
		if err := p.takeRegions(heldWindow(w.buf[i:])); err != nil {
			return nil, err
		}
	}
	p.w = w
	return done, nil
}

// streamRegions goes to the end of the rows, and reads on from there.
func (p *sheetParser) streamRegions(w *window) error {
	mark := []byte("sheetData>")
	for {
		if i := bytes.Index(w.buf[w.pos:], mark); i >= 0 {
			at := w.pos + i
			w.pos = at + len(mark)
			if closing(w.buf, at) {
				return p.takeRegions(w)
			}
			continue
		}
		w.pos = max(w.pos, len(w.buf)-len(mark)-64) // room for the tag's prefix
		if w.eof {
			return nil // no rows, or cut off: that is seen when the rows are read
		}
		if err := w.more(); err != nil && !w.eof {
			return err
		}
	}
}

// closing reports whether the name at i belongs to an end tag, prefixed or not.
func closing(b []byte, i int) bool {
	b = b[max(0, i-64):i]
	lt := bytes.LastIndexByte(b, '<')
	return lt >= 0 && lt+1 < len(b) && b[lt+1] == '/'
}

// takeRegions reads the mergeCell elements that are left in w.
func (p *sheetParser) takeRegions(w *window) error {
	var out []region
	for {
		t, state := nextTag(w.buf, w.pos)
		switch {
		case state == scanDTD:
			return errDTD(p.name)
		case state != scanTag && w.eof:
			p.row.setMerges(out)
			return nil // whether the sheet is whole is seen when its rows are read
		case state != scanTag:
			if err := w.more(); err != nil && !w.eof {
				return err
			}
			continue
		case t.is("mergeCell") && !t.end:
			if r, ok := parseRegion(t.text("ref")); ok {
				out = append(out, r)
			}
		}
		if w.pos = t.next; len(out) > maxRegions {
			return refused("%s的合并单元格超过 %d 个", p.name, maxRegions).WithHint(hintResave)
		}
	}
}

// parseRegion reads A1:C3.
func parseRegion(s string) (region, bool) {
	var n [4]int // left, top, right, bottom
	k := 0
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c == ':' && k == 0:
			k = 2
		case c-'A' < 26 && n[k] < maxColumns:
			n[k] = n[k]*26 + int(c-'A') + 1
		case c-'0' < 10 && n[k+1] < maxRows:
			n[k+1] = n[k+1]*10 + int(c-'0')
		case c != '$':
			return region{}, false
		}
	}
	r := region{left: n[0] - 1, top: n[1] - 1, right: min(n[2], maxColumns) - 1, bottom: min(n[3], maxRows) - 1}
	return r, k == 2 && r.left >= 0 && r.top >= 0
}

// run reads the sheet from its beginning.
func (p *sheetParser) run(ctx context.Context, yield func(*Row) error) error {
	found, err := p.preamble()
	if err != nil || !found {
		return err
	}
	for n := 0; ; n++ {
		if n&255 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		t, state := nextTag(p.w.buf, p.w.pos)
		switch {
		case state == scanDTD:
			return errDTD(p.name)
		case state != scanTag:
			if err := p.w.more(); err != nil {
				return partError(p.name, err)
			}
		case t.end && t.is("sheetData"):
			return p.finish()
		case !t.end && t.is("row"):
			if err := p.readRow(t, yield); err != nil {
				return err
			}
		default:
			p.w.pos = t.next
		}
	}
}

func (p *sheetParser) finish() error {
	if err := p.w.rest(); err != nil {
		return broken(p.name, err)
	}
	return nil
}

// preamble goes to the rows. A sheet without any is whole when it is closed.
func (p *sheetParser) preamble() (found bool, err error) {
	for {
		t, state := nextTag(p.w.buf, p.w.pos)
		switch {
		case state == scanDTD:
			return false, errDTD(p.name)
		case state != scanTag:
			if err := p.w.more(); err != nil {
				return false, partError(p.name, err)
			}
			continue
		case t.is("sheetData"):
			p.plain = p.w.buf[t.at+1] == 's'
			p.w.pos = t.next
			return !t.empty && !t.end, nil
		case t.is("worksheet") && (t.end || t.empty):
			return false, nil
		}
		p.w.pos = t.next
	}
}

// readRow reads the row that t begins. When the window ends within it, it is left for the next turn.
func (p *sheetParser) readRow(t tag, yield func(*Row) error) error {
	number, hidden, err := p.rowHead(t)
	if err != nil {
		return err
	}
	next := t.next
	if !t.empty {
		p.row.start(number, hidden)
		p.rowNoValue = 0
		var whole bool
		if next, whole, err = p.cells(p.w.buf, t.next); err != nil {
			return err
		}
		if !whole {
			p.w.pos = t.at
			if err := p.w.more(); err != nil {
				return partError(p.name, err)
			}
			return nil
		}
	}
	p.number, p.w.pos = number, next
	if t.empty {
		return nil
	}
	p.noValue += p.rowNoValue
	return p.row.emit(yield)
}

func (p *sheetParser) rowHead(t tag) (number int, hidden bool, err error) {
	number = p.number + 1
	for rest := t.attrs; ; {
		var n, v []byte
		var ok bool
		if n, v, rest, ok = nextAttr(rest); !ok {
			break
		}
		switch string(n) {
		case "r":
			number = atoi(v)
		case "hidden":
			hidden = truth(v)
		}
	}
	if number <= p.number || number > maxRows {
		return 0, false, invalid("%s第 %d 行之后的行号不对", p.name, p.number).WithHint(hintResave)
	}
	return number, hidden, nil
}

// atoi reads a plain number without sign; -1 when it is none.
func atoi(v []byte) int {
	n := 0
	for _, c := range v {
		if c-'0' > 9 || n > maxRows*10 {
			return -1
		}
		n = n*10 + int(c-'0')
	}
	if len(v) == 0 {
		return -1
	}
	return n
}
