package sheet

import (
	"cmp"
	"context"
	"encoding/binary"
	"math"
	"slices"
	"strconv"
)

// xlsSheet reads one sheet's substream.
type xlsSheet struct {
	*xls
	name    string
	hidden  map[int]bool
	order   []cellAt // only when rows do not ascend in the file
	row     rowBuilder
	open    bool
	noValue int
}

// cellAt is where a cell's record stands.
type cellAt struct{ row, at int }

func (x *xls) read(ctx context.Context, i int, yield func(*Row) error) error {
	s := &xlsSheet{xls: x, name: "工作表“" + x.book.sheets[i].Name + "”", hidden: map[int]bool{}}
	if err := s.survey(x.at[i]); err != nil {
		return err
	}
	err := s.rows(ctx, x.at[i], yield)
	if s.noValue > 0 {
		x.book.note(s.name + "有 " + strconv.Itoa(s.noValue) + " 个公式没有保存结果，请用 Excel 或 WPS 打开后重新保存")
	}
	return err
}

// walk gives the records of the substream at i up to its end. Those of embedded charts are left out.
func (s *xlsSheet) walk(i int, each func(r record, at int) error) error {
	r, ok := recordAt(s.b, i)
	if !ok || r.id != recBOF {
		return truncated(s.name)
	}
	for depth := 1; depth > 0; {
		at := r.next
		if r, ok = recordAt(s.b, at); !ok {
			return truncated(s.name)
		}
		switch {
		case r.id == recBOF:
			depth++
		case r.id == recEOF:
			depth--
		case depth == 1:
			if err := each(r, at); err != nil {
				return err
			}
		}
	}
	return nil
}

// survey looks once over the sheet for what stands behind the cells but is needed with them, and for its end.
func (s *xlsSheet) survey(at int) error {
	var merges []region
	ascending, last := true, 0
	err := s.walk(at, func(r record, _ int) error {
		switch {
		case r.id == recMergeCells:
			merges = appendMerges(merges, r.data)
		case r.id == recRow && len(r.data) >= 14 && r.data[12]&0x20 != 0:
			s.hidden[int(binary.LittleEndian.Uint16(r.data))] = true
		case isCell(r):
			row := int(binary.LittleEndian.Uint16(r.data))
			ascending = ascending && row >= last
			last = row
		}
		return nil
	})
	if err != nil || ascending {
		s.row.setMerges(merges)
		return err
	}
	s.row.setMerges(merges)
	return s.sort(at)
}

// sort puts the cells in the order of their rows; some writers do not.
func (s *xlsSheet) sort(at int) error {
	err := s.walk(at, func(r record, at int) error {
		if isCell(r) {
			s.order = append(s.order, cellAt{int(binary.LittleEndian.Uint16(r.data)), at})
		}
		return nil
	})
	slices.SortStableFunc(s.order, func(a, b cellAt) int { return cmp.Compare(a.row, b.row) })
	return err
}

func appendMerges(out []region, d []byte) []region {
	if len(d) < 2 {
		return out
	}
	n := int(binary.LittleEndian.Uint16(d))
	for d = d[2:]; n > 0 && len(d) >= 8 && len(out) < maxRegions; n, d = n-1, d[8:] {
		u := func(i int) int { return int(binary.LittleEndian.Uint16(d[2*i:])) }
		out = append(out, region{top: u(0), bottom: u(1), left: u(2), right: u(3)})
	}
	return out
}

// isCell reports whether a record holds a value for a cell of its own. Each is at least row, column and format.
func isCell(r record) bool {
	if len(r.data) < 6 {
		return false
	}
	switch r.id {
	case recFormula, 0x0206, 0x0406, recMulRK, recRString, recLabelSST, recNumber, recLabel, recBoolErr, recRK:
		return true
	}
	return false
}

func (s *xlsSheet) rows(ctx context.Context, at int, yield func(*Row) error) error {
	n := 0
	each := func(r record, at int) error {
		if n++; n&4095 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		if !isCell(r) {
			return nil
		}
		if err := s.turn(int(binary.LittleEndian.Uint16(r.data)), yield); err != nil {
			return err
		}
		return s.cell(r)
	}
	if s.order == nil {
		if err := s.walk(at, each); err != nil {
			return err
		}
	}
	for _, c := range s.order {
		r, _ := recordAt(s.b, c.at) // sort has read it
		if err := each(r, c.at); err != nil {
			return err
		}
	}
	if !s.open {
		return nil
	}
	return s.row.emit(yield)
}

// turn goes on to the row of the next cell.
func (s *xlsSheet) turn(row int, yield func(*Row) error) error {
	if s.open && s.row.row.Number == row+1 {
		return nil
	}
	if s.open {
		if err := s.row.emit(yield); err != nil {
			return err
		}
	}
	s.open = true
	s.row.start(row+1, s.hidden[row])
	return nil
}

// cell takes one cell's record, or the run of numbers in a MULRK.
func (s *xlsSheet) cell(r record) error {
	d := r.data
	col, xf := int(binary.LittleEndian.Uint16(d[2:])), binary.LittleEndian.Uint16(d[4:])
	if col >= maxColumns {
		return broken(s.name+"第 "+strconv.Itoa(s.row.row.Number)+" 行", errWindow)
	}
	v := d[6:]
	switch {
	case r.id == recMulRK:
		s.mulRK(col, d[4:])
	case r.id == recLabel || r.id == recRString:
		s.label(col, r)
	case len(v) < 2:
	case r.id == recBoolErr && v[1] != 0:
		s.row.set(col, Error, errorText(v[0]))
	case r.id == recBoolErr:
		s.row.set(col, Bool, boolText(v[0] != 0))
	case len(v) < 4:
	case r.id == recRK:
		s.number(col, rkValue(binary.LittleEndian.Uint32(v)), xf)
	case r.id == recLabelSST:
		return s.shared(col, binary.LittleEndian.Uint32(v))
	case len(v) < 8:
	case r.id == recNumber:
		s.number(col, math.Float64frombits(binary.LittleEndian.Uint64(v)), xf)
	default:
		s.formula(col, xf, v, r)
	}
	return nil
}

func (s *xlsSheet) number(col int, f float64, xf uint16) {
	var st style
	if int(xf) < len(s.styles) {
		st = s.styles[xf]
	}
	s.row.number(col, f, st, s.is1904)
}

func (s *xlsSheet) mulRK(col int, d []byte) {
	for ; len(d) >= 8 && col < maxColumns; d, col = d[6:], col+1 { // two bytes are left: the last column
		s.number(col, rkValue(binary.LittleEndian.Uint32(d[2:])), binary.LittleEndian.Uint16(d))
	}
}

func (s *xlsSheet) shared(col int, n uint32) error {
	if int64(n) >= int64(len(s.sst)) {
		return invalid("文件已损坏：%s第 %d 行 %s 列引用了不存在的字符串", s.name, s.row.row.Number, ColumnName(col)).WithHint(hintResave)
	}
	s.row.set(col, Text, s.sst[n])
	return nil
}

// label takes a text that stands in its own record.
func (s *xlsSheet) label(col int, r record) {
	if r.data = r.data[6:]; len(r.data) >= 2 {
		s.setText(col, s.longString(r))
	}
}

func (s *xlsSheet) setText(col int, text []byte) {
	if len(text) > 0 {
		s.row.set(col, Text, s.row.arena.copy(text))
	}
}

// longString reads a string behind a length of two bytes, which may go on in CONTINUE records.
func (s *xlsSheet) longString(r record) []byte {
	n := int(binary.LittleEndian.Uint16(r.data))
	if !s.wide {
		d := r.data[2:]
		s.text = s.narrow(s.text[:0], d[:min(n, len(d))])
		return s.text
	}
	t := biffText{parts: pieces(s.b, r)}
	t.take(2)
	s.text = t.unicode(s.text[:0], n)
	return s.text
}

// formula takes a formula's stored result: a number, or a mark for what kind it is. A text stands in a STRING record
// behind it, maybe behind the record of a shared formula.
func (s *xlsSheet) formula(col int, xf uint16, v []byte, r record) {
	if v[6] != 0xFF || v[7] != 0xFF {
		s.number(col, math.Float64frombits(binary.LittleEndian.Uint64(v)), xf)
		return
	}
	switch v[0] {
	case 0:
		s.formulaText(col, r)
	case 1:
		s.row.set(col, Bool, boolText(v[2] != 0))
	case 2:
		s.row.set(col, Error, errorText(v[2]))
	}
}

func (s *xlsSheet) formulaText(col int, r record) {
	for range 3 {
		var ok bool
		if r, ok = recordAt(s.b, r.next); !ok || isCell(r) {
			break
		}
		if r.id == recString && len(r.data) >= 2 {
			s.setText(col, s.longString(r))
			return
		}
	}
	s.row.set(col, Error, "")
	s.noValue++
}
