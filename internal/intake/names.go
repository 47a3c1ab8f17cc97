package intake

import (
	"fmt"
	"path"
	"sort"
	"strings"
	"unicode/utf8"

	"xunzhi"
)

// surroundings are the texts around a table: they often hold what no column does. The nearest stand first.
type surroundings struct {
	sheet  string
	titles []string // rows above the header
	file   string   // base name without extension
	dir    string   // folders below the delivery's root
}

func newSurroundings(rel, sheet string, titles []string) surroundings {
	base := path.Base(rel)
	s := surroundings{sheet: sheet, titles: titles, file: strings.TrimSuffix(base, path.Ext(base))}
	if d := path.Dir(rel); d != "." {
		s.dir = d
	}
	return s
}

// texts gives the surroundings from the nearest to the farthest.
func (s surroundings) texts() []string {
	return append(append([]string{s.sheet}, s.titles...), s.file, s.dir)
}

// month finds the month that a sheet is about, where it or its file is named after one. A month without a year takes
// the year of the next farther text.
func (s surroundings) month() (xunzhi.Month, bool) {
	bare := 0
	for _, t := range s.texts() {
		if saysWhenMade(t) {
			continue
		}
		if m, ok := monthIn(t); ok {
			return m, true
		}
		y, hasYear := yearIn(t)
		if bare == 0 {
			bare = bareMonthIn(t)
		}
		if bare != 0 && hasYear {
			return xunzhi.MonthOf(y, bare), true
		}
	}
	return 0, false
}

// saysWhenMade recognises a text that dates the table and not its rows: 截至2025年6月30日, 制表日期.
func saysWhenMade(t string) bool {
	for _, w := range []string{"截至", "截止", "制表", "填表", "填报", "打印", "导出", "统计时间", "数据时点", "数据时间", "报送", "上报", "时点"} {
		if strings.Contains(t, w) {
			return true
		}
	}
	return false
}

// asOf gives the 数据时点 that the surroundings state: a day, else a month, else nothing.
func (s surroundings) asOf() string {
	for _, t := range s.texts() {
		if d, ok := dayIn(t); ok {
			return d.String()
		}
	}
	if m, ok := s.month(); ok {
		return m.String()
	}
	return ""
}

// year gives the year that the surroundings name, or 0.
func (s surroundings) year() int {
	for _, t := range s.texts() {
		if y, ok := yearIn(t); ok {
			return y
		}
	}
	return 0
}

// onlyYear gives the year of a table that names no month, or 0: what a subsidy paid once a year is known by.
func (s surroundings) onlyYear() int {
	for _, t := range s.texts() {
		if y, ok := yearIn(t); ok && !saysWhenMade(t) {
			return y
		}
	}
	return 0
}

// numbersIn splits a text into its runs of digits with what stands behind each.
func numbersIn(s string) (runs, after []string) {
	s = foldDigits(s)
	for i := 0; i < len(s); {
		if s[i] < '0' || s[i] > '9' {
			i++
			continue
		}
		j := i
		for j < len(s) && s[j] >= '0' && s[j] <= '9' {
			j++
		}
		k := j
		for k < len(s) && (s[k] < '0' || s[k] > '9') {
			k++
		}
		runs, after = append(runs, s[i:j]), append(after, s[j:k])
		i = j
	}
	return runs, after
}

func number(s string) int {
	n := 0
	for i := 0; i < len(s) && i < 9; i++ {
		n = n*10 + int(s[i]-'0')
	}
	return n
}

func isYear(s string) bool { return len(s) == 4 && number(s) >= 1990 && number(s) <= 2099 }

func isMonth(s string) bool { return len(s) <= 2 && number(s) >= 1 && number(s) <= 12 }

func monthIn(t string) (xunzhi.Month, bool) {
	runs, after := numbersIn(t)
	for i, r := range runs {
		switch {
		case (len(r) == 6 || len(r) == 8) && isYear(r[:4]) && isMonth(r[4:6]) && !strings.HasPrefix(after[i], "-20"):
			return xunzhi.MonthOf(number(r[:4]), number(r[4:6])), true
		case isYear(r) && i+1 < len(runs) && isMonth(runs[i+1]):
			sep := strings.TrimSpace(after[i])
			ends := strings.HasPrefix(after[i+1], "月")
			if i+2 < len(runs) && isRange(after[i+1]) {
				continue
			}
			if sep == "年" && ends || len(runs[i+1]) == 2 && (sep == "-" || sep == "." || sep == "_" || sep == "/") {
				return xunzhi.MonthOf(number(r), number(runs[i+1])), true
			}
		}
	}
	return 0, false
}

// isRange tells whether what stands between two numbers makes the month before it the first of several.
func isRange(between string) bool {
	t := strings.TrimPrefix(strings.TrimPrefix(strings.TrimSpace(between), "月"), "份")
	switch strings.TrimSpace(t) {
	case "-", "--", "—", "——", "~", "～", "至", "到", "、":
		return true
	}
	return false
}

func dayIn(t string) (xunzhi.Date, bool) {
	runs, after := numbersIn(t)
	for i, r := range runs {
		text := ""
		switch {
		case len(r) == 8 && isYear(r[:4]):
			text = r
		case isYear(r) && i+2 < len(runs) && isMonth(runs[i+1]) && len(runs[i+2]) <= 2 && len(after[i]) <= 3 && len(after[i+1]) <= 3:
			text = fmt.Sprintf("%s-%02d-%02d", r, number(runs[i+1]), number(runs[i+2]))
		}
		if d, p := xunzhi.ParseDate(text); text != "" && p == xunzhi.ToDay {
			return d, true
		}
	}
	return 0, false
}

func yearIn(t string) (int, bool) {
	runs, after := numbersIn(t)
	for i, r := range runs {
		if isYear(r) && (strings.HasPrefix(after[i], "年") || len(runs) == 1) {
			return number(r), true
		}
	}
	return 0, false
}

// bareMonthIn finds 5月 in a text that names exactly one month.
func bareMonthIn(t string) int {
	runs, after := numbersIn(t)
	m := 0
	for i, r := range runs {
		if isMonth(r) && strings.HasPrefix(after[i], "月") {
			if m != 0 {
				return 0
			}
			m = number(r)
		} else if isMonth(r) && i+1 < len(runs) && (after[i] == "-" || after[i] == "至" || after[i] == "~") {
			return 0
		}
	}
	return m
}

// foldDigits makes digits narrow and turns the Chinese digits of a year or month into plain ones.
func foldDigits(s string) string {
	if !strings.ContainsAny(s, "〇○零一二三四五六七八九十0123456789") {
		return s
	}
	rs := []rune(s)
	var b strings.Builder
	for i := 0; i < len(rs); {
		j := i
		for j < len(rs) && strings.ContainsRune("〇○零一二三四五六七八九十", rs[j]) {
			j++
		}
		switch {
		case j > i && j < len(rs) && (rs[j] == '年' || rs[j] == '月' || rs[j] == '日'):
			b.WriteString(chineseNumber(rs[i:j]))
			i = j
		case j > i:
			b.WriteString(string(rs[i:j]))
			i = j
		case rs[i] >= 0xFF10 && rs[i] <= 0xFF19:
			b.WriteRune(rs[i] - 0xFEE0)
			i++
		default:
			b.WriteRune(rs[i])
			i++
		}
	}
	return b.String()
}

func chineseNumber(rs []rune) string {
	val := func(r rune) int { return strings.Index("零一二三四五六七八九", string(r)) / 3 }
	plain, tens, ten := "", 0, false
	for _, r := range rs {
		switch r {
		case '十':
			ten, tens = true, max(1, tens%10)*10
		case '〇', '○', '零':
			plain += "0"
		default:
			plain += fmt.Sprint(val(r))
			tens += val(r)
		}
	}
	if ten {
		return fmt.Sprint(tens)
	}
	return plain
}

// speaksFor says how much a text's words speak for a source: the longest word of the source that the text holds.
func speaksFor(s *Source, text string) float64 {
	t, best := foldHeader(text), 0
	for _, w := range s.Words {
		if w = foldHeader(w); strings.Contains(t, w) {
			best = max(best, utf8.RuneCountInString(w))
		}
	}
	if best == 0 {
		return 0
	}
	return min(1.0+0.8*float64(best-1), 5)
}

// enoughNames is the evidence of names beyond which more of it counts for little.
const enoughNames = 6

// nameEvidence is what the surroundings say for a source.
func (s surroundings) nameEvidence(src *Source) float64 {
	title := 0.0
	for _, t := range s.titles {
		title = max(title, speaksFor(src, t))
	}
	sheet := speaksFor(src, s.sheet)
	if s.sheet == "" { // a text file has one name where a workbook has two
		sheet = speaksFor(src, s.file)
	}
	all := speaksFor(src, s.file) + 0.7*sheet + 0.7*title + 0.3*speaksFor(src, s.dir)
	if all > enoughNames { // names must not outweigh columns, but between two sources the one that they say more for wins
		all = enoughNames + 0.25*(all-enoughNames)
	}
	return all
}

// enumerated finds the canonical value of an enumerated field that the surroundings name, in the nearest text that names
// one. A text that names two says nothing about any row.
func (s surroundings) enumerated(f *Field) (string, bool) {
	type word struct{ text, canon string }
	var words []word
	for c, list := range f.Values {
		for _, w := range append([]string{c}, list...) {
			if w = foldValue(w); utf8.RuneCountInString(w) >= 2 {
				words = append(words, word{w, c})
			}
		}
	}
	sort.Slice(words, func(i, j int) bool {
		if len(words[i].text) != len(words[j].text) {
			return len(words[i].text) > len(words[j].text)
		}
		return words[i].text < words[j].text
	})
	for _, t := range s.texts() {
		t = foldValue(t)
		found, many := "", false
		for _, w := range words { // the longest first, and what it covers is not looked at again
			if strings.Contains(t, w.text) {
				many = many || found != "" && found != w.canon
				found, t = w.canon, strings.ReplaceAll(t, w.text, " ")
			}
		}
		for _, w := range f.Vague {
			many = many || strings.Contains(t, w)
		}
		if found != "" {
			return found, !many
		}
	}
	return "", false
}

// noise is what a title says about itself and not about the programme.
var noise = []string{"发放明细表", "发放明细", "发放花名册", "花名册", "明细表", "发放清册", "清册", "公示表", "汇总表", "发放表", "统计表", "名单", "资金发放", "发放", "一卡通", "明细", "年度", "惠民惠农", "财政", "登记表", "表"}

// grants are the words by which a title names money that is paid to people.
var grants = []string{"补贴", "补助", "优抚", "抚恤", "奖扶", "扶助金", "生活费", "补偿金", "补偿款", "救助金", "慰问金", "奖补"}

func namesMoney(t string) bool {
	for _, w := range grants {
		if strings.Contains(t, w) {
			return true
		}
	}
	return false
}

// program makes a programme's name out of a title: 合涧镇2024年耕地地力保护补贴发放明细表 gives 耕地地力保护补贴.
func (s surroundings) program(src *Source, known *Villages) string {
	for _, t := range append(append([]string{}, s.titles...), s.sheet, s.file) {
		if speaksFor(src, t) == 0 && !namesMoney(t) {
			continue
		}
		if p := programIn(t, known); utf8.RuneCountInString(p) >= 3 {
			return p
		}
	}
	return ""
}

func programIn(t string, known *Villages) string {
	t, _ = splitBrackets(t)
	t = foldDigits(t)
	if i := strings.LastIndex(t, "年"); i >= 0 {
		t = t[i+len("年"):]
	}
	if p := known.find(t); p.township != "" {
		if i := strings.Index(t, p.townshipText); i >= 0 {
			t = t[i+len(p.townshipText):]
		}
	}
	for _, n := range noise {
		t = strings.ReplaceAll(t, n, "")
	}
	t = strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' || strings.ContainsRune(" _-.月日年第季度份", r) {
			return -1
		}
		return r
	}, t)
	if p := strings.TrimSuffix(t, "资金"); strings.HasSuffix(p, "补贴") || strings.HasSuffix(p, "补助") {
		t = p
	}
	return strings.TrimSpace(t)
}
