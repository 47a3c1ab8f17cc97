package intake

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"sync"
	"testing"

	"github.com/xuri/excelize/v2"

	"xunzhi"
)

// keep is a store in memory: it holds what was committed, and what an abort has to take back.
type keep struct {
	mu        sync.Mutex
	batches   map[string]*kept
	originals []string
	open      int
	appended  func() // called for every row, to disturb a run in its middle
}

type kept struct {
	src     *Source
	batch   Batch
	rows    []Record
	rejects []Reject
}

func newKeep() *keep { return &keep{batches: map[string]*kept{}} }

func (k *keep) Original(_ context.Context, path string) (string, int64, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.originals = append(k.originals, filepath.Base(path))
	return "", 0, nil
}

func (k *keep) Has(id string) bool {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.batches[id] != nil
}

func (k *keep) Begin(src *Source, b Batch) (BatchWriter, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.open++
	return &keepWriter{k: k, kept: kept{src: src}}, nil
}

type keepWriter struct {
	k *keep
	kept
}

func (w *keepWriter) Append(r *Record) error {
	if w.k.appended != nil {
		w.k.appended()
	}
	if len(r.Values) != len(w.src.Fields) {
		return fmt.Errorf("%d values for %d fields of %s", len(r.Values), len(w.src.Fields), w.src.ID)
	}
	c := *r
	c.Values = append([]Value{}, r.Values...)
	w.rows = append(w.rows, c)
	return nil
}

func (w *keepWriter) Reject(r Reject) error { w.rejects = append(w.rejects, r); return nil }

func (w *keepWriter) Commit(b Batch) error {
	w.k.mu.Lock()
	defer w.k.mu.Unlock()
	w.k.open--
	w.batch = b
	w.k.batches[b.ID] = &w.kept
	return nil
}

func (w *keepWriter) Abort() {
	w.k.mu.Lock()
	defer w.k.mu.Unlock()
	w.k.open--
}

// show writes a value as a test states it.
func show(f *Field, v Value) string {
	if !v.Set {
		return ""
	}
	switch f.Type {
	case Date, Month:
		return xunzhi.Date(v.I).String()
	case Yuan:
		return xunzhi.Yuan(v.I).String()
	case Price:
		return xunzhi.Price(v.I).String()
	case Mu:
		return xunzhi.Mu(v.I).String()
	case Int, Bool:
		return fmt.Sprint(v.I)
	}
	return v.S
}

// lines gives the records of a source as text: the fields asked for, joined by |, in the order of files and rows.
func (k *keep) lines(source string, fields ...string) []string {
	var bs []*kept
	for _, b := range k.batches {
		if b.src.ID == source {
			bs = append(bs, b)
		}
	}
	sort.Slice(bs, func(i, j int) bool { return bs[i].batch.File < bs[j].batch.File })
	var out []string
	for _, b := range bs {
		for _, r := range b.rows {
			var s []string
			for _, id := range fields {
				switch {
				case id == "_row":
					s = append(s, fmt.Sprint(r.Row))
				case strings.HasSuffix(id, "_state"):
					s = append(s, r.Values[b.src.fieldIndex(strings.TrimSuffix(id, "_state"))].State)
				default:
					i := b.src.fieldIndex(id)
					s = append(s, show(&b.src.Fields[i], r.Values[i]))
				}
			}
			out = append(out, strings.Join(s, "|"))
		}
	}
	return out
}

func (k *keep) rejects() []Reject {
	var ids []string
	for id := range k.batches {
		ids = append(ids, id)
	}
	sort.Strings(ids)
	var out []Reject
	for _, id := range ids {
		out = append(out, k.batches[id].rejects...)
	}
	return out
}

// dirOf writes files into a new directory. A name ending in .xlsx takes its text as sheets; see xlsxOf.
func dirOf(t testing.TB, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		p := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(p), 0o755); err != nil {
			t.Fatal(err)
		}
		if strings.HasSuffix(name, ".xlsx") {
			xlsxOf(t, p, text)
			continue
		}
		if err := os.WriteFile(p, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// xlsxOf writes a workbook: "## name" begins a sheet ("##! name" a hidden one), "@merge A1:B2" merges, all other lines are
// rows whose cells are split by |. A cell that begins with = is a number.
func xlsxOf(t testing.TB, path, text string) {
	t.Helper()
	f := excelize.NewFile()
	name, row, first := "Sheet1", 0, true
	must := func(err error) {
		if err != nil {
			t.Fatal(err)
		}
	}
	for _, line := range strings.Split(strings.Trim(text, "\n"), "\n") {
		switch {
		case strings.HasPrefix(line, "##"):
			hidden := strings.HasPrefix(line, "##!")
			name, row = strings.TrimLeft(line, "#! "), 0
			if first {
				must(f.SetSheetName("Sheet1", name))
			} else {
				_, err := f.NewSheet(name)
				must(err)
			}
			if hidden {
				must(f.SetSheetVisible(name, false))
			}
		case strings.HasPrefix(line, "@merge "):
			a, b, _ := strings.Cut(strings.TrimPrefix(line, "@merge "), ":")
			must(f.MergeCell(name, a, b))
		default:
			row++
			for i, c := range strings.Split(line, "|") {
				at, _ := excelize.CoordinatesToCellName(i+1, row)
				if n, ok := strings.CutPrefix(c, "="); ok {
					var v float64
					_, err := fmt.Sscan(n, &v)
					must(err)
					must(f.SetCellValue(name, at, v))
				} else if c != "" {
					must(f.SetCellStr(name, at, c))
				}
			}
		}
		first = false
	}
	must(f.SaveAs(path))
	must(f.Close())
}

// id makes a valid person number in an area that does not exist.
func id(birth string, seq int) string {
	s := "990101" + birth + fmt.Sprintf("%03d", seq)
	return s + string(xunzhi.IDCheckChar(s))
}

// villages is the register that most tests use. 张庄村 is in both townships.
const villages = `村代码,乡镇,村名
990101100201,合涧镇,小庄村
990101100202,合涧镇,张庄村
990101100203,合涧镇,西山社区
990101101201,临河乡,张庄村
990101101202,临河乡,柳滩村
`

func loadDir(t testing.TB, dir string, o Options) (*keep, *Report) {
	t.Helper()
	k := newKeep()
	rep, _, err := Load(context.Background(), dir, k, o)
	if err != nil {
		t.Fatal(err)
	}
	if k.open != 0 {
		t.Errorf("%d batches neither committed nor aborted", k.open)
	}
	return k, rep
}

func loadFiles(t testing.TB, files map[string]string) (*keep, *Report) {
	t.Helper()
	return loadDir(t, dirOf(t, files), Options{})
}

// fileOf finds a file's report.
func fileOf(t testing.TB, rep *Report, name string) FileReport {
	t.Helper()
	for _, f := range rep.Files {
		if f.File == name {
			return f
		}
	}
	t.Fatalf("no report of %s", name)
	return FileReport{}
}
