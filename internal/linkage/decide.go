package linkage

import (
	"cmp"
	"slices"

	"xunzhi"
	"xunzhi/internal/intake"
)

// person is an entity of a person or an organisation for the table entity.
type person struct {
	entity  xunzhi.Entity
	number  string
	name    nameID
	village uint64
}

// decision is what follows from a reading: whom rows speak of where the number alone does not say it.
type decision struct {
	reading  *reading
	verdicts verdicts
	rows     map[rowRole]outcome // rows without a usable number
	extra    []person            // entities that no valid number gives
	stats    Stats
}

// rowRole is one role of one row.
type rowRole struct {
	row  int64
	role string
}

func (r *reading) decide() *decision {
	d := &decision{reading: r, rows: map[rowRole]outcome{}}
	d.stats.Rows, d.stats.Repaired = r.rows, map[string]int{}
	d.verdicts, d.extra = r.splitShared()
	d.stats.Shared = len(d.verdicts)
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

// candidates indexes known persons under the names that faulty numbers stand beside, and the readings of those.
func (r *reading) candidates() *candidates {
	c := &candidates{byName: map[string][]candidate{}, byReading: map[string][]candidate{}, registered: r.resident, covered: coveredElse}
	if r.resident {
		c.covered = coveredByRegister
	}
	for i := range r.mentions {
		if m := &r.mentions[i]; m.role.typ != intake.USCC && m.text != "" {
			c.want(r.known.names.parse(m.name))
		}
	}
	if r.resident {
		r.known.all(func(rec *record) {
			if !rec.listed && !rec.key.Organisation() {
				c.byName[r.known.names.parse(rec.first.id).main] = nil
			}
		})
	}
	villages := map[uint64]bool{}
	r.known.all(func(rec *record) {
		if rec.key.Organisation() {
			return
		}
		c.people++
		villages[rec.village.village()] = true
		c.add(r.known, rec)
	})
	c.villages = float64(max(1, len(villages)))
	c.people = max(1, c.people)
	for _, index := range []map[string][]candidate{c.byName, c.byReading} {
		for k := range index {
			slices.SortFunc(index[k], func(a, b candidate) int { return cmp.Compare(a.key, b.key) })
		}
	}
	return c
}

func (c *candidates) want(n name) {
	if n.main == "" || n.wild {
		return
	}
	if _, ok := c.byName[n.main]; ok {
		return
	}
	c.byName[n.main] = nil
	for _, k := range readingKeys(n.main) {
		c.byReading[k] = nil
	}
}

// add puts a person under the names that are wanted. A second person under the number is no candidate.
func (c *candidates) add(k *known, rec *record) {
	var one [1]named
	names := append(one[:0], rec.first)
	if rec.more != 0 {
		names = k.grouped(rec)[0]
	}
	var cand candidate
	for i, n := range names {
		p := k.names.parse(n.id)
		if p.main == "" || p.wild || i > 0 && p.main == k.names.parse(names[0].id).main {
			continue
		}
		for _, m := range append(p.aliases, p.main) {
			if _, ok := c.byName[m]; !ok && len(c.byReading) == 0 {
				continue
			}
			if cand.key == 0 {
				cand = candidate{rec.key, numberOf(rec.key), rec.village.village(), rec.listed}
			}
			put(c.byName, m, cand)
			if len(c.byReading) > 0 {
				for _, key := range readingKeys(m) {
					put(c.byReading, key, cand)
				}
			}
		}
	}
}

func put(index map[string][]candidate, k string, c candidate) {
	if list, ok := index[k]; ok && (len(list) == 0 || list[len(list)-1].key != c.key) {
		index[k] = append(list, c)
	}
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

// repairMentions links the rows whose number names nobody. The same text, name and village get the same answer once.
func (d *decision) repairMentions(c *candidates, orgs map[string]xunzhi.Entity) {
	type question struct {
		text    string
		name    nameID
		village uint64
	}
	answers := map[question]outcome{}
	for i := range d.reading.mentions {
		m := &d.reading.mentions[i]
		if m.role.typ != intake.ID {
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
		o, ok := answers[q]
		if !ok {
			o, _ = c.repair(m, d.reading.known.names.parse(m.name))
			o = d.follow(o)
			answers[q] = o
		}
		if o.entity == 0 {
			d.stats.Open++
			continue
		}
		d.rows[rowRole{m.row, m.role.role}] = o
		d.stats.Repaired[o.method]++
	}
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
	if key == 0 {
		o := d.rows[rowRole{row, role}]
		return o.entity, o.p
	}
	if o, ok := d.verdicts[key][name]; ok {
		return o.entity, o.p
	}
	return key, 1
}

// people lists all entities, by id.
func (d *decision) people() []person {
	out := slices.Clone(d.extra)
	d.reading.known.all(func(rec *record) {
		if v := d.verdicts[rec.key]; v != nil && v[noName].entity != 0 {
			return // every row of the number speaks of somebody else
		}
		p := person{entity: rec.key, name: rec.first.id, village: rec.village.village()}
		if rec.key.Organisation() {
			p.number = d.reading.codes[rec.key]
		} else {
			p.number = numberOf(rec.key)
		}
		if rec.more != 0 {
			p.name = d.reading.known.written(rec)[0].id
		}
		out = append(out, p)
	})
	slices.SortFunc(out, func(a, b person) int { return cmp.Compare(a.entity, b.entity) })
	return out
}
