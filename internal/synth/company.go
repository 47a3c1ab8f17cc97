package synth

import (
	"fmt"

	"xunzhi"
)

// company is one entry of the company register with its people.
type company struct {
	uscc, name, kind, status, addr, phone string
	rep                                   uint32
	capital                               int64 // fen
	est                                   xunzhi.Date
	people                                []companyRole
}

type companyRole struct {
	who   uint32
	role  string
	share int64 // 1/1,000,000 percent, 0 none
}

var tradeNames = []string{"宏达", "鑫源", "恒通", "瑞丰", "金泰", "永盛", "华兴", "兴旺", "顺达", "鼎盛", "博远", "天成", "正大", "利民", "惠农", "绿源", "丰收", "锦程", "凯达", "中恒", "富民", "诚信", "光明", "腾飞", "祥瑞", "昌盛", "汇丰", "东升", "龙腾", "安泰"}
var tradesLtd = []string{"建材", "商贸", "农业开发", "物流", "食品", "机械制造", "服装", "环保科技", "装饰", "劳务"}
var tradesCoop = []string{"种植", "养殖", "果蔬种植", "农机服务", "中药材种植", "林果"}
var tradesShop = []string{"超市", "餐馆", "五金店", "农资店", "理发店", "修理部", "便利店", "建材门市"}

const (
	kindLtd  = "有限责任公司"
	kindCoop = "农民专业合作社"
	kindShop = "个体工商户"
)

// newUSCC gives a code of GB 32100 whose register does not exist, with a right check character.
func newUSCC(prefix string, n int) string {
	const az = "0123456789ABCDEFGHJKLMNPQRTUWXY"
	b := []byte(prefix + countyCode + "MA")
	x := mix(uint64(n)*7919 + 11)
	for range 3 {
		b = append(b, az[x%31])
		x /= 31
	}
	for p := 31 * 31 * 31; p > 0; p /= 31 {
		b = append(b, az[n/p%31])
	}
	return string(append(b, xunzhi.USCCCheckChar(string(b))))
}

// newCompany registers a company; its legal representative holds most of it.
func (w *world) newCompany(r *rng, kind, trade string, rep uint32, est xunzhi.Date) int {
	n := len(w.companies)
	prefix := map[string]string{kindLtd: "91", kindCoop: "93", kindShop: "92"}[kind]
	town := w.towns[r.n(len(w.towns))].name
	c := company{uscc: newUSCC(prefix, n), kind: kind, status: "存续", rep: rep, est: est, phone: phone(r)}
	c.name = w.companyName(r, town, kind, trade, n)
	c.addr = fmt.Sprintf("%s工业大道%d号", town, n*2+1)
	switch kind {
	case kindLtd:
		c.capital = int64(r.between(50, 800)) * 1_000_000
		c.people = []companyRole{{rep, "股东", 70_000000}, {rep, "执行董事", 0}}
	case kindCoop:
		c.capital = int64(r.between(20, 200)) * 1_000_000
		c.people = []companyRole{{rep, "成员", 60_000000}}
	}
	w.companies = append(w.companies, c)
	return n
}

func (w *world) companyName(r *rng, town, kind, trade string, n int) string {
	stem := pick(r, tradeNames)
	if n >= len(tradeNames) { // two trade words keep full names apart
		stem = string([]rune(stem)[:1]) + string([]rune(tradeNames[n/7%len(tradeNames)])[1:]) + string([]rune("一元信泽康嘉景益胜和宜庆")[n%12:n%12+1])
	}
	name := string([]rune(town)[:2]) + stem + trade
	switch kind {
	case kindLtd:
		name += "有限公司"
	case kindCoop:
		name += "专业合作社"
	}
	if w.usedNames[name] {
		name = string([]rune(town)[:2]) + stem + fmt.Sprint(n) + "号" + trade
		if kind == kindLtd {
			name += "有限公司"
		} else if kind == kindCoop {
			name += "专业合作社"
		}
	}
	w.usedNames[name] = true
	return name
}

// makeCompanies registers builders, whose people are outsiders to everybody, and the other firms of the county.
func (w *world) makeCompanies() {
	w.usedNames = map[string]bool{}
	r := stream(w.cfg.Seed, "companies")
	for range max(26, len(w.villages)/3) {
		rep := w.outsider(r, r.chance(85), r.between(1965, 1988))
		w.builders = append(w.builders, w.newCompany(r, kindLtd, pick(r, []string{"建筑工程", "市政工程", "路桥工程", "水利工程"}), rep, xunzhi.DateOf(r.between(2008, 2018), r.between(1, 12), r.between(1, 28))))
	}
	homes := len(w.households) / 30
	for range max(24, w.cfg.People/90) {
		kind := pick(r, []string{kindLtd, kindLtd, kindShop, kindCoop})
		trade := pick(r, map[string][]string{kindLtd: tradesLtd, kindShop: tradesShop, kindCoop: tradesCoop}[kind])
		rep := w.owner(r, &homes)
		c := w.newCompany(r, kind, trade, rep, xunzhi.DateOf(r.between(2010, 2020), r.between(1, 12), r.between(1, 28)))
		if r.chance(6) {
			w.companies[c].status = "注销"
		}
		if kind == kindLtd && r.chance(40) {
			w.companies[c].people = append(w.companies[c].people, companyRole{w.outsider(r, r.chance(60), r.between(1962, 1990)), pick(r, []string{"股东", "监事"}), 30_000000})
		}
	}
	w.nEmployers = len(w.companies)
}

// owner finds a villager to own a firm, as long as there are families to spare, else somebody from elsewhere.
func (w *world) owner(r *rng, left *int) uint32 {
	if *left > 0 && r.chance(50) {
		h := uint32(1 + r.n(len(w.households)-1))
		if i := w.grown(h, 28, 58); i != 0 && w.households[h].use == useFree {
			*left--
			w.households[h].use = useBusiness
			return i
		}
	}
	return w.outsider(r, r.chance(70), r.between(1962, 1992))
}

// companyRegister writes the company sources, and for each builder the people it insures.
func (w *world) companyRegister() {
	r := stream(w.cfg.Seed, "insured")
	for i := range w.companies {
		c := &w.companies[i]
		w.extra("company", -1, 0, f{"uscc": codeOf(c.uscc), "name": text(c.name), "kind": text(c.kind), "legal_rep": nameOf(c.rep), "legal_rep_id": idOf(c.rep),
			"capital": yuan(c.capital), "established": date(c.est), "status": text(c.status), "address": text(c.addr), "phone": text(c.phone)})
		for _, p := range c.people {
			v := f{"uscc": codeOf(c.uscc), "company_name": text(c.name), "name": nameOf(p.who), "id_number": idOf(p.who), "role": text(p.role)}
			if p.share != 0 {
				v["share"] = price(p.share)
			}
			w.extra("company_person", -1, 0, v)
		}
	}
	for _, b := range w.builders {
		c := &w.companies[b]
		for range r.between(2, 4) {
			i := w.outsider(r, r.chance(70), r.between(1970, 1998))
			w.extra("employment", -1, 0, f{"name": nameOf(i), "id_number": idOf(i), "unit_name": text(c.name), "unit_uscc": codeOf(c.uscc), "start": month(xunzhi.MonthOf(2019, 1+r.n(12)))})
		}
	}
}
