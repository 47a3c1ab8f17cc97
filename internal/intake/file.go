package intake

import (
	"context"
	"errors"
	"fmt"
	"sort"
	"strings"

	"xunzhi"
	"xunzhi/internal/intake/sheet"
)

func asError(err error) (*xunzhi.Error, bool) {
	var e *xunzhi.Error
	ok := errors.As(err, &e)
	return e, ok
}

// look opens a file and finds out what each of its sheets is.
func (r *run) look(j *fileJob) error {
	book, err := sheet.Open(j.path, r.opt.Sheet)
	if err != nil {
		j.fail(err)
		return nil
	}
	defer book.Close()
	j.report.Format, j.report.Encoding = book.Format(), book.Encoding()
	for _, info := range book.Sheets() {
		if book.Format() == "csv" {
			info.Name = "" // a text file has no sheets, whatever the reader calls its only one
		}
		rows, err := r.sample(book, info.Index)
		if err != nil {
			if ctx := r.ctx.Err(); ctx != nil {
				return ctx
			}
			j.fail(err)
			return nil
		}
		rep := SheetReport{Name: info.Name, Hidden: info.Hidden}
		plan := r.recognise(j, info, rows, &rep)
		j.plans = append(j.plans, plan)
		j.report.Sheets = append(j.report.Sheets, rep)
		if plan == nil && (rep.Status == Refused || r.lex.namesPetitioner(rows)) {
			j.secret = true // another sheet may be loaded, and the file would be kept with this one in it
		}
		if plan != nil {
			j.village = j.village || plan.src.ID == villageSource
			j.secret = j.secret || plan.src.ID == petition || len(plan.dropped) > 0
		}
	}
	j.settle()
	return nil
}

// settle sums the sheets up for a file of which nothing can be loaded.
func (j *fileJob) settle() {
	states := map[string]int{}
	for i, p := range j.plans {
		if p != nil {
			return
		}
		states[j.report.Sheets[i].Status]++
	}
	switch {
	case states[Refused] > 0:
		j.report.Status, j.report.Message, j.report.Hint = Refused, "属于不得导入的数据", "巡察组无权查询个人银行、通话、出行记录,请删除该文件"
	case states[Unknown] > 0:
		j.report.Status, j.report.Message, j.report.Hint = Unknown, "认不出是哪种数据", "见各工作表缺少的栏目;也可以用 --map 手工指定"
	default:
		j.report.Status, j.report.Message = EmptyFile, "没有数据行"
	}
}

// sample reads the beginning of a sheet.
func (r *run) sample(book *sheet.Book, i int) ([]gridRow, error) {
	var rows []gridRow
	err := book.Read(r.ctx, i, func(row *sheet.Row) error {
		rows = append(rows, newGridRow(row))
		if len(rows) >= sampleRows {
			return sheet.ErrStop
		}
		return nil
	})
	return rows, err
}

// newTable looks at a sample: its head, its values, what stands around it.
func (l *lexicon) newTable(rel, sheetName string, rows []gridRow) *table {
	t := &table{head: l.findHeader(rows), rows: rows}
	t.near = newSurroundings(rel, sheetName, t.head.titles)
	width := len(t.head.columns)
	for _, row := range rows {
		if row.number < t.head.data || t.head.data == 0 || isTotalRow(row.cells) || isNote(row.distinct(), t.head.titles) {
			continue
		}
		t.texts = append(t.texts, row.cells)
		width = max(width, len(row.cells))
	}
	for len(t.head.columns) < width {
		t.head.columns = append(t.head.columns, headColumn{})
	}
	t.stats = make([]columnStats, width)
	for i := range t.stats {
		t.stats[i] = l.stats(t.texts, i)
	}
	t.months = t.monthColumns()
	return t
}

func isTotalRow(cells []string) bool {
	filled, loose := 0, false
	for _, c := range cells {
		if c != "" {
			filled++
		}
		if bareTotal(foldHeader(c)) != "" {
			return true
		}
		loose = loose || totalScope(c) != ""
	}
	return loose && filled*2 <= len(cells)
}

// recognise finds out what a sheet is and plans how to read it; nil means that it is not loaded, and rep says why.
func (r *run) recognise(j *fileJob, info sheet.SheetInfo, rows []gridRow, rep *SheetReport) *sheetPlan {
	t := r.lex.newTable(j.report.File, info.Name, rows)
	rep.AsOf = t.near.asOf()
	if len(t.texts) == 0 {
		rep.Status = EmptyFile
		if len(rows) > 0 && !t.head.found {
			rep.Status = Unknown
			rep.Notes = append(rep.Notes, "没有找到表格:前80行里没有表头,也没有成列的数据")
		}
		return nil
	}
	if name := r.lex.refusalOf(t); name != "" {
		rep.Status = Refused
		rep.Notes = append(rep.Notes, "疑似"+name+":巡察组无权查询,不得导入")
		return nil
	}
	if m, how := r.byHand(j, info.Name, t); m != nil {
		return r.planByHand(*m, how, info, t, rep)
	}
	cs := r.lex.rank(t)
	best := cs[0]
	src := r.lex.sources[best.source]
	rep.Source, rep.SourceName, rep.Confidence = src.ID, src.Name, best.confidence
	rep.RunnerUp, rep.RunnerUpConfidence = r.lex.sources[cs[1].source].ID, cs[1].confidence
	rep.Missing = missingNames(src, best.missing)
	if r.isPersonalAccount(t, src, best) {
		rep.Status = Refused
		rep.Notes = append(rep.Notes, "疑似个人银行流水:巡察组无权查询,不得导入")
		return nil
	}
	if need := trusted(src); best.confidence < need || best.fatal {
		r.unknown(t, cs, rep)
		return nil
	}
	p := &sheetPlan{src: src, index: info.Index, name: info.Name, head: t.head, near: t.near, bounds: best.bounds, wide: best.wide, months: best.months, missing: best.missing}
	r.finish(p, t, rep)
	return p
}

// trusted is the confidence that a source needs.
func trusted(s *Source) float64 {
	if s.Accuse {
		return accuseTrust
	}
	return trustThreshold
}

// finish fills what a plan needs besides its columns.
func (r *run) finish(p *sheetPlan, t *table, rep *SheetReport) {
	p.dropped = r.lex.dropColumns(t, p.src, p.bounds)
	var keep []bound
	for _, b := range p.bounds {
		if !p.dropped[b.col] {
			keep = append(keep, b)
		}
	}
	p.bounds = keep
	p.memberly = memberly(p, t)
	p.monthFromDay = spreadsMonths(p, t)
	p.titled = r.lex.titled(t, r.lex.sourceIndex(p.src.ID), p.src)
	p.carried = carried(p, t)
	rep.Dropped = p.droppedColumns()
	if p.head.found {
		rep.HeaderRow = p.head.first
	} else {
		rep.Notes = append(rep.Notes, "没有可信的表头,按各列内容识别")
	}
	rep.DataRow = p.head.data
}

// carried finds the columns in which a list names its group once, on the group's first row: the place, and fields that
// say so. They begin with a text and are blank on a third of the rows at least.
func carried(p *sheetPlan, t *table) map[int]bool {
	out := map[int]bool{}
	for _, b := range p.bounds {
		f := p.src.column(b.field)
		if !(f.Carry || f.Type == Village && p.src.ID != villageSource || f.ID == "township") || len(t.texts) < 2 {
			continue
		}
		blank := 0
		for _, row := range t.texts {
			if b.col >= len(row) || row[b.col] == "" {
				blank++
			}
		}
		if first := t.texts[0]; b.col < len(first) && first[b.col] != "" && blank*3 >= len(t.texts) {
			out[b.col] = true
		}
	}
	return out
}

// spreadsMonths tells whether the rows' own days of payment contradict the one month that the file is named after: then
// each row's month follows from its day.
func spreadsMonths(p *sheetPlan, t *table) bool {
	m, ok := t.near.month()
	for _, b := range p.bounds {
		if p.src.column(b.field).ID != "paid_on" || !ok {
			continue
		}
		for _, row := range t.texts {
			if b.col >= len(row) {
				continue
			}
			if d, prec := xunzhi.ParseDate(cleanText(row[b.col])); prec == xunzhi.ToDay && (d.Month() < m-1 || d.Month() > m+3) {
				return true
			}
		}
	}
	return false
}

// memberly tells whether a household file's rows name head and member beside each other, and never the head as a member.
func memberly(p *sheetPlan, t *table) bool {
	h := p.src.Household
	if h == nil || len(p.wide) > 0 {
		return false
	}
	col := map[string]int{}
	for _, b := range p.bounds {
		col[p.src.column(b.field).ID] = b.col + 1
	}
	a, b := col[h.HeadNumber], col[h.Number]
	if a == 0 || b == 0 {
		a, b = col[h.HeadName], col[h.Name]
	}
	if a == 0 || b == 0 {
		return false
	}
	for _, row := range t.texts {
		x, y := "", ""
		if a <= len(row) {
			x = row[a-1]
		}
		if b <= len(row) {
			y = row[b-1]
		}
		if y == "" || foldValue(x) == foldValue(y) {
			return false
		}
	}
	return true
}

// isPersonalAccount recognises bank records of a person in the form of the collective's own: the account holder or the
// name beside each row is a person's.
func (r *run) isPersonalAccount(t *table, src *Source, c candidate) bool {
	if src.ID != "bank" || c.confidence < 0.4 { // little speaks for an account at all
		return false
	}
	for _, b := range c.bounds {
		if src.column(b.field).Type == Village && most(&t.stats[b.col], t.stats[b.col].name) && t.stats[b.col].village == 0 {
			return true
		}
	}
	for i := range t.stats {
		if t.stats[i].share(t.stats[i].validID) > 0.5 {
			return true
		}
	}
	return false
}

// unknown says what a sheet lacks to be one of the two sources that most of its columns speak for.
func (r *run) unknown(t *table, cs []candidate, rep *SheetReport) {
	sort.SliceStable(cs, func(a, b int) bool { return cs[a].score+cs[a].penalty > cs[b].score+cs[b].penalty })
	guess := cs[0]
	rep.Status, rep.Source, rep.SourceName, rep.Confidence = Unknown, "", "", 0
	rep.RunnerUp, rep.RunnerUpConfidence = "", 0
	if guess.score+guess.penalty > 0 && len(guess.bounds) > 0 {
		rep.RunnerUp, rep.RunnerUpConfidence = r.lex.sources[guess.source].ID, guess.confidence
		rep.Missing = missingNames(r.lex.sources[guess.source], guess.missing)
	} else {
		rep.Missing = nil
	}
	for _, c := range cs[:2] {
		s := r.lex.sources[c.source]
		if c.score+c.penalty <= 0 || len(c.bounds) == 0 {
			continue
		}
		if miss := missingNames(s, c.missing); len(miss) > 0 {
			rep.Notes = append(rep.Notes, fmt.Sprintf("若是%s,缺少:%s", s.Name, strings.Join(miss, "、")))
		} else {
			rep.Notes = append(rep.Notes, fmt.Sprintf("像是%s,但把握只有%.0f%%:表头、文件名都没有说清楚", s.Name, 100*c.confidence))
		}
	}
	if !t.head.found {
		rep.Notes = append(rep.Notes, "前80行里没有找到表头")
	}
}

// byHand finds the mapping that a person gave for this sheet, now or for an earlier file of its shape.
func (r *run) byHand(j *fileJob, sheetName string, t *table) (*Mapping, string) {
	for i := range r.opt.Mappings {
		if m := &r.opt.Mappings[i]; m.applies(j.report.File, sheetName) {
			r.mu.Lock()
			r.accepted[t.shape()] = *m
			r.mu.Unlock()
			return m, byHand
		}
	}
	m, ok := r.memory.known[t.shape()]
	if !ok {
		return nil, ""
	}
	if cs := r.lex.rank(t); !cs[0].fatal && cs[0].confidence >= 0.9 && r.lex.sources[cs[0].source].ID != m.Source {
		return nil, "" // the sheet says clearly that it is something else in the same form
	}
	return &m, byMemory
}

func (r *run) planByHand(m Mapping, how string, info sheet.SheetInfo, t *table, rep *SheetReport) *sheetPlan {
	src := r.lex.sources[r.lex.sourceIndex(m.Source)]
	p := &sheetPlan{src: src, index: info.Index, name: info.Name, head: t.head, near: t.near, bounds: m.bind(src, how), lastRow: m.LastRow, manual: map[int]string{}}
	if m.FirstRow > 0 && how == byHand || !t.head.found && m.FirstRow > 0 {
		p.head.data = m.FirstRow
	}
	for id, text := range m.Constant {
		p.manual[src.fieldIndex(id)] = text
	}
	rep.Source, rep.SourceName, rep.Confidence = src.ID, src.Name, 1
	r.finish(p, t, rep)
	have := p.boundFields()
	for k := range src.Fields {
		if src.Fields[k].Required && !have[k] && p.manual[k] == "" && !impliedBy(src, &src.Fields[k], have) && !(src.Fields[k].FromName && t.near.gives(src, &src.Fields[k])) {
			p.missing = append(p.missing, k)
		}
	}
	rep.Missing = missingNames(src, p.missing)
	rep.Notes = append(rep.Notes, how)
	return p
}

// load reads a file's sheets into its batches.
func (r *run) load(j *fileJob) error {
	defer func() {
		r.done.Add(1)
		r.doneBytes.Add(j.report.Size)
		r.progress()
	}()
	for _, p := range j.plans {
		if p != nil {
			p.derive(r.known)
		}
	}
	book, err := sheet.Open(j.path, r.opt.Sheet)
	if err != nil {
		j.fail(err)
		return nil
	}
	defer book.Close()
	if !r.planning && !j.secret {
		if _, _, err := r.store.Original(r.ctx, j.path); err != nil {
			return err
		}
	}
	for _, src := range j.sources() {
		err := r.loadSource(j, book, src)
		var bad *badFile
		if errors.As(err, &bad) {
			j.fail(bad.err)
			j.batches = nil
			return nil
		}
		if err != nil {
			return err
		}
	}
	j.conclude(r.planning)
	for _, n := range book.Notes() {
		j.report.Message = strings.TrimPrefix(j.report.Message+";"+n, ";")
	}
	return nil
}

// sources gives the sources of the file's sheets, in order of their first sheet.
func (j *fileJob) sources() []*Source {
	var out []*Source
	seen := map[string]bool{}
	for _, p := range j.plans {
		if p != nil && !seen[p.src.ID] {
			seen[p.src.ID] = true
			out = append(out, p.src)
		}
	}
	return out
}

// badFile is a file that turned out broken while its rows were read.
type badFile struct{ err error }

func (b *badFile) Error() string { return b.err.Error() }

// loadSource reads those sheets of a file that are of one source into one batch, and what is noted about them (the
// totals that they state, villages that stay open) into batches of their own.
func (r *run) loadSource(j *fileJob, book *sheet.Book, src *Source) error {
	var plans []*sheetPlan
	for _, p := range j.plans {
		if p != nil && p.src == src {
			plans = append(plans, p)
		}
	}
	b := Batch{ID: batchID(j.report.SHA256, src, plans), Source: src.ID, File: j.report.File, SHA256: j.report.SHA256, AsOf: asOfPlans(plans)}
	notes := newNotes(r, b, plans)
	if r.store.Has(b.ID) {
		r.already(j, plans, b, notes)
		return nil
	}
	w, err := r.store.Begin(src, b)
	if err != nil {
		return err
	}
	whole := false
	defer func() {
		if !whole {
			w.Abort()
			notes.abort()
		}
	}()
	n := &batchCount{}
	for _, p := range plans {
		sh, err := r.loadSheet(j, book, p, w, notes, n)
		if err != nil {
			return err
		}
		b.Sheets = append(b.Sheets, sh)
	}
	b.Rows, b.Rejected = n.rows, n.rejected
	if err := w.Commit(b); err != nil {
		return err
	}
	j.batches = append(j.batches, b)
	made, err := notes.commit(b)
	if err != nil {
		return err
	}
	j.batches = append(j.batches, made...)
	whole = true
	return nil
}

// loadSheet reads one sheet.
func (r *run) loadSheet(j *fileJob, book *sheet.Book, p *sheetPlan, w BatchWriter, notes noteWriters, n *batchCount) (BatchSheet, error) {
	rep := &j.report.Sheets[p.index]
	rep.Mapping = p.mapping()
	rep.Missing = p.stillMissing()
	rr, err := newRowReader(p, rep, w, notes, n)
	if err != nil {
		return BatchSheet{}, err
	}
	var seen int64
	err = book.Read(r.ctx, p.index, func(row *sheet.Row) error {
		if seen++; seen%progressRows == 0 {
			r.rows.Add(progressRows)
			r.progress()
			if err := r.ctx.Err(); err != nil {
				return err
			}
		}
		if err := rr.row(row); err != nil {
			return &storeError{err}
		}
		return nil
	})
	r.rows.Add(seen % progressRows)
	if err != nil {
		return BatchSheet{}, r.readError(err)
	}
	if err := rr.sum.end(rr); err != nil {
		return BatchSheet{}, err
	}
	if rr.hidden > 0 {
		rep.Notes = append(rep.Notes, fmt.Sprintf("有%d个隐藏行,已一并读入", rr.hidden))
	}
	if k := p.src.fieldIndex("month"); k >= 0 && p.yearOnly(k) {
		rep.Notes = append(rep.Notes, "只写了年度,没有月份:"+p.src.column(k).Name+"按当年1月计")
	}
	if len(p.months) > 0 {
		rep.Notes = append(rep.Notes, fmt.Sprintf("%d个月的金额横向排列,已逐月拆成多条", len(p.months)))
	}
	if len(rep.Skipped) == 0 {
		rep.Skipped = nil
	}
	_, headers := p.rawColumns(max(rr.width, len(p.head.columns)))
	return BatchSheet{Index: p.index, Name: p.name, HeaderRow: rep.HeaderRow, Headers: headers, Rows: rep.Loaded}, nil
}

const progressRows = 8192

// storeError marks an error of the store's, which ends the run; an error of the reader's only ends the file.
type storeError struct{ err error }

func (s *storeError) Error() string { return s.err.Error() }

func (r *run) readError(err error) error {
	var s *storeError
	switch {
	case errors.As(err, &s):
		return s.err
	case r.ctx.Err() != nil:
		return r.ctx.Err()
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return err
	}
	return &badFile{err}
}

// already reports sheets whose batch is in the store.
func (r *run) already(j *fileJob, plans []*sheetPlan, b Batch, notes noteWriters) {
	for _, p := range plans {
		rep := &j.report.Sheets[p.index]
		rep.Status, rep.Batch, rep.Mapping = Already, b.ID, p.mapping()
	}
	j.batches = append(j.batches, b)
	for _, t := range notes {
		if r.store.Has(t.b.ID) {
			j.batches = append(j.batches, t.b)
		}
	}
}

func asOfPlans(plans []*sheetPlan) string {
	out := ""
	for _, p := range plans {
		out = max(out, p.near.asOf())
	}
	return out
}

// conclude sets the states of a file that was read to its end.
func (j *fileJob) conclude(planning bool) {
	state := Loaded
	if planning {
		state = Planned
	}
	all := Already
	for i, p := range j.plans {
		rep := &j.report.Sheets[i]
		if p == nil {
			continue
		}
		if rep.Status == "" {
			rep.Status = state
			all = state
			for _, b := range j.batches {
				if b.Source == p.src.ID && !planning {
					rep.Batch = b.ID
				}
			}
		}
	}
	j.report.Status = all
	if all == Already {
		j.report.Message = "以前已经导入过"
	}
	if j.secret {
		j.report.Message = strings.TrimPrefix(j.report.Message+";原文件含信访人信息或不得导入的内容,不留存,只记校验值", ";")
	}
}

// nowhere is the store of a plan.
type nowhere struct{}

func (nowhere) Original(context.Context, string) (string, int64, error) { return "", 0, nil }
func (nowhere) Has(string) bool                                         { return false }
func (nowhere) Begin(*Source, Batch) (BatchWriter, error)               { return discard{}, nil }

// discard takes rows and keeps none.
type discard struct{}

func (discard) Append(*Record) error { return nil }
func (discard) Reject(Reject) error  { return nil }
func (discard) Commit(Batch) error   { return nil }
func (discard) Abort()               {}
