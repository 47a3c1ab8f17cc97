package web

import (
	"net/http"
	"strings"

	"xunzhi"
	"xunzhi/internal/document"
	"xunzhi/internal/screening"
)

// overviewBars is how many bars a chart of the overview has; the tables under them are complete.
const overviewBars = 12

type overview struct {
	Grades     []gradeRow
	Amount     xunzhi.Yuan
	Intake     document.IntakeCount
	Ran        int
	Quality    int
	Charts     struct{ Rule, Township document.Chart }
	ByRule     []countRow
	ByTownship []countRow
	ByVillage  []countRow
	Top        []leadRow
	Manifest   screening.Manifest
}

// countRow is a count with the list of its leads.
type countRow struct {
	document.Count
	Link string
}

// gradeRow is the number of leads of a grade with their list.
type gradeRow struct {
	Grade xunzhi.Grade
	Leads int
	Link  string
}

var grades = []xunzhi.Grade{xunzhi.Red, xunzhi.Orange, xunzhi.Yellow, xunzhi.Blue}

// overview shows where the county stands: totals by grade, rule and township.
func (s *server) overview(w http.ResponseWriter, r *http.Request) error {
	return s.show(w, http.StatusOK, "overview.html", frame{Title: "总览", Nav: "overview", Body: s.home})
}

// makeOverview adds the run up; it never changes while it is served, so once is enough.
func (s *server) makeOverview() overview {
	o := overview{Intake: document.CountIntake(&s.run.intake), Ran: len(s.run.summary.Rules) - s.run.notRun(), Quality: len(s.run.quality.items), Manifest: s.run.manifest}
	s.count(&o)
	for i := range min(10, len(s.run.leads)) {
		o.Top = append(o.Top, s.row(i))
	}
	return o
}

func (s *server) count(o *overview) {
	var rules, towns, villages document.Tally
	byGrade := map[xunzhi.Grade]int{}
	for i := range s.run.leads {
		e := &s.run.leads[i]
		town, village := s.run.book.Village(e.Village)
		rules.Add(e.Rule, s.run.book.Rule(e.Rule).Title, e.Grade, e.yuan)
		towns.Add(document.TownshipCode(e.Village), town, e.Grade, e.yuan)
		villages.Add(e.Village, document.VillageName(town, village), e.Grade, e.yuan)
		byGrade[e.Grade]++
		o.Amount += e.yuan
	}
	for _, g := range grades {
		o.Grades = append(o.Grades, gradeRow{g, byGrade[g], link("/leads", "grade", string(g))})
	}
	byRule, byTown, byVillage := rules.List(), towns.List(), villages.List()
	o.Charts.Rule = document.NewChart("各规则疑点数", byRule, overviewBars)
	o.Charts.Township = document.NewChart("各乡镇疑点数", byTown, overviewBars)
	o.ByRule, o.ByTownship = linked(byRule, "rule"), linked(byTown, "town")
	o.ByVillage = linked(byVillage[:min(overviewBars, len(byVillage))], "village")
}

// linked gives each count the list of its leads; leads without a place are found by the word none.
func linked(counts []document.Count, name string) []countRow {
	rows := make([]countRow, len(counts))
	for i, c := range counts {
		key := c.Key
		if key == "" {
			key = none
		}
		rows[i] = countRow{c, link("/leads", name, key)}
	}
	return rows
}

// notRun counts the rules that gave nothing because they could not.
func (r *run) notRun() int {
	n := 0
	for _, rule := range r.summary.Rules {
		if rule.Status != screening.Ran {
			n++
		}
	}
	return n
}

// clip cuts a text for a list.
func clip(s string, n int) string {
	rs := []rune(strings.TrimSpace(s))
	if len(rs) <= n {
		return string(rs)
	}
	return string(rs[:n]) + "…"
}
