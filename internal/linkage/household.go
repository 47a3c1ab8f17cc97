package linkage

import (
	"cmp"
	"hash/maphash"
	"slices"
	"strings"

	"xunzhi"
)

// membership is a person in a household by one basis.
type membership struct {
	household, person xunzhi.Entity
	basis             basis
}

type member struct {
	membership
	open        bool // some row gives no end
	relation    nameID
	first, last day
	fact
}

// basis says by what paper people are a household.
type basis uint8

// The bases, in the order of their rows.
const (
	byRegister basis = iota
	byRelief
	byMonitoring
	byRelocation
)

var basisNames = [...]string{"户籍", "低保", "监测", "搬迁"}

var homeSeed = maphash.MakeSeed()

// homeOf stands for a household of the register until its head is known. It tells households apart within this process
// only; nothing else may depend on it.
func homeOf(b basis, village, no string) xunzhi.Entity {
	var h maphash.Hash
	h.SetSeed(homeSeed)
	h.WriteByte(byte(b))
	h.WriteString(village)
	h.WriteByte(0x1f)
	h.WriteString(no)
	return xunzhi.Entity(h.Sum64())
}

// resident notes a row of the register. Who left without a date is in no household: nobody can say until when.
func (n *net) resident(w row) {
	e, p := w.who("person")
	no := w.text("household_no")
	last := w.day("moved_out")
	if status := w.text("status"); e == 0 || no == "" || last == noDay && status != "" && status != "正常" {
		return
	}
	home := homeOf(byRegister, w.text("village"), no)
	n.list(member{membership{home, e, byRegister}, last == noDay, n.words.id(w.text("relation")), w.day("moved_in"), last, fact{w.id, p}})
}

func (n *net) relocation(w row) {
	e, p := w.who("person")
	if no := w.text("household_no"); e != 0 && no != "" {
		n.list(member{membership{homeOf(byRelocation, "", no), e, byRelocation}, true, noName, w.day("moved"), noDay, fact{w.id, p}})
	}
}

func (n *net) list(m member) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.listed = append(n.listed, m)
}

// relief notes a row of a roll: the head, and the member whom the row is about. A row for a month counts for that
// month, one without from its start to its stop.
func (n *net) relief(w row) {
	first, last := w.day("start"), w.day("stop")
	if m := w.day("month"); m != noDay {
		first, last = earlier(first, m), earlier(last, m.monthEnd())
	}
	n.roll(w, byRelief, first, last)
}

func (n *net) monitored(w row) { n.roll(w, byMonitoring, w.day("identified"), w.day("lifted")) }

func (n *net) roll(w row, b basis, first, last day) {
	head, ph := w.who("head")
	if head == 0 {
		return
	}
	n.join(member{membership{head, head, b}, last == noDay, n.words.id("户主"), first, last, fact{w.id, ph}})
	if e, p := w.who("person"); e != 0 && e != head {
		n.join(member{membership{head, e, b}, last == noDay, n.words.id(w.text("relation")), first, last, fact{w.id, ph * p}})
	}
}

// join adds a membership of a roll; months of the same one are put together as they come, or they would fill memory.
func (n *net) join(m member) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if old := n.rolls[m.membership]; old != nil {
		old.merge(&m)
	} else {
		n.rolls[m.membership] = &m
	}
}

// merge widens a membership by another row about it. The order of rows does not show in the result.
func (m *member) merge(o *member) {
	if m.first == noDay || o.first == noDay {
		m.first = noDay
	} else {
		m.first = min(m.first, o.first)
	}
	m.open = m.open || o.open
	m.last = later(m.last, o.last)
	if o.better(m.fact) {
		m.fact, m.relation = o.fact, o.relation
	}
}

// members lists all memberships, by household, person and basis.
func (n *net) members() []member {
	out := n.listed // reused: a county's register takes tens of megabytes
	n.listed = nil
	slices.SortFunc(out, func(a, b member) int { return cmp.Compare(a.household, b.household) })
	for i := 0; i < len(out); {
		j := i + 1
		for j < len(out) && out[j].household == out[i].household {
			j++
		}
		for head := n.headOf(out[i:j]); i < j; i++ {
			out[i].household = head
		}
	}
	for _, m := range n.rolls {
		out = append(out, *m)
	}
	slices.SortFunc(out, func(a, b member) int {
		return cmp.Or(cmp.Compare(a.household, b.household), cmp.Compare(a.person, b.person), cmp.Compare(a.basis, b.basis))
	})
	kept := out[:0]
	for i := range out {
		if k := len(kept); k > 0 && kept[k-1].membership == out[i].membership {
			kept[k-1].merge(&out[i])
		} else {
			kept = append(kept, out[i])
		}
	}
	for i := range kept {
		if kept[i].open {
			kept[i].last = noDay
		}
	}
	return kept
}

// headOf gives a household's head: whom the register calls so and who is there still, else the eldest.
func (n *net) headOf(list []member) xunzhi.Entity {
	head := n.words.id("户主")
	best := slices.MinFunc(list, func(a, b member) int {
		return cmp.Or(
			-compareBool(a.relation == head, b.relation == head),
			-compareBool(a.open, b.open),
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
