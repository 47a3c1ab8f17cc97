package intake

import (
	"strings"

	"xunzhi"
	"xunzhi/internal/intake/sheet"
)

// rowReader turns the rows of one sheet into records. It is for one goroutine.
type rowReader struct {
	plan    *sheetPlan
	cols    []*column
	byField []*column // first column of each field, nil where there is none
	raw     []int
	width   int
	rep     *SheetReport
	out     BatchWriter
	notes   noter

	rec      Record
	consts   []Value
	problems []problem
	filled   []bool // field is satisfied though null: 长期
	sum      sums
	village  villageReader
	house    houseReader
	turn     turner
	terms    terms
	money    money
	scrub    scrubber
	current  *sheet.Row // the row at hand
	hard     []*column  // columns without which a row may be no data
	labels   []*column  // columns where a total's label may stand
	captions place      // village and township that a caption row named for the rows below
	rawBuf   strings.Builder
	hidden   int
	batchN   *batchCount
}

// batchCount counts over all sheets of a batch.
type batchCount struct{ rows, rejected int }

// problem is a cell that could not be used.
type problem struct {
	col   int // -1: no cell
	field int
	value string
	why   string
	more  string // advice that goes with this very cell
}

func newRowReader(p *sheetPlan, rep *SheetReport, out BatchWriter, notes noter, n *batchCount) (*rowReader, error) {
	r := &rowReader{plan: p, cols: p.columns(), rep: rep, out: out, notes: notes, batchN: n}
	all := len(p.src.Fields) + len(p.src.Aux)
	r.byField = make([]*column, all)
	r.filled = make([]bool, all)
	for _, c := range r.cols {
		if r.byField[c.field] == nil {
			r.byField[c.field] = c
		}
		r.width = max(r.width, c.index+1)
	}
	r.rec = Record{Values: make([]Value, all), Sheet: p.index}
	r.consts = make([]Value, len(p.src.Fields))
	for k := range r.consts {
		if isNumber(&p.src.Fields[k]) {
			r.consts[k].State = string(xunzhi.IDEmpty) // the same word for a code
		}
	}
	for k, text := range p.constant {
		if k >= len(p.src.Fields) || p.src.Fields[k].Type == Village && p.src.ID != villageSource {
			continue // a place is resolved together with the row's own
		}
		v, err := readConstant(&p.src.Fields[k], text)
		if err != nil {
			return nil, err
		}
		r.consts[k] = v
	}
	for _, c := range r.cols {
		c.carried = p.carried[c.index]
		if c.f.Required && !c.f.Soft && !inOneOf(p.src, c.f.ID) && (c.f.Type != Village || p.src.ID == villageSource) {
			r.hard = append(r.hard, c)
		}
		if c.f.Required && c.f.Type == Text {
			r.labels = append(r.labels, c)
		}
	}
	if len(r.hard) == 0 { // a list of members binds no head: then a fact needs whom it is about
		for _, c := range r.cols {
			if isNumber(c.f) || c.f.person {
				r.hard = append(r.hard, c)
			}
		}
	}
	r.terms, r.money = newTerms(p.src, r), newMoney(p.src, r)
	r.sum = newSums(r.cols)
	r.village = newVillageReader(p, r)
	r.house, r.turn = newHouseReader(p), newTurner(p)
	r.raw, _ = p.rawColumns(max(r.width, len(p.head.columns)))
	if rep.Skipped == nil {
		rep.Skipped = map[string]int{}
	}
	return r, nil
}

// row takes one row of the sheet.
func (r *rowReader) row(row *sheet.Row) error {
	if row.Number < r.plan.head.data || r.plan.lastRow > 0 && row.Number > r.plan.lastRow {
		return nil
	}
	if row.Hidden {
		r.hidden++
	}
	if len(r.plan.dropped) > 0 || r.plan.src.ID == petition {
		row = r.scrub.clean(r.plan, row)
	}
	if row.Number <= r.plan.head.data+1 && r.plan.head.found && isNumberRow(cellTexts(row)) {
		r.rep.Skipped[skipHeader]++
		return nil
	}
	if row.Number <= r.plan.head.data+2 && isExample(row) {
		r.rep.Skipped[skipNote]++
		return nil
	}
	if !r.complete(row) {
		kind, err := r.classify(row)
		if err != nil {
			return err
		}
		if kind != "" {
			r.rep.Skipped[kind]++
			return nil
		}
	} else if r.repeatsHeader(row) {
		r.rep.Skipped[skipHeader]++
		return nil
	} else if opensSignature(row) && r.isNote(distinctTexts(row)) { // signatures can stand under every required column
		r.rep.Skipped[skipNote]++
		return nil
	}
	r.rep.Rows++
	r.convert(row)
	if r.turn.none() && len(r.problems) == 0 {
		r.rep.Rows--
		r.rep.Skipped[skipNoMoney]++
		return nil
	}
	r.sum.add(r, row)
	return r.emit(row)
}

// complete tells, cheaply, that a row has a text in every column that each fact needs: then it can only be data or a
// repeated head.
func (r *rowReader) complete(row *sheet.Row) bool {
	for _, c := range r.labels {
		if c.index < len(row.Cells) && endsAsTotal(row.Cells[c.index].Text) {
			return false
		}
	}
	return len(r.hard) > 0 && (len(r.hard) > 1 || filledCells(row) > 2) && r.hasHard(row)
}

// filledCells counts to three: a signature below a table fills fewer.
func filledCells(row *sheet.Row) int {
	n := 0
	for i := 0; i < len(row.Cells) && n < 3; i++ {
		if row.Cells[i].Kind != sheet.Empty {
			n++
		}
	}
	return n
}

func (r *rowReader) hasHard(row *sheet.Row) bool {
	for _, c := range r.hard {
		if r.text(row, c) == "" {
			return false
		}
	}
	return true
}

var totalEnds = []string{"计", "页", "余额", "结转", "合计数", "合计金额"}

// endsAsTotal is the quick look at a text that bareTotal then judges.
func endsAsTotal(t string) bool {
	return len(t) < 60 && hasAnySuffix(t, totalEnds)
}

// text gives a column's text in a row, or what a blank repeats.
func (r *rowReader) text(row *sheet.Row, c *column) string {
	if c == nil {
		return ""
	}
	if c.index < len(row.Cells) && row.Cells[c.index].Kind != sheet.Empty {
		return row.Cells[c.index].Text
	}
	if c.carried {
		return c.last
	}
	return ""
}

// convert fills r.rec and r.problems from the row's cells.
func (r *rowReader) convert(row *sheet.Row) {
	clear(r.rec.Values)
	copy(r.rec.Values, r.consts)
	clear(r.filled)
	r.problems = r.problems[:0]
	r.rec.Row = row.Number
	r.terms.year(row, r)
	for _, c := range r.cols {
		text := r.text(row, c)
		if c.carried {
			c.last = text
		}
		if text == "" || c == r.village.first || c == r.village.second || c == r.village.town {
			continue
		}
		out, why := c.convert(text, &r.rec.Values[c.field])
		switch out {
		case cellOpen:
			r.filled[c.field] = true
		case cellBad:
			r.problems = append(r.problems, problem{c.index, c.field, text, why, ""})
		case cellEmpty:
			if v := &r.rec.Values[c.field]; !v.Set && c.field < len(r.consts) {
				*v = r.consts[c.field]
			}
		}
	}
	r.village.read(row)
	r.terms.period(row, r)
	r.money.fill(r)
	r.turn.fill(r, row)
	r.terms.monthOfYear(r)
}

// emit checks what the row's fact needs and hands out its records.
func (r *rowReader) emit(row *sheet.Row) error {
	r.house.fill(r, row)
	r.current = row
	fatal := r.check()
	if len(r.problems) > 0 {
		if err := r.reject(row, fatal); err != nil {
			return err
		}
	}
	if fatal {
		r.rep.Rejected++
		r.batchN.rejected++
		return nil
	}
	r.rec.Raw = r.rawText(row)
	return r.turn.append(r, row)
}

func (r *rowReader) append() error {
	r.rep.Loaded++
	r.batchN.rows++
	full := r.rec.Values
	r.rec.Values = full[:len(r.plan.src.Fields)]
	err := r.out.Append(&r.rec)
	r.rec.Values = full
	return err
}

// check finds out whether the row carries its fact and adds what it misses to the problems.
func (r *rowReader) check() (fatal bool) {
	for k := range r.plan.src.Fields {
		f := &r.plan.src.Fields[k]
		if !f.Required || r.rec.Values[k].Set || r.filled[k] {
			continue
		}
		if r.excused(k, f) {
			continue
		}
		fatal = true
		if !r.hasProblem(k) {
			why := missingField
			if isNumber(f) {
				why = missingWho
			} else if r.namesMissingNumber(f) {
				continue // said once, at the number
			}
			r.problems = append(r.problems, problem{r.columnOf(k), k, r.written(k), why, ""})
		}
	}
	for _, g := range r.plan.src.OneOf {
		if !r.anyOf(g) {
			fatal = true
			if k := r.plan.src.fieldIndex(g[0]); !r.hasProblem(k) {
				r.problems = append(r.problems, problem{r.columnOf(k), k, "", missingField, ""})
			}
		}
	}
	return fatal
}

// excused tells whether a row is of use without a required field: a village may be unknown; of number and name one is
// enough; a soft field may be empty.
func (r *rowReader) excused(k int, f *Field) bool {
	s := r.plan.src
	switch {
	case f.Soft || f.Type == Village && s.ID != villageSource || inOneOf(s, f.ID):
		return true
	case isNumber(f) && f.NameField != "":
		return r.rec.Values[s.fieldIndex(f.NameField)].Set
	}
	for i := range s.Fields {
		if s.Fields[i].NameField == f.ID && r.rec.Values[i].Set {
			return true
		}
	}
	return false
}

// namesMissingNumber tells whether a field is the name beside a required number that is missing too.
func (r *rowReader) namesMissingNumber(f *Field) bool {
	for i := range r.plan.src.Fields {
		if n := &r.plan.src.Fields[i]; n.Required && n.NameField == f.ID && !r.rec.Values[i].Set {
			return true
		}
	}
	return false
}

func (r *rowReader) anyOf(group []string) bool {
	for _, id := range group {
		if k := r.plan.src.fieldIndex(id); r.rec.Values[k].Set || r.filled[k] {
			return true
		}
	}
	return false
}

func (r *rowReader) hasProblem(field int) bool {
	for i := range r.problems {
		if r.problems[i].field == field {
			return true
		}
	}
	return false
}

// written is what stands in the row's cell of a field: 不详 is as good as nothing, and is shown all the same.
func (r *rowReader) written(field int) string {
	if c := r.byField[field]; c != nil && c.index < len(r.current.Cells) {
		return cleanText(r.current.Cells[c.index].Text)
	}
	return ""
}

func (r *rowReader) columnOf(field int) int {
	if c := r.byField[field]; c != nil {
		return c.index
	}
	return -1
}

// maxShown bounds the rejects that a report repeats; all of them stand in the batch.
const maxShown = 100

// reject hands out the row's problems. A fatal one rejects the row; the others only lose their cell.
func (r *rowReader) reject(row *sheet.Row, fatal bool) error {
	if r.rep.Reasons == nil {
		r.rep.Reasons = map[string]int{}
	}
	raw := ""
	if fatal {
		raw = r.rawText(row)
	}
	for _, p := range r.problems {
		if p.unresolved() {
			if err := r.noVillageNote(p, r.rawText(row)); err != nil {
				return err
			}
		}
		if r.village.silent(p) {
			continue
		}
		f := r.plan.src.column(p.field)
		rj := Reject{Sheet: r.plan.name, Row: row.Number, Field: f.ID, Value: p.value, Reason: f.Name + ":" + p.why, Advice: adviceFor[p.why], Kept: !fatal, Raw: raw}
		if p.more != "" {
			rj.Advice += p.more
		}
		if p.col >= 0 {
			rj.Cell = cellName(p.col, row.Number)
		}
		r.rep.Reasons[rj.Reason]++
		if len(r.rep.Rejects) < maxShown {
			shown := rj
			shown.Raw = ""
			r.rep.Rejects = append(r.rep.Rejects, shown)
		}
		if err := r.out.Reject(rj); err != nil {
			return err
		}
	}
	return nil
}

// rawText joins the row's cells as the department wrote them, without the columns that are left out at the door. Texts
// are cut from one block: a string for each row would be most of what the garbage collector has to look at.
func (r *rowReader) rawText(row *sheet.Row) string {
	n := len(r.raw)
	for _, i := range r.raw {
		if i < len(row.Cells) {
			n += len(row.Cells[i].Text)
		}
	}
	if r.rawBuf.Cap()-r.rawBuf.Len() < n {
		r.rawBuf = strings.Builder{}
		r.rawBuf.Grow(max(rawBlock, n))
	}
	start := r.rawBuf.Len()
	for k, i := range r.raw {
		if k > 0 {
			r.rawBuf.WriteByte(0x1F)
		}
		if i < len(row.Cells) {
			writeRaw(&r.rawBuf, row.Cells[i].Text)
		}
	}
	return r.rawBuf.String()[start:]
}

const rawBlock = 32 << 10

// writeRaw writes a cell without the separator, should a department have written it.
func writeRaw(b *strings.Builder, s string) {
	if strings.IndexByte(s, 0x1F) >= 0 {
		s = strings.ReplaceAll(s, "\x1f", " ")
	}
	b.WriteString(s)
}
