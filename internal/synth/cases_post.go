package synth

import (
	"xunzhi"
)

func (p *planner) postPrison() {
	const rule = "post-prison"
	p.each(rule, 2, func(k int, ch channel, decoy int) {
		who := p.adult(28, 57)
		if who == 0 {
			return
		}
		id := p.as(ch, who)
		from := p.middle(3, 7).First() + 7
		c := p.personCase(rule, id, []string{"服刑期间仍发放岗位补贴", "入狱当月起停发", "服刑人员是同名的另一人"}[decoy], decoy != 0)
		switch decoy {
		case 0:
			p.postAt(from.Month()+2, id, postNames[0], p.w.m0, p.w.m1, mainRow(c))
			p.sentence(p.as(clean, who), from, from+700)
		case 1:
			p.post(id, postNames[0], p.w.m0, from.Month(), mainRow(c))
			p.sentence(p.as(clean, who), from, from+700)
		case 2:
			p.post(id, postNames[0], p.w.m0, p.w.m1, mainRow(c))
			p.sentence(p.stranger(who), from, from+700)
		}
	})
}

func (p *planner) postEmployed() {
	const rule = "post-employed"
	p.each(rule, 2, func(k int, ch channel, decoy int) {
		who := p.adult(26, 55)
		if who == 0 {
			return
		}
		id := p.as(ch, who)
		m := p.middle(3, 8)
		c := p.personCase(rule, id, []string{"公益岗期间在企业参保多个月", "重叠只有1个月", "离开企业后上岗"}[decoy], decoy != 0)
		switch decoy {
		case 0:
			p.postAt(m+3, id, postNames[1], p.w.m0, p.w.m1, mainRow(c))
			p.insure(p.as(clean, who), p.anyFirm(), m, m+6)
		case 1:
			p.post(id, postNames[1], m, p.w.m1, mainRow(c))
			p.insure(p.as(clean, who), p.anyFirm(), m-12, m)
		case 2:
			p.post(id, postNames[1], m, p.w.m1, mainRow(c))
			p.insure(p.as(clean, who), p.anyFirm(), m-14, m-2)
		}
	})
}

func (p *planner) postPayroll() {
	const rule = "post-payroll"
	p.each(rule, 2, func(k int, ch channel, decoy int) {
		who := p.adult(28, 57)
		if who == 0 {
			return
		}
		id := p.as(ch, who)
		c := p.personCase(rule, id, []string{"在职财政供养人员占公益岗", "离职后上岗", "财政供养名册上是同名的另一人"}[decoy], decoy != 0)
		start := xunzhi.DateOf(2016, 7, 1)
		from := p.middle(2, 6)
		p.post(id, postNames[2], from, p.w.m1, mainRow(c))
		switch decoy {
		case 0:
			p.payrollRow(p.as(clean, who), "在职", start, 0)
		case 1:
			p.payrollRow(p.as(clean, who), "离职", start, from.First()-100)
		case 2:
			p.payrollRow(p.stranger(who), "在职", start, 0)
		}
	})
}

func (p *planner) postCadreKin() {
	const rule = "post-cadre-kin"
	p.each(rule, 1, func(k int, ch channel, decoy int) {
		_, who, _ := p.kinHousehold(25, 58, decoy == 1)
		if who == 0 {
			return
		}
		p.claim(p.w.people[who].hh)
		id := p.as(ch, who)
		c := p.personCase(rule, id, []string{"在任村干部近亲属占公益岗", "村干部离任后其亲属上岗"}[decoy], decoy != 0)
		p.post(id, postNames[0], p.middle(0, 6), p.w.m1, mainRow(c))
	})
}

func (p *planner) postMany() {
	const rule = "post-many"
	p.each(rule, 1, func(k int, ch channel, decoy int) {
		who := p.adult(28, 58)
		if who == 0 {
			return
		}
		id := p.as(ch, who)
		m := p.middle(3, 6)
		if decoy == 1 {
			c := p.personCase(rule, id, "换岗:前一岗结束后次月起任后一岗", true)
			p.post(id, postNames[0], p.w.m0, m, mainRow(c))
			p.post(id, postNames[1], m+1, p.w.m1)
			return
		}
		c := p.personCase(rule, id, "同月领取两个岗位补贴", false)
		p.post(id, postNames[0], p.w.m0, p.w.m1, mainRow(c))
		p.post(p.as(clean, who), postNames[1], m, p.w.m1)
	})
}

func (p *planner) postOverage() {
	const rule = "post-overage"
	p.each(rule, 1, func(k int, ch channel, decoy int) {
		lo, hi := 69, 78
		if decoy == 1 {
			lo, hi = 63, 64
		}
		who := p.adult(lo, hi)
		if who == 0 {
			return
		}
		id := p.as(ch, who)
		c := p.personCase(rule, id, []string{"超过65岁仍在岗", "63至65岁,未超过年龄上限"}[decoy], decoy != 0)
		p.post(id, postNames[0], p.middle(0, 6), p.w.m1, mainRow(c))
	})
}

// cadreConvicted: an officer serves while a sanction or sentence still has effect.
func (p *planner) cadreConvicted() {
	const rule = "cadre-convicted"
	w := p.w
	used := map[uint32]bool{}
	p.each(rule, 2, func(k int, ch channel, decoy int) {
		c, v, ok := p.anyOfficer(used)
		if !ok {
			return
		}
		id := p.as(ch, c.person)
		cs := p.personCase(rule, id, []string{"处分影响期或刑期内担任村干部", "任职前影响期已满", "受处分的是同名的另一人"}[decoy], decoy != 0)
		put := func(id ident, decided, until xunzhi.Date, refs ...ref) {
			id.mark(w.extra("discipline", v, 0, f{"name": id.name, "id_number": id.id, "unit": text(w.villages[v].name), "village": inVillage(v), "decision": text("撤销党内职务"), "decided": date(decided),
				"effect_end": date(until), "category": text("违反工作纪律")}, refs...))
		}
		switch {
		case decoy == 0 && k%2 == 0:
			d := p.middle(2, 8).First() + 5
			put(id, d, d+900, mainRow(cs))
		case decoy == 0:
			d := c.start + 200
			p.sentence(id, d, d+1500, mainRow(cs))
		case decoy == 1:
			put(id, c.start-1500, c.start-300, mainRow(cs))
		case decoy == 2:
			d := p.middle(2, 8).First() + 5
			put(p.stranger(c.person), d, d+900, mainRow(cs))
		}
	})
}

// anyOfficer picks an officer in office who has not been picked yet, and who is too young to draw a pension: in prison
// that would be a case of another rule.
func (p *planner) anyOfficer(used map[uint32]bool) (cadre, int, bool) {
	at := p.r.n(len(p.w.villages))
	for k := range p.w.villages {
		v := (at + k) % len(p.w.villages)
		for _, c := range p.w.villages[v].cadres {
			if born := xunzhi.Date(p.w.people[c.person].birth).Month(); c.end == 0 && !used[c.person] && p.w.m1-born < 58*12 {
				used[c.person] = true
				return c, v, true
			}
		}
	}
	return cadre{}, 0, false
}
