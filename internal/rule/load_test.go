package rule_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"xunzhi"
	"xunzhi/internal/rule"
)

const goodYML = `id: dead-paid
title: 死后领钱
domain: A
grade: red
needs: [relief, death]
subject: person
parameters:
  - {name: grace, type: int, default: 1, unit: 月, policy: relief.grace, about: 宽限}
logic: 发放月晚于死亡月加宽限
explanation: "{name}{death_date}死亡"
basis: 办法第十三条
false_positives: [{looks_like: 登记滞后, avoided_by: 宽限}]
verify: [到户]
verifier: 民政局
prior: {true: 6, false: 4}
`

var readme = &fstest.MapFile{Data: []byte(strings.Repeat("方法、例子、为什么重要、排除、假定。", 20))}

func folder(yml, sql string) fstest.MapFS {
	return fstest.MapFS{
		"a-relief/dead-paid/rule.yml":  {Data: []byte(yml)},
		"a-relief/dead-paid/rule.sql":  {Data: []byte(sql)},
		"a-relief/dead-paid/README.md": readme,
		"fact/base.sql":                {Data: []byte("-- base\nSELECT person FROM relief")},
		"fact/upper.sql":               {Data: []byte("SELECT person FROM base")},
	}
}

func TestLoadFindsFactsInOrder(t *testing.T) {
	cat, err := rule.Load(folder(goodYML, "SELECT u.person FROM upper u JOIN death d ON d.person = u.person JOIN param_grace g ON true"), []string{"relief", "death"})
	if err != nil {
		t.Fatal(err)
	}
	r := cat.Rules[0]
	if got := strings.Join(r.Facts, " "); got != "base upper" {
		t.Errorf("facts %q: upper reads base, so base must be made first", got)
	}
	if got := strings.Join(r.Reads, " "); got != "death relief" {
		t.Errorf("reads %q", got)
	}
}

func TestLoadRefuses(t *testing.T) {
	ok := "SELECT person FROM relief"
	for _, tt := range []struct{ name, yml, sql, want string }{
		{"dialect", goodYML, "SELECT person FROM relief QUALIFY 1", "QUALIFY"},
		{"cast", goodYML, "SELECT person::BIGINT FROM relief", "CAST"},
		{"clock", goodYML, "SELECT current_date FROM relief", "as_of"},
		{"unknown parameter", goodYML, ok + " JOIN param_limit l ON true", "param_limit"},
		{"undeclared source", goodYML, "SELECT person FROM payroll", "payroll"},
		{"id is not the folder", strings.Replace(goodYML, "id: dead-paid", "id: dead", 1), ok, "文件夹"},
		{"unknown key", goodYML + "severity: high\n", ok, "severity"},
		{"unknown source", strings.Replace(goodYML, "[relief, death]", "[relief, deaths]", 1), ok, "deaths"},
		{"no innocent reading", strings.Replace(goodYML, "false_positives: [{looks_like: 登记滞后, avoided_by: 宽限}]\n", "", 1), ok, "false_positives"},
		{"a shape that DuckDB 1.5 gets wrong", goodYML, ok + " r WHERE NOT EXISTS (SELECT 1 FROM death d WHERE d.person = r.person AND d.death_date < r.month AND d._id <> r._id)", "EXISTS"},
		{"the same in two steps", goodYML, ok + " r WHERE NOT EXISTS (SELECT 1 FROM death d WHERE d.person = r.person AND d._id <> r._id) AND r.month > r.start", ""},
		{"a word in a comment is no dialect", goodYML, ok + " -- not QUALIFY, not now()", ""},
		{"a word in a text is no dialect", goodYML, ok + " WHERE category = 'list'", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := rule.Load(folder(tt.yml, tt.sql), []string{"relief", "death", "payroll"})
			if tt.want == "" && err != nil {
				t.Fatal(err)
			}
			if tt.want != "" && (err == nil || !strings.Contains(err.Error(), tt.want)) {
				t.Fatalf("got %v, want a fault that says %q", err, tt.want)
			}
		})
	}
}

func TestParamsFillDaysThatThePolicyLeavesOpen(t *testing.T) {
	cat, err := rule.Load(folder(goodYML, "SELECT person FROM relief"), []string{"relief", "death"})
	if err != nil {
		t.Fatal(err)
	}
	county := fstest.MapFS{"x.yml": {Data: []byte("- {key: relief.grace, value: 3, unit: 月, valid_from: 2024-01-01, valid_to: 2024-12-31, clause: 县文件}")}}
	policy, err := rule.LoadPolicy(county)
	if err != nil {
		t.Fatal(err)
	}
	params, err := cat.Rules[0].Params(policy)
	if err != nil {
		t.Fatal(err)
	}
	at := func(d xunzhi.Date) (got []string) {
		for _, row := range params[0].Rows {
			if row.From <= d && d <= row.To {
				got = append(got, row.A)
			}
		}
		return got
	}
	for _, tt := range []struct {
		day  xunzhi.Date
		want string
	}{{xunzhi.DateOf(2023, 12, 31), "1"}, {xunzhi.DateOf(2024, 1, 1), "3"}, {xunzhi.DateOf(2024, 12, 31), "3"}, {xunzhi.DateOf(2025, 1, 1), "1"}} {
		if got := at(tt.day); len(got) != 1 || got[0] != tt.want {
			t.Errorf("%s: %v, want exactly %s", tt.day, got, tt.want)
		}
	}
}

func TestLoadPolicyRefusesTwoValuesOnOneDay(t *testing.T) {
	f := fstest.MapFS{"x.yml": {Data: []byte("- {key: a, value: 3, valid_to: 2024-12-31}\n- {key: a, value: 4, valid_from: 2024-12-31}")}}
	if _, err := rule.LoadPolicy(f); err == nil || !strings.Contains(err.Error(), "2024-12-31") {
		t.Fatalf("got %v", err)
	}
}
