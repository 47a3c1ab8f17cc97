package synth

import (
	"fmt"
	"slices"

	"xunzhi"
)

// contractCases plants domain F.
func (p *planner) contractCases() {
	p.contractOverdue()
	p.contractExpired()
	p.contractTerm()
	p.contractPrice()
	p.contractRelated()
	p.contractEmployer()
	p.contractVote()
	p.contractMissing()
	p.contractDouble()
	p.contractSplit()
	p.contractSmall()
	p.contractMonopoly()
	p.reserveLand()
}

// deal is a case about a contract: it drafts a lease in a village chosen by turns, lets f change it, and signs it.
func (p *planner) deal(rule string, kinds int, why []string, f func(v, k, decoy int, l *lease)) {
	p.each(rule, kinds, func(k int, _ channel, decoy int) {
		v := p.nextVillage()
		l := p.newLease(v, "耕地", xunzhi.DateOf(2022, 3, 1)+xunzhi.Date(p.r.n(500)), 6)
		p.party(v, l)
		f(v, k, decoy, l)
		l.refs = append(l.refs, mainRow(p.contractCase(rule, v, l.no, why[decoy], decoy != 0)))
		p.sign(v, l)
	})
}

func (p *planner) nextVillage() int { return p.r.n(len(p.w.villages)) }

func (p *planner) contractCase(rule string, v int, no, why string, decoy bool) *Case {
	return p.objectCase(rule, "contract", v, no, why, decoy)
}

// objectCase is a case whose subject is no person.
func (p *planner) objectCase(rule, kind string, v int, key, why string, decoy bool) *Case {
	c := Case{Rule: rule, SubjectKind: kind, Subject: key, Village: p.w.villageCode(v), Why: why}
	if decoy {
		return p.decoy(c)
	}
	return p.hit(c)
}

func (p *planner) contractOverdue() {
	why := []string{"最近一年承包费逾期两个月以上未交", "应收日到数据时点不足两个月", "逾期后已补交", "分两次交清"}
	p.deal("contract-overdue", 3, why, func(v, k, decoy int, l *lease) {
		w := p.w
		switch decoy {
		case 0:
			l.payOnTime(p)
			keep := max(1, len(l.paid)-1-k%2)
			l.arrears = int64(len(l.paid)-keep) * l.annual
			if due := l.paid[len(l.paid)-1].due; w.asOf-due < 75 { // the last one is not late enough: leave one more open
				keep = max(1, len(l.paid)-2)
				l.arrears = int64(len(l.paid)-keep) * l.annual
			}
			l.paid = l.paid[:keep]
		case 1:
			l.start = xunzhi.DateOf(w.asOf.Month().Year()-3, w.asOf.Month().Month(), 1) - xunzhi.Date(p.r.between(1, 20))
			p.redate(l, 6)
			l.paid = l.paid[:len(l.paid)-1]
			l.arrears = l.annual
		case 2:
			x := &l.paid[len(l.paid)-1]
			x.on = min(x.due+120, w.asOf)
		case 3:
			x := l.paid[len(l.paid)-1]
			half := x
			x.fen, half.fen = x.fen/2, x.fen-x.fen/2
			half.on = min(half.on+25, w.asOf)
			l.paid = append(l.paid[:len(l.paid)-1], x, half)
		}
	})
}

// redate sets what follows from a changed start.
func (p *planner) redate(l *lease, years int) {
	l.signed = l.start - 10
	l.voted = l.signed - 20
	if l.approved != 0 {
		l.approve()
	}
	l.term(years)
	l.payOnTime(p)
}

func (p *planner) contractExpired() {
	why := []string{"合同到期半年以上仍由原承包方占用", "到期后已续签", "到期后已收回自用", "到期不足宽限期"}
	p.deal("contract-expired", 3, why, func(v, k, decoy int, l *lease) {
		w := p.w
		l.start = w.asOf - xunzhi.Date(4*365+p.r.between(200, 500))
		if decoy == 3 {
			l.start = w.asOf - 4*365 - 12
		}
		p.redate(l, 4)
		if decoy == 3 {
			l.end = w.asOf - 12
		}
		switch decoy {
		case 0:
			l.state = pick(p.r, []string{"履行", "到期"})
			c := p.objectCase("contract-no-contract", "asset", v, l.assetNo, "合同到期后资源仍被占用,没有新合同", false)
			c.Optional = true
			l.assetRefs = append(l.assetRefs, mainRow(c))
		case 1:
			n := *l
			p.dealN[v]++
			n.no = fmt.Sprintf("HT%s-%d-%03d", w.villages[v].code[6:], 2024, p.dealN[v])
			n.start, n.refs = l.end+1, nil
			p.redate(&n, 4)
			n.signed, n.voted = n.start-5, n.start-30
			if n.approved != 0 {
				n.approve()
			}
			l.state, l.noAsset = "终止", true
			p.sign(v, &n)
		case 2:
			l.state, l.assetState = "终止", "自用"
		}
	})
}

func (p *planner) contractTerm() {
	why := []string{"承包期或租期超过法定最长年限", "正好等于法定最长年限", "林地60年,未超过70年"}
	p.deal("contract-term", 2, why, func(v, k, decoy int, l *lease) {
		set := []struct {
			kind  string
			years int
		}{{"耕地", 40}, {"房屋", 28}, {"设备", 26}, {"林地", 85}, {"草地", 62}}[k%5]
		if decoy == 1 {
			set.kind, set.years = "耕地", 30
		}
		if decoy == 2 {
			set.kind, set.years = "林地", 60
		}
		*l = *p.newLease(v, set.kind, l.start, set.years)
		p.party(v, l)
	})
}

func (p *planner) contractPrice() {
	const rule = "contract-underpriced"
	if p.w.towns[0].last-p.w.towns[0].first < 8 {
		return // too few contracts of one class in a township to compare with
	}
	why := []string{"年亩均价不到同乡镇同类中位数的一半", "亩均价为中位数的八成", "十多年前签订的老合同", "同类合同太少,无从比较"}
	p.deal(rule, 3, why, func(v, k, decoy int, l *lease) {
		fair := landRent["耕地"] * int64(p.w.towns[p.w.villages[v].town].priceF) / 100
		switch decoy {
		case 0:
			l.annual = fair * int64(p.r.between(28, 42)) / 100 * l.area / 10000 * 100
		case 1:
			l.annual = fair * 80 / 100 * l.area / 10000 * 100
		case 2:
			l.annual = fair * 30 / 100 * l.area / 10000 * 100
			l.start = xunzhi.DateOf(2011, 4, 1) + xunzhi.Date(p.r.n(300))
			p.redate(l, 20)
			return
		case 3:
			l.kind = "设备"
			*l = *p.newLease(v, "设备", l.start, 6)
			p.party(v, l)
			l.annual /= 10
		}
		l.term(6)
		l.payOnTime(p)
	})
}

// contractRelated: the tenant is an officer, his kin, or their firm.
func (p *planner) contractRelated() {
	why := []string{"", "近亲属公开竞价取得", "村干部离任后其亲属承包", "亲属在承包企业只占5%股份", "承包人与村干部亲属同名,号码不同"}
	p.each("contract-related", 4, func(k int, ch channel, decoy int) {
		c, who, v := p.kinHousehold(24, 68, decoy == 2)
		if who == 0 {
			return
		}
		w := p.w
		p.claim(w.people[who].hh)
		l := p.newLease(v, pick(p.r, []string{"耕地", "林地", "水面"}), xunzhi.DateOf(2022, 2, 1)+xunzhi.Date(p.r.n(600)), 6)
		l.openBid = decoy == 1
		reason := why[decoy]
		way := k % 4
		if decoy == 1 {
			way = 1
		}
		switch {
		case decoy == 4:
			l.writtenAs(p, p.stranger(who)).approve()
		case decoy == 3:
			f := p.ownCompany(w.outsider(p.r, true, 1974), kindLtd, xunzhi.DateOf(2017, 5, 4))
			w.companies[f].people = append(w.companies[f].people, companyRole{who, "股东", 5_000000})
			l.firm(p, f)
		case way == 0 && decoy == 0:
			l.person(p, c.person)
			reason = "承包方为在任村干部本人,未公开竞价"
		case way == 1 || decoy == 2:
			l.writtenAs(p, p.as(ch, who))
			if decoy == 0 {
				reason = "承包方为在任村干部近亲属,未公开竞价"
			}
		default:
			p.kinFirm(l, who, way)
			reason = "承包企业由村干部近亲属控制,未公开竞价"
		}
		if w.villageOf(who) != v {
			l.approve()
		}
		cs := p.contractCase("contract-related", v, l.no, reason, decoy != 0)
		cs.Channel = string(l.ident.ch)
		l.refs = []ref{mainRow(cs)}
		p.sign(v, l)
	})
}

// kinFirm lets to a company whose legal representative (way 2) or major shareholder (way 3) is kin.
func (p *planner) kinFirm(l *lease, who uint32, way int) {
	w := p.w
	if way == 2 {
		l.firm(p, p.ownCompany(who, pick(p.r, []string{kindLtd, kindCoop}), xunzhi.DateOf(2018, 5, 4)))
		return
	}
	f := p.ownCompany(w.outsider(p.r, true, 1974), kindLtd, xunzhi.DateOf(2017, 5, 4))
	w.companies[f].people = append(w.companies[f].people, companyRole{who, "股东", 30_000000})
	l.firm(p, f)
}

// contractEmployer: the tenant is the firm that insures an officer.
func (p *planner) contractEmployer() {
	const rule = "contract-employer"
	used := map[uint32]bool{}
	p.each(rule, 1, func(k int, ch channel, decoy int) {
		c, v, ok := p.anyOfficer(used)
		if !ok {
			return
		}
		l := p.newLease(v, "林地", xunzhi.DateOf(2022, 4, 1)+xunzhi.Date(p.r.n(500)), 6)
		f := p.ownCompany(p.w.outsider(p.r, true, 1972), kindLtd, xunzhi.DateOf(2016, 9, 1))
		l.openBid = true
		l.firm(p, f)
		m := l.signed.Month()
		id := p.as(ch, c.person)
		cs := p.contractCase(rule, v, l.no, []string{"签约时村干部在承包企业参保", "签约前村干部已离开该企业"}[decoy], decoy != 0)
		if decoy == 0 {
			p.insure(id, f, m-20, 0)
		} else {
			id = p.as(clean, c.person)
			p.insure(id, f, m-40, m-8)
		}
		cs.Channel = string(id.ch)
		l.refs = []ref{mainRow(cs)}
		p.sign(v, l)
	})
}

func (p *planner) contractVote() {
	why := []string{"没有会议记录,或到会、同意不足三分之二,或外村人承包未经乡镇批准", "到会和同意正好三分之二", "外村人承包,已经乡镇批准"}
	p.deal("contract-no-vote", 2, why, func(v, k, decoy int, l *lease) {
		w := p.w
		if who := p.tenant(v); who != 0 {
			l.person(p, who)
			l.approved = 0
		}
		switch decoy {
		case 0:
			switch k % 4 {
			case 0:
				l.voted = 0
			case 1:
				l.should, l.attended, l.yes = 45, 24, 24
			case 2:
				l.should, l.attended, l.yes = 45, 40, 20
			case 3:
				l.person(p, w.outsider(p.r, true, 1975))
				l.approved = 0
			}
		case 1:
			l.should, l.attended, l.yes = 45, 30, 20
		case 2:
			l.person(p, w.outsider(p.r, true, 1975)).approve()
		}
	})
}

// contractMissing: an asset is let, and there is no contract.
func (p *planner) contractMissing() {
	const rule = "contract-no-contract"
	p.each(rule, 1, func(k int, _ channel, decoy int) {
		v := p.nextVillage()
		w := p.w
		p.assetN[v]++
		no := fmt.Sprintf("ZY%s%03d", w.villages[v].code[6:], p.assetN[v])
		c := p.objectCase(rule, "asset", v, no, []string{"资源已发包但没有合同", "村集体自用,不需要合同"}[decoy], decoy != 0)
		a := f{"asset_no": text(no), "village": inVillage(v), "name": text(w.villages[v].short + "村东河滩地"), "kind": text("资源"), "class": text("耕地"), "location": text(w.villages[v].name), "area_mu": mu(int64(p.r.between(80, 200)) * 1000),
			"state": text([]string{"发包", "自用"}[decoy]), "acquired": date(xunzhi.DateOf(2017, 12, 31))}
		if decoy == 0 {
			a["tenant"] = nameOf(w.outsider(p.r, true, 1970))
		}
		w.extra("asset", v, 0, a, mainRow(c))
	})
}

// contractDouble: one asset under two contracts at a time.
func (p *planner) contractDouble() {
	const rule = "contract-double"
	p.each(rule, 1, func(k int, _ channel, decoy int) {
		v := p.nextVillage()
		a := p.newLease(v, "耕地", xunzhi.DateOf(2021, 3, 1)+xunzhi.Date(p.r.n(200)), 8)
		p.party(v, a)
		b := p.newLease(v, "耕地", a.start+700, 5)
		p.party(v, b)
		b.assetNo, b.assetName, b.area, b.noAsset = a.assetNo, a.assetName, a.area, true
		b.annual = p.rentOf(v, "耕地", b.area)
		if decoy == 1 {
			a.term(2)
			a.state = "终止"
			a.payOnTime(p)
			b.start = a.end + 5
		}
		if decoy == 1 {
			p.redate(b, 5)
		} else {
			b.term(5)
			b.payOnTime(p)
		}
		c := p.objectCase(rule, "asset", v, a.assetNo, []string{"同一资源有两份期限重叠的合同", "前一合同到期后再发包,期限不重叠"}[decoy], decoy != 0)
		b.refs = []ref{mainRow(c)}
		p.sign(v, a)
		p.sign(v, b)
	})
}

// contractSplit: one party, three contracts within weeks, each just under the limit above which they must be listed. The
// county's limit is 50,000 yuan of contract value.
func (p *planner) contractSplit() {
	const rule = "contract-split"
	p.each(rule, 2, func(k int, _ channel, decoy int) {
		v := p.nextVillage()
		party := p.w.outsider(p.r, true, p.r.between(1965, 1985))
		start := xunzhi.DateOf(2022, 9, 1) + xunzhi.Date(p.r.n(500))
		gap, total := xunzhi.Date(20), int64(42_000)
		if decoy == 1 {
			gap = 400
			start = xunzhi.DateOf(2021, 6, 1)
		}
		if decoy == 2 {
			total = 12_000
		}
		var first *Case
		for n := range 3 {
			l := p.newLease(v, "房屋", start+xunzhi.Date(n)*gap, 5)
			l.annual = (total - int64(n)*1000) / 5 * 100
			l.term(5)
			l.payOnTime(p)
			l.person(p, party).approve()
			l.openBid = false
			if n == 0 {
				first = p.contractCase(rule, v, l.no, []string{"90日内同一承包方三份合同,单份低于进场限额、合计超过", "同一承包方的合同相隔一年以上", "三份合计仍低于限额"}[decoy], decoy != 0)
				l.refs = []ref{mainRow(first)}
			} else {
				first.Also = append(first.Also, l.no)
			}
			p.sign(v, l)
		}
	})
}

// contractSmall: signed late, prepaid, less land on paper than there is.
func (p *planner) contractSmall() {
	p.deal("contract-backdated", 1, []string{"开始履行三个月以上才补签合同", "起始后20日内签订"}, func(v, k, decoy int, l *lease) {
		l.signed = l.start + xunzhi.Date([]int{p.r.between(95, 180), 20}[decoy])
	})
	p.deal("contract-prepaid", 2, []string{"一次收取多年承包费且未经民主议事", "一次收取多年,经三分之二以上同意", "一次收取三年"}, func(v, k, decoy int, l *lease) {
		years := int64(p.r.between(6, 8))
		if decoy == 2 {
			years = 3
		}
		l.term(10)
		on := l.start + 3
		l.paid = []payment{{due: l.start, on: on, fen: l.annual * years}}
		switch decoy {
		case 0:
			l.voted = 0
			c := p.contractCase("contract-no-vote", v, l.no, "没有会议记录", false)
			l.refs = append(l.refs, mainRow(c))
		case 2:
			for k := 3; l.anniversary(k) <= p.w.asOf; k++ {
				l.paid = append(l.paid, payment{due: l.anniversary(k), on: l.anniversary(k), fen: l.annual})
			}
		}
	})
	p.deal("contract-shrunk", 1, []string{"合同面积比资源台账少两成", "面积差3%,在测量误差内"}, func(v, k, decoy int, l *lease) {
		l.assetArea = l.area * 125 / 100
		if decoy == 1 {
			l.assetArea = l.area * 103 / 100
		}
	})
}

// villageWhere finds a village by chance that fits, −1 when there is none.
func (p *planner) villageWhere(fits func(v int) bool) int {
	at := p.nextVillage()
	for k := range p.w.villages {
		if v := (at + k) % len(p.w.villages); fits(v) {
			return v
		}
	}
	return -1
}

// letArea sums what a village has let, and the largest piece.
func (p *planner) letArea(v int) (let, largest int64) {
	for _, l := range p.leases[v] {
		let += l.area
		largest = max(largest, l.area)
	}
	return let, largest
}

func (p *planner) manyTenants(v int) bool {
	let, largest := p.letArea(v)
	return len(p.leases[v]) >= 6 && largest*100 <= let*30
}

// contractMonopoly: one party holds most of what the village lets.
func (p *planner) contractMonopoly() {
	const rule = "contract-monopoly"
	used := map[int]bool{}
	p.each(rule, 1, func(k int, ch channel, decoy int) {
		v := p.villageWhere(func(v int) bool { return !used[v] && p.manyTenants(v) })
		if v < 0 {
			return
		}
		let, _ := p.letArea(v)
		used[v] = true
		who := p.adultIn(v, 30, 60)
		if who == 0 {
			return
		}
		share := int64(100) // as much again as all the others: half
		if decoy == 1 {
			share = 45 // 31 %
		}
		id := p.as(ch, who)
		c := p.personCase(rule, id, []string{"一户承包全村发包面积的一半", "占全村发包面积三成"}[decoy], decoy != 0)
		for n := range 2 {
			l := p.newLease(v, "耕地", xunzhi.DateOf(2022, 3, 1)+xunzhi.Date(n*200+p.r.n(90)), 6)
			l.openBid = true
			l.area = let * share / 100 / 2 / 1000 * 1000
			l.assetArea, l.annual = l.area, p.rentOf(v, "耕地", l.area)
			l.term(6)
			l.payOnTime(p)
			if n == 0 {
				l.writtenAs(p, id)
				l.refs = []ref{mainRow(c)}
			} else {
				l.person(p, who)
			}
			p.sign(v, l)
		}
	})
}

// reserveLand: more reserve land than the law allows.
func (p *planner) reserveLand() {
	const rule = "reserve-land-excess"
	var used []int
	p.each(rule, 1, func(k int, _ channel, decoy int) {
		v := p.nextVillage()
		if slices.Contains(used, v) {
			return
		}
		used = append(used, v)
		pct := []int64{12, 1}[decoy]
		c := p.objectCase(rule, "village", v, p.w.villageCode(v), []string{"机动地占耕地一成以上", "机动地占耕地3%"}[decoy], decoy != 0)
		p.ownAsset(v, "机动地(新增)", "资源", "机动地", p.w.villages[v].land*pct/100/1000*1000, mainRow(c))
	})
}
