package synth

import (
	"fmt"

	"xunzhi"
)

// subsidyCases plants domain D, as far as it needs no policy list.
func (p *planner) subsidyCases() {
	p.subsidyAfterDeath()
	p.subsidyArea()
	p.subsidyTwice()
	p.subsidyAccount()
	p.subsidyArithmetic()
	p.subsidyOutsider()
	p.subsidyPayroll()
	p.machines()
}

// payee takes somebody whose household the background pays nothing.
func (p *planner) payee(lo, hi int) uint32 {
	who := p.adult(lo, hi)
	if who != 0 {
		p.w.households[p.w.people[who].hh].flags |= hhNoPay
	}
	return who
}

// yearly gives the last year whose land subsidy has been paid, and the day.
func (p *planner) paidDay(year, v int) xunzhi.Date {
	return xunzhi.DateOf(year, 5, 22) + xunzhi.Date(v%5)
}

// pay writes one payment of the land subsidy. area is in 1/10,000 mu.
func (p *planner) pay(id ident, day xunzhi.Date, area int64, refs ...ref) *row {
	w := p.w
	v := w.villageOf(id.who)
	at := v
	if at < 0 {
		at = p.nextVillage()
	}
	vals := make([]cell, len(w.src("payment").fields))
	w.paymentRow(vals, payLine{at, programs[0].name, id.who, day, area, programs[0].rate(day.Month().Year())})
	vals[3], vals[4] = id.name, id.id
	r := id.mark(&row{vals: vals, village: at, period: day.Month().Year(), refs: refs})
	s := w.src("payment")
	s.extras = append(s.extras, r)
	return r
}

func (p *planner) land(who uint32) int64 { return int64(p.w.households[p.w.people[who].hh].area) * 100 }

// lastPaid is the last year whose payment lies within the data.
func (p *planner) lastPaid() int {
	y := p.w.m1.Year()
	if p.paidDay(y, 4) > p.w.asOf {
		y--
	}
	return y
}

func (p *planner) subsidyAfterDeath() {
	const rule = "subsidy-after-death"
	p.each(rule, 2, func(k int, ch channel, decoy int) {
		w := p.w
		who := p.payee(40, 95)
		if who == 0 {
			return
		}
		y := p.lastPaid()
		day := p.paidDay(y, w.villageOf(who))
		id := p.as(ch, who)
		c := p.personCase(rule, id, []string{"死亡半年以后仍发放", "死亡后三个月内发放", "发放后已退回"}[decoy], decoy != 0)
		died := day.Month() - 9
		if decoy == 1 {
			died = day.Month() - 2
		}
		p.die(who, max(died, w.m0), clean, false, nil)
		p.pay(id, day, p.land(who), mainRow(c))
		if decoy == 2 {
			r := p.pay(id, day+6, p.land(who))
			r.vals[6], r.vals[9], r.vals[10] = price(-r.vals[6].i), yuan(-r.vals[9].i), yes(true)
		}
	})
}

func (p *planner) subsidyArea() {
	const rule = "subsidy-over-area"
	p.each(rule, 1, func(k int, _ channel, decoy int) {
		h := p.family(1)
		if h == 0 {
			return
		}
		who := p.w.households[h].first
		p.w.households[h].flags |= hhNoPay
		c := p.personCase(rule, ident{who: who}, []string{"补贴面积超过确权面积四成", "超出3%"}[decoy], decoy != 0)
		p.pay(p.as(clean, who), p.paidDay(p.lastPaid(), p.w.villageOf(who)), p.land(who)*int64([]int{145, 103}[decoy])/100, mainRow(c))
	})
}

func (p *planner) subsidyTwice() {
	const rule = "subsidy-duplicate"
	p.each(rule, 1, func(k int, ch channel, decoy int) {
		who := p.payee(30, 75)
		if who == 0 {
			return
		}
		id := p.as(ch, who)
		day := p.paidDay(p.lastPaid(), p.w.villageOf(who))
		c := p.personCase(rule, id, []string{"同一项目同月发放两次,账户不同", "第一次退回后重发"}[decoy], decoy != 0)
		half := p.land(who) / 2
		p.pay(id, day, half, mainRow(c))
		if decoy == 1 {
			r := p.pay(id, day+2, half)
			r.vals[6], r.vals[9], r.vals[10] = price(-r.vals[6].i), yuan(-r.vals[9].i), yes(true)
		}
		r := p.pay(p.as(clean, who), day+4, half)
		r.vals[5] = text(p.w.account(who + 1_000_003))
	})
}

func (p *planner) subsidyAccount() {
	const rule = "subsidy-account-shared"
	p.each(rule, 1, func(k int, _ channel, decoy int) {
		var who []uint32
		v := -1
		for range []int{4, 2}[decoy] {
			i := p.adultIn(v, 30, 80)
			if i == 0 {
				return
			}
			p.w.households[p.w.people[i].hh].flags |= hhNoPay
			who, v = append(who, i), p.w.villageOf(i)
		}
		acc := p.w.account(who[0])
		c := p.objectCase(rule, "account", v, acc, []string{"一个账户代领四户的补贴", "两户共用一个账户"}[decoy], decoy != 0)
		for n, i := range who {
			r := p.pay(p.as(clean, i), p.paidDay(p.lastPaid(), v), p.land(i))
			r.vals[5] = text(acc)
			if n == 0 {
				r.refs = []ref{mainRow(c)}
			}
		}
	})
}

func (p *planner) subsidyArithmetic() {
	p.each("subsidy-arithmetic", 0, func(k int, _ channel, _ int) {
		who := p.payee(30, 75)
		if who == 0 {
			return
		}
		c := p.personCase("subsidy-arithmetic", ident{who: who}, "面积乘标准与金额相差100元", false)
		q := p.rowCase("amount-arithmetic", p.w.villageOf(who), p.w.id(who), "面积乘标准与金额不符", false)
		r := p.pay(p.as(clean, who), p.paidDay(p.lastPaid(), p.w.villageOf(who)), p.land(who), mainRow(c), mainRow(q))
		r.vals[9] = yuan(r.vals[9].i + 100_00)
	})
}

func (p *planner) subsidyOutsider() {
	p.each("subsidy-nonresident", 0, func(k int, _ channel, _ int) {
		who := p.w.outsider(p.r, true, p.r.between(1958, 1985))
		c := p.personCase("subsidy-nonresident", ident{who: who}, "非本村户籍,没有确权也没有流转合同", false)
		r := p.pay(p.as(clean, who), p.paidDay(p.lastPaid(), 0), 65000)
		r.refs = []ref{mainRow(c)}
		c.Village = p.w.villageCode(r.village)
	})
}

func (p *planner) subsidyPayroll() {
	p.each("subsidy-payroll", 1, func(k int, _ channel, decoy int) {
		who := p.payee(30, 56)
		if who == 0 {
			return
		}
		c := p.personCase("subsidy-payroll", ident{who: who}, []string{"在职财政供养人员领取耕地地力保护补贴", "财政供养名册上是同名的另一人"}[decoy], decoy != 0)
		c.Optional = decoy == 0 // which programmes are meant stands in the county's list
		p.pay(p.as(clean, who), p.paidDay(p.lastPaid(), p.w.villageOf(who)), p.land(who), mainRow(c))
		id := p.as(clean, who)
		if decoy == 1 {
			id = p.stranger(who)
		}
		p.payrollRow(id, "在职", xunzhi.DateOf(2014, 7, 1), 0)
	})
}

var machineModels = []string{"4LZ-6.0履带自走式谷物联合收割机", "1GQN-200旋耕机", "MG904轮式拖拉机", "2BXF-12小麦播种机", "3WP-500喷雾机"}

// machine writes one subsidised machine.
func (p *planner) machine(id ident, day xunzhi.Date, model int, serial string, refs ...ref) {
	w := p.w
	v := max(0, w.villageOf(id.who))
	cost := int64(p.r.between(60, 900)) * 10_000
	id.mark(w.extra("machinery", v, 0, f{"name": id.name, "holder_id": id.id, "village": inVillage(v), "model": text(machineModels[model]), "serial_no": text(serial), "engine_no": text(fmt.Sprintf("FD%08d", p.r.n(100_000_000))),
		"dealer": text("县丰收农机销售有限公司"), "invoice_no": text(p.invoice()), "price": yuan(cost), "subsidy": yuan(cost * 3 / 10), "bought": date(day)}, refs...))
}

func (p *planner) serial() string {
	p.serialN++
	return fmt.Sprintf("CC%d%06d", p.w.m1.Year(), p.serialN*37)
}

func (p *planner) machines() {
	day := func() xunzhi.Date {
		return xunzhi.DateOf(p.w.m1.Year()-1, 3, 1) + xunzhi.Date(p.r.n(200))
	}
	for v := range p.w.villages {
		if who := p.tenant(v); who != 0 {
			p.machine(p.as(clean, who), day(), p.r.n(5), p.serial())
		}
	}
	p.each("machinery-duplicate", 0, func(k int, _ channel, _ int) {
		a, b := p.adult(30, 60), p.adult(30, 60)
		if a == 0 || b == 0 {
			return
		}
		no := p.serial()
		c := p.objectCase("machinery-duplicate", "asset", p.w.villageOf(a), no, "同一出厂编号两次申领补贴", false)
		p.machine(p.as(clean, a), day(), 0, no, mainRow(c))
		p.machine(p.as(clean, b), day(), 0, no)
	})
	p.each("machinery-many", 1, func(k int, _ channel, decoy int) {
		a := p.adult(30, 60)
		if a == 0 {
			return
		}
		c := p.personCase("machinery-many", ident{who: a}, []string{"一年内同类机具购置四台", "两台,未超过限额"}[decoy], decoy != 0)
		for n := range []int{4, 2}[decoy] {
			var rs []ref
			if n == 0 {
				rs = []ref{mainRow(c)}
			}
			p.machine(p.as(clean, a), day(), 1, p.serial(), rs...)
		}
	})
	p.each("machinery-insider", 0, func(k int, _ channel, _ int) {
		a := p.payee(30, 56)
		if a == 0 {
			return
		}
		c := p.personCase("machinery-insider", ident{who: a}, "在职公职人员申领农机补贴", false)
		p.payrollRow(p.as(clean, a), "在职", xunzhi.DateOf(2012, 7, 1), 0)
		p.machine(p.as(clean, a), day(), 2, p.serial(), mainRow(c))
	})
}
