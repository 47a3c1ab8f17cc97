package intake

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"sort"
	"strconv"
	"strings"
	"unicode/utf8"

	"xunzhi"
)

// normaliser is the version of what this package makes of cells. It goes into every batch's id: raise it when the same
// bytes would give other records.
const normaliser = "1"

const (
	villageSource = "village"
	totalSource   = "sheet_total"
	petition      = "petition"

	unresolvedSource = "village_unresolved"
)

// sheetPlan says how one sheet is read: from which row, which column is which field, and what holds for all rows.
type sheetPlan struct {
	src      *Source
	index    int
	name     string
	head     header
	near     surroundings
	lastRow  int // 0: to the end
	bounds   []bound
	wide     []widePair
	months   []monthColumn // of a sheet that shows months from left to right
	dropped  map[int]bool
	missing  []int
	manual   map[int]string // field → text that holds for every row, by hand
	constant map[int]string // the same with what the file's name and title give
	how      map[int]string // field → where the constant comes from
	titled   map[int]string // field → what a line above the table states: 账号:…
	carried  map[int]bool   // columns in which a blank means: as in the row above
	memberly bool           // rows name members only, the head stands beside them
	// monthFromDay: no month for all rows, as their days of payment lie in several
	monthFromDay bool
	place        place
	villages     *Villages
}

// derive fills the constants that no column gives from the texts around the table.
func (p *sheetPlan) derive(known *Villages) {
	p.villages = known
	p.constant, p.how = map[int]string{}, map[int]string{}
	for k, t := range p.manual {
		p.constant[k], p.how[k] = t, byHand
	}
	have := p.boundFields()
	for k, t := range p.titled {
		if !have[k] && p.constant[k] == "" {
			p.constant[k], p.how[k] = t, byTitle
		}
	}
	for k := range p.src.Fields {
		f := &p.src.Fields[k]
		if have[k] || !f.FromName || p.constant[k] != "" || f.Type == Month && (p.monthFromDay || len(p.months) > 0) {
			continue
		}
		if t := p.fromName(f, known); t != "" {
			p.constant[k], p.how[k] = t, byName
		}
	}
	p.place = p.placeOf(known)
}

func (p *sheetPlan) boundFields() map[int]bool {
	have := map[int]bool{}
	for _, b := range p.bounds {
		have[b.field] = true
	}
	return have
}

func (p *sheetPlan) fromName(f *Field, known *Villages) string {
	switch {
	case f.Type == Month:
		if m, ok := p.near.month(); ok {
			return m.String()
		}
		have := p.boundFields()
		if y := p.near.onlyYear(); f.Year && y != 0 && !have[p.src.fieldIndex("paid_on")] && !have[p.src.fieldIndex("year")] {
			return strconv.Itoa(y)
		}
	case f.Values != nil:
		if v, ok := p.near.enumerated(f); ok {
			return v
		}
	case f.ID == "program":
		return p.near.program(p.src, known)
	case f.ID == "township":
		return townshipIn(p.near)
	}
	return ""
}

// townshipIn finds a township's name in the surroundings without a register: it is how the register itself is read.
func townshipIn(s surroundings) string {
	for _, t := range s.texts() {
		t = foldPlace(t)
		for _, x := range []string{"街道", "镇", "乡"} {
			i := strings.Index(t, x)
			if i <= 0 {
				continue
			}
			name := []rune(t[:i])
			for j := len(name) - 1; j >= 0; j-- {
				if strings.ContainsRune("县市区", name[j]) || name[j] < 0x3400 {
					name = name[j+1:]
					break
				}
			}
			if n := len(name); n >= 1 && n <= 4 {
				return string(name) + x
			}
		}
	}
	return ""
}

// placeOf finds the township and village that the sheet, its title, its file or its folder is named after.
func (p *sheetPlan) placeOf(known *Villages) place {
	var out place
	for _, t := range p.near.texts() {
		if q := known.find(t); q.township != "" {
			out.township, out.townshipText = q.township, q.townshipText
			break
		}
	}
	for _, t := range p.near.texts() { // again, as the township may stand farther off than the village
		if q := known.find(t); q.village != "" && (out.township == "" || q.township == out.township) {
			out.village = q.village
			break
		}
		if out.township == "" {
			continue
		}
		if out.village = known.villageIn(foldPlace(t), out.township); out.village != "" {
			break
		}
	}
	return out
}

// yearOnly tells whether the month k of all rows follows from a year and nothing else.
func (p *sheetPlan) yearOnly(k int) bool {
	have := p.boundFields()
	year, paid := p.src.fieldIndex("year"), p.src.fieldIndex("paid_on")
	return isYear(p.constant[k]) || p.src.Fields[k].Year && p.constant[k] == "" && have[year] && !have[k] && !have[paid] && len(p.months) == 0
}

// columns compiles the bounds.
func (p *sheetPlan) columns() []*column {
	var out []*column
	year := p.near.year()
	for _, b := range p.bounds {
		f := p.src.column(b.field)
		c := newColumn(b.col, b.field, f)
		own := ""
		if b.col < len(p.head.columns) {
			own = p.head.columns[b.col].text
		}
		c.num, c.den = unitOf(f, own, append(append([]string{}, p.head.titles...), p.near.sheet, p.near.file))
		if f.Type == Month && f.FromName {
			c.year = year
		}
		if f.Unit == "percent" && (strings.Contains(own, "%") || strings.Contains(own, "\uFF05")) {
			c.num = 100 // the head says percent: 0.5 is half a percent
		}
		out = append(out, c)
	}
	sort.SliceStable(out, func(i, j int) bool { return out[i].index < out[j].index })
	return out
}

// rawColumns gives the columns whose cells are kept as the department wrote them, and their headers. Petitioners'
// columns are not among them, and of a petition nothing that did not become a field.
func (p *sheetPlan) rawColumns(width int) (cols []int, headers []string) {
	mapped := map[int]bool{}
	for _, b := range p.bounds {
		mapped[b.col] = true
	}
	for i := range max(width, len(p.head.columns)) {
		if p.dropped[i] || p.src.ID == petition && !mapped[i] {
			continue
		}
		text := ""
		if i < len(p.head.columns) && p.head.found {
			text = p.head.columns[i].text
		}
		if text == "" {
			text = columnLetter(i)
		}
		cols, headers = append(cols, i), append(headers, text)
	}
	return cols, headers
}

// mapping describes the plan for the report.
func (p *sheetPlan) mapping() []ColumnMap {
	var out []ColumnMap
	bounds := append([]bound{}, p.bounds...)
	sort.SliceStable(bounds, func(i, j int) bool { return bounds[i].col < bounds[j].col })
	for _, b := range bounds {
		f := p.src.column(b.field)
		out = append(out, p.columnMap(b.col, f, b.how))
	}
	if w := p.src.Wide; w != nil {
		for _, pair := range p.wide {
			for i, col := range []int{pair.name, pair.number, pair.relation} {
				if id := []string{w.Name, w.Number, w.Relation}[i]; col >= 0 && id != "" {
					out = append(out, p.columnMap(col, p.src.Field(id), byHeader))
				}
			}
		}
	}
	if _, money := turnedFields(p.src); len(p.months) > 0 {
		for _, m := range p.months {
			out = append(out, p.columnMap(m.col, &p.src.Fields[money], byHeader))
		}
	}
	var ks []int
	for k := range p.constant {
		ks = append(ks, k)
	}
	sort.Ints(ks)
	for _, k := range ks {
		out = append(out, ColumnMap{Header: p.constant[k], Field: p.src.column(k).ID, Name: p.src.column(k).Name, How: p.how[k]})
	}
	if p.place.village != "" && p.villageColumn() < 0 && p.villageField() >= 0 {
		f := &p.src.Fields[p.villageField()]
		out = append(out, ColumnMap{Header: p.villages.describe(p.place.village), Field: f.ID, Name: f.Name, How: byName})
	}
	return out
}

func (p *sheetPlan) columnMap(col int, f *Field, how string) ColumnMap {
	text := ""
	if col < len(p.head.columns) && p.head.found {
		text = p.head.columns[col].text
	}
	return ColumnMap{Column: columnLetter(col), Header: text, Field: f.ID, Name: f.Name, How: how}
}

// droppedColumns describes the columns left out at the door. Headers only: what stood in them is nowhere.
func (p *sheetPlan) droppedColumns() []ColumnMap {
	var cols []int
	for i := range p.dropped {
		cols = append(cols, i)
	}
	sort.Ints(cols)
	var out []ColumnMap
	for _, i := range cols {
		m := ColumnMap{Column: columnLetter(i), Name: "信访人信息,不导入", How: byHeader}
		if i < len(p.head.columns) && p.head.found {
			m.Header = p.head.columns[i].text
		}
		out = append(out, m)
	}
	return out
}

func (p *sheetPlan) villageField() int {
	if p.src.ID == villageSource {
		return -1
	}
	for k := range p.src.Fields {
		if p.src.Fields[k].Type == Village {
			return k
		}
	}
	return -1
}

func (p *sheetPlan) villageColumn() int {
	k := p.villageField()
	for _, b := range p.bounds {
		if b.field == k && k >= 0 {
			return b.col
		}
	}
	return -1
}

// signature is what a plan's records depend on besides the file's bytes and the register of villages.
func (p *sheetPlan) signature() string {
	type sig struct {
		Sheet, First, Last int
		Columns            map[string]string
		Wide               string
		Constant           map[string]string
		Township, Village  string
		Dropped            []ColumnMap
		Months             []monthColumn `json:",omitempty"`
	}
	s := sig{Sheet: p.index, First: p.head.data, Last: p.lastRow, Columns: map[string]string{}, Constant: map[string]string{}, Wide: fmt.Sprint(p.wide),
		Township: p.place.township, Village: p.place.village, Dropped: p.droppedColumns(), Months: p.months}
	for _, b := range p.bounds {
		s.Columns[columnLetter(b.col)] = p.src.column(b.field).ID
	}
	for k, v := range p.constant {
		s.Constant[p.src.column(k).ID] = v
	}
	data, _ := json.Marshal(s) // plain strings and ints: cannot fail
	return string(data)
}

// batchID names what one file gives to one source: its bytes, the source, this package's version and the plans.
func batchID(sha string, src *Source, plans []*sheetPlan) string {
	h := sha256.New()
	for _, s := range []string{sha, src.ID, normaliser} {
		h.Write([]byte(s + "\x00"))
	}
	for _, p := range plans {
		h.Write([]byte(p.src.ID + p.signature() + "\x00"))
	}
	return hex.EncodeToString(h.Sum(nil))[:32]
}

// dropColumns finds the columns that hold a petitioner.
func (l *lexicon) dropColumns(t *table, src *Source, bounds []bound) map[int]bool {
	mapped := map[int]bool{}
	for _, b := range bounds {
		mapped[b.col] = true
	}
	drop := map[int]bool{}
	for i := range t.stats {
		text := ""
		if t.head.found && i < len(t.head.columns) {
			text = t.head.columns[i].text
		}
		switch {
		case l.isPetitioner(text):
			drop[i] = true
		case mapped[i]:
		case isDropWord(src, text):
			drop[i] = true
		case src.ID == petition && personal(&t.stats[i]):
			drop[i] = true
		}
	}
	return drop
}

func isDropWord(src *Source, text string) bool {
	h := foldHeader(text)
	for _, w := range src.Drop {
		if w = foldHeader(w); h == w || utf8.RuneCountInString(w) >= 2 && strings.HasSuffix(h, w) {
			return true
		}
	}
	return false
}

// personal tells whether a column of a petition holds a person whatever its head says.
func personal(st *columnStats) bool {
	return st.share(st.id) > 0.3 || st.share(st.phone) > 0.3 || st.share(st.name) > 0.6
}

// missingNames lists missing fields for people.
func missingNames(src *Source, missing []int) []string {
	var out []string
	for _, k := range missing {
		out = append(out, src.Fields[k].Name)
	}
	return out
}

// stillMissing lists the required fields that neither a column nor the texts around the table give.
func (p *sheetPlan) stillMissing() []string {
	var open []int
	for _, k := range p.missing {
		if p.constant[k] == "" && !(k == p.villageField() && p.place.village != "") {
			open = append(open, k)
		}
	}
	return missingNames(p.src, open)
}

// readConstant turns a constant's text into a value.
func readConstant(f *Field, text string) (Value, error) {
	var v Value
	c := newColumn(0, 0, f)
	if out, why := c.read(text, &v); out == cellBad {
		return v, xunzhi.Errorf(xunzhi.CodeInvalid, "常量 %s 的值“%s”不能用:%s", f.ID, text, why).WithHint("%s", adviceFor[why])
	}
	return v, nil
}
