package linkage

import (
	"runtime"
	"testing"

	"xunzhi"
)

func TestCertain(t *testing.T) {
	c := newCounty(t)
	n := idNumber("19500101", 11)
	c.put("resident", fields{"name": "王大", "id_number": n, "village": village(1)})
	c.put("death", fields{"name": "王 大", "id_number": n[:6] + n[8:17], "death_date": "2024-01-02"})
	links := c.resolve()
	if got := table[exceptionRow](t, links, "exception"); len(got) != 0 {
		t.Errorf("a valid number needs no exception: %+v", got)
	}
	people := table[entityRow](t, links, "entity")
	if len(people) != 1 || people[0].Entity != key(n) || people[0].Number != n || people[0].Name != "王大" || people[0].Sex != "男" || people[0].Village != village(1) {
		t.Errorf("entities: %+v", people)
	}
}

// Two unlike names under one number are two persons, and the number stays with the register's.
func TestSharedNumber(t *testing.T) {
	c := newCounty(t)
	n := idNumber("19500101", 11)
	relief := c.put("relief",
		fields{"head_name": "李四海", "head_id_number": n, "village": village(1), "month": "2024-01"},
		fields{"head_name": "李四海", "head_id_number": n, "village": village(1), "month": "2024-02"},
		fields{"head_name": "王大", "head_id_number": n, "village": village(1), "month": "2024-02"})
	c.put("resident", fields{"name": "王大", "id_number": n, "village": village(1)})
	links := c.resolve()
	e, ok := exceptionOf(t, links, c.rowID(relief, 0), "head")
	if !ok || e.Method != byShared || e.P >= 1 || e.Entity == key(n) {
		t.Fatalf("first row: %+v", e)
	}
	id, variant, ok := xunzhi.Entity(e.Entity).Number()
	if !ok || string(id) != n || variant == 0 {
		t.Errorf("entity %d stands for %s/%d", e.Entity, id, variant)
	}
	if f, _ := exceptionOf(t, links, c.rowID(relief, 1), "head"); f.Entity != e.Entity {
		t.Errorf("the same name is two persons: %+v", f)
	}
	if f, ok := exceptionOf(t, links, c.rowID(relief, 2), "head"); ok {
		t.Errorf("the register's name has an exception: %+v", f)
	}
}

// Each row is one slip of the pen; a namesake in the same village with another number stands by and must not matter.
func TestRepair(t *testing.T) {
	n := idNumber("19631204", 318)
	wrong := func(i int, c byte) string { return n[:i] + string(c) + n[i+1:] }
	for _, tt := range []struct {
		name, number, method string
		min, max             float64
	}{
		{"digit", wrong(16, '9'), byDigit, .95, .99},
		{"area", wrong(3, '7'), byDigit, .95, .99},
		{"impossible month", wrong(10, '4'), byDigit, .95, .99},
		{"letter for digit", wrong(8, 'O'), byDigit, .95, .99},
		{"swap", n[:9] + n[10:11] + n[9:10] + n[11:], bySwap, .95, .99},
		{"masked", n[:6] + "********" + n[14:], byMask, .9, .98},
		{"masked short", n[:6] + "***" + n[14:], byMask, .9, .98},
		{"lost", n[:1] + "." + n[1:14] + "E+17", byLost, .9, .98},
		{"rounded", n[:15] + "000", byLost, .9, .98},
		{"missing", n[:7] + n[8:], byLength, .95, .99},
		{"too many", n[:7] + "5" + n[7:], byLength, .95, .99},
		{"cut off", n[:16], byLength, .95, .99},
		{"old form, one missing", n[:4] + n[5:6] + n[8:17], byLength, .95, .99},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c := newCounty(t)
			c.put("resident", append(crowd(60),
				fields{"name": "孙建业", "id_number": n, "village": village(1)},
				fields{"name": "孙建业", "id_number": idNumber("19410517", 206), "village": village(1)})...)
			relief := c.put("relief", fields{"head_name": "孙建业", "head_id_number": tt.number, "village": village(1), "month": "2024-01"})
			e, ok := exceptionOf(t, c.resolve(), c.rowID(relief, 0), "head")
			if !ok || e.Entity != key(n) || e.Method != tt.method || e.P < tt.min || e.P > tt.max {
				t.Errorf("%s: %+v, want %d by %s, p %v–%v", tt.number, e, key(n), tt.method, tt.min, tt.max)
			}
		})
	}
}

// What does not stand out stays open: nobody is linked.
func TestRepairOpen(t *testing.T) {
	n := idNumber("19631204", 318)
	twin := idNumber("19631204", 398) // one digit away, but for the check character
	typed := n[:15] + "5" + n[16:]    // one digit from both when the last is not looked at
	for _, tt := range []struct {
		name   string
		people []fields
		row    fields
	}{
		{"namesake of the village", []fields{{"name": "孙建业", "id_number": idNumber("19410517", 206), "village": village(1)}},
			fields{"head_name": "孙建业", "head_id_number": typed}},
		{"two fit", []fields{{"name": "孙建业", "id_number": n, "village": village(1)}, {"name": "孙建业", "id_number": twin, "village": village(1)}},
			fields{"head_name": "孙建业", "head_id_number": n[:15] + "*8" + "*"}},
		{"another's name", []fields{{"name": "钱多多", "id_number": n, "village": village(1)}}, fields{"head_name": "孙建业", "head_id_number": typed}},
		{"no name", []fields{{"name": "孙建业", "id_number": n, "village": village(1)}}, fields{"head_id_number": typed}},
		{"two digits wrong", []fields{{"name": "孙建业", "id_number": n, "village": village(1)}},
			fields{"head_name": "孙建业", "head_id_number": n[:12] + "9" + n[13:15] + "5" + n[16:]}},
		{"only the area is left", []fields{{"name": "孙建业", "id_number": n, "village": village(1)}},
			fields{"head_name": "孙建业", "head_id_number": "9.90101E+17"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c := newCounty(t)
			c.put("resident", append(crowd(60), tt.people...)...)
			tt.row["village"], tt.row["month"] = village(1), "2024-01"
			relief := c.put("relief", tt.row)
			if e, ok := exceptionOf(t, c.resolve(), c.rowID(relief, 0), "head"); ok {
				t.Errorf("linked: %+v", e)
			}
		})
	}
}

// A valid number that no register holds, one step from a resident's of that name and village, is taken for his; a
// namesake in another village and a registered neighbour are not.
func TestUnregistered(t *testing.T) {
	n, typed := idNumber("19631204", 318), idNumber("19631204", 348)
	for _, tt := range []struct {
		name    string
		village string
		others  []fields
		want    bool
	}{
		{"same village", village(1), nil, true},
		{"another village", village(2), nil, false},
		{"registered", village(1), []fields{{"name": "孙建业", "id_number": typed, "village": village(1)}}, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c := newCounty(t)
			c.put("resident", append(append(crowd(60), fields{"name": "孙建业", "id_number": n, "village": village(1)}), tt.others...)...)
			relief := c.put("relief", fields{"head_name": "孙建业", "head_id_number": typed, "village": tt.village, "month": "2024-01"})
			e, ok := exceptionOf(t, c.resolve(), c.rowID(relief, 0), "head")
			if ok != tt.want || ok && (e.Entity != key(n) || e.Method != byUnregistered) {
				t.Errorf("%+v %v", e, ok)
			}
		})
	}
}

func TestOrganisationByName(t *testing.T) {
	c := newCounty(t)
	c.put("company",
		fields{"uscc": code(1), "name": "林泉宏达建筑工程有限责任公司"},
		fields{"uscc": code(2), "name": "重名商贸有限公司"}, fields{"uscc": code(3), "name": "重名商贸有限公司"})
	p := c.put("project",
		fields{"project_no": "1", "contractor": "林泉宏达建筑工程有限公司"},
		fields{"project_no": "2", "contractor": "林泉宏达建筑工程有限公司", "contractor_uscc": code(1)[:17]},
		fields{"project_no": "3", "contractor": "重名商贸有限公司"},
		fields{"project_no": "4", "contractor": "林泉宏达建筑工程(二)有限公司"},
		fields{"project_no": "5", "contractor": "林泉宏达建筑工程有限公司", "contractor_uscc": code(9)})
	links := c.resolve()
	for n, want := range []bool{true, true, false, false, true} {
		e, ok := exceptionOf(t, links, c.rowID(p, n), "contractor_entity")
		if ok != want || ok && (e.Entity != codeKey(code(1)) || e.Method != byName || e.P != organisationP) {
			t.Errorf("row %d: %+v %v", n, e, ok)
		}
	}
}

// The result's bytes follow from the rows: not from the processors, nor from the order in which batches came.
func TestSameBytes(t *testing.T) {
	build := func(reverse bool) *county {
		c := newCounty(t)
		people := crowd(3000)
		steps := []func(){
			func() { c.putAs("r1", "resident", people[:1500]...) },
			func() { c.putAs("r2", "resident", people[1500:]...) },
			func() {
				var rows []fields
				for i, p := range people {
					n := p["id_number"].(string)
					switch i % 9 {
					case 1:
						n = n[:16] + "0" + n[17:]
					case 2:
						n = n[:6] + "****" + n[10:]
					}
					name := p["name"]
					if i%11 == 3 {
						name = "钱多多"
					}
					rows = append(rows, fields{"name": name, "id_number": n, "program": "地力", "month": "2024-05", "village": p["village"]})
				}
				c.putAs("p1", "payment", rows...)
				c.putAs("p2", "payment", rows[1000:]...)
			},
			func() {
				var rows []fields
				for i := range 40 {
					rows = append(rows, fields{"village": village(i % 3), "name": people[i*9]["name"], "id_number": people[i*9]["id_number"], "post": "书记", "start": "2020-01-01"})
				}
				c.putAs("c1", "cadre", rows...)
			},
		}
		for i := range steps {
			if reverse {
				i = len(steps) - 1 - i
			}
			steps[i]()
		}
		return c
	}
	var first string
	for i, procs := range []int{1, 2, 8} {
		old := runtime.GOMAXPROCS(procs)
		got := bytesOf(t, build(i == 1).resolve())
		runtime.GOMAXPROCS(old)
		if first == "" {
			first = got
		} else if got != first {
			t.Fatalf("GOMAXPROCS %d, reversed %v: other bytes", procs, i == 1)
		}
	}
}

// Where a person or an organisation may stand, a mistyped person number has the form of a code; it is still a person's.
func TestPartyMistyped(t *testing.T) {
	c := newCounty(t)
	n := idNumber("19631204", 318)
	typed := n[:16] + "9" + n[17:]
	c.put("resident", append(crowd(60), fields{"name": "孙建业", "id_number": n, "village": village(1)})...)
	v := c.put("vehicle", fields{"plate": "甲", "owner_name": "孙建业", "owner_id": typed}, fields{"plate": "乙", "owner_name": "孙建业商行", "owner_id": typed},
		fields{"plate": "丙", "owner_name": "孙建业", "owner_id": code(1)})
	links := c.resolve()
	if e, ok := exceptionOf(t, links, c.rowID(v, 0), "owner"); !ok || e.Entity != key(n) || e.Method != byDigit {
		t.Errorf("%+v %v", e, ok)
	}
	for i := 1; i < 3; i++ {
		if e, ok := exceptionOf(t, links, c.rowID(v, i), "owner"); ok {
			t.Errorf("row %d is taken for a namesake: %+v", i, e)
		}
	}
}
