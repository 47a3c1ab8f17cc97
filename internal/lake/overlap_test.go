package lake

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"xunzhi/internal/intake"
)

var roll = &intake.Source{ID: "roll", Key: []string{"id_number", "month"}, Fields: []intake.Field{
	{ID: "id_number", Type: intake.ID}, {ID: "month", Type: intake.Month}, {ID: "amount", Type: intake.Yuan}}}

var register = &intake.Source{ID: "register", Key: []string{"id_number"}, Fields: []intake.Field{
	{ID: "id_number", Type: intake.ID}, {ID: "amount", Type: intake.Yuan}}}

// sent is a file with people from…to; amount tells versions apart, month 0 is none.
type sent struct {
	file, asOf string
	from, to   int
	month      int
	amount     int
}

func (s sent) write(t *testing.T, l *Lake, src *intake.Source, id string) {
	t.Helper()
	b := intake.Batch{ID: id, Source: src.ID, File: s.file, AsOf: s.asOf}
	w, err := l.Begin(src, b)
	if err != nil {
		t.Fatal(err)
	}
	for i := s.from; i < s.to; i++ {
		n, key := idNumber(i)
		v := []intake.Value{{Set: true, S: n, State: "ok", I: key}, {Set: s.month > 0, I: int64(s.month * 31)}, {Set: true, I: int64(s.amount)}}
		if src == register {
			v = slices.Delete(v, 1, 2)
		}
		if err := w.Append(&intake.Record{Values: v, Row: i}); err != nil {
			t.Fatal(err)
		}
	}
	b.Rows = s.to - s.from
	if err := w.Commit(b); err != nil {
		t.Fatal(err)
	}
}

func TestOverlaps(t *testing.T) {
	for _, tt := range []struct {
		name   string
		src    *intake.Source
		files  []sent
		active []int
		says   string
	}{
		{"a corrected resend", roll, []sent{{"低保202405.xlsx", "2024-05", 0, 100, 5, 1}, {"低保202405(更正).xlsx", "2024-05", 2, 101, 5, 2}}, []int{1}, "更正件"},
		{"second version", roll, []sent{{"低保v2.xlsx", "", 0, 100, 5, 1}, {"低保v3.xlsx", "", 0, 100, 5, 2}}, []int{1}, "更正件"},
		{"a copy by the browser", roll, []sent{{"低保.xlsx", "", 0, 100, 5, 1}, {"低保(1).xlsx", "", 0, 100, 5, 1}}, []int{1}, "完全相同"},
		{"other months", roll, []sent{{"低保4月.xlsx", "2024-04", 0, 100, 4, 1}, {"低保5月(更正).xlsx", "2024-05", 0, 100, 5, 1}}, []int{0, 1}, ""},
		{"months in the names only", roll, []sent{{"低保4月.xlsx", "2024-04", 0, 100, 0, 1}, {"低保5月.xlsx", "2024-05", 0, 100, 0, 1}}, []int{0, 1}, ""},
		{"a later register", register, []sent{{"户籍.xlsx", "2024-01", 0, 100, 0, 1}, {"户籍b.xlsx", "2025-01-31", 10, 130, 0, 1}}, []int{1}, "时点较新"},
		{"cannot be told", register, []sent{{"甲.xlsx", "", 0, 100, 0, 1}, {"乙.xlsx", "", 0, 100, 0, 2}}, []int{0}, "无法判断"},
		{"a small correction", roll, []sent{{"低保.xlsx", "", 0, 1000, 5, 1}, {"低保(更正).xlsx", "", 0, 10, 5, 2}}, []int{0, 1}, "只含后者的一部分"},
		{"an extract", roll, []sent{{"低保.xlsx", "", 0, 1000, 5, 1}, {"低保摘录.xlsx", "", 5, 25, 5, 1}}, []int{0}, "完全相同"},
		{"two instalments", roll, []sent{{"地力第一批.xlsx", "", 0, 100, 5, 1}, {"地力第二批.xlsx", "", 0, 100, 5, 1}}, []int{0, 1}, "不同批次"},
		{"few in common", roll, []sent{{"甲.xlsx", "", 0, 100, 5, 1}, {"乙.xlsx", "", 30, 130, 5, 1}}, []int{0, 1}, ""},
		{"four rows", roll, []sent{{"甲.xlsx", "", 0, 4, 5, 1}, {"乙.xlsx", "", 0, 4, 5, 1}}, []int{0, 1}, ""},
		{"a place called new", roll, []sent{{"新华镇低保(更正).xlsx", "", 0, 100, 5, 1}, {"新华镇低保.xlsx", "", 0, 100, 5, 2}}, []int{0}, "更正件"},
		{"three versions", roll, []sent{{"低保.xlsx", "", 0, 100, 5, 1}, {"低保v2.xlsx", "", 0, 100, 5, 2}, {"低保(更正).xlsx", "", 0, 100, 5, 3}}, []int{2}, "更正件"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var first []intake.Overlap
			for turn := range 2 {
				l := open(t, t.TempDir())
				var ids []string
				for i, f := range tt.files {
					ids = append(ids, fmt.Sprint("b", i))
					f.write(t, l, tt.src, ids[i])
				}
				if turn == 1 {
					slices.Reverse(ids)
				}
				list, active, err := l.Overlaps(context.Background(), ids)
				if err != nil {
					t.Fatal(err)
				}
				var want []string
				for _, i := range tt.active {
					want = append(want, fmt.Sprint("b", i))
				}
				if !slices.Equal(active, want) {
					t.Errorf("active %v, want %v: %+v", active, want, list)
				}
				if tt.says == "" && len(list) > 0 || tt.says != "" && (len(list) == 0 || !strings.Contains(list[0].Message, tt.says)) {
					t.Errorf("overlaps %+v, want one that says %q", list, tt.says)
				}
				if turn == 0 {
					first = list
				} else if d := cmp.Diff(first, list); d != "" {
					t.Errorf("the order of batches shows: %s", d)
				}
			}
		})
	}
}

// Totals of a sheet go with their file, and never push each other out.
func TestOverlapsOfTotals(t *testing.T) {
	l := open(t, t.TempDir())
	totals := &intake.Source{ID: "sheet_total", Key: register.Key, Fields: register.Fields}
	put := func(src *intake.Source, id, file string, amount int) {
		b := intake.Batch{ID: id, Source: src.ID, File: file, SHA256: file}
		w, err := l.Begin(src, b)
		if err != nil {
			t.Fatal(err)
		}
		for i := range 10 {
			n, key := idNumber(i)
			if err := w.Append(&intake.Record{Values: []intake.Value{{Set: true, S: n, State: "ok", I: key}, {Set: true, I: int64(amount)}}}); err != nil {
				t.Fatal(err)
			}
		}
		if err := w.Commit(b); err != nil {
			t.Fatal(err)
		}
	}
	put(register, "old", "名册.xlsx", 1)
	put(register, "new", "名册(更正).xlsx", 2)
	put(totals, "old-totals", "名册.xlsx", 1)
	put(totals, "new-totals", "名册(更正).xlsx", 1)
	put(totals, "lone-totals", "别的.xlsx", 1)
	_, active, err := l.Overlaps(context.Background(), []string{"old", "new", "old-totals", "new-totals", "lone-totals"})
	if want := []string{"lone-totals", "new", "new-totals"}; err != nil || !slices.Equal(active, want) {
		t.Errorf("active %v, want %v, %v", active, want, err)
	}
}

func TestCorrection(t *testing.T) {
	for name, want := range map[string]bool{
		"低保(更正).xlsx": true, "低保 订正.xls": true, "低保_新.xlsx": true, "低保(新).xlsx": true, "低保新版.csv": true, "最新低保.xlsx": true, "低保v2.xlsx": true, "低保(2).xlsx": true,
		"新华镇低保.xlsx": false, "新农合.xlsx": false, "创新村.xlsx": false, "低保202402.xlsx": false, "更正目录/低保.xlsx": false,
	} {
		if got := correction(name) > 0; got != want {
			t.Errorf("correction(%q) = %v", name, got)
		}
	}
}
