package synth

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"xunzhi"
)

// TestInnocence asks the rules anew, in Go, over the facts of a whole county: what is planted must be found, decoys and
// the background must not. It shares no code with the product's rules.
func TestInnocence(t *testing.T) {
	for _, cfg := range []Config{{Villages: 24, People: 9000, Seed: 11}, {Villages: 40, People: 12000, Seed: 45}} {
		c := collect(t, cfg)
		for rule, find := range checks {
			t.Run(fmt.Sprintf("%d/%s", cfg.Seed, rule), func(t *testing.T) { c.compare(t, rule, find(c)) })
		}
	}
}

var checks = map[string]func(*county) map[string]bool{
	"relief-after-death": findReliefDead, "relief-payroll": findReliefPayroll, "relief-vehicle": findReliefVehicle, "relief-employment": findReliefJob,
	"relief-pension": findReliefPension, "relief-prison": findReliefPrison, "relief-double": findReliefDouble, "relief-cadre-kin": findReliefKin, "relief-company": findReliefCompany,
	"relief-property": findReliefProperty, "relief-missing": findReliefMissing, "relief-housed-move": findReliefMove,
	"pension-after-death":    func(c *county) map[string]bool { return c.paidDead("pension") },
	"disability-after-death": func(c *county) map[string]bool { return c.paidDead("disability") },
	"oldage-after-death":     func(c *county) map[string]bool { return c.paidDead("old_age") },
	"post-after-death":       func(c *county) map[string]bool { return c.paidDead("public_post") },
	"pension-double":         findPensionDouble,
	"pension-prison":         func(c *county) map[string]bool { return c.paidPrison("pension") },
	"post-prison":            func(c *county) map[string]bool { return c.paidPrison("public_post") },
	"oldage-underage":        findUnderage, "account-many-payees": findManyPayees, "disability-relief-double": findCareDouble,
	"post-employed": findPostJob, "post-payroll": findPostPayroll, "post-many": findPostMany, "post-overage": findPostOld, "post-cadre-kin": findPostKin, "cadre-convicted": findConvicted,
	"contract-overdue": findOverdue, "contract-expired": findExpired, "contract-term": findTerm, "contract-underpriced": findCheap, "contract-no-vote": findNoVote,
	"contract-double": findDoubleLet, "contract-split": findSplitLet, "contract-backdated": findBackdated, "contract-shrunk": findShrunk, "contract-monopoly": findMonopoly,
	"contract-no-contract": findNoContract, "contract-prepaid": findPrepaid, "reserve-land-excess": findReserve, "contract-related": findRelatedLet, "contract-employer": findEmployerLet,
	"project-overrun": findOverrun, "project-order": findOrder, "project-split": findSplitWork, "contractor-monopoly": findBuilderMonopoly, "contractor-shell": findShell,
	"project-duplicate": findSameWork, "bid-deposit": findDeposit, "bid-related": findBidRelated, "bid-pattern": findPattern, "bid-rotation": findRotation, "contractor-related": findRelatedWork,
	"subsidy-after-death": findSubsidyDead, "subsidy-over-area": findOverArea, "subsidy-duplicate": findPaidTwice, "housing-grant-payroll": findGrantPayroll, "medical-overlap": findStays, "cash-large": findCash,
}

func set(xs ...string) map[string]bool {
	m := map[string]bool{}
	for _, x := range xs {
		m[x] = true
	}
	return m
}

func findReliefDead(c *county) map[string]bool {
	out, dead := set(), c.deaths()
	for i, ms := range c.reliefMonths() {
		if d, ok := dead[i]; ok && last(ms) > d.Month()+1 {
			out[c.w.id(i)] = true
		}
	}
	return out
}

// atWork lists the months in which a payroll row makes somebody an official.
func (f fact) service() xunzhi.MonthSpan {
	s := xunzhi.MonthSpan{From: f.day("start").Month(), To: 1 << 20}
	if f.has("end") {
		s.To = f.day("end").Month() - 1
	}
	return s
}

func (c *county) onPayroll(i uint32, m xunzhi.Month) bool {
	for _, f := range c.byPerson("payroll", "id_number")[i] {
		if f["status"].s != "离职" && f.service().Contains(m) {
			return true
		}
	}
	return false
}

func findReliefPayroll(c *county) map[string]bool {
	out, pay := set(), c.byPerson("payroll", "id_number")
	for i, ms := range c.reliefMonths() {
		for m := range ms {
			for _, f := range pay[i] {
				if f["status"].s != "离职" && f.service().Contains(m) {
					out[c.w.id(i)] = true
				}
			}
		}
	}
	return out
}

// heads gives the relief household of each person: its head in the last month.
func (c *county) heads() map[uint32]uint32 {
	m := map[uint32]uint32{}
	for i, ms := range c.reliefMonths() {
		m[i] = who(ms[last(ms)][0]["head_id_number"])
	}
	return m
}

func findReliefVehicle(c *county) map[string]bool {
	out := set()
	heads := c.heads()
	for _, f := range c.facts["vehicle"] {
		h, ok := heads[who(f["owner_id"])]
		if !ok || f["status"].s != "正常" || f["value"].i <= 3_000_000 {
			continue
		}
		if contains(f["type"].s, "三轮", "摩托", "残疾") || f["use"].s != "非营运" {
			continue
		}
		out[c.w.id(h)] = true
	}
	return out
}

func findReliefJob(c *county) map[string]bool {
	out, heads, rm := set(), c.heads(), c.reliefMonths()
	for _, f := range c.facts["employment"] {
		i := who(f["id_number"])
		if heads[i] == 0 {
			continue
		}
		span := xunzhi.MonthSpan{From: f.month("start"), To: 1 << 20}
		if f.has("end") {
			span.To = f.month("end")
		}
		n := 0
		for m := range rm[i] {
			n += bit(span.Contains(m))
		}
		if n >= 3 {
			out[c.w.id(heads[i])] = true
		}
	}
	return out
}

func findReliefPension(c *county) map[string]bool {
	out, rm := set(), c.reliefMonths()
	for _, f := range c.facts["pension"] {
		i, m := who(f["id_number"]), f.month("month")
		if len(rm[i][m]) > 0 && f["kind"].s != "居民" && f["amount"].i > 60000 {
			if s := rm[i][m][0]; s.has("stop") && s.month("stop") == m {
				continue
			}
			out[c.w.id(i)] = true
		}
	}
	return out
}

// jailed tells whether a whole month lies between two days.
func (f fact) jailed(m xunzhi.Month) bool {
	return f.day("start") <= m.First() && f.day("end") >= m.Last()
}

func findReliefPrison(c *county) map[string]bool {
	out, rm := set(), c.reliefMonths()
	for _, f := range c.facts["prison"] {
		for m := range rm[who(f["id_number"])] {
			if f.jailed(m) {
				out[c.w.id(who(f["id_number"]))] = true
			}
		}
	}
	return out
}

func findReliefDouble(c *county) map[string]bool {
	out := set()
	for i, ms := range c.reliefMonths() {
		n := 0
		for _, fs := range ms {
			n += bit(len(fs) > 1)
		}
		if n > 1 {
			out[c.w.id(i)] = true
		}
	}
	return out
}

// kinSpan: from when to when somebody is an officer or his near kin.
type kinSpan struct {
	cadre      uint32
	village    int
	start, end xunzhi.Date
}

func (c *county) circle() map[uint32][]kinSpan {
	out := map[uint32][]kinSpan{}
	terms := c.byPerson("cadre", "id_number")
	add := func(i, cadre uint32) {
		for _, f := range terms[cadre] {
			s := kinSpan{cadre, int(f["village"].i), f.day("start"), 1 << 30}
			if f.has("end") {
				s.end = f.day("end")
			}
			out[i] = append(out[i], s)
		}
	}
	for i := range terms {
		add(i, i)
	}
	for _, f := range c.facts["kin"] {
		add(who(f["kin_id_number"]), who(f["cadre_id_number"]))
	}
	return out
}

func findReliefKin(c *county) map[string]bool {
	out, circle := set(), c.circle()
	filed := map[uint32]xunzhi.Date{}
	for _, f := range c.facts["kin_filing"] {
		filed[who(f["beneficiary_id_number"])] = f.day("filed")
	}
	for i, ms := range c.reliefMonths() {
		for m, fs := range ms {
			for _, s := range circle[i] {
				start := fs[0].month("start").First()
				if d, ok := filed[i]; ok && d <= start {
					continue
				}
				if m.First() <= s.end && m.Last() >= s.start && start < s.end {
					out[c.w.id(i)] = true
				}
			}
		}
	}
	return out
}

func findReliefCompany(c *county) map[string]bool {
	out, heads := set(), c.heads()
	live := map[string]fact{}
	for _, f := range c.facts["company"] {
		if f["status"].s == "存续" && f["capital"].i >= 3_000_000 {
			live[f["uscc"].s] = f
			if h := heads[who(f["legal_rep_id"])]; h != 0 {
				out[c.w.id(h)] = true
			}
		}
	}
	for _, f := range c.facts["company_person"] {
		if _, ok := live[f["uscc"].s]; ok && f["share"].i >= 10_000000 && heads[who(f["id_number"])] != 0 {
			out[c.w.id(heads[who(f["id_number"])])] = true
		}
	}
	return out
}

func findReliefProperty(c *county) map[string]bool {
	out, heads, rm := set(), c.heads(), c.reliefMonths()
	settled := map[uint32]bool{}
	for _, f := range c.facts["relocation"] {
		settled[who(f["id_number"])] = true
	}
	for _, f := range c.facts["housing_grant"] {
		settled[who(f["id_number"])] = true
	}
	n := map[uint32]int{}
	for _, f := range c.facts["property"] {
		i := who(f["holder_id"])
		if heads[i] == 0 || f["use"].s != "住宅" || strings.Contains(f["sharing"].s, "共同") {
			continue
		}
		n[heads[i]]++
		ms := rm[i]
		start := ms[last(ms)][0].month("start").First()
		if f.day("registered") >= start-365 && !settled[i] || n[heads[i]] >= 2 {
			out[c.w.id(heads[i])] = true
		}
	}
	return out
}

func findReliefMissing(c *county) map[string]bool {
	out, rm, dead := set(), c.reliefMonths(), c.deaths()
	gone, watched := map[uint32]bool{}, map[uint32]bool{}
	for _, f := range c.facts["resident"] {
		gone[who(f["id_number"])] = gone[who(f["id_number"])] || f["status"].s != "正常"
	}
	for _, f := range c.facts["monitored"] {
		watched[who(f["id_number"])] = true
	}
	for _, f := range c.facts["disability"] {
		i := who(f["id_number"])
		if _, d := dead[i]; watched[i] && contains(f["level"].s, "一级", "二级") && rm[i] == nil && !gone[i] && !d {
			out[c.w.id(i)] = true
		}
	}
	return out
}

func findReliefMove(c *county) map[string]bool {
	out, rm, heads := set(), c.reliefMonths(), c.heads()
	for _, f := range c.facts["resident"] {
		i := who(f["id_number"])
		if !f.has("moved_in") || rm[i] == nil || f["relation"].s == "儿媳" {
			continue
		}
		start := rm[i][last(rm[i])][0].month("start").First()
		if in := f.day("moved_in"); in < start && in > start-183 && f.day("birth_date") < in-365 {
			out[c.w.id(heads[i])] = true
		}
	}
	return out
}

func (c *county) paidDead(src string) map[string]bool {
	out, dead := set(), c.deaths()
	for _, f := range c.facts[src] {
		i := who(f["id_number"])
		if d, ok := dead[i]; ok && f.month("month") > d.Month()+1 {
			out[c.w.id(i)] = true
		}
	}
	return out
}

func (c *county) paidPrison(src string) map[string]bool {
	out, in := set(), c.byPerson("prison", "id_number")
	for _, f := range c.facts[src] {
		for _, s := range in[who(f["id_number"])] {
			if s.jailed(f.month("month")) {
				out[c.w.id(who(f["id_number"]))] = true
			}
		}
	}
	return out
}

func findPensionDouble(c *county) map[string]bool {
	out := set()
	for i, fs := range c.byPerson("pension", "id_number") {
		kinds := map[xunzhi.Month]map[string]bool{}
		for _, f := range fs {
			m := f.month("month")
			if kinds[m] == nil {
				kinds[m] = set()
			}
			kinds[m][f["kind"].s] = true
		}
		n := 0
		for _, k := range kinds {
			n += bit(len(k) > 1)
		}
		if n > 1 {
			out[c.w.id(i)] = true
		}
	}
	return out
}

func findUnderage(c *county) map[string]bool {
	out := set()
	for _, f := range c.facts["old_age"] {
		i := who(f["id_number"])
		if c.w.ageAt(i, f.month("month").Last()) < 80 {
			out[c.w.id(i)] = true
		}
	}
	return out
}

func findManyPayees(c *county) map[string]bool {
	homes := map[string]map[uint32]bool{}
	for _, src := range []string{"pension", "disability", "old_age"} {
		for _, f := range c.facts[src] {
			k := src + "|" + f.month("month").String() + "|" + f["account"].s
			if homes[k] == nil {
				homes[k] = map[uint32]bool{}
			}
			homes[k][c.w.people[who(f["id_number"])].hh] = true
		}
	}
	out := set()
	for k, hs := range homes {
		if len(hs) >= 3 {
			out[k[strings.LastIndexByte(k, '|')+1:]] = true
		}
	}
	return out
}

func findCareDouble(c *county) map[string]bool {
	out, rm := set(), c.reliefMonths()
	for _, f := range c.facts["disability"] {
		i := who(f["id_number"])
		for _, r := range rm[i][f.month("month")] {
			if strings.Contains(f["kind"].s, "护理") && r["category"].s == "特困" {
				out[c.w.id(i)] = true
			}
		}
	}
	return out
}

func findPostJob(c *county) map[string]bool {
	out, jobs := set(), c.byPerson("employment", "id_number")
	for i, fs := range c.byPerson("public_post", "id_number") {
		n := 0
		for _, f := range fs {
			for _, j := range jobs[i] {
				end := xunzhi.Month(1 << 20)
				if j.has("end") {
					end = j.month("end")
				}
				n += bit(f.month("month") >= j.month("start") && f.month("month") <= end)
			}
		}
		if n >= 2 {
			out[c.w.id(i)] = true
		}
	}
	return out
}

func findPostPayroll(c *county) map[string]bool {
	out, pay := set(), c.byPerson("payroll", "id_number")
	for _, f := range c.facts["public_post"] {
		for _, s := range pay[who(f["id_number"])] {
			if s["status"].s == "在职" && s.service().Contains(f.month("month")) {
				out[c.w.id(who(f["id_number"]))] = true
			}
		}
	}
	return out
}

func findPostMany(c *county) map[string]bool {
	out := set()
	for i, fs := range c.byPerson("public_post", "id_number") {
		seen := map[xunzhi.Month]string{}
		for _, f := range fs {
			if p, ok := seen[f.month("month")]; ok && p != f["post"].s {
				out[c.w.id(i)] = true
			}
			seen[f.month("month")] = f["post"].s
		}
	}
	return out
}

func findPostOld(c *county) map[string]bool {
	out := set()
	for _, f := range c.facts["public_post"] {
		if i := who(f["id_number"]); c.w.ageAt(i, f.month("month").First()) > 65 {
			out[c.w.id(i)] = true
		}
	}
	return out
}

func findPostKin(c *county) map[string]bool {
	out, circle := set(), c.circle()
	for _, f := range c.facts["public_post"] {
		i := who(f["id_number"])
		for _, s := range circle[i] {
			if d := f.month("month").First(); d >= s.start && d <= s.end {
				out[c.w.id(i)] = true
			}
		}
	}
	return out
}

func findConvicted(c *county) map[string]bool {
	out, terms := set(), c.byPerson("cadre", "id_number")
	check := func(f fact, from, to string) {
		for _, s := range terms[who(f["id_number"])] {
			end := xunzhi.Date(1 << 30)
			if s.has("end") {
				end = s.day("end")
			}
			if f.day(from) <= end && f.day(to) >= s.day("start") {
				out[c.w.id(who(f["id_number"]))] = true
			}
		}
	}
	for _, f := range c.facts["discipline"] {
		check(f, "decided", "effect_end")
	}
	for _, f := range c.facts["prison"] {
		check(f, "start", "end")
	}
	return out
}

func findSubsidyDead(c *county) map[string]bool {
	dead, net := c.deaths(), map[uint32]int64{}
	for _, f := range c.facts["payment"] {
		i := who(f["id_number"])
		if d, ok := dead[i]; ok && f.day("paid_on").Month() > d.Month()+3 {
			net[i] += f["amount"].i
		}
	}
	out := set()
	for i, n := range net {
		if n > 0 {
			out[c.w.id(i)] = true
		}
	}
	return out
}

func findOverArea(c *county) map[string]bool {
	land, paid := map[uint32]int64{}, map[string]int64{}
	for _, f := range c.facts["land_right"] {
		land[c.w.people[who(f["head_id_number"])].hh] += f["area_mu"].i
	}
	out := set()
	for _, f := range c.facts["payment"] {
		i := who(f["id_number"])
		k := fmt.Sprint(i, f["program"].s, f.day("paid_on").Month().Year())
		paid[k] += f["quantity"].i / 100
		if l := land[c.w.people[i].hh]; l > 0 && c.w.people[i].hh > 0 && paid[k] > l*105/100 {
			out[c.w.id(i)] = true
		}
	}
	// a payment that came back and went out again is over the area only until the return is counted
	for _, f := range c.facts["payment"] {
		i := who(f["id_number"])
		k := fmt.Sprint(i, f["program"].s, f.day("paid_on").Month().Year())
		if l := land[c.w.people[i].hh]; paid[k] <= l*105/100 {
			delete(out, c.w.id(i))
		}
	}
	return out
}

func findPaidTwice(c *county) map[string]bool {
	type key struct {
		i uint32
		p string
		m xunzhi.Month
	}
	n := map[key]int{}
	for _, f := range c.facts["payment"] {
		k := key{who(f["id_number"]), f["program"].s, f.day("paid_on").Month()}
		if f["amount"].i > 0 {
			n[k]++
		} else {
			n[k]--
		}
	}
	out := set()
	for k, x := range n {
		if x > 1 {
			out[c.w.id(k.i)] = true
		}
	}
	return out
}

func findGrantPayroll(c *county) map[string]bool {
	out := set()
	for _, f := range c.facts["housing_grant"] {
		if i := who(f["id_number"]); c.onPayroll(i, f.day("approved").Month()) {
			out[c.w.id(i)] = true
		}
	}
	return out
}

func findStays(c *county) map[string]bool {
	out := set()
	for i, fs := range c.byPerson("medical", "id_number") {
		slices.SortFunc(fs, func(a, b fact) int { return int(a.day("admitted") - b.day("admitted")) })
		for k := 1; k < len(fs); k++ {
			if fs[k].day("admitted") < fs[k-1].day("discharged") {
				out[c.w.id(i)] = true
			}
		}
	}
	return out
}

func findCash(c *county) map[string]bool {
	out := set()
	for _, f := range c.facts["voucher"] {
		if f["method"].s == "现金" && f["account_code"].s == "101" && f["credit"].i > 100_000 {
			out[c.w.villageCode(int(f["village"].i))+"/"+f["voucher_no"].s] = true
		}
	}
	return out
}
