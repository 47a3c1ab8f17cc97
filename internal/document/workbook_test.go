package document

import (
	"bytes"
	"strconv"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"xunzhi"
	"xunzhi/internal/document/documenttest"
	"xunzhi/internal/screening"
)

func workbookOf(t *testing.T, o Options, res *screening.Result) *excelize.File {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(read(t, write(t, o, res), SheetFile)))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	return f
}

func rowsOf(t *testing.T, f *excelize.File, sheet string) [][]string {
	t.Helper()
	rows, err := f.GetRows(sheet, excelize.Options{RawCellValue: true})
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

func TestWorkbookHoldsEveryLeadAndRow(t *testing.T) {
	res := documenttest.County(150)
	f := workbookOf(t, Options{}, res)
	if got := strings.Join(f.GetSheetList(), " "); got != "核查表 证据 规则说明 未运行规则 数据质量" {
		t.Errorf("sheets: %s", got)
	}
	evidence := 0
	for _, l := range res.Leads {
		evidence += len(l.Evidence)
	}
	for sheet, want := range map[string]int{leadSheet: 150, evidenceSheet: evidence, ruleSheet: len(res.Rules), notRunSheet: 2, qualitySheet: len(res.Quality)} {
		if got := len(rowsOf(t, f, sheet)) - 1; got != want {
			t.Errorf("%s: %d rows, want %d", sheet, got, want)
		}
	}
}

func TestWorkbookRowIsTheLead(t *testing.T) {
	res := documenttest.County(30)
	rows := rowsOf(t, workbookOf(t, Options{}, res), leadSheet)
	at := map[string]int{}
	for i, h := range rows[0] {
		at[h] = i
	}
	for i, l := range res.Leads {
		row := rows[i+1]
		if row[at["疑点编号"]] != l.ID || row[at["等级"]] != l.Grade.Name() || row[at["序号"]] != strconv.Itoa(i+1) {
			t.Errorf("row %d: %q", i+2, row)
		}
		if l.Amount != "" {
			if y, ok := xunzhi.ParseYuan(row[at["金额"]]); !ok || y.String() != l.Amount {
				t.Errorf("row %d: amount %s, want %s", i+2, row[at["金额"]], l.Amount)
			}
			serial, err := strconv.Atoi(row[at["起"]])
			if err != nil || xunzhi.SerialDate(serial).String() != l.First {
				t.Errorf("row %d: from %s, want %s", i+2, row[at["起"]], l.First)
			}
		}
		for _, blank := range []string{"核查人", "核查日期", "核查情况", "核查结论", "不属实原因", "处理意见"} {
			if row[at[blank]] != "" {
				t.Errorf("row %d: %s is not blank", i+2, blank)
			}
		}
	}
}

func TestWorkbookIsReadyToPrintAndFill(t *testing.T) {
	f := workbookOf(t, Options{}, documenttest.County(30))
	lists, err := f.GetDataValidations(leadSheet)
	if err != nil || len(lists) != 2 {
		t.Fatalf("%d lists to choose from, %v", len(lists), err)
	}
	if !strings.Contains(lists[0].Formula1, "部分属实") || lists[0].Sqref != "R2:R31" || !strings.Contains(lists[1].Formula1, "N03") {
		t.Errorf("%+v %+v", lists[0], lists[1])
	}
	layout, err := f.GetPageLayout(leadSheet)
	if err != nil || *layout.Orientation != "landscape" || *layout.Size != 9 || *layout.FitToWidth != 1 {
		t.Errorf("%+v %v", layout, err)
	}
	panes, err := f.GetPanes(leadSheet)
	if err != nil || !panes.Freeze || panes.YSplit != 1 {
		t.Errorf("%+v %v", panes, err)
	}
	names := map[string]string{}
	for _, n := range f.GetDefinedName() {
		names[n.Name+" "+n.Scope] = n.RefersTo
	}
	if names["_xlnm.Print_Titles 核查表"] != "'核查表'!$1:$1" || !strings.Contains(names["_xlnm._FilterDatabase 核查表"], "$A$1:$U$31") || names["_xlnm.Print_Area 核查表"] != "'核查表'!$A$1:$T$31" {
		t.Errorf("%v", names)
	}
}

func TestReasonsFitASpreadsheetsList(t *testing.T) {
	if n := len([]rune(strings.Join(Reasons, ","))); n > 255 {
		t.Errorf("%d characters", n)
	}
}

func TestWorkbookHasNoFormula(t *testing.T) {
	f := workbookOf(t, Options{FullNumbers: true}, documenttest.County(200))
	seen := false
	for _, sheet := range f.GetSheetList() {
		for i, row := range rowsOf(t, f, sheet) {
			for j, cell := range row {
				name, err := excelize.CoordinatesToCellName(j+1, i+1)
				if err != nil {
					t.Fatal(err)
				}
				if formula, err := f.GetCellFormula(sheet, name); err != nil || formula != "" {
					t.Fatalf("%s %s: formula %q, %v", sheet, name, formula, err)
				}
				if cell != "" && strings.ContainsRune("=+-@", []rune(cell)[0]) {
					t.Errorf("%s %s begins like a formula: %q", sheet, name, cell)
				}
				seen = seen || strings.Contains(cell, "HYPERLINK")
			}
		}
	}
	if !seen {
		t.Error("the dangerous cell is not in the workbook at all")
	}
}

func TestNeutral(t *testing.T) {
	for in, want := range map[string]string{
		"": "", "王大": "王大", "=1+1": "'=1+1", " +86 138": "' +86 138", "-300": "'-300", "@a": "'@a", "\t=1": "'=1", "\x01=1": "'=1", "＝1": "'＝1", "--": "'--",
		"a\x00b": "ab", "\ufeff=1": "'=1", "甲\n乙": "甲\n乙", "a=b": "a=b",
	} {
		if got := neutral(in); got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
	}
	if n := len([]rune(neutral(strings.Repeat("字", 40000)))); n > 32767 {
		t.Errorf("%d characters in a cell", n)
	}
}

func FuzzNeutral(f *testing.F) {
	for _, s := range []string{"=1", " \u00a0=1", "\ufeff=1", "\u200b@x", "＋1", "普通"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got := neutral(s)
		if strings.TrimSpace(got) != "" && strings.ContainsRune("=+-@", []rune(strings.TrimSpace(got))[0]) {
			t.Errorf("%q gives %q", s, got)
		}
	})
}

func TestNumbersAreMaskedUnlessAskedFor(t *testing.T) {
	res := documenttest.County(60)
	id := ""
	for _, l := range res.Leads {
		if l.Subject.Kind == "person" && l.Subject.Name != documenttest.Danger {
			id = l.Subject.Key
			break
		}
	}
	for _, full := range []bool{false, true} {
		var all strings.Builder
		f := workbookOf(t, Options{FullNumbers: full}, res)
		for _, sheet := range f.GetSheetList() {
			for _, row := range rowsOf(t, f, sheet) {
				all.WriteString(strings.Join(row, "\x1f"))
			}
		}
		if strings.Contains(all.String(), id) != full || strings.Contains(all.String(), "13800001234") != full {
			t.Errorf("full=%v: numbers shown the other way round", full)
		}
		if masked := strings.Contains(all.String(), xunzhi.MaskID(id)); masked == full {
			t.Errorf("full=%v: masked form there: %v", full, masked)
		}
	}
}

func TestLongListsGoOnInFurtherSheets(t *testing.T) {
	res := documenttest.County(25)
	f := workbookOf(t, Options{sheetRows: 10}, res)
	var ids []string
	for i, sheet := range []string{"核查表", "核查表2", "核查表3"} {
		rows := rowsOf(t, f, sheet)
		if want := []int{10, 10, 5}[i]; len(rows)-1 != want {
			t.Errorf("%s: %d rows, want %d", sheet, len(rows)-1, want)
		}
		for _, r := range rows[1:] {
			ids = append(ids, r[len(r)-1])
		}
	}
	for i, l := range res.Leads {
		if ids[i] != l.ID {
			t.Fatalf("lead %d is %s, want %s", i, ids[i], l.ID)
		}
	}
}

func TestEmptyWorkbookHasItsHeads(t *testing.T) {
	f := workbookOf(t, Options{}, documenttest.Empty())
	for sheet, cols := range map[string][]column{leadSheet: leadColumns, evidenceSheet: evidenceColumns, qualitySheet: qualityColumns} {
		if rows := rowsOf(t, f, sheet); len(rows) != 1 || len(rows[0]) != len(cols) {
			t.Errorf("%s: %v", sheet, rows)
		}
	}
	if n := len(rowsOf(t, f, notRunSheet)); n < 3 {
		t.Errorf("%d rows of rules not run", n)
	}
}
