package intake

// noter takes the records that a reader makes about its rows besides the rows themselves: totals that a sheet states,
// villages that nothing resolves.
type noter interface {
	note(source string, rec *Record) error
}

// noteWriters are the batches of one file and source for what is noted, by the internal source they belong to.
type noteWriters []*noteWriter

// newNotes prepares the batches of notes beside the batch of a file's rows.
func newNotes(r *run, of Batch, plans []*sheetPlan) noteWriters {
	var out noteWriters
	for _, src := range r.lex.notes {
		out = append(out, &noteWriter{r: r, src: src,
			b: Batch{ID: batchID(of.SHA256, src, plans), Source: src.ID, File: of.File, SHA256: of.SHA256, AsOf: of.AsOf}})
	}
	return out
}

func (ns noteWriters) note(source string, rec *Record) error {
	for _, t := range ns {
		if t.src.ID == source {
			return t.append(rec)
		}
	}
	return nil
}

func (ns noteWriters) abort() {
	for _, t := range ns {
		if t.w != nil {
			t.w.Abort()
		}
	}
}

// commit closes the batches that were opened and gives them the sheets of the batch that they belong to.
func (ns noteWriters) commit(of Batch) ([]Batch, error) {
	var out []Batch
	for _, t := range ns {
		if t.w == nil {
			continue
		}
		for _, s := range of.Sheets {
			if t.n[s.Index] > 0 {
				s.Rows = t.n[s.Index]
				t.b.Sheets = append(t.b.Sheets, s)
			}
		}
		if err := t.w.Commit(t.b); err != nil {
			return nil, err
		}
		out, t.w = append(out, t.b), nil
	}
	return out, nil
}

// noteWriter opens its batch when the first note comes.
type noteWriter struct {
	r   *run
	src *Source
	b   Batch
	w   BatchWriter
	n   map[int]int // notes by sheet
}

func (t *noteWriter) append(rec *Record) error {
	if t.w == nil {
		w, err := t.r.store.Begin(t.src, t.b)
		if err != nil {
			return err
		}
		t.w, t.n = w, map[int]int{}
	}
	t.n[rec.Sheet]++
	t.b.Rows++
	return t.w.Append(rec)
}

// noVillageNote notes for the row at hand that what it writes for its village names none, or several.
func (r *rowReader) noVillageNote(p problem, raw string) error {
	text := func(t string) Value { return Value{Set: true, S: t} }
	return r.notes.note(unresolvedSource, &Record{Sheet: r.plan.index, Row: r.rec.Row, Raw: raw, Values: []Value{
		text(r.plan.src.Name), text(r.plan.src.column(p.field).Name), text(p.value),
	}})
}

// unresolved tells whether a problem is a village's text that the register does not answer. Without any register there
// is nothing that a row could be measured by.
func (p problem) unresolved() bool { return p.why == noVillage || p.why == manyVillages }
