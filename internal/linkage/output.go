package linkage

import (
	"fmt"

	"xunzhi"
	"xunzhi/internal/lake"
)

// writeTable writes a file of n rows; a row's columns are put by put, in order.
func writeTable(path string, cols []lake.Column, n int, put func(t *lake.Table, i int)) error {
	t, err := lake.NewTable(path, cols)
	if err != nil {
		return err
	}
	for i := range n {
		put(t, i)
		if err := t.EndRow(); err != nil {
			t.Abort()
			return err
		}
	}
	return t.Close()
}

func putText(t *lake.Table, c int, s string) {
	if s == "" {
		t.Null(c)
	} else {
		t.Text(c, s)
	}
}

func putDay(t *lake.Table, c int, d day) {
	if d == noDay {
		t.Null(c)
	} else {
		t.Int(c, int64(d.date()))
	}
}

func writeExceptions(path string, list []exception) error {
	cols := []lake.Column{{Name: "row_id", Type: lake.Bigint, Required: true}, {Name: "role"}, {Name: "entity", Type: lake.Bigint},
		{Name: "p", Type: lake.Double}, {Name: "method"}}
	return writeTable(path, cols, len(list), func(t *lake.Table, i int) {
		e := &list[i]
		t.Int(0, e.row)
		t.Text(1, e.role)
		t.Int(2, int64(e.entity))
		t.Double(3, e.p)
		t.Text(4, e.method)
	})
}

func (d *decision) writePeople(path string, people []person) error {
	cols := []lake.Column{{Name: "entity", Type: lake.Bigint, Required: true}, {Name: "kind"}, {Name: "number"}, {Name: "name"}, {Name: "sex"},
		{Name: "birth", Type: lake.Date}, {Name: "village"}}
	return writeTable(path, cols, len(people), func(t *lake.Table, i int) {
		p := &people[i]
		t.Int(0, int64(p.entity))
		number := d.number(p.entity)
		putText(t, 2, number)
		putText(t, 3, d.reading.known.names.text(p.name))
		if p.entity.Organisation() {
			t.Text(1, "organisation")
			t.Null(4)
			t.Null(5)
		} else {
			t.Text(1, "person")
			if id, _, state := xunzhi.ParseIDNumber(number); state.Valid() {
				t.Text(4, id.Sex())
				t.Int(5, int64(id.Birth()))
			} else {
				t.Null(4)
				t.Null(5)
			}
		}
		if p.village == 0 {
			t.Null(6)
		} else {
			t.Text(6, fmt.Sprintf("%012d", p.village))
		}
	})
}

func (n *net) writeMembers(path string, list []member) error {
	cols := []lake.Column{{Name: "household", Type: lake.Bigint, Required: true}, {Name: "person", Type: lake.Bigint, Required: true}, {Name: "basis"},
		{Name: "relation"}, {Name: "first_date", Type: lake.Date}, {Name: "last_date", Type: lake.Date}, {Name: "p", Type: lake.Double},
		{Name: "evidence", Type: lake.Bigint}}
	return writeTable(path, cols, len(list), func(t *lake.Table, i int) {
		m := &list[i]
		t.Int(0, int64(m.household))
		t.Int(1, int64(m.person))
		t.Text(2, basisNames[m.basis])
		putText(t, 3, n.words.text(m.relation))
		putDay(t, 4, m.first)
		putDay(t, 5, m.last)
		t.Double(6, m.p)
		t.Int(7, m.row)
	})
}

func writeEdges(path string, list []edge) error {
	cols := []lake.Column{{Name: "a", Type: lake.Bigint, Required: true}, {Name: "b", Type: lake.Bigint, Required: true}, {Name: "tie"}, {Name: "detail"},
		{Name: "first_date", Type: lake.Date}, {Name: "last_date", Type: lake.Date}, {Name: "p", Type: lake.Double}, {Name: "evidence", Type: lake.Bigint}}
	return writeTable(path, cols, len(list), func(t *lake.Table, i int) {
		e := &list[i]
		t.Int(0, int64(e.a))
		t.Int(1, int64(e.b))
		t.Text(2, e.tie)
		putText(t, 3, e.detail)
		putDay(t, 4, e.first)
		putDay(t, 5, e.last)
		t.Double(6, e.p)
		t.Int(7, e.row)
	})
}

func writeTies(path string, list []tie, pathText func(tie) string) error {
	cols := []lake.Column{{Name: "officer", Type: lake.Bigint, Required: true}, {Name: "village"}, {Name: "post"}, {Name: "term_start", Type: lake.Date},
		{Name: "term_end", Type: lake.Date}, {Name: "party", Type: lake.Bigint, Required: true}, {Name: "hops", Type: lake.Bigint}, {Name: "way"},
		{Name: "path"}, {Name: "first_date", Type: lake.Date}, {Name: "last_date", Type: lake.Date}, {Name: "p", Type: lake.Double},
		{Name: "evidence_1", Type: lake.Bigint}, {Name: "evidence_2", Type: lake.Bigint}, {Name: "evidence_3", Type: lake.Bigint},
		{Name: "evidence_4", Type: lake.Bigint}}
	return writeTable(path, cols, len(list), func(t *lake.Table, i int) {
		e := &list[i]
		t.Int(0, int64(e.person))
		putText(t, 1, e.village)
		putText(t, 2, e.post)
		putDay(t, 3, e.start)
		putDay(t, 4, e.end)
		t.Int(5, int64(e.party))
		t.Int(6, int64(len(e.steps)))
		t.Text(7, e.way)
		t.Text(8, pathText(*e))
		putDay(t, 9, e.first)
		putDay(t, 10, e.last)
		t.Double(11, e.p)
		t.Int(12, e.row)
		for h := range maxHops {
			if h < len(e.steps) {
				t.Int(13+h, e.steps[h].row)
			} else {
				t.Null(13 + h)
			}
		}
	})
}
