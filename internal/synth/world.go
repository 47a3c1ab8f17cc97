package synth

import (
	"slices"

	"xunzhi"
)

// world is the county: what is held in memory while its files are written. After build it is only read.
type world struct {
	cfg        Config
	asOf       xunzhi.Date
	m0, m1     xunzhi.Month // months of payments
	names      *nameTable
	towns      []township
	villages   []village
	people     []person
	households []household
	nResidents int // people[1:nResidents] are residents
	seqs       map[uint64]uint16
	sources    []*source
	byID       map[string]*source
	children   childIndex
	companies  []company
	builders   []int // companies that build
	nEmployers int   // companies[:nEmployers] employ people; later ones belong to planted cases
	cases      []*Case
	totals     map[totalKey]*Case
	lastNo     map[string]int
	usedNames  map[string]bool
	events     [][]*event // planned vouchers by village
	bookGaps   map[int]xunzhi.MonthSpan
}

type totalKey struct{ file, sheet string }

func newWorld(cfg Config) *world {
	w := &world{cfg: cfg, asOf: cfg.AsOf, m1: cfg.AsOf.Month(), names: newNameTable(), byID: map[string]*source{}, totals: map[totalKey]*Case{}, lastNo: map[string]int{}, bookGaps: map[int]xunzhi.MonthSpan{}}
	w.m0 = w.m1 - xunzhi.Month(cfg.Months) + 1
	w.sources = loadSources()
	for _, s := range w.sources {
		w.byID[s.id] = s
	}
	w.generators()
	return w
}

func (w *world) src(id string) *source { return w.byID[id] }

func (w *world) villageCode(v int) string {
	if v < 0 {
		return ""
	}
	return string(w.villages[v].code)
}

// build makes everything that the files are written from. Order matters: who is an officer or his kin first, then the
// planted cases with households of their own, then what the other households do.
func (w *world) build() {
	w.geography()
	w.population()
	w.children = indexChildren(w.people)
	w.officers()
	w.makeCompanies()
	p := newPlanner(w)
	p.background()
	p.plant()
	w.assignUses()
	w.registers()
	w.bucketExtras()
}

// bucketExtras sorts each source's extra rows to where they will be written, in a fixed but unconspicuous order.
func (w *world) bucketExtras() {
	for _, s := range w.sources {
		s.byCut = map[[2]int][]*row{}
		for _, r := range s.extras {
			k := [2]int{r.village, r.period}
			s.byCut[k] = append(s.byCut[k], r)
		}
		keys := make([][2]int, 0, len(s.byCut))
		for k := range s.byCut {
			keys = append(keys, k)
		}
		slices.SortFunc(keys, func(a, b [2]int) int { return slices.Compare(a[:], b[:]) })
		for _, k := range keys {
			shuffle(stream(w.cfg.Seed, "strew", mixText(s.id), uint64(k[0]+1), uint64(k[1])), s.byCut[k])
		}
	}
}

// planTotals picks sheets whose 合计 will be wrong.
func (w *world) planTotals(plans []filePlan) {
	want, seen := 3, map[string]bool{}
	for i := range plans {
		p := &plans[i]
		if !p.l.total || seen[p.s.id] || want == 0 {
			continue
		}
		seen[p.s.id] = true
		want--
		k := totalKey{p.name, p.sheets[0].name}
		w.totals[k] = w.addCase(Case{Rule: "total-mismatch", SubjectKind: "row", Subject: p.name, Why: "合计行与明细之和相差1000元"})
	}
}

func (w *world) wrongTotal(p *filePlan, sh sheetPlan) *Case {
	return w.totals[totalKey{p.name, sh.name}]
}

func (w *world) addCase(c Case) *Case {
	w.cases = append(w.cases, &c)
	return &c
}

// childIndex lists everybody's children, by father or mother, without a slice for each.
type childIndex struct {
	first []uint32 // by father, first[i]:first[i+1]
	kids  []uint32
}

func indexChildren(people []person) childIndex {
	c := childIndex{first: make([]uint32, len(people)+1)}
	for i := range people {
		if f := people[i].father; f != 0 {
			c.first[f+1]++
		}
	}
	for i := 1; i < len(c.first); i++ {
		c.first[i] += c.first[i-1]
	}
	at := slices.Clone(c.first)
	c.kids = make([]uint32, c.first[len(people)])
	for i := range people {
		if f := people[i].father; f != 0 {
			c.kids[at[f]] = uint32(i)
			at[f]++
		}
	}
	return c
}

// childrenOf lists the children of a man, or of a woman through her husband.
func (w *world) childrenOf(i uint32) []uint32 {
	if w.people[i].flags&male == 0 {
		i = w.people[i].spouse
	}
	if int(i)+1 >= len(w.children.first) {
		return nil
	}
	return w.children.kids[w.children.first[i]:w.children.first[i+1]]
}
