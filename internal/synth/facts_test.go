package synth

import (
	"sort"
	"strings"
	"testing"
	"unsafe"

	"xunzhi"
)

// fact is one canonical row as a careful clerk would understand it: real identities behind spoilt numbers.
type fact map[string]cell

func (f fact) day(k string) xunzhi.Date    { return xunzhi.Date(f[k].i) }
func (f fact) has(k string) bool           { return f[k].k != kNone }
func (f fact) month(k string) xunzhi.Month { return xunzhi.Month(f[k].i) }

// county is a small county with every fact that its files hold.
type county struct {
	w     *world
	facts map[string][]fact
	ids   map[uint32]string
}

// collect builds a county and takes the rows that its files would hold, without the files.
func collect(t *testing.T, cfg Config) *county {
	t.Helper()
	cfg.Dir = "unused"
	cfg.defaults()
	w := newWorld(cfg)
	w.build()
	c := &county{w: w, facts: map[string][]fact{}, ids: map[uint32]string{}}
	for _, s := range w.sources {
		for _, p := range w.periods(s) {
			for v := -1; v < len(w.villages); v++ {
				c.block(s, v, p)
			}
		}
	}
	return c
}

func (c *county) block(s *source, v, p int) {
	b := &block{w: c.w, s: s, v: v, period: p, extras: s.byCut[[2]int{v, p}]}
	b.emit = func(vals []cell) { c.add(s, vals, nil) }
	b.put = func(r *row) { c.add(s, r.vals, r) }
	if s.gen != nil && v >= 0 {
		s.gen(b)
	}
	for _, r := range b.extras {
		c.add(s, r.vals, r)
	}
}

// add keeps a row; a spoilt number or name is replaced by whose it is.
func (c *county) add(s *source, vals []cell, r *row) {
	f := fact{}
	for i, x := range vals {
		if x.k == kNone {
			continue
		}
		if x.k == kText && s.fields[i].kind == kID && r != nil && r.chanl != clean {
			x = idOf(r.who)
		}
		f[s.fields[i].id] = x
	}
	c.facts[s.id] = append(c.facts[s.id], f)
}

// who gives the person whom an id cell means, 0 for none.
func who(x cell) uint32 {
	if x.k == kID {
		return uint32(x.i)
	}
	return 0
}

// compare checks that a rule's subjects, found by independent logic, are the planted ones: every certain case found,
// nothing found that was not planted, no decoy.
func (c *county) compare(t *testing.T, rule string, found map[string]bool) {
	t.Helper()
	known := map[string]bool{}
	for _, k := range c.w.cases {
		if k.Rule != rule {
			continue
		}
		names := append([]string{k.Subject}, k.Also...)
		hit := false
		for _, s := range names {
			hit = hit || found[s]
		}
		if k.Decoy && found[k.Subject] {
			t.Errorf("%s: decoy %s (%s) is a hit", rule, k.Subject, k.Why)
		}
		if !k.Decoy {
			for _, s := range names {
				known[s] = true
			}
			if !hit && !k.Optional {
				t.Errorf("%s: planted case %s (%s) is not found", rule, k.Subject, k.Why)
			}
		}
	}
	var more []string
	for s := range found {
		if !known[s] {
			more = append(more, s)
		}
	}
	sort.Strings(more)
	if len(more) > 0 {
		t.Errorf("%s: %d subjects that nobody planted, such as %s", rule, len(more), more[0])
	}
	if len(found) == 0 {
		t.Errorf("%s: nothing found at all", rule)
	}
}

// deaths gives everybody's earliest day of death.
func (c *county) deaths() map[uint32]xunzhi.Date {
	m := map[uint32]xunzhi.Date{}
	for _, f := range c.facts["death"] {
		i, d := who(f["id_number"]), f.day("death_date")
		if old, ok := m[i]; !ok || d < old {
			m[i] = d
		}
	}
	return m
}

// reliefMonths gives, for every person on relief, the months and the household's head in each.
func (c *county) reliefMonths() map[uint32]map[xunzhi.Month][]fact {
	out := map[uint32]map[xunzhi.Month][]fact{}
	for _, f := range c.facts["relief"] {
		for k := 1; k <= maxPairs; k++ {
			i := who(f["i"+string(rune('0'+k))])
			if i == 0 {
				continue
			}
			if out[i] == nil {
				out[i] = map[xunzhi.Month][]fact{}
			}
			out[i][f.month("month")] = append(out[i][f.month("month")], f)
		}
	}
	return out
}

func last(ms map[xunzhi.Month][]fact) xunzhi.Month {
	var m xunzhi.Month
	for k := range ms {
		m = max(m, k)
	}
	return m
}

// byPerson groups a source's facts.
func (c *county) byPerson(src, field string) map[uint32][]fact {
	m := map[uint32][]fact{}
	for _, f := range c.facts[src] {
		m[who(f[field])] = append(m[who(f[field])], f)
	}
	return m
}

func contains(s string, words ...string) bool {
	for _, w := range words {
		if strings.Contains(s, w) {
			return true
		}
	}
	return false
}

const personSize = unsafe.Sizeof(person{})
