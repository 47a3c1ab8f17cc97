package synth

import (
	"xunzhi"
)

// cadre is one term of a village officer.
type cadre struct {
	person     uint32
	post       string
	start, end xunzhi.Date // end 0: in office
}

// tie is one near relative.
type kinTie struct {
	who      uint32
	relation string // one of the nine words of the trade
	word     string // as a form may have it
}

// kinOf lists a person's near relatives who may have to be declared: spouse, parents, children, brothers and sisters,
// grandparents and grandchildren of both lines. Everybody once.
func (w *world) kinOf(i uint32) []kinTie {
	seen := map[uint32]bool{i: true, 0: true}
	var out []kinTie
	add := func(who uint32, rel, m, f string) {
		if seen[who] || int(who) >= w.nResidents {
			return
		}
		seen[who] = true
		word := f
		if w.people[who].flags&male != 0 {
			word = m
		}
		out = append(out, kinTie{who, rel, word})
	}
	p := &w.people[i]
	add(p.spouse, "配偶", "丈夫", "妻子")
	add(p.father, "父母", "父亲", "母亲")
	add(p.mother, "父母", "父亲", "母亲")
	for _, k := range w.childrenOf(i) {
		add(k, "子女", "儿子", "女儿")
	}
	if p.father != 0 {
		for _, k := range w.childrenOf(p.father) {
			add(k, "兄弟姐妹", "兄弟", "姐妹")
		}
		f, m := &w.people[p.father], &w.people[p.mother]
		add(f.father, "祖父母", "祖父", "祖母")
		add(f.mother, "祖父母", "祖父", "祖母")
		add(m.father, "外祖父母", "外祖父", "外祖母")
		add(m.mother, "外祖父母", "外祖父", "外祖母")
	}
	for _, k := range w.childrenOf(i) {
		rel := "孙子女"
		if w.people[k].flags&male == 0 {
			rel = "外孙子女"
		}
		for _, g := range w.childrenOf(k) {
			add(g, rel, "孙子", "孙女")
		}
	}
	return out
}

var posts = []string{"村党支部书记兼村委会主任", "村委会副主任", "村两委委员", "村会计", "村务监督委员会主任"}

// officers elects each village's officers, from families that are not each other's kin, and sets their kin's households
// apart: the background gives those nothing that a rule could take offence at.
func (w *world) officers() {
	start := xunzhi.DateOf(2021, 3, 1)
	for v := range w.villages {
		r := stream(w.cfg.Seed, "officers", uint64(v))
		vl := &w.villages[v]
		want := min(len(posts), max(2, int(vl.lastHH-vl.firstHH)/8))
		for k := range want {
			if c := w.electable(r, v); c != 0 {
				w.install(v, cadre{c, posts[k], start + xunzhi.Date(r.n(40)), 0})
			}
		}
		if c := w.electable(r, v); c != 0 && want >= 4 {
			w.install(v, cadre{c, "村委会主任", xunzhi.DateOf(2018, 4, 1) + xunzhi.Date(r.n(40)), xunzhi.DateOf(2021, 2, 20)})
		}
	}
}

func (w *world) install(v int, c cadre) {
	w.villages[v].cadres = append(w.villages[v].cadres, c)
	w.setUse(w.people[c.person].hh, useCadre)
	for _, k := range w.kinOf(c.person) {
		w.setUse(w.people[k.who].hh, useCadre)
	}
}

func (w *world) setUse(h uint32, u use) {
	if h != 0 && w.households[h].use == useFree {
		w.households[h].use = u
	}
}

// electable finds somebody of 32 to 58 whose whole family is free.
func (w *world) electable(r *rng, v int) uint32 {
	vl := &w.villages[v]
	n := int(vl.lastHH - vl.firstHH)
	for range 60 {
		h := vl.firstHH + uint32(r.n(n))
		if w.households[h].use != useFree {
			continue
		}
		a, z := w.members(h)
		for i := a; i < z; i++ {
			age := w.ageAt(i, w.asOf)
			if age < 36 || age > 60 || w.people[i].death != 0 || w.people[i].flags&male == 0 && r.chance(70) {
				continue
			}
			if w.kinFree(i) {
				return i
			}
		}
	}
	return 0
}

func (w *world) kinFree(i uint32) bool {
	for _, k := range w.kinOf(i) {
		if h := w.people[k.who].hh; h != 0 && w.households[h].use != useFree {
			return false
		}
	}
	return true
}

// current gives the village's officer in office number k.
func (w *world) current(v, k int) (cadre, bool) {
	for _, c := range w.villages[v].cadres {
		if c.end == 0 {
			if k == 0 {
				return c, true
			}
			k--
		}
	}
	return cadre{}, false
}
