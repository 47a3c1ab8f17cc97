package intake

import (
	"strings"

	"xunzhi"
	"xunzhi/internal/intake/sheet"
)

// money fills amounts that a department wrote in another arrangement: debit and credit of a side and an amount, direction
// and amount of two columns of money in and out or of a sign, and a payment's month from its day.
type money struct {
	side, sideAmount, debit, credit int // -1 where the source has none
	in, out, direction, amount      int
	signed                          bool
	month, paidOn                   int
}

func newMoney(s *Source, r *rowReader) money {
	m := money{side: s.fieldIndex("side"), sideAmount: s.fieldIndex("side_amount"), debit: s.fieldIndex("debit"), credit: s.fieldIndex("credit"),
		in: s.fieldIndex("in_amount"), out: s.fieldIndex("out_amount"), direction: s.fieldIndex("direction"), amount: s.fieldIndex("amount"),
		month: s.fieldIndex("month"), paidOn: s.fieldIndex("paid_on")}
	m.signed = m.in >= 0 && r.byField[m.direction] == nil
	if m.sideAmount >= 0 && r.byField[m.sideAmount] == nil {
		m.sideAmount = -1
	}
	return m
}

func (m *money) fill(r *rowReader) {
	v := r.rec.Values
	if m.sideAmount >= 0 && v[m.sideAmount].Set {
		to := m.debit
		if isCredit(v[m.side].S) {
			to = m.credit
		}
		if !v[to].Set {
			v[to] = v[m.sideAmount]
		}
	}
	if m.in >= 0 {
		m.inOut(v)
	}
	if m.paidOn >= 0 && !v[m.month].Set && v[m.paidOn].Set {
		v[m.month] = Value{Set: true, I: int64(xunzhi.Date(v[m.paidOn].I).Month().First())}
	}
}

func (m *money) inOut(v []Value) {
	received, spent := Value{Set: true, S: "收"}, Value{Set: true, S: "支"}
	switch {
	case !v[m.amount].Set && v[m.in].Set && v[m.in].I != 0:
		v[m.amount], v[m.direction] = v[m.in], received
	case !v[m.amount].Set && v[m.out].Set && v[m.out].I != 0:
		v[m.amount], v[m.direction] = v[m.out], spent
	case !v[m.amount].Set && (v[m.in].Set || v[m.out].Set):
		v[m.amount], v[m.direction] = Value{Set: true}, received
	case v[m.amount].Set && m.signed && !v[m.direction].Set && v[m.amount].I < 0:
		v[m.direction], v[m.amount].I = spent, -v[m.amount].I
	case v[m.amount].Set && m.signed && !v[m.direction].Set:
		v[m.direction] = received
	}
}

func isCredit(side string) bool {
	switch strings.ToLower(side) {
	case "贷", "贷方", "c", "cr", "credit", "2", "-1":
		return true
	}
	return false
}

// terms reads both ends of a term out of one cell, and the year of months that stand in a column of their own.
type terms struct {
	start, end       int // fields, -1 where the source has none
	from, to         *column
	both             *column // the column that holds both ends, nil where there is none
	yearCol, monthly *column
	month            int // field of a month that a year alone may fill, else -1
	january          Value
	lastYear         string
}

func newTerms(s *Source, r *rowReader) terms {
	t := terms{start: s.fieldIndex("start"), end: s.fieldIndex("end"), month: s.fieldIndex("month")}
	if t.month >= 0 && !s.Fields[t.month].Year {
		t.month = -1
	}
	if k := s.fieldIndex("period"); k >= 0 {
		t.both = r.byField[k]
		t.from, t.to = newColumn(0, t.start, &s.Fields[t.start]), newColumn(0, t.end, &s.Fields[t.end])
	}
	if k := s.fieldIndex("year"); k >= 0 && r.byField[k] != nil {
		t.yearCol, t.monthly = r.byField[k], r.byField[s.fieldIndex("month")]
	}
	return t
}

// year takes the year from its own column, for months written as 5 or 5月.
func (t *terms) year(row *sheet.Row, r *rowReader) {
	if t.yearCol == nil {
		return
	}
	text := r.text(row, t.yearCol)
	if text == t.lastYear || text == "" {
		return
	}
	t.lastYear = text
	d, p := xunzhi.ParseDate(trimYear(cleanText(text)))
	if p == xunzhi.NoDate || p == xunzhi.OpenEnded {
		return
	}
	y, _, _ := d.YMD()
	t.january = Value{Set: true, I: int64(xunzhi.MonthOf(y, 1).First())}
	if t.monthly != nil {
		t.monthly.year = y
		t.monthly.memo = nil // remembered months were of another year
	}
}

// monthOfYear gives a row that only a year's column dates the year's first month: no later one is sure to be meant.
func (t *terms) monthOfYear(r *rowReader) {
	if t.month >= 0 && t.yearCol != nil && t.monthly == nil && !r.rec.Values[t.month].Set {
		r.rec.Values[t.month] = t.january
	}
}

// period fills start and end from a cell that holds both: the column for it, or the start's own.
func (t *terms) period(row *sheet.Row, r *rowReader) {
	if t.from == nil {
		return
	}
	v := r.rec.Values
	if text := r.text(row, t.both); text != "" && (!v[t.start].Set || !v[t.end].Set) && !t.split(text, r) && !v[t.start].Set {
		r.problems = append(r.problems, problem{t.both.index, t.start, text, badPeriod, ""})
	}
	for i := range r.problems {
		if p := r.problems[i]; p.field == t.start && p.why == badDate && t.split(p.value, r) {
			r.problems = append(r.problems[:i], r.problems[i+1:]...)
			return
		}
	}
}

func (t *terms) split(text string, r *rowReader) bool {
	a, b, ok := splitPeriod(text)
	if !ok {
		return false
	}
	var from, to Value
	if out, _ := t.from.read(a, &from); out != cellOK {
		return false
	}
	out, _ := t.to.read(b, &to)
	if out == cellBad {
		return false
	}
	v := r.rec.Values
	if !v[t.start].Set {
		v[t.start] = from
	}
	if !v[t.end].Set {
		v[t.end] = to
		r.filled[t.end] = r.filled[t.end] || out == cellOpen
	}
	return true
}

// splitPeriod splits 2020年1月1日至2030年12月31日, 2020.1-2025.12, 2021-01-01—至今 and 10年(2020.1.1-2029.12.31).
func splitPeriod(text string) (from, to string, ok bool) {
	if bare, inside := splitBrackets(text); inside != "" && (strings.Contains(bare, "年") || strings.Contains(bare, "月")) && strings.ContainsAny(inside, "0123456789") {
		text = inside
	}
	text = strings.NewReplacer("\u2014\u2014", "至", "\u2014", "至", "\u2013", "至", "\uFF5E", "至", "~", "至", "到", "至", "\uFF0D", "-", "--", "至", " - ", "至", "起至", "至", "自", "", "从", "", "止", "").Replace(cleanText(text))
	if from, to, ok = strings.Cut(text, "至"); ok {
		if strings.TrimSpace(to) == "今" || to == "" {
			to = "至今"
		}
		return strings.TrimSpace(from), strings.TrimSpace(strings.TrimPrefix(to, "至")), from != ""
	}
	n := strings.Count(text, "-")
	if n%2 == 0 || n > 5 {
		return "", "", false
	}
	at := -1
	for range n/2 + 1 {
		at += 1 + strings.IndexByte(text[at+1:], '-')
	}
	return strings.TrimSpace(text[:at]), strings.TrimSpace(text[at+1:]), true
}
