package synth

import (
	"strings"

	"xunzhi"
)

// qualityCases plants domain Q, but for what follows from spoilt numbers and from totals.
func (p *planner) qualityCases() {
	p.sharedNumbers()
	p.registerMismatch()
	p.strangeVillages()
	p.twinRows()
	p.brokenBooks()
	p.wrongCodes()
}

// rowCase is a data-quality item: it is about a row.
func (p *planner) rowCase(rule string, v int, subject, why string, decoy bool) *Case {
	return p.objectCase(rule, "row", v, subject, why, decoy)
}

// sharedNumbers: somebody's number beside somebody else's name.
func (p *planner) sharedNumbers() {
	p.each("id-shared", 1, func(k int, _ channel, decoy int) {
		who := p.adult(25, 58)
		if who == 0 {
			return
		}
		w := p.w
		id := ident{who: who, name: nameOf(w.outsider(p.r, true, 1970)), id: idOf(who)}
		if decoy == 1 {
			for id = p.as(variant, who); id.ch == clean && who != 0; id = p.as(variant, who) {
				who = p.adult(25, 58)
			}
			if who == 0 {
				return
			}
		}
		c := p.rowCase("id-shared", w.villageOf(who), w.id(who), []string{"同一号码对应两个毫不相干的姓名", "同一人的姓名写成异体字"}[decoy], decoy != 0)
		in := p.middle(1, 3).First() + 3
		p.stayRow(id, stayLine{who, hospitals[0], in, in + 6, in + 7, diagnoses[k%10], 420000, 30}, mainRow(c))
	})
}

// stayRow writes one hospital stay.
func (p *planner) stayRow(id ident, l stayLine, refs ...ref) {
	v := make([]cell, len(p.w.src("medical").fields))
	p.w.medicalRow(v, l)
	v[0], v[1] = id.name, id.id
	r := id.mark(&row{vals: v, village: p.w.villageOf(id.who), period: l.settled.Month().Year(), refs: refs})
	s := p.w.src("medical")
	s.extras = append(s.extras, r)
}

// registerMismatch: the register's own sex or birth date contradicts the number.
func (p *planner) registerMismatch() {
	for _, rule := range []string{"sex-mismatch", "birth-mismatch"} {
		p.each(rule, 0, func(k int, _ channel, _ int) {
			who := p.adult(20, 70)
			if who == 0 {
				return
			}
			w := p.w
			w.people[who].flags |= skipResident
			c := p.rowCase(rule, w.villageOf(who), w.id(who), "登记的性别或出生日期与号码不符", false)
			r := p.resident(who, w.people[who].hh, relationText[w.people[who].rel], "正常", 0, 0, mainRow(c))
			ix := w.src("resident").index
			if rule == "sex-mismatch" {
				r.vals[ix["sex"]] = text(map[string]string{"男": "女", "女": "男"}[w.sex(who)])
			} else {
				r.vals[ix["birth_date"]] = date(xunzhi.Date(w.people[who].birth) + xunzhi.Date(p.r.between(20, 300)))
			}
		})
	}
}

// strangeVillages: a village that no register has.
func (p *planner) strangeVillages() {
	p.each("village-unresolved", 0, func(k int, _ channel, _ int) {
		who := p.adult(30, 70)
		if who == 0 {
			return
		}
		name := pick(p.r, []string{"虎头崖村", "蟠龙峪村", "鹦哥嘴村"})
		c := p.rowCase("village-unresolved", -1, name, "村名在村名册中找不到", false)
		v := p.w.villageOf(who)
		p.w.extra("housing_grant", v, 0, f{"village": text(name), "name": nameOf(who), "id_number": idOf(who), "grade": text("D级"), "mode": text("新建"), "amount": yuan(14000_00),
			"approved": date(xunzhi.DateOf(2022, 5, 6)), "finished": date(xunzhi.DateOf(2022, 11, 6))}, mainRow(c))
	})
}

// twinRows: the same row twice in one file.
func (p *planner) twinRows() {
	p.each("duplicate-row", 0, func(k int, _ channel, _ int) {
		who := p.adult(24, 60)
		if who == 0 {
			return
		}
		id := p.as(clean, who)
		p.car(id, carModels[2], 30000, "正常", xunzhi.DateOf(2019, 4, 5))
		s := p.w.src("vehicle")
		twin := *s.extras[len(s.extras)-1]
		c := p.rowCase("duplicate-row", p.w.villageOf(who), twin.vals[0].s, "同一行重复出现", false)
		twin.refs = []ref{mainRow(c)}
		s.extras = append(s.extras, &twin)
	})
}

// brokenBooks: a voucher whose sides differ, a statement whose balance jumps.
func (p *planner) brokenBooks() {
	p.each("balance-broken", 0, func(k int, _ channel, _ int) {
		v := p.nextVillage()
		day := p.middle(1, 1).First() + 12
		e := p.book(v, day, "村内道路养护", acPublic, 260_000, false)
		if k%2 == 0 {
			c := p.rowCase("balance-broken", v, p.w.villageCode(v)+"/"+e.no, "凭证借贷不平", false)
			e.entries[1].credit += 30_000
			e.refs = []ref{mainRow(c)}
			return
		}
		c := p.rowCase("balance-broken", v, p.w.bankAccount(v), "银行余额不连续", false)
		e.brokenChain, e.bankRefs = true, []ref{mainRow(c)}
	})
}

// book plans a payment of the village and gives it for changing.
func (p *planner) book(v int, day xunzhi.Date, what string, to account, fen int64, cash bool) *event {
	chief, clerk := p.w.signers(v)
	e := &event{day: day, no: p.w.nextVoucher(v, day), summary: what, party: "县城" + pick(p.r, tradeNames) + "经营部", handler: clerk, approver: chief, method: "转账", attachments: 2, invoice: p.invoice()}
	if cash {
		e.method = "现金"
	}
	e.entries, e.bank = spend(to, fen, cash)
	p.w.events[v] = append(p.w.events[v], e)
	return e
}

func (p *planner) invoice() string {
	b := []byte("9")
	for range 7 {
		b = append(b, byte('0'+p.r.n(10)))
	}
	return string(b)
}

// wrongCodes: firms whose code is short, or holds a letter that no code has.
func (p *planner) wrongCodes() {
	p.each("uscc-invalid", 0, func(k int, _ channel, _ int) {
		code := newUSCC("91", 20_000+k)
		bad := code[:17]
		if k%2 == 1 {
			bad = strings.Replace(code, "MA", "MI", 1)
		}
		rep := p.w.outsider(p.r, true, 1975)
		c := p.rowCase("uscc-invalid", -1, bad, "统一社会信用代码位数不对或含有不可能的字母", false)
		p.w.extra("company", -1, 0, f{"uscc": codeOf(bad), "name": text("平川远景" + pick(p.r, tradeNames) + "商贸有限公司"), "kind": text(kindLtd), "legal_rep": nameOf(rep), "legal_rep_id": idOf(rep),
			"capital": yuan(50_000_000), "established": date(xunzhi.DateOf(2019, 3, 4)), "status": text("存续"), "address": text("平川镇工业大道"), "phone": text(phone(p.r))}, mainRow(c))
	})
}
