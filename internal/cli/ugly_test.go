package cli_test

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf16"

	"github.com/google/go-cmp/cmp"
	"github.com/parquet-go/parquet-go"
	"github.com/xuri/excelize/v2"
	"go.yaml.in/yaml/v3"
	"golang.org/x/text/encoding/simplifiedchinese"

	"xunzhi"
	"xunzhi/internal/cli"
	"xunzhi/internal/intake"
	"xunzhi/internal/screening"
)

// uglyFiles are what departments of a made-up county sent, made by hand; see the README there.
const uglyFiles = "../../testdata/ugly/files"

// place is a row as a person finds it: the line number where there is no sheet.
type place struct {
	File, Sheet string
	Row         int
}

// wantLead is a planted case. What is left out is not compared.
type wantLead struct {
	Rule                string
	Subject             struct{ Kind, Key string }
	Village, Note       string
	Grade               string
	WeakerThan          string `yaml:"weaker_than"`
	Amount, First, Last string
	Says                string   // the explanation holds it
	Path                []string // words that the path shows, in this order
	Main                []place  // rows that the evidence has to hold
}

// wantSheet is a sheet that loads. Records are loaded or rejected; rejects are the cells that cannot be read and must
// be shown, whether the row is of use without them or not, and no others. Columns are letters with the fields they hold.
type wantSheet struct {
	Sheet, Source string
	Records       int
	Columns       map[string]string
	Rejects       []wantReject
}

type wantReject struct {
	Row           int
	Value, Reason string
}

// wantFile is a file with the sheets that load, or with the status that it must end in; says are alternatives by |.
type wantFile struct {
	File, Status string
	Says         []string
	Sheets       []wantSheet
}

type expectation struct {
	AsOf     string `yaml:"as_of"`
	Exit     int
	Leads    []wantLead
	Innocent []struct{ Rule, Key, Why string }
	Files    []wantFile
	Quality  []struct {
		Rule, Why string
		At        place // row 0: anywhere in the sheet
	}
	Resent  []string
	Nowhere []string
}

func expected(t *testing.T) expectation {
	t.Helper()
	b, err := os.ReadFile("../../testdata/ugly/expected.yml")
	if err != nil {
		t.Fatal(err)
	}
	var want expectation
	dec := yaml.NewDecoder(bytes.NewReader(b))
	dec.KnownFields(true)
	if err := dec.Decode(&want); err != nil {
		t.Fatal(err)
	}
	return want
}

// uglyRun is what one screening left behind.
type uglyRun struct {
	dir     string
	code    int
	stderr  string
	leads   []xunzhi.Lead
	intake  intake.Report
	quality []screening.QualityItem
}

func screenUgly(t *testing.T, dir, asOf string) uglyRun {
	t.Helper()
	var stdout, stderr bytes.Buffer
	r := uglyRun{dir: t.TempDir()}
	r.code = cli.Main([]string{"screen", dir, "--as-of", asOf, "-o", r.dir}, &stdout, &stderr)
	r.stderr = stderr.String()
	if r.code != 0 && r.code != 3 {
		t.Fatalf("exit code %d\n%s", r.code, r.stderr)
	}
	dec := json.NewDecoder(bytes.NewReader(r.file(t, "leads.ndjson")))
	for {
		var l xunzhi.Lead
		if err := dec.Decode(&l); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatal(err)
		}
		r.leads = append(r.leads, l)
	}
	var summary struct{ Quality []screening.QualityItem }
	decode(t, r.file(t, "summary.json"), &summary)
	decode(t, r.file(t, "intake.json"), &r.intake)
	r.quality = summary.Quality
	return r
}

func (r uglyRun) file(t *testing.T, name string) []byte {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(r.dir, name))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func decode(t *testing.T, b []byte, into any) {
	t.Helper()
	if err := json.Unmarshal(b, into); err != nil {
		t.Fatal(err)
	}
}

func TestUglyFiles(t *testing.T) {
	want := expected(t)
	got := screenUgly(t, uglyFiles, want.AsOf)
	if got.code != want.Exit {
		t.Errorf("exit code %d, want %d\n%s", got.code, want.Exit, got.stderr)
	}
	t.Run("leads", func(t *testing.T) { checkLeads(t, want, got.leads) })
	t.Run("innocent", func(t *testing.T) { checkInnocent(t, want, got.leads) })
	t.Run("files", func(t *testing.T) { checkFiles(t, want, got.intake) })
	t.Run("quality", func(t *testing.T) { checkQuality(t, want, got.quality) })
	t.Run("papers", func(t *testing.T) { checkPapers(t, want, got) })
	t.Run("nowhere", func(t *testing.T) { checkNowhere(t, want.Nowhere, got.dir) })
	t.Run("chinese", func(t *testing.T) { checkChinese(t, got.intake) })
	t.Run("any order", func(t *testing.T) { checkAnyOrder(t, want, got) })
}

// checkAnyOrder holds that leads depend on nothing but the bytes of the files and their names below DIR.
func checkAnyOrder(t *testing.T, want expectation, first uglyRun) {
	moved := copyReversed(t, uglyFiles)
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	for _, dir := range []string{uglyFiles, moved} {
		again := screenUgly(t, dir, want.AsOf)
		if d := cmp.Diff(string(first.file(t, "leads.ndjson")), string(again.file(t, "leads.ndjson"))); d != "" {
			t.Errorf("%s on one processor gives other leads: %s", dir, d)
		}
	}
}

// copyReversed copies the files into a folder of another name, the last first, so that a directory listing that is
// not sorted comes in another order.
func copyReversed(t *testing.T, dir string) string {
	t.Helper()
	var names []string
	walkFiles(t, dir, func(name string, _ []byte) { names = append(names, name) })
	slices.Reverse(names)
	to := filepath.Join(t.TempDir(), "另一处 各部门报来")
	for _, name := range names {
		b, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		if err := os.MkdirAll(filepath.Dir(filepath.Join(to, name)), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(to, name), b, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return to
}

func walkFiles(t *testing.T, dir string, visit func(name string, content []byte)) {
	t.Helper()
	err := filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		b, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		name, err := filepath.Rel(dir, path)
		visit(filepath.ToSlash(name), b)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func checkLeads(t *testing.T, want expectation, got []xunzhi.Lead) {
	expected := map[string]bool{} // one lead each: a second one, say for another village, is one too many
	for _, w := range want.Leads {
		expected[w.Rule+" "+w.Subject.Key] = true
		i := slices.IndexFunc(got, func(l xunzhi.Lead) bool { return l.Rule == w.Rule && l.Subject.Key == w.Subject.Key })
		if i < 0 {
			t.Errorf("missing: %s %s (%s)", w.Rule, w.Subject.Key, w.Note)
			continue
		}
		for _, fault := range compareLead(w, got[i]) {
			t.Errorf("%s %s (%s): %s", w.Rule, w.Subject.Key, w.Note, fault)
		}
	}
	for _, l := range got {
		key := l.Rule + " " + l.Subject.Key
		if strong := l.Grade == xunzhi.Red || l.Grade == xunzhi.Orange; strong && !expected[key] {
			t.Errorf("unfounded %s lead: %s %s: %s", l.Grade, key, l.Village, l.Explanation)
		}
		expected[key] = false
	}
}

func compareLead(w wantLead, l xunzhi.Lead) (faults []string) {
	for _, c := range [][3]string{{"kind", w.Subject.Kind, l.Subject.Kind}, {"village", w.Village, l.Village}, {"grade", w.Grade, string(l.Grade)},
		{"amount", w.Amount, l.Amount}, {"first", w.First, l.First}, {"last", w.Last, l.Last}} {
		if c[1] != "" && c[1] != c[2] {
			faults = append(faults, fmt.Sprintf("%s %q, want %q", c[0], c[2], c[1]))
		}
	}
	if w.WeakerThan != "" && (l.Grade.Rank() <= xunzhi.Grade(w.WeakerThan).Rank() || l.Confidence >= 1) {
		faults = append(faults, fmt.Sprintf("grade %s with confidence %v: not weaker than %s", l.Grade, l.Confidence, w.WeakerThan))
	}
	for _, p := range w.Main {
		if !slices.ContainsFunc(l.Evidence, func(e xunzhi.Evidence) bool { return placeOf(e) == p }) {
			faults = append(faults, fmt.Sprintf("no evidence at %v, only %v", p, places(l.Evidence)))
		}
	}
	if !strings.Contains(l.Explanation, w.Says) {
		faults = append(faults, fmt.Sprintf("explanation %q does not say %s", l.Explanation, w.Says))
	}
	if path := pathText(l.Path); !inOrder(path, w.Path) {
		faults = append(faults, fmt.Sprintf("path %q does not lead over %v", path, w.Path))
	}
	return faults
}

func placeOf(e xunzhi.Evidence) place { return place{e.File, e.Sheet, e.Row} }

func places(es []xunzhi.Evidence) (ps []place) {
	for _, e := range es {
		ps = append(ps, placeOf(e))
	}
	return ps
}

func pathText(steps []xunzhi.PathStep) string {
	var b strings.Builder
	for _, s := range steps {
		fmt.Fprintf(&b, "%s —%s→ %s; ", s.From, s.Tie, s.To)
	}
	return b.String()
}

func inOrder(text string, words []string) bool {
	for _, w := range words {
		i := strings.Index(text, w)
		if i < 0 {
			return false
		}
		text = text[i:]
	}
	return true
}

func checkInnocent(t *testing.T, want expectation, got []xunzhi.Lead) {
	for _, w := range want.Innocent {
		for _, l := range got {
			if l.Subject.Key == w.Key && (w.Rule == "*" || w.Rule == l.Rule) {
				t.Errorf("accused by %s (%s): %s: %s", l.Rule, l.Grade, w.Why, l.Explanation)
			}
		}
	}
}

func checkFiles(t *testing.T, want expectation, got intake.Report) {
	for _, w := range want.Files {
		i := slices.IndexFunc(got.Files, func(f intake.FileReport) bool { return f.File == w.File })
		switch {
		case i >= 0:
			checkFile(t, w, got.Files[i])
		case w.Status != "ignored":
			t.Errorf("%s is not reported", w.File)
		}
	}
	var replaced [][2]string
	for _, o := range got.Overlaps {
		if o.Superseded != "" {
			replaced = append(replaced, [2]string{o.Superseded, o.Kept})
		}
	}
	if d := cmp.Diff([][2]string{{want.Resent[0], want.Resent[1]}}, replaced); d != "" {
		t.Errorf("resent files (-want +got):\n%s", d)
	}
}

func checkFile(t *testing.T, w wantFile, f intake.FileReport) {
	text := f.Message + f.Hint
	for _, s := range f.Sheets {
		text += strings.Join(s.Notes, "")
	}
	switch w.Status {
	case intake.Refused, intake.Unknown:
		if f.Status != w.Status || text == "" {
			t.Errorf("%s: status %s (%s), want %s and a reason", w.File, f.Status, text, w.Status)
		}
	case "any":
		if f.Status != intake.Loaded && text == "" {
			t.Errorf("%s: status %s without a reason", w.File, f.Status)
		}
	}
	for _, say := range w.Says {
		if !slices.ContainsFunc(strings.Split(say, "|"), func(s string) bool { return strings.Contains(text, s) }) {
			t.Errorf("%s: %q does not say %s", w.File, text, say)
		}
	}
	for _, ws := range w.Sheets {
		checkSheet(t, w.File, ws, f)
	}
}

func checkSheet(t *testing.T, file string, w wantSheet, f intake.FileReport) {
	i := slices.IndexFunc(f.Sheets, func(s intake.SheetReport) bool { return s.Name == w.Sheet || w.Sheet == "" })
	if i < 0 {
		t.Errorf("%s %s: no such sheet (%s: %s)", file, w.Sheet, f.Status, f.Message)
		return
	}
	s := f.Sheets[i]
	if s.Source != w.Source || s.Loaded+s.Rejected != w.Records {
		t.Errorf("%s %s: %s, %d loaded, %d rejected; want %s, %d", file, w.Sheet, s.Source, s.Loaded, s.Rejected, w.Source, w.Records)
	}
	for column, field := range w.Columns {
		if !slices.ContainsFunc(s.Mapping, func(c intake.ColumnMap) bool { return c.Column == column && c.Field == field }) {
			t.Errorf("%s %s: column %s is not %s", file, w.Sheet, column, field)
		}
	}
	for _, wr := range w.Rejects {
		if !slices.ContainsFunc(s.Rejects, wr.is) {
			t.Errorf("%s %s row %d: not shown for %s %q: %v", file, w.Sheet, wr.Row, wr.Reason, wr.Value, s.Rejects)
		}
	}
	for _, r := range s.Rejects {
		if !slices.ContainsFunc(w.Rejects, func(wr wantReject) bool { return wr.Row == r.Row }) {
			t.Errorf("%s %s: complains without need: %v", file, w.Sheet, r)
		}
	}
}

func (w wantReject) is(r intake.Reject) bool {
	return r.Row == w.Row && r.Value == w.Value && r.Cell != "" && strings.Contains(r.Reason, w.Reason) && r.Advice != ""
}

func checkQuality(t *testing.T, want expectation, got []screening.QualityItem) {
	for _, w := range want.Quality {
		if !slices.ContainsFunc(got, func(q screening.QualityItem) bool {
			return q.Rule == w.Rule && slices.ContainsFunc(places(q.Evidence), func(p place) bool {
				return p == w.At || w.At.Row == 0 && p.File == w.At.File && p.Sheet == w.At.Sheet
			})
		}) {
			t.Errorf("no data-quality item %s at %v: %s", w.Rule, w.At, w.Why)
		}
	}
}

// checkPapers holds the workbook and the printed report against the leads: every lead is there, full numbers are not.
func checkPapers(t *testing.T, want expectation, got uglyRun) {
	book, err := excelize.OpenFile(filepath.Join(got.dir, "leads.xlsx"))
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	var table string
	for _, name := range book.GetSheetList() {
		rows, err := book.GetRows(name)
		if err != nil {
			t.Fatal(err)
		}
		if name == book.GetSheetName(0) && len(rows) != len(got.leads)+1 {
			t.Errorf("leads.xlsx %s has %d rows for %d leads", name, len(rows)-1, len(got.leads))
		}
		table += fmt.Sprintln(rows)
	}
	page := string(got.file(t, "report.html"))
	for _, l := range got.leads {
		if !strings.Contains(table, l.ID) || !strings.Contains(page, l.ID) {
			t.Errorf("%s %s is missing from leads.xlsx or report.html", l.Rule, l.Subject.Key)
		}
	}
	for _, w := range want.Leads {
		if len(w.Subject.Key) == 18 && (strings.Contains(table, w.Subject.Key) || strings.Contains(page, w.Subject.Key)) {
			t.Errorf("the number %s is not masked in leads.xlsx or report.html", w.Subject.Key)
		}
	}
}

// checkNowhere searches every file below dir, lake and originals too, in the encodings that files come in, and inside
// zip archives and Parquet files.
func checkNowhere(t *testing.T, words []string, dir string) {
	walkFiles(t, dir, func(name string, content []byte) {
		parts := unpack(t, content)
		for _, w := range words {
			if slices.ContainsFunc(parts, func(part []byte) bool { return holds(t, part, w) }) {
				t.Errorf("%s holds %s", name, w)
			}
		}
	})
}

func holds(t *testing.T, content []byte, word string) bool {
	gb, err := simplifiedchinese.GB18030.NewEncoder().String(word)
	if err != nil {
		t.Fatal(err)
	}
	return slices.ContainsFunc([]string{word, gb, utf16LE(word)}, func(s string) bool { return bytes.Contains(content, []byte(s)) })
}

func utf16LE(s string) string {
	var b []byte
	for _, u := range utf16.Encode([]rune(s)) {
		b = append(b, byte(u), byte(u>>8))
	}
	return string(b)
}

// unpack gives the content, and what a zip archive or Parquet file holds inside.
func unpack(t *testing.T, content []byte) [][]byte {
	t.Helper()
	parts := [][]byte{content}
	switch {
	case bytes.HasPrefix(content, []byte("PK\x03\x04")):
		if z, err := zip.NewReader(bytes.NewReader(content), int64(len(content))); err == nil {
			for _, f := range z.File {
				parts = append(parts, readEntry(t, f))
			}
		}
	case bytes.HasPrefix(content, []byte("PAR1")):
		parts = append(parts, parquetTexts(t, content))
	}
	return parts
}

func readEntry(t *testing.T, f *zip.File) []byte {
	t.Helper()
	r, err := f.Open()
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	b, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func parquetTexts(t *testing.T, content []byte) []byte {
	t.Helper()
	f, err := parquet.OpenFile(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	for _, group := range f.RowGroups() {
		rows := group.Rows()
		buf := make([]parquet.Row, 64)
		for {
			n, err := rows.ReadRows(buf)
			for _, row := range buf[:n] {
				fmt.Fprintln(&b, row)
			}
			if err != nil || n == 0 {
				break
			}
		}
		rows.Close()
	}
	return b.Bytes()
}

// english is three Latin words in a row: a sentence, not an option, a format or a field.
var english = regexp.MustCompile(`[A-Za-z]{2,}[ ,.:]+[A-Za-z]{2,}[ ,.:]+[A-Za-z]{2,}`)

// checkChinese holds that whoever opens intake.json reads Chinese.
func checkChinese(t *testing.T, rep intake.Report) {
	say := func(where, text string) {
		if text != "" && (english.MatchString(text) || !strings.ContainsFunc(text, func(r rune) bool { return unicode.Is(unicode.Han, r) })) {
			t.Errorf("%s: not Chinese: %q", where, text)
		}
	}
	for _, f := range rep.Files {
		say(f.File, f.Message)
		say(f.File, f.Hint)
		for _, s := range f.Sheets {
			for _, text := range sheetTexts(s) {
				say(f.File+" "+s.Name, text)
			}
		}
	}
	for _, o := range rep.Overlaps {
		say(o.Kept, o.Message)
	}
}

// sheetTexts gives all that a sheet's report says in words of its own.
func sheetTexts(s intake.SheetReport) []string {
	texts := append([]string{s.SourceName}, s.Missing...)
	texts = append(texts, s.Notes...)
	for _, c := range append(slices.Clone(s.Mapping), s.Dropped...) {
		texts = append(texts, c.Name, c.How)
	}
	for _, r := range s.Rejects {
		texts = append(texts, r.Reason, r.Advice)
	}
	for reason := range s.Reasons {
		texts = append(texts, reason)
	}
	for kind := range s.Skipped {
		texts = append(texts, kind)
	}
	return texts
}
