package linkage

import (
	"cmp"
	"slices"
	"strings"

	"xunzhi"
)

// membership is a person in a household by one basis.
type membership struct {
	household, person xunzhi.Entity
	basis             string
}

type member struct {
	membership
	relation    string
	first, last day
	open        bool // some row gives no end
	fact
}

// listedMember is a member of a household that has a number and whose head is among its members.
type listedMember struct {
	person      xunzhi.Entity
	relation    string
	first, last day
	fact
}

// The bases of a household.
const (
	basisResident   = "户籍"
	basisRelief     = "低保"
	basisMonitored  = "监测"
	basisRelocation = "搬迁"
)

// resident notes a row of the register. Who left without a date is in no household: nobody can say until when.
func (n *net) resident(w row) {
	e, p := w.who("person")
	no := w.text("household_no")
	last := w.day("moved_out")
	if status := w.text("status"); e == 0 || no == "" || last == noDay && status != "" && status != "正常" {
		return
	}
	n.list(basisResident, w.text("village"), no, listedMember{e, strings.Clone(w.text("relation")), w.day("moved_in"), last, fact{w.id, p}})
}

func (n *net) relocation(w row) {
	e, p := w.who("person")
	if no := w.text("household_no"); e != 0 && no != "" {
		n.list(basisRelocation, "", no, listedMember{e, "", w.day("moved"), noDay, fact{w.id, p}})
	}
}

func (n *net) list(basis, village, no string, m listedMember) {
	k := basis + "\x1f" + village + "\x1f" + no
	n.mu.Lock()
	defer n.mu.Unlock()
	n.listed[k] = append(n.listed[k], m)
}

// relief notes a row of a roll: the head, and the member whom the row is about. A row for a month counts for that
// month, one without from its start to its stop.
func (n *net) relief(w row) {
	first, last := w.day("start"), w.day("stop")
	if m := w.day("month"); m != noDay {
		first, last = earlier(first, m), earlier(last, m.monthEnd())
		if last == noDay {
			last = m.monthEnd()
		}
	}
	n.roll(w, basisRelief, first, last)
}

func (n *net) monitored(w row) { n.roll(w, basisMonitored, w.day("identified"), w.day("lifted")) }

func (n *net) roll(w row, basis string, first, last day) {
	head, ph := w.who("head")
	if head == 0 {
		return
	}
	n.join(member{membership{head, head, basis}, "户主", first, last, last == noDay, fact{w.id, ph}})
	if e, p := w.who("person"); e != 0 && e != head {
		n.join(member{membership{head, e, basis}, strings.Clone(w.text("relation")), first, last, last == noDay, fact{w.id, ph * p}})
	}
}

// join adds a membership; rows about the same one widen it.
func (n *net) join(m member) {
	n.mu.Lock()
	defer n.mu.Unlock()
	old := n.households[m.membership]
	if old == nil {
		n.households[m.membership] = &m
		return
	}
	if m.first == noDay || old.first == noDay {
		old.first = noDay
	} else {
		old.first = min(old.first, m.first)
	}
	old.open = old.open || m.open
	old.last = max(old.last, m.last)
	if m.better(old.fact) {
		old.fact, old.relation = m.fact, m.relation
	}
}

// members lists all memberships, by household, person and basis.
func (n *net) members() []member {
	for k, list := range n.listed {
		basis, _, _ := strings.Cut(k, "\x1f")
		head := headOf(list)
		for _, m := range list {
			n.join(member{membership{head, m.person, basis}, m.relation, m.first, m.last, m.last == noDay, m.fact})
		}
	}
	clear(n.listed)
	out := make([]member, 0, len(n.households))
	for _, m := range n.households {
		if m.open {
			m.last = noDay
		}
		out = append(out, *m)
	}
	slices.SortFunc(out, func(a, b member) int {
		return cmp.Or(cmp.Compare(a.household, b.household), cmp.Compare(a.person, b.person), strings.Compare(a.basis, b.basis))
	})
	return out
}

// headOf gives a household's head: whom the register calls so and who is there still, else the eldest.
func headOf(list []listedMember) xunzhi.Entity {
	best := slices.MinFunc(list, func(a, b listedMember) int {
		return cmp.Or(
			-compareBool(a.relation == "户主", b.relation == "户主"),
			-compareBool(a.last == noDay, b.last == noDay),
			strings.Compare(birthOf(a.person), birthOf(b.person)),
			cmp.Compare(a.person, b.person),
		)
	})
	return best.person
}

// birthOf gives a person's birth date as in the number; whoever has none comes last.
func birthOf(e xunzhi.Entity) string {
	if id, _, ok := e.Number(); ok {
		return string(id[6:14])
	}
	return "~"
}
