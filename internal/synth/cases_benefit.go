package synth

import (
	"xunzhi"
)

func (p *planner) reliefPension() {
	const rule = "relief-pension"
	p.each(rule, 2, func(k int, ch channel, decoy int) {
		who := p.adult(64, 88)
		if who == 0 {
			return
		}
		why := []string{"低保期间领取职工养老金", "只领城乡居民基础养老金", "退出低保当月才开始领职工养老金"}[decoy]
		id := p.as(ch, who)
		o := roster{h: p.w.people[who].hh, from: p.w.m0, to: p.w.m1, about: who}
		o.c = p.personCase(rule, id, why, decoy != 0)
		switch decoy {
		case 0:
			from := p.middle(0, 6)
			p.pension(id, "职工", from, p.w.m1, 260000)
		case 1:
			p.pension(id, "居民", p.w.m0, p.w.m1, 16500)
		case 2:
			o.to = p.middle(3, 5)
			o.stop = o.to
			p.pension(id, "职工", o.to, p.w.m1, 260000)
		}
		p.relief(o)
	})
}

// pension pays somebody month by month; the refs go to the last row.
func (p *planner) pension(id ident, kind string, from, to xunzhi.Month, fen int64, refs ...ref) {
	for m := max(from, p.w.m0); m <= min(to, p.w.m1); m++ {
		var rs []ref
		if m == min(to, p.w.m1) {
			rs = refs
		}
		id.mark(p.w.extra("pension", p.w.villageOf(id.who), int(m), f{"name": id.name, "id_number": id.id, "kind": text(kind), "month": month(m), "amount": yuan(fen), "account": text(p.w.account(id.who))}, rs...))
	}
}

func (p *planner) reliefDouble() {
	const rule = "relief-double"
	p.each(rule, 1, func(k int, ch channel, decoy int) {
		h := p.family(2)
		if h == 0 {
			return
		}
		w := p.w
		head := w.households[h].first
		who := head + 1
		why := []string{"同一人同月在两类保障或两个家庭中享受", "转移当月两处都有"}[decoy]
		c := p.personCase(rule, ident{who: who, ch: ch}, why, decoy != 0)
		a := roster{h: h, from: w.m0, to: w.m1, about: who, c: c}
		b := roster{h: h, who: []uint32{who}, from: p.middle(4, 6), to: w.m1, category: "城市低保", each: 52000}
		b.start = b.from
		if decoy == 1 {
			a.to = b.from
			a.stop = a.to
			p.relief(a)
			p.relief(b)
			return
		}
		b.spoilt = p.as(ch, who)
		c.Channel, c.Optional = string(b.spoilt.ch), b.spoilt.ch == masked || b.spoilt.ch == lost
		if k%2 == 1 { // a second household of the same category
			other := p.family(2)
			if other == 0 {
				other = h
			}
			b.h, b.who, b.category, b.each = other, []uint32{w.households[other].first, who}, "农村低保", 30000
		}
		p.relief(a)
		p.relief(b)
	})
}

// sentence puts somebody on the list of the sentenced.
func (p *planner) sentence(id ident, from, to xunzhi.Date, refs ...ref) {
	id.mark(p.w.extra("prison", -1, 0, f{"name": id.name, "id_number": id.id, "start": date(from), "end": date(to)}, refs...))
}

func (p *planner) reliefPrison() {
	const rule = "relief-prison"
	p.each(rule, 2, func(k int, ch channel, decoy int) {
		who := p.adult(24, 57)
		if who == 0 {
			return
		}
		why := []string{"服刑期间仍在发放", "享受前已刑满", "服刑人员是同名的另一人"}[decoy]
		id := p.as(ch, who)
		o := roster{h: p.w.people[who].hh, from: p.w.m0, to: p.w.m1, about: who, c: p.personCase(rule, id, why, decoy != 0)}
		from := p.middle(2, 6).First() + 9
		switch decoy {
		case 0:
			o.at = from.Month() + 2 // a month in prison, not the last one on the roster
			p.sentence(id, from, from+900)
		case 1:
			o.from = p.back(9)
			o.start = o.from
			p.sentence(id, o.from.First()-900, o.from.First()-70)
		case 2:
			p.sentence(p.stranger(who), from, from+900)
		}
		p.relief(o)
	})
}

// reliefHousedMove: a grown-up comes over from another household shortly before the award.
func (p *planner) reliefHousedMove() {
	const rule = "relief-housed-move"
	p.each(rule, 2, func(k int, ch channel, decoy int) {
		h := p.family(2)
		if h == 0 {
			return
		}
		w := p.w
		head := w.households[h].first
		start := p.middle(4, 5)
		moved := start.First() - xunzhi.Date(p.r.between(50, 110))
		o := roster{h: h, from: start, to: w.m1, start: start}
		a, z := w.members(h)
		for i := a; i < z && len(o.who) < maxPairs-1; i++ {
			o.who = append(o.who, i)
		}
		switch decoy {
		case 0:
			who := p.adult(30, 70)
			if who == 0 {
				return
			}
			o.who = append(o.who, who)
			o.about = who
			o.c = p.householdCase(rule, head, clean, "批准前6个月内从其他户迁入成年人", false)
			p.moves(who, h, moved, "其他")
		case 1: // a bride
			who := p.woman(21, 34)
			if who == 0 {
				return
			}
			o.who = append(o.who, who)
			o.about = who
			o.c = p.householdCase(rule, head, clean, "因结婚迁入", true)
			p.moves(who, h, moved, "儿媳")
		case 2: // an infant
			baby := p.newborn(h, moved)
			o.who = append(o.who, baby)
			o.about = baby
			o.c = p.householdCase(rule, head, clean, "新生儿落户", true)
			p.resident(baby, h, "孙子", "正常", moved+20, 0)
		}
		p.relief(o)
	})
}

func (p *planner) woman(lo, hi int) uint32 {
	var who uint32
	p.household(-1, func(h uint32) bool {
		who = p.w.grown(h, lo, hi)
		return who != 0 && p.w.people[who].flags&male == 0
	})
	return who
}

// moves takes somebody out of the household of birth into h: one row says moved out, another moved in.
func (p *planner) moves(who, h uint32, day xunzhi.Date, rel string) {
	w := p.w
	w.people[who].flags |= skipResident
	p.resident(who, w.people[who].hh, relationText[w.people[who].rel], "迁出", 0, day)
	p.resident(who, h, rel, "正常", day, 0)
}

// resident writes a row of the register by hand.
func (p *planner) resident(who, h uint32, rel, status string, in, out xunzhi.Date, refs ...ref) *row {
	w := p.w
	v := int(w.households[h].village)
	return w.extra("resident", v, 0, f{"household_no": text(householdNo(w, h)), "name": nameOf(who), "id_number": idOf(who), "sex": text(w.sex(who)), "birth_date": date(xunzhi.Date(w.people[who].birth)),
		"relation": text(rel), "village": inVillage(v), "address": text(w.address(h)), "status": text(status), "moved_in": dateOrNone(int32(in)), "moved_out": dateOrNone(int32(out))}, refs...)
}

// newborn adds a child born on a day; it stands in no household's run and is written by hand.
func (p *planner) newborn(h uint32, born xunzhi.Date) uint32 {
	w := p.w
	b := &builder{w: w, r: p.r, seqs: w.seqs}
	head := w.people[w.households[h].first]
	n := person{surname: head.surname, birth: int32(born), flags: male, hh: h}
	y, _, _ := born.YMD()
	n.given = w.names.givenName(p.r, true, y, -1)
	b.number(&n)
	w.people = append(w.people, n)
	return uint32(len(w.people) - 1)
}

// reliefMissing: severely disabled and monitored, on no relief.
func (p *planner) reliefMissing() {
	const rule = "relief-missing"
	p.each(rule, 3, func(k int, ch channel, decoy int) {
		who := p.adult(24, 58)
		if who == 0 {
			return
		}
		w := p.w
		why := []string{"一二级残疾且家庭为监测对象,未纳入救助", "已在低保", "已死亡", "已迁出"}[decoy]
		c := p.personCase(rule, ident{who: who}, why, decoy != 0)
		to := w.m1
		switch decoy {
		case 1:
			p.relief(roster{h: w.people[who].hh, from: w.m0, to: w.m1})
		case 2:
			to = p.middle(3, 6)
			p.die(who, to, clean, false, nil)
		case 3:
			to = p.middle(3, 6)
			w.people[who].flags |= skipResident
			p.resident(who, w.people[who].hh, relationText[w.people[who].rel], "迁出", 0, to.First()+12)
		}
		p.watched(who)
		p.disabled(p.as(clean, who), 1+k%2, true, w.m0, to, mainRow(c))
	})
}

// watched puts the person's household on the list of those at risk.
func (p *planner) watched(who uint32) {
	w := p.w
	h := w.people[who].hh
	v := w.villageOf(who)
	a, z := w.members(h)
	for i := a; i < z; i++ {
		w.extra("monitored", v, 0, f{"village": inVillage(v), "head_name": nameOf(a), "head_id_number": idOf(a), "name": nameOf(i), "id_number": idOf(i), "kind": text("突发严重困难户"), "identified": date(xunzhi.DateOf(2022, 5, 10))})
	}
}

// disabled pays the disability allowance; the refs go to the last row.
func (p *planner) disabled(id ident, level int, care bool, from, to xunzhi.Month, refs ...ref) {
	for m := max(from, p.w.m0); m <= min(to, p.w.m1); m++ {
		v := make([]cell, len(p.w.src("disability").fields))
		p.w.disabledRow(v, id.who, level, care, m, func([]cell) {})
		v[0], v[1] = id.name, id.id
		r := id.mark(&row{vals: v, village: p.w.villageOf(id.who), period: int(m)})
		if m == min(to, p.w.m1) {
			r.refs = refs
		}
		s := p.w.src("disability")
		s.extras = append(s.extras, r)
	}
}

// afterDeath plants a benefit that goes on after death. pay pays from the first month to one month and ties the refs to
// the last row.
func (p *planner) afterDeath(rule string, lo, hi int, pay func(id ident, to xunzhi.Month, refs ...ref)) {
	p.each(rule, 2, func(k int, ch channel, decoy int) {
		who := p.adult(lo, hi)
		if who == 0 {
			return
		}
		died := p.middle(3, 7)
		switch decoy {
		case 0:
			id := p.as(clean, who)
			regCh := ch
			if k%2 == 0 {
				id, regCh = p.as(ch, who), clean
			}
			c := p.personCase(rule, id, "死亡数月后仍在发放", false)
			pay(id, died+xunzhi.Month(p.r.between(4, 6)), mainRow(c))
			p.die(who, died, regCh, false, c)
		case 1:
			c := p.personCase(rule, ident{who: who}, "死亡登记滞后,宽限月内停发", true)
			pay(p.as(clean, who), died+1, mainRow(c))
			p.die(who, died, clean, true, nil)
		case 2:
			c := p.personCase(rule, ident{who: who}, "死亡名单上是同名的另一人", true)
			pay(p.as(clean, who), p.w.m1, mainRow(c))
			s := p.stranger(who)
			v := p.w.villageOf(who)
			p.w.extra("death", v, 0, f{"name": s.name, "id_number": s.id, "death_date": date(died.First() + 9), "register_date": date(died.First() + 14), "origin": text("户籍注销"), "village": inVillage(v)})
		}
	})
}

func (p *planner) pensionAfterDeath() {
	p.afterDeath("pension-after-death", 66, 96, func(id ident, to xunzhi.Month, refs ...ref) {
		p.pension(id, "居民", p.w.m0, to, 17200, refs...)
	})
}

func (p *planner) disabilityAfterDeath() {
	p.afterDeath("disability-after-death", 25, 58, func(id ident, to xunzhi.Month, refs ...ref) {
		p.disabled(id, 1, true, p.w.m0, to, refs...)
	})
}

func (p *planner) oldAgeAfterDeath() {
	p.afterDeath("oldage-after-death", 84, 99, func(id ident, to xunzhi.Month, refs ...ref) {
		p.oldAge(id, max(p.w.m0, xunzhi.Date(p.w.people[id.who].birth).Month()+80*12+1), to, refs...)
	})
}

func (p *planner) postAfterDeath() {
	p.afterDeath("post-after-death", 32, 57, func(id ident, to xunzhi.Month, refs ...ref) {
		p.post(id, postNames[0], p.w.m0, to, refs...)
	})
}

func (p *planner) oldAge(id ident, from, to xunzhi.Month, refs ...ref) {
	for m := max(from, p.w.m0); m <= min(to, p.w.m1); m++ {
		v := make([]cell, len(p.w.src("old_age").fields))
		p.w.oldAgeRow(v, id.who, p.w.villageOf(id.who), m)
		v[0], v[1] = id.name, id.id
		r := id.mark(&row{vals: v, village: p.w.villageOf(id.who), period: int(m)})
		if m == min(to, p.w.m1) {
			r.refs = refs
		}
		s := p.w.src("old_age")
		s.extras = append(s.extras, r)
	}
}

// post pays a public post; it ends with the last month paid, unless that is the last of all.
func (p *planner) post(id ident, name string, from, to xunzhi.Month, refs ...ref) {
	p.postAt(min(to, p.w.m1), id, name, from, to, refs...)
}

// postAt is post with the month whose row the refs tie to a case: one that the rule is about.
func (p *planner) postAt(at xunzhi.Month, id ident, name string, from, to xunzhi.Month, refs ...ref) {
	from, to = max(from, p.w.m0), min(to, p.w.m1)
	for m := from; m <= to; m++ {
		v := make([]cell, len(p.w.src("public_post").fields))
		l := postLine{p.w.villageOf(id.who), id.who, name, from.First(), to, 80000, m}
		if to == p.w.m1 {
			l.end = 0
		}
		p.w.postRow(v, l)
		v[0], v[1] = id.name, id.id
		r := id.mark(&row{vals: v, village: p.w.villageOf(id.who), period: int(m)})
		if m == at {
			r.refs = refs
		}
		s := p.w.src("public_post")
		s.extras = append(s.extras, r)
	}
}

func (p *planner) pensionDouble() {
	const rule = "pension-double"
	p.each(rule, 1, func(k int, ch channel, decoy int) {
		who := p.adult(64, 90)
		if who == 0 {
			return
		}
		id := p.as(ch, who)
		m := p.middle(3, 6)
		if decoy == 1 {
			c := p.personCase(rule, id, "转移接续当月两处都发", true)
			p.pension(id, "居民", p.w.m0, m, 16100, mainRow(c))
			p.pension(id, "职工", m, p.w.m1, 235000)
			return
		}
		c := p.personCase(rule, id, "职工养老与居民养老同月领取多个月", false)
		p.pension(id, "居民", p.w.m0, p.w.m1, 16100, mainRow(c))
		p.pension(p.as(clean, who), "职工", m, p.w.m1, 235000)
	})
}

func (p *planner) pensionPrison() {
	const rule = "pension-prison"
	p.each(rule, 2, func(k int, ch channel, decoy int) {
		who := p.adult(64, 80)
		if who == 0 {
			return
		}
		id := p.as(ch, who)
		from := p.middle(4, 7).First() + 8
		why := []string{"服刑期间领取养老金", "服刑前后领取,服刑期间停发", "服刑人员是同名的另一人"}[decoy]
		c := p.personCase(rule, id, why, decoy != 0)
		switch decoy {
		case 0:
			p.pension(id, "居民", p.w.m0, p.w.m1, 15800, mainRow(c))
			p.sentence(p.as(clean, who), from, from+1100)
		case 1:
			p.pension(id, "居民", p.w.m0, from.Month(), 15800, mainRow(c))
			p.sentence(p.as(clean, who), from, from+1100)
		case 2:
			p.pension(id, "居民", p.w.m0, p.w.m1, 15800, mainRow(c))
			p.sentence(p.stranger(who), from, from+1100)
		}
	})
}

func (p *planner) disabilityReliefDouble() {
	const rule = "disability-relief-double"
	p.each(rule, 1, func(k int, ch channel, decoy int) {
		who := p.adult(30, 58)
		if who == 0 {
			return
		}
		w := p.w
		id := p.as(ch, who)
		c := p.personCase(rule, id, []string{"特困人员同时领取残疾人护理补贴", "低保对象领取护理补贴,政策允许"}[decoy], decoy != 0)
		o := roster{h: w.people[who].hh, who: []uint32{who}, from: w.m0, to: w.m1, category: "特困", each: 76000}
		if decoy == 1 {
			o.category, o.each = "农村低保", 31000
		}
		p.relief(o)
		p.disabled(id, 1, true, p.middle(0, 6), w.m1, mainRow(c))
	})
}

func (p *planner) oldAgeUnder() {
	const rule = "oldage-underage"
	p.each(rule, 1, func(k int, ch channel, decoy int) {
		lo, hi := 66, 76
		if decoy == 1 {
			lo, hi = 81, 82
		}
		who := p.adult(lo, hi)
		if who == 0 {
			return
		}
		id := p.as(ch, who)
		if decoy == 1 {
			c := p.personCase(rule, id, "满80周岁的次月起发放", true)
			p.oldAge(id, xunzhi.Date(p.w.people[who].birth).Month()+80*12+1, p.w.m1, mainRow(c))
			return
		}
		c := p.personCase(rule, id, "发放时不满80周岁", false)
		p.oldAge(id, p.middle(0, 8), p.w.m1, mainRow(c))
	})
}

// accountPayees: one card takes the money of several households.
func (p *planner) accountPayees() {
	const rule = "account-many-payees"
	p.each(rule, 2, func(k int, ch channel, decoy int) {
		w := p.w
		var who []uint32
		switch decoy {
		case 1: // one family's card
			h := p.household(-1, func(h uint32) bool { return w.olds(h) >= 2 })
			if h == 0 {
				return
			}
			a, z := w.members(h)
			for i := a; i < z; i++ {
				if w.people[i].death == 0 && w.ageAt(i, w.m0.First()) >= 61 {
					who = append(who, i)
				}
			}
		default:
			n := 4
			if decoy == 2 {
				n = 2
			}
			v := -1
			for range n {
				i := p.adultIn(v, 64, 92)
				if i == 0 {
					break
				}
				who = append(who, i)
				v = w.villageOf(i)
			}
			if len(who) < n {
				return
			}
		}
		acc := w.account(who[0])
		c := Case{Rule: rule, SubjectKind: "account", Subject: acc, Village: w.villageCode(w.villageOf(who[0])), Why: []string{"一个账户代领四户人的养老金", "同一户的家庭成员共用一卡", "只有两户共用一个账户"}[decoy]}
		var cs *Case
		if decoy == 0 {
			cs = p.hit(c)
		} else {
			cs = p.decoy(c)
		}
		from := p.middle(0, 8)
		for n, i := range who {
			for m := from; m <= w.m1; m++ {
				var rs []ref
				if n == 0 && m == w.m1 {
					rs = []ref{mainRow(cs)}
				}
				w.extra("pension", w.villageOf(i), int(m), f{"name": nameOf(i), "id_number": idOf(i), "kind": text("居民"), "month": month(m), "amount": yuan(15900), "account": text(acc)}, rs...)
			}
		}
	})
}

// olds counts the members who have been over 60 all the time.
func (w *world) olds(h uint32) int {
	n := 0
	a, z := w.members(h)
	for i := a; i < z; i++ {
		if w.people[i].death == 0 && w.ageAt(i, w.m0.First()) >= 61 {
			n++
		}
	}
	return n
}
