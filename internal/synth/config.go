package synth

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"xunzhi"
)

// Config says what county to make. The zero value of every field but Villages, People and Dir has a default.
type Config struct {
	Villages   int         // 1–2,000
	People     int         // residents, at least 100 a village's worth of families; up to 5,000,000
	Months     int         // months of payments that end with AsOf's month; default 30
	Seed       uint64      // what is in the county
	LayoutSeed uint64      // what the files look like; 0 takes Seed
	Rows       int         // target number of rows; sets Months (6–72) where People is given
	Cases      int         // planted true cases for each rule; 0 scales with the number of villages
	AsOf       xunzhi.Date // last day of the data; default 2025-06-30
	Dir        string      // where the departments' files go; must be empty or absent
	Truth      string      // directory for truth.ndjson and people.ndjson; default Dir + "-truth"
	Progress   func(Progress)
}

// Progress is how far generating has come.
type Progress struct {
	Files, OfFiles int
	Rows           int
	File           string // the file that was finished last
}

// Summary tells what was made.
type Summary struct {
	Villages, Townships, People, Households int
	Months                                  int
	AsOf                                    string
	Files, Rows                             int
	RowsBySource                            map[string]int
	Cases, Decoys                           int // lines of truth.ndjson
	CasesByRule                             map[string][2]int
	Spoilt                                  int // lines of people.ndjson
	Truth, PeopleTruth                      string
}

// Limits of a county.
const (
	maxVillages   = 2000
	maxPeople     = 5_000_000
	defaultMonths = 30
)

func (c *Config) check() error {
	switch {
	case c.Villages < 1 || c.Villages > maxVillages:
		return xunzhi.Errorf(xunzhi.CodeUsage, "村数 %d 不在 1 至 %d 之间", c.Villages, maxVillages).WithHint("用 --villages 给出村(社区)数,如 588")
	case c.People < c.Villages*20 || c.People > maxPeople:
		return xunzhi.Errorf(xunzhi.CodeUsage, "人口 %d 不在 %d(每村至少20人)至 %d 之间", c.People, c.Villages*20, maxPeople).WithHint("用 --people 给出人口数,如 200000")
	case c.Dir == "":
		return xunzhi.Errorf(xunzhi.CodeUsage, "没有给出存放文件的目录").WithHint("用 -o 给出一个空目录")
	case c.Months < 0 || c.Months > 72:
		return xunzhi.Errorf(xunzhi.CodeUsage, "月数 %d 不在 1 至 72 之间", c.Months).WithHint("缺省为 30 个月")
	}
	if es, err := os.ReadDir(c.Dir); err == nil && len(es) > 0 {
		return xunzhi.Errorf(xunzhi.CodeConflict, "目录 %s 不是空的", c.Dir).WithHint("换一个目录,或先把里面的文件移走:生成的文件不会和别的混在一起")
	}
	return nil
}

func (c *Config) defaults() {
	if c.AsOf == 0 {
		c.AsOf = xunzhi.DateOf(2025, 6, 30)
	}
	if c.LayoutSeed == 0 {
		c.LayoutSeed = c.Seed
	}
	if c.Months == 0 {
		c.Months = defaultMonths
	}
	if c.Rows > 0 {
		c.Months = monthsFor(c.Rows, c.People, c.Villages)
	}
	if c.Truth == "" {
		c.Truth = filepath.Clean(c.Dir) + "-truth"
	}
}

// monthsFor gives the months that bring the county's rows near the target. The factors are measured: see DESIGN.md.
func monthsFor(rows, people, villages int) int {
	fixed := people*2 + villages*60
	each := people*273/1000 + villages*20
	return min(72, max(6, (rows-fixed)/max(each, 1)))
}

// Generate makes the county and writes its files, truth.ndjson and people.ndjson. The files' bytes depend on the
// configuration alone. A cancelled ctx leaves unfinished files behind.
func Generate(ctx context.Context, cfg Config) (*Summary, error) {
	if err := cfg.check(); err != nil {
		return nil, err
	}
	cfg.defaults()
	w := newWorld(cfg)
	w.build()
	for _, d := range []string{cfg.Dir, cfg.Truth} {
		if err := os.MkdirAll(d, 0o755); err != nil {
			return nil, fmt.Errorf("make directory: %w", err)
		}
	}
	plans := w.plans()
	w.planTotals(plans)
	out, err := w.writeAll(ctx, plans)
	if err != nil {
		return nil, err
	}
	return w.finish(plans, out)
}

// finish writes the truth and sums up.
func (w *world) finish(plans []filePlan, out []written) (*Summary, error) {
	s := &Summary{Villages: len(w.villages), Townships: len(w.towns), People: w.nResidents - 1, Households: len(w.households) - 1, Months: w.cfg.Months,
		AsOf: w.asOf.String(), Files: len(plans), RowsBySource: map[string]int{}, CasesByRule: map[string][2]int{},
		Truth: filepath.Join(w.cfg.Truth, "truth.ndjson"), PeopleTruth: filepath.Join(w.cfg.Truth, "people.ndjson")}
	var ids []Identity
	for i, o := range out {
		s.Rows += o.rows
		s.RowsBySource[plans[i].s.id] += o.rows
		ids = append(ids, o.identities...)
	}
	sortIdentities(ids)
	cases := append(w.cases, numberItems(ids)...)
	sortCases(cases)
	s.Spoilt = len(ids)
	for _, c := range cases {
		n := s.CasesByRule[c.Rule]
		n[bit(c.Decoy)]++
		s.CasesByRule[c.Rule] = n
		s.Cases += bit(!c.Decoy)
		s.Decoys += bit(c.Decoy)
	}
	if err := writeLines(s.PeopleTruth, ids); err != nil {
		return nil, err
	}
	return s, writeLines(s.Truth, cases)
}

// numberItems are the data-quality items that follow from numbers spoilt in planted and other rows.
func numberItems(ids []Identity) []*Case {
	var out []*Case
	asked := map[string]bool{}
	for _, id := range ids {
		rule, optional := "", false
		switch channel(id.Channel) {
		case homophone: // one number and two spellings: a reader may or may not ask, once
			if asked[id.Number] {
				continue
			}
			asked[id.Number] = true
			rule, optional = "id-shared", true
		case typo, swap:
			rule = "id-invalid"
		case masked, lost:
			rule = "id-corrupted"
		default:
			continue
		}
		out = append(out, &Case{Rule: rule, SubjectKind: "row", Subject: id.Written, Name: id.Name, Channel: id.Channel, Optional: optional, Why: "证件号码或姓名填写有误", File: id.File, Sheet: id.Sheet, Row: id.Row})
	}
	return out
}
