package linkage

import (
	"cmp"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"

	"xunzhi"
	"xunzhi/internal/intake"
)

// person is an entity of a person or an organisation for the table entity.
type person struct {
	entity  xunzhi.Entity
	name    nameID
	village uint64
}

// decision is what follows from a reading: whom rows speak of where the number alone does not say it.
type decision struct {
	reading  *reading
	verdicts verdicts
	rows     map[rowRole]outcome      // rows without a usable number
	extra    []person                 // second persons under a number
	numbers  map[xunzhi.Entity]string // of those whose entity does not tell it
	stats    Stats
}

// rowRole is one role of one row.
type rowRole struct {
	row  int64
	role string
}

func (r *reading) decide() *decision {
	d := &decision{reading: r, verdicts: verdicts{}, rows: map[rowRole]outcome{}, numbers: map[xunzhi.Entity]string{}}
	d.stats.Rows, d.stats.Repaired = r.rows, map[string]int{}
	d.splitShared()
	c := r.candidates()
	if r.resident {
		d.moveUnregistered(c)
	}
	orgs := r.organisations()
	if r.company {
		d.moveOrganisations(orgs)
	}
	d.repairMentions(c, orgs)
	return d
}

// moveUnregistered links valid numbers that the register does not hold to the resident whose number was meant.
func (d *decision) moveUnregistered(c *candidates) {
	names := d.reading.known.names
	d.reading.known.all(func(rec *record) {
		village := rec.village.village()
		main := names.parse(rec.first.id).main
		if rec.listed || rec.key.Organisation() || village == 0 || main == "" || d.verdicts[rec.key] != nil {
			return
		}
		o, ok := c.unregistered(numberOf(rec.key), village, main)
		if !ok {
			return
		}
		v := map[nameID]outcome{noName: o}
		for _, n := range d.reading.known.written(rec) {
			v[n.id] = o
		}
		d.verdicts[rec.key] = v
		d.stats.Repaired[byUnregistered] += int(rowsOf(d.reading.known.written(rec)))
	})
}

func rowsOf(list []named) (n uint32) {
	for _, x := range list {
		n += x.rows
	}
	return n
}

// organisations finds registered organisations by their full name; a name that two have is left out.
func (r *reading) organisations() map[string]xunzhi.Entity {
	m := map[string]xunzhi.Entity{}
	r.known.all(func(rec *record) {
		if !rec.listed || !rec.key.Organisation() {
			return
		}
		for _, n := range r.known.written(rec) {
			s := organisationName(r.known.names.text(n.id))
			if !n.listed || s == "" {
				continue
			}
			if e, ok := m[s]; ok && e != rec.key {
				m[s] = 0
			} else {
				m[s] = rec.key
			}
		}
	})
	return m
}

// organisationP is the probability that two organisations of one full name are one: names are unique in a county's
// register, but a department may leave a place name out.
const organisationP = 0.95

// moveOrganisations links codes that the register does not hold to the organisation of the name beside them.
func (d *decision) moveOrganisations(orgs map[string]xunzhi.Entity) {
	d.reading.known.all(func(rec *record) {
		if rec.listed || !rec.key.Organisation() {
			return
		}
		for _, n := range d.reading.known.written(rec) {
			e := orgs[organisationName(d.reading.known.names.text(n.id))]
			if e == 0 {
				continue
			}
			if d.verdicts[rec.key] == nil {
				d.verdicts[rec.key] = map[nameID]outcome{}
			}
			d.verdicts[rec.key][n.id] = outcome{e, organisationP, byName}
			d.stats.ByName += int(n.rows)
		}
	})
}

// question is what a repair depends on: the same text, name and village get the same answer.
type question struct {
	text    string
	name    nameID
	village uint64
}

// repairMentions links the rows whose number names nobody.
func (d *decision) repairMentions(c *candidates, orgs map[string]xunzhi.Entity) {
	var asked []question
	var askedBy []*mention
	seen := map[question]int{}
	for i := range d.reading.mentions {
		m := &d.reading.mentions[i]
		if m.role.typ != intake.ID && !m.code {
			if e := orgs[organisationName(d.reading.known.names.text(m.name))]; e != 0 {
				d.rows[rowRole{m.row, m.role.role}] = outcome{e, organisationP, byName}
				d.stats.ByName++
				continue
			}
		}
		if m.role.typ == intake.USCC || m.text == "" {
			continue
		}
		q := question{m.text, m.name, m.village}
		if _, ok := seen[q]; !ok {
			seen[q] = len(asked)
			asked = append(asked, q)
		}
		askedBy = append(askedBy, m)
	}
	answers := d.answer(c, asked)
	for _, m := range askedBy {
		o := answers[seen[question{m.text, m.name, m.village}]]
		if o.entity == 0 {
			if !m.code {
				d.stats.Open++
			}
			continue
		}
		d.rows[rowRole{m.row, m.role.role}] = o
		d.stats.Repaired[o.method]++
	}
}

// answer looks for namesakes first, on all processors; for what is left, people whose names are read alike.
func (d *decision) answer(c *candidates, asked []question) []outcome {
	out := make([]outcome, len(asked))
	names := d.reading.known.names
	spread(len(asked), func(i int) {
		o, _ := c.repair(&asked[i], names.parse(asked[i].name))
		out[i] = d.follow(o)
	})
	var left []int
	for i := range out {
		if out[i].entity == 0 {
			left = append(left, i)
			c.wantReading(names.parse(asked[i].name))
		}
	}
	c.indexReadings(d.reading.known)
	spread(len(left), func(k int) {
		i := left[k]
		o, _ := c.repairByEar(&asked[i], names.parse(asked[i].name))
		out[i] = d.follow(o)
	})
	return out
}

// spread calls f for 0 … n−1 on all processors.
func spread(n int, f func(i int)) {
	const block = 64
	var wg sync.WaitGroup
	var next atomic.Int64
	for range min(runtime.GOMAXPROCS(0), n/block+1) {
		wg.Go(func() {
			for {
				from := int(next.Add(block)) - block
				if from >= n {
					return
				}
				for i := from; i < min(n, from+block); i++ {
					f(i)
				}
			}
		})
	}
	wg.Wait()
}

// follow takes an outcome on to the person whom an unregistered number was found to mean.
func (d *decision) follow(o outcome) outcome {
	if v := d.verdicts[o.entity]; v != nil {
		if next, ok := v[noName]; ok {
			o.entity, o.p = next.entity, o.p*next.p
		}
	}
	return o
}

// of gives a row's entity and probability in a role; key is 0 where its number is not valid.
func (d *decision) of(row int64, role string, key xunzhi.Entity, name nameID) (xunzhi.Entity, float64) {
	if key == 0 || key.Organisation() {
		if o := d.rows[rowRole{row, role}]; o.entity != 0 || key == 0 {
			return o.entity, o.p
		}
	}
	if o, ok := d.verdicts[key][name]; ok {
		return o.entity, o.p
	}
	return key, 1
}

// people lists all entities, by id.
func (d *decision) people() []person {
	n := len(d.extra)
	d.reading.known.all(func(*record) { n++ })
	out := append(make([]person, 0, n), d.extra...)
	d.reading.known.all(func(rec *record) {
		if v := d.verdicts[rec.key]; v != nil && v[noName].entity != 0 {
			return // every row of the number speaks of somebody else
		}
		p := person{entity: rec.key, name: rec.first.id}
		if !rec.key.Organisation() { // where an organisation works says nothing about where it is
			p.village = rec.village.village()
		}
		if rec.more != 0 {
			p.name = d.reading.known.written(rec)[0].id
		}
		out = append(out, p)
	})
	slices.SortFunc(out, func(a, b person) int { return cmp.Compare(a.entity, b.entity) })
	return out
}

// number gives an entity's number or code as text.
func (d *decision) number(e xunzhi.Entity) string {
	if e.Organisation() {
		return d.reading.codes[e]
	}
	if n, ok := d.numbers[e]; ok {
		return n
	}
	return numberOf(e)
}
