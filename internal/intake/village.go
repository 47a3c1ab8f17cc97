package intake

import (
	"sort"
	"strings"
	"unicode/utf8"

	"xunzhi"
)

// KnownVillage is a village of the register that names are resolved against.
type KnownVillage struct {
	Code     string
	Township string
	Name     string
}

// Villages resolves what departments write for a village to its code. It is made once and then only read.
type Villages struct {
	byCode map[string]KnownVillage
	towns  []townName
	names  map[string][]string            // folded full name → codes
	keys   map[string][]string            // name without suffix → codes
	inTown map[string]map[string][]string // township key → full name or key → codes
}

type townName struct{ text, key string }

// resolution is what became of a village's text.
type resolution uint8

const (
	villageOK resolution = iota
	villageEmpty
	villageUnknown
	villageAmbiguous
	villageLost   // a code in scientific notation
	villageNoList // there is no register to resolve a name against
)

// NewVillages makes a resolver. A code that stands there twice counts once, with its first name.
func NewVillages(list []KnownVillage) *Villages {
	v := &Villages{byCode: map[string]KnownVillage{}, names: map[string][]string{}, keys: map[string][]string{}, inTown: map[string]map[string][]string{}}
	list = append([]KnownVillage{}, list...)
	sort.Slice(list, func(i, j int) bool {
		a, b := list[i], list[j]
		return a.Code < b.Code || a.Code == b.Code && (a.Township < b.Township || a.Township == b.Township && a.Name < b.Name)
	})
	towns := map[string]string{}
	for _, k := range list {
		if _, ok := v.byCode[k.Code]; ok {
			continue
		}
		v.byCode[k.Code] = k
		t := townKey(k.Township)
		if v.inTown[t] == nil {
			v.inTown[t] = map[string][]string{}
		}
		full, key := villageText(k.Name, t), villageKey(villageText(k.Name, t))
		v.names[full] = append(v.names[full], k.Code)
		v.keys[key] = append(v.keys[key], k.Code)
		v.inTown[t]["="+full] = append(v.inTown[t]["="+full], k.Code)
		v.inTown[t][key] = append(v.inTown[t][key], k.Code)
		if t != "" {
			towns[foldPlace(k.Township)] = t
			if utf8.RuneCountInString(t) >= 2 {
				towns[t] = t
			}
		}
	}
	for text, key := range towns {
		v.towns = append(v.towns, townName{text, key})
	}
	sort.Slice(v.towns, func(i, j int) bool {
		a, b := v.towns[i], v.towns[j]
		return len(a.text) > len(b.text) || len(a.text) == len(b.text) && a.text < b.text
	})
	return v
}

// Len gives the number of villages.
func (v *Villages) Len() int { return len(v.byCode) }

// foldPlace makes a place name comparable.
func foldPlace(s string) string { return foldHeader(s) }

// townKey is a township's name without what kind of township it is.
func townKey(s string) string {
	s = foldPlace(s)
	for _, x := range []string{"人民政府", "街道办事处", "办事处", "街道办", "街道", "镇", "乡"} {
		if t := strings.TrimSuffix(s, x); t != s && t != "" {
			s = t
		}
	}
	if i := strings.LastIndexAny(s, "县市区"); i >= 0 && i+3 < len(s) && utf8.RuneCountInString(s[i+3:]) >= 2 {
		s = s[i+3:]
	}
	return s
}

// bodies are the village's organs; their names stand for the village.
var bodies = []string{"股份经济合作社", "股份经济合作联合社", "经济合作社", "经济联合社", "集体经济组织", "股份合作社", "集体", "党支部委员会", "党总支部委员会", "党总支", "党支部", "党委", "支部委员会", "总支", "支部"}

// villageText takes what is not the village off a text: organs, groups, the township in front.
func villageText(s, town string) string {
	s = foldPlace(s)
	s = strings.TrimPrefix(s, "中共")
	for _, b := range bodies {
		if t := strings.TrimSuffix(s, b); t != "" {
			s = t
		}
	}
	for _, mark := range []string{"村委会", "村民委员会", "居委会", "居民委员会", "社区", "行政村", "村"} {
		i := strings.Index(s, mark)
		if i > 0 && isGroup(s[i+len(mark):]) {
			s = s[:i+len(mark)]
			break
		}
	}
	if town != "" {
		for _, x := range []string{"街道办事处", "办事处", "街道", "镇", "乡"} {
			if t := strings.TrimPrefix(s, town+x); t != s && t != "" {
				return t
			}
		}
	}
	return s
}

// isGroup tells whether a text names a part of a village: 3组, 第三村民组, 二队, 东自然村.
func isGroup(s string) bool {
	return s != "" && hasAnySuffix(s, []string{"组", "队", "自然村", "自然组", "号", "片", "网格", "社"})
}

// villageKey is a village's name without the suffix that says what it is.
func villageKey(s string) string {
	for _, x := range []string{"村民委员会", "居民委员会", "社区居委会", "村居委会", "村委会", "居委会", "行政村", "社区", "村委", "村", "居委"} {
		if t := strings.TrimSuffix(s, x); t != s && utf8.RuneCountInString(t) >= 1 {
			s = t
		}
	}
	return s
}

// resolve finds the code for what a department wrote, in the township that the row or the file names (empty: unknown).
// It never chooses between two villages.
func (v *Villages) resolve(text, township string) (string, resolution) {
	clean := xunzhi.CleanIDNumber(text)
	if clean == "" {
		return "", villageEmpty
	}
	if c, state, done := v.resolveCode(clean); done {
		return c, state
	}
	if len(v.byCode) == 0 {
		return "", villageNoList
	}
	t := foldPlace(text)
	town := v.townOf(township)
	if in, rest := v.cutTown(t); in != "" && rest != "" {
		if c, state := v.lookUp(rest, in); state != villageUnknown {
			return c, state
		}
	}
	return v.lookUp(villageText(t, town), town)
}

func (v *Villages) resolveCode(clean string) (string, resolution, bool) {
	if e := strings.IndexAny(clean, "eE"); e > 0 && strings.Trim(clean, "0123456789.eE+") == "" {
		return "", villageLost, true
	}
	if !isDigits(clean) {
		return "", 0, false
	}
	if _, ok := v.byCode[clean]; ok {
		return clean, villageOK, true
	}
	if c, ok := xunzhi.ParseVillageCode(clean); ok && len(v.byCode) == 0 {
		return string(c), villageOK, true
	}
	return "", villageUnknown, true
}

// townOf gives the key of a township that the register knows, or the text's own key.
func (v *Villages) townOf(s string) string {
	if s == "" {
		return ""
	}
	k := townKey(s)
	if _, ok := v.inTown[k]; ok {
		return k
	}
	if town, _ := v.cutTown(foldPlace(s)); town != "" {
		return town
	}
	return k
}

// cutTown splits a township that the register knows off the front of a folded text, where a county may stand before it.
func (v *Villages) cutTown(t string) (town, rest string) {
	for _, n := range v.towns {
		i := strings.Index(t, n.text)
		if i < 0 || i > 0 && !hasAnySuffix(t[:i], []string{"县", "市", "区", "省"}) {
			continue
		}
		rest = t[i+len(n.text):]
		if n.text == n.key { // a short name needs its kind behind it, or it may be the village's own beginning
			cut := ""
			for _, x := range []string{"街道办事处", "办事处", "街道", "镇", "乡"} {
				if strings.HasPrefix(rest, x) {
					cut = x
					break
				}
			}
			if cut == "" {
				continue
			}
			rest = rest[len(cut):]
		}
		return n.key, villageText(rest, "")
	}
	return "", ""
}

func (v *Villages) lookUp(text, town string) (string, resolution) {
	if text == "" {
		return "", villageUnknown
	}
	text = villageText(text, town)
	full, key := v.names[text], v.keys[villageKey(text)]
	if town != "" {
		if _, ok := v.inTown[town]; ok {
			full, key = v.inTown[town]["="+text], v.inTown[town][villageKey(text)]
		}
	}
	switch {
	case len(full) == 1:
		return full[0], villageOK
	case len(full) > 1 || len(key) > 1:
		return "", villageAmbiguous
	case len(key) == 1:
		return key[0], villageOK
	}
	return "", villageUnknown
}

// place is what a file's, sheet's or title's text says about where its rows belong.
type place struct {
	township     string // key
	townshipText string
	village      string // code
}

// find looks for a township and a village named anywhere in a text. A village is taken only when exactly one fits.
func (v *Villages) find(text string) place {
	var p place
	t := foldPlace(text)
	if t == "" || v == nil {
		return p
	}
	for _, n := range v.towns {
		if n.text != n.key && strings.Contains(t, n.text) || n.text == n.key && beginsWithTown(t, n.text) {
			p.township, p.townshipText = n.key, n.text
			break
		}
	}
	rest := t
	if p.townshipText != "" {
		rest = t[strings.Index(t, p.townshipText)+len(p.townshipText):]
	}
	p.village = v.villageIn(rest, p.township)
	if p.village != "" && p.township == "" {
		p.township = townKey(v.byCode[p.village].Township)
	}
	return p
}

// beginsWithTown tells whether a name begins with a township's short name, and not with a village's of the same name.
func beginsWithTown(t, key string) bool {
	rest, ok := strings.CutPrefix(t, key)
	return ok && !strings.HasPrefix(rest, "村") && !strings.HasPrefix(rest, "社区") && !strings.HasPrefix(rest, "居委") && !strings.HasPrefix(rest, "庄")
}

// villageIn finds the one village whose name stands in a text. Longer names win over names inside them.
func (v *Villages) villageIn(t, town string) string {
	pool := v.names
	if town != "" {
		pool = v.inTown[town]
	}
	best, code, many := 0, "", false
	for name, codes := range pool {
		bare := strings.TrimPrefix(name, "=")
		if town != "" && bare == name {
			continue
		}
		n := utf8.RuneCountInString(bare)
		if n < best || n < 2 || !namesVillage(t, bare) {
			continue
		}
		if n > best {
			best, code, many = n, codes[0], len(codes) > 1
		} else if codes[0] != code {
			many = true
		}
	}
	if many {
		return ""
	}
	return code
}

// namesVillage tells whether a text holds a village's name as such: with its suffix, or as the whole text.
func namesVillage(t, full string) bool {
	if t == full || t == villageKey(full) {
		return true
	}
	if strings.Contains(t, full) {
		return villageKey(full) != full
	}
	k := villageKey(full)
	return utf8.RuneCountInString(k) >= 2 && (strings.Contains(t, k+"村") || strings.Contains(t, k+"社区"))
}

// describe gives the township and name of a code, for messages.
func (v *Villages) describe(code string) string {
	k := v.byCode[code]
	return k.Township + k.Name
}

// candidates lists the villages that a name may mean, for the advice on an ambiguous one.
func (v *Villages) candidates(text string) []string {
	t := villageText(foldPlace(text), "")
	codes := v.names[t]
	if len(codes) < 2 {
		codes = v.keys[villageKey(t)]
	}
	out := make([]string, 0, len(codes))
	for _, c := range codes {
		out = append(out, v.describe(c))
	}
	return out
}
