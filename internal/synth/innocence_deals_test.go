package synth

import (
	"fmt"
	"math"
	"slices"
	"sort"
	"strings"

	"xunzhi"
)

// leaseFact is a contract with what was paid for it.
type leaseFact struct {
	fact
	paid []fact
}

func (l leaseFact) at(k string) cell { return l.fact[k] }

func (c *county) leases() []leaseFact {
	paid := map[string][]fact{}
	for _, f := range c.facts["collection"] {
		paid[f["contract_no"].s] = append(paid[f["contract_no"].s], f)
	}
	var out []leaseFact
	for _, f := range c.facts["contract"] {
		out = append(out, leaseFact{f, paid[f["contract_no"].s]})
	}
	return out
}

func (c *county) leaseIf(ok func(l leaseFact) bool) map[string]bool {
	out := set()
	for _, l := range c.leases() {
		if ok(l) {
			out[l.at("contract_no").s] = true
		}
	}
	return out
}

// findOverdue: what was due two months ago exceeds what has come in.
func findOverdue(c *county) map[string]bool {
	return c.leaseIf(func(l leaseFact) bool {
		var due, got int64
		y, m, d := l.day("start").YMD()
		for k := 0; ; k++ {
			at := xunzhi.DateOf(y+k, m, min(d, 28))
			if at >= l.day("end") || at > c.w.asOf-62 {
				break
			}
			due += l.at("annual_amount").i
		}
		for _, p := range l.paid {
			got += p["amount"].i
		}
		return due > got
	})
}

func (c *county) assets() map[string]fact {
	m := map[string]fact{}
	for _, f := range c.facts["asset"] {
		m[f["asset_no"].s] = f
	}
	return m
}

func letOut(state string) bool { return state == "发包" || state == "出租" }

func findExpired(c *county) map[string]bool {
	assets := c.assets()
	running := map[string]bool{}
	for _, l := range c.leases() {
		if l.day("end") >= c.w.asOf && l.day("start") <= c.w.asOf {
			running[l.at("asset_no").s] = true
		}
	}
	return c.leaseIf(func(l leaseFact) bool {
		a := assets[l.at("asset_no").s]
		return l.day("end") < c.w.asOf-30 && letOut(a["state"].s) && !running[l.at("asset_no").s]
	})
}

func findTerm(c *county) map[string]bool {
	most := map[string]int{"耕地": 30, "机动地": 30, "草地": 50, "林地": 70, "房屋": 20, "设备": 20}
	return c.leaseIf(func(l leaseFact) bool {
		n, ok := most[l.at("kind").s]
		y, m, d := l.day("start").YMD()
		return ok && l.day("end") >= xunzhi.DateOf(y+n, m, min(d, 28))
	})
}

func findCheap(c *county) map[string]bool {
	type deal struct {
		no    string
		price float64
		day   xunzhi.Date
	}
	groups := map[string][]deal{}
	for _, l := range c.leases() {
		if l.at("area_mu").i > 0 {
			k := fmt.Sprint(c.w.villages[l.at("village").i].town, l.at("kind").s)
			groups[k] = append(groups[k], deal{l.at("contract_no").s, float64(l.at("annual_amount").i) / float64(l.at("area_mu").i), l.day("signed")})
		}
	}
	out := set()
	for _, ds := range groups {
		for _, d := range ds {
			var near []float64
			for _, o := range ds {
				if math.Abs(float64(o.day-d.day)) <= 5*365 {
					near = append(near, o.price)
				}
			}
			sort.Float64s(near)
			if len(near) >= 8 && d.price < near[len(near)/2]*0.6 {
				out[d.no] = true
			}
		}
	}
	return out
}

func findNoVote(c *county) map[string]bool {
	met := map[string]fact{}
	for _, f := range c.facts["meeting"] {
		met[f["object_no"].s] = f
	}
	return c.leaseIf(func(l leaseFact) bool {
		m, ok := met[l.at("contract_no").s]
		if !ok || m["attended"].i*3 < m["should_attend"].i*2 || m["agreed"].i*3 < m["attended"].i*2 {
			return true
		}
		local := l.at("party_id").k == kID && c.w.villageOf(uint32(l.at("party_id").i)) == int(l.at("village").i)
		return !local && !l.has("township_approval")
	})
}

func findDoubleLet(c *county) map[string]bool {
	by := map[string][]leaseFact{}
	for _, l := range c.leases() {
		by[l.at("asset_no").s] = append(by[l.at("asset_no").s], l)
	}
	out := set()
	for no, ls := range by {
		for i := range ls {
			for j := range i {
				if ls[i].day("start") <= ls[j].day("end") && ls[j].day("start") <= ls[i].day("end") {
					out[no] = true
				}
			}
		}
	}
	return out
}

func findSplitLet(c *county) map[string]bool {
	by := map[string][]leaseFact{}
	for _, l := range c.leases() {
		if l.at("total_amount").i < 5_000_000 {
			k := fmt.Sprint(l.at("village").i, l.at("party_id"))
			by[k] = append(by[k], l)
		}
	}
	out := set()
	for _, ls := range by {
		slices.SortFunc(ls, func(a, b leaseFact) int { return int(a.day("signed") - b.day("signed")) })
		for i, a := range ls {
			var sum int64
			for _, b := range ls[i:] {
				if b.day("signed")-a.day("signed") <= 90 {
					sum += b.at("total_amount").i
				}
			}
			if sum >= 5_000_000 && len(ls) > 1 {
				out[a.at("contract_no").s] = true
			}
		}
	}
	return out
}

func findBackdated(c *county) map[string]bool {
	return c.leaseIf(func(l leaseFact) bool { return l.day("signed") > l.day("start")+30 })
}

func findShrunk(c *county) map[string]bool {
	assets := c.assets()
	return c.leaseIf(func(l leaseFact) bool {
		a := assets[l.at("asset_no").s]["area_mu"].i
		return a > 0 && l.at("area_mu").i*100 < a*95
	})
}

func findPrepaid(c *county) map[string]bool {
	novote := findNoVote(c)
	return c.leaseIf(func(l leaseFact) bool {
		for _, p := range l.paid {
			if p["amount"].i >= 5*l.at("annual_amount").i && novote[l.at("contract_no").s] {
				return true
			}
		}
		return false
	})
}

func findMonopoly(c *county) map[string]bool {
	let, by, n := map[int64]int64{}, map[string]int64{}, map[int64]int{}
	for _, l := range c.leases() {
		if l.day("end") < c.w.asOf || !l.has("area_mu") {
			continue
		}
		v := l.at("village").i
		let[v] += l.at("area_mu").i
		n[v]++
		if l.at("party_id").k == kID {
			by[fmt.Sprint(v, "/", c.w.id(uint32(l.at("party_id").i)))] += l.at("area_mu").i
		} else {
			by[fmt.Sprint(v, "/", l.at("party_id").s)] += l.at("area_mu").i
		}
	}
	out := set()
	for k, a := range by {
		var v int64
		vs, party, _ := strings.Cut(k, "/")
		fmt.Sscan(vs, &v)
		if n[v] >= 5 && a*100 > let[v]*40 {
			out[party] = true
		}
	}
	return out
}

func findNoContract(c *county) map[string]bool {
	held := set()
	for _, l := range c.leases() {
		if l.day("end") >= c.w.asOf-30 && l.day("start") <= c.w.asOf {
			held[l.at("asset_no").s] = true
		}
	}
	out := set()
	for no, a := range c.assets() {
		if letOut(a["state"].s) && !held[no] {
			out[no] = true
		}
	}
	return out
}

func findReserve(c *county) map[string]bool {
	spare := map[int64]int64{}
	for _, f := range c.facts["asset"] {
		if f["class"].s == "机动地" {
			spare[f["village"].i] += f["area_mu"].i
		}
	}
	out := set()
	for v, a := range spare {
		if a*100 > c.w.villages[v].land*5 {
			out[c.w.villageCode(int(v))] = true
		}
	}
	return out
}

// controls tells whose firm a code is: legal representative, executives, shareholders of 10 % and more.
func (c *county) controls() map[string][]uint32 {
	m := map[string][]uint32{}
	for _, f := range c.facts["company"] {
		m[f["uscc"].s] = append(m[f["uscc"].s], who(f["legal_rep_id"]))
	}
	for _, f := range c.facts["company_person"] {
		if !f.has("share") && f["role"].s != "成员" || f["share"].i >= 10_000000 {
			m[f["uscc"].s] = append(m[f["uscc"].s], who(f["id_number"]))
		}
	}
	return m
}

// tied tells whether a party belongs to the circle of an officer of the village on a day.
func (c *county) tied(circle map[uint32][]kinSpan, ctl map[string][]uint32, v int, party cell, d xunzhi.Date) bool {
	people := ctl[party.s]
	if party.k == kID {
		people = []uint32{uint32(party.i)}
	}
	for _, i := range people {
		for _, s := range circle[i] {
			if s.village == v && d >= s.start && d <= s.end {
				return true
			}
		}
	}
	return false
}

func findRelatedLet(c *county) map[string]bool {
	circle, ctl := c.circle(), c.controls()
	return c.leaseIf(func(l leaseFact) bool {
		return l.at("open_bid").i == 0 && c.tied(circle, ctl, int(l.at("village").i), l.at("party_id"), l.day("signed"))
	})
}

// insured tells whether an officer of the village is insured by the firm on a day.
func (c *county) insured(v int, uscc string, d xunzhi.Date) bool {
	for _, f := range c.facts["employment"] {
		if f["unit_uscc"].s != uscc || f.month("start") > d.Month() || f.has("end") && f.month("end") < d.Month() {
			continue
		}
		for _, k := range c.w.villages[v].cadres {
			if k.person == who(f["id_number"]) {
				return true
			}
		}
	}
	return false
}

func findEmployerLet(c *county) map[string]bool {
	return c.leaseIf(func(l leaseFact) bool {
		return l.at("party_id").k == kCode && c.insured(int(l.at("village").i), l.at("party_id").s, l.day("signed"))
	})
}

func (c *county) projectIf(ok func(f fact) bool) map[string]bool {
	out := set()
	for _, f := range c.facts["project"] {
		if ok(f) {
			out[f["project_no"].s] = true
		}
	}
	return out
}

func findOverrun(c *county) map[string]bool {
	return c.projectIf(func(f fact) bool { return f["final_amount"].i*100 > f["award_amount"].i*110 })
}

func findOrder(c *county) map[string]bool {
	return c.projectIf(func(f fact) bool { return f.day("started") < f.day("tendered") })
}

func findSplitWork(c *county) map[string]bool {
	by := map[string][]fact{}
	for _, f := range c.facts["project"] {
		if f["award_amount"].i < 40_000_000 {
			k := fmt.Sprint(f["village"].i, f["contractor_uscc"].s, f["location"].s)
			by[k] = append(by[k], f)
		}
	}
	out := set()
	for _, fs := range by {
		slices.SortFunc(fs, func(a, b fact) int { return int(a.day("tendered") - b.day("tendered")) })
		for i, a := range fs {
			var sum int64
			for _, b := range fs[i:] {
				if b.day("tendered")-a.day("tendered") <= 365 {
					sum += b["award_amount"].i
				}
			}
			if sum >= 40_000_000 {
				out[a["project_no"].s] = true
			}
		}
	}
	return out
}

// findBuilderMonopoly: half of a village's works in any two years, of four at least.
func findBuilderMonopoly(c *county) map[string]bool {
	by := map[int64][]fact{}
	for _, f := range c.facts["project"] {
		by[f["village"].i] = append(by[f["village"].i], f)
	}
	out := set()
	for _, fs := range by {
		for _, a := range fs {
			n, mine := 0, map[string]int{}
			for _, b := range fs {
				if d := b.day("tendered") - a.day("tendered"); d >= 0 && d < 730 {
					n++
					mine[b["contractor_uscc"].s]++
				}
			}
			for u, k := range mine {
				if n >= 4 && k*2 >= n {
					out[u] = true
				}
			}
		}
	}
	return out
}

func findShell(c *county) map[string]bool {
	est, staff := map[string]xunzhi.Date{}, set()
	for _, f := range c.facts["company"] {
		est[f["uscc"].s] = f.day("established")
	}
	for _, f := range c.facts["employment"] {
		staff[f["unit_uscc"].s] = true
	}
	return c.projectIf(func(f fact) bool {
		u := f["contractor_uscc"].s
		return f.day("tendered")-est[u] < 183 || !staff[u]
	})
}

func (c *county) bids() map[string][]fact {
	m := map[string][]fact{}
	for _, f := range c.facts["bid"] {
		m[f["project_no"].s] = append(m[f["project_no"].s], f)
	}
	return m
}

func findDeposit(c *county) map[string]bool {
	out := set()
	for no, bs := range c.bids() {
		seen := set()
		for _, b := range bs {
			if seen[b["deposit_account"].s] {
				out[no] = true
			}
			seen[b["deposit_account"].s] = true
		}
	}
	return out
}

func findBidRelated(c *county) map[string]bool {
	ctl := c.controls()
	out := set()
	for no, bs := range c.bids() {
		seen := map[string]string{}
		for _, b := range bs {
			keys := []string{b["phone"].s}
			if !strings.Contains(b["address"].s, "集群") {
				keys = append(keys, b["address"].s)
			}
			for _, i := range ctl[b["bidder_uscc"].s] {
				keys = append(keys, fmt.Sprint("person ", i))
			}
			for _, k := range keys {
				if o, ok := seen[k]; ok && o != b["bidder_uscc"].s {
					out[no] = true
				}
				seen[k] = b["bidder_uscc"].s
			}
		}
	}
	return out
}

func findPattern(c *county) map[string]bool {
	out := set()
	for no, bs := range c.bids() {
		var ps []float64
		for _, b := range bs {
			ps = append(ps, float64(b["price"].i)/100)
		}
		sort.Float64s(ps)
		if len(ps) < 3 {
			continue
		}
		same, ratio := true, true
		for i := 2; i < len(ps); i++ {
			same = same && math.Abs((ps[i]-ps[i-1])-(ps[1]-ps[0])) <= 2
			ratio = ratio && math.Abs(ps[i]-ps[i-1]*ps[1]/ps[0]) <= 2
		}
		if same || ratio {
			out[no] = true
		}
	}
	return out
}

func findRotation(c *county) map[string]bool {
	sets, wins := map[string]int{}, map[string]map[string]int{}
	won := map[string]string{}
	for _, f := range c.facts["project"] {
		won[f["project_no"].s] = f["contractor_uscc"].s
	}
	for no, bs := range c.bids() {
		var us []string
		for _, b := range bs {
			us = append(us, b["bidder_uscc"].s)
		}
		sort.Strings(us)
		k := strings.Join(us, " ")
		sets[k]++
		if wins[k] == nil {
			wins[k] = map[string]int{}
		}
		wins[k][won[no]]++
	}
	out := set()
	for k, n := range sets {
		if n >= 4 && len(wins[k]) >= 2 {
			for u := range wins[k] {
				out[u] = true
			}
		}
	}
	return out
}

// findSameWork: two funds for works of one place whose names differ in their last word at most.
func findSameWork(c *county) map[string]bool {
	out, seen := set(), map[string]fact{}
	for _, f := range c.facts["project"] {
		name := strings.TrimSuffix(strings.TrimSuffix(f["name"].s, "工程"), "项目")
		k := f["location"].s + name
		if o, ok := seen[k]; ok && o["fund_source"].s != f["fund_source"].s {
			out[f["project_no"].s] = true
		}
		seen[k] = f
	}
	return out
}

func findRelatedWork(c *county) map[string]bool {
	circle, ctl := c.circle(), c.controls()
	return c.projectIf(func(f fact) bool {
		v, u := int(f["village"].i), f["contractor_uscc"]
		return c.tied(circle, ctl, v, u, f.day("tendered")) || c.insured(v, u.s, f.day("tendered"))
	})
}
