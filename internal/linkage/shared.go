package linkage

import (
	"hash/fnv"
	"slices"
	"strings"

	"xunzhi"
)

// The methods by which a row is linked; a row that stands in no exception is linked by its valid number.
const (
	byShared       = "shared"                // another person's valid number: a second person of that number
	byDigit        = "repaired-digit"        // one character wrong
	bySwap         = "repaired-swap"         // two neighbours swapped
	byMask         = "repaired-masked"       // digits hidden
	byLost         = "repaired-lost"         // last digits lost to a spreadsheet
	byLength       = "repaired-length"       // a character missing or too many, or cut off
	byUnregistered = "repaired-unregistered" // valid, but nobody's; one character from a neighbour of that name
	byName         = "name"                  // an organisation by its full name
)

// outcome is whom a mention is taken for.
type outcome struct {
	entity xunzhi.Entity
	p      float64
	method string
}

// sharedP is the probability that a second person under a number is one person in all rows of that number and name.
const sharedP = 0.9

// verdicts says for which valid numbers a row's entity depends on the name beside it.
type verdicts map[xunzhi.Entity]map[nameID]outcome

// splitShared finds numbers that stand beside unlike names. The number stays with the person whom the register names,
// else the one with most rows, else the first by text; every other person becomes one of its own.
func (d *decision) splitShared() {
	k := d.reading.known
	k.all(func(rec *record) {
		if rec.more == 0 || rec.key.Organisation() {
			return
		}
		groups := k.grouped(rec)
		if len(groups) < 2 {
			return
		}
		second := map[nameID]outcome{}
		taken := [8]bool{true}
		for _, g := range groups[1:] {
			e := variantOf(rec.key, k.names.parse(g[0].id).main, &taken)
			for _, n := range g {
				second[n.id] = outcome{e, sharedP, byShared}
			}
			d.extra = append(d.extra, person{entity: e, name: g[0].id})
			if _, _, ok := e.Number(); !ok {
				d.numbers[e] = numberOf(rec.key)
			}
		}
		d.verdicts[rec.key] = second
		d.stats.Shared++
	})
}

// grouped splits the names beside a number into persons: each name joins the first group whose leading name is like
// it. Texts that name nobody go with the first.
func (k *known) grouped(rec *record) [][]named {
	var groups [][]named
	var nameless []named
	for _, n := range k.written(rec) {
		p := k.names.parse(n.id)
		if p.main == "" {
			nameless = append(nameless, n)
			continue
		}
		i := slices.IndexFunc(groups, func(g []named) bool { return like(k.names.parse(g[0].id), p) })
		if i < 0 {
			groups = append(groups, []named{n})
		} else {
			groups[i] = append(groups[i], n)
		}
	}
	if len(groups) == 0 {
		return [][]named{nameless}
	}
	groups[0] = append(groups[0], nameless...)
	return groups
}

// variantOf gives the second person under a number an entity: a variant that follows from the name, so that another
// month's rows seldom change it, or the next free one. Numbers that stand for more than eight persons are
// placeholders; from the ninth on a person follows from number and name.
func variantOf(key xunzhi.Entity, main string, taken *[8]bool) xunzhi.Entity {
	id, _, ok := key.Number()
	h := fnv.New32a()
	h.Write([]byte(main))
	for i := range uint32(7) {
		v := 1 + (h.Sum32()+i)%7
		if ok && !taken[v] {
			taken[v] = true
			return xunzhi.PersonEntity(id, uint8(v))
		}
	}
	return xunzhi.UnnumberedPerson(string(id) + " " + main)
}

func numberOf(key xunzhi.Entity) string {
	id, _, _ := key.Number()
	return string(id)
}

// organisationName normalises an organisation's full name: width, case, spaces, brackets and the two spellings of a limited
// company. Nothing that tells two organisations apart is dropped.
func organisationName(s string) string {
	folded, wild := foldOrganisation(s)
	if wild || len([]rune(folded)) < 4 {
		return ""
	}
	return strings.ReplaceAll(folded, "有限责任公司", "有限公司")
}
