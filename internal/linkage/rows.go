package linkage

import (
	"context"

	"xunzhi"
	"xunzhi/internal/lake"
)

// rowReader reads the rows of one batch with their entities resolved, for households and edges.
type rowReader struct {
	d     *decision
	j     job
	extra []string // columns besides those of the roles

	chunk *lake.Chunk
	names [][]nameID
	at    int
}

// row is where a rowReader stands.
type row struct {
	r  *rowReader
	id int64
}

// readRows calls yield for every row of a batch.
func (d *decision) readRows(ctx context.Context, l *lake.Lake, j job, extra []string, yield func(row)) error {
	r := &rowReader{d: d, j: j, extra: extra, names: make([][]nameID, len(j.roles))}
	cols := []string{"_id"}
	for i := range j.roles {
		cols = append(cols, j.roles[i].field+"_key", j.roles[i].name)
	}
	return l.ReadColumns(ctx, j.batch.ID, append(cols, extra...), func(ch *lake.Chunk) error {
		r.chunk = ch
		for i := range j.roles {
			r.names[i] = r.names[i][:0]
			for _, w := range ch.Cols[2+2*i].Words {
				r.names[i] = append(r.names[i], d.reading.known.names.id(w))
			}
		}
		for r.at = range ch.Rows {
			yield(row{r, ch.Cols[0].Ints[r.at]})
		}
		return nil
	})
}

// who gives the entity in a role of the row and its probability; 0 when nobody is known.
func (w row) who(role string) (xunzhi.Entity, float64) {
	r := w.r
	for i := range r.j.roles {
		if r.j.roles[i].role != role {
			continue
		}
		key := xunzhi.Entity(0)
		if v := &r.chunk.Cols[1+2*i]; !v.IsNull(r.at) {
			key = xunzhi.Entity(v.Ints[r.at])
		}
		name := at(r.names[i], &r.chunk.Cols[2+2*i], r.at)
		return r.d.of(w.id, role, key, name)
	}
	return 0, 0
}

func (w row) column(name string) *lake.Vector {
	for i, c := range w.r.extra {
		if c == name {
			return &w.r.chunk.Cols[1+2*len(w.r.j.roles)+i]
		}
	}
	return nil
}

// text gives a text column's value.
func (w row) text(name string) string {
	if v := w.column(name); v != nil && v.Type == lake.Varchar {
		return v.Text(w.r.at)
	}
	return ""
}

// int gives a number; ok is false for NULL.
func (w row) int(name string) (int64, bool) {
	v := w.column(name)
	if v == nil || v.Type == lake.Varchar || v.IsNull(w.r.at) {
		return 0, false
	}
	return v.Ints[w.r.at], true
}

// day gives a date, NULL as no date.
func (w row) day(name string) day {
	if d, ok := w.int(name); ok {
		return day(d) + 1
	}
	return noDay
}

// day is a date with NULL: days since 1970-01-01 plus one, so that the zero value is none. Dates before 1970 are
// negative and never zero but for 1969-12-31, which no file holds but by mistake.
type day int32

const noDay day = 0

func dayOf(d xunzhi.Date) day { return day(d) + 1 }

func (d day) date() xunzhi.Date { return xunzhi.Date(d - 1) }

// monthEnd gives the last day of a day's month.
func (d day) monthEnd() day {
	if d == noDay {
		return noDay
	}
	return dayOf(d.date().Month().Last())
}

// later and earlier give the tighter of two bounds, where none is no bound.
func later(a, b day) day {
	if a == noDay || b != noDay && b > a {
		return b
	}
	return a
}

func earlier(a, b day) day {
	if a == noDay || b != noDay && b < a {
		return b
	}
	return a
}
