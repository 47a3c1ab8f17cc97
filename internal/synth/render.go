package synth

import (
	"strconv"

	"xunzhi"
)

// renderer writes rows of one file in one layout.
type renderer struct {
	w    *world
	s    *source
	l    *layout
	t    table
	buf  []byte
	seq  int
	sum  int64
	sumI int // field that is summed, −1 none
}

// line writes one row; pair is the relief member it shows, 0 in wide layouts. It gives the row's number.
func (e *renderer) line(vals []cell, pair int) int {
	e.t.begin()
	e.seq++
	gap := 0
	for i := range e.l.cols {
		c := e.value(&e.l.cols[i], vals, pair)
		if c.k == kNone || c.k == kText && c.s == "" {
			gap++
			continue
		}
		if gap > 0 {
			e.t.skip(gap)
			gap = 0
		}
		e.cell(c)
	}
	return e.t.end()
}

// value finds what a column shows of a row.
func (e *renderer) value(col *column, vals []cell, pair int) cell {
	switch col.field {
	case colSeq:
		return count(e.seq)
	case colTown:
		v := vals[e.s.index["village"]]
		if v.k != kVillage {
			return cell{}
		}
		return text(e.w.towns[e.w.villages[v.i].town].name)
	case colMember:
		return vals[e.s.index["p1"]+2*(pair-1)]
	case colMemberID:
		return vals[e.s.index["i1"]+2*(pair-1)]
	}
	c := vals[col.field]
	if col.field == e.sumI {
		if pair > 0 { // a member's share of the household's amount
			n := vals[e.s.index["headcount"]].i
			c.i /= max(n, 1)
		}
		e.sum += c.i
	}
	if c.k == kDate && (col.head == "批准年度") {
		c = cell{k: kYear, i: int64(xunzhi.Date(c.i).Month().Year())}
	}
	return c
}

func (e *renderer) cell(c cell) {
	b := e.buf[:0]
	switch c.k {
	case kText, kCode:
		b = append(b, c.s...)
	case kName:
		b = e.w.appendName(b, uint32(c.i))
	case kID:
		b = e.w.appendID(b, uint32(c.i))
	case kVillage:
		b = e.villageName(b, int(c.i))
	case kDate:
		e.day(c)
		return
	case kMonth:
		b = appendMonth(b, xunzhi.Month(c.i), e.l.months)
	case kBool:
		b = append(b, boolText[e.l.bools][c.i]...)
	case kYuan:
		e.yuan(c.i)
		return
	case kPrice, kMu, kInt, kYear:
		e.t.num(appendPlain(b, c.i, scaleOf[c.k]))
		return
	}
	e.buf = b
	e.t.text(b)
}

var boolText = [3][2]string{{"否", "是"}, {"0", "1"}, {"", "√"}}
var scaleOf = [...]int{kPrice: 6, kMu: 4, kInt: 0, kYear: 0}

func (e *renderer) villageName(b []byte, i int) []byte {
	v := &e.w.villages[i]
	switch e.l.village {
	case byCode:
		return append(b, v.code...)
	case inFull:
		b = append(b, e.w.towns[v.town].name...)
	}
	return append(b, v.name...)
}

func (e *renderer) day(c cell) {
	b := appendDay(e.buf[:0], xunzhi.Date(c.i), e.l.dates)
	e.buf = b
	if e.l.dates == 5 {
		e.t.day(c.i+25569, b)
		return
	}
	e.t.text(b)
}

// yuan writes an amount of fen.
func (e *renderer) yuan(fen int64) {
	b := e.buf[:0]
	switch {
	case e.l.tenK:
		e.t.num(appendPlain(b, fen, 6))
	case e.l.yuans == 0:
		e.t.num(appendPlain(b, fen, 2))
	default:
		if e.l.yuans == 2 {
			b = append(b, "￥"...)
		}
		b = appendThousands(b, fen)
		e.buf = b
		e.t.text(b)
	}
}

// appendPlain writes v/10^scale without needless zeros.
func appendPlain(b []byte, v int64, scale int) []byte {
	if v < 0 {
		b, v = append(b, '-'), -v
	}
	p := int64(1)
	for range scale {
		p *= 10
	}
	b = strconv.AppendInt(b, v/p, 10)
	if f := v % p; f != 0 {
		b = append(b, '.')
		for f != 0 {
			p /= 10
			b = append(b, byte('0'+f/p))
			f %= p
		}
	}
	return b
}

// appendThousands writes fen as 1,234.50.
func appendThousands(b []byte, fen int64) []byte {
	if fen < 0 {
		b, fen = append(b, '-'), -fen
	}
	s := strconv.FormatInt(fen/100, 10)
	for i := range len(s) {
		if i > 0 && (len(s)-i)%3 == 0 {
			b = append(b, ',')
		}
		b = append(b, s[i])
	}
	return append(b, '.', byte('0'+fen/10%10), byte('0'+fen%10))
}

func appendPadded(b []byte, v, width int) []byte {
	for p := 1000; p > 0; p /= 10 {
		if v >= p || width >= len(strconv.Itoa(p)) {
			b = append(b, byte('0'+v/p%10))
		}
	}
	return b
}

// appendDay writes a day in one of six ways.
func appendDay(b []byte, d xunzhi.Date, style int) []byte {
	y, m, dd := d.YMD()
	switch style {
	case 1, 5:
		return tail(tail(appendPadded(b, y, 4), '/', m, 1), '/', dd, 1)
	case 2:
		return tail(tail(appendPadded(b, y, 4), '.', m, 1), '.', dd, 1)
	case 3:
		b = append(appendPadded(b, y, 4), "年"...)
		b = append(appendPadded(b, m, 1), "月"...)
		return append(appendPadded(b, dd, 1), "日"...)
	case 4:
		return appendPadded(appendPadded(appendPadded(b, y, 4), m, 2), dd, 2)
	}
	return tail(tail(appendPadded(b, y, 4), '-', m, 2), '-', dd, 2)
}

func tail(b []byte, sep byte, v, width int) []byte { return appendPadded(append(b, sep), v, width) }

// appendMonth writes a month in one of three ways.
func appendMonth(b []byte, m xunzhi.Month, style int) []byte {
	b = appendPadded(b, m.Year(), 4)
	switch style {
	case 0:
		return appendPadded(b, m.Month(), 2)
	case 1:
		return tail(b, '-', m.Month(), 2)
	}
	return append(appendPadded(append(b, "年"...), m.Month(), 1), "月"...)
}
