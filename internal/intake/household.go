package intake

import (
	"sort"
	"strings"
	"unicode/utf8"
)

// widePair is one further member of a household row: columns of name, number and relation, -1 where there is none.
type widePair struct{ name, number, relation int }

// household sorts out which columns speak of the head and which of members, and finds the pairs that repeat to the right.
func (l *lexicon) household(t *table, source int, s *Source, bounds []bound) ([]bound, []widePair) {
	if pairs := l.widePairs(t, s, bounds); len(pairs) > 0 {
		return headOfWide(s, bounds, pairs, t)
	}
	return headOfLong(s, bounds), nil
}

// headOfLong gives a number column that stands alone beside the head's name to the head.
func headOfLong(s *Source, bounds []bound) []bound {
	at := map[string]int{}
	for i, b := range bounds {
		at[s.column(b.field).ID] = i + 1
	}
	h := s.Household
	swap := func(from, to string) {
		if i := at[from]; i > 0 && at[to] == 0 {
			bounds[i-1].field = s.fieldIndex(to)
			at[to], at[from] = i, 0
		}
	}
	if at[h.HeadName] > 0 && at[h.Name] == 0 {
		swap(h.Number, h.HeadNumber)
	}
	if at[h.HeadNumber] > 0 && at[h.Number] == 0 && at[h.HeadName] == 0 {
		swap(h.Name, h.HeadName)
	}
	return bounds
}

// part says what a header of a household row names.
type part uint8

const (
	noPart part = iota
	namePart
	numberPart
	relationPart
)

// widePart recognises a member's column: its header without its counter is one of the source's wide words.
func widePart(s *Source, text string) part {
	w := foldHeader(dropCounter(text))
	known := strings.Contains(w, "成员") && (strings.HasSuffix(w, "姓名") || strings.Contains(w, "身份证") || strings.HasSuffix(w, "关系") || strings.Contains(w, "证件号"))
	for _, x := range s.Wide.Words {
		known = known || foldHeader(x) == w
	}
	switch {
	case !known:
		return noPart
	case strings.Contains(w, "关系"):
		return relationPart
	case strings.Contains(w, "证") || strings.Contains(w, "号码"):
		return numberPart
	}
	return namePart
}

// dropCounter takes the counter of a repeated header off: 成员姓名1, 成员一姓名, 姓名①.
func dropCounter(s string) string {
	rs := []rune(s)
	var b strings.Builder
	for i, r := range rs {
		circled := r >= '①' && r <= '⑳'
		digit := r >= '0' && r <= '9' || r >= 0xFF10 && r <= 0xFF19
		han := strings.ContainsRune("一二三四五六七八九十", r) && (i == len(rs)-1 || i > 0 && rs[i-1] == '员')
		if !circled && !digit && !han && r != '_' {
			b.WriteRune(r)
		}
	}
	return b.String()
}

// widePairs finds the members' columns of a roster that holds several members in one row. There are some when a
// member's header repeats (but for its counter), or carries a counter.
func (l *lexicon) widePairs(t *table, s *Source, bounds []bound) []widePair {
	if s.Wide == nil || !t.head.found {
		return nil
	}
	count, counted := map[string]int{}, false
	parts := make([]part, len(t.head.columns))
	for i, c := range t.head.columns {
		text := strings.ReplaceAll(c.text, "/", "")
		parts[i] = widePart(s, text)
		if parts[i] == noPart && c.lower != "" {
			parts[i] = widePart(s, c.lower)
		}
		bare := foldHeader(dropCounter(text))
		counted = counted || parts[i] == namePart && bare != foldHeader(text)
		if parts[i] != noPart {
			count[bare]++
		}
	}
	repeated := false
	for _, n := range count {
		repeated = repeated || n >= 2
	}
	if !counted && !repeated {
		return nil
	}
	return l.pairUp(s, t, parts, bounds)
}

// pairUp puts each member's name together with the number and relation that stand before the next name.
func (l *lexicon) pairUp(s *Source, t *table, parts []part, bounds []bound) []widePair {
	head := headColumns(s, t, parts, bounds)
	var pairs []widePair
	for i, p := range parts {
		switch {
		case head[i]:
		case p == namePart:
			pairs = append(pairs, widePair{i, -1, -1})
		case p == numberPart && len(pairs) > 0 && pairs[len(pairs)-1].number < 0:
			pairs[len(pairs)-1].number = i
		case p == relationPart && len(pairs) > 0 && pairs[len(pairs)-1].relation < 0:
			pairs[len(pairs)-1].relation = i
		}
	}
	if len(pairs) > s.Wide.Max*3 {
		pairs = pairs[:s.Wide.Max*3]
	}
	return pairs
}

// headColumns marks the columns that are the head's: those whose header says so, else the first name and number.
func headColumns(s *Source, t *table, parts []part, bounds []bound) map[int]bool {
	head := map[int]bool{}
	named := false
	for _, b := range bounds {
		id := s.column(b.field).ID
		text := foldHeader(t.head.columns[b.col].text)
		own := strings.Contains(text, "户主") || strings.Contains(text, "申请人") || strings.Contains(text, "户代表")
		if (id == s.Household.HeadName || id == s.Household.HeadNumber) && (own || parts[b.col] == noPart) {
			head[b.col] = true
			named = named || id == s.Household.HeadName
		}
	}
	first := -1
	for i, p := range parts {
		if p == namePart && !named && !head[i] && first < 0 && utf8.RuneCountInString(t.head.columns[i].text) > 0 {
			head[i], first = true, i
		}
	}
	if number := headNumber(s, parts, head, bounds); number >= 0 {
		head[number] = true
	}
	return head
}

// headNumber finds the number that belongs to the head's name: the next number column behind it, before another name.
func headNumber(s *Source, parts []part, head map[int]bool, bounds []bound) int {
	name := -1
	for i := range head {
		if parts[i] == numberPart {
			return -1
		}
		name = max(name, i)
	}
	for _, b := range bounds {
		if s.column(b.field).ID == s.Household.HeadNumber && head[b.col] {
			return -1
		}
	}
	if name < 0 {
		return -1
	}
	for i := name + 1; i < len(parts); i++ {
		switch parts[i] {
		case numberPart:
			return i
		case namePart:
			return -1
		}
	}
	return -1
}

// headOfWide rebinds a wide row: the head's columns to the head's fields, the members' to pairs.
func headOfWide(s *Source, bounds []bound, pairs []widePair, t *table) ([]bound, []widePair) {
	used := map[int]bool{}
	for _, p := range pairs {
		used[p.name], used[p.number], used[p.relation] = true, true, true
	}
	h := s.Household
	var out []bound
	have := map[string]bool{}
	for _, b := range bounds {
		if used[b.col] {
			continue
		}
		switch id := s.column(b.field).ID; id {
		case h.Name:
			b.field = s.fieldIndex(h.HeadName)
		case h.Number:
			b.field = s.fieldIndex(h.HeadNumber)
		}
		if id := s.column(b.field).ID; !have[id] {
			have[id] = true
			out = append(out, b)
		}
	}
	out = claimHead(s, out, have, used, t)
	sort.SliceStable(pairs, func(i, j int) bool { return pairs[i].name < pairs[j].name })
	return out, pairs
}

// claimHead gives the head's fields the columns that assign had given to nobody, as their words are also members'.
func claimHead(s *Source, out []bound, have map[string]bool, used map[int]bool, t *table) []bound {
	taken := map[int]bool{}
	for _, b := range out {
		taken[b.col] = true
	}
	for i, c := range t.head.columns {
		if used[i] || taken[i] {
			continue
		}
		switch p := widePart(s, c.text); {
		case p == namePart && !have[s.Household.HeadName]:
			have[s.Household.HeadName] = true
			out = append(out, bound{i, s.fieldIndex(s.Household.HeadName), byHeader, 0.9, 0.3})
		case p == numberPart && !have[s.Household.HeadNumber]:
			have[s.Household.HeadNumber] = true
			out = append(out, bound{i, s.fieldIndex(s.Household.HeadNumber), byHeader, 0.9, 0.3})
		}
	}
	return out
}
