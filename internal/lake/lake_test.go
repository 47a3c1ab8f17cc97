package lake

import (
	"context"
	"errors"
	"fmt"
	"math/rand"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/parquet-go/parquet-go"

	"xunzhi"
	"xunzhi/internal/intake"
)

// everything has a field of every type.
var everything = &intake.Source{ID: "all", Name: "全部", Key: []string{"id_number", "month"}, Fields: []intake.Field{
	{ID: "name", Type: intake.Text}, {ID: "id_number", Type: intake.ID}, {ID: "org", Type: intake.USCC}, {ID: "party", Type: intake.Party},
	{ID: "day", Type: intake.Date}, {ID: "month", Type: intake.Month}, {ID: "amount", Type: intake.Yuan}, {ID: "price", Type: intake.Price},
	{ID: "area", Type: intake.Mu}, {ID: "count", Type: intake.Int}, {ID: "flag", Type: intake.Bool}, {ID: "village", Type: intake.Village},
}}

func open(t *testing.T, dir string) *Lake {
	t.Helper()
	l, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	return l
}

func idNumber(i int) (string, int64) {
	s := fmt.Sprintf("990101%04d%02d%02d%03d", 1940+i%60, 1+i%12, 1+i%28, i%1000)
	s += string(xunzhi.IDCheckChar(s))
	return s, int64(xunzhi.IDNumber(s).Key())
}

// record makes the i-th row: all kinds of values, and nothing in every seventh.
func record(i int) *intake.Record {
	r := &intake.Record{Values: make([]intake.Value, len(everything.Fields)), Sheet: i % 2, Row: i + 3, Raw: fmt.Sprintf("%d\x1f张三\x1f\x1f", i)}
	if i%7 == 3 {
		return r
	}
	n, key := idNumber(i)
	yes := func(v int) intake.Value { return intake.Value{Set: true, I: int64(v)} }
	copy(r.Values, []intake.Value{
		{Set: true, S: fmt.Sprintf("人%d", i*i%977)}, {Set: true, S: n, State: "ok", I: key}, {Set: true, S: "坏", State: "length"}, {State: "empty"},
		yes(19000 + i%100), yes(18993), yes(i*37 - 100000), yes(i * 1000003), yes(i), yes(-i), yes(i % 2), {Set: true, S: fmt.Sprintf("9901011002%02d", i%40)},
	})
	return r
}

func write(t *testing.T, l *Lake, id string, from, to int) intake.Batch {
	t.Helper()
	b := intake.Batch{ID: id, Source: "all", File: id + ".xlsx", Sheets: []intake.BatchSheet{
		{Index: 0, Name: "甲镇", Headers: []string{"序号", "姓名"}}, {Index: 1, Name: "乙镇", Headers: []string{"序号", "户主"}}}}
	w, err := l.Begin(everything, b)
	if err != nil {
		t.Fatal(err)
	}
	for i := from; i < to; i++ {
		if err := w.Append(record(i)); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Reject(intake.Reject{Sheet: "甲镇", Row: 9, Reason: "合计"}); err != nil {
		t.Fatal(err)
	}
	b.Rows, b.Rejected = to-from, 1
	if err := w.Commit(b); err != nil {
		t.Fatal(err)
	}
	return b
}

// What is written is read back, over pages, row groups, dictionaries and plain text, by us and by another reader.
func TestRoundTrip(t *testing.T) {
	l := open(t, t.TempDir())
	const n = groupRows + pageRows + 11
	b := write(t, l, "b", 0, n)
	cols := []string{"_id", "_sheet", "_row"}
	for _, c := range everything.Columns()[3:] {
		cols = append(cols, c.Name)
	}
	i := 0
	err := l.ReadColumns(context.Background(), b.ID, append(cols, "nosuch"), func(c *Chunk) error {
		if c.First != int64(i) {
			t.Errorf("chunk starts at %d, want %d", c.First, i)
		}
		for k := range c.Rows {
			checkRow(t, record(i), c, k)
			if !c.Cols[len(cols)].IsNull(k) {
				t.Fatal("a column that is not there has a value")
			}
			i++
		}
		return nil
	})
	if err != nil || i != n {
		t.Fatalf("%d rows, %v", i, err)
	}
	type row struct {
		ID     int64   `parquet:"_id"`
		Name   *string `parquet:"name,optional"`
		Amount *int64  `parquet:"amount,optional,decimal(2:18)"`
		Day    *int32  `parquet:"day,optional,date"`
		Flag   *bool   `parquet:"flag,optional"`
	}
	rows, err := parquet.ReadFile[row](l.Path("b"))
	if err != nil || len(rows) != n {
		t.Fatalf("%d rows, %v", len(rows), err)
	}
	for i, r := range rows {
		want := record(i).Values
		if want[0].Set != (r.Name != nil) || r.Name != nil && (*r.Name != want[0].S || *r.Amount != want[6].I || int64(*r.Day) != want[4].I || *r.Flag != (want[10].I == 1)) {
			t.Fatalf("row %d: %+v, want %+v", i, r, want)
		}
	}
}

func checkRow(t *testing.T, want *intake.Record, c *Chunk, k int) {
	t.Helper()
	got := []any{c.Cols[1].Ints[k], c.Cols[2].Ints[k]}
	exp := []any{int64(want.Sheet), int64(want.Row)}
	col := 3
	text := func(s string) { got, exp = append(got, c.Cols[col].Text(k)), append(exp, s); col++ }
	number := func(set bool, v int64) {
		got, exp = append(got, c.Cols[col].IsNull(k), c.Cols[col].Ints[k]), append(exp, !set, v)
		col++
	}
	for i, v := range want.Values {
		switch everything.Fields[i].Type {
		case intake.ID, intake.USCC, intake.Party:
			text(v.S)
			text(string(xunzhi.IDState(or(v.State, "empty"))))
			number(v.I != 0, v.I)
		case intake.Text, intake.Village:
			text(v.S)
		default:
			number(v.Set, v.I)
		}
	}
	text(want.Raw)
	if !slices.Equal(exp, got) {
		t.Fatalf("row %d: %s", want.Row, cmp.Diff(exp, got))
	}
}

func or(a, b string) string {
	if a == "" {
		return b
	}
	return a
}

func TestSameRowsSameBytes(t *testing.T) {
	read := func() string {
		l := open(t, t.TempDir())
		write(t, l, "b", 0, 20000)
		var all strings.Builder
		for _, f := range []string{"rows.parquet", "batch.json", "facts", "rejects.ndjson"} {
			data, err := os.ReadFile(filepath.Join(filepath.Dir(l.Path("b")), f))
			if err != nil {
				t.Fatal(err)
			}
			all.Write(data)
		}
		return all.String()
	}
	first := read()
	if second := read(); first != second {
		t.Error("other bytes for the same rows")
	}
}

func TestEvidence(t *testing.T) {
	l := open(t, t.TempDir())
	write(t, l, "a", 0, 30000)
	write(t, l, "b", 1000, 1100)
	base := func(id string) int64 {
		b, err := l.Batch(id)
		if err != nil {
			t.Fatal(err)
		}
		return int64(b.Prefix) << 24
	}
	var ids []int64
	var rows []int
	r := rand.New(rand.NewSource(1))
	for range 500 {
		if i := r.Intn(30000); i%3 == 0 {
			ids, rows = append(ids, base("b")+int64(i%100)), append(rows, 1000+i%100)
		} else {
			ids, rows = append(ids, base("a")+int64(i)), append(rows, i)
		}
	}
	got, err := l.Evidence(context.Background(), ids)
	if err != nil {
		t.Fatal(err)
	}
	for k, e := range got {
		want := record(rows[k])
		sheet, header := "甲镇", "姓名"
		if want.Sheet == 1 {
			sheet, header = "乙镇", "户主"
		}
		if e.ID != ids[k] || e.Row != want.Row || strings.Join(e.Cells, "\x1f") != want.Raw || e.Sheet != sheet || e.Headers[1] != header || e.Source != "all" {
			t.Fatalf("evidence %d: %+v, want %+v", k, e, want)
		}
	}
	for _, id := range []int64{base("b") + 100, 5, -1} {
		if _, err := l.Evidence(context.Background(), []int64{id}); xunzhi.CodeOf(err) != xunzhi.CodeNotFound {
			t.Errorf("id %d: %v", id, err)
		}
	}
}

func TestOriginal(t *testing.T) {
	l := open(t, t.TempDir())
	file := filepath.Join(t.TempDir(), "甲.csv")
	if err := os.WriteFile(file, []byte("姓名\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	sha, size, err := l.Original(context.Background(), file)
	if err != nil || size != 7 {
		t.Fatal(size, err)
	}
	again, _, err := l.Original(context.Background(), file)
	if err != nil || again != sha {
		t.Fatal(again, sha, err)
	}
	if data, err := os.ReadFile(l.OriginalPath(sha)); err != nil || string(data) != "姓名\n" {
		t.Errorf("%q %v", data, err)
	}
	if _, _, err := l.Original(context.Background(), file+"x"); xunzhi.CodeOf(err) != xunzhi.CodeInvalid {
		t.Error(err)
	}
}

func TestSnapshots(t *testing.T) {
	l := open(t, t.TempDir())
	for _, id := range []string{"a", "b", "c"} {
		write(t, l, id, 0, 3)
	}
	s, err := l.NewSnapshot([]string{"c", "a", "b", "a"})
	if err != nil {
		t.Fatal(err)
	}
	same, err := l.NewSnapshot([]string{"b", "c", "a"})
	if err != nil || same.ID != s.ID {
		t.Errorf("order shows: %v %v %v", s, same, err)
	}
	less, err := l.Withdraw(s, "b")
	if err != nil || !slices.Equal(less.Batches, []string{"a", "c"}) || less.ID == s.ID {
		t.Errorf("%+v %v", less, err)
	}
	if back, err := l.Snapshot(s.ID); err != nil || !cmp.Equal(back, s) {
		t.Errorf("%+v %v", back, err)
	}
	if _, err := l.NewSnapshot([]string{"nosuch"}); xunzhi.CodeOf(err) != xunzhi.CodeNotFound {
		t.Error(err)
	}
	if _, err := l.Snapshot("../a"); xunzhi.CodeOf(err) != xunzhi.CodeNotFound {
		t.Error(err)
	}
}

// A process that dies at any step leaves a lake that opens, holds what was committed before, and nothing else.
func TestCrash(t *testing.T) {
	dir := t.TempDir()
	l := open(t, dir)
	write(t, l, "whole", 0, 100)
	steps := map[string]func(w intake.BatchWriter){
		"begun":    func(intake.BatchWriter) {},
		"rows":     func(w intake.BatchWriter) { w.Append(record(1)) },
		"many":     func(w intake.BatchWriter) { appendAll(w, groupRows+1) },
		"rejected": func(w intake.BatchWriter) { w.Reject(intake.Reject{}) },
		"finished": func(w intake.BatchWriter) { appendAll(w, 10); w.(*batchWriter).finish() },
		"panic": func(w intake.BatchWriter) {
			defer func() { recover() }()
			w.Append(&intake.Record{Values: record(1).Values, Row: 1})
			panic("the reader fell over")
		},
	}
	for name, step := range steps {
		w, err := l.Begin(everything, intake.Batch{ID: name, Source: "all", File: name})
		if err != nil {
			t.Fatal(err)
		}
		step(w)
	}
	if err := os.WriteFile(filepath.Join(dir, temporary, "stray"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	l.Close()
	l = open(t, dir)
	if got := l.Batches(); len(got) != 1 || got[0].ID != "whole" {
		t.Errorf("batches after the crash: %+v", got)
	}
	if left, _ := os.ReadDir(filepath.Join(dir, temporary)); len(left) != 0 {
		t.Errorf("left over: %v", left)
	}
	for name := range steps {
		write(t, l, name, 0, 5) // and can be loaded again
	}
}

func appendAll(w intake.BatchWriter, n int) {
	for i := range n {
		w.Append(record(i))
	}
}

// A lake that another process has open is not swept.
func TestOpenTwice(t *testing.T) {
	dir := t.TempDir()
	l := open(t, dir)
	w, err := l.Begin(everything, intake.Batch{ID: "b", Source: "all"})
	if err != nil {
		t.Fatal(err)
	}
	open(t, dir)
	appendAll(w, 10)
	if err := w.Commit(intake.Batch{ID: "b", Source: "all", Rows: 10}); err != nil {
		t.Fatal(err)
	}
}

func TestAbort(t *testing.T) {
	l := open(t, t.TempDir())
	w, err := l.Begin(everything, intake.Batch{ID: "b", Source: "all"})
	if err != nil {
		t.Fatal(err)
	}
	appendAll(w, 10)
	w.Abort()
	w.Abort()
	if l.Has("b") || w.Commit(intake.Batch{ID: "b"}) == nil {
		t.Error("an aborted batch is there")
	}
	if left, _ := os.ReadDir(filepath.Join(l.Dir(), temporary)); len(left) != 0 {
		t.Errorf("left over: %v", left)
	}
	write(t, l, "b", 0, 5)
	if !l.Has("b") {
		t.Error("a committed batch is not there")
	}
	if r, err := l.Rejects("b"); err != nil || len(r) != 1 || r[0].Reason != "合计" {
		t.Errorf("%+v %v", r, err)
	}
}

// Two batches whose hashes fall together get different row ids.
func TestPrefixCollision(t *testing.T) {
	old := prefixOf
	defer func() { prefixOf = old }()
	prefixOf = func(batch string, salt int) uint64 { return uint64(salt) + 7 }
	l := open(t, t.TempDir())
	for i := range 16 {
		write(t, l, fmt.Sprint("b", i), i, i+2)
	}
	seen := map[uint64]bool{}
	for _, b := range l.Batches() {
		seen[b.Prefix] = true
	}
	if len(seen) != 16 {
		t.Errorf("%d prefixes of 16 batches", len(seen))
	}
	var e *xunzhi.Error
	if _, err := l.Begin(everything, intake.Batch{ID: "one too many"}); !errors.As(err, &e) || e.Code != xunzhi.CodeConflict || e.Hint == "" {
		t.Error(err)
	}
}

func TestTooManyRows(t *testing.T) {
	l := open(t, t.TempDir())
	w, err := l.Begin(everything, intake.Batch{ID: "b", Source: "all", File: "大.xlsx"})
	if err != nil {
		t.Fatal(err)
	}
	defer w.Abort()
	w.(*batchWriter).rows = MaxRows
	if err := w.Append(record(0)); xunzhi.CodeOf(err) != xunzhi.CodeRefused {
		t.Error(err)
	}
}

// A damaged file is an error that says which one, never a panic.
func TestDamaged(t *testing.T) {
	dir := t.TempDir()
	l := open(t, dir)
	b := write(t, l, "b", 0, 9000)
	data, err := os.ReadFile(l.Path("b"))
	if err != nil {
		t.Fatal(err)
	}
	cols := []string{"name", "id_number_key", "village", "raw", "day", "flag", "id_number_state"}
	r := rand.New(rand.NewSource(3))
	for range 300 {
		bad := slices.Clone(data)
		for range 1 + r.Intn(8) {
			bad[r.Intn(len(bad))] ^= byte(1 << r.Intn(8))
		}
		if r.Intn(4) == 0 {
			bad = bad[:r.Intn(len(bad))]
		}
		if err := os.WriteFile(l.Path("b"), bad, 0o600); err != nil {
			t.Fatal(err)
		}
		err := l.ReadColumns(context.Background(), "b", cols, func(c *Chunk) error {
			for i := range c.Cols {
				for k := range c.Rows {
					if c.Cols[i].Type == Varchar {
						_ = c.Cols[i].Text(k)
					}
				}
			}
			return nil
		})
		if err != nil && !strings.Contains(err.Error(), b.File) {
			t.Fatalf("error does not name the file: %v", err)
		}
	}
}

// Whatever stands in a rows.parquet, reading it ends with rows or an error.
func FuzzReadTable(f *testing.F) {
	path := filepath.Join(f.TempDir(), "t.parquet")
	t, err := NewTable(path, []Column{{Name: "a"}, {Name: "b", Type: Bigint}, {Name: "c", Type: Boolean}, {Name: "d", Type: Date, Required: true}})
	if err != nil {
		f.Fatal(err)
	}
	for i := range 100 {
		if i%3 == 0 {
			t.Null(0)
			t.Null(1)
			t.Null(2)
		} else {
			t.Text(0, fmt.Sprint(i%9))
			t.Int(1, int64(i))
			t.Int(2, int64(i%2))
		}
		t.Int(3, int64(i))
		if err := t.EndRow(); err != nil {
			f.Fatal(err)
		}
	}
	if err := t.Close(); err != nil {
		f.Fatal(err)
	}
	data, err := os.ReadFile(path)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(data)
	f.Add([]byte("PAR1PAR1"))
	f.Fuzz(func(t *testing.T, data []byte) {
		path := filepath.Join(t.TempDir(), "t.parquet")
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
		file, err := openTable(path)
		if err != nil {
			return
		}
		defer file.close()
		var v Vector
		for g := range file.groups() {
			for name := range file.byCol {
				if file.column(g, name, 100, &v) != nil {
					return
				}
			}
		}
	})
}
