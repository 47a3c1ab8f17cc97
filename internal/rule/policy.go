package rule

import (
	"bytes"
	"fmt"
	"io/fs"
	"strconv"
	"time"

	"go.yaml.in/yaml/v3"

	"xunzhi"
	"xunzhi/internal/engine"
)

type policyEntry struct {
	Key    string `yaml:"key"`
	Value  any    `yaml:"value"`
	Unit   string `yaml:"unit"`
	From   string `yaml:"valid_from"`
	To     string `yaml:"valid_to"`
	Clause string `yaml:"clause"`
}

// LoadPolicy reads every *.yml of the given folders. A later folder's entries replace all entries that an earlier one
// has for the same key: a county's table over the shipped one.
func LoadPolicy(folders ...fs.FS) (*xunzhi.Policy, error) {
	byKey := map[string][]xunzhi.PolicyValue{}
	for _, folder := range folders {
		layer, err := readPolicy(folder)
		if err != nil {
			return nil, err
		}
		for k, v := range layer {
			byKey[k] = v
		}
	}
	var all []xunzhi.PolicyValue
	for _, v := range byKey {
		all = append(all, v...)
	}
	return xunzhi.NewPolicy(all)
}

func readPolicy(folder fs.FS) (map[string][]xunzhi.PolicyValue, error) {
	files, err := fs.Glob(folder, "*.yml")
	if err != nil {
		return nil, err
	}
	layer := map[string][]xunzhi.PolicyValue{}
	for _, f := range files {
		b, err := fs.ReadFile(folder, f)
		if err != nil {
			return nil, err
		}
		var entries []policyEntry
		dec := yaml.NewDecoder(bytes.NewReader(b))
		dec.KnownFields(true)
		if err := dec.Decode(&entries); err != nil {
			return nil, xunzhi.Errorf(xunzhi.CodeInvalid, "政策文件 %s 读不懂", f).WithHint("每条应有 key、value、unit、valid_from、valid_to、clause").Wrap(err)
		}
		for _, e := range entries {
			v, err := e.value()
			if err != nil {
				return nil, xunzhi.Errorf(xunzhi.CodeInvalid, "政策文件 %s 的「%s」:%v", f, e.Key, err)
			}
			layer[e.Key] = append(layer[e.Key], v)
		}
	}
	return layer, nil
}

func (e policyEntry) value() (xunzhi.PolicyValue, error) {
	v := xunzhi.PolicyValue{Key: e.Key, Unit: e.Unit, Clause: e.Clause, From: xunzhi.PolicyStart, To: xunzhi.PolicyEnd}
	for _, d := range []struct {
		text string
		to   *xunzhi.Date
	}{{e.From, &v.From}, {e.To, &v.To}} {
		if d.text == "" {
			continue
		}
		t, err := time.Parse("2006-01-02", d.text)
		if err != nil {
			return v, fmt.Errorf("日期「%s」应写成 2024-01-31", d.text)
		}
		*d.to = xunzhi.Date(t.Unix() / 86400)
	}
	var err error
	v.Values, v.Pairs, err = Flatten(e.Value)
	return v, err
}

// Flatten turns a YAML value into texts or pairs of texts.
func Flatten(value any) (texts []string, pairs [][2]string, err error) {
	list, ok := value.([]any)
	if !ok {
		t, err := scalar(value)
		return []string{t}, nil, err
	}
	for _, item := range list {
		pair, ok := item.([]any)
		if !ok {
			t, err := scalar(item)
			if err != nil {
				return nil, nil, err
			}
			texts = append(texts, t)
			continue
		}
		if len(pair) != 2 {
			return nil, nil, fmt.Errorf("一对应有两个值,这里有 %d 个", len(pair))
		}
		a, err := scalar(pair[0])
		if err != nil {
			return nil, nil, err
		}
		b, err := scalar(pair[1])
		if err != nil {
			return nil, nil, err
		}
		pairs = append(pairs, [2]string{a, b})
	}
	return texts, pairs, nil
}

func scalar(v any) (string, error) {
	switch v := v.(type) {
	case string:
		return v, nil
	case int:
		return strconv.Itoa(v), nil
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64), nil
	case bool:
		return strconv.FormatBool(v), nil
	}
	return "", fmt.Errorf("值「%v」不是文字、数字或清单", v)
}

// values checks a value against a parameter's type.
func values(typ string, value any) ([]string, [][2]string, error) {
	texts, pairs, err := Flatten(value)
	if err != nil {
		return nil, nil, err
	}
	return texts, pairs, fits(typ, texts, pairs)
}

func fits(typ string, texts []string, pairs [][2]string) error {
	switch typ {
	case "pairs":
		if len(texts) > 0 {
			return fmt.Errorf("应为成对的清单")
		}
		return nil
	case "list":
		if len(pairs) > 0 {
			return fmt.Errorf("应为清单")
		}
		return nil
	}
	if len(texts) != 1 || len(pairs) > 0 {
		return fmt.Errorf("应为一个值")
	}
	switch typ {
	case "int":
		if _, err := strconv.ParseInt(texts[0], 10, 64); err != nil {
			return fmt.Errorf("「%s」不是整数", texts[0])
		}
	case "decimal":
		if _, ok := xunzhi.ParseDecimal(texts[0], 4); !ok {
			return fmt.Errorf("「%s」不是数", texts[0])
		}
	}
	return nil
}

// Params gives the tables param_<name> of a rule: from the policy where it knows the key, else the default. Days that
// the policy leaves open get the default, so that a rule never loses rows for want of a value.
func (r *Rule) Params(policy *xunzhi.Policy) ([]engine.Param, error) {
	params := make([]engine.Param, 0, len(r.Parameters))
	for _, p := range r.Parameters {
		param, err := p.resolve(policy)
		if err != nil {
			return nil, xunzhi.Errorf(xunzhi.CodeInvalid, "规则「%s」的参数「%s」(政策参数 %s):%v", r.ID, p.Name, p.Policy, err)
		}
		params = append(params, param)
	}
	return params, nil
}

func (p Parameter) resolve(policy *xunzhi.Policy) (engine.Param, error) {
	out := engine.Param{Name: p.Name, Type: p.Type}
	defTexts, defPairs, err := values(p.Type, p.Default)
	if err != nil {
		return out, err
	}
	add := func(texts []string, pairs [][2]string, from, to xunzhi.Date) {
		if from > to {
			return
		}
		for _, t := range texts {
			out.Rows = append(out.Rows, engine.ParamRow{A: t, From: from, To: to})
		}
		for _, q := range pairs {
			out.Rows = append(out.Rows, engine.ParamRow{A: q[0], B: q[1], From: from, To: to})
		}
	}
	next := xunzhi.PolicyStart
	if p.Policy != "" {
		for _, e := range policy.All(p.Policy) {
			if err := fits(p.Type, e.Values, e.Pairs); err != nil {
				return out, err
			}
			add(defTexts, defPairs, next, e.From-1)
			add(e.Values, e.Pairs, e.From, e.To)
			next = e.To + 1
		}
	}
	add(defTexts, defPairs, next, xunzhi.PolicyEnd)
	return out, nil
}
