package intake

import (
	"strings"
	"unicode/utf8"

	"xunzhi"
)

// columnStats is what the values of a column are, whatever its head says. The counts are of cells that are not empty.
type columnStats struct {
	cells    int
	id       int // looks like a person number: right length or damaged in a known way
	validID  int
	uscc     int
	date     int // a day
	month    int // a month without a day
	year     int
	number   int // an amount, not a long code
	integer  int
	phone    int
	account  int // 12 to 23 digits that are no valid person number
	name     int // two to four Han characters that begin with a surname
	village  int // ends as a village's name does, or is a 12-digit code
	org      int
	plate    int
	longText int
	distinct map[string]int
}

const statsDistinct = 64

func (l *lexicon) stats(rows [][]string, col int) columnStats {
	st := columnStats{distinct: map[string]int{}}
	for _, r := range rows {
		if col >= len(r) {
			continue
		}
		if t := cleanText(r[col]); t != "" {
			st.add(l, t)
		}
	}
	return st
}

func (st *columnStats) add(l *lexicon, t string) {
	st.cells++
	if len(st.distinct) < statsDistinct {
		st.distinct[foldValue(t)]++
	}
	if looksLikeID(t) {
		st.id++
		if _, _, s := xunzhi.ParseIDNumber(t); s.Valid() {
			st.validID++
		}
	}
	if _, _, s := xunzhi.ParseUSCC(t); s.Valid() {
		st.uscc++
	}
	st.addNumber(t)
	st.addText(l, t)
}

func (st *columnStats) addNumber(t string) {
	switch _, p := xunzhi.ParseDate(trimYear(t)); p {
	case xunzhi.ToDay, xunzhi.OpenEnded:
		st.date++
	case xunzhi.ToMonth:
		st.month++
	case xunzhi.ToYear:
		st.year++
	}
	digits := xunzhi.CleanIDNumber(t)
	plain := isDigits(digits)
	switch {
	case plain && len(digits) == 11 && digits[0] == '1' && digits[1] > '2':
		st.phone++
	case plain && len(digits) >= 12 && len(digits) <= 23:
		st.account++
	}
	if plain && len(digits) == 12 {
		st.village++
	}
	if plain && len(digits) > 11 {
		return
	}
	if v, ok := xunzhi.ParseDecimal(strings.TrimSuffix(strings.TrimSuffix(t, "%"), "\uFF05"), 2); ok {
		st.number++
		if v%100 == 0 {
			st.integer++
		}
	}
}

func (st *columnStats) addText(l *lexicon, t string) {
	n := utf8.RuneCountInString(t)
	first, size := utf8.DecodeRuneInString(t)
	switch {
	case hasAnySuffix(t, orgSuffixes):
		st.org++
	case n >= 2 && hasAnySuffix(t, villageSuffixes):
		st.village++
	case n >= 2 && n <= 4 && l.surnames[first] && allHan(t):
		st.name++
	case n >= 7 && n <= 8 && strings.Contains(provinces, string(first)) && t[size] >= 'A' && t[size] <= 'Z':
		st.plate++
	}
	if n > 12 {
		st.longText++
	}
}

const provinces = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"

var villageSuffixes = []string{"村", "社区", "村委会", "居委会", "村民委员会", "居民委员会"}

var orgSuffixes = []string{"公司", "合作社", "经营部", "商行", "服务部", "厂", "超市", "家庭农场", "中心", "工程队", "店", "集团", "企业"}

func hasAnySuffix(s string, suffixes []string) bool {
	for _, x := range suffixes {
		if strings.HasSuffix(s, x) {
			return true
		}
	}
	return false
}

func hasAnyPrefix(s string, prefixes []string) bool {
	for _, x := range prefixes {
		if strings.HasPrefix(s, x) {
			return true
		}
	}
	return false
}

func allHan(s string) bool {
	for _, r := range s {
		if (r < 0x3400 || r > 0x9FFF) && r != '·' {
			return false
		}
	}
	return s != ""
}

func isDigits(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}

// looksLikeID tells whether a text was meant as a person number, valid or not.
func looksLikeID(t string) bool {
	c := xunzhi.CleanIDNumber(t)
	switch len(c) {
	case 15, 17, 18, 19, 20:
	default:
		return len(c) >= 6 && len(c) <= 24 && (strings.HasSuffix(c, "E+17") || strings.HasSuffix(c, "E17"))
	}
	for i := 0; i < len(c); i++ {
		if (c[i] < '0' || c[i] > '9') && c[i] != '*' && !(i >= 14 && c[i] == 'X') {
			return false
		}
	}
	if len(c) == 15 {
		_, _, s := xunzhi.ParseIDNumber(c)
		return s.Valid()
	}
	return c[0] != '6' || strings.ContainsRune(c, '*') || len(c) == 18
}

// share is the part of the column's cells that n counts.
func (st *columnStats) share(n int) float64 {
	if st.cells == 0 {
		return 0
	}
	return float64(n) / float64(st.cells)
}

// fits says how well the values go with a field: 1 when nothing speaks against it or the column is empty, more when the
// values speak for it, near 0 when they cannot be what the field holds.
func (st *columnStats) fits(f *Field) float64 {
	if st.cells == 0 {
		return 0.9
	}
	switch f.Type {
	case ID:
		return grade(st.share(st.id), 0.2)
	case USCC:
		return grade(st.share(st.uscc), 0.1)
	case Party:
		return grade(st.share(max(st.id, st.uscc)), 0.1)
	case Date:
		ok := st.date + st.month
		if f.Year {
			ok += st.year
		}
		return grade(st.share(ok), 0.2)
	case Month:
		return grade(max(st.share(st.month+st.date), 0.9*st.share(st.integer)), 0.2)
	case Yuan, Price, Mu, Int:
		return grade(st.share(st.number), 0.2)
	case Village:
		return 1 + 0.1*st.share(st.village) - 0.8*st.share(st.id)
	case Bool:
		return 1
	}
	return st.fitsText(f)
}

func (st *columnStats) fitsText(f *Field) float64 {
	switch {
	case f.Format == "account":
		return 1 - 0.8*st.share(st.name)
	case f.Format != "":
		return 1
	case f.person:
		if st.share(st.id) > 0.5 || st.share(st.number) > 0.5 || st.share(st.village) > 0.6 || st.share(st.date) > 0.5 {
			return 0.1
		}
		return 0.9 + 0.2*st.share(st.name)
	case st.share(st.validID) > 0.5:
		return 0.1
	case f.Values != nil:
		return 0.95 + 0.25*st.known(f)
	}
	return 1
}

// known is the part of the cells that an enumerated field's words cover.
func (st *columnStats) known(f *Field) float64 {
	n, all := 0, 0
	for v, k := range st.distinct {
		all += k
		if knowsValue(f, v) {
			n += k
		}
	}
	if all == 0 {
		return 0
	}
	return float64(n) / float64(all)
}

func knowsValue(f *Field, folded string) bool {
	for c, list := range f.Values {
		if foldValue(c) == folded {
			return true
		}
		for _, w := range list {
			if foldValue(w) == folded {
				return true
			}
		}
	}
	return false
}

func grade(share, floor float64) float64 {
	if share < floor {
		return 0.1 + share
	}
	return 0.9 + 0.2*share
}
