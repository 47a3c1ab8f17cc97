package synth

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"xunzhi"
)

func generate(t *testing.T, cfg Config) (*Summary, string) {
	t.Helper()
	cfg.Dir = filepath.Join(t.TempDir(), "county")
	s, err := Generate(context.Background(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	return s, cfg.Dir
}

// hashes gives the SHA-256 of every file under the directories.
func hashes(t *testing.T, dirs ...string) map[string]string {
	t.Helper()
	out := map[string]string{}
	for _, dir := range dirs {
		err := filepath.WalkDir(dir, func(p string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			b, err := os.ReadFile(p)
			rel, _ := filepath.Rel(dir, p)
			out[rel] = fmt.Sprintf("%x", sha256.Sum256(b))
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return out
}

func TestSameBytes(t *testing.T) {
	cfg := Config{Villages: 6, People: 1500, Months: 8, Seed: 5, LayoutSeed: 9}
	_, a := generate(t, cfg)
	old := runtime.GOMAXPROCS(1)
	_, b := generate(t, cfg)
	runtime.GOMAXPROCS(7)
	_, c := generate(t, cfg)
	runtime.GOMAXPROCS(old)
	want := hashes(t, a, a+"-truth")
	if diff := cmp.Diff(want, hashes(t, b, b+"-truth")); diff != "" {
		t.Errorf("one processor gives other bytes:\n%s", diff)
	}
	if diff := cmp.Diff(want, hashes(t, c, c+"-truth")); diff != "" {
		t.Errorf("seven processors give other bytes:\n%s", diff)
	}
}

// TestLayoutsDiffer: another layout seed writes the same county down in other files.
func TestLayoutsDiffer(t *testing.T) {
	a, da := generate(t, Config{Villages: 4, People: 800, Months: 4, Seed: 5, LayoutSeed: 1})
	b, db := generate(t, Config{Villages: 4, People: 800, Months: 4, Seed: 5, LayoutSeed: 2})
	subjects := func(s *Summary) map[string]int {
		m := map[string]int{}
		for _, c := range readLines[Case](t, s.Truth) {
			if c.SubjectKind != "row" {
				m[c.Rule+c.Subject+fmt.Sprint(c.Decoy)]++
			}
		}
		return m
	}
	if diff := cmp.Diff(subjects(a), subjects(b)); diff != "" {
		t.Errorf("the planted cases depend on the layout:\n%s", diff)
	}
	same := 0
	hb := hashes(t, db)
	for f, h := range hashes(t, da) {
		same += bit(hb[f] == h)
	}
	if same > 1 {
		t.Errorf("%d files are the same in both layouts", same)
	}
}

// TestTruthRows: every line of the truth names a row that exists and speaks of its subject, whatever the format.
func TestTruthRows(t *testing.T) {
	for layout := uint64(1); layout <= 4; layout++ {
		s, dir := generate(t, Config{Villages: 12, People: 2600, Months: 7, Seed: 3, LayoutSeed: layout})
		l := &library{t: t, dir: dir, files: map[string]map[string][][]string{}}
		cases := readLines[Case](t, s.Truth)
		if len(cases) != s.Cases+s.Decoys {
			t.Errorf("summary counts %d lines, the file has %d", s.Cases+s.Decoys, len(cases))
		}
		for _, c := range cases {
			if c.File == "" {
				t.Errorf("%s %s: no row", c.Rule, c.Subject)
				continue
			}
			row := strings.Join(l.row(c.File, c.Sheet, c.Row), "|")
			if !speaksOf(row, c) {
				t.Errorf("layout %d: %s %s %s: %s %s row %d does not speak of it: %s", layout, c.Rule, c.Subject, c.Name, c.File, c.Sheet, c.Row, row)
			}
		}
		for _, p := range readLines[Identity](t, s.PeopleTruth) {
			if row := strings.Join(l.row(p.File, p.Sheet, p.Row), "|"); !strings.Contains(row, p.Written) {
				t.Errorf("layout %d: %s %s row %d does not hold %s: %s", layout, p.File, p.Sheet, p.Row, p.Written, row)
			}
		}
	}
}

func speaksOf(row string, c Case) bool {
	switch c.SubjectKind {
	case "village":
		return row != ""
	case "row":
		return row != ""
	case "voucher":
		_, no, _ := strings.Cut(c.Subject, "/")
		return strings.Contains(row, no)
	}
	return strings.Contains(row, c.Subject) || c.Name != "" && strings.Contains(row, c.Name) || channel(c.Channel) == homophone || channel(c.Channel) == variant
}

// TestEveryRulePlanted: a county of twenty villages has three true cases at least of every rule that is planted.
func TestEveryRulePlanted(t *testing.T) {
	s, _ := generate(t, Config{Villages: 20, People: 7000, Months: 30, Seed: 8})
	for _, rule := range strings.Fields(`relief-after-death relief-payroll relief-cadre-kin relief-vehicle relief-property relief-company relief-employment relief-pension relief-double
relief-prison relief-housed-move relief-missing pension-after-death pension-double pension-prison disability-after-death disability-relief-double oldage-underage oldage-after-death
account-many-payees post-after-death post-prison post-employed post-payroll post-cadre-kin post-many post-overage cadre-convicted contract-overdue contract-expired contract-term
contract-underpriced contract-related contract-employer contract-no-vote contract-no-contract contract-double contract-split contract-backdated contract-prepaid contract-shrunk
contract-monopoly project-split bid-related bid-deposit bid-pattern bid-rotation contractor-related project-overrun project-order contractor-shell project-duplicate
id-invalid id-corrupted id-shared sex-mismatch birth-mismatch village-unresolved duplicate-row amount-arithmetic balance-broken uscc-invalid`) {
		if n := s.CasesByRule[rule]; n[0] < 3 {
			t.Errorf("%s has %d true cases", rule, n[0])
		}
	}
}

func TestSmallCounty(t *testing.T) {
	s, _ := generate(t, Config{Villages: 2, People: 500, Months: 12, Seed: 1})
	if s.Cases < 30 || s.Rows < 3000 {
		t.Errorf("a county of two villages has %d cases in %d rows", s.Cases, s.Rows)
	}
	generate(t, Config{Villages: 1, People: 20, Months: 2, Seed: 1})
}

// TestNumbersValid: every person has a number of one's own, valid, of an area that does not exist.
func TestNumbersValid(t *testing.T) {
	cfg := Config{Villages: 30, People: 20000, Seed: 2, Dir: "unused"}
	cfg.defaults()
	w := newWorld(cfg)
	w.build()
	seen := map[string]bool{}
	for i := uint32(1); i < uint32(len(w.people)); i++ {
		id := w.id(i)
		got, _, state := xunzhi.ParseIDNumber(id)
		if state != xunzhi.IDOK || !strings.HasPrefix(id, "99") || seen[id] {
			t.Fatalf("%s: state %s, seen %v", id, state, seen[id])
		}
		if got.Sex() != w.sex(i) || got.Birth() != xunzhi.Date(w.people[i].birth) {
			t.Fatalf("%s: %s %s", id, w.sex(i), xunzhi.Date(w.people[i].birth))
		}
		seen[id] = true
	}
	for _, c := range w.companies {
		if _, _, st := xunzhi.ParseUSCC(c.uscc); st != xunzhi.USCCOK {
			t.Fatalf("%s: %s", c.uscc, st)
		}
	}
}

// TestSpoilt: the channels leave what they are named for.
func TestSpoilt(t *testing.T) {
	want := map[channel][]xunzhi.IDState{typo: {xunzhi.IDCheck, xunzhi.IDDate}, swap: {xunzhi.IDCheck, xunzhi.IDDate}, masked: {xunzhi.IDMasked}, lost: {xunzhi.IDLost},
		fifteen: {xunzhi.ID15}, fullWidth: {xunzhi.IDOK}, spaced: {xunzhi.IDOK}, apostrophe: {xunzhi.IDOK}}
	r := &rng{1}
	id := "99010119750312451"
	id += string(xunzhi.IDCheckChar(id))
	for ch, states := range want {
		for range 500 {
			s, ok := spoil(r, ch, id)
			_, _, got := xunzhi.ParseIDNumber(s)
			if !ok || got != states[0] && got != states[len(states)-1] {
				t.Fatalf("%s gives %q: %s", ch, s, got)
			}
		}
	}
}

// TestBooksBalance: every voucher's sides agree and every statement chains, but for what was planted.
func TestBooksBalance(t *testing.T) {
	c := collect(t, Config{Villages: 12, People: 4000, Seed: 6})
	planted := map[string]bool{}
	for _, k := range c.w.cases {
		if k.Rule == "balance-broken" {
			planted[k.Subject] = true
		}
	}
	diff, balance, seen := map[string]int64{}, map[string]int64{}, 0
	for _, f := range c.facts["voucher"] {
		diff[c.w.villageCode(int(f["village"].i))+"/"+f["voucher_no"].s] += f["debit"].i - f["credit"].i
	}
	for k, d := range diff {
		seen += bit(d != 0)
		if d != 0 && !planted[k] {
			t.Errorf("voucher %s is off by %d", k, d)
		}
	}
	jumps := 0
	for v := range c.w.villages { // year by year, as a clerk would lay the statements one on the other
		for _, f := range c.facts["bank"] {
			if int(f["village"].i) != v {
				continue
			}
			a, n := f["account"].s, f["amount"].i
			if f["direction"].s == "支出" {
				n = -n
			}
			if old, ok := balance[a]; ok && old+n != f["balance"].i {
				jumps++
				if !planted[a] {
					t.Errorf("statement %s jumps on %s", a, f.day("time"))
				}
			}
			balance[a] = f["balance"].i
		}
	}
	if seen == 0 || jumps == 0 {
		t.Errorf("%d vouchers off, %d jumps: the planted ones are missing", seen, jumps)
	}
}

func TestBadConfig(t *testing.T) {
	full := t.TempDir()
	if err := os.WriteFile(filepath.Join(full, "x"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for name, cfg := range map[string]Config{
		"villages": {Villages: 0, People: 100, Dir: "x"}, "people": {Villages: 10, People: 50, Dir: "x"}, "dir": {Villages: 1, People: 100},
		"months": {Villages: 1, People: 100, Months: 99, Dir: "x"}, "full": {Villages: 1, People: 100, Dir: full},
	} {
		_, err := Generate(context.Background(), cfg)
		var e *xunzhi.Error
		if !errors.As(err, &e) || e.Hint == "" {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestCancel(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cfg := Config{Villages: 10, People: 3000, Seed: 1, Dir: filepath.Join(t.TempDir(), "c")}
	cfg.Progress = func(p Progress) {
		if p.Files == 3 {
			cancel()
		}
	}
	if _, err := Generate(ctx, cfg); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

// TestPersonIsSmall: memory for a million people rests on this.
func TestPersonIsSmall(t *testing.T) {
	c := collect(t, Config{Villages: 3, People: 900, Months: 3, Seed: 4})
	if n := cap(c.w.people); n > 900*2+2000 {
		t.Errorf("room for %d people", n)
	}
	if got := personSize; got > 40 {
		t.Errorf("a person takes %d bytes", got)
	}
}

// TestRowsTarget: the target sets the months so that the rows come near.
func TestRowsTarget(t *testing.T) {
	s, _ := generate(t, Config{Villages: 30, People: 8000, Rows: 100_000, Seed: 1})
	if s.Rows < 70_000 || s.Rows > 150_000 {
		t.Errorf("asked for 100,000 rows, got %d in %d months", s.Rows, s.Months)
	}
}
