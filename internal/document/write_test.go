package document

import (
	"bufio"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"xunzhi"
	"xunzhi/internal/document/documenttest"
	"xunzhi/internal/screening"
)

var outputs = []string{IntakeFile, LeadsFile, SheetFile, ManifestFile, ReportFile, SummaryFile}

func write(t *testing.T, o Options, res *screening.Result) string {
	t.Helper()
	dir := t.TempDir()
	if err := Write(t.Context(), res, dir, o); err != nil {
		t.Fatal(err)
	}
	return dir
}

func read(t *testing.T, dir, name string) []byte {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(dir, name))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func names(t *testing.T, dir string) []string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var list []string
	for _, e := range entries {
		list = append(list, e.Name())
	}
	return list
}

func TestWriteGivesAllFilesAndNothingElse(t *testing.T) {
	for name, res := range map[string]*screening.Result{"county": documenttest.County(50), "empty": documenttest.Empty(), "zero": {}} {
		t.Run(name, func(t *testing.T) {
			got := names(t, write(t, Options{}, res))
			want := slices.Clone(outputs)
			slices.Sort(want)
			if diff := cmp.Diff(want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestManifestHoldsTheHashOfEveryOtherFile(t *testing.T) {
	res := documenttest.County(50)
	dir := write(t, Options{}, res)
	want := map[string]string{}
	for _, name := range outputs {
		if name != ManifestFile {
			sum := sha256.Sum256(read(t, dir, name))
			want[name] = hex.EncodeToString(sum[:])
		}
	}
	var m screening.Manifest
	if err := json.Unmarshal(read(t, dir, ManifestFile), &m); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, m.Outputs); diff != "" {
		t.Errorf("manifest.json: %s", diff)
	}
	if diff := cmp.Diff(want, res.Manifest.Outputs); diff != "" {
		t.Errorf("result: %s", diff)
	}
}

func TestSameResultSameBytes(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	first := write(t, Options{}, documenttest.County(120))
	for _, procs := range []int{2, 8} {
		runtime.GOMAXPROCS(procs)
		again := write(t, Options{}, documenttest.County(120))
		for _, name := range outputs {
			if !bytes.Equal(read(t, first, name), read(t, again, name)) {
				t.Errorf("%s differs on %d processors", name, procs)
			}
		}
	}
}

func TestLeadsReadBackAsTheyWere(t *testing.T) {
	res := documenttest.County(80)
	dir := write(t, Options{}, res)
	var got []xunzhi.Lead
	lines := bufio.NewScanner(bytes.NewReader(read(t, dir, LeadsFile)))
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var l xunzhi.Lead
		if err := json.Unmarshal(lines.Bytes(), &l); err != nil {
			t.Fatal(err)
		}
		got = append(got, l)
	}
	if diff := cmp.Diff(res.Leads, got); diff != "" {
		t.Error(diff)
	}
	if !bytes.Contains(read(t, dir, LeadsFile), []byte("<script>alert")) {
		t.Error("characters of HTML are escaped in leads.ndjson; it must hold what was written")
	}
}

func TestLeadWithoutEvidenceHasAnEmptyList(t *testing.T) {
	dir := write(t, Options{}, &screening.Result{Leads: []xunzhi.Lead{{ID: "a"}}})
	if line := string(read(t, dir, LeadsFile)); !strings.Contains(line, `"evidence":[]`) || !strings.Contains(line, `"object":null`) {
		t.Error(line)
	}
}

func TestSummaryHoldsWhatPagesNeed(t *testing.T) {
	res := documenttest.County(40)
	var s Summary
	if err := json.Unmarshal(read(t, write(t, Options{}, res), SummaryFile), &s); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(newSummary(res), s); diff != "" {
		t.Error(diff)
	}
	if s.Leads != 40 || s.AsOf != "2025-06-30" || len(s.Run) != 16 {
		t.Errorf("%+v", s)
	}
}

func TestFingerprintFollowsTheInputsAlone(t *testing.T) {
	a := documenttest.County(3).Manifest
	b := a
	b.Outputs = map[string]string{"x": "y"}
	if Fingerprint(a) != Fingerprint(b) {
		t.Error("outputs change the fingerprint")
	}
	b.Policy += "2"
	if Fingerprint(a) == Fingerprint(b) {
		t.Error("another policy has the same fingerprint")
	}
}

func TestCancelledRunLeavesWhatWasThere(t *testing.T) {
	dir := write(t, Options{}, documenttest.County(5))
	before := read(t, dir, ManifestFile)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	err := Write(ctx, documenttest.County(60), dir, Options{})
	if !errors.Is(err, context.Canceled) {
		t.Fatalf("got %v", err)
	}
	if !bytes.Equal(before, read(t, dir, ManifestFile)) || len(names(t, dir)) != len(outputs) {
		t.Error("a cancelled run changed the directory:", names(t, dir))
	}
}

func TestDirectoryThatCannotBeMadeIsSaid(t *testing.T) {
	file := filepath.Join(t.TempDir(), "x")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	err := Write(t.Context(), documenttest.Empty(), filepath.Join(file, "out"), Options{})
	var e *xunzhi.Error
	if !errors.As(err, &e) || e.Hint == "" || !strings.Contains(e.Message, file) {
		t.Errorf("got %v", err)
	}
}

func TestOthersCannotReadTheOutputs(t *testing.T) {
	dir := write(t, Options{}, documenttest.County(2))
	for _, name := range outputs {
		info, err := os.Stat(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		if runtime.GOOS != "windows" && info.Mode().Perm()&0o077 != 0 {
			t.Errorf("%s: %v", name, info.Mode())
		}
	}
}
