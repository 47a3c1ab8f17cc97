package synth

import (
	"xunzhi"
)

// plant plants the cases of every rule. In a county with few families the later rules go without: true cases of all
// rules come before the decoys of any.
func (p *planner) plant() {
	all := []func(){
		p.reliefAfterDeath, p.reliefPayroll, p.reliefCadreKin, p.reliefVehicle, p.reliefProperty, p.reliefCompany, p.reliefEmployment, p.reliefPension,
		p.reliefDouble, p.reliefPrison, p.reliefHousedMove, p.reliefMissing,
		p.pensionAfterDeath, p.pensionDouble, p.pensionPrison, p.disabilityAfterDeath, p.disabilityReliefDouble, p.oldAgeUnder, p.oldAgeAfterDeath, p.accountPayees,
		p.postAfterDeath, p.postPrison, p.postEmployed, p.postPayroll, p.postCadreKin, p.postMany, p.postOverage, p.cadreConvicted,
		p.contractCases, p.projectCases, p.insureRings, p.qualityCases, p.subsidyCases, p.housingCases, p.fundsCases, p.linkedCases,
	}
	for _, f := range all {
		f()
	}
}

// reliefAfterDeath: the roster goes on for months after a member's death.
func (p *planner) reliefAfterDeath() {
	const rule = "relief-after-death"
	p.each(rule, 3, func(k int, ch channel, decoy int) {
		h := p.family(2)
		if h == 0 {
			return
		}
		dead := p.w.households[h].first + 1
		died := p.middle(3, 7)
		if decoy == 0 {
			o := roster{h: h, from: p.w.m0, to: died + xunzhi.Month(p.r.between(4, 6)), about: dead}
			if k%2 == 0 {
				o.spoilt = p.as(ch, dead)
			}
			o.c = p.personCase(rule, ident{who: dead, ch: o.spoilt.ch}, "死亡后第4个月以后仍在发放", false)
			p.relief(o)
			regCh := ch
			if o.spoilt.ch != clean {
				regCh = clean
			}
			p.die(dead, died, regCh, false, o.c)
			return
		}
		p.reliefDeathDecoy(rule, h, dead, died, decoy)
	})
}

func (p *planner) reliefDeathDecoy(rule string, h, dead uint32, died xunzhi.Month, decoy int) {
	o := roster{h: h, from: p.w.m0, to: p.w.m1, about: dead}
	switch decoy {
	case 1: // registered late, paid in the month of grace, then left out
		o.leaves = map[uint32]xunzhi.Month{dead: died + 1}
		o.at = died + 1
		o.c = p.personCase(rule, ident{who: dead}, "死亡登记滞后,宽限月内停发", true)
		p.relief(o)
		p.die(dead, died, clean, true, nil)
	case 2: // stopped in the month of death
		o.leaves = map[uint32]xunzhi.Month{dead: died}
		o.at = died
		o.c = p.personCase(rule, ident{who: dead}, "死亡当月停发,家庭其他成员继续享受", true)
		p.relief(o)
		p.die(dead, died, clean, false, nil)
	case 3: // the list of the dead holds a namesake
		o.c = p.personCase(rule, ident{who: dead}, "死亡名单上是同名的另一人", true)
		p.relief(o)
		s := p.stranger(dead)
		d := died.First() + 10
		v := p.w.villageOf(dead)
		p.w.extra("death", v, 0, f{"name": s.name, "id_number": s.id, "death_date": date(d), "register_date": date(d + 5), "origin": text("户籍注销"), "village": inVillage(v)})
	}
}

// payrollRow puts somebody on the public payroll.
func (p *planner) payrollRow(id ident, status string, start, end xunzhi.Date, refs ...ref) {
	p.w.households[p.w.people[id.who].hh].flags |= hhNoPay
	id.mark(p.w.extra("payroll", -1, 0, f{"name": id.name, "id_number": id.id, "unit": text(pick(p.r, publicUnits)), "post": text(pick(p.r, publicPosts)), "status": text(status), "start": date(start), "end": dateOrNone(int32(end))}, refs...))
}

func (p *planner) reliefPayroll() {
	const rule = "relief-payroll"
	p.each(rule, 2, func(k int, ch channel, decoy int) {
		who := p.adult(28, 57)
		if who == 0 {
			return
		}
		h := p.w.people[who].hh
		o := roster{h: h, from: p.w.m0, to: p.w.m1, about: who}
		start := xunzhi.DateOf(2015, 7, 1)
		switch decoy {
		case 0:
			id := p.as(ch, who)
			o.c = p.personCase(rule, id, "在职财政供养人员列入低保名册", false)
			p.payrollRow(id, "在职", start, 0)
		case 1:
			o.from = p.back(10)
			o.start = o.from
			o.c = p.personCase(rule, ident{who: who}, "享受低保前已离职", true)
			p.payrollRow(p.as(clean, who), "离职", start, o.from.First()-90)
		case 2:
			o.c = p.personCase(rule, ident{who: who}, "财政供养名册上是同名的另一人", true)
			p.payrollRow(p.stranger(who), "在职", start, 0)
		}
		p.relief(o)
	})
}

// kinHousehold finds an officer in office with a near relative who lives in a household where no officer does.
func (p *planner) kinHousehold(lo, hi int, former bool) (c cadre, who uint32, v int) {
	w := p.w
	at := p.r.n(len(w.villages))
	for k := range w.villages {
		v = (at + k) % len(w.villages)
		for _, c = range w.villages[v].cadres {
			if (c.end != 0) != former {
				continue
			}
			for _, t := range w.kinOf(c.person) {
				if p.kinUsable(c, t.who, lo, hi) {
					return c, t.who, v
				}
			}
		}
	}
	return cadre{}, 0, 0
}

// kinUsable: alive, of that age, in a household of its own that no case has taken, and kin of no other officer in office.
func (p *planner) kinUsable(c cadre, who uint32, lo, hi int) bool {
	w := p.w
	h := w.people[who].hh
	if h == 0 || h == w.people[c.person].hh || w.households[h].use != useCadre || w.people[who].death != 0 {
		return false
	}
	if age := w.ageAt(who, w.asOf); age < lo || age > hi {
		return false
	}
	a, z := w.members(h)
	for i := a; i < z; i++ {
		if w.people[i].death != 0 || w.people[i].flags&claimed != 0 || w.isOfficer(i) {
			return false
		}
	}
	return p.kinOnlyOf(c, h) && int(z-a) <= maxPairs
}

// kinOnlyOf tells whether no member of the household is kin of an officer other than c.
func (p *planner) kinOnlyOf(c cadre, h uint32) bool {
	w := p.w
	a, z := w.members(h)
	for i := a; i < z; i++ {
		for _, t := range w.kinOf(i) {
			if t.who != c.person && w.isOfficer(t.who) {
				return false
			}
		}
	}
	return true
}

// isOfficer tells whether somebody holds or held an office.
func (w *world) isOfficer(i uint32) bool {
	v := w.villageOf(i)
	if v < 0 {
		return false
	}
	for _, c := range w.villages[v].cadres {
		if c.person == i {
			return true
		}
	}
	return false
}

// claim takes a kin household for a case.
func (p *planner) claim(h uint32) {
	a, z := p.w.members(h)
	for i := a; i < z; i++ {
		p.w.people[i].flags |= claimed
	}
	p.w.households[h].use = usePlanted
}

func (p *planner) reliefCadreKin() {
	const rule = "relief-cadre-kin"
	p.each(rule, 2, func(k int, ch channel, decoy int) {
		c, who, _ := p.kinHousehold(18, 95, decoy == 2)
		if who == 0 {
			return
		}
		h := p.w.people[who].hh
		p.claim(h)
		o := roster{h: h, from: p.back(14), to: p.w.m1, who: []uint32{who}, about: who}
		o.start = o.from
		switch decoy {
		case 0:
			o.spoilt = p.as(ch, who)
			o.c = p.personCase(rule, o.spoilt, "村干部近亲属享受低保,没有备案", false)
		case 1:
			o.c = p.personCase(rule, ident{who: who}, "享受前已备案", true)
			p.w.extra("kin_filing", -1, 0, f{"cadre_id_number": idOf(c.person), "beneficiary_id_number": idOf(who), "program": text("农村低保"), "filed": date(o.start.First() - 20)})
		case 2:
			o.c = p.personCase(rule, ident{who: who}, "村干部离任后其亲属才享受", true)
		}
		p.relief(o)
	})
}

func (p *planner) car(id ident, md model, value int64, state string, reg xunzhi.Date, refs ...ref) {
	v := make([]cell, len(p.w.src("vehicle").fields))
	p.w.vehicleRow(v, vehicleLine{id.who, md, reg, state, value * 100, p.r.next()})
	v[1], v[2] = id.name, id.id
	r := id.mark(&row{vals: v, village: p.w.villageOf(id.who), refs: refs})
	s := p.w.src("vehicle")
	s.extras = append(s.extras, r)
}

func (p *planner) reliefVehicle() {
	const rule = "relief-vehicle"
	p.each(rule, 5, func(k int, ch channel, decoy int) {
		who := p.adult(22, 60)
		if who == 0 {
			return
		}
		h := p.w.people[who].hh
		head := p.w.households[h].first
		o := roster{h: h, from: p.w.m0, to: p.w.m1}
		reg := p.middle(0, 8).First() + 5
		id := p.as(ch, who)
		why := []string{"低保期间名下有正常状态的轿车,价值超过限额", "正三轮摩托车", "残疾人专用汽车", "车辆已注销或转出", "车辆价值低于限额", "谋生用的农用货车"}[decoy]
		o.c = p.householdCase(rule, head, id.ch, why, decoy != 0)
		p.relief(o)
		switch decoy {
		case 0:
			p.car(id, carModels[0], int64(p.r.between(60, 150))*1000, "正常", reg)
		case 1:
			p.car(id, lightModels[1], 12000, "正常", reg)
		case 2:
			p.car(id, model{"残疾人专用小型自动挡载客汽车", "非营运", "残疾人专用", 0, 0}, 62000, "正常", reg)
		case 3:
			p.car(id, carModels[1], 68000, pick(p.r, []string{"注销", "转出", "报废"}), reg-2500)
		case 4:
			p.car(id, carModels[2], int64(p.r.between(8, 22))*1000, "正常", reg-2000)
		case 5:
			p.car(id, model{"轻型普通货车", "货运", "福田时代", 0, 0}, 46000, "正常", reg)
		}
	})
}

func (p *planner) flat(id ident, l propertyLine, refs ...ref) {
	l.who = id.who
	v := make([]cell, len(p.w.src("property").fields))
	p.w.propertyRow(v, l)
	v[0], v[1] = id.name, id.id
	s := p.w.src("property")
	s.extras = append(s.extras, id.mark(&row{vals: v, village: p.w.villageOf(id.who), refs: refs}))
}

func (p *planner) reliefProperty() {
	const rule = "relief-property"
	p.each(rule, 3, func(k int, ch channel, decoy int) {
		who := p.adult(25, 66)
		if who == 0 {
			return
		}
		w := p.w
		h := w.people[who].hh
		o := roster{h: h, from: w.m0, to: w.m1}
		id := p.as(ch, who)
		town := func(d xunzhi.Date, sharing string) propertyLine {
			return propertyLine{0, flat(p.r.next()), 9800, "住宅", 380_000_00, d, sharing}
		}
		old := propertyLine{0, w.address(h), 8800, "住宅", 0, xunzhi.DateOf(2006, 5, 20), "单独所有"}
		why := []string{"低保家庭有多套住房或享受前后新购商品房", "其中一套是继承的共有份额", "易地搬迁安置房", "危房改造后重新登记的住房"}[decoy]
		o.c = p.householdCase(rule, w.households[h].first, id.ch, why, decoy != 0)
		switch decoy {
		case 0:
			if k%2 == 0 { // two dwellings, both long before
				p.flat(id, town(xunzhi.DateOf(2011, 4, 2)+xunzhi.Date(p.r.n(300)), "单独所有"))
				p.flat(p.as(clean, who), old)
			} else { // bought while on relief
				p.flat(id, town(p.middle(2, 4).First()+9, "单独所有"))
			}
		case 1:
			p.flat(p.as(clean, who), old)
			p.flat(p.as(clean, who), propertyLine{0, flat(p.r.next()), 7600, "住宅", 0, xunzhi.DateOf(2010, 8, 1), "共同共有"})
		case 2:
			d := w.m0.First() + 40
			p.flat(p.as(clean, who), propertyLine{0, "县城易地扶贫搬迁安置区" + string(rune('1'+p.r.n(9))) + "号楼2单元301室", 7500, "住宅", 0, d, "单独所有"})
			w.extra("relocation", -1, 0, f{"name": nameOf(who), "id_number": idOf(who), "household_no": text(householdNo(w, h)), "site": text("县城易地扶贫搬迁安置区"), "moved": date(d - 60)})
		case 3:
			d := w.m0.First() + 200
			p.flat(p.as(clean, who), propertyLine{0, w.address(h), 6000, "住宅", 0, d, "单独所有"})
			p.housing(p.as(clean, who), d-300, 14000)
		}
		p.relief(o)
	})
}

// housing grants a dwelling's rebuilding.
func (p *planner) housing(id ident, approved xunzhi.Date, yuans int64, refs ...ref) {
	v := p.w.villageOf(id.who)
	if v < 0 {
		v = p.nextVillage()
	}
	id.mark(p.w.extra("housing_grant", v, 0, f{"village": inVillage(v), "name": id.name, "id_number": id.id, "grade": text(pick(p.r, []string{"C级", "D级"})), "mode": text(pick(p.r, []string{"新建", "修缮加固"})),
		"amount": yuan(yuans * 100), "approved": date(approved), "finished": date(approved + 150)}, refs...))
}

// ownCompany registers a firm for a case.
func (p *planner) ownCompany(rep uint32, kind string, est xunzhi.Date) int {
	trade := pick(p.r, map[string][]string{kindLtd: tradesLtd, kindShop: tradesShop, kindCoop: tradesCoop}[kind])
	return p.w.newCompany(p.r, kind, trade, rep, est)
}

func (p *planner) reliefCompany() {
	const rule = "relief-company"
	p.each(rule, 4, func(k int, ch channel, decoy int) {
		who := p.adult(26, 60)
		if who == 0 {
			return
		}
		w := p.w
		head := w.households[w.people[who].hh].first
		why := []string{"低保家庭成员为存续企业的法定代表人或大股东", "合作社普通成员", "没有出资额的个体工商户", "企业已注销", "出资比例低于10%"}[decoy]
		o := roster{h: w.people[who].hh, from: w.m0, to: w.m1, c: p.householdCase(rule, head, clean, why, decoy != 0)}
		p.relief(o)
		est := xunzhi.DateOf(2019, 3, 1) + xunzhi.Date(p.r.n(500))
		boss := w.outsider(p.r, true, 1976)
		switch decoy {
		case 0:
			if k%2 == 0 {
				c := p.ownCompany(who, kindLtd, est)
				w.companies[c].capital = 50_000_000
			} else {
				c := p.ownCompany(boss, kindLtd, est)
				w.companies[c].people = append(w.companies[c].people, companyRole{who, "股东", 30_000000})
			}
		case 1:
			c := p.ownCompany(boss, kindCoop, est)
			w.companies[c].people = append(w.companies[c].people, companyRole{who, "成员", 1_000000})
		case 2:
			c := p.ownCompany(who, kindShop, est)
			w.companies[c].capital = 0
		case 3:
			c := p.ownCompany(who, kindLtd, est)
			w.companies[c].status = "注销"
		case 4:
			c := p.ownCompany(boss, kindLtd, est)
			w.companies[c].people = append(w.companies[c].people, companyRole{who, "股东", 5_000000})
		}
	})
}

// insure puts somebody into an employer's insurance.
func (p *planner) insure(id ident, company int, from, to xunzhi.Month, refs ...ref) {
	co := &p.w.companies[company]
	v := f{"name": id.name, "id_number": id.id, "unit_name": text(co.name), "unit_uscc": codeOf(co.uscc), "start": month(from)}
	if to != 0 {
		v["end"] = month(to)
	}
	id.mark(p.w.extra("employment", p.w.villageOf(id.who), 0, v, refs...))
}

// anyFirm picks an ordinary limited company that exists.
func (p *planner) anyFirm() int {
	for {
		c := len(p.w.builders) + p.r.n(p.w.nEmployers-len(p.w.builders))
		if co := &p.w.companies[c]; co.status == "存续" && co.kind == kindLtd && co.est < xunzhi.DateOf(2021, 1, 1) {
			return c
		}
	}
}

func (p *planner) reliefEmployment() {
	const rule = "relief-employment"
	p.each(rule, 2, func(k int, ch channel, decoy int) {
		who := p.adult(22, 56)
		if who == 0 {
			return
		}
		w := p.w
		head := w.households[w.people[who].hh].first
		id := p.as(ch, who)
		why := []string{"低保期间家庭成员在企业参保满3个月以上", "参保只有2个月", "享受低保前已离职"}[decoy]
		o := roster{h: w.people[who].hh, from: w.m0, to: w.m1, c: p.householdCase(rule, head, id.ch, why, decoy != 0)}
		m := p.middle(2, 9)
		switch decoy {
		case 0:
			o.at, o.about = m+2, who
			p.insure(id, p.anyFirm(), m, m+xunzhi.Month(p.r.between(6, 8)))
		case 1:
			p.insure(id, p.anyFirm(), m, m+1)
		case 2:
			o.from = p.back(8)
			o.start = o.from
			p.insure(id, p.anyFirm(), o.from-20, o.from-2)
		}
		p.relief(o)
	})
}
