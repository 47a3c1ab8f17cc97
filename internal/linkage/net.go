package linkage

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"sync"

	"xunzhi"
	"xunzhi/internal/lake"
)

// net is what rows say about who belongs to whom.
type net struct {
	words *nameTable // relations

	mu       sync.Mutex
	listed   []member // of 户籍 and 搬迁; household is homeOf's
	rolls    map[membership]*member
	edges    map[edgeKey]edge
	officers map[officer]fact
}

// fact is the row that something rests on, and the link's probability.
type fact struct {
	row int64
	p   float64
}

// better tells whether a rests on a surer link than b; of equal ones the earlier row counts, so that the order of
// reading does not show.
func (a fact) better(b fact) bool { return a.p > b.p || a.p == b.p && a.row < b.row }

type edgeKey struct {
	a, b        xunzhi.Entity
	tie, detail string
	first, last day
}

type edge struct {
	edgeKey
	fact
}

// The ties.
const (
	tieKin         = "kin"
	tieLegalRep    = "legal_rep"
	tieShareholder = "shareholder"
	tieMember      = "member"
	tieExecutive   = "executive"
	tieEmployer    = "employer"
)

// officer is a term of a village officer.
type officer struct {
	person        xunzhi.Entity
	village, post string
	start, end    day
}

// extras are the columns that each source's rows are read with; a source that is not here says nothing about ties.
var extras = map[string][]string{
	"resident":       {"household_no", "relation", "village", "status", "moved_in", "moved_out"},
	"relief":         {"relation", "start", "stop", "month"},
	"monitored":      {"relation", "identified", "lifted"},
	"relocation":     {"household_no", "moved"},
	"kin":            {"relation"},
	"company":        {"established"},
	"company_person": {"role", "share", "name"},
	"employment":     {"start", "end"},
	"cadre":          {"village", "post", "start", "end"},
}

// net reads the sources that tell households, ties and officers.
func (d *decision) net(ctx context.Context, l *lake.Lake, list []job) (*net, error) {
	n := &net{
		words: d.reading.known.names, rolls: map[membership]*member{},
		edges: map[edgeKey]edge{}, officers: map[officer]fact{},
	}
	notes := map[string]func(row){
		"resident": n.resident, "relief": n.relief, "monitored": n.monitored, "relocation": n.relocation, "kin": n.kin,
		"company": n.company, "company_person": n.companyPerson(d), "employment": n.employment, "cadre": n.cadre,
	}
	var known []job
	people := 0
	for _, j := range list {
		if notes[j.batch.Source] != nil {
			known = append(known, j)
		}
		if j.batch.Source == "resident" || j.batch.Source == "relocation" {
			people += j.batch.Rows
		}
	}
	n.listed = make([]member, 0, people)
	err := each(ctx, known, func(ctx context.Context, j job) error {
		return d.readRows(ctx, l, j, extras[j.batch.Source], notes[j.batch.Source])
	})
	return n, err
}

func (n *net) addEdge(a, b xunzhi.Entity, tie, detail string, first, last day, f fact) {
	if a == 0 || b == 0 || a == b {
		return
	}
	k := edgeKey{a, b, tie, detail, first, last}
	n.mu.Lock()
	defer n.mu.Unlock()
	if e, ok := n.edges[k]; !ok || f.better(e.fact) {
		k.detail = strings.Clone(detail) // it may point into a page
		n.edges[k] = edge{k, f}
	}
}

// inverse gives what a is to b, where b is a's kin of this relation.
var inverse = map[string]string{
	"配偶": "配偶", "父母": "子女", "子女": "父母", "兄弟姐妹": "兄弟姐妹",
	"祖父母": "孙子女", "孙子女": "祖父母", "外祖父母": "外孙子女", "外孙子女": "外祖父母",
}

func (n *net) kin(w row) {
	a, pa := w.who("cadre")
	b, pb := w.who("kin")
	relation := cmp.Or(w.text("relation"), "其他")
	f := fact{w.id, pa * pb}
	n.addEdge(a, b, tieKin, relation, noDay, noDay, f)
	n.addEdge(b, a, tieKin, cmp.Or(inverse[relation], "其他"), noDay, noDay, f)
}

func (n *net) company(w row) {
	org, po := w.who("org")
	rep, pr := w.who("legal_rep_entity")
	n.addEdge(rep, org, tieLegalRep, "法定代表人", w.day("established"), noDay, fact{w.id, po * pr})
}

// minorShare is the share below which a holder has no say: shareholder from 10 % on (rules.md, F contract-related).
const minorShare = 10_000000 // percent, six decimals

// companyPerson notes shareholders and officers. A holder without a number whose name is a registered organisation's
// full name is that organisation.
func (n *net) companyPerson(d *decision) func(row) {
	orgs := d.reading.organisations()
	return func(w row) {
		org, po := w.who("org")
		a, pa := w.who("person")
		if a == 0 {
			if a = orgs[organisationName(w.text("name"))]; a == 0 {
				return
			}
			pa = organisationP
		}
		tie, detail := tieExecutive, cmp.Or(w.text("role"), "高管")
		switch detail {
		case "股东":
			tie = tieShareholder
			if share, ok := w.int("share"); ok {
				detail = "股东(" + shownShare(share) + ")"
				if share < minorShare {
					tie = tieMember
				}
			}
		case "成员":
			tie = tieMember
		}
		n.addEdge(a, org, tie, detail, noDay, noDay, fact{w.id, po * pa})
	}
}

// shownShare writes 30% or 33.5%.
func shownShare(v int64) string {
	return strings.TrimRight(strings.TrimRight(xunzhi.FormatDecimal(v, xunzhi.PriceScale), "0"), ".") + "%"
}

func (n *net) employment(w row) {
	a, pa := w.who("person")
	org, po := w.who("employer")
	n.addEdge(a, org, tieEmployer, "参保单位", w.day("start"), w.day("end").monthEnd(), fact{w.id, pa * po})
}

func (n *net) cadre(w row) {
	e, p := w.who("person")
	if e == 0 {
		return
	}
	k := officer{e, strings.Clone(w.text("village")), strings.Clone(w.text("post")), w.day("start"), w.day("end")}
	f := fact{w.id, p}
	n.mu.Lock()
	defer n.mu.Unlock()
	if old, ok := n.officers[k]; !ok || f.better(old) {
		n.officers[k] = f
	}
}

func (n *net) sortedEdges() []edge {
	out := make([]edge, 0, len(n.edges))
	for _, e := range n.edges {
		out = append(out, e)
	}
	slices.SortFunc(out, func(x, y edge) int {
		return cmp.Or(cmp.Compare(x.a, y.a), cmp.Compare(x.b, y.b), strings.Compare(x.tie, y.tie), strings.Compare(x.detail, y.detail),
			cmp.Compare(x.first, y.first), cmp.Compare(x.last, y.last))
	})
	return out
}
