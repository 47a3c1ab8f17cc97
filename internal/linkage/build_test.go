package linkage

import (
	"context"
	"fmt"
	"math/rand"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/parquet-go/parquet-go"

	"xunzhi"
	"xunzhi/internal/intake"
	"xunzhi/internal/lake"
)

// county builds a lake from rows given as maps, with the shipped catalogue.
type county struct {
	t       *testing.T
	lake    *lake.Lake
	sources []*intake.Source
	ids     []string
	next    int
}

func newCounty(t *testing.T) *county {
	t.Helper()
	l, err := lake.Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	sources, err := intake.Catalogue()
	if err != nil {
		t.Fatal(err)
	}
	return &county{t: t, lake: l, sources: sources}
}

type fields map[string]any

// put loads rows as one batch and gives its id.
func (c *county) put(source string, rows ...fields) string {
	c.t.Helper()
	c.next++
	return c.putAs(fmt.Sprintf("%s-%d", source, c.next), source, rows...)
}

func (c *county) putAs(id, source string, rows ...fields) string {
	c.t.Helper()
	i := slices.IndexFunc(c.sources, func(s *intake.Source) bool { return s.ID == source })
	if i < 0 {
		c.t.Fatalf("no source %s", source)
	}
	src := c.sources[i]
	b := intake.Batch{ID: id, Source: source, File: id + ".xlsx", Sheets: []intake.BatchSheet{{Name: "一"}}, Rows: len(rows)}
	w, err := c.lake.Begin(src, b)
	if err != nil {
		c.t.Fatal(err)
	}
	rec := intake.Record{Values: make([]intake.Value, len(src.Fields))}
	for n, r := range rows {
		clear(rec.Values)
		rec.Row, rec.Raw = n+2, fmt.Sprint(n)
		for k, v := range r {
			f := slices.IndexFunc(src.Fields, func(f intake.Field) bool { return f.ID == k })
			if f < 0 {
				c.t.Fatalf("%s has no field %s", source, k)
			}
			rec.Values[f] = value(c.t, src.Fields[f].Type, v)
		}
		if err := w.Append(&rec); err != nil {
			c.t.Fatal(err)
		}
	}
	if err := w.Commit(b); err != nil {
		c.t.Fatal(err)
	}
	c.ids = append(c.ids, id)
	return id
}

func value(t *testing.T, typ intake.FieldType, v any) intake.Value {
	t.Helper()
	if n, ok := v.(int); ok {
		return intake.Value{Set: true, I: int64(n)}
	}
	s := v.(string)
	switch typ {
	case intake.Date, intake.Month:
		d, p := xunzhi.ParseDate(s)
		if p == xunzhi.NoDate {
			t.Fatalf("no date %q", s)
		}
		return intake.Value{Set: true, I: int64(d)}
	case intake.ID, intake.USCC, intake.Party:
		id, clean, state := xunzhi.ParseIDNumber(s)
		if typ != intake.USCC && state.Valid() {
			return intake.Value{Set: true, S: clean, State: string(state), I: int64(id.Key())}
		}
		if typ != intake.ID {
			if code, clean, st := xunzhi.ParseUSCC(s); st.Valid() {
				return intake.Value{Set: true, S: clean, State: string(st), I: int64(code.Key())}
			}
		}
		return intake.Value{Set: clean != "", S: clean, State: string(state)}
	}
	return intake.Value{Set: true, S: s}
}

func (c *county) resolve() *Links {
	c.t.Helper()
	snap, err := c.lake.NewSnapshot(c.ids)
	if err != nil {
		c.t.Fatal(err)
	}
	links, err := Resolve(context.Background(), c.lake, snap, c.sources, Options{})
	if err != nil {
		c.t.Fatal(err)
	}
	return links
}

// rowID gives the id of a batch's n-th row.
func (c *county) rowID(batch string, n int) int64 {
	c.t.Helper()
	b, err := c.lake.Batch(batch)
	if err != nil {
		c.t.Fatal(err)
	}
	return int64(b.Prefix)<<24 | int64(n)
}

type exceptionRow struct {
	RowID  int64   `parquet:"row_id"`
	Role   string  `parquet:"role,optional"`
	Entity int64   `parquet:"entity,optional"`
	P      float64 `parquet:"p,optional"`
	Method string  `parquet:"method,optional"`
}

type entityRow struct {
	Entity  int64  `parquet:"entity"`
	Kind    string `parquet:"kind,optional"`
	Number  string `parquet:"number,optional"`
	Name    string `parquet:"name,optional"`
	Sex     string `parquet:"sex,optional"`
	Village string `parquet:"village,optional"`
}

type memberRow struct {
	Household int64  `parquet:"household"`
	Person    int64  `parquet:"person"`
	Basis     string `parquet:"basis,optional"`
	Relation  string `parquet:"relation,optional"`
	First     *int32 `parquet:"first_date,optional,date"`
	Last      *int32 `parquet:"last_date,optional,date"`
	Evidence  int64  `parquet:"evidence,optional"`
}

type tieRow struct {
	Officer int64   `parquet:"officer"`
	Post    string  `parquet:"post,optional"`
	Party   int64   `parquet:"party"`
	Hops    int64   `parquet:"hops,optional"`
	Way     string  `parquet:"way,optional"`
	Path    string  `parquet:"path,optional"`
	First   *int32  `parquet:"first_date,optional,date"`
	Last    *int32  `parquet:"last_date,optional,date"`
	P       float64 `parquet:"p,optional"`
	E1      int64   `parquet:"evidence_1,optional"`
	E2      int64   `parquet:"evidence_2,optional"`
	E3      int64   `parquet:"evidence_3,optional"`
	E4      int64   `parquet:"evidence_4,optional"`
}

func table[T any](t *testing.T, links *Links, name string) []T {
	t.Helper()
	rows, err := parquet.ReadFile[T](links.Files[name])
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return rows
}

// exceptionOf finds the exception of a row's role.
func exceptionOf(t *testing.T, links *Links, row int64, role string) (exceptionRow, bool) {
	t.Helper()
	for _, e := range table[exceptionRow](t, links, "exception") {
		if e.RowID == row && e.Role == role {
			return e, true
		}
	}
	return exceptionRow{}, false
}

// idNumber makes a valid number from area codes that do not exist.
func idNumber(birth string, seq int) string {
	s := fmt.Sprintf("990101%s%03d", birth, seq)
	return s + string(xunzhi.IDCheckChar(s))
}

func key(number string) int64 {
	id, _, state := xunzhi.ParseIDNumber(number)
	if !state.Valid() {
		panic(number)
	}
	return int64(id.Key())
}

// code makes a valid organisation code.
func code(n int) string {
	s := fmt.Sprintf("91990101MA9%06d", n)
	return s + string(xunzhi.USCCCheckChar(s))
}

func codeKey(s string) int64 {
	c, _, _ := xunzhi.ParseUSCC(s)
	return int64(c.Key())
}

// crowd is a register of people of one village with names that do not repeat.
func crowd(n int) []fields {
	r := rand.New(rand.NewSource(7))
	family, given := []rune("王李张刘陈杨赵黄周吴"), []rune("伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰红梅建国志")
	var out []fields
	for i := range n {
		birth := fmt.Sprintf("%04d%02d%02d", 1940+r.Intn(60), 1+r.Intn(12), 1+r.Intn(28))
		name := string([]rune{family[r.Intn(len(family))], given[r.Intn(len(given))], given[r.Intn(len(given))]})
		out = append(out, fields{"name": name, "id_number": idNumber(birth, i%1000), "village": village(i % 3), "household_no": fmt.Sprint(i / 4),
			"relation": []string{"户主", "配偶", "子", "女"}[i%4]})
	}
	return out
}

func village(i int) string { return fmt.Sprintf("9901011002%02d", i) }

// bytesOf reads all result files as one string.
func bytesOf(t *testing.T, links *Links) string {
	t.Helper()
	var b strings.Builder
	for _, name := range tables {
		data, err := os.ReadFile(links.Files[name])
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&b, "%s %d %x\n", name, len(data), data)
	}
	return b.String()
}
