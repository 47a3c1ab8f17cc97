package screening

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"sort"
	"time"

	"xunzhi"
	"xunzhi/internal/engine"
	"xunzhi/internal/intake"
	"xunzhi/internal/lake"
	"xunzhi/internal/rule"
)

// Config is what a run is fixed by, and how it shows its progress.
type Config struct {
	Lake      *lake.Lake
	Catalogue *rule.Catalogue
	Policy    *xunzhi.Policy
	World     engine.World
	Session   engine.Session
	Only      []string                            // rule ids; all when empty
	Progress  func(stage string, done, total int) // may be nil
}

// run is a run in progress.
type run struct {
	Config
	rows     map[string]int // rows by source
	owner    map[string]string
	hits     []*hit
	result   *Result
	entities map[int64]engine.Entity
	evidence map[int64]xunzhi.Evidence
}

// Run executes the rules over the world and gives ranked leads and quality items. A rule that fails is reported as
// failed and does not stop the others; only a cancelled context or a broken lake ends the run.
func Run(ctx context.Context, cfg Config) (*Result, error) {
	r := &run{Config: cfg, rows: map[string]int{}, owner: map[string]string{}, result: &Result{AsOf: cfg.World.AsOf}}
	for _, s := range cfg.World.Sources {
		r.rows[s.ID] = s.Rows
		r.owner[s.ID] = s.Owner
	}
	if err := r.rules(ctx); err != nil {
		return nil, err
	}
	if err := r.lookUp(ctx); err != nil {
		return nil, err
	}
	r.conclude()
	petitions, err := r.petitions(ctx)
	if err != nil {
		return nil, err
	}
	rank(r.result.Leads, cfg.Catalogue, petitions)
	r.result.Villages, err = r.villages(ctx)
	return r.result, err
}

func (r *run) progress(stage string, done, total int) {
	if r.Progress != nil {
		r.Progress(stage, done, total)
	}
}

// rules runs every rule, or says what it misses.
func (r *run) rules(ctx context.Context) error {
	only := map[string]bool{}
	for _, id := range r.Only {
		if _, err := r.Catalogue.Rule(id); err != nil {
			return err
		}
		only[id] = true
	}
	for i, ru := range r.Catalogue.Rules {
		if len(only) > 0 && !only[ru.ID] {
			continue
		}
		r.progress("比对", i, len(r.Catalogue.Rules))
		rr := describe(ru)
		if rr.Missing = r.missing(ru); len(rr.Missing) > 0 {
			rr.Status = NotRun
			r.result.Rules = append(r.result.Rules, rr)
			continue
		}
		start := time.Now()
		hits, err := r.one(ctx, ru)
		if ctx.Err() != nil {
			return xunzhi.Errorf(xunzhi.CodeInvalid, "比对已中断").WithHint("数据湖完好,可随时重新运行").Wrap(ctx.Err())
		}
		rr.Status, rr.Leads, rr.Millis = Ran, len(hits), time.Since(start).Milliseconds()
		if err != nil {
			rr.Status, rr.Error = Failed, err.Error()
		}
		r.hits = append(r.hits, hits...)
		r.result.Rules = append(r.result.Rules, rr)
	}
	r.progress("比对", len(r.Catalogue.Rules), len(r.Catalogue.Rules))
	return nil
}

func (r *run) missing(ru *rule.Rule) []string {
	var missing []string
	for _, id := range ru.Needs {
		if r.rows[id] == 0 {
			missing = append(missing, r.sourceName(id))
		}
	}
	return missing
}

func (r *run) sourceName(id string) string {
	for _, s := range r.World.Sources {
		if s.ID == id {
			return s.Name
		}
	}
	return id
}

func describe(ru *rule.Rule) RuleRun {
	rr := RuleRun{ID: ru.ID, Title: ru.Title, Domain: ru.Domain, Grade: string(ru.Grade), Logic: ru.Logic, Basis: ru.Basis,
		Verify: ru.Verify, Verifier: ru.Verifier}
	for _, fp := range ru.FalsePositives {
		rr.Innocent = append(rr.Innocent, fp.LooksLike)
	}
	return rr
}

// one runs a rule and gives its hits in a fixed order.
func (r *run) one(ctx context.Context, ru *rule.Rule) ([]*hit, error) {
	params, err := ru.Params(r.Policy)
	if err != nil {
		return nil, err
	}
	g := newGatherer(ru)
	q := engine.Query{SQL: ru.SQL, Params: params, Facts: r.Catalogue.FactsOf(ru)}
	if err := r.Session.Query(ctx, q, g.add); err != nil {
		return nil, err
	}
	hits := make([]*hit, 0, len(g.hits))
	for _, h := range g.hits {
		sort.Slice(h.evidence, func(i, j int) bool { return h.evidence[i] < h.evidence[j] })
		hits = append(hits, h)
	}
	return hits, nil
}

// lookUp fetches the names of all entities and the cells of all rows that the hits speak of.
func (r *run) lookUp(ctx context.Context) error {
	entities, rows := map[int64]bool{}, map[int64]bool{}
	for _, h := range r.hits {
		for _, v := range []any{h.subject, h.object} {
			if id, ok := v.(int64); ok {
				entities[id] = true
			}
		}
		for _, id := range h.evidence {
			rows[id] = true
		}
	}
	r.progress("取对象名称", len(entities), 0)
	var err error
	if r.entities, err = r.Session.Entities(ctx, keys(entities)); err != nil {
		return fmt.Errorf("取对象名称: %w", err)
	}
	r.progress("取证据原文", len(rows), 0)
	r.evidence, err = r.fetchEvidence(ctx, keys(rows))
	return err
}

func keys(m map[int64]bool) []int64 {
	ids := make([]int64, 0, len(m))
	for id := range m {
		ids = append(ids, id)
	}
	sort.Slice(ids, func(i, j int) bool { return ids[i] < ids[j] })
	return ids
}

// conclude turns hits into leads and quality items.
func (r *run) conclude() {
	for _, h := range r.hits {
		if h.rule.Domain == rule.Quality {
			r.result.Quality = append(r.result.Quality, r.quality(h))
			continue
		}
		r.result.Leads = append(r.result.Leads, r.lead(h))
	}
	sort.Slice(r.result.Quality, func(i, j int) bool {
		a, b := r.result.Quality[i], r.result.Quality[j]
		if a.Rule != b.Rule {
			return a.Rule < b.Rule
		}
		if c := compareEvidence(a.Evidence, b.Evidence); c != 0 {
			return c < 0
		}
		return a.Explanation < b.Explanation
	})
}

func (r *run) lead(h *hit) xunzhi.Lead {
	l := xunzhi.Lead{Rule: h.rule.ID, Grade: h.rule.Grade, Village: h.village, Confidence: round(h.confidence), Path: h.pathSteps()}
	if h.grade != "" {
		l.Grade = h.grade
	}
	l.Subject = r.named(h.rule.Subject, h.subject, h.subjectName)
	if h.object != nil {
		o := r.named(h.rule.Object, h.object, "")
		l.Object = &o
	}
	if h.hasAmount {
		l.Amount = xunzhi.Yuan(h.amount).String()
	}
	if h.dated {
		l.First, l.Last = h.first.String(), h.last.String()
	}
	l.ID = leadID(&l)
	l.Evidence = r.rowsOf(h)
	l.Explanation = h.explanation(&l)
	weaken(&l)
	return l
}

// leadID is the same in every run for the same rule, subject, village and object.
func leadID(l *xunzhi.Lead) string {
	s := l.Rule + "\x1f" + l.Subject.Kind + "\x1f" + l.Subject.Key + "\x1f" + l.Village
	if l.Object != nil {
		s += "\x1f" + l.Object.Key
	}
	sum := sha256.Sum256([]byte(s))
	return hex.EncodeToString(sum[:10])
}

func (r *run) named(kind string, v any, name string) xunzhi.Subject {
	id, ok := v.(int64)
	if !ok {
		return xunzhi.Subject{Kind: kind, Key: fmt.Sprint(v), Name: name}
	}
	e := r.entities[id]
	if e.Kind != "" && kind != "household" { // a party may be either; linkage knows which it is
		kind = e.Kind
	}
	s := xunzhi.Subject{Kind: kind, Key: e.Number, Name: e.Name}
	if s.Key == "" {
		s.Key = fmt.Sprintf("#%d", id)
	}
	return s
}

// rowsOf gives a hit's evidence: the rows that the hit is about first, then the others, each by file, sheet and row.
func (r *run) rowsOf(h *hit) []xunzhi.Evidence {
	var out []xunzhi.Evidence
	for _, id := range h.evidence {
		if e, ok := r.evidence[id]; ok {
			out = append(out, e)
		}
	}
	main := map[string]bool{}
	for id := range h.mains {
		main[r.evidence[id].Source] = true
	}
	sort.SliceStable(out, func(i, j int) bool {
		if a, b := main[out[i].Source], main[out[j].Source]; a != b {
			return a
		}
		return compareEvidence(out[i:i+1], out[j:j+1]) < 0
	})
	return compact(out)
}

// compact drops repetitions: a wide roster row is several records.
func compact(es []xunzhi.Evidence) []xunzhi.Evidence {
	var out []xunzhi.Evidence
	for i := range es {
		if i == 0 || compareEvidence(es[i-1:i], es[i:i+1]) != 0 {
			out = append(out, es[i])
		}
	}
	return out
}

// compareEvidence orders by the first row's source, file, sheet and row.
func compareEvidence(a, b []xunzhi.Evidence) int {
	if len(a) == 0 || len(b) == 0 {
		return len(a) - len(b)
	}
	x, y := a[0], b[0]
	for _, p := range [][2]string{{x.Source, y.Source}, {x.File, y.File}, {x.Sheet, y.Sheet}} {
		if p[0] != p[1] {
			if p[0] < p[1] {
				return -1
			}
			return 1
		}
	}
	return x.Row - y.Row
}

func (r *run) quality(h *hit) QualityItem {
	q := QualityItem{Rule: h.rule.ID, Title: h.rule.Title, Village: h.village, Evidence: r.rowsOf(h)}
	if len(q.Evidence) > 0 {
		q.Owner = r.owner[q.Evidence[0].Source]
	}
	l := xunzhi.Lead{Subject: r.named(h.rule.Subject, h.subject, h.subjectName)}
	if h.hasAmount {
		l.Amount = xunzhi.Yuan(h.amount).String()
	}
	if h.dated {
		l.First, l.Last = h.first.String(), h.last.String()
	}
	q.Explanation = h.explanation(&l)
	return q
}

// petitions counts the petitions of the last twelve months by village.
func (r *run) petitions(ctx context.Context) (map[string]int64, error) {
	counts := map[string]int64{}
	if r.rows["petition"] == 0 {
		return counts, nil
	}
	q := engine.Query{SQL: "SELECT village, COUNT(*) AS n FROM petition WHERE village IS NOT NULL AND received > add_months(as_of(), -12) AND received <= as_of() GROUP BY village"}
	err := r.Session.Query(ctx, q, func(_ []string, row engine.Row) error {
		counts[row[0].(string)] = row[1].(int64)
		return nil
	})
	return counts, err
}

func (r *run) villages(ctx context.Context) ([]Village, error) {
	var out []Village
	if r.rows["village"] == 0 {
		return nil, nil
	}
	q := engine.Query{SQL: "SELECT code, COALESCE(township, ''), COALESCE(name, '') FROM village WHERE code IS NOT NULL"}
	err := r.Session.Query(ctx, q, func(_ []string, row engine.Row) error {
		v := Village{}
		var ok [3]bool
		v.Code, ok[0] = row[0].(string)
		v.Township, ok[1] = row[1].(string)
		v.Name, ok[2] = row[2].(string)
		if !ok[0] || !ok[1] || !ok[2] {
			return errors.New("村名册的列类型不对")
		}
		out = append(out, v)
		return nil
	})
	sort.Slice(out, func(i, j int) bool {
		if out[i].Code != out[j].Code {
			return out[i].Code < out[j].Code
		}
		return out[i].Name < out[j].Name
	})
	return out, err
}

// WorldOf shows a snapshot to an engine.
func WorldOf(lk *lake.Lake, snap lake.Snapshot, sources []*intake.Source, links map[string]string, asOf xunzhi.Date) (engine.World, error) {
	w := engine.World{AsOf: asOf, Links: links}
	for _, src := range sources {
		es := engine.Source{Source: src}
		for _, id := range snap.Batches {
			b, err := lk.Batch(id)
			if err != nil {
				return w, err
			}
			if b.Source == src.ID && b.Rows > 0 {
				es.Files = append(es.Files, lk.Path(id))
				es.Rows += b.Rows
			}
		}
		w.Sources = append(w.Sources, es)
	}
	return w, nil
}
