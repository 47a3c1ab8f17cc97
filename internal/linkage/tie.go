package linkage

import (
	"bytes"
	"cmp"
	"encoding/json"
	"slices"
	"strings"

	"xunzhi"
)

// maxHops is how far from an officer a path goes.
const maxHops = 3

// tie is a path from an officer's term to somebody near.
type tie struct {
	officer
	party       xunzhi.Entity
	way         string
	steps       []edge
	first, last day
	p           float64
	row         int64 // of the officer's post
}

// The ways from an officer to a party.
const (
	waySelf       = "self"
	wayKin        = "kin"
	wayCompany    = "company"
	wayKinCompany = "kin-company"
	wayEmployer   = "employer"
)

// controls are the ties by which a person or an organisation stands behind an organisation. Paths go from holder to
// held only: somebody who merely has a partner in common with an officer is not near.
var controls = map[string]bool{tieLegalRep: true, tieShareholder: true, tieExecutive: true}

// ties walks from every officer's term. Of several paths of the same way, dates and party the shortest counts, then
// the surest, then the first by its rows.
func (n *net) ties(edges []edge, display func(xunzhi.Entity) string) ([]tie, func(tie) string) {
	var out []tie
	for o, f := range n.officers {
		t := tie{officer: o, party: o.person, way: waySelf, first: o.start, last: o.end, p: f.p, row: f.row}
		walk(edges, t, func(t tie) { out = append(out, t) })
	}
	slices.SortFunc(out, compareTies)
	out = slices.CompactFunc(out, func(a, b tie) bool {
		return a.officer == b.officer && a.party == b.party && a.way == b.way && a.first == b.first && a.last == b.last
	})
	return out, func(t tie) string { return pathOf(t, display) }
}

func compareTies(a, b tie) int {
	return cmp.Or(
		cmp.Compare(a.person, b.person), strings.Compare(a.village, b.village), strings.Compare(a.post, b.post),
		cmp.Compare(a.start, b.start), cmp.Compare(a.end, b.end),
		cmp.Compare(a.party, b.party), strings.Compare(a.way, b.way), cmp.Compare(a.first, b.first), cmp.Compare(a.last, b.last),
		cmp.Compare(len(a.steps), len(b.steps)), cmp.Compare(b.p, a.p),
		slices.CompareFunc(a.steps, b.steps, func(x, y edge) int { return cmp.Compare(x.row, y.row) }),
		slices.CompareFunc(a.steps, b.steps, func(x, y edge) int { return strings.Compare(x.detail, y.detail) }),
	)
}

// walk gives t and every path that goes on from it.
func walk(edges []edge, t tie, yield func(tie)) {
	yield(t)
	if len(t.steps) == maxHops || t.way == wayEmployer {
		return
	}
	i, _ := slices.BinarySearchFunc(edges, t.party, func(e edge, a xunzhi.Entity) int { return cmp.Compare(e.a, a) })
	for ; i < len(edges) && edges[i].a == t.party; i++ {
		if next, ok := t.over(edges[i]); ok {
			walk(edges, next, yield)
		}
	}
}

// over goes on over an edge, if a path may and the dates still meet.
func (t tie) over(e edge) (tie, bool) {
	switch {
	case e.tie == tieKin && len(t.steps) == 0:
		t.way = wayKin
	case e.tie == tieEmployer && len(t.steps) == 0:
		t.way = wayEmployer
	case !controls[e.tie]:
		return t, false
	case t.way == waySelf:
		t.way = wayCompany
	case t.way == wayKin:
		t.way = wayKinCompany
	}
	if e.b == t.person || slices.ContainsFunc(t.steps, func(s edge) bool { return s.b == e.b }) {
		return t, false
	}
	t.first, t.last = later(t.first, e.first), earlier(t.last, e.last)
	if t.first != noDay && t.last != noDay && t.first > t.last {
		return t, false
	}
	t.steps = append(slices.Clip(t.steps), e)
	t.party, t.p = e.b, t.p*e.p
	return t, true
}

// pathOf writes the steps as JSON with names.
func pathOf(t tie, display func(xunzhi.Entity) string) string {
	steps := make([]xunzhi.PathStep, 0, len(t.steps))
	for _, e := range t.steps {
		steps = append(steps, xunzhi.PathStep{From: display(e.a), Tie: e.detail, To: display(e.b)})
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(steps); err != nil {
		return "[]"
	}
	return strings.TrimSuffix(b.String(), "\n")
}
