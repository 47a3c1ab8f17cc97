package linkage

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"xunzhi"
)

func date(s string) *int32 {
	d, p := xunzhi.ParseDate(s)
	if p != xunzhi.ToDay {
		panic(s)
	}
	v := int32(d)
	return &v
}

func TestHouseholds(t *testing.T) {
	c := newCounty(t)
	n := func(i int) string { return idNumber("19600101", 100+i) }
	r := c.put("resident",
		fields{"name": "子", "id_number": n(2), "household_no": "7", "village": village(1), "relation": "子", "moved_in": "2020-02-03"},
		fields{"name": "父", "id_number": n(1), "household_no": "7", "village": village(1), "relation": "户主"},
		fields{"name": "迁走", "id_number": n(3), "household_no": "7", "village": village(1), "relation": "女", "moved_out": "2022-05-01", "status": "迁出"},
		fields{"name": "何时", "id_number": n(4), "household_no": "7", "village": village(1), "relation": "女", "status": "迁出"},
		fields{"name": "别村", "id_number": n(5), "household_no": "7", "village": village(2), "relation": "户主"})
	m := c.put("relief",
		fields{"head_name": "父", "head_id_number": n(1), "name": "父", "id_number": n(1), "month": "2024-02", "village": village(1)},
		fields{"head_name": "父", "head_id_number": n(1), "name": "媳", "id_number": n(6), "month": "2024-02", "village": village(1)},
		fields{"head_name": "父", "head_id_number": n(1), "name": "媳", "id_number": n(6), "month": "2024-05", "village": village(1)})
	c.put("monitored", fields{"head_name": "别村", "head_id_number": n(5), "identified": "2021-01-01", "village": village(2)})
	got := table[memberRow](t, c.resolve(), "household_member")
	want := map[memberKey]memberRow{}
	for _, w := range []memberRow{
		{key(n(1)), key(n(1)), "户籍", "户主", nil, nil, c.rowID(r, 1)},
		{key(n(1)), key(n(2)), "户籍", "子", date("2020-02-03"), nil, c.rowID(r, 0)},
		{key(n(1)), key(n(3)), "户籍", "女", nil, date("2022-05-01"), c.rowID(r, 2)},
		{key(n(5)), key(n(5)), "户籍", "户主", nil, nil, c.rowID(r, 4)},
		{key(n(1)), key(n(1)), "低保", "户主", date("2024-02-01"), date("2024-05-31"), c.rowID(m, 0)},
		{key(n(1)), key(n(6)), "低保", "", date("2024-02-01"), date("2024-05-31"), c.rowID(m, 1)},
		{key(n(5)), key(n(5)), "监测", "户主", date("2021-01-01"), nil, 0},
	} {
		want[memberKey{w.Household, w.Person, w.Basis}] = w
	}
	have := map[memberKey]memberRow{}
	for _, g := range got {
		if g.Basis == "监测" {
			g.Evidence = 0
		}
		have[memberKey{g.Household, g.Person, g.Basis}] = g
	}
	if d := cmp.Diff(want, have); d != "" {
		t.Error(d)
	}
}

type memberKey struct {
	household, person int64
	basis             string
}

// The officer O has a wife K; K is legal representative of A; A holds 40 % of B. O is an executive of C and insured by
// D until his term. P holds 5 % of E; X is O's partner in C only.
func TestTies(t *testing.T) {
	c := newCounty(t)
	n := func(i int) string { return idNumber("19700101", 100+i) }
	const o, k, x = 1, 2, 3
	cadre := c.put("cadre", fields{"village": village(1), "name": "官某", "id_number": n(o), "post": "书记", "start": "2020-03-01", "end": "2023-12-31"})
	kin := c.put("kin", fields{"cadre_id_number": n(o), "cadre_name": "官员", "kin_name": "妻子甲", "kin_id_number": n(k), "relation": "配偶"})
	company := c.put("company",
		fields{"uscc": code(1), "name": "甲有限公司", "legal_rep": "妻子甲", "legal_rep_id": n(k), "established": "2021-06-01"},
		fields{"uscc": code(2), "name": "乙建设有限公司"})
	people := c.put("company_person",
		fields{"uscc": code(2), "company_name": "乙建设有限公司", "name": "甲有限公司", "role": "股东", "share": 40_000000},
		fields{"uscc": code(3), "company_name": "丙", "name": "官员", "id_number": n(o), "role": "监事"},
		fields{"uscc": code(3), "company_name": "丙", "name": "伙伴", "id_number": n(x), "role": "股东", "share": 90_000000},
		fields{"uscc": code(5), "company_name": "戊", "name": "官员", "id_number": n(o), "role": "股东", "share": 5_000000},
		fields{"uscc": code(6), "company_name": "己", "name": "官员", "id_number": n(o), "role": "股东"})
	c.put("employment",
		fields{"name": "官员", "id_number": n(o), "unit_name": "丁", "unit_uscc": code(4), "start": "2015-01-01", "end": "2020-05-01"},
		fields{"name": "官员", "id_number": n(o), "unit_name": "庚", "unit_uscc": code(7), "start": "2015-01-01", "end": "2019-05-01"})
	links := c.resolve()
	got := map[int64]tieRow{}
	for _, r := range table[tieRow](t, links, "tie") {
		if old, ok := got[r.Party]; ok {
			t.Errorf("two paths to one party: %+v, %+v", old, r)
		}
		got[r.Party] = r
	}
	want := map[int64]tieRow{
		key(n(o)): {Hops: 0, Way: "self", Path: "[]", First: date("2020-03-01"), Last: date("2023-12-31"), P: 1},
		key(n(k)): {Hops: 1, Way: "kin", Path: `[{"from":"官员","tie":"配偶","to":"妻子甲"}]`, First: date("2020-03-01"), Last: date("2023-12-31"), P: 1, E2: c.rowID(kin, 0)},
		codeKey(code(1)): {Hops: 2, Way: "kin-company", First: date("2021-06-01"), Last: date("2023-12-31"), P: 1, E2: c.rowID(kin, 0), E3: c.rowID(company, 0),
			Path: `[{"from":"官员","tie":"配偶","to":"妻子甲"},{"from":"妻子甲","tie":"法定代表人","to":"甲有限公司"}]`},
		codeKey(code(2)): {Hops: 3, Way: "kin-company", First: date("2021-06-01"), Last: date("2023-12-31"), P: organisationP,
			E2: c.rowID(kin, 0), E3: c.rowID(company, 0), E4: c.rowID(people, 0),
			Path: `[{"from":"官员","tie":"配偶","to":"妻子甲"},{"from":"妻子甲","tie":"法定代表人","to":"甲有限公司"},{"from":"甲有限公司","tie":"股东(40%)","to":"乙建设有限公司"}]`},
		codeKey(code(3)): {Hops: 1, Way: "company", Path: `[{"from":"官员","tie":"监事","to":"丙"}]`, First: date("2020-03-01"), Last: date("2023-12-31"), P: 1, E2: c.rowID(people, 1)},
		codeKey(code(6)): {Hops: 1, Way: "company", Path: `[{"from":"官员","tie":"股东","to":"己"}]`, First: date("2020-03-01"), Last: date("2023-12-31"), P: 1, E2: c.rowID(people, 4)},
		codeKey(code(4)): {Hops: 1, Way: "employer", Path: `[{"from":"官员","tie":"参保单位","to":"丁"}]`, First: date("2020-03-01"), Last: date("2020-05-31"), P: 1},
	}
	for party, w := range want {
		w.Officer, w.Party, w.Post, w.E1 = key(n(o)), party, "书记", c.rowID(cadre, 0)
		g := got[party]
		if w.Way == "employer" {
			g.E2 = 0
		}
		if d := cmp.Diff(w, g); d != "" {
			t.Errorf("party %d: %s", party, d)
		}
		delete(got, party)
	}
	for _, g := range got {
		t.Errorf("near without reason: %+v", g)
	}
}

// A result is made once; the same snapshot gives the same files.
func TestResolveTwice(t *testing.T) {
	c := newCounty(t)
	c.put("resident", crowd(20)...)
	a := c.resolve()
	b := c.resolve()
	if a.ID != b.ID || cmp.Diff(a, b) != "" {
		t.Errorf("%+v, %+v", a, b)
	}
	c.put("resident", crowd(30)[20:]...)
	if d := c.resolve(); d.ID == a.ID || d.Stats.Persons != 30 {
		t.Errorf("after another batch: %+v", d)
	}
}

// Stopping in the middle leaves nothing that the next run could take for a result.
func TestResolveCancelled(t *testing.T) {
	c := newCounty(t)
	c.put("resident", crowd(500)...)
	snap, err := c.lake.NewSnapshot(c.ids)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := Resolve(ctx, c.lake, snap, c.sources, Options{}); !errors.Is(err, context.Canceled) {
		t.Fatal(err)
	}
	for _, dir := range []string{"links", "tmp"} {
		if left, err := os.ReadDir(filepath.Join(c.lake.Dir(), dir)); err != nil || len(left) != 0 {
			t.Errorf("%s holds %v, %v", dir, left, err)
		}
	}
	if links := c.resolve(); links.Stats.Persons != 500 {
		t.Errorf("%+v", links.Stats)
	}
}

// A second person under a number keeps its entity when other rows come.
func TestSharedKeepsEntity(t *testing.T) {
	c := newCounty(t)
	n := idNumber("19500101", 11)
	c.put("resident", fields{"name": "王大", "id_number": n, "village": village(1)})
	relief := c.put("relief", fields{"head_name": "李四海", "head_id_number": n, "village": village(1), "month": "2024-01"})
	before, _ := exceptionOf(t, c.resolve(), c.rowID(relief, 0), "head")
	c.put("payment", fields{"name": "李四海", "id_number": n, "month": "2024-01"}, fields{"name": "李四海", "id_number": n, "month": "2024-02"},
		fields{"name": "赵钱孙", "id_number": n, "month": "2024-02"})
	after, _ := exceptionOf(t, c.resolve(), c.rowID(relief, 0), "head")
	if before != after || before.Entity == 0 {
		t.Errorf("%+v, then %+v", before, after)
	}
}
