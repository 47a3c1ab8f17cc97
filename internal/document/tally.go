package document

import (
	"cmp"
	"slices"

	"xunzhi"
)

// Count is the number of leads and the money under one key.
type Count struct {
	Key    string
	Name   string
	Grades [4]int // red, orange, yellow, blue
	Leads  int
	// Amount is the sum of the leads' amounts: one payment may be counted by several leads.
	Amount xunzhi.Yuan
}

// Tally counts leads by key.
type Tally struct{ counts map[string]*Count }

// Add counts one lead.
func (t *Tally) Add(key, name string, g xunzhi.Grade, amount xunzhi.Yuan) {
	if t.counts == nil {
		t.counts = map[string]*Count{}
	}
	c := t.counts[key]
	if c == nil {
		c = &Count{Key: key, Name: name}
		t.counts[key] = c
	}
	c.Leads++
	c.Amount += amount
	if r := g.Rank(); r < len(c.Grades) {
		c.Grades[r]++
	}
}

// List gives the counts, most leads first, then by key.
func (t *Tally) List() []Count {
	list := make([]Count, 0, len(t.counts))
	for _, c := range t.counts {
		list = append(list, *c)
	}
	slices.SortFunc(list, func(a, b Count) int {
		return cmp.Or(cmp.Compare(b.Leads, a.Leads), cmp.Compare(a.Key, b.Key))
	})
	return list
}

// Bar is one line of a bar chart. Places and widths are percentages of the chart's width.
type Bar struct {
	Name  string
	Leads int
	Y     int // of the text's base line, in pixels
	Parts []BarPart
}

// BarPart is the share of one grade in a bar.
type BarPart struct {
	Grade    xunzhi.Grade
	X, Width float64
	Y        int
	Leads    int
}

// Chart is a bar chart of counts, drawn by the partial template "chart".
type Chart struct {
	Title  string
	Height int
	Bars   []Bar
	More   int // counts that are in the table only
}

const barStep = 34 // pixels from one bar to the next

var grades = []xunzhi.Grade{xunzhi.Red, xunzhi.Orange, xunzhi.Yellow, xunzhi.Blue}

// NewChart draws the first limit counts; the longest bar is as wide as the chart.
func NewChart(title string, counts []Count, limit int) Chart {
	c := Chart{Title: title, More: max(0, len(counts)-limit)}
	top := 1
	for _, n := range counts {
		top = max(top, n.Leads)
	}
	for i, n := range counts[:min(limit, len(counts))] {
		b := Bar{Name: n.Name, Leads: n.Leads, Y: i*barStep + 14}
		x := 0.0
		for r, g := range grades {
			w := float64(n.Grades[r]*10000/top) / 100
			if n.Grades[r] > 0 {
				b.Parts = append(b.Parts, BarPart{g, x, w, i*barStep + 20, n.Grades[r]})
			}
			x += w
		}
		c.Bars = append(c.Bars, b)
	}
	c.Height = len(c.Bars) * barStep
	return c
}
