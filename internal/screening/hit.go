package screening

import (
	"encoding/json"
	"fmt"
	"sort"
	"strings"

	"xunzhi"
	"xunzhi/internal/engine"
	"xunzhi/internal/rule"
)

// hit gathers the rows of one rule that speak of the same subject, village and object.
type hit struct {
	rule        *rule.Rule
	subject     any // int64 entity or string key
	subjectName string
	village     string
	object      any // nil, int64 or string
	amount      int64
	hasAmount   bool
	mains       map[int64]bool // evidence_1 rows
	counted     map[int64]bool // those whose amount is in the sum
	first, last xunzhi.Date
	dated       bool
	confidence  float64
	grade       xunzhi.Grade
	evidence    []int64
	seen        map[int64]bool
	path        string
	fields      map[string]map[string]bool // other columns' values
}

type hitKey struct {
	subject any
	village string
	object  any
}

// gatherer turns a rule's rows into hits.
type gatherer struct {
	rule *rule.Rule
	hits map[hitKey]*hit
}

func newGatherer(r *rule.Rule) *gatherer { return &gatherer{rule: r, hits: map[hitKey]*hit{}} }

// add takes one row of the rule's result.
func (g *gatherer) add(columns []string, row engine.Row) error {
	at := func(name string) any {
		for i, c := range columns {
			if c == name {
				return row[i]
			}
		}
		return nil
	}
	subject := at("subject")
	if err := g.checkKey("subject", g.rule.Subject, subject); err != nil {
		return err
	}
	object := at("object")
	if g.rule.Object != "" && object != nil {
		if err := g.checkKey("object", g.rule.Object, object); err != nil {
			return err
		}
	}
	village, _ := at("village").(string)
	k := hitKey{subject, village, object}
	h := g.hits[k]
	if h == nil {
		h = &hit{rule: g.rule, subject: subject, village: village, object: object, confidence: 1,
			mains: map[int64]bool{}, counted: map[int64]bool{}, seen: map[int64]bool{}, fields: map[string]map[string]bool{}}
		g.hits[k] = h
	}
	return h.add(columns, row)
}

func (g *gatherer) checkKey(column, kind string, v any) error {
	_, isInt := v.(int64)
	s, isText := v.(string)
	if rule.EntityKind(kind) && !isInt || !rule.EntityKind(kind) && (!isText || s == "") {
		return fmt.Errorf("列 %s 的值 %v 与类型 %s 不符", column, v, kind)
	}
	return nil
}

func (h *hit) add(columns []string, row engine.Row) error {
	var main int64
	for i, c := range columns {
		v := row[i]
		if v == nil {
			continue
		}
		switch {
		case c == "subject", c == "village", c == "object", c == "amount":
		case c == "first_date", c == "last_date":
			if err := h.addDate(c, v); err != nil {
				return err
			}
		case c == "confidence":
			if p, ok := number(v); ok && p < h.confidence {
				h.confidence = p
			}
		case c == "grade":
			if g, _ := v.(string); h.grade == "" || xunzhi.Grade(g).Rank() < h.grade.Rank() {
				h.grade = xunzhi.Grade(g)
			}
		case strings.HasPrefix(c, "evidence_"):
			id, ok := v.(int64)
			if !ok {
				return fmt.Errorf("列 %s 应是行号,却是 %T", c, v)
			}
			if c == "evidence_1" {
				main = id
			}
			if !h.seen[id] {
				h.seen[id] = true
				h.evidence = append(h.evidence, id)
			}
		case c == "subject_name":
			if s := text(v); h.subjectName == "" || s < h.subjectName { // the smallest, so that row order does not matter
				h.subjectName = s
			}
		case c == "path":
			if s := text(v); h.path == "" || len(s) < len(h.path) || len(s) == len(h.path) && s < h.path {
				h.path = s
			}
		default:
			if h.fields[c] == nil {
				h.fields[c] = map[string]bool{}
			}
			h.fields[c][text(v)] = true
		}
	}
	if main == 0 {
		return fmt.Errorf("缺少 evidence_1")
	}
	h.mains[main] = true
	return h.addAmount(columns, row, main)
}

func (h *hit) addDate(column string, v any) error {
	d, ok := v.(xunzhi.Date)
	if !ok {
		return fmt.Errorf("列 %s 应是日期,却是 %T", column, v)
	}
	if !h.dated {
		h.first, h.last, h.dated = d, d, true
	}
	h.first, h.last = min(h.first, d), max(h.last, d)
	return nil
}

// addAmount counts a row's amount once for each row that the hit is about: a death with three origins gives three
// rows with the same amount.
func (h *hit) addAmount(columns []string, row engine.Row, main int64) error {
	for i, c := range columns {
		if c != "amount" || row[i] == nil {
			continue
		}
		fen, ok := fenOf(row[i])
		if !ok {
			return fmt.Errorf("列 amount 的值 %v 不是金额", row[i])
		}
		h.hasAmount = true
		if !h.counted[main] {
			h.counted[main] = true
			h.amount += fen
		}
	}
	return nil
}

func fenOf(v any) (int64, bool) {
	switch v := v.(type) {
	case engine.Decimal:
		n := v.Value
		for s := v.Scale; s > xunzhi.YuanScale; s-- {
			r := n % 10
			n /= 10
			if s == xunzhi.YuanScale+1 && (r >= 5 || r <= -5) {
				n += sign(r)
			}
		}
		for s := v.Scale; s < xunzhi.YuanScale; s++ {
			n *= 10
		}
		return n, true
	case int64:
		return v * 100, true
	}
	return 0, false
}

func sign(n int64) int64 {
	if n < 0 {
		return -1
	}
	return 1
}

func number(v any) (float64, bool) {
	switch v := v.(type) {
	case float64:
		return v, true
	case int64:
		return float64(v), true
	case engine.Decimal:
		p := float64(v.Value)
		for i := 0; i < v.Scale; i++ {
			p /= 10
		}
		return p, true
	}
	return 0, false
}

// text writes a value for people: decimals without needless zeros, days as 2024-01-31.
func text(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case engine.Decimal:
		s := v.String()
		if v.Scale > 2 {
			s = strings.TrimRight(s, "0")
			s = strings.TrimRight(s, ".")
		}
		return s
	case float64:
		return strings.TrimRight(strings.TrimRight(fmt.Sprintf("%.4f", v), "0"), ".")
	case bool:
		if v {
			return "是"
		}
		return "否"
	}
	return fmt.Sprint(v)
}

// explanation fills the rule's template.
func (h *hit) explanation(l *xunzhi.Lead) string {
	var pairs []string
	for _, name := range rule.Placeholders(h.rule.Explanation) {
		pairs = append(pairs, "{"+name+"}", h.placeholder(name, l))
	}
	return strings.NewReplacer(pairs...).Replace(h.rule.Explanation)
}

func (h *hit) placeholder(name string, l *xunzhi.Lead) string {
	switch name {
	case "name":
		return l.Subject.Name
	case "object":
		if l.Object == nil {
			return ""
		}
		if l.Object.Name != "" {
			return l.Object.Name
		}
		return l.Object.Key
	case "first":
		return l.First
	case "last":
		return l.Last
	case "amount":
		return l.Amount
	case "count":
		return fmt.Sprint(len(h.mains))
	}
	return join(h.fields[name])
}

// join gives at most three values in order, and says when there are more.
func join(values map[string]bool) string {
	vs := make([]string, 0, len(values))
	for v := range values {
		vs = append(vs, v)
	}
	sort.Strings(vs)
	if n := len(vs); n > 3 {
		return strings.Join(vs[:3], "、") + fmt.Sprintf("等%d个", n)
	}
	return strings.Join(vs, "、")
}

func (h *hit) pathSteps() []xunzhi.PathStep {
	var steps []xunzhi.PathStep
	if h.path == "" || json.Unmarshal([]byte(h.path), &steps) != nil {
		return nil
	}
	return steps
}
