package web

import (
	"cmp"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"xunzhi"
	"xunzhi/internal/document"
)

const (
	none     = "none" // stands in an address for leads that name no township or village
	leadSize = 50     // leads on a page
	leadRows = 500    // rows of evidence on a lead's page
	sameShow = 20     // other leads of the same subject on a lead's page
)

// filter is what a list of leads is asked for.
type filter struct {
	Grade, Rule, Town, Village, Q, Min, Sort string
	yuan                                     xunzhi.Yuan
	words                                    []string
}

// sorts are the orders of a list of leads and their names.
var sorts = []option{{"priority", "优先级"}, {"amount", "金额"}, {"last", "最近时间"}, {"grade", "等级"}, {"village", "乡镇和村"}}

// option is a choice in a form.
type option struct{ Value, Name string }

// group is a township's villages in a form.
type group struct {
	Name    string
	Options []option
}

func readFilter(q url.Values) (f filter, err error) {
	get := func(k string) string { return strings.TrimSpace(q.Get(k)) }
	f = filter{Grade: get("grade"), Rule: get("rule"), Town: get("town"), Village: get("village"), Q: get("q"), Min: get("min"), Sort: cmp.Or(get("sort"), "priority")}
	f.words = strings.Fields(strings.ToLower(f.Q))
	if !slices.ContainsFunc(sorts, func(o option) bool { return o.Value == f.Sort }) {
		f.Sort = "priority"
	}
	if f.Min != "" {
		var ok bool
		if f.yuan, ok = xunzhi.ParseYuan(f.Min); !ok {
			return f, xunzhi.Errorf(xunzhi.CodeInvalid, "最低金额“%s”不是数字", clip(f.Min, 20)).WithHint("写成 5000 或 0.5万")
		}
	}
	return f, nil
}

// match tells whether a lead belongs in the list, its grade aside.
func (f *filter) match(e *entry) bool {
	switch {
	case f.Rule != "" && e.Rule != f.Rule,
		f.Town == none && document.TownshipCode(e.Village) != "", f.Town != "" && f.Town != none && !strings.HasPrefix(e.Village, f.Town),
		f.Village == none && e.Village != "", f.Village != "" && f.Village != none && e.Village != f.Village,
		f.Min != "" && e.yuan < f.yuan:
		return false
	}
	for _, w := range f.words {
		if !strings.Contains(e.find, w) {
			return false
		}
	}
	return true
}

// values gives the filter as it stands in an address.
func (f *filter) values() url.Values {
	v := url.Values{}
	for k, s := range map[string]string{"grade": f.Grade, "rule": f.Rule, "town": f.Town, "village": f.Village, "q": f.Q, "min": f.Min, "sort": f.Sort} {
		if s != "" && (k != "sort" || s != "priority") {
			v.Set(k, s)
		}
	}
	return v
}

// leadRow is a lead in a list.
type leadRow struct {
	No                                                 int
	ID, Title, Place, Who, Explanation, Amount, Period string
	Grade                                              xunzhi.Grade
	Confidence                                         float64
}

func (s *server) row(i int) leadRow {
	e := &s.run.leads[i]
	town, village := s.run.book.Village(e.Village)
	return leadRow{
		No: i + 1, ID: e.ID, Title: s.run.book.Rule(e.Rule).Title, Place: document.VillageName(town, village), Who: clip(s.run.book.Who(e.Subject), 30),
		Explanation: clip(document.MaskText(e.Explanation), 120), Amount: e.Amount, Period: document.Period(e.First, e.Last), Grade: e.Grade, Confidence: e.Confidence,
	}
}

// leadForm is what can be chosen: the rules, townships and villages that have leads, and the orders.
type leadForm struct {
	Rules, Towns, Sorts []option
	Villages            []group
}

type leadList struct {
	Filter   filter
	Filtered bool
	Tabs     []gradeRow // the first, without grade, is all
	Form     leadForm
	Rows     []leadRow
	Pager    pager
}

// leadList shows the leads that a filter leaves.
func (s *server) leadList(w http.ResponseWriter, r *http.Request) error {
	f, err := readFilter(r.URL.Query())
	if err != nil {
		return err
	}
	hits, byGrade := s.filter(&f)
	l := leadList{Filter: f, Filtered: len(f.values()) > 0, Form: s.form, Tabs: tabs(f, byGrade)}
	q := f.values()
	q.Set("page", r.URL.Query().Get("page"))
	l.Pager = paginate(len(hits), leadSize, q, "/leads")
	for _, i := range hits[l.Pager.From:l.Pager.To] {
		l.Rows = append(l.Rows, s.row(i))
	}
	return s.show(w, http.StatusOK, "leads.html", frame{Title: "疑点", Nav: "leads", Crumbs: []crumb{{Name: "疑点"}}, Body: l})
}

// filter gives the leads that a filter leaves, in its order, and how many of each grade there would be without its grade.
func (s *server) filter(f *filter) (hits []int, byGrade [5]int) {
	wanted := xunzhi.Grade(f.Grade).Rank()
	for _, i := range s.run.orders[f.Sort] {
		if e := &s.run.leads[i]; f.match(e) {
			byGrade[e.rank]++
			if f.Grade == "" || e.rank == wanted {
				hits = append(hits, i)
			}
		}
	}
	return hits, byGrade
}

// tabs gives the grades with the number of leads that the rest of the filter leaves.
func tabs(f filter, byGrade [5]int) []gradeRow {
	all := 0
	for _, n := range byGrade {
		all += n
	}
	to := func(g xunzhi.Grade) string {
		f.Grade = string(g)
		if q := f.values().Encode(); q != "" {
			return "/leads?" + q
		}
		return "/leads"
	}
	list := []gradeRow{{Leads: all, Link: to("")}}
	for rank, g := range grades {
		list = append(list, gradeRow{g, byGrade[rank], to(g)})
	}
	return list
}

// makeForm collects the choices once, as they never change while a run is served.
func (s *server) makeForm() leadForm {
	f := leadForm{Sorts: sorts}
	ruleSeen, townSeen, villageSeen := map[string]bool{}, map[string]bool{}, map[string]bool{}
	for i := range s.run.leads {
		e := &s.run.leads[i]
		ruleSeen[e.Rule] = true
		townSeen[document.TownshipCode(e.Village)] = true
		villageSeen[e.Village] = true
	}
	for _, r := range s.run.summary.Rules {
		if ruleSeen[r.ID] {
			f.Rules = append(f.Rules, option{r.ID, r.Title})
		}
	}
	for _, code := range sortedKeys(townSeen) {
		f.Towns = append(f.Towns, option{cmp.Or(code, none), s.run.book.Township(code)})
	}
	for _, code := range sortedKeys(villageSeen) {
		town, name := s.run.book.Village(code)
		if n := len(f.Villages); n == 0 || f.Villages[n-1].Name != town {
			f.Villages = append(f.Villages, group{Name: town})
		}
		g := &f.Villages[len(f.Villages)-1]
		g.Options = append(g.Options, option{cmp.Or(code, none), name})
	}
	return f
}

func sortedKeys(m map[string]bool) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

type leadDetail struct {
	document.LeadView
	Parts      []partRow
	Same       []leadRow // other leads of the same subject
	MoreSame   int
	VillageURL string
	RuleURL    string
	Prev, Next string
}

// partRow is a factor of the priority, and the place that the lead would have without it.
type partRow struct {
	xunzhi.Part
	Rank int
}

// leadPage shows one lead with all that it rests on.
func (s *server) leadPage(w http.ResponseWriter, r *http.Request) error {
	i, ok := s.run.byID[r.PathValue("id")]
	if !ok {
		return xunzhi.Errorf(xunzhi.CodeNotFound, "没有编号为“%s”的疑点", clip(r.PathValue("id"), 40)).WithHint("数据或规则变动后，疑点可能已经不再存在。从疑点列表重新查找")
	}
	l, err := s.run.lead(i)
	if err != nil {
		return openError("结果目录", document.LeadsFile, err)
	}
	d := leadDetail{LeadView: s.run.book.View(i+1, l, leadRows), VillageURL: link("/leads", "village", cmp.Or(l.Village, none)), RuleURL: "/rules/" + url.PathEscape(l.Rule)}
	d.Parts = s.parts(l)
	for _, j := range s.run.bySubj[l.Subject.Kind+" "+l.Subject.Key] {
		switch {
		case j == i:
		case len(d.Same) == sameShow:
			d.MoreSame++
		default:
			d.Same = append(d.Same, s.row(j))
		}
	}
	if i > 0 {
		d.Prev = "/leads/" + url.PathEscape(s.run.leads[i-1].ID)
	}
	if i+1 < len(s.run.leads) {
		d.Next = "/leads/" + url.PathEscape(s.run.leads[i+1].ID)
	}
	return s.show(w, http.StatusOK, "lead.html", frame{Title: d.LeadView.Rule.Title, Nav: "leads", Crumbs: []crumb{{"疑点", "/leads"}, {Name: d.LeadView.Rule.Title}}, Body: d})
}

// parts gives the factors of a priority. Without a factor the priority is the product of the others.
func (s *server) parts(l xunzhi.Lead) []partRow {
	var rows []partRow
	for _, p := range l.Parts {
		row := partRow{Part: p}
		if p.Value > 0 {
			without := l.Priority / p.Value
			row.Rank = s.run.rank(without)
			if l.Priority > without { // the lead itself stood among those before
				row.Rank--
			}
		}
		rows = append(rows, row)
	}
	return rows
}
