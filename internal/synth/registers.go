package synth

import (
	"fmt"

	"xunzhi"
)

// registers writes the small sources: the village register, officers and their kin, firms, sentences, letters, opinions.
func (w *world) registers() {
	w.companyRegister()
	r := stream(w.cfg.Seed, "registers")
	for v := range w.villages {
		w.villageRegister(r, v)
		for _, c := range w.villages[v].cadres {
			w.officerRegister(r, v, c)
		}
		w.opinions(r, v)
	}
	w.strangers(r)
	w.petitions(r)
}

func (w *world) villageRegister(r *rng, v int) {
	vl := &w.villages[v]
	w.extra("village", v, 0, f{"code": text(string(vl.code)), "township": text(w.towns[vl.town].name), "name": text(vl.name), "kind": text(vl.kind), "households": count(int(vl.lastHH - vl.firstHH)),
		"residents": count(vl.people), "party_members": count(vl.people/22 + 5), "area_mu": mu(vl.land * 21 / 20 / 100 * 100), "collective_income": yuan(int64(r.between(60, 900)) * 100_000)})
}

func (w *world) officerRegister(r *rng, v int, c cadre) {
	w.extra("cadre", v, 0, f{"village": inVillage(v), "name": nameOf(c.person), "id_number": idOf(c.person), "post": text(c.post), "start": date(c.start), "end": dateOrNone(int32(c.end)), "phone": text(phone(r))})
	words := stream(w.cfg.LayoutSeed, "kin words").chance(50)
	for _, k := range w.kinOf(c.person) {
		if d := w.people[k.who].death; d != 0 && xunzhi.Date(d) < c.start {
			continue
		}
		rel := k.relation
		if words {
			rel = k.word
		}
		w.extra("kin", v, 0, f{"cadre_name": nameOf(c.person), "cadre_id_number": idOf(c.person), "kin_name": nameOf(k.who), "kin_id_number": idOf(k.who), "relation": text(rel), "village": inVillage(v)})
	}
}

func (w *world) opinions(r *rng, v int) {
	for _, d := range []string{"纪委监委", "组织部", "信访局", "乡镇党委"} {
		if !r.chance(60) {
			continue
		}
		k := min(r.n(3), r.n(3))
		w.extra("opinion", v, 0, f{"village": inVillage(v), "department": text(d), "verdict": text([]string{"一般", "示范", "后进"}[k]), "reason": text([]string{"班子运转正常", "集体经济发展较好", "信访反映较多,村务公开不及时"}[k])})
	}
}

// strangers puts people of other counties on the lists of the dead and the sentenced who share a name with somebody here.
func (w *world) strangers(r *rng) {
	p := &planner{w: w, r: r}
	for range 6 + w.cfg.People/2000 {
		i := uint32(1 + r.n(w.nResidents-1))
		s := p.stranger(i)
		d := w.m0.First() + xunzhi.Date(r.n(w.cfg.Months*30-30))
		v := w.villageOf(i)
		w.extra("death", v, 0, f{"name": s.name, "id_number": s.id, "death_date": date(d), "register_date": date(min(d+9, w.asOf)), "origin": text("火化"), "village": inVillage(v)})
	}
	for k := range 5 + w.cfg.People/4000 {
		i := uint32(1 + r.n(w.nResidents-1))
		s := p.stranger(i)
		d := w.m0.First() - 300 + xunzhi.Date(r.n(w.cfg.Months*30))
		if k == 0 {
			d = w.asOf - 25
		}
		w.extra("prison", -1, 0, f{"name": s.name, "id_number": s.id, "start": date(d), "end": date(d + 400 + xunzhi.Date(r.n(1500)))})
		if k == 0 || r.chance(50) {
			v := r.n(len(w.villages))
			w.extra("discipline", v, 0, f{"name": s.name, "id_number": s.id, "unit": text(pick(r, publicUnits)), "village": inVillage(v), "decision": text(pick(r, []string{"党内警告", "党内严重警告", "撤销党内职务"})), "decided": date(d), "effect_end": date(d + 540), "category": text("违反廉洁纪律")})
		}
	}
}

var petitionDomains = []string{"农村三资", "惠农补贴", "工程建设", "宅基地", "邻里纠纷", "干部作风", "低保救助"}

// petitions: single letters about everything and nothing; who wrote them must never be read in.
func (w *world) petitions(r *rng) {
	for k := range max(6, len(w.villages)/2) {
		v := r.n(len(w.villages))
		w.petition(r, k+1, v, petitionDomains[(k+v)%len(petitionDomains)], "", "", w.m0.First()+xunzhi.Date(r.n(w.cfg.Months*30)))
	}
}

func (w *world) petition(r *rng, no, v int, domain, target, post string, d xunzhi.Date, refs ...ref) {
	vl := &w.villages[v]
	h := vl.firstHH + uint32(r.n(int(vl.lastHH-vl.firstHH)))
	by := w.households[h].first
	w.extra("petition", v, 0, f{"petition_no": text(fmt.Sprintf("XF%d%05d", d.Month().Year(), no)), "received": date(min(d, w.asOf)), "channel": text(pick(r, []string{"来信", "来访", "12345热线", "网上信访", "监督一点通"})),
		"petitioner": nameOf(by), "petitioner_id": text(w.id(by)), "petitioner_phone": text(phone(r)), "petitioner_address": text(w.address(h)), "village": inVillage(v), "domain": text(domain),
		"target_name": text(target), "target_post": text(post), "summary": text("反映" + vl.name + domain + "方面有关情况,请求核实"), "repeat": yes(false), "state": text(pick(r, []string{"已办结", "办理中", "已转办"}))}, refs...)
}
