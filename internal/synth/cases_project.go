package synth

import (
	"slices"

	"xunzhi"
)

// projectCases plants domain H. The county's limits: 400,000 yuan must be tendered in the county, 4,000,000 by law.
func (p *planner) projectCases() {
	p.projectSplit()
	p.bidRelated()
	p.bidDeposit()
	p.bidPattern()
	p.bidRotation()
	p.contractorRelated()
	p.projectSimple()
	p.contractorShell()
	p.projectDuplicate()
	p.contractorMonopoly() // last: works that come later would thin the share
}

// project drafts a project in some village, of a kind that the background has not used there.
func (p *planner) project() (int, *work) {
	v := p.nextVillage()
	return v, p.projectIn(v)
}

func (p *planner) projectIn(v int) *work {
	day := p.w.m0.First() + 60 + xunzhi.Date(p.r.n(max(1, p.w.cfg.Months*30-260)))
	x := p.newWork(v, p.workN[v], day, p.spareBuilder(v))
	return x
}

// spareBuilder picks a builder who has built nothing in the village.
func (p *planner) spareBuilder(v int) int {
	for {
		b := pick(p.r, p.w.builders)
		name := p.w.companies[b].name
		if !slices.ContainsFunc(p.w.src("project").extras, func(r *row) bool {
			return r.village == v && r.vals[p.w.src("project").index["contractor"]].s == name
		}) {
			return b
		}
	}
}

func (p *planner) projectCase(rule string, v int, x *work, why string, decoy bool) *Case {
	c := p.objectCase(rule, "project", v, x.no, why, decoy)
	x.refs = append(x.refs, mainRow(c))
	return c
}

func (p *planner) projectSplit() {
	const rule = "project-split"
	p.each(rule, 3, func(k int, _ channel, decoy int) {
		v := p.nextVillage()
		b := p.spareBuilder(v)
		day := p.w.m0.First() + 90 + xunzhi.Date(p.r.n(200))
		var first *Case
		n, each := 3, int64(p.r.between(3200, 3700))
		if decoy == 1 {
			each = 900
		}
		for i := range n {
			gap := xunzhi.Date(i * 30)
			if decoy == 2 {
				gap = xunzhi.Date(i * 400)
			}
			if day+gap > p.w.asOf-30 {
				break
			}
			x := p.newWork(v, 5, day+gap, b)
			x.name = p.w.villages[v].name + "通村道路硬化工程" + []string{"(一段)", "(二段)", "(三段)"}[i]
			x.place = p.w.villages[v].name + "主干道"
			x.method, x.bids = "直接发包", nil
			if decoy == 3 { // another builder for each part
				x.contractor = p.spareBuilder(v)
			}
			x.money(p, each+int64(i)*40)
			if i == 0 {
				if decoy != 3 {
					x.refs = append(x.refs, mainRow(p.perhapsMonopoly(v, b)))
				}
				first = p.projectCase(rule, v, x, []string{"同一施工方、同一道路三个标段分开发包,单个低于限额、合计超过", "合计仍低于限额", "相隔一年以上", "各标段由不同单位施工"}[decoy], decoy != 0)
			} else {
				first.Also = append(first.Also, x.no)
			}
			p.put(v, x)
		}
	})
}

// perhapsMonopoly: three of a village's six or seven works may or may not be half of those of two years.
func (p *planner) perhapsMonopoly(v, b int) *Case {
	co := &p.w.companies[b]
	c := p.objectCase("contractor-monopoly", "organisation", v, co.uscc, "拆分标段使一家占比接近一半", false)
	c.Optional, c.Name = true, co.name
	return c
}

func (p *planner) bidRelated() {
	const rule = "bid-related"
	p.each(rule, 2, func(k int, _ channel, decoy int) {
		v, x := p.project()
		p.invite(x, 3)
		a, b := &x.bids[1], &x.bids[2]
		ca, cb := p.ringFirm(), p.ringFirm()
		a.company, b.company = ca, cb
		for i, c := range []int{ca, cb} {
			pr := x.bids[i+1].price
			x.bids[i+1] = p.bidOf(c, pr)
		}
		switch {
		case decoy == 1: // two people of one name
			rep := p.w.companies[ca].rep
			n := p.w.namesake(p.r, rep)
			p.setRep(cb, n)
			b.rep = p.w.name(n)
		case decoy == 2: // a well-known address that many firms share
			a.address, b.address = "县政务服务中心集群注册区", "县政务服务中心集群注册区"
			p.w.companies[ca].addr, p.w.companies[cb].addr = a.address, a.address
		case k%3 == 0:
			p.setRep(cb, p.w.companies[ca].rep)
			b.rep = a.rep
		case k%3 == 1:
			b.phone = a.phone
			p.w.companies[cb].phone = a.phone
		default:
			who := p.w.outsider(p.r, true, 1970)
			for _, c := range []int{ca, cb} {
				p.w.companies[c].people = append(p.w.companies[c].people, companyRole{who, "股东", 40_000000})
			}
		}
		p.projectCase(rule, v, x, []string{"两家投标人法定代表人、电话或股东相同", "两家投标人法定代表人同名不同人", "同在集群注册地址"}[decoy], decoy != 0)
		p.put(v, x)
	})
}

func (p *planner) setRep(c int, who uint32) {
	co := &p.w.companies[c]
	co.rep = who
	co.people[0].who, co.people[1].who = who, who
}

// ringFirm registers a builder for a case, with insured people of its own.
func (p *planner) ringFirm() int {
	w := p.w
	c := w.newCompany(p.r, kindLtd, "建设工程", w.outsider(p.r, true, p.r.between(1966, 1986)), xunzhi.DateOf(2015, 1+p.r.n(12), 9))

	p.rings = append(p.rings, c)
	return c
}

func (p *planner) bidDeposit() {
	p.eachWork("bid-deposit", 0, []string{"两家投标人的保证金从同一账户转出"}, func(v, k, decoy int, x *work) {
		p.invite(x, 3)
		x.bids[2].deposit = x.bids[1].deposit
	})
}

// eachWork is a case about one project.
func (p *planner) eachWork(rule string, kinds int, why []string, f func(v, k, decoy int, x *work)) {
	p.each(rule, kinds, func(k int, _ channel, decoy int) {
		v, x := p.project()
		f(v, k, decoy, x)
		p.projectCase(rule, v, x, why[decoy], decoy != 0)
		p.put(v, x)
	})
}

func (p *planner) bidPattern() {
	p.eachWork("bid-pattern", 1, []string{"报价呈等差或等比", "报价接近但没有规律"}, func(v, k, decoy int, x *work) {
		p.invite(x, 3)
		base := x.award
		for i := range x.bids {
			switch {
			case decoy == 1:
				x.bids[i].price = base + int64(i)*1_230_00 + int64([]int{0, 371, 95, 1013}[i])*100
			case k%2 == 0:
				x.bids[i].price = base + int64(i)*3_000_00
			default:
				base4 := base / 1_000_000 * 1_000_000
				x.award, x.final = base4, base4
				pr := base4
				for range i {
					pr = pr * 102 / 100
				}
				x.bids[i].price = pr
			}
		}
	})
}

// bidRotation: the same three bid for six projects and win by turns.
func (p *planner) bidRotation() {
	const rule = "bid-rotation"
	if len(p.w.villages) < 6 {
		return // the ring would hold half of a village's works
	}
	p.each(rule, 1, func(k int, _ channel, decoy int) {
		ring := []int{p.ringFirm(), p.ringFirm(), p.ringFirm()}
		n := 6
		if decoy == 1 {
			n = 3
		}
		c := Case{Rule: rule, SubjectKind: "organisation", Subject: p.w.companies[ring[0]].uscc, Name: p.w.companies[ring[0]].name, Why: []string{"同样三家在六个项目中投标并轮流中标", "同样三家只共同投过三个项目"}[decoy]}
		c.Also = []string{p.w.companies[ring[1]].uscc, p.w.companies[ring[2]].uscc}
		var cs *Case
		if decoy == 1 {
			cs = p.decoy(c)
		} else {
			cs = p.hit(c)
		}
		at := p.nextVillage()
		for i := range n {
			v := (at + i) % len(p.w.villages)
			x := p.projectIn(v)
			x.tendered = p.w.m0.First() + 30 + xunzhi.Date(i*(p.w.cfg.Months*30-200)/n)
			x.started = x.tendered + 20
			x.accepted = x.started + 90
			x.contractor = ring[i%3]
			p.ringBids(x, ring, i)
			if i == 0 {
				x.refs = []ref{mainRow(cs)}
			}
			p.put(v, x)
		}
	})
}

// ringBids has the three bid, the i-th winning, at prices without a pattern of their own.
func (p *planner) ringBids(x *work, ring []int, i int) {
	for x.bids = nil; x.bids == nil || x.patterned(); {
		x.bids = nil
		for j := range 3 {
			pr := x.award
			if j > 0 {
				pr += int64(p.r.between(31, 97))*1170_00*int64(j)/10 + int64(p.r.n(89))*100
			}
			x.bids = append(x.bids, p.bidOf(ring[(i+j)%3], pr))
		}
	}
}

func (p *planner) contractorMonopoly() {
	const rule = "contractor-monopoly"
	used := map[int]bool{}
	p.each(rule, 1, func(k int, _ channel, decoy int) {
		v := p.villageWhere(func(v int) bool { return !used[v] && p.workN[v] <= 8 })
		if v < 0 {
			return
		}
		used[v] = true
		b := p.ringFirm()
		n := p.workN[v] + 3
		if decoy == 1 {
			n = 1
		}
		co := &p.w.companies[b]
		c := p.objectCase(rule, "organisation", v, co.uscc, []string{"两年内一家承建该村一半以上工程", "只承建其中一个"}[decoy], decoy != 0)
		c.Name = co.name
		for i := range n {
			day := p.w.asOf - 600 + xunzhi.Date(i*500/n)
			x := p.newWork(v, p.workN[v], day, b)
			p.invite(x, 3)
			if i == 0 {
				x.refs = append(x.refs, mainRow(c))
			}
			p.put(v, x)
		}
	})
}

// contractorRelated: the builder belongs to an officer's kin, or insures an officer.
func (p *planner) contractorRelated() {
	const rule = "contractor-related"
	used := map[uint32]bool{}
	p.each(rule, 2, func(k int, ch channel, decoy int) {
		w := p.w
		if decoy == 0 && k%3 == 2 { // the employer
			c, v, ok := p.anyOfficer(used)
			if !ok {
				return
			}
			b := p.ringFirm()
			x := p.projectIn(v)
			x.contractor = b
			p.invite(x, 3)
			p.insure(p.as(clean, c.person), b, w.m0-20, 0)
			p.projectCase(rule, v, x, "村干部在中标企业参保", false)
			p.put(v, x)
			return
		}
		_, who, v := p.kinHousehold(26, 66, decoy == 2)
		if who == 0 {
			return
		}
		p.claim(w.people[who].hh)
		b := p.ringFirm()
		x := p.projectIn(v)
		x.contractor = b
		switch {
		case decoy == 1:
			w.companies[b].people = append(w.companies[b].people, companyRole{who, "股东", 4_000000})
		case k%3 == 0:
			p.setRep(b, who)
		default:
			w.companies[b].people = append(w.companies[b].people, companyRole{who, "股东", 35_000000})
		}
		p.invite(x, 3)
		p.projectCase(rule, v, x, []string{"中标企业由在任村干部近亲属控制", "亲属只占4%股份", "离任村干部的亲属"}[decoy], decoy != 0)
		p.put(v, x)
	})
}

func (p *planner) projectSimple() {
	p.eachWork("project-overrun", 1, []string{"决算超中标价两成以上", "决算超中标价8%"}, func(v, k, decoy int, x *work) {
		x.accepted = x.started + 60
		x.final = x.award / 10000 * int64([]int{p.r.between(122, 140), 108}[decoy]) / 100 * 10000
	})
	p.eachWork("project-order", 1, []string{"开工一个月后才招标", "招标当日之后开工"}, func(v, k, decoy int, x *work) {
		x.started = x.tendered - xunzhi.Date([]int{p.r.between(25, 60), -3}[decoy])
	})
}

func (p *planner) contractorShell() {
	p.eachWork("contractor-shell", 1, []string{"中标时成立不满半年,或没有参保人员", "成立一年以上且有参保人员"}, func(v, k, decoy int, x *work) {
		b := p.ringFirm()
		x.contractor = b
		co := &p.w.companies[b]
		switch {
		case decoy == 1:
			co.est = x.tendered - 420
		case k%2 == 0:
			co.est = x.tendered - xunzhi.Date(p.r.between(30, 110))
		default:
			p.rings = p.rings[:len(p.rings)-1] // nobody insured
		}
		p.invite(x, 3)
	})
}

// projectDuplicate: one work, two funds.
func (p *planner) projectDuplicate() {
	const rule = "project-duplicate"
	used := map[int]bool{}
	p.each(rule, 1, func(k int, _ channel, decoy int) {
		v := p.villageWhere(func(v int) bool { return !used[v] })
		if v < 0 {
			return
		}
		used[v] = true
		x := p.projectIn(v)
		y := p.projectIn(v)
		y.tendered = x.tendered + 45
		y.started, y.accepted = y.tendered+20, y.tendered+110
		for y.contractor == x.contractor {
			y.contractor = p.spareBuilder(v)
		}
		p.invite(y, 3)
		vn := p.w.villages[v].name
		x.name, x.place, x.fund = vn+"东头文化广场建设项目", vn+"东头", funds[0]
		y.name, y.place, y.fund = vn+"东头文化广场建设工程", vn+"东头", funds[1]
		if decoy == 1 {
			y.name, y.place = vn+"西岭灌溉机井配套工程", vn+"西岭"
		}
		c := p.projectCase(rule, v, x, []string{"同一广场用两个渠道的资金各申报一次", "同村不同内容的两个项目"}[decoy], decoy != 0)
		c.Also = []string{y.no}
		p.put(v, x)
		p.put(v, y)
	})
}

// insureRings gives the firms of planted cases people whom they insure.
func (p *planner) insureRings() {
	for _, c := range p.rings {
		for range 3 {
			i := p.w.outsider(p.r, true, p.r.between(1970, 1995))
			p.insureOutsider(i, c)
		}
	}
}

func (p *planner) insureOutsider(i uint32, c int) {
	co := &p.w.companies[c]
	p.w.extra("employment", -1, 0, f{"name": nameOf(i), "id_number": idOf(i), "unit_name": text(co.name), "unit_uscc": codeOf(co.uscc), "start": month(max(xunzhi.MonthOf(2019, 6), co.est.Month()))})
}
