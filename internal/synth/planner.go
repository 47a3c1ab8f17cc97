package synth

import (
	"xunzhi"
)

// planner draws households for planted cases and writes down what must come out.
type planner struct {
	w       *world
	r       *rng
	leases  [][]lease // by village, in force
	assetN  []int     // last asset number by village
	dealN   []int     // last contract number by village
	workN   []int     // last project number by village
	serialN int
	rings   []int // firms of planted cases that insure people
}

func newPlanner(w *world) *planner {
	n := len(w.villages)
	w.events = make([][]*event, n)
	return &planner{w: w, r: stream(w.cfg.Seed, "plan"), leases: make([][]lease, n), assetN: make([]int, n), dealN: make([]int, n), workN: make([]int, n)}
}

// size is how many true cases of each rule are planted; decoys is how many of each exemption.
func (p *planner) size() int {
	n := len(p.w.villages)
	switch {
	case p.w.cfg.Cases > 0:
		return p.w.cfg.Cases
	case n < 6:
		return 1
	case n < 20:
		return 2
	}
	return 3 + n/40
}

func (p *planner) decoys() int { return max(1, (p.size()+1)/3) }

// free tells whether a household can be used for a case: nobody in it has a use or has died.
func (p *planner) free(h uint32) bool {
	hh := &p.w.households[h]
	if hh.use != useFree || hh.n == 0 {
		return false
	}
	for i := hh.first; i < hh.first+uint32(hh.n); i++ {
		if p.w.people[i].death != 0 || p.kinOfficer(i) {
			return false
		}
	}
	return true
}

// kinOfficer: spouse, parent or child in an officer's circle.
func (p *planner) kinOfficer(i uint32) bool {
	pe := &p.w.people[i]
	for _, k := range [3]uint32{pe.father, pe.mother, pe.spouse} {
		if k != 0 && p.w.useOf(k) == useCadre {
			return true
		}
	}
	return false
}

// household takes a free household that fits, anywhere; v ≥ 0 asks for one in that village. 0 when there is none left.
func (p *planner) household(v int, fits func(h uint32) bool) uint32 {
	w := p.w
	lo, hi := uint32(1), uint32(len(w.households))
	if v >= 0 {
		lo, hi = w.villages[v].firstHH, w.villages[v].lastHH
	}
	n := hi - lo
	at := uint32(p.r.n(int(n)))
	for k := range min(n, 6000) {
		h := lo + (at+k*7919)%n
		if p.free(h) && (fits == nil || fits(h)) {
			w.households[h].use = usePlanted
			return h
		}
	}
	return 0
}

// adult takes a household with somebody of an age and gives that person, 0 when there is none left.
func (p *planner) adult(lo, hi int) uint32 { return p.adultIn(-1, lo, hi) }

func (p *planner) adultIn(v, lo, hi int) uint32 {
	var who uint32
	p.household(v, func(h uint32) bool {
		who = p.w.grown(h, lo, hi)
		return who != 0
	})
	return who
}

// family takes a household of at least n members with a grown-up head.
func (p *planner) family(n int) uint32 {
	return p.household(-1, func(h uint32) bool {
		hh := &p.w.households[h]
		return int(hh.n) >= n && hh.n <= maxPairs && p.w.ageAt(hh.first, p.w.m0.First()) >= 20
	})
}

// ident is how a person is written in one row.
type ident struct {
	who      uint32
	name, id cell
	ch       channel
}

// as writes a person through a channel; a channel that cannot spoil this one leaves a clean ident.
func (p *planner) as(ch channel, who uint32) ident {
	id := ident{who: who, name: nameOf(who), id: idOf(who)}
	switch ch {
	case clean:
		return id
	case homophone, variant:
		if s, ok := misname(ch, p.w.name(who)); ok {
			id.name, id.ch = text(s), ch
		}
		return id
	}
	if s, ok := spoil(p.r, ch, p.w.id(who)); ok {
		id.id, id.ch = text(s), ch
	}
	return id
}

// channels by turns: half of the cases are clean.
var turns = []channel{clean, typo, clean, fifteen, clean, swap, homophone, clean, spaced, clean, fullWidth, masked, clean, typo, lowerX, clean, variant, lost}

func (p *planner) turn(rule string, k int) channel { return turns[(int(mixText(rule)%5)+k)%len(turns)] }

// mark puts the channel on a row.
func (id ident) mark(r *row) *row {
	if id.ch != clean {
		r.chanl, r.who = id.ch, id.who
	}
	return r
}

// hit writes down a true case.
func (p *planner) hit(c Case) *Case {
	if channel(c.Channel) == masked || channel(c.Channel) == lost {
		c.Optional = true
	}
	return p.w.addCase(c)
}

// decoy writes down what must not be raised.
func (p *planner) decoy(c Case) *Case {
	c.Decoy = true
	return p.w.addCase(c)
}

// personCase is a case about a person.
func (p *planner) personCase(rule string, id ident, why string, decoy bool) *Case {
	c := Case{Rule: rule, SubjectKind: "person", Subject: p.w.id(id.who), Name: p.w.name(id.who), Village: p.w.villageCode(p.w.villageOf(id.who)), Channel: string(id.ch), Why: why}
	if decoy {
		return p.decoy(c)
	}
	return p.hit(c)
}

func (p *planner) householdCase(rule string, head uint32, ch channel, why string, decoy bool) *Case {
	c := p.personCase(rule, ident{who: head, ch: ch}, why, decoy)
	c.SubjectKind = "household"
	return c
}

// main and side tie a row to a case.
func mainRow(c *Case) ref { return ref{c: c, main: true} }

// each runs f for every true case and every decoy of a rule: f gets the case's number, its channel and a decoy's kind
// (0 for a true case, 1 … kinds for decoys).
func (p *planner) each(rule string, kinds int, f func(k int, ch channel, decoy int)) {
	for k := range p.size() {
		f(k, p.turn(rule, k), 0)
	}
	for d := 1; d <= kinds; d++ {
		for k := range p.decoys() {
			f(k, clean, d)
		}
	}
}

// back gives the month n months before the last.
func (p *planner) back(n int) xunzhi.Month { return max(p.w.m1-xunzhi.Month(n), p.w.m0) }

// middle draws a month with room on both sides.
func (p *planner) middle(before, after int) xunzhi.Month {
	lo, hi := int(p.w.m0)+before, int(p.w.m1)-after
	if hi < lo {
		return xunzhi.Month(max(int(p.w.m0)+1, hi))
	}
	return xunzhi.Month(p.r.between(lo, hi))
}

// die gives the person a day of death in month m and puts it into the register, in the middle of the month.
func (p *planner) die(who uint32, m xunzhi.Month, ch channel, late bool, c *Case) {
	w := p.w
	pe := &w.people[who]
	pe.death = int32(m.First()) + 4 + int32(p.r.n(20))
	if late {
		pe.flags |= lateReg
	}
	id := p.as(ch, who)
	for k, d := range w.deathRecords(who) {
		use := id
		if k > 0 {
			use = ident{who: who, name: nameOf(who), id: idOf(who)}
			if id.ch.numberFault() {
				break // one office knows of it only, and mistyped the number
			}
		}
		use.mark(w.extra("death", w.villageOf(who), 0, f{"name": use.name, "id_number": use.id, "death_date": date(d.died), "register_date": date(d.registered), "origin": text(d.origin), "village": inVillage(w.villageOf(who))}))
		if c != nil && k == 0 && id.ch != clean {
			c.Channel = string(id.ch)
			c.Optional = c.Optional || id.ch == masked || id.ch == lost
		}
	}
}

// stranger puts a namesake with another number on a list instead of the person.
func (p *planner) stranger(who uint32) ident {
	n := p.w.namesake(p.r, who)
	return ident{who: n, name: nameOf(n), id: idOf(n)}
}

// roster puts a household on the relief roster.
type roster struct {
	h        uint32
	who      []uint32 // head first; nil takes all members
	from, to xunzhi.Month
	start    xunzhi.Month // 0: long ago
	stop     xunzhi.Month
	category string
	each     int64
	spoilt   ident // a member whose identity is written so in every month
	c        *Case
	cs       []*Case      // further cases that rest on the same main row
	at       xunzhi.Month // month of the main row; 0 the last
	about    uint32       // whom the main row is about; 0 the head
	leaves   map[uint32]xunzhi.Month
}

func (p *planner) relief(o roster) {
	w := p.w
	if o.who == nil {
		a, z := w.members(o.h)
		for i := a; i < z && len(o.who) < maxPairs; i++ {
			o.who = append(o.who, i)
		}
	}
	if o.start == 0 {
		o.start = xunzhi.MonthOf(2016, 3) + xunzhi.Month(p.r.n(30))
	}
	if o.category == "" {
		o.category, o.each = "农村低保", 28000+int64(p.r.n(12))*1000
	}
	if o.at == 0 {
		o.at = min(o.to, w.m1)
	}
	for m := max(o.from, w.m0); m <= min(o.to, w.m1); m++ {
		p.reliefMonth(o, m)
	}
}

func (p *planner) reliefMonth(o roster, m xunzhi.Month) {
	w := p.w
	var who []uint32
	for _, i := range o.who {
		if last, ok := o.leaves[i]; (!ok || m <= last) && xunzhi.Date(w.people[i].birth).Month() <= m {
			who = append(who, i)
		}
	}
	if len(who) == 0 {
		return
	}
	v := w.villageOf(who[0])
	vals := make([]cell, len(w.src("relief").fields))
	w.reliefRow(vals, reliefLine{v, who, o.category, o.each, o.start, o.stop, m})
	r := &row{vals: vals, village: v, period: int(m)}
	for k, i := range who {
		if i == o.spoilt.who && o.spoilt.ch != clean {
			vals[10+2*k], vals[11+2*k] = o.spoilt.name, o.spoilt.id
			if k == 0 {
				vals[1], vals[2] = o.spoilt.name, o.spoilt.id
			}
			o.spoilt.mark(r)
			r.pair = k + 1
		}
	}
	if m == o.at {
		pair := 1
		for k, i := range who {
			if i == o.about {
				pair = k + 1
			}
		}
		for _, c := range append([]*Case{o.c}, o.cs...) {
			if c != nil {
				r.refs = append(r.refs, ref{c, true, pair})
			}
		}
	}
	s := w.src("relief")
	s.extras = append(s.extras, r)
}
