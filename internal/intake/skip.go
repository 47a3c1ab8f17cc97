package intake

import (
	"strings"
	"unicode/utf8"

	"xunzhi"
	"xunzhi/internal/intake/sheet"
)

// The kinds of row that hold no fact, as a report counts them.
const (
	skipTotal   = "合计行"
	skipHeader  = "重复表头"
	skipBlank   = "空行"
	skipNote    = "签章说明"
	skipCaption = "分段标题"
	skipNoMoney = "各月均无金额"
)

// classify says which kind of row without a fact this is; empty for a row of data.
func (r *rowReader) classify(row *sheet.Row) (string, error) {
	texts := distinctTexts(row)
	switch {
	case len(texts) == 0 || r.mappedBlank(row):
		if scope, _ := r.totalLabel(row); scope == "" {
			if len(texts) > 0 && r.isNote(texts) {
				return skipNote, nil
			}
			if len(texts) == 1 && r.caption(texts[0]) {
				return skipCaption, nil
			}
			return skipBlank, nil
		}
	case r.repeatsHeader(row):
		return skipHeader, nil
	}
	if scope, label := r.totalLabel(row); scope != "" {
		return skipTotal, r.sum.total(r, row, scope, label)
	}
	switch {
	case r.isNote(texts):
		return skipNote, nil
	case len(texts) == 1 && r.caption(texts[0]):
		return skipCaption, nil
	case r.plan.head.found && isNumberRow(cellTexts(row)):
		return skipHeader, nil
	}
	return "", nil
}

func cellTexts(row *sheet.Row) []string {
	out := make([]string, len(row.Cells))
	for i := range row.Cells {
		out[i] = row.Cells[i].Text
	}
	return out
}

// distinctTexts gives the row's texts, a merged one once.
func distinctTexts(row *sheet.Row) []string {
	var out []string
	for i := range row.Cells {
		t := cleanText(row.Cells[i].Text)
		if t == "" || row.Cells[i].Merged && i > 0 && row.Cells[i-1].Text == row.Cells[i].Text {
			continue
		}
		out = append(out, t)
	}
	return out
}

// mappedBlank tells whether no column that became a field holds anything but zeros: a form's prefilled empty line.
func (r *rowReader) mappedBlank(row *sheet.Row) bool {
	for _, c := range r.cols {
		if c.index < len(row.Cells) {
			if t := cleanText(row.Cells[c.index].Text); t != "" && strings.Trim(t, "0.-") != "" {
				return false
			}
		}
	}
	for _, p := range r.plan.wide {
		if p.name < len(row.Cells) && row.Cells[p.name].Text != "" {
			return false
		}
	}
	return true
}

// repeatsHeader recognises the head printed again in the middle.
func (r *rowReader) repeatsHeader(row *sheet.Row) bool {
	if !r.plan.head.found || len(r.cols) == 0 {
		return false
	}
	same, other := 0, 0
	for _, c := range r.cols {
		if c.index >= len(row.Cells) || c.index >= len(r.plan.head.columns) || row.Cells[c.index].Kind == sheet.Empty {
			continue
		}
		h := r.plan.head.columns[c.index]
		if t := row.Cells[c.index].Text; t == h.text || t == h.lower || t == h.upper || foldHeader(t) == foldHeader(h.lower+h.upper) || foldHeader(t) == foldHeader(h.text) {
			same++
		} else if other++; same == 0 {
			return false
		}
	}
	return same >= 2 && same > other || same == 1 && other == 0 && len(r.cols) == 1
}

var carryWords = []string{"承前页", "过次页", "期初余额", "上年结转", "期末余额", "年初余额", "本日合计", "本月合计", "本年累计", "本期合计", "上月结转"}

// totalLabel finds what makes a row a total: scope is 合计, 小计, or 结转 for what bookkeeping carries on unchecked. In a
// row that has all a fact needs only the bare word counts: 购办公用品共计 is a purchase.
func (r *rowReader) totalLabel(row *sheet.Row) (scope, label string) {
	whole := r.hasHard(row)
	for i := range row.Cells {
		if row.Cells[i].Kind == sheet.Empty || row.Cells[i].Kind == sheet.Number {
			continue
		}
		text := row.Cells[i].Text
		if s := bareTotal(foldHeader(text)); s != "" {
			return s, cleanText(text)
		}
		if s := totalScope(text); s != "" && !whole {
			return s, cleanText(text)
		}
	}
	return "", ""
}

// bareTotal recognises a label that can be nothing else. t is folded.
func bareTotal(t string) string {
	for _, w := range carryWords {
		if t == w {
			return "结转"
		}
	}
	switch t {
	case "小计", "本页小计", "本页合计", "本村小计", "本村合计":
		return "小计"
	case "合计", "总计", "共计", "累计", "总合计", "合计数", "合计金额":
		return "合计"
	}
	return ""
}

// totalScope recognises also 张庄村小计, 合计12户, 合计(元).
func totalScope(text string) string {
	if len(text) > 60 || len(text) < 3 {
		return ""
	}
	t := foldHeader(text)
	if s := bareTotal(t); s != "" {
		return s
	}
	n := utf8.RuneCountInString(t)
	if n > 14 {
		return ""
	}
	for _, w := range []string{"小计", "合计", "总计", "共计", "累计"} {
		switch {
		case strings.HasPrefix(t, w) && digitsAfter(t[len(w):]):
			if w == "小计" {
				return "小计"
			}
			return "合计"
		case strings.HasSuffix(t, w) && n <= 12, strings.HasPrefix(t, "本") && strings.Contains(t, w):
			if w == "总计" {
				return "合计"
			}
			return "小计"
		}
	}
	return ""
}

// digitsAfter recognises 合计12户, 合计(元), 合计大写.
func digitsAfter(t string) bool {
	return strings.TrimFunc(t, func(r rune) bool {
		return r >= '0' && r <= '9' || strings.ContainsRune("共户人笔元大写万条个", r)
	}) == ""
}

// opensSignature tells whether a row's first text ends in a colon, as 填表人: does. It is asked of every row.
func opensSignature(row *sheet.Row) bool {
	for i := range row.Cells {
		if t := row.Cells[i].Text; t != "" {
			return strings.HasSuffix(t, ":") || strings.HasSuffix(t, "\uFF1A")
		}
	}
	return false
}

// isExample recognises the line that shows how a form is filled in.
func isExample(row *sheet.Row) bool {
	for i := range row.Cells {
		if row.Cells[i].Kind != sheet.Empty {
			switch foldHeader(row.Cells[i].Text) {
			case "示例", "样例", "例", "例如", "举例", "填写示例", "填表示例", "范例", "填写样例":
				return true
			}
			return false
		}
	}
	return false
}

var signWords = []string{"填表人", "制表人", "制表", "审核人", "审核", "复核人", "复核", "负责人", "经办人", "经办", "填报人", "填报单位", "填报日期", "单位负责人", "盖章", "签字", "签章", "公章", "审批人", "联系人", "联系电话", "填表日期", "制表日期", "报送单位", "分管领导", "主要负责人", "主管领导", "录入人", "打印日期", "打印时间", "制单", "领导签字", "单位", "日期", "村委会主任", "支部书记"}

var noteHeads = []string{"注", "说明", "填表说明", "填报说明", "备注", "附注", "附", "★", "※", "*", "提示"}

// isNote recognises signatures, notes and instructions below or between the rows of a table.
func (r *rowReader) isNote(texts []string) bool { return isNote(texts, r.plan.head.titles) }

func isNote(texts, titles []string) bool {
	if len(texts) == 0 || len(texts) > 8 {
		return false
	}
	first := texts[0]
	for _, w := range noteHeads {
		if strings.HasPrefix(first, w) && strings.ContainsAny(strings.TrimPrefix(first, w)+" ", ":\uFF1A.、\uFF0E1 ") && utf8.RuneCountInString(first) > 3 {
			return true
		}
	}
	signs := 0
	for _, t := range texts {
		if isSign(t) {
			signs++
		}
	}
	switch {
	case signs > 1 || signs > 0 && signs*2 >= len(texts):
		return true
	case len(texts) > 1:
		return false
	}
	for _, t := range titles {
		if t == first {
			return true
		}
	}
	return utf8.RuneCountInString(first) >= 16 || strings.HasPrefix(first, "第") && strings.HasSuffix(first, "页") || strings.HasPrefix(first, "以下") || strings.HasPrefix(first, "(以下") || isLineOfNote(first)
}

func isSign(t string) bool {
	i := strings.IndexAny(t, ":\uFF1A")
	if i < 0 {
		for _, w := range []string{"盖章", "签字", "签章", "公章"} {
			if strings.Contains(t, w) {
				return true
			}
		}
		return false
	}
	before := foldHeader(t[:i])
	return hasAnySuffix(before, signWords)
}

// isLineOfNote recognises 1.本表一式三份 and the like.
func isLineOfNote(t string) bool {
	i := strings.IndexAny(t, ".、\uFF0E)")
	return i > 0 && i <= 3 && isDigits(t[:i]) && utf8.RuneCountInString(t) > 8
}

// caption takes a lone text that names a village or township as the place of the rows below it, where no column does.
func (r *rowReader) caption(text string) bool {
	if r.plan.villageField() < 0 || r.village.first != nil {
		return false
	}
	p := r.plan.villages.find(text)
	if p.village == "" && p.township == "" {
		if !hasAnySuffix(text, villageSuffixes) {
			return false
		}
		town := r.captions.township
		if town == "" {
			town = r.plan.townshipText()
		}
		p.village, _ = r.plan.villages.resolve(text, town) // empty where nothing or several fit: the rows' village stays open
	}
	if p.township == "" {
		p.township = r.captions.township
	}
	r.captions = p
	return true
}

// sums adds up the columns of money, so that a total row can be checked against them.
type sums struct {
	cols  []*column
	all   []int64
	part  []int64
	n     int // rows since the last subtotal
	rows  int
	early []earlyTotal
}

// earlyTotal is a total that stands above its rows and is checked when the sheet ends.
type earlyTotal struct {
	col    int
	stated int64
	row    int
	label  string
	raw    string
}

func newSums(cols []*column) sums {
	s := sums{}
	for _, c := range cols {
		if c.f.Type == Yuan && c.f.ID != "balance" {
			s.cols = append(s.cols, c)
		}
	}
	s.all, s.part = make([]int64, len(s.cols)), make([]int64, len(s.cols))
	return s
}

// add counts the row that is in r.rec. A cell that only shows a merged region's value counts once, at its anchor.
func (s *sums) add(r *rowReader, row *sheet.Row) {
	s.n++
	s.rows++
	for i, c := range s.cols {
		if c.index < len(row.Cells) && !row.Cells[c.index].Merged {
			v := r.rec.Values[c.field].I
			if row.Cells[c.index].Kind == sheet.Empty {
				continue
			}
			s.all[i] += v
			s.part[i] += v
		}
	}
}

// total makes a sheet_total record of every sum that a total row states.
func (s *sums) total(r *rowReader, row *sheet.Row, scope, label string) error {
	if scope == "结转" {
		return nil
	}
	for i, c := range s.cols {
		if c.index >= len(row.Cells) || row.Cells[c.index].Kind == sheet.Empty {
			continue
		}
		var v Value
		if out, _ := c.read(row.Cells[c.index].Text, &v); out != cellOK {
			continue
		}
		if s.rows == 0 {
			s.early = append(s.early, earlyTotal{i, v.I, row.Number, label, r.rawText(row)})
			continue
		}
		sum := s.all[i]
		if scope == "小计" && v.I != sum || v.I != sum && v.I == s.part[i] {
			sum = s.part[i]
		}
		if err := s.emit(r, c, v.I, sum, scope, label, row.Number, r.rawText(row)); err != nil {
			return err
		}
	}
	if scope == "小计" {
		clear(s.part)
		s.n = 0
	}
	return nil
}

// end checks totals that stood above their rows.
func (s *sums) end(r *rowReader) error {
	for _, e := range s.early {
		if err := s.emit(r, s.cols[e.col], e.stated, s.all[e.col], "合计", e.label, e.row, e.raw); err != nil {
			return err
		}
	}
	return nil
}

func (s *sums) emit(r *rowReader, c *column, stated, computed int64, scope, label string, row int, raw string) error {
	text := func(t string) Value { return Value{Set: true, S: t} }
	return r.notes.note(totalSource, &Record{Sheet: r.plan.index, Row: row, Raw: raw, Values: []Value{
		text(r.plan.src.Name), text(c.f.Name), {Set: true, I: stated}, {Set: true, I: computed}, text(scope), {Set: label != "", S: label},
	}})
}

// villageReader finds each row's village.
type villageReader struct {
	r             *rowReader
	field         int // -1: the source has none
	first, second *column
	town          *column
	address       *column
	fixed         string // the village that the file or a hand-made mapping names
	memo          map[[2]string]villageAnswer
	lastKey       [2]string
	last          villageAnswer
	known         *Villages
	told          map[string]bool // without a register each name is reported once
}

type villageAnswer struct {
	code  string
	state resolution
}

func newVillageReader(p *sheetPlan, r *rowReader) villageReader {
	v := villageReader{r: r, field: p.villageField(), known: p.villages, memo: map[[2]string]villageAnswer{}, told: map[string]bool{}}
	if v.field < 0 {
		return v
	}
	for _, c := range r.cols {
		switch {
		case c.field == v.field && v.first == nil:
			v.first = c
		case c.field == v.field:
			v.second = c
		case c.f.ID == "township":
			v.town = c
		case c.f.ID == "address":
			v.address = c
		}
	}
	v.fixed = p.place.village
	if t := p.constant[v.field]; t != "" {
		v.fixed, _ = p.villages.resolve(t, p.townshipText())
	}
	v.lastKey = [2]string{"\x00", "\x00"}
	return v
}

// townshipText is the township that the plan knows for the whole sheet.
func (p *sheetPlan) townshipText() string {
	if k := p.src.fieldIndex("township"); k >= 0 && p.constant[k] != "" {
		return p.constant[k]
	}
	return p.place.township
}

// read puts the row's village into the record. What cannot be resolved is a problem that does not reject the row.
func (v *villageReader) read(row *sheet.Row) {
	if v.field < 0 {
		return
	}
	a, b := v.r.text(row, v.first), v.r.text(row, v.second)
	town := v.township(row)
	if a == "" {
		a, b = b, ""
	}
	if isNothing(cleanText(a)) {
		if code := v.elsewhere(row); code != "" {
			v.set(code)
		}
		return
	}
	ans := v.answer(a, town)
	if ans.state != villageOK && b != "" {
		if second := v.answer(b, town); second.state == villageOK || second.state == villageAmbiguous && ans.state != villageAmbiguous {
			ans, a = second, b
		}
	}
	if ans.state == villageOK {
		v.set(ans.code)
		return
	}
	v.complain(a, ans.state)
}

func (v *villageReader) set(code string) { v.r.rec.Values[v.field] = Value{Set: true, S: code} }

func (v *villageReader) township(row *sheet.Row) string {
	if t := v.r.text(row, v.town); cleanText(t) != "" {
		return t
	}
	if v.r.captions.township != "" {
		return v.r.captions.township
	}
	return v.r.plan.townshipText()
}

// elsewhere is for rows without a village of their own: a caption above them, the file's name, an address that names
// township and village.
func (v *villageReader) elsewhere(row *sheet.Row) string {
	switch {
	case v.r.captions.village != "":
		return v.r.captions.village
	case v.fixed != "":
		return v.fixed
	}
	if t := v.r.text(row, v.address); t != "" {
		if p := v.known.find(t); p.township != "" {
			return p.village
		}
	}
	return ""
}

func (v *villageReader) answer(text, town string) villageAnswer {
	key := [2]string{text, town}
	if key == v.lastKey {
		return v.last
	}
	ans, ok := v.memo[key]
	if !ok {
		ans.code, ans.state = v.known.resolve(text, town)
		if len(v.memo) < 100_000 {
			v.memo[key] = ans
		}
	}
	v.lastKey, v.last = key, ans
	return ans
}

func (v *villageReader) complain(text string, state resolution) {
	p := problem{col: -1, field: v.field, value: text}
	if v.first != nil {
		p.col = v.first.index
	}
	switch state {
	case villageAmbiguous:
		p.why = manyVillages
		if c := v.known.candidates(text); len(c) > 0 {
			p.more = "(可能是" + strings.Join(c, "、") + ")"
		}
	case villageLost:
		p.why = lostDigits
	case villageNoList:
		p.why = noRegister
	case villageUnknown:
		p.why = noVillage
	default:
		return
	}
	v.r.problems = append(v.r.problems, p)
}

// silent leaves out the same complaint for every row when there is no register at all: one for each name is enough.
func (v *villageReader) silent(p problem) bool {
	if p.why != noRegister {
		return false
	}
	if v.told[p.value] {
		return true
	}
	v.told[p.value] = true
	return false
}

// knownVillage makes a register's entry of a record of the village source.
func knownVillage(s *Source, r *Record) (KnownVillage, bool) {
	at := func(id string) string { return r.Values[s.fieldIndex(id)].S }
	k := KnownVillage{Code: at("code"), Township: at("township"), Name: at("name")}
	_, ok := xunzhi.ParseVillageCode(k.Code)
	return k, ok
}
