package synth

import "xunzhi"

// block is one village in one period of one source, while its background rows are made.
type block struct {
	w      *world
	s      *source
	v      int
	period int
	extras []*row
	vals   []cell
	emit   func(vals []cell)
	put    func(*row)
}

// row empties the scratch row; set fills it by field index, send writes it.
func (b *block) row() []cell {
	if b.vals == nil {
		b.vals = make([]cell, len(b.s.fields))
	}
	clear(b.vals)
	return b.vals
}

func (b *block) month() xunzhi.Month { return xunzhi.Month(b.period) }

// homes visits the village's households.
func (b *block) homes(f func(h uint32, hh *household)) {
	vl := &b.w.villages[b.v]
	for h := vl.firstHH; h < vl.lastHH; h++ {
		f(h, &b.w.households[h])
	}
}

// residents visits the members of the village's households that the background uses, planted ones left out.
func (b *block) residents(f func(i uint32, p *person, hh *household)) {
	b.homes(func(_ uint32, hh *household) {
		if hh.use == usePlanted {
			return
		}
		for i := hh.first; i < hh.first+uint32(hh.n); i++ {
			f(i, &b.w.people[i], hh)
		}
	})
}

// hash gives a stable value for a person or household and a purpose.
func (w *world) hash(i uint32, salt uint64) uint64 {
	return mix(uint64(i)*0x9E3779B97F4A7C15 ^ mix(w.cfg.Seed^salt))
}

// share is true for pct in 100 of all i.
func (w *world) share(i uint32, salt, pct uint64) bool { return w.hash(i, salt)%100 < pct }

// Salts of [world.hash].
const (
	saltUse uint64 = iota + 101
	saltDisabled
	saltVehicle
	saltProperty
	saltEmployed
	saltMedical
	saltParty
	saltDeath
	saltRelief
	saltPost
	saltPension
	saltOfficial
	saltMoved
	saltPay
	saltMonitored
)

// assignUses gives every household that is still free its one use.
func (w *world) assignUses() {
	for h := 1; h < len(w.households); h++ {
		hh := &w.households[h]
		if hh.use != useFree {
			continue
		}
		hh.use = w.drawUse(uint32(h))
	}
}

func (w *world) drawUse(h uint32) use {
	k := w.hash(h, saltUse) % 1000
	switch {
	case k < 55 && w.headAt(h, w.m0) != 0:
		return useRelief
	case k < 85 && w.officialOf(h) != 0:
		return usePayroll
	case k < 105:
		return useWorker
	case k < 125 && w.postHolder(h) != 0:
		return usePost
	case k < 170 && !w.severelyDisabled(h):
		return useMonitored
	}
	return useNormal
}

func (w *world) severelyDisabled(h uint32) bool {
	a, z := w.members(h)
	for i := a; i < z; i++ {
		if l := w.disability(i); l == 1 || l == 2 {
			return true
		}
	}
	return false
}

// disability gives a person's degree, 0 for none.
func (w *world) disability(i uint32) int {
	x := w.hash(i, saltDisabled)
	if x%1000 >= 26 {
		return 0
	}
	return 1 + int(x>>32%4)
}

// grown finds the household's first member who lives through the whole time and is of an age today.
func (w *world) grown(h uint32, lo, hi int) uint32 {
	a, z := w.members(h)
	for i := a; i < z; i++ {
		if age := w.ageAt(i, w.asOf); w.people[i].death == 0 && age >= lo && age <= hi {
			return i
		}
	}
	return 0
}

func (w *world) officialOf(h uint32) uint32 { return w.grown(h, 27, 72) }
func (w *world) postHolder(h uint32) uint32 { return w.grown(h, 30, 58) }
func (w *world) workerOf(h uint32) uint32   { return w.grown(h, 63, 90) }
func (w *world) useOf(i uint32) use         { return w.households[w.people[i].hh].use }
