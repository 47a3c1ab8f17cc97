package synth

import (
	"fmt"

	"xunzhi"
)

// housingCases plants domain E.
func (p *planner) housingCases() {
	p.grantsInPeace()
	p.grantPayroll()
	p.grantProperty()
	p.grantTwice()
	p.grantCadreKin()
	p.medicalAfterDeath()
	p.medicalOverlap()
	p.medicalSplit()
	p.medicalFree()
}

func (p *planner) grantDay() xunzhi.Date {
	return xunzhi.DateOf(p.w.m0.Year(), 4, 1) + xunzhi.Date(p.r.n(600))
}

// grantsInPeace gives every village some rebuilt houses that nobody can object to.
func (p *planner) grantsInPeace() {
	for v := range p.w.villages {
		h := p.household(v, nil)
		if len(p.w.households) < 400 && v > 0 || h == 0 {
			continue
		}
		p.w.households[h].use = useBusiness
		if i := p.w.grown(h, 30, 85); i != 0 {
			p.housing(p.as(clean, i), p.grantDay(), int64(p.r.between(6, 14))*1000)
		}
	}
}

func (p *planner) grantPayroll() {
	p.each("housing-grant-payroll", 1, func(k int, ch channel, decoy int) {
		who := p.payee(32, 56)
		if who == 0 {
			return
		}
		id := p.as(ch, who)
		c := p.personCase("housing-grant-payroll", id, []string{"在职财政供养人员享受危房改造", "财政供养名册上是同名的另一人"}[decoy], decoy != 0)
		p.housing(id, p.grantDay(), 14000, mainRow(c))
		if decoy == 1 {
			p.payrollRow(p.stranger(who), "在职", xunzhi.DateOf(2012, 7, 1), 0)
			return
		}
		p.payrollRow(p.as(clean, who), "在职", xunzhi.DateOf(2012, 7, 1), 0)
	})
}

func (p *planner) grantProperty() {
	p.each("housing-grant-property", 1, func(k int, ch channel, decoy int) {
		who := p.adult(32, 66)
		if who == 0 {
			return
		}
		id := p.as(ch, who)
		d := p.grantDay()
		c := p.personCase("housing-grant-property", id, []string{"批准前名下已有商品房", "商品房在享受危改一年以后购买"}[decoy], decoy != 0)
		p.housing(id, d, 14000, mainRow(c))
		at := d - 1200
		if decoy == 1 {
			at = min(d+420, p.w.asOf-5)
		}
		p.flat(p.as(clean, who), propertyLine{0, flat(p.r.next()), 10200, "住宅", 360_000_00, at, "单独所有"})
	})
}

func (p *planner) grantTwice() {
	p.each("housing-grant-twice", 1, func(k int, ch channel, decoy int) {
		h := p.family(2)
		if h == 0 {
			return
		}
		head := p.w.households[h].first
		c := p.householdCase("housing-grant-twice", head, clean, []string{"一户两次享受,或同时享受易地搬迁", "分属两户的同名户主各享受一次"}[decoy], decoy != 0)
		p.housing(p.as(clean, head), p.grantDay(), 12000, mainRow(c))
		switch {
		case decoy == 1:
			p.housing(p.stranger(head), p.grantDay(), 12000)
		case k%2 == 0:
			p.housing(p.as(clean, head+1), p.grantDay(), 14000)
		default:
			p.w.extra("relocation", -1, 0, f{"name": nameOf(head), "id_number": idOf(head), "household_no": text(householdNo(p.w, h)), "site": text("县城易地扶贫搬迁安置区"), "moved": date(xunzhi.DateOf(2020, 6, 1))})
		}
	})
}

func (p *planner) grantCadreKin() {
	p.each("housing-grant-cadre-kin", 1, func(k int, ch channel, decoy int) {
		c, who, _ := p.kinHousehold(30, 85, false)
		if who == 0 {
			return
		}
		p.claim(p.w.people[who].hh)
		id := p.as(ch, who)
		d := xunzhi.DateOf(p.w.m0.Year(), 6, 1) + xunzhi.Date(p.r.n(300))
		cs := p.personCase("housing-grant-cadre-kin", id, []string{"村干部近亲属享受危房改造,没有备案", "已备案"}[decoy], decoy != 0)
		p.housing(id, d, 13000, mainRow(cs))
		if decoy == 1 {
			p.w.extra("kin_filing", -1, 0, f{"cadre_id_number": idOf(c.person), "beneficiary_id_number": idOf(who), "program": text("农村危房改造"), "filed": date(d - 30)})
		}
	})
}

func (p *planner) medicalAfterDeath() {
	p.each("medical-after-death", 1, func(k int, ch channel, decoy int) {
		who := p.adult(45, 90)
		if who == 0 {
			return
		}
		id := p.as(ch, who)
		died := p.middle(4, 8)
		c := p.personCase("medical-after-death", id, []string{"死亡两个月以后仍有住院结算", "死亡前住院,死亡后10日结算"}[decoy], decoy != 0)
		p.die(who, died, clean, false, nil)
		d := xunzhi.Date(p.w.people[who].death)
		in := d + 70
		if decoy == 1 {
			in = d - 8
		}
		l := stayLine{who, hospitals[1], in, in + 7, in + 9, diagnoses[3], 860000, 30}
		if decoy == 1 {
			l.out, l.settled = d, d+10
		}
		p.stayRow(id, l, mainRow(c))
	})
}

func (p *planner) medicalOverlap() {
	p.each("medical-overlap", 1, func(k int, ch channel, decoy int) {
		who := p.adult(30, 80)
		if who == 0 {
			return
		}
		id := p.as(ch, who)
		in := p.middle(1, 3).First() + 4
		c := p.personCase("medical-overlap", id, []string{"同一时间在两家医院住院", "同日转院"}[decoy], decoy != 0)
		p.stayRow(id, stayLine{who, hospitals[0], in, in + 12, in + 13, diagnoses[1], 720000, 30}, mainRow(c))
		next := in + 4
		if decoy == 1 {
			next = in + 12
		}
		p.stayRow(p.as(clean, who), stayLine{who, hospitals[1], next, next + 9, next + 10, diagnoses[1], 660000, 30})
	})
}

func (p *planner) medicalSplit() {
	p.each("medical-split", 1, func(k int, ch channel, decoy int) {
		who := p.adult(40, 80)
		if who == 0 {
			return
		}
		what := []string{diagnoses[2], "恶性肿瘤术后化疗"}[decoy]
		c := p.personCase("medical-split", ident{who: who}, []string{"同院同病出院后3日内反复入院四次", "按疗程化疗"}[decoy], decoy != 0)
		in := xunzhi.DateOf(p.w.m1.Year()-1, 2, 5) + xunzhi.Date(p.r.n(100))
		for n := range 5 {
			var rs []ref
			if n == 1 {
				rs = []ref{mainRow(c)}
			}
			p.stayRow(p.as(clean, who), stayLine{who, hospitals[1], in, in + 9, in + 10, what, 530000, 30}, rs...)
			in += 12
		}
	})
}

func (p *planner) medicalFree() {
	p.each("medical-high-free", 1, func(k int, ch channel, decoy int) {
		who := p.adult(40, 80)
		if who == 0 {
			return
		}
		n := []int{8, 3}[decoy]
		c := p.personCase("medical-high-free", ident{who: who}, []string{"一年住院八次,自付为零", "一年三次"}[decoy], decoy != 0)
		in := xunzhi.DateOf(p.w.m1.Year()-1, 1, 8)
		for i := range n {
			var rs []ref
			if i == 0 {
				rs = []ref{mainRow(c)}
			}
			p.stayRow(p.as(clean, who), stayLine{who, hospitals[i%4], in, in + 8, in + 9, diagnoses[i%10], 410000, 0}, rs...)
			in += 40
		}
	})
}

// fundsCases plants what is clear-cut of domain G.
func (p *planner) fundsCases() {
	p.voucherCase("cash-large", []string{"单笔现金支出5000元", "现金支出600元"}, func(k, decoy, v int, day xunzhi.Date) *event {
		return p.book(v, day, "支付村内垃圾清运费", acPublic, []int64{500_000, 60_000}[decoy], true)
	})
	p.voucherCase("no-attachment", []string{"大额支出没有附件", "有附件"}, func(k, decoy, v int, day xunzhi.Date) *event {
		e := p.book(v, day, "支付沟渠清淤费", acPublic, 860_000, false)
		e.attachments = []int{0, 3}[decoy]
		if decoy == 0 {
			e.invoice = ""
		}
		return e
	})
	p.voucherCase("hospitality", []string{"摘要为招待用烟酒", "会议工作餐,有名单"}, func(k, decoy, v int, day xunzhi.Date) *event {
		return p.book(v, day, []string{"支付招待用烟酒款", "村民代表会议工作餐(附用餐名单)"}[decoy], acOffice, 78_000, false)
	})
	p.invoices()
	p.gaps()
	p.unbooked()
}

func (p *planner) voucherCase(rule string, why []string, f func(k, decoy, v int, day xunzhi.Date) *event) {
	p.each(rule, len(why)-1, func(k int, _ channel, decoy int) {
		v := p.nextVillage()
		day := p.middle(1, 1).First() + xunzhi.Date(p.r.between(5, 25))
		e := f(k, decoy, v, day)
		c := p.objectCase(rule, "voucher", v, p.w.villageCode(v)+"/"+e.no, why[decoy], decoy != 0)
		e.refs = append(e.refs, mainRow(c))
	})
}

// invoices: one invoice booked twice; a run of numbers of one seller.
func (p *planner) invoices() {
	p.each("invoice-duplicate", 0, func(k int, _ channel, _ int) {
		v := p.nextVillage()
		day := p.middle(1, 3).First() + 9
		a := p.book(v, day, "购买保洁工具", acPublic, 96_000, false)
		b := p.book(v, day+45, "购买保洁用具", acPublic, 96_000, false)
		b.invoice, b.party = a.invoice, a.party
		c := p.objectCase("invoice-duplicate", "invoice", v, a.invoice, "同一发票号报销两次", false)
		b.refs = []ref{mainRow(c)}
	})
	p.each("invoice-consecutive", 0, func(k int, _ channel, _ int) {
		v := p.nextVillage()
		day := p.middle(1, 3).First() + 3
		no := 30_000_000 + p.r.n(1_000_000)*10
		c := p.objectCase("invoice-consecutive", "invoice", v, fmt.Sprint(no), "同一销售方连号发票,日期不同", false)
		for n := range 4 {
			e := p.book(v, day+xunzhi.Date(n*6), "购买维修材料", acPublic, 88_000+int64(n)*1100, false)
			e.invoice, e.party = fmt.Sprint(no+n), "县城连兴建材门市"
			if n == 0 {
				e.refs = []ref{mainRow(c)}
			}
		}
	})
}

// gaps: a village that kept no books for months.
func (p *planner) gaps() {
	p.each("books-gap", 0, func(k int, _ channel, _ int) {
		v := p.nextVillage()
		from := p.middle(4, 8)
		span := xunzhi.MonthSpan{From: from, To: from + 4}
		for _, e := range p.w.events[v] {
			if span.Contains(e.day.Month()) {
				return
			}
		}
		p.w.bookGaps[v] = span
		c := p.objectCase("books-gap", "village", v, p.w.villageCode(v), "连续五个月没有凭证", false)
		e := p.book(v, (from+5).First()+3, "恢复记账后支付办公费", acOffice, 30_000, false)
		e.refs = []ref{mainRow(c)}
	})
}

// unbooked: money on the statement that no voucher knows.
func (p *planner) unbooked() {
	p.each("income-unbooked", 0, func(k int, _ channel, _ int) {
		v := p.nextVillage()
		day := p.middle(2, 4).First() + 11
		e := &event{day: day, no: p.w.nextVoucher(v, day), summary: "门面房租金", party: "承租户", bank: 1_234_500 + int64(k)*700, method: "转账", noVoucher: true}
		c := p.objectCase("income-unbooked", "village", v, p.w.villageCode(v), "银行收入三十日内没有入账凭证", false)
		c.Optional = true // the catalogue does not say what the subject is
		e.bankRefs = []ref{mainRow(c)}
		p.w.events[v] = append(p.w.events[v], e)
	})
}

// linkedCases plants domain J: letters that agree, and households with several flags.
func (p *planner) linkedCases() {
	w := p.w
	used := map[int]bool{}
	p.each("petition-cluster", 0, func(k int, _ channel, _ int) {
		v := p.nextVillage()
		if used[v] {
			return
		}
		used[v] = true
		c, ok := w.current(v, 0)
		if !ok {
			return
		}
		cs := p.objectCase("petition-cluster", "village", v, w.villageCode(v), "一年内多渠道反映同一干部同一问题", false)
		for n := range 4 {
			var rs []ref
			if n == 0 {
				rs = []ref{mainRow(cs)}
			}
			w.petition(p.r, 70_000+k*10+n, v, "农村三资", w.name(c.person), c.post, w.asOf-xunzhi.Date(40+n*55), rs...)
		}
	})
	p.each("household-combo", 0, func(k int, _ channel, _ int) {
		_, who, _ := p.kinHousehold(24, 60, false)
		if who == 0 {
			return
		}
		h := w.people[who].hh
		p.claim(h)
		combo := p.householdCase("household-combo", who, clean, "低保户,家有村干部近亲属,名下有轿车", false)
		kin := p.personCase("relief-cadre-kin", ident{who: who}, "村干部近亲属享受低保,没有备案", false)
		car := p.householdCase("relief-vehicle", who, clean, "低保期间名下有轿车", false)
		combo.Optional, kin.Optional, car.Optional = true, true, true // "家有村干部" may mean the officer himself only
		p.relief(roster{h: h, who: []uint32{who}, from: p.back(12), to: w.m1, start: p.back(12), c: combo, cs: []*Case{kin, car}})
		p.car(p.as(clean, who), carModels[0], 90000, "正常", p.back(20).First())
	})
}
