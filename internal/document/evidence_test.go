package document

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"xunzhi"
	"xunzhi/internal/intake"
)

func TestEvidenceStandsInTheSheetsOrder(t *testing.T) {
	_, b := countyBook()
	e := xunzhi.Evidence{Source: "relief", File: "农村低保花名册2025年5月.xlsx", Sheet: "合溪镇", Row: 17, Values: map[string]string{
		"银行账号": "1", "身份证号码": "2", "村": "3", "户主姓名": "4", "月保障金额": "5", "备注": "", "乙": "6", "甲": "7",
	}}
	want := []string{"村", "户主姓名", "身份证号码", "月保障金额", "银行账号", "乙", "甲"} // B C D F AA, then what was not mapped
	if diff := cmp.Diff(want, b.Headers(e)); diff != "" {
		t.Error(diff)
	}
	csv := xunzhi.Evidence{File: "死亡人口.csv", Values: map[string]string{"死亡日期": "1", "姓名": "2"}}
	if diff := cmp.Diff([]string{"姓名", "死亡日期"}, b.Headers(csv)); diff != "" {
		t.Error(diff)
	}
}

func TestRepeatedHeadsStandInTheSheetsOrder(t *testing.T) {
	b := NewBook(nil, nil, &intake.Report{Files: []intake.FileReport{{File: "a.xlsx", Sheets: []intake.SheetReport{{Name: "甲", Mapping: []intake.ColumnMap{
		{Column: "A", Header: "户主"}, {Column: "B", Header: "姓名"}, {Column: "C", Header: "身份证"}, {Column: "D", Header: "姓名"}, {Column: "E", Header: "身份证"},
	}}}}}})
	e := xunzhi.Evidence{File: "a.xlsx", Sheet: "甲", Values: map[string]string{"姓名": "1", "姓名(2)": "2", "身份证": "3", "身份证(2)": "4", "户主": "5"}}
	if diff := cmp.Diff([]string{"户主", "姓名", "身份证", "姓名(2)", "身份证(2)"}, b.Headers(e)); diff != "" {
		t.Error(diff)
	}
}

// monthly makes a book that knows a file a month, and a row in each.
func monthly(months int) (*Book, []xunzhi.Evidence) {
	in := &intake.Report{}
	var rows []xunzhi.Evidence
	for m := months; m > 0; m-- {
		file := fmt.Sprintf("低保2024年%d月.xlsx", m)
		in.Files = append(in.Files, intake.FileReport{File: file, Sheets: []intake.SheetReport{{Name: "合溪镇", Source: "relief", SourceName: "低保", Mapping: []intake.ColumnMap{
			{Column: "A", Header: "姓名"}, {Column: "B", Header: "金额"}, {Column: "C", Header: "月份"},
		}}}})
		rows = append(rows, xunzhi.Evidence{Source: "relief", File: file, Sheet: "合溪镇", Row: 100 - m, Values: map[string]string{"姓名": "王大", "金额": "300", "月份": fmt.Sprint(m)}})
	}
	return NewBook(nil, nil, in), rows
}

func TestMonthsOfOneLayoutAreOneTableInTheirOrder(t *testing.T) {
	b, rows := monthly(12)
	tables, _ := b.Tables(rows, 0)
	if len(tables) != 1 {
		t.Fatalf("%d tables", len(tables))
	}
	got := tables[0]
	if diff := cmp.Diff([]Cell{{"姓名", "王大"}, {"金额", "300"}}, got.Same); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"月份"}, got.Headers); diff != "" || got.File != "" {
		t.Error(diff)
	}
	for i, r := range got.Rows {
		if r.Row != 99-i || r.Cells[0] != fmt.Sprint(i+1) || r.File != fmt.Sprintf("低保2024年%d月.xlsx", i+1) || r.Sheet != "合溪镇" {
			t.Errorf("row %d: %+v", i, r)
		}
	}
}

func TestTwoRowsKeepAllTheirColumns(t *testing.T) {
	b, rows := monthly(2)
	if tables, _ := b.Tables(rows, 0); len(tables[0].Same) != 0 || len(tables[0].Headers) != 3 {
		t.Errorf("%+v", tables)
	}
}

// TestTablesLoseNothing puts every cell of the tables back to its row and compares with the evidence.
func TestTablesLoseNothing(t *testing.T) {
	res, b := countyBook()
	for _, l := range res.Leads {
		tables, more := b.Tables(l.Evidence, 0)
		var got, want []string
		for _, tab := range tables {
			for _, r := range tab.Rows {
				cells := slices.Clone(tab.Same)
				for i, c := range r.Cells {
					cells = append(cells, Cell{tab.Headers[i], c})
				}
				got = append(got, flat(tab.File+r.File, tab.Sheet+r.Sheet, r.Row, cells))
			}
		}
		for _, e := range l.Evidence {
			var cells []Cell
			for h, v := range e.Values {
				cells = append(cells, Cell{h, MaskCell(h, v)})
			}
			want = append(want, flat(e.File, e.Sheet, e.Row, cells))
		}
		slices.Sort(got)
		slices.Sort(want)
		if diff := cmp.Diff(want, got); diff != "" || more != 0 {
			t.Fatalf("%s: %s", l.ID, diff)
		}
		if _, more = b.Tables(l.Evidence, 1); more != len(l.Evidence)-1 {
			t.Errorf("more: %d", more)
		}
	}
}

func flat(file, sheet string, row int, cells []Cell) string {
	slices.SortFunc(cells, func(a, b Cell) int { return strings.Compare(a.Head, b.Head) })
	s := fmt.Sprint(file, "|", sheet, "|", row)
	for _, c := range cells {
		if c.Value != "" {
			s += "|" + c.Head + "=" + c.Value
		}
	}
	return s
}

func TestNatural(t *testing.T) {
	sorted := []string{"", "1", "2", "10", "2023年9月", "2024年01月", "2024年2月", "2024年2月b", "2024年10月", "甲", "甲1"}
	for i := range sorted {
		for j := range sorted {
			if got, want := natural(sorted[i], sorted[j]), i-j; got*want < 0 || (got == 0) != (want == 0) {
				t.Errorf("%q %q: %d", sorted[i], sorted[j], got)
			}
		}
	}
}

func TestPlace(t *testing.T) {
	if got := Place(xunzhi.Evidence{File: "a.xlsx", Sheet: "甲", Row: 3}); got != "a.xlsx › 甲 › 第3行" {
		t.Error(got)
	}
	if got := Place(xunzhi.Evidence{File: "a.csv", Row: 3}); got != "a.csv › 第3行" {
		t.Error(got)
	}
}
