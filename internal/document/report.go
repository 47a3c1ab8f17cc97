package document

import (
	"cmp"
	"context"
	"embed"
	"html/template"
	"io"
	"strings"

	"xunzhi"
	"xunzhi/internal/intake"
	"xunzhi/internal/screening"
)

//go:embed templates
var templates embed.FS

// Limits of report.html; leads.xlsx and the pages hold everything.
const (
	reportLeads    = 2000
	reportRows     = 30 // rows of evidence of one lead
	reportBars     = 20 // bars of one chart
	reportOpen     = 5  // leads whose evidence is unfolded on the screen; on paper all is
	reportVillages = 40 // villages in the open table, the rest is folded
)

// Funcs are the template functions that papers and pages share.
var Funcs = template.FuncMap{
	"domain": DomainName, "kind": KindName, "status": StatusName, "money": Money, "number": Number, "percent": Percent, "size": Size,
	"period": Period, "mask": MaskText, "unloaded": Unloaded, "cell": MaskCell, "join": strings.Join, "whynot": WhyNot, "place": Place,
	"gradename": func(g xunzhi.Grade) string { return g.Name() },
	"gradeof":   func(s string) xunzhi.Grade { return xunzhi.Grade(s) },
	"dict":      dict,
}

// dict makes a map of name, value, name, value … for a template that needs more than one thing.
func dict(pairs ...any) map[string]any {
	m := map[string]any{}
	for i := 0; i+1 < len(pairs); i += 2 {
		if name, ok := pairs[i].(string); ok {
			m[name] = pairs[i+1]
		}
	}
	return m
}

// Partials adds the templates that papers and pages share to t: "grade", "path", "evidence" and "chart".
func Partials(t *template.Template) (*template.Template, error) {
	return t.Funcs(Funcs).ParseFS(templates, "templates/partials.html")
}

// report is what the report's template reads.
type report struct {
	Style       template.CSS
	Title       string
	Question    string
	Res         *screening.Result
	Run         string
	AsOf        string
	Grades      []GradeCount
	Amount      xunzhi.Yuan
	ByRule      []Count
	ByTownship  []Count
	ByVillage   []Count
	MoreVillage []Count
	Charts      struct{ Rule, Township, Village Chart }
	Ran         int
	NotRun      []screening.RuleRun
	Intake      IntakeCount
	Files       []intake.FileReport
	Quality     []OwnerCount
	Leads       []LeadView
	Left        int // leads that stand in leads.xlsx only
	Open        int
}

// GradeCount is the number of leads of one grade.
type GradeCount struct {
	Grade xunzhi.Grade
	Leads int
}

// IntakeCount sums up what was read.
type IntakeCount struct{ Files, Loaded, Trouble, Rows, Rejected int }

// Unloaded tells whether a file of this state gave no rows: it is unknown, refused or empty.
func Unloaded(status string) bool {
	return status != intake.Loaded && status != intake.Already && status != intake.Planned
}

// CountIntake sums up a report; a file that gave no rows is trouble.
func CountIntake(in *intake.Report) IntakeCount {
	c := IntakeCount{Files: len(in.Files), Rows: in.Rows, Rejected: in.Rejected}
	for _, f := range in.Files {
		if Unloaded(f.Status) {
			c.Trouble++
		} else {
			c.Loaded++
		}
	}
	return c
}

// writeReport writes report.html: one file without any reference to another.
func (o Options) writeReport(ctx context.Context, res *screening.Result, book *Book, out io.Writer) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	t, err := Partials(template.New("report"))
	if err != nil {
		return err
	}
	if t, err = t.ParseFS(templates, "templates/report.html"); err != nil {
		return err
	}
	style, err := templates.ReadFile("templates/report.css")
	if err != nil {
		return err
	}
	r := newReport(res, book, cmp.Or(o.ReportLeads, reportLeads))
	r.Style = template.CSS(style)
	return t.ExecuteTemplate(contextWriter{ctx, out}, "report.html", r)
}

// contextWriter stops a long template when the run is cancelled.
type contextWriter struct {
	ctx context.Context
	out io.Writer
}

func (w contextWriter) Write(p []byte) (int, error) {
	if err := w.ctx.Err(); err != nil {
		return 0, err
	}
	return w.out.Write(p)
}

func newReport(res *screening.Result, book *Book, limit int) *report {
	r := &report{Title: "疑点筛查报告", Question: Question, Res: res, Run: Fingerprint(res.Manifest), AsOf: res.AsOf.String(), Open: reportOpen}
	r.count(res, book)
	for _, rule := range res.Rules {
		if rule.Status == screening.Ran {
			r.Ran++
		} else {
			r.NotRun = append(r.NotRun, rule)
		}
	}
	if res.Intake != nil {
		r.Intake, r.Files = CountIntake(res.Intake), res.Intake.Files
	}
	r.Quality = CountQuality(res.Quality)
	shown := min(limit, len(res.Leads))
	for i, l := range res.Leads[:shown] {
		r.Leads = append(r.Leads, book.View(i+1, l, reportRows))
	}
	r.Left = len(res.Leads) - shown
	return r
}

// count fills the totals and their charts.
func (r *report) count(res *screening.Result, book *Book) {
	var rules, townships, villages Tally
	grade := [4]int{}
	for i := range res.Leads {
		l := &res.Leads[i]
		amount, _ := xunzhi.ParseYuan(l.Amount)
		township, village := book.Village(l.Village)
		rules.Add(l.Rule, book.Rule(l.Rule).Title, l.Grade, amount)
		townships.Add(TownshipCode(l.Village), township, l.Grade, amount)
		villages.Add(l.Village, VillageName(township, village), l.Grade, amount)
		if n := l.Grade.Rank(); n < len(grade) {
			grade[n]++
		}
		r.Amount += amount
	}
	for i, g := range grades {
		r.Grades = append(r.Grades, GradeCount{g, grade[i]})
	}
	r.ByRule, r.ByTownship, r.ByVillage = rules.List(), townships.List(), villages.List()
	r.Charts.Rule = NewChart("各规则疑点数", r.ByRule, reportBars)
	r.Charts.Township = NewChart("各乡镇疑点数", r.ByTownship, reportBars)
	r.Charts.Village = NewChart("疑点较多的村", r.ByVillage, reportBars)
	if len(r.ByVillage) > reportVillages {
		r.ByVillage, r.MoreVillage = r.ByVillage[:reportVillages], r.ByVillage[reportVillages:]
	}
}

// VillageName writes township and village in one.
func VillageName(township, village string) string {
	if village == NoPlace {
		return NoPlace
	}
	return township + " " + village
}
