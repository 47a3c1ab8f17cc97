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
	totals  func(*Record) error

	rec      Record
	consts   []Value
	problems []problem
	filled   []bool // field is satisfied though null: 长期
	sum      sums
	village  villageReader
	house    houseReader
	captions place // village and township that a caption row named for the rows below
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

func newRowReader(p *sheetPlan, rep *SheetReport, out BatchWriter, totals func(*Record) error, n *batchCount) (*rowReader, error) {
	r := &rowReader{plan: p, cols: p.columns(), rep: rep, out: out, totals: totals, batchN: n}
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
		if p.src.Fields[k].Type == Village && p.src.ID != villageSource {
			continue
		}
		v, err := readConstant(&p.src.Fields[k], text)
		if err != nil {
			return nil, err
		}
		r.consts[k] = v
	}
	r.sum = newSums(r.cols)
	r.village = newVillageReader(p, r)
	r.house = newHouseReader(p)
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
	}
	r.rep.Rows++
	r.convert(row)
	r.sum.add(r, row)
	return r.emit(row)
}

// complete tells, cheaply, that a row has a text in every required column: then it can only be data or a repeated head.
func (r *rowReader) complete(row *sheet.Row) bool {
	for _, c := range r.cols {
		if c.f.Required && (c.index >= len(row.Cells) || row.Cells[c.index].Kind == sheet.Empty) {
			return false
		}
	}
	return true
}

// convert fills r.rec and r.problems from the row's cells.
func (r *rowReader) convert(row *sheet.Row) {
	clear(r.rec.Values)
	copy(r.rec.Values, r.consts)
	clear(r.filled)
	r.problems = r.problems[:0]
	r.rec.Row = row.Number
	for _, c := range r.cols {
		if c.index >= len(row.Cells) || c == r.village.first || c == r.village.second || c == r.village.town {
			continue
		}
		cell := &row.Cells[c.index]
		if cell.Kind == sheet.Empty {
			continue
		}
		out, why := c.convert(cell.Text, &r.rec.Values[c.field])
		switch out {
		case cellOpen:
			r.filled[c.field] = true
		case cellBad:
			r.problems = append(r.problems, problem{c.index, c.field, cell.Text, why, ""})
		case cellEmpty:
			if v := &r.rec.Values[c.field]; !v.Set && c.field < len(r.consts) {
				*v = r.consts[c.field]
			}
		}
	}
	r.village.read(row)
	r.sided()
	r.inferred()
}

// sided makes debit and credit of a side and an amount, or direction and amount of two columns of money in and out.
func (r *rowReader) sided() {
	s := r.plan.src
	vals := r.rec.Values
	if side, amount := s.fieldIndex("side"), s.fieldIndex("side_amount"); side >= 0 && vals[amount].Set && r.byField[amount] != nil {
		to := s.fieldIndex("debit")
		if isCredit(vals[side].S) {
			to = s.fieldIndex("credit")
		}
		if !vals[to].Set {
			vals[to] = vals[amount]
		}
	}
	in := s.fieldIndex("in_amount")
	if in < 0 {
		return
	}
	out, dir, amount := s.fieldIndex("out_amount"), s.fieldIndex("direction"), s.fieldIndex("amount")
	if !vals[amount].Set {
		switch {
		case vals[in].Set && vals[in].I != 0:
			vals[amount], vals[dir] = vals[in], Value{Set: true, S: "收"}
		case vals[out].Set && vals[out].I != 0:
			vals[amount], vals[dir] = vals[out], Value{Set: true, S: "支"}
		case vals[in].Set || vals[out].Set:
			vals[amount], vals[dir] = Value{Set: true}, Value{Set: true, S: "收"}
		}
	} else if !vals[dir].Set && r.byField[dir] == nil { // signed amounts say the direction
		vals[dir] = Value{Set: true, S: "收"}
		if vals[amount].I < 0 {
			vals[dir].S, vals[amount].I = "支", -vals[amount].I
		}
	}
}

func isCredit(side string) bool {
	switch strings.ToLower(side) {
	case "贷", "贷方", "c", "cr", "credit", "2", "-1":
		return true
	}
	return false
}

// inferred fills what follows from the row's other fields: a payment's month from the day it was paid on.
func (r *rowReader) inferred() {
	s := r.plan.src
	if s.ID != "payment" {
		return
	}
	m, d := s.fieldIndex("month"), s.fieldIndex("paid_on")
	if !r.rec.Values[m].Set && r.rec.Values[d].Set {
		r.rec.Values[m] = Value{Set: true, I: int64(xunzhi.Date(r.rec.Values[d].I).Month().First())}
	}
}

// emit checks what the row's fact needs and hands out its records.
func (r *rowReader) emit(row *sheet.Row) error {
	r.house.fill(r, row)
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
	return r.house.append(r, row)
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
			}
			r.problems = append(r.problems, problem{r.columnOf(k), k, "", why, ""})
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
