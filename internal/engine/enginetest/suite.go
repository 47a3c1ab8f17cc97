// Package enginetest is the conformance suite that every engine passes: what docs/formats.md promises to rules.
package enginetest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"xunzhi"
	"xunzhi/internal/engine"
	"xunzhi/internal/intake"
	"xunzhi/internal/lake"
)

// Open opens the engine under test over a world.
type Open func(ctx context.Context, w engine.World) (engine.Session, error)

// relief is a source with every type that rules meet.
var relief = &intake.Source{ID: "relief", Name: "低保花名册", Owner: "民政", Fields: []intake.Field{
	{ID: "name", Type: intake.Text}, {ID: "id_number", Type: intake.ID, Role: "person"}, {ID: "monthly_amount", Type: intake.Yuan},
	{ID: "area", Type: intake.Mu}, {ID: "price", Type: intake.Price}, {ID: "month", Type: intake.Month}, {ID: "returned", Type: intake.Bool}, {ID: "headcount", Type: intake.Int},
}}

// death is a source that nobody delivered.
var death = &intake.Source{ID: "death", Name: "死亡人口", Owner: "公安", Fields: []intake.Field{{ID: "id_number", Type: intake.ID, Role: "person"}, {ID: "death_date", Type: intake.Date}}}

const (
	known    = int64(1001)
	repaired = int64(1002)
)

// Run holds an engine against the suite.
func Run(t *testing.T, open Open) {
	w := world(t)
	session, err := open(t.Context(), w)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { session.Close() })
	for _, tt := range []struct {
		name  string
		query engine.Query
		want  []string
	}{
		{"types", engine.Query{SQL: "SELECT name, monthly_amount, area, price, month, returned, headcount FROM relief WHERE name = '甲'"}, []string{"甲 300.50 1.2500 124.978830 2025-05-01 true 3"}},
		{"nulls", engine.Query{SQL: "SELECT name, monthly_amount, month, returned FROM relief WHERE name = '丙'"}, []string{"丙 <nil> <nil> <nil>"}},
		{"the number says who it is, unless linkage knows better", engine.Query{SQL: "SELECT name, person, person_p, person_method FROM relief"},
			[]string{"丁 <nil> <nil> vetoed", "丙 <nil> <nil> <nil>", "乙 1002 0.9 repaired-digit", "甲 1001 1 number"}},
		{"an undelivered source is an empty view", engine.Query{SQL: "SELECT COUNT(*) AS n, COUNT(death_date) AS d, COUNT(person_p) AS p FROM death"}, []string{"0 0 0"}},
		{"months", engine.Query{SQL: "SELECT months_between(DATE '2024-12-31', DATE '2025-01-01'), months_between(DATE '2025-03-01', DATE '2025-01-31'), month_index(DATE '2025-01-31') - month_index(DATE '2024-12-01')"}, []string{"1 -2 1"}},
		{"days", engine.Query{SQL: "SELECT days_between(DATE '2024-02-28', DATE '2024-03-01'), first_of_month(DATE '2024-02-29'), add_months(DATE '2024-01-31', 1)"}, []string{"2 2024-02-01 2024-02-29"}},
		{"age is of completed years", engine.Query{SQL: "SELECT age_at(DATE '1945-06-30', DATE '2025-06-29'), age_at(DATE '1945-06-30', DATE '2025-06-30'), age_at(DATE '1944-02-29', DATE '2025-02-28')"}, []string{"79 80 80"}},
		{"the run's date", engine.Query{SQL: "SELECT as_of()"}, []string{"2025-06-30"}},
		{"dated parameters", engine.Query{SQL: "SELECT g.value FROM relief r JOIN param_grace g ON r.month BETWEEN g.valid_from AND g.valid_to", Params: []engine.Param{grace()}}, []string{"2"}},
		{"a list, a pair and an empty list", engine.Query{SQL: "SELECT (SELECT COUNT(*) FROM param_l), (SELECT MIN(b) FROM param_p), (SELECT COUNT(*) FROM param_none)", Params: lists()}, []string{"2 公益岗 0"}},
		{"facts are made in order", engine.Query{SQL: "SELECT n FROM upper", Facts: []engine.Fact{{Name: "base", SQL: "-- base\nSELECT name FROM relief"}, {Name: "upper", SQL: "SELECT COUNT(*) AS n FROM base;"}}}, []string{"4"}},
		{"sums of money stay exact", engine.Query{SQL: "SELECT SUM(monthly_amount) FROM relief"}, []string{"900.70"}},
		{"linkage's tables are there", engine.Query{SQL: "SELECT (SELECT COUNT(*) FROM entity), (SELECT COUNT(*) FROM tie), (SELECT COUNT(*) FROM household_member), (SELECT COUNT(*) FROM edge)"}, []string{"2 0 0 0"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, rows(t, session, tt.query)); diff != "" {
				t.Error(diff)
			}
		})
	}
	t.Run("entities", func(t *testing.T) { entities(t, session) })
	t.Run("a yield's error ends the query", func(t *testing.T) { stops(t, session) })
	t.Run("a fault in a rule is told and does not end the session", func(t *testing.T) { survives(t, session) })
}

func rows(t *testing.T, s engine.Session, q engine.Query) []string {
	t.Helper()
	var out []string
	err := s.Query(t.Context(), q, func(_ []string, row engine.Row) error {
		texts := make([]string, len(row))
		for i, v := range row {
			texts[i] = fmt.Sprint(v)
		}
		out = append(out, strings.Join(texts, " "))
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(out)
	return out
}

func grace() engine.Param {
	return engine.Param{Name: "grace", Type: "int", Rows: []engine.ParamRow{
		{A: "1", From: xunzhi.PolicyStart, To: xunzhi.DateOf(2025, 4, 30)}, {A: "2", From: xunzhi.DateOf(2025, 5, 1), To: xunzhi.PolicyEnd}}}
}

func lists() []engine.Param {
	all := func(a, b string) engine.ParamRow {
		return engine.ParamRow{A: a, B: b, From: xunzhi.PolicyStart, To: xunzhi.PolicyEnd}
	}
	return []engine.Param{{Name: "l", Type: "list", Rows: []engine.ParamRow{all("三轮", ""), all("o'摩托", "")}},
		{Name: "p", Type: "pairs", Rows: []engine.ParamRow{all("低保", "公益岗")}}, {Name: "none", Type: "list"}}
}

func entities(t *testing.T, s engine.Session) {
	got, err := s.Entities(t.Context(), []int64{known, 9999})
	if err != nil {
		t.Fatal(err)
	}
	want := map[int64]engine.Entity{known: {ID: known, Kind: "person", Number: "99010119491231028X", Name: "甲", Village: "990101100200"}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func stops(t *testing.T, s engine.Session) {
	enough := errors.New("enough")
	if err := s.Query(t.Context(), engine.Query{SQL: "SELECT name FROM relief"}, func([]string, engine.Row) error { return enough }); !errors.Is(err, enough) {
		t.Errorf("got %v", err)
	}
}

func survives(t *testing.T, s engine.Session) {
	if err := s.Query(t.Context(), engine.Query{SQL: "SELECT no_such_column FROM relief", Params: []engine.Param{grace()}}, nil); err == nil {
		t.Fatal("a query over a column that does not exist succeeded")
	}
	if got := rows(t, s, engine.Query{SQL: "SELECT COUNT(*) FROM relief r JOIN param_grace g ON r.month BETWEEN g.valid_from AND g.valid_to", Params: []engine.Param{grace()}}); got[0] != "1" {
		t.Errorf("after a fault: %v", got)
	}
}

// world is a lake of four rows with what linkage might say of them.
func world(t *testing.T) engine.World {
	t.Helper()
	lk, err := lake.Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { lk.Close() })
	b := intake.Batch{ID: strings.Repeat("ab", 32), Source: "relief", File: "低保.xlsx", SHA256: strings.Repeat("cd", 32), Rows: 4, Sheets: []intake.BatchSheet{{Name: "表", Headers: []string{"姓名"}, Rows: 4}}}
	w, err := lk.Begin(relief, b)
	if err != nil {
		t.Fatal(err)
	}
	text := func(s string) intake.Value { return intake.Value{Set: true, S: s} }
	num := func(n int64) intake.Value { return intake.Value{Set: true, I: n} }
	id := func(key int64, state string) intake.Value {
		return intake.Value{Set: true, S: "x", I: key, State: state}
	}
	may := num(int64(xunzhi.DateOf(2025, 5, 1)))
	for i, values := range [][]intake.Value{
		{text("甲"), id(known, "ok"), num(30050), num(12500), num(124978830), may, num(1), num(3)},
		{text("乙"), id(0, "check"), num(30010), {}, {}, {}, num(0), {}},
		{text("丙"), {}, {}, {}, {}, {}, {}, {}},
		{text("丁"), id(1003, "ok"), num(30010), {}, {}, {}, {}, {}},
	} {
		if err := w.Append(&intake.Record{Values: values, Row: i + 2, Raw: values[0].S}); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Commit(b); err != nil {
		t.Fatal(err)
	}
	ids := rowIDs(t, lk, b.ID)
	return engine.World{AsOf: xunzhi.DateOf(2025, 6, 30), Links: links(t, ids), Sources: []engine.Source{
		{Source: relief, Files: []string{lk.Path(b.ID)}, Rows: 4}, {Source: death}}}
}

func rowIDs(t *testing.T, lk *lake.Lake, batch string) []int64 {
	t.Helper()
	var ids []int64
	err := lk.ReadColumns(t.Context(), batch, []string{"_id"}, func(c *lake.Chunk) error {
		ids = append(ids, c.Cols[0].Ints...)
		return nil
	})
	if err != nil || len(ids) != 4 {
		t.Fatalf("row ids %v: %v", ids, err)
	}
	return ids
}
