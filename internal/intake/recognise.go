package intake

import (
	"math"
	"sort"
	"strings"
)

const (
	unknownScore   = 2.6  // what "none of the catalogue" scores; a source has to explain a sheet better
	trustThreshold = 0.6  // below it a sheet is unknown
	accuseTrust    = 0.92 // for sources whose rows speak against somebody
)

// How a column came to its field, as reports say it.
const (
	byHeader  = "表头"
	byContent = "内容"
	byName    = "文件名"
	byTitle   = "标题"
	byHand    = "手工"
	byMemory  = "已记住的映射"
)

// table is a sheet as it was looked at, before it is known what it holds.
type table struct {
	head  header
	rows  []gridRow // sample of data rows
	texts [][]string
	stats []columnStats
	near  surroundings
	// months are the columns of a sheet that shows months from left to right
	months []monthColumn
}

// bound is a column that became a field.
type bound struct {
	col, field int // field counts aux columns behind the fields
	how        string
	score      float64
	weight     float64
}

// candidate is what a sheet would be as one source.
type candidate struct {
	source     int
	bounds     []bound
	wide       []widePair
	months     []monthColumn
	score      float64
	confidence float64
	missing    []int // required fields that nothing gives
	penalty    float64
	fatal      bool // one of them is needed for every row
	evidence   int  // distinctive signs for this source besides the shared words
}

// rank scores every source and gives the candidates, the best first. Confidence is the source's share among all
// sources and the possibility that it is none of them.
func (l *lexicon) rank(t *table) []candidate {
	var cs []candidate
	for i, s := range l.sources {
		if !s.Internal {
			cs = append(cs, l.explain(t, i, s))
		}
	}
	sort.SliceStable(cs, func(a, b int) bool {
		if cs[a].score != cs[b].score {
			return cs[a].score > cs[b].score
		}
		return cs[a].source < cs[b].source
	})
	top := math.Max(cs[0].score, unknownScore)
	sum := math.Exp(unknownScore - top)
	for i := range cs {
		sum += math.Exp(cs[i].score - top)
	}
	for i := range cs {
		cs[i].confidence = round3(math.Exp(cs[i].score-top) / sum)
	}
	return cs
}

func round3(x float64) float64 { return math.Round(x*1000) / 1000 }

// explain maps the table's columns to one source and says how well that explains the table.
func (l *lexicon) explain(t *table, i int, s *Source) candidate {
	c := candidate{source: i}
	c.bounds = l.assign(t, i, s)
	if s.Household != nil {
		c.bounds, c.wide = l.household(t, i, s, c.bounds)
	}
	c.bounds = l.byValues(t, i, s, c.bounds, c.wide)
	c.turn(t, s)
	for _, b := range c.bounds {
		c.score += l.worth(t, s, b)
		if b.weight > 1.5 && b.score > 0.5 && !s.column(b.field).Common {
			c.evidence++
		}
	}
	c.score += 0.5 * float64(min(len(c.wide), 3))
	if s.ID == villageSource && t.isRegister(s, c.bounds) {
		c.evidence++
		c.score += 1.5
	}
	names := t.near.nameEvidence(s)
	if names >= 1.8 {
		c.evidence++
	}
	c.score += names - l.unexplained(t, i, c)
	before := c.score
	l.requirements(t, s, &c)
	c.penalty = before - c.score
	if c.evidence == 0 || s.Accuse && !t.says(s) {
		c.score = math.Min(c.score, unknownScore-0.5)
	}
	return c
}

// isRegister tells whether a table names every village once: a code in each row and no code twice.
func (t *table) isRegister(s *Source, bounds []bound) bool {
	ok := 0
	for _, b := range bounds {
		switch st := &t.stats[b.col]; s.column(b.field).ID {
		case "code":
			if st.cells < 3 || st.village < st.cells || len(st.distinct) < min(st.cells, statsDistinct) {
				return false
			}
			ok++
		case "name", "township":
			ok++
		}
	}
	return ok == 3
}

// says tells whether a header, or a text around the table, holds one of the source's own words. Without it nothing may
// be taken for a source that accuses: 处理结果 and 处理时间 are in every office's lists.
func (t *table) says(s *Source) bool {
	if t.near.nameEvidence(s) > 0 {
		return true
	}
	for _, c := range t.head.columns {
		if t.head.found && speaksFor(s, c.text) > 0 {
			return true
		}
	}
	return false
}

// worth is what a mapped column adds: by what its word tells, and by whether its values are what the field holds.
func (l *lexicon) worth(t *table, s *Source, b bound) float64 {
	f := s.column(b.field)
	w := b.score * b.weight
	switch {
	case f.Common:
		w *= 0.2
	case !f.Required:
		w *= 0.7
	}
	if f.Values != nil && b.col < len(t.stats) && t.stats[b.col].cells > 0 {
		w += 0.8 * t.stats[b.col].known(f)
	}
	return w
}

// unexplained is what columns whose words belong to few other sources say against this one.
func (l *lexicon) unexplained(t *table, source int, c candidate) float64 {
	used := map[int]bool{}
	for _, b := range c.bounds {
		used[b.col] = true
	}
	for _, p := range c.wide {
		used[p.name], used[p.number], used[p.relation] = true, true, true
	}
	sum := 0.0
	for col, h := range t.head.columns {
		if used[col] || !t.head.found {
			continue
		}
		for _, text := range h.lookup() {
			if hs := l.hits(text); len(hs) > 0 && hs[0].score > 0.7 {
				own := false
				for _, x := range hs {
					own = own || x.source == source
				}
				if !own && hs[0].weight > 1.8 && !l.sources[hs[0].source].column(hs[0].field).Common {
					sum += 0.4 * hs[0].weight
				}
				break
			}
		}
	}
	return math.Min(sum, 5)
}

// assign gives each column at most one field by its header, the best fitting pairs first.
func (l *lexicon) assign(t *table, source int, s *Source) []bound {
	if !t.head.found {
		return nil
	}
	var all []bound
	for col, h := range t.head.columns {
		for depth, text := range h.lookup() {
			for _, x := range l.hits(text) {
				if x.source != source {
					continue
				}
				if t.foreignValues(col, s.column(x.field), x.score) {
					continue
				}
				score := (x.score - 0.12*float64(depth)) * math.Min(1, t.stats[col].fits(s.column(x.field)))
				if score > 0.3 {
					all = append(all, bound{col, x.field, byHeader, score, x.weight})
				}
			}
		}
	}
	sort.SliceStable(all, func(a, b int) bool { return all[a].score > all[b].score })
	cols, fields := map[int]bool{}, map[int]bool{}
	var out []bound
	for _, b := range all {
		if !cols[b.col] && !fields[b.field] {
			cols[b.col], fields[b.field] = true, true
			b.score = math.Min(b.score, 1)
			out = append(out, b)
		}
	}
	return secondVillage(s, all, out, cols)
}

// foreignValues tells whether a column's values are none of an enumerated field's, where its head only ends as the
// field's words do (残疾类别), or the surroundings say the value that every row needs (养老金 in a list of 居民养老).
func (t *table) foreignValues(col int, f *Field, score float64) bool {
	st := &t.stats[col]
	if f.Values == nil || st.cells == 0 || st.known(f) > 0 {
		return false
	}
	if score < 0.86 {
		return true
	}
	_, told := t.near.enumerated(f)
	return told && f.FromName && f.Required && !f.Soft
}

// secondVillage keeps a further column that names the village (a name beside a code): what the first cannot resolve,
// the second may.
func secondVillage(s *Source, all, out []bound, cols map[int]bool) []bound {
	for _, b := range all {
		if s.column(b.field).Type == Village && !cols[b.col] && b.score > 0.6 && s.ID != villageSource {
			cols[b.col] = true
			b.weight = 0
			return append(out, b)
		}
	}
	return out
}

// byValues fills fields that no header gave from columns whose values can be nothing else, where only one column and
// one field are left to each other.
func (l *lexicon) byValues(t *table, source int, s *Source, bounds []bound, wide []widePair) []bound {
	cols, fields := map[int]bool{}, map[int]bool{}
	for _, b := range bounds {
		cols[b.col], fields[b.field] = true, true
	}
	for _, p := range wide {
		cols[p.name], cols[p.number], cols[p.relation] = true, true, true
	}
	for _, kind := range valueKinds {
		var fs, cs []int
		for k := range s.Fields {
			if f := &s.Fields[k]; !fields[k] && kind.field(f) && (f.Required || f.Type == Village || !t.head.found && (f.Type == ID || f.Type == Party)) {
				fs = append(fs, k)
			}
		}
		if len(fs) == 0 {
			continue
		}
		for col := range t.stats {
			if st := &t.stats[col]; !cols[col] && st.cells >= 2 && kind.holds(st) && !(kind.headed && l.meansOther(t, source, col, kind.open)) {
				cs = append(cs, col)
			}
		}
		if len(fs) == 1 && len(cs) == 1 {
			cols[cs[0]], fields[fs[0]] = true, true
			bounds = append(bounds, bound{cs[0], fs[0], byContent, 0.8, 0.25})
		}
	}
	return bounds
}

// meansOther tells whether a column's own header says that it is something else, so that its values may not claim it. A
// header whose values cannot be what it says (heads that slipped by a column) says nothing, and where open, neither does
// a header that no source knows.
func (l *lexicon) meansOther(t *table, source, col int, open bool) bool {
	if !t.head.found || col >= len(t.head.columns) || t.head.columns[col].text == "" {
		return false
	}
	known := false
	for _, x := range l.hits(t.head.columns[col].text) {
		known = known || x.score > 0.7
		if x.source == source && x.score > 0.7 {
			return t.stats[col].fits(l.sources[source].column(x.field)) > 0.5
		}
	}
	return known || l.sources[source].Accuse || !open
}

// valueKind pairs fields with what their values look like.
type valueKind struct {
	field  func(*Field) bool
	holds  func(*columnStats) bool
	headed bool // only where the column has no header of its own
	open   bool // or one that no source knows
}

func most(st *columnStats, n int) bool { return st.share(n) >= 0.8 }

var valueKinds = []valueKind{
	{field: func(f *Field) bool { return f.Type == ID || f.Type == Party }, holds: func(st *columnStats) bool { return st.share(st.validID) >= 0.5 && most(st, st.id) }},
	{field: func(f *Field) bool { return f.Type == USCC || f.Type == Party }, holds: func(st *columnStats) bool { return most(st, st.uscc) }},
	{field: func(f *Field) bool { return f.person }, holds: func(st *columnStats) bool { return most(st, st.name) }, headed: true},
	{field: func(f *Field) bool { return f.Type == Village }, holds: func(st *columnStats) bool { return most(st, st.village) }, headed: true, open: true},
	{field: func(f *Field) bool { return f.Type == Date }, holds: func(st *columnStats) bool { return most(st, st.date) }, headed: true, open: true},
	{field: func(f *Field) bool { return f.Type == Month }, holds: func(st *columnStats) bool { return most(st, st.month) }, headed: true, open: true},
	{field: func(f *Field) bool { return f.Format == "account" }, holds: func(st *columnStats) bool { return most(st, st.account) && st.share(st.validID) < 0.2 }, headed: true},
	{field: func(f *Field) bool { return f.Format == "plate" }, holds: func(st *columnStats) bool { return most(st, st.plate) }, headed: true},
	{field: func(f *Field) bool { return f.Type == Yuan }, holds: func(st *columnStats) bool {
		return most(st, st.number) && !isCounter(st) && st.year*2 < st.cells && st.phone == 0
	}, headed: true},
}

// isCounter recognises a column of running numbers.
func isCounter(st *columnStats) bool {
	return st.integer == st.cells && len(st.distinct) == min(st.cells, statsDistinct) && st.distinct["1"] == 1 && st.distinct["2"] == 1
}

// requirements notes what a source needs and the table does not give, and what the surroundings give instead.
func (l *lexicon) requirements(t *table, s *Source, c *candidate) {
	have := map[int]bool{}
	for _, b := range c.bounds {
		have[b.field] = true
	}
	if len(c.months) > 0 {
		month, money := turnedFields(s)
		have[month], have[money] = true, true
	}
	titled := l.titled(t, c.source, s)
	gives := func(k int) bool {
		f := &s.Fields[k]
		return have[k] || titled[k] != "" || f.FromName && t.near.gives(s, f) || impliedBy(s, f, have)
	}
	for k := range s.Fields {
		f := &s.Fields[k]
		if !f.Required || gives(k) || inOneOf(s, f.ID) {
			continue
		}
		c.missing = append(c.missing, k)
		switch {
		case f.Type == Village && s.ID != villageSource:
			c.score -= 0.5
		case f.Soft || isNumber(f) || f.NameField == "" && isNameOfNumber(s, f, have):
			c.score -= 1
		default:
			c.score -= 2
			c.fatal = true
		}
	}
	l.needOneOf(s, c, gives)
	if !anyoneNamed(s, have) {
		c.fatal = true
	}
}

func (l *lexicon) needOneOf(s *Source, c *candidate, gives func(int) bool) {
	for _, group := range s.OneOf {
		ok := false
		for _, id := range group {
			ok = ok || gives(s.fieldIndex(id))
		}
		if !ok {
			c.missing = append(c.missing, s.fieldIndex(group[0]))
			c.score -= 2
			c.fatal = true
		}
	}
}

func inOneOf(s *Source, id string) bool {
	for _, g := range s.OneOf {
		for _, x := range g {
			if x == id {
				return true
			}
		}
	}
	return false
}

func isNumber(f *Field) bool { return f.Type == ID || f.Type == Party || f.Type == USCC }

// isNameOfNumber tells whether a field is the name beside a number that is there.
func isNameOfNumber(s *Source, f *Field, have map[int]bool) bool {
	for k := range s.Fields {
		if s.Fields[k].NameField == f.ID && have[k] {
			return true
		}
	}
	return false
}

// impliedBy tells whether a field follows from others: the head from the member, debit and credit from a side and an
// amount, direction and amount from two columns of money in and out.
func impliedBy(s *Source, f *Field, have map[int]bool) bool {
	has := func(id string) bool { k := s.fieldIndex(id); return k >= 0 && have[k] }
	if h := s.Household; h != nil {
		switch f.ID {
		case h.HeadName:
			return has(h.Name)
		case h.HeadNumber:
			return has(h.Number)
		}
	}
	if f.Type == Month && f.Year && has("year") || (f.ID == "start" || f.ID == "end") && has("period") {
		return true
	}
	switch f.ID {
	case "debit", "credit":
		return has("side_amount")
	case "direction":
		return has("in_amount") || has("out_amount") || s.fieldIndex("in_amount") >= 0 && has("amount") && (has("balance") || has("account") || has("counterparty") || has("counterparty_account"))
	case "amount":
		return has("in_amount") || has("out_amount")
	}
	return false
}

// anyoneNamed tells whether a source about persons has a column that says whom a row is about.
func anyoneNamed(s *Source, have map[int]bool) bool {
	asks := false
	for k := range s.Fields {
		f := &s.Fields[k]
		if !f.Required || !isNumber(f) {
			continue
		}
		asks = true
		if have[k] || impliedBy(s, f, have) {
			return true
		}
		if n := s.fieldIndex(f.NameField); n >= 0 && (have[n] || impliedBy(s, &s.Fields[n], have)) {
			return true
		}
	}
	return !asks
}

// gives tells whether the surroundings hold a value for a field.
func (s surroundings) gives(src *Source, f *Field) bool {
	switch {
	case f.Type == Month:
		_, ok := s.month()
		return ok || f.Year && s.onlyYear() != 0
	case f.Values != nil:
		_, ok := s.enumerated(f)
		return ok
	case f.ID == "program":
		return s.program(src, NewVillages(nil)) != ""
	}
	return f.ID == "township"
}

// refusalOf tells whether a table is of a kind that must not be imported, and which.
func (l *lexicon) refusalOf(t *table) string {
	for _, r := range l.refusals {
		all := true
		for _, group := range r.All {
			all = all && anyHeaderHolds(t.head, group)
		}
		if all {
			return r.Name
		}
	}
	return ""
}

func anyHeaderHolds(h header, words []string) bool {
	for _, c := range h.columns {
		text := foldHeader(c.text)
		for _, w := range words {
			if text != "" && strings.Contains(text, foldHeader(w)) && !strings.HasPrefix(text, "对方身份") {
				return true
			}
		}
	}
	return false
}

// titled finds what lines above the table state for a source's fields: 户名:小庄村 账号:0123. The value stands behind the
// colon, or in the next cell.
func (l *lexicon) titled(t *table, source int, s *Source) map[int]string {
	var out map[int]string
	for i, text := range t.head.titles {
		key, value, ok := strings.Cut(strings.ReplaceAll(text, "\uFF1A", ":"), ":")
		if !ok {
			continue
		}
		if value = strings.TrimSpace(value); value == "" && i+1 < len(t.head.titles) && !strings.ContainsAny(t.head.titles[i+1], ":\uFF1A") {
			value = t.head.titles[i+1]
		}
		value, _, _ = strings.Cut(value, " ")
		if value == "" || strings.Contains(value, "元") {
			continue
		}
		for _, h := range l.hits(key) {
			if h.source != source || l.words[foldHeader(key)] == nil {
				continue
			}
			if f := s.column(h.field); (f.Type == Text || f.Type == Village) && !f.person && out[h.field] == "" {
				if out == nil {
					out = map[int]string{}
				}
				out[h.field] = value
				break
			}
		}
	}
	return out
}
