package synth

import (
	"fmt"
	"slices"

	"xunzhi"
)

// work is one project with its bids.
type work struct {
	no, name, place, fund       string
	budget, award, final        int64
	contractor                  int
	method                      string
	tendered, started, accepted xunzhi.Date
	bids                        []bid
	refs                        []ref
	noAsset                     bool
}

type bid struct {
	company                               int
	price                                 int64
	rep, contact, phone, address, deposit string
	refs                                  []ref
}

var workKinds = []string{"通组道路硬化工程", "文化广场建设工程", "安全饮水工程", "太阳能路灯安装工程", "排水沟渠整治工程", "村部维修改造工程", "田间机耕路工程", "公厕改建工程", "小型桥梁改造工程", "堰塘清淤工程"}
var workPlaces = []string{"东街", "西沟", "南坡", "北岭", "一组", "二组", "三组", "四组", "村口", "河边", "五组", "六组", "学校旁", "村部前", "东沟", "西坡", "南湾", "北塘", "桥头", "晒场边"}
var funds = []string{"衔接推进乡村振兴补助资金", "一事一议财政奖补", "村集体自筹", "以工代赈资金", "水利发展资金"}

// newWork drafts an innocent project with three to five bids; the k-th of a village has a kind and place of its own.
func (p *planner) newWork(v, k int, tendered xunzhi.Date, contractor int) *work {
	p.workN[v]++
	vl := &p.w.villages[v]
	x := &work{no: fmt.Sprintf("XM%s-%d-%02d", vl.code[6:], tendered.Month().Year(), p.workN[v]), contractor: contractor, tendered: tendered, method: "公开招标"}
	x.name = fmt.Sprintf("%s%s%s", vl.name, workPlaces[(k+v)%len(workPlaces)], workKinds[(k*3+v)%len(workKinds)])
	x.place, x.fund = vl.name+workPlaces[(k+v)%len(workPlaces)], funds[(k+v)%len(funds)]
	x.money(p, int64(p.r.between(800, 2900)))
	x.started = tendered + xunzhi.Date(p.r.between(12, 35))
	x.accepted = x.started + xunzhi.Date(p.r.between(50, 140))
	p.invite(x, p.r.between(2, 4))
	return x
}

// money sets budget (hundreds of yuan), award and final amount.
func (x *work) money(p *planner, hundreds int64) {
	x.budget = hundreds * 10000
	x.award = hundreds * int64(p.r.between(930, 985)) / 1000 * 10000
	x.final = x.award / 10000 * int64(p.r.between(965, 1030)) / 1000 * 10000
}

// invite adds the contractor's bid and n others, all of different houses and with prices that follow no pattern.
func (p *planner) invite(x *work, n int) {
	x.bids = []bid{p.bidOf(x.contractor, x.award)}
	for len(x.bids) <= n || x.patterned() {
		x.bids = x.bids[:min(len(x.bids), n)]
		c := pick(p.r, p.w.builders)
		if slices.ContainsFunc(x.bids, func(b bid) bool { return b.company == c }) {
			continue
		}
		b := p.bidOf(c, 0)
		b.price = x.award + x.award/10000*int64(p.r.between(60, 700))*int64(len(x.bids))/10 + int64(p.r.between(1, 97))*1300
		b.price += int64(len(x.bids)*len(x.bids)) * 71_00
		x.bids = append(x.bids, b)
	}
}

// patterned tells whether the prices come near to an even series, plain or in proportion.
func (x *work) patterned() bool {
	var ps []int64
	for _, b := range x.bids {
		ps = append(ps, b.price)
	}
	slices.Sort(ps)
	even, ratio := len(ps) > 2, len(ps) > 2
	for i := 2; i < len(ps); i++ {
		gap := (ps[i] - ps[i-1]) - (ps[1] - ps[0])
		even = even && gap < 20_000 && gap > -20_000
		off := ps[i] - ps[i-1]*ps[1]/ps[0]
		ratio = ratio && off < 20_000 && off > -20_000
	}
	return even || ratio
}

func (p *planner) bidOf(c int, price int64) bid {
	co := &p.w.companies[c]
	r := stream(p.w.cfg.Seed, "bidder", uint64(c))
	return bid{company: c, price: price, rep: p.w.name(co.rep), contact: pick(r, []string{"小", "老", ""}) + p.w.names.surnames[pick(r, p.w.names.bySur)] + pick(r, []string{"经理", "工", "会计"}) + string(rune('A'+c%26)),
		phone: co.phone, address: co.addr, deposit: fmt.Sprintf("7701%012d", 100_000+c*131)}
}

// put writes project, bids and the asset it became.
func (p *planner) put(v int, x *work) {
	w := p.w
	co := &w.companies[x.contractor]
	row := f{"project_no": text(x.no), "village": inVillage(v), "name": text(x.name), "location": text(x.place), "fund_source": text(x.fund), "budget": yuan(x.budget), "award_amount": yuan(x.award),
		"contractor": text(co.name), "contractor_uscc": codeOf(co.uscc), "tender_method": text(x.method), "tendered": date(x.tendered), "started": date(x.started)}
	if x.accepted <= w.asOf {
		row["accepted"], row["final_amount"] = date(x.accepted), yuan(x.final)
	}
	w.extra("project", v, 0, row, x.refs...)
	for _, b := range x.bids {
		bc := &w.companies[b.company]
		w.extra("bid", v, 0, f{"project_no": text(x.no), "bidder": text(bc.name), "bidder_uscc": codeOf(bc.uscc), "legal_rep": text(b.rep), "contact": text(b.contact), "phone": text(b.phone),
			"address": text(b.address), "price": yuan(b.price), "deposit_account": text(b.deposit)}, b.refs...)
	}
	if x.accepted <= w.asOf && !x.noAsset {
		p.assetN[v]++
		w.extra("asset", v, 0, f{"asset_no": text(fmt.Sprintf("ZC%s%03d", w.villages[v].code[6:], p.assetN[v])), "village": inVillage(v), "name": text(x.name), "kind": text("资产"), "class": text("工程设施"),
			"location": text(x.place), "original_value": yuan(x.final), "state": text("自用"), "acquired": date(min(x.accepted+20, w.asOf))})
	}
}

// works gives the village three or four projects, each built by another firm.
func (p *planner) works(v int) {
	w := p.w
	at := p.r.n(len(w.builders))
	for k := range p.r.between(3, 4) {
		day := w.m0.First() + 30 + xunzhi.Date(k*(w.cfg.Months*30-60)/5) + xunzhi.Date(p.r.n(40))
		if day > w.asOf-40 {
			continue
		}
		x := p.newWork(v, k, day, w.builders[(at+k*5)%len(w.builders)])
		if p.r.chance(25) {
			x.method, x.bids = "简易程序", nil
		}
		p.put(v, x)
	}
}
