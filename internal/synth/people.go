package synth

import "xunzhi"

// person is one human being, in 40 bytes: a million of them is the largest thing held in memory. Index 0 is nobody.
// Outsiders (companies' people, namesakes) have household 0 and stand in no register of the county.
type person struct {
	father, mother, spouse uint32
	hh                     uint32
	birth                  int32 // xunzhi.Date
	death                  int32 // xunzhi.Date, 0 alive
	given                  uint16
	seq                    uint16 // last three digits before the check digit
	surname                uint8
	area                   uint8 // index of areaCodes
	rel                    relation
	flags                  uint8
}

// Flags of a person.
const (
	male         uint8 = 1 << iota
	lateReg            // death registered months later
	claimed            // part of a planted case or decoy
	married            // came into the household by marriage
	skipResident       // the planted case writes the register's row
)

type relation uint8

// How a member stands to the household's first head.
const (
	relHead relation = iota
	relSpouse
	relSon
	relDaughter
	relSonWife
	relGrandson
	relGranddaughter
	relOther
)

var relationText = [...]string{"户主", "妻", "子", "女", "儿媳", "孙子", "孙女", "其他"}

// use says what a household is used for; one use only, so that no innocent fact meets another one by chance.
type use uint8

const (
	useFree      use = iota
	useCadre         // an officer's household, or one of his near kin's
	usePlanted       // belongs to a planted case or decoy
	useRelief        // on the relief roster
	usePayroll       // a member on the public payroll
	useWorker        // a member with an employee's pension
	usePost          // a member with a public post
	useMonitored     // monitored against poverty
	useBusiness      // owns a company, or is a party to a contract
	useNormal
)

// household is a run of persons people[first:first+n]. The first is its head.
type household struct {
	first   uint32
	village uint16
	n       uint8
	use     use
	area    uint32 // contracted land, 1/100 mu
	flags   uint8
}

const hhNoPay uint8 = 1 // no one-card payments

// builder makes families.
type builder struct {
	w     *world
	r     *rng
	seqs  map[uint64]uint16 // persons made per area, day and sex
	brute []bride           // couples with a daughter to marry out
}

type bride struct{ father, mother uint32 }

// population fills people and households, village by village.
func (w *world) population() {
	b := &builder{w: w, r: stream(w.cfg.Seed, "people"), seqs: make(map[uint64]uint16, w.cfg.People/2)}
	w.people = make([]person, 1, w.cfg.People+w.cfg.People/20+1000)
	w.households = make([]household, 1, w.cfg.People/3+100)
	shares := make([]int, len(w.villages))
	total := 0
	for i := range shares {
		shares[i] = b.r.between(60, 140)
		total += shares[i]
	}
	left := w.cfg.People
	for i := range w.villages {
		left -= b.village(i, max(10, left*shares[i]/total))
		total -= shares[i]
	}
	w.nResidents = len(w.people)
	w.seqs = b.seqs
}

// village makes families until the target is reached and returns how many people it made.
func (b *builder) village(i, target int) int {
	v := &b.w.villages[i]
	v.firstHH = uint32(len(b.w.households))
	start := len(b.w.people)
	for len(b.w.people)-start < target {
		b.family(i)
	}
	v.lastHH = uint32(len(b.w.households))
	v.people = len(b.w.people) - start
	return v.people
}

func (b *builder) open(v int) uint32 {
	b.w.households = append(b.w.households, household{first: uint32(len(b.w.people)), village: uint16(v)})
	return uint32(len(b.w.households) - 1)
}

// shut ends a household: its land follows from its size.
func (b *builder) shut(h uint32) {
	hh := &b.w.households[h]
	hh.n = uint8(len(b.w.people) - int(hh.first))
	hh.area = uint32(b.r.between(60, 190)) * uint32(min(int(hh.n), 7))
}

// newPerson appends a person; year is the birth year.
func (b *builder) newPerson(hh uint32, isMale bool, year int, sur uint8, shared int, rel relation) uint32 {
	p := person{hh: hh, surname: sur, rel: rel}
	if isMale {
		p.flags |= male
	}
	p.birth = int32(xunzhi.DateOf(year, 1, 1)) + int32(b.r.n(365))
	if xunzhi.Date(p.birth) > b.w.asOf-40 {
		p.birth = int32(b.w.asOf) - 40 - int32(b.r.n(60))
	}
	p.given = b.w.names.givenName(b.r, isMale, year, shared)
	b.number(&p)
	p.death = b.fate(&p)
	b.w.people = append(b.w.people, p)
	return uint32(len(b.w.people) - 1)
}

// number gives a person a sequence that nobody of the same area and day has.
func (b *builder) number(p *person) {
	key := uint64(p.area)<<40 | uint64(uint32(p.birth))<<1 | uint64(p.flags&male)
	n := b.seqs[key]
	b.seqs[key] = n + 1
	k := (uint64(n)*37 + mix(key)%500) % 500
	p.seq = uint16(k*2) + uint16(p.flags&male)
}

// fate draws the day of death of a person who was alive at the start of 2016; 0 for those still alive.
func (b *builder) fate(p *person) int32 {
	by, _, _ := xunzhi.Date(p.birth).YMD()
	for y := max(2016, by+1); y <= b.w.asOf.Month().Year(); y++ {
		age := y - by
		var perMille int
		switch {
		case age < 50:
			perMille = 1
		case age < 70:
			perMille = 8
		case age < 80:
			perMille = 32
		case age < 90:
			perMille = 85
		default:
			perMille = 190
		}
		if b.r.n(1000) < perMille {
			d := int32(xunzhi.DateOf(y, 1, 1)) + int32(b.r.n(365))
			if xunzhi.Date(d) < b.w.asOf-20 {
				return d
			}
			return 0
		}
	}
	return 0
}

// family makes three generations: an old couple with the son who stays, and a household for each other son.
func (b *builder) family(v int) {
	r, w := b.r, b.w
	sur := pick(r, w.names.bySur)
	if r.chance(65) {
		sur = w.villages[v].surnames[min(r.n(4), r.n(4))]
	}
	year := r.between(1937, 1969)
	shared := r.n(20)
	h := b.open(v)
	gf := b.newPerson(h, true, year, sur, -1, relHead)
	gm := b.marry(h, gf, -1)
	sons := pick(r, []int{0, 1, 1, 1, 2, 2, 3})
	stay := sons > 0 && r.chance(55)
	born := year + r.between(21, 25)
	if stay {
		b.son(h, gf, gm, born, sur, shared, relSon)
	}
	b.shut(h)
	for range r.n(3) {
		b.brute = append(b.brute, bride{gf, gm})
	}
	for i := range sons {
		if i == 0 && stay {
			continue
		}
		born += r.between(2, 4)
		h := b.open(v)
		b.son(h, gf, gm, born, sur, shared, relHead)
		b.shut(h)
	}
}

// son makes a man of the second generation, born in that year, his wife and children, inside household h.
func (b *builder) son(h, father, mother uint32, year int, sur uint8, shared int, rel relation) {
	r := b.r
	s := b.newPerson(h, true, year, sur, shared, rel)
	b.w.people[s].father, b.w.people[s].mother = father, mother
	if year > b.w.asOf.Month().Year()-23 || r.chance(7) {
		return
	}
	wrel, kid := relSpouse, [2]relation{relDaughter, relSon}
	if rel == relSon {
		wrel, kid = relSonWife, [2]relation{relGranddaughter, relGrandson}
	}
	m := b.marry(h, s, int(wrel))
	next := r.n(20)
	y := year + r.between(20, 25)
	for range pick(r, []int{0, 1, 1, 2, 2, 2, 3}) {
		y += r.between(2, 4)
		if y > b.w.asOf.Month().Year() {
			break
		}
		isMale := r.chance(52)
		k := b.newPerson(h, isMale, y, sur, next, kid[bit(isMale)])
		b.w.people[k].father, b.w.people[k].mother = s, m
	}
}

func bit(x bool) int {
	if x {
		return 1
	}
	return 0
}

// marry gives the man a wife, often a daughter of a couple made earlier, anywhere in the county.
func (b *builder) marry(h, man uint32, rel int) uint32 {
	r, w := b.r, b.w
	hy, _, _ := xunzhi.Date(w.people[man].birth).YMD()
	year := hy + r.between(-1, 4)
	var fa, mo uint32
	sur := pick(r, w.names.bySur)
	if rel >= 0 && len(b.brute) > 0 && r.chance(70) {
		i := max(0, len(b.brute)-1-r.n(200))
		c := b.brute[i]
		fy, _, _ := xunzhi.Date(w.people[c.father].birth).YMD()
		if c.father != w.people[man].father && year-fy >= 19 && year-fy <= 40 {
			fa, mo, sur = c.father, c.mother, w.people[c.father].surname
			b.brute = append(b.brute[:i], b.brute[i+1:]...)
		}
	}
	rl := relSpouse
	if rel >= 0 {
		rl = relation(rel)
	}
	m := b.newPerson(h, false, year, sur, -1, rl)
	p := &w.people[m]
	p.father, p.mother, p.spouse = fa, mo, man
	p.flags |= married
	if fa == 0 && r.chance(40) {
		p.area = uint8(1 + r.n(5))
		b.number(p)
	}
	w.people[man].spouse = m
	return m
}
