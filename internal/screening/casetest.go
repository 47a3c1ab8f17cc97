package screening

import (
	"context"
	"fmt"
	"os"
	"slices"
	"sort"
	"strings"

	"xunzhi"
	"xunzhi/internal/engine"
	"xunzhi/internal/intake"
	"xunzhi/internal/lake"
	"xunzhi/internal/linkage"
	"xunzhi/internal/rule"
)

// Opener opens an engine over a world; cases run on any engine.
type Opener func(ctx context.Context, w engine.World) (engine.Session, error)

// TestCase runs one case of a rule through lake, linkage and engine, as files do, and tells what differs from what the
// case expects: nothing when it passes.
func TestCase(ctx context.Context, open Opener, cat *rule.Catalogue, sources []*intake.Source, shipped *xunzhi.Policy, r *rule.Rule, c rule.Case) (faults []string, err error) {
	dir, err := os.MkdirTemp("", "xunzhi-case-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	made := newActors(c)
	lk, ids, err := made.lake(dir, sources)
	if err != nil {
		return nil, err
	}
	snap, err := lk.NewSnapshot(ids)
	if err != nil {
		return nil, err
	}
	links, err := linkage.Resolve(ctx, lk, snap, sources, linkage.Options{})
	if err != nil {
		return nil, err
	}
	asOf, p := xunzhi.ParseDate(c.AsOf)
	if p != xunzhi.ToDay {
		return nil, xunzhi.Errorf(xunzhi.CodeInvalid, "案例「%s」的 as_of「%s」不是日期", c.Name, c.AsOf)
	}
	world, err := WorldOf(lk, snap, sources, links.Files, asOf)
	if err != nil {
		return nil, err
	}
	policy, err := casePolicy(shipped, c)
	if err != nil {
		return nil, err
	}
	session, err := open(ctx, world)
	if err != nil {
		return nil, err
	}
	defer session.Close()
	res, err := Run(ctx, Config{Lake: lk, Catalogue: cat, Policy: policy, World: world, Session: session, Only: []string{r.ID}})
	if err != nil {
		return nil, err
	}
	return made.compare(r, res), nil
}

// casePolicy lays a case's values over the shipped policy, for all time.
func casePolicy(shipped *xunzhi.Policy, c rule.Case) (*xunzhi.Policy, error) {
	var all []xunzhi.PolicyValue
	for _, k := range shipped.Keys() {
		if _, ok := c.Policy[k]; !ok {
			all = append(all, shipped.All(k)...)
		}
	}
	for k, v := range c.Policy {
		texts, pairs, err := rule.Flatten(v)
		if err != nil {
			return nil, err
		}
		all = append(all, xunzhi.PolicyValue{Key: k, Values: texts, Pairs: pairs, From: xunzhi.PolicyStart, To: xunzhi.PolicyEnd})
	}
	return xunzhi.NewPolicy(all)
}

// actors are a case's made-up people and organisations.
type actors struct {
	c       rule.Case
	numbers map[string]string // label → person number or organisation code
}

// newActors gives every label a valid number, from an area code that does not exist. Numbers depend on the labels
// alone, in their order.
func newActors(c rule.Case) *actors {
	a := &actors{c: c, numbers: map[string]string{}}
	labels := make([]string, 0, len(c.People))
	for l := range c.People {
		labels = append(labels, l)
	}
	sort.Strings(labels)
	for i, l := range labels {
		birth, sex, _ := strings.Cut(c.People[l], " ")
		seq := 10 + 2*i
		if strings.TrimSpace(sex) != "女" {
			seq++
		}
		body := "990101" + strings.ReplaceAll(birth, "-", "") + fmt.Sprintf("%03d", seq)
		a.numbers[l] = body + string(xunzhi.IDCheckChar(body))
	}
	for i, o := range c.Orgs {
		body := fmt.Sprintf("91990101MA9%06d", i)
		a.numbers[o] = body + string(xunzhi.USCCCheckChar(body))
	}
	return a
}

// lake loads the case's tables.
func (a *actors) lake(dir string, sources []*intake.Source) (*lake.Lake, []string, error) {
	lk, err := lake.Open(dir)
	if err != nil {
		return nil, nil, err
	}
	var ids []string
	for name := range a.c.Given {
		if !slices.ContainsFunc(sources, func(s *intake.Source) bool { return s.ID == name }) {
			return nil, nil, xunzhi.Errorf(xunzhi.CodeInvalid, "案例「%s」给了不存在的数据源「%s」", a.c.Name, name)
		}
	}
	for _, src := range sources {
		rows := a.c.Given[src.ID]
		if len(rows) == 0 {
			continue
		}
		id, err := a.batch(lk, src, rows)
		if err != nil {
			return nil, nil, fmt.Errorf("案例「%s」的 %s: %w", a.c.Name, src.ID, err)
		}
		ids = append(ids, id)
	}
	return lk, ids, nil
}

func (a *actors) batch(lk *lake.Lake, src *intake.Source, rows []map[string]any) (string, error) {
	b := intake.Batch{ID: fmt.Sprintf("%064x", []byte(src.ID)), Source: src.ID, File: src.ID + ".csv", SHA256: fmt.Sprintf("%064x", []byte(src.ID)),
		Sheets: []intake.BatchSheet{{Headers: []string{"行"}, Rows: len(rows)}}, Rows: len(rows)}
	w, err := lk.Begin(src, b)
	if err != nil {
		return "", err
	}
	rec := intake.Record{Values: make([]intake.Value, len(src.Fields))}
	for i, row := range rows {
		rec.Row, rec.Raw = i+2, fmt.Sprint(i+2)
		if err := a.fill(src, &rec, row); err != nil {
			w.Abort()
			return "", err
		}
		if err := w.Append(&rec); err != nil {
			w.Abort()
			return "", err
		}
	}
	return b.ID, w.Commit(b)
}

func (a *actors) fill(src *intake.Source, rec *intake.Record, row map[string]any) error {
	clear(rec.Values)
	for k := range row {
		if src.Field(k) == nil {
			return xunzhi.Errorf(xunzhi.CodeInvalid, "没有字段「%s」", k)
		}
	}
	for i, f := range src.Fields {
		v, ok := row[f.ID]
		if !ok || v == nil {
			continue
		}
		s := yamlText(v)
		if n, ok := a.numbers[s]; ok && (f.Type == intake.ID || f.Type == intake.USCC || f.Type == intake.Party) {
			s = n
		}
		if rec.Values[i], ok = caseValue(f, s); !ok {
			return xunzhi.Errorf(xunzhi.CodeInvalid, "字段 %s 的值「%s」读不懂", f.ID, s)
		}
	}
	return nil
}

func yamlText(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case bool:
		if v {
			return "是"
		}
		return "否"
	case interface{ Format(string) string }: // YAML turns 2025-05-01 into a time
		return v.Format("2006-01-02")
	}
	return fmt.Sprint(v)
}

// compare holds a run's leads, or quality items, against what the case expects.
func (a *actors) compare(r *rule.Rule, res *Result) []string {
	for _, rr := range res.Rules {
		if rr.Status == Failed {
			return []string{"规则执行失败:" + rr.Error}
		}
		if rr.Status == NotRun {
			return []string{"规则没有运行,缺少:" + strings.Join(rr.Missing, "、")}
		}
	}
	var got []map[string]string
	for _, l := range res.Leads {
		got = append(got, shownLead(l))
	}
	for _, q := range res.Quality {
		got = append(got, map[string]string{"village": q.Village, "rows": fmt.Sprint(len(q.Evidence)), "explains": q.Explanation})
	}
	var faults []string
	used := make([]bool, len(got))
	for _, want := range a.c.Expect {
		i := slices.IndexFunc(got, func(g map[string]string) bool { return a.matches(want, g) })
		for i >= 0 && used[i] {
			j := slices.IndexFunc(got[i+1:], func(g map[string]string) bool { return a.matches(want, g) })
			if j < 0 {
				i = -1
			} else {
				i += 1 + j
			}
		}
		if i < 0 {
			faults = append(faults, fmt.Sprintf("缺少预期的结果 %v", want))
			continue
		}
		used[i] = true
	}
	for i, g := range got {
		if !used[i] {
			faults = append(faults, fmt.Sprintf("多出的结果 %v", g))
		}
	}
	return faults
}

func shownLead(l xunzhi.Lead) map[string]string {
	m := map[string]string{"subject": l.Subject.Key, "village": l.Village, "grade": string(l.Grade), "amount": l.Amount, "first": l.First,
		"last": l.Last, "rows": fmt.Sprint(len(l.Evidence)), "confidence": fmt.Sprint(l.Confidence), "explains": l.Explanation, "object": "", "name": l.Subject.Name}
	if l.Object != nil {
		m["object"] = l.Object.Key
	}
	return m
}

func (a *actors) matches(want map[string]any, got map[string]string) bool {
	for k, v := range want {
		s := yamlText(v)
		if v == nil {
			s = ""
		}
		if n, ok := a.numbers[s]; ok && (k == "subject" || k == "object") {
			s = n
		}
		if g, ok := got[k]; k == "explains" && !strings.Contains(g, s) || k != "explains" && ok && g != s {
			return false
		}
	}
	return true
}
