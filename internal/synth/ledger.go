package synth

import (
	"fmt"
	"slices"

	"xunzhi"
)

// entry is one line of a voucher, in fen.
type entry struct {
	account       account
	debit, credit int64
}

type account struct{ code, name string }

// The accounts used, by the chart of 财会〔2023〕14号.
var (
	acCash   = account{"101", "库存现金"}
	acBank   = account{"102", "银行存款"}
	acIncome = account{"501", "经营收入"}
	acGrant  = account{"503", "补助收入"}
	acOffice = account{"522", "管理费用"}
	acPublic = account{"523", "公益支出"}
)

// event is one voucher and what it does to the bank account.
type event struct {
	day                                       xunzhi.Date
	no, summary                               string
	entries                                   []entry
	party, handler, approver, invoice, method string
	attachments                               int
	bank                                      int64 // in or out (negative) of the account
	partyAccount                              string
	refs                                      []ref // concerning the voucher's first line
	noVoucher                                 bool
	bankRefs                                  []ref
	brokenChain                               bool
}

func voucherNo(d xunzhi.Date, n int) string {
	m := d.Month()
	return fmt.Sprintf("记-%04d%02d-%03d", m.Year(), m.Month(), n)
}

// nextVoucher numbers vouchers that are planned ahead; the ledger's own begin at 1 and stay below 500.
func (w *world) nextVoucher(v int, d xunzhi.Date) string {
	k := fmt.Sprintf("%d/%d", v, d.Month())
	w.lastNo[k]++
	return voucherNo(d, 500+w.lastNo[k])
}

func spend(to account, fen int64, cash bool) ([]entry, int64) {
	from, bank := acBank, -fen
	if cash {
		from, bank = acCash, 0
	}
	return []entry{{to, fen, 0}, {from, 0, fen}}, bank
}

func earn(from account, fen int64) []entry { return []entry{{acBank, fen, 0}, {from, 0, fen}} }

// everyday is the innocent business of one month in a village: it depends on village and month alone.
func (w *world) everyday(v int, m xunzhi.Month) []*event {
	r := stream(w.cfg.Seed, "ledger", uint64(v), uint64(m))
	chief, clerk := w.signers(v)
	var out []*event
	add := func(day int, e event) {
		e.day, e.handler, e.approver = m.First()+xunzhi.Date(day), clerk, chief
		if e.attachments == 0 {
			e.attachments = r.between(1, 4)
		}
		out = append(out, &e)
	}
	grant := int64(r.between(60, 140)) * 10000
	add(2, event{summary: fmt.Sprintf("收到上级拨付%d月村级运转经费", m.Month()), entries: earn(acGrant, grant), bank: grant, party: "乡镇财政所", method: "转账"})
	add(4, event{summary: "提取备用金", entries: []entry{{acCash, 80000, 0}, {acBank, 0, 80000}}, bank: -80000, party: "本村备用金", method: "转账"})
	for _, k := range []struct {
		what, party string
		lo, hi      int
		cash        bool
	}{{"购买办公用品", "县城文具店", 8, 40, true}, {"支付电费", "县供电公司", 12, 60, false}, {"支付水费", "县自来水公司", 6, 30, false}, {"支付保洁员工资", "保洁员工资代发户", 60, 120, false}, {"支付网络费", "县电信公司", 9, 20, true}, {"村内路灯维修", "县城五金店", 20, 70, false}} {
		if r.chance(25) {
			continue
		}
		fen := int64(r.between(k.lo, k.hi))*1000 + int64(r.n(10))*10
		e := event{summary: fmt.Sprintf("%s(%d月)", k.what, m.Month()), party: k.party, method: "转账", invoice: fmt.Sprintf("%08d", r.n(100_000_000))}
		if k.cash {
			e.method = "现金"
		}
		e.entries, e.bank = spend(acOffice, fen, k.cash)
		if k.what == "支付保洁员工资" {
			e.entries[0].account, e.invoice = acPublic, ""
		}
		add(r.between(6, 26), e)
	}
	slices.SortStableFunc(out, func(a, b *event) int { return int(a.day - b.day) })
	for i, e := range out {
		e.no = voucherNo(e.day, i+1)
	}
	return out
}

// signers names the village's chief and its bookkeeper.
func (w *world) signers(v int) (chief, clerk string) {
	if c, ok := w.current(v, 0); ok {
		chief = w.name(c.person)
	}
	if c, ok := w.current(v, 3); ok {
		clerk = w.name(c.person)
	} else {
		clerk = chief
	}
	return chief, clerk
}

// year gives the village's events of one year within the months of the data, in order.
func (w *world) year(v, year int) []*event {
	var out []*event
	for m := max(w.m0, xunzhi.MonthOf(year, 1)); m <= min(w.m1, xunzhi.MonthOf(year, 12)); m++ {
		if !w.gap(v, m) {
			out = append(out, w.everyday(v, m)...)
		}
	}
	for _, e := range w.events[v] {
		if y := e.day.Month().Year(); y == year && e.day.Month() >= w.m0 {
			out = append(out, e)
		}
	}
	slices.SortStableFunc(out, func(a, b *event) int { return int(a.day - b.day) })
	return out
}

// gap tells whether the village kept no books in month m (a planted case).
func (w *world) gap(v int, m xunzhi.Month) bool {
	g, ok := w.bookGaps[v]
	return ok && g.Contains(m)
}

func genVoucher(b *block) {
	w := b.w
	for _, e := range w.year(b.v, b.period) {
		if e.noVoucher {
			continue
		}
		for k, en := range e.entries {
			v := make([]cell, len(b.s.fields))
			v[0], v[1], v[2], v[3], v[4], v[5] = inVillage(b.v), date(e.day), text(e.no), count(k+1), count(e.attachments), text(e.summary)
			v[6], v[7] = text(en.account.code), text(en.account.name)
			if en.debit != 0 {
				v[8] = yuan(en.debit)
			}
			if en.credit != 0 {
				v[9] = yuan(en.credit)
			}
			v[10], v[11], v[12], v[13], v[14] = text(e.party), text(e.handler), text(e.approver), text(e.invoice), text(e.method)
			if len(e.refs) > 0 && k == 0 {
				b.put(&row{vals: v, village: b.v, refs: e.refs})
				continue
			}
			b.emit(v)
		}
	}
}

// openingBalance keeps every account above water.
const openingBalance = 30_000_000

// genBank writes the account's statement of one year; the balance follows from all years before.
func genBank(b *block) {
	w := b.w
	balance := int64(openingBalance)
	for y := w.m0.Year(); y < b.period; y++ {
		for _, e := range w.year(b.v, y) {
			balance += e.bank + e.chainFault()
		}
	}
	acc := w.bankAccount(b.v)
	for _, e := range w.year(b.v, b.period) {
		if e.bank == 0 {
			continue
		}
		balance += e.bank + e.chainFault()
		v := make([]cell, len(b.s.fields))
		v[0], v[1], v[2], v[3], v[4], v[5] = inVillage(b.v), text(acc), date(e.day), text("收入"), yuan(e.bank), yuan(balance)
		if e.bank < 0 {
			v[3], v[4] = text("支出"), yuan(-e.bank)
		}
		pa := e.partyAccount
		if pa == "" {
			pa = fmt.Sprintf("8801%012d", mixText(e.party)%1_000_000_000_000)
		}
		v[6], v[7], v[8] = text(e.party), text(pa), text(e.summary)
		if len(e.bankRefs) > 0 {
			b.put(&row{vals: v, village: b.v, refs: e.bankRefs})
			continue
		}
		b.emit(v)
	}
}

// chainFault is what the statement's balance jumps by where a planted case breaks it.
func (e *event) chainFault() int64 {
	if e.brokenChain {
		return 50000
	}
	return 0
}

func (w *world) bankAccount(v int) string { return fmt.Sprintf("6299%014d", 10_000_000+v*37) }
