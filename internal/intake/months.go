package intake

import (
	"strings"

	"xunzhi"
	"xunzhi/internal/intake/sheet"
)

// monthColumn is a column that holds the money of one month, as in a sheet that shows a year from left to right.
type monthColumn struct{ col, year, month int }

// leastMonths is how many such columns make a sheet one that is turned: two months beside each other may be a
// comparison.
const leastMonths = 3

// moneyOfMonth are the fields that may stand to the right, month by month.
var moneyOfMonth = []string{"amount", "monthly_amount", "monthly_wage"}

var monthHeadNoise = strings.NewReplacer("发放", "", "实发", "", "应发", "", "补贴", "", "补助", "", "津贴", "", "金额", "", "工资", "", "养老金", "", "低保金", "", "资金", "", "待遇", "", "份", "", "元", "", "年", "", "月", "")

// monthHead reads a column's head that names a month and nothing else: 1月, 一月份, 2025年1月发放金额, 202501.
func monthHead(text string) (year, month int, ok bool) {
	if len(text) > 60 || !strings.Contains(text, "月") && (len(text) < 6 || len(text) > 7 || text[0] != '1' && text[0] != '2') {
		return 0, 0, false // quickly: this is asked of every cell of the first rows
	}
	t, _ := splitBrackets(text)
	t = foldDigits(t)
	rest := strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' || strings.ContainsRune(" -./_", r) {
			return -1
		}
		return r
	}, monthHeadNoise.Replace(t))
	if rest != "" || len(t) > 40 {
		return 0, 0, false
	}
	if m, ok := monthIn(t); ok {
		y, mm, _ := m.First().YMD()
		return y, mm, true
	}
	m := bareMonthIn(t)
	return 0, m, m != 0
}

// monthHeads counts a row's texts that are such heads.
func monthHeads(texts []string) int {
	n := 0
	for _, t := range texts {
		if _, _, ok := monthHead(t); ok {
			n++
		}
	}
	return n
}

// monthColumns finds the columns of a turned sheet, nil where it is none. A month without a year takes the year that
// the surroundings name; without any the sheet says too little.
func (t *table) monthColumns() []monthColumn {
	if !t.head.found {
		return nil
	}
	var out []monthColumn
	seen := map[[2]int]bool{}
	for i, c := range t.head.columns {
		text := c.lower
		if text == "" {
			text = c.text
		}
		y, m, ok := monthHead(text)
		if !ok || i < len(t.stats) && t.stats[i].cells > 0 && t.stats[i].share(t.stats[i].number) < 0.5 {
			continue
		}
		if y == 0 {
			y, _ = yearIn(c.upper)
		}
		if y == 0 {
			y = t.near.year()
		}
		if k := [2]int{y, m}; y != 0 && !seen[k] {
			seen[k] = true
			out = append(out, monthColumn{i, y, m})
		}
	}
	if len(out) < leastMonths {
		return nil
	}
	return out
}

// turnedFields gives the fields of a source that a turned sheet fills.
func turnedFields(s *Source) (month, money int) {
	month, money = s.fieldIndex("month"), -1
	for _, id := range moneyOfMonth {
		if k := s.fieldIndex(id); k >= 0 && money < 0 {
			money = k
		}
	}
	if month < 0 || money < 0 || s.Fields[month].Type != Month || !s.Fields[month].FromName {
		return -1, -1
	}
	return month, money
}

// turn makes a candidate of a turned sheet: its months' columns fill month and money, and whatever else was taken for
// money is the row's total.
func (c *candidate) turn(t *table, s *Source) {
	month, money := turnedFields(s)
	if month < 0 || len(t.months) == 0 || len(c.wide) > 0 {
		return
	}
	turned := map[int]bool{}
	for _, m := range t.months {
		turned[m.col] = true
	}
	var keep []bound
	for _, b := range c.bounds {
		if b.field == month && !turned[b.col] && b.how == byHeader {
			return // each row has its month: the columns are something else
		}
		if !turned[b.col] && b.field != money && b.field != month {
			keep = append(keep, b)
		}
	}
	c.bounds, c.months = keep, t.months
	c.score += 0.8
}

// turner hands out a record for every month of a turned sheet's row.
type turner struct {
	months       []monthColumn
	month, money int
	values       []Value // by month; not set where the cell is blank or zero
	read         *column
}

func newTurner(p *sheetPlan) turner {
	t := turner{months: p.months}
	if len(t.months) == 0 {
		return t
	}
	t.month, t.money = turnedFields(p.src)
	t.values = make([]Value, len(t.months))
	t.read = newColumn(0, t.money, &p.src.Fields[t.money])
	t.read.num, t.read.den = unitOf(t.read.f, "", append(append([]string{}, p.head.titles...), p.near.sheet, p.near.file))
	return t
}

// fill reads the row's months and puts the first into the record, so that it can be checked as any other.
func (t *turner) fill(r *rowReader, row *sheet.Row) {
	first := true
	for i, m := range t.months {
		t.values[i] = Value{}
		if m.col >= len(row.Cells) || row.Cells[m.col].Kind == sheet.Empty {
			continue
		}
		text := row.Cells[m.col].Text
		out, why := t.read.read(text, &t.values[i])
		if out == cellBad {
			r.problems = append(r.problems, problem{m.col, t.money, text, why, ""})
		}
		if t.values[i].I == 0 {
			t.values[i] = Value{}
		}
		if t.values[i].Set && first {
			t.put(r, i)
			first = false
		}
	}
}

func (t *turner) put(r *rowReader, i int) {
	m := t.months[i]
	r.rec.Values[t.month] = Value{Set: true, I: int64(xunzhi.MonthOf(m.year, m.month).First())}
	r.rec.Values[t.money] = t.values[i]
}

// none tells whether the row states no money in any month, which is no fact.
func (t *turner) none() bool {
	for i := range t.values {
		if t.values[i].Set {
			return false
		}
	}
	return len(t.months) > 0
}

// append hands out the row's records.
func (t *turner) append(r *rowReader, row *sheet.Row) error {
	if len(t.months) == 0 {
		return r.house.append(r, row)
	}
	for i := range t.values {
		if !t.values[i].Set {
			continue
		}
		t.put(r, i)
		r.house.seenHead = ""
		if err := r.house.append(r, row); err != nil {
			return err
		}
	}
	return nil
}
