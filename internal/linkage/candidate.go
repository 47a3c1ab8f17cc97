package linkage

import (
	"cmp"
	"maps"
	"slices"
	"sync"

	"xunzhi"
	"xunzhi/internal/intake"
)

// candidate is a person whose valid number is known.
type candidate struct {
	key     xunzhi.Entity
	number  string
	village uint64
	listed  bool
}

// candidates finds known persons by name.
type candidates struct {
	byName     map[string][]candidate // folded name
	byReading  map[string][]candidate
	people     float64
	villages   float64
	registered bool    // there is a register of residents
	covered    float64 // the share of those whom rows name that have a known number
}

// candidates indexes known persons under the names that faulty numbers stand beside, and under those of valid numbers
// that the register does not hold.
func (r *reading) candidates() *candidates {
	c := &candidates{byName: map[string][]candidate{}, byReading: map[string][]candidate{}, registered: r.resident, covered: coveredElse}
	names := r.known.names
	if r.resident {
		c.covered = coveredByRegister
		r.known.all(func(rec *record) {
			if !rec.listed && !rec.key.Organisation() {
				c.byName[names.parse(rec.first.id).main] = nil
			}
		})
	}
	for i := range r.mentions {
		if m := &r.mentions[i]; m.role.typ != intake.USCC && m.text != "" {
			c.byName[names.parse(m.name).main] = nil
		}
	}
	delete(c.byName, "")
	villages := map[uint64]bool{}
	r.known.all(func(rec *record) {
		if !rec.key.Organisation() {
			c.people++
			villages[rec.village.village()] = true
		}
	})
	c.villages = float64(max(1, len(villages)))
	c.people = max(1, c.people)
	fill(r.known, c.byName, func(s string) []string { return []string{s} })
	return c
}

// wantReading notes that people are looked for whose names are read like n.
func (c *candidates) wantReading(n name) {
	if n.main != "" && !n.wild {
		for _, k := range readingKeys(n.main) {
			c.byReading[k] = nil
		}
	}
}

// indexReadings finds them.
func (c *candidates) indexReadings(k *known) { fill(k, c.byReading, readingKeys) }

// fill puts every person under those of the index's words that keys gives for one of his names. Keys are worked out
// once for each distinct name, on all processors; a second person under a number is no candidate.
func fill(k *known, index map[string][]candidate, keys func(string) []string) {
	if len(index) == 0 {
		return
	}
	found := k.names.matching(func(n name) (out []string) {
		for _, m := range append(n.aliases[:len(n.aliases):len(n.aliases)], n.main) {
			if m == "" || n.wild {
				continue
			}
			for _, key := range keys(m) {
				if _, ok := index[key]; ok && !slices.Contains(out, key) {
					out = append(out, key)
				}
			}
		}
		return out
	})
	k.all(func(rec *record) {
		if rec.key.Organisation() || rec.more == 0 && found[rec.first.id] == nil {
			return
		}
		var one [1]named
		names := append(one[:0], rec.first)
		if rec.more != 0 {
			names = k.grouped(rec)[0]
		}
		var cand candidate
		for _, n := range names {
			for _, key := range found[n.id] {
				if cand.key == 0 {
					cand = candidate{rec.key, numberOf(rec.key), rec.village.village(), rec.listed}
				}
				if list := index[key]; len(list) == 0 || list[len(list)-1].key != cand.key {
					index[key] = append(list, cand)
				}
			}
		}
	})
	for _, list := range index {
		slices.SortFunc(list, func(a, b candidate) int { return cmp.Compare(a.key, b.key) })
	}
}

// matching gives, for every name for which f gives words, those words.
func (t *nameTable) matching(f func(name) []string) map[nameID][]string {
	out := map[nameID][]string{}
	var mu sync.Mutex
	spread(nameShards*4, func(i int) {
		sh, part := &t.shards[i%nameShards], map[nameID][]string{}
		for k := i / nameShards; k < len(sh.texts); k += 4 {
			id := nameID(k*nameShards+i%nameShards) + 1
			if words := f(t.parse(id)); len(words) > 0 {
				part[id] = words
			}
		}
		mu.Lock()
		defer mu.Unlock()
		maps.Copy(out, part)
	})
	return out
}
