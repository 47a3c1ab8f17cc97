package intake

import (
	"math"
	"math/bits"
	"strings"

	"xunzhi"
)

// outcome is what became of a cell.
type outcome uint8

const (
	cellEmpty outcome = iota
	cellOK
	cellOpen // 长期 and its like: no end, which is an answer
	cellBad
)

// Reasons that a reject states, as people read them.
const (
	badDate      = "日期读不出来"
	badMonth     = "月份读不出来"
	badAmount    = "金额读不出来"
	badNumber    = "数字读不出来"
	badBool      = "是否标志读不出来"
	badPeriod    = "起止日期读不出来"
	badCode      = "代码应为12位数字"
	lostDigits   = "号码被表格软件改成科学计数法,末尾数字已丢失"
	missingField = "必填项为空"
	missingWho   = "既没有名称也没有号码"
	noVillage    = "村名对不上村名册"
	manyVillages = "村名对应多个村"
	noRegister   = "没有村名册,村名无法对应代码"
)

var adviceFor = map[string]string{
	badDate:      "改成 2024-01-31 这样的日期后重新报送",
	badMonth:     "改成 2024-01 这样的月份后重新报送",
	badAmount:    "只填数字,单位写在表头",
	badNumber:    "只填数字",
	badBool:      "填“是”或“否”",
	badPeriod:    "起止日期分两列填,或写成 2024-01-01至2024-12-31",
	badCode:      "把该列设为文本格式,填12位统计用区划代码",
	lostDigits:   "把该列设为文本格式,从原系统重新导出",
	missingField: "补填后重新报送",
	missingWho:   "补填姓名和身份证号后重新报送",
	noVillage:    "改成村名册里的村名,或填12位村代码",
	manyVillages: "补填乡镇,或填12位村代码",
	noRegister:   "把村(社区)名册与其他文件一起导入",
}

// column turns one column's texts into values of one field.
type column struct {
	index  int
	field  int // index in the source's fields, aux columns behind them
	f      *Field
	num    int64 // unit factor num/den, 1/1 for none
	den    int64
	year   int               // for months written without a year
	canon  map[string]string // folded writing → canonical value, for enumerated fields
	memo   []memoEntry
	direct bool // too many different texts for a memo to pay

	carried bool   // blank means: as in the row above
	last    string // the text that a blank repeats
}

// memoEntry remembers what a text became. Columns repeat themselves: programmes, months, villages, yes and no.
type memoEntry struct {
	text string
	v    Value
	out  outcome
	why  string
	set  bool
}

const memoSize = 256

func newColumn(index, field int, f *Field) *column {
	c := &column{index: index, field: field, f: f, num: 1, den: 1}
	if f.Values != nil {
		c.canon = map[string]string{}
		for canon, list := range f.Values {
			c.canon[foldValue(canon)] = canon
			for _, w := range list {
				c.canon[foldValue(w)] = canon
			}
		}
	}
	switch f.Type {
	case ID, Party, USCC:
		c.direct = true
	case Yuan, Price, Mu, Int:
		c.direct = true
	}
	return c
}

// convert reads a cell's text into v. why is one of the reasons above when the outcome is cellBad.
func (c *column) convert(text string, v *Value) (out outcome, why string) {
	if c.direct {
		return c.read(text, v)
	}
	h := uint32(2166136261)
	for i := 0; i < len(text); i++ {
		h = (h ^ uint32(text[i])) * 16777619
	}
	if c.memo == nil {
		c.memo = make([]memoEntry, memoSize)
	}
	e := &c.memo[(h^h>>13)%memoSize]
	if !e.set || e.text != text {
		var fresh Value
		out, why = c.read(text, &fresh)
		*e = memoEntry{text, fresh, out, why, true}
	}
	*v = e.v
	return e.out, e.why
}

func (c *column) read(text string, v *Value) (outcome, string) {
	switch c.f.Type {
	case ID:
		return readID(text, v)
	case USCC:
		return readUSCC(text, v)
	case Party:
		return readParty(text, v)
	case Text:
		return c.readText(text, v)
	}
	t := cleanText(text)
	if isNothing(t) {
		return cellEmpty, ""
	}
	switch c.f.Type {
	case Date:
		return c.readDate(t, v)
	case Month:
		return c.readMonth(t, v)
	case Yuan:
		return c.readDecimal(t, xunzhi.YuanScale, v)
	case Price:
		return c.readPrice(t, v)
	case Mu:
		return c.readDecimal(t, xunzhi.MuScale, v)
	case Int:
		return readInt(t, v)
	case Bool:
		return c.readBool(t, v)
	case Village:
		return readVillageCode(t, v)
	}
	return cellEmpty, ""
}

// cleanText takes blanks, a leading apostrophe and invisible characters off a cell's text, and folds line breaks.
func cleanText(s string) string {
	if s == "" {
		return s
	}
	a, b := s[0], s[len(s)-1]
	if a > ' ' && a < 0x80 && a != '\'' && b > ' ' && b < 0x80 {
		if strings.IndexByte(s, '\n') < 0 {
			return s
		}
	}
	s = strings.TrimFunc(s, func(r rune) bool {
		return r <= ' ' || r == 0xA0 || r == 0x3000 || r == 0xFEFF || r >= 0x2000 && r <= 0x200F || r == 0x202C || r == 0x202D
	})
	s = strings.TrimPrefix(s, "'")
	if strings.ContainsAny(s, "\r\n") {
		s = strings.Join(strings.Fields(s), " ")
	}
	return s
}

// isNothing recognises what people write for "nothing" in a column of numbers or dates.
func isNothing(t string) bool {
	switch t {
	case "", "-", "--", "---", "—", "——", "/", "\\", "无", "空", "null", "NULL", "N/A", "#N/A", "NaN", "None", "待定", "暂无", "不详", "0000-00-00", "00000000", "1900-01-00":
		return true
	}
	return false
}

// isNoText is the same for text, where 无 may be meant.
func isNoText(t string) bool {
	switch t {
	case "", "-", "--", "—", "——", "/", "\\", "null", "NULL", "#N/A", "NaN", "None":
		return true
	}
	return false
}

func readID(text string, v *Value) (outcome, string) {
	id, clean, state := xunzhi.ParseIDNumber(text)
	if clean == "" || isNothing(clean) {
		*v = Value{State: string(xunzhi.IDEmpty)}
		return cellEmpty, ""
	}
	*v = Value{Set: true, S: clean, State: string(state)}
	if state.Valid() {
		v.I, v.S = int64(id.Key()), string(id)
	}
	return cellOK, ""
}

func readUSCC(text string, v *Value) (outcome, string) {
	code, clean, state := xunzhi.ParseUSCC(text)
	if clean == "" || isNothing(clean) {
		*v = Value{State: string(xunzhi.USCCEmpty)}
		return cellEmpty, ""
	}
	*v = Value{Set: true, S: clean, State: string(state)}
	if state.Valid() {
		v.I = int64(code.Key())
	}
	return cellOK, ""
}

// readParty reads a person's number or an organisation's code. What is valid as either is that; else what has the look
// of a person's number (mostly digits) is judged as one, so that its state says what is wrong with it.
func readParty(text string, v *Value) (outcome, string) {
	out, why := readID(text, v)
	if out == cellEmpty || xunzhi.IDState(v.State).Valid() {
		return out, why
	}
	var u Value
	readUSCC(text, &u)
	if s := xunzhi.IDState(v.State); (s == xunzhi.IDCheck || s == xunzhi.IDLost) && !hasAnyPrefix(u.S, tradeCodes) {
		return cellOK, "" // a day of birth stands in it: one mistyped number in 31 is right as a code by chance
	}
	if xunzhi.USCCState(u.State).Valid() && (u.State == string(xunzhi.USCCOK) || !looksLikeID(text)) || !looksLikeID(text) && isOrgCode(u.S) {
		*v = u
	}
	return cellOK, ""
}

// tradeCodes begin the codes of companies, traders and cooperatives, and no person's number.
var tradeCodes = []string{"91", "92", "93"}

// isOrgCode tells whether a damaged text was meant as an organisation's code: as long as one, with letters where a
// person's number has digits, or the nine characters of the older code.
func isOrgCode(s string) bool {
	return len(s) > 8 && len(s) <= 20 && strings.Trim(s, "0123456789*.+EX") != "" && strings.IndexFunc(s, func(r rune) bool { return r >= 0x80 }) < 0
}

func (c *column) readText(text string, v *Value) (outcome, string) {
	t := cleanText(text)
	if isNoText(t) {
		return cellEmpty, ""
	}
	switch c.f.Format {
	case "account", "code":
		if isScientific(t) {
			return cellBad, lostDigits
		}
		if c.f.Format == "account" {
			t = xunzhi.CleanIDNumber(t)
		}
	case "phone":
		return readPhone(t, v)
	case "plate":
		t = strings.ToUpper(foldHeader(t))
	}
	if c.canon != nil {
		if k, ok := c.canonical(t); ok {
			t = k
		}
	}
	*v = Value{Set: true, S: t}
	return cellOK, ""
}

// canonical finds the canonical value: the same writing, else the longest one of at least two characters that the text
// begins or ends with.
func (c *column) canonical(t string) (string, bool) {
	k := foldValue(t)
	if v, ok := c.canon[k]; ok {
		return v, true
	}
	best, at := "", ""
	for w, canon := range c.canon {
		if len(w) >= 6 && (strings.HasPrefix(k, w) || strings.HasSuffix(k, w)) && (len(w) > len(at) || len(w) == len(at) && w < at) {
			best, at = canon, w
		}
	}
	return best, at != ""
}

func isScientific(t string) bool {
	e := strings.IndexAny(t, "eE")
	return e > 0 && e < len(t)-1 && strings.Trim(t[:e], "0123456789.") == "" && strings.Trim(t[e+1:], "+0123456789") == ""
}

// readPhone keeps a phone's digits: +86 and blanks go, 1.3912345678E+10 is written out, 1.39E+10 is lost.
func readPhone(t string, v *Value) (outcome, string) {
	if isScientific(t) {
		n, ok := xunzhi.ParseDecimal(t, 0)
		if !ok || len(strings.Trim(t[:strings.IndexAny(t, "eE")], "0"))-1 < 9 || n < 1e9 {
			return cellBad, lostDigits
		}
		*v = Value{Set: true, S: xunzhi.FormatDecimal(n, 0)}
		return cellOK, ""
	}
	d := xunzhi.CleanIDNumber(t)
	d = strings.TrimPrefix(strings.TrimPrefix(d, "+"), "(+86)")
	if len(d) == 13 && strings.HasPrefix(d, "86") {
		d = d[2:]
	}
	if len(d) > 11 && strings.HasSuffix(d, ".0") {
		d = strings.TrimSuffix(d, ".0")
	}
	*v = Value{Set: true, S: d}
	return cellOK, ""
}

// trimYear takes off what people put behind a year: 2019年度, 2019年份.
func trimYear(t string) string {
	return strings.TrimSuffix(strings.TrimSuffix(t, "份"), "度")
}

func (c *column) readDate(t string, v *Value) (outcome, string) {
	d, p := xunzhi.ParseDate(trimYear(t))
	switch {
	case p == xunzhi.OpenEnded:
		return cellOpen, ""
	case p == xunzhi.NoDate && t == "0":
		return cellEmpty, ""
	case p == xunzhi.NoDate, p == xunzhi.ToYear && !c.f.Year:
		return cellBad, badDate
	case c.f.Last && p == xunzhi.ToMonth:
		d = d.Month().Last()
	case c.f.Last && p == xunzhi.ToYear:
		d = (d.Month() + 11).Last()
	}
	*v = Value{Set: true, I: int64(d)}
	return cellOK, ""
}

func (c *column) readMonth(t string, v *Value) (outcome, string) {
	if c.year != 0 {
		if m := strings.TrimSuffix(strings.TrimSuffix(t, "份"), "月"); isDigits(m) && isMonth(m) {
			*v = Value{Set: true, I: int64(xunzhi.MonthOf(c.year, number(m)).First())}
			return cellOK, ""
		}
	}
	d, p := xunzhi.ParseDate(trimYear(t))
	switch p {
	case xunzhi.OpenEnded:
		return cellOpen, ""
	case xunzhi.ToDay, xunzhi.ToMonth:
		*v = Value{Set: true, I: int64(d.Month().First())}
		return cellOK, ""
	case xunzhi.ToYear:
		if c.f.Year {
			*v = Value{Set: true, I: int64(d.Month().First())}
			return cellOK, ""
		}
	}
	return cellBad, badMonth
}

func (c *column) readDecimal(t string, scale int, v *Value) (outcome, string) {
	n, ok := xunzhi.ParseDecimal(t, scale)
	if !ok {
		return cellBad, badAmount
	}
	if (c.num != 1 || c.den != 1) && !strings.Contains(t, "万") && !strings.Contains(t, "亿") {
		// parsed again with four more places, so that 0.12345 万元 keeps its last digits
		if fine, ok := xunzhi.ParseDecimal(t, scale+4); ok {
			if n, ok = mulDiv(fine, c.num, c.den*10000); !ok {
				return cellBad, badAmount
			}
		}
	}
	*v = Value{Set: true, I: n}
	return cellOK, ""
}

// mulDiv gives v × num / den rounded half away from zero; ok is false when the result does not fit.
func mulDiv(v, num, den int64) (int64, bool) {
	neg := v < 0
	u := uint64(v)
	if neg {
		u = -u
	}
	hi, lo := bits.Mul64(u, uint64(num))
	lo, carry := bits.Add64(lo, uint64(den)/2, 0)
	hi += carry
	if hi >= uint64(den) {
		return 0, false
	}
	q, _ := bits.Div64(hi, lo, uint64(den))
	if q > math.MaxInt64 {
		return 0, false
	}
	if neg {
		return -int64(q), true
	}
	return int64(q), true
}

// readPrice also reads shares: 30%, 0.3 and 30 are all 30 %.
func (c *column) readPrice(t string, v *Value) (outcome, string) {
	if c.f.Unit != "percent" {
		return c.readDecimal(t, xunzhi.PriceScale, v)
	}
	signed := strings.TrimSuffix(strings.TrimSuffix(t, "%"), "\uFF05")
	n, ok := xunzhi.ParseDecimal(signed, xunzhi.PriceScale)
	if !ok {
		return cellBad, badNumber
	}
	if signed == t && n > 0 && n <= 1_000_000 && c.num == 1 {
		n *= 100
	}
	*v = Value{Set: true, I: n}
	return cellOK, ""
}

func readInt(t string, v *Value) (outcome, string) {
	for _, u := range []string{"人", "户", "个", "张", "份", "名", "票", "次"} {
		t = strings.TrimSuffix(t, u)
	}
	n, ok := xunzhi.ParseDecimal(t, 0)
	if !ok {
		return cellBad, badNumber
	}
	*v = Value{Set: true, I: n}
	return cellOK, ""
}

var boolWords = map[string]int64{
	"是": 1, "有": 1, "1": 1, "y": 1, "yes": 1, "true": 1, "√": 1, "✓": 1, "✔": 1, "对": 1, "t": 1,
	"否": 0, "无": 0, "0": 0, "n": 0, "no": 0, "false": 0, "×": 0, "✗": 0, "不": 0, "不是": 0, "没有": 0, "f": 0, "x": 0,
}

func (c *column) readBool(t string, v *Value) (outcome, string) {
	n, ok := boolWords[strings.ToLower(t)]
	if !ok {
		k, found := c.canonical(t)
		if !found {
			return cellBad, badBool
		}
		if k == "是" {
			n = 1
		}
	}
	*v = Value{Set: true, I: n}
	return cellOK, ""
}

func readVillageCode(t string, v *Value) (outcome, string) {
	if isScientific(t) {
		return cellBad, lostDigits
	}
	code, ok := xunzhi.ParseVillageCode(t)
	if !ok {
		return cellBad, badCode
	}
	*v = Value{Set: true, S: string(code)}
	return cellOK, ""
}

// unitOf gives the factor from the unit that a head or a line above the table states to the field's own unit.
func unitOf(f *Field, own string, titles []string) (num, den int64) {
	switch f.Type {
	case Yuan, Price:
		if f.Unit != "" || f.ID == "area_m2" {
			return 1, 1
		}
		if n := yuanFactor(own); n != 0 || strings.Contains(own, "元") {
			return max(n, 1), 1
		}
		for _, t := range titles {
			if strings.Contains(t, "单位") && f.Type == Yuan {
				if n := yuanFactor(t); n != 0 {
					return n, 1
				}
			}
		}
	case Mu:
		switch {
		case strings.Contains(own, "公顷"):
			return 15, 1
		case strings.Contains(own, "平方米") || strings.Contains(own, "㎡") || strings.Contains(own, "m²"), isSquareMetres(own):
			return 3, 2000
		}
	}
	return 1, 1
}

// isSquareMetres knows the column names of the contracted-land register (NY/T 2539), whose areas in mu are HTMJM and SCMJM.
func isSquareMetres(own string) bool {
	return strings.EqualFold(own, "HTMJ") || strings.EqualFold(own, "SCMJ")
}

func yuanFactor(t string) int64 {
	switch {
	case strings.Contains(t, "亿元"):
		return 100_000_000
	case strings.Contains(t, "百万元"):
		return 1_000_000
	case strings.Contains(t, "万元"):
		return 10_000
	case strings.Contains(t, "千元"):
		return 1_000
	}
	return 0
}
