package intake

import (
	"strings"
	"unicode/utf8"

	"xunzhi/internal/intake/sheet"
)

// What stands in the place of a petitioner's name and of a number in a petition's text.
const (
	someone    = "〔信访人〕"
	somenumber = "〔号码〕"
)

// scrubber takes a petitioner out of the texts of his own row: clerks repeat name and phone in the summary.
type scrubber struct{ row sheet.Row }

// clean gives the row with every text of a dropped column, and in a petition every phone and person number, taken out of
// all its cells. The reader's row stays as it was.
func (s *scrubber) clean(p *sheetPlan, row *sheet.Row) *sheet.Row {
	s.row.Number, s.row.Hidden = row.Number, row.Hidden
	s.row.Cells = append(s.row.Cells[:0], row.Cells...)
	for i := range row.Cells {
		if !p.dropped[i] {
			continue
		}
		s.row.Cells[i] = sheet.Cell{}
		if t := cleanText(row.Cells[i].Text); utf8.RuneCountInString(t) >= 2 && totalScope(t) == "" {
			s.takeOut(t)
		}
	}
	if p.src.ID == petition {
		s.numbers(p)
	}
	return &s.row
}

func (s *scrubber) takeOut(t string) {
	for k := range s.row.Cells {
		if c := &s.row.Cells[k]; c.Text != t && strings.Contains(c.Text, t) {
			c.Text = strings.ReplaceAll(c.Text, t, someone)
		}
	}
}

// numbers masks the phones and person numbers in a petition's prose; cells that are a number alone (its own number, a
// date, a code) stay.
func (s *scrubber) numbers(p *sheetPlan) {
	for _, b := range p.bounds {
		if b.col >= len(s.row.Cells) || p.src.column(b.field).ID != "summary" {
			continue
		}
		c := &s.row.Cells[b.col]
		for _, n := range longNumbers(c.Text) {
			c.Text = strings.ReplaceAll(c.Text, n, somenumber)
		}
	}
}

// longNumbers gives the runs of digits that are as long as a phone, a person number or an account.
func longNumbers(t string) []string {
	var out []string
	for i := 0; i < len(t); {
		j := i
		for j < len(t) && (t[j] >= '0' && t[j] <= '9' || j-i == 17 && (t[j] == 'X' || t[j] == 'x')) {
			j++
		}
		if j-i >= 11 {
			out = append(out, t[i:j])
		}
		i = max(j, i+1)
	}
	return out
}
