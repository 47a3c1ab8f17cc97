package sheet

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestCells(t *testing.T) {
	shared := part{"xl/sharedStrings.xml", `<sst><si><t>王大</t></si><si><r><t xml:space="preserve">李 </t></r><r><rPr><b/></rPr><t>二</t></r><rPh sb="0" eb="1"><t>リ</t></rPh></si><si/><si><t/></si><si><t>A&amp;B_x000D_` + "\n" + `&#x4E00;</t></si></sst>`}
	for _, c := range []struct{ name, rows, tail, want string }{
		{"shared", `<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="C1" t="s"><v>2</v></c><c r="D1" t="s"><v>3</v></c><c r="E1" t="s"><v>4</v></c></row>`, "", "1 王大|李 二|||A&B\n一\n"},
		{"inline", `<row r="2"><c r="B2" t="inlineStr"><is><t>甲</t></is></c><c r="C2" t="inlineStr"><is><r><t>乙</t></r><r><t>丙</t></r></is></c></row>`, "", "2 |甲|乙丙\n"},
		{"no references", `<row><c><v>1</v></c><c t="inlineStr"><is><t>x</t></is></c></row><row/><row><c/><c><v>2</v></c></row>`, "", "1 n:1|x\n3 |n:2\n"},
		{"numbers", `<row r="1"><c><v>0.30000000000000004</v></c><c><v>410521198001011</v></c><c><v>410521198001011234</v></c><c><v>4.10521E+17</v></c><c><v>1.5E-05</v></c><c><v>-0</v></c><c><v>007</v></c><c><v>12.50</v></c></row>`, "",
			"1 n:0.3|n:410521198001011|n:4.10521198001011E+17|n:4.10521E+17|n:0.000015|n:0|n:7|n:12.5\n"},
		{"kinds", `<row r="1"><c t="b"><v>1</v></c><c t="b"><v>0</v></c><c t="e"><v>#REF!</v></c><c t="d"><v>2024-01-31T00:00:00</v></c><c t="d"><v>2024-01-31T12:30:00.000+08:00</v></c><c t="str"><v>文字</v></c><c t="n"><v>5</v></c></row>`, "",
			"1 b:TRUE|b:FALSE|e:#REF!|d:2024-01-31|d:2024-01-31 12:30:00|文字|n:5\n"},
		{"formulas", `<row r="1"><c t="str"><f>A1&amp;"x"</f><v>x</v></c><c><f t="shared" si="0"/><v>3</v></c><c><f>B1</f></c><c t="str"><f>""</f><v></v></c></row>`, "", "1 x|n:3|e:\n"},
		{"blank text", `<row r="1"><c t="inlineStr"><is><t xml:space="preserve"> ` + "\u3000\u00A0" + ` </t></is></c></row><row r="2"><c r="A2" s="1"/></row>`, "", ""},
		{"attributes in any shape", `<row spans="1:3" r='3' hidden="1" x14ac:dyDescent="0.2"><c  t='s' r = "B3"><v>0</v></c ><c cm="1" r="D3"><v>7</v></c></row>`, "", "3- |王大||n:7\n"},
		{"markup between", `<!-- <row r="9"> --><row r="1"><!-- c --><c r="A1" t="inlineStr"><is><t><![CDATA[<a>&]]></t></is></c><?pi?><c r="B1"><extLst><ext><v>9</v></ext></extLst><v>1</v></c></row>`, "", "1 <a>&|n:1\n"},
		{"lower-case and dollar", `<row r="1"><c r="aa1"><v>1</v></c></row>`, "", "1 " + strings.Repeat("|", 26) + "n:1\n"},
		{"merged", `<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1"/><c r="D1"><v>1</v></c></row><row r="2"><c r="C2"><v>5</v></c></row><row r="3"/><row r="4"><c r="A4"><v>6</v></c><c r="B4"><v>7</v></c></row><row r="5"><c r="A5"><v>8</v></c></row>`,
			`<conditionalFormatting/><mergeCells count="3"><mergeCell ref="A1:B1"/><mergeCell ref="D1:D4"/><mergeCell ref="A4:A5"/></mergeCells>`,
			"1 王大|王大^||n:1\n2 ||n:5|n:1^\n4 n:6|n:7||n:1^\n5 n:6^\n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			path := write(t, "a.xlsx", zipOf(t, bookParts(worksheet(c.rows, c.tail), shared)))
			for _, o := range []Options{{}, {held: 1}} { // held at once, and as a stream
				b := mustOpen(t, path, o)
				for range 2 { // again, out of what was kept
					if diff := cmp.Diff(c.want, mustShow(t, b, 0)); diff != "" {
						t.Error(diff)
					}
				}
				if c.name == "formulas" && !strings.Contains(strings.Join(b.Notes(), ""), "1 个公式没有保存结果") {
					t.Error("not noted:", b.Notes())
				}
			}
		})
	}
}

func TestDatesByFormat(t *testing.T) {
	styles := stylesXML(`<numFmt numFmtId="164" formatCode="yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;;@"/><numFmt numFmtId="165" formatCode="[h]:mm:ss"/><numFmt numFmtId="166" formatCode="0&quot;day&quot;"/><numFmt numFmtId="167" formatCode="000000"/>`,
		0, 14, 22, 164, 165, 166, 167, 10, 20, 57)
	row := `<row r="1"><c s="1"><v>45322</v></c><c s="2"><v>45322.520833333336</v></c><c s="3"><v>45322</v></c><c s="4"><v>1.5</v></c><c s="5"><v>5</v></c><c s="6"><v>123</v></c><c s="7"><v>0.125</v></c><c s="8"><v>0.5</v></c><c s="9"><v>45322</v></c><c s="1"><v>20240131</v></c><c s="1"><v>45322.99999999</v></c><c s="99"><v>45322</v></c><c s="1" t="s"><v>0</v></c></row>`
	want := "1 d:2024-01-31|d:2024-01-31 12:30:00|d:2024-01-31|d:36:00:00|n:5|n:000123|n:0.125|d:12:00:00|d:2024-01-31|n:20240131|d:2024-02-01|n:45322|字\n"
	shared := part{"xl/sharedStrings.xml", `<sst><si><t>字</t></si></sst>`}
	b := mustOpen(t, write(t, "a.xlsx", zipOf(t, bookParts(worksheet(row, ""), styles, shared))), Options{})
	if diff := cmp.Diff(want, mustShow(t, b, 0)); diff != "" {
		t.Error(diff)
	}
	wb := part{"xl/workbook.xml", workbookXML(`<workbookPr date1904="1"/>`, `<sheet name="表一" sheetId="1" r:id="rId1"/>`)}
	row = `<row r="1"><c s="1"><v>43860</v></c><c s="8"><v>0.5</v></c><c s="2"><v>0</v></c></row>`
	b = mustOpen(t, write(t, "b.xlsx", zipOf(t, bookParts(worksheet(row, ""), styles, wb))), Options{})
	if diff := cmp.Diff("1 d:2024-01-31|d:12:00:00|d:1904-01-01\n", mustShow(t, b, 0)); diff != "" {
		t.Error(diff)
	}
}

// TestShapesOfPackages reads the same sheet out of packages as different programs write them.
func TestShapesOfPackages(t *testing.T) {
	rows := `<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1"><v>2</v></c></row>`
	shared := part{"xl/sharedStrings.xml", `<sst><si><t>王</t></si></sst>`}
	prefixed := strings.NewReplacer("<worksheet xmlns", "<x:worksheet xmlns:x", "</worksheet", "</x:worksheet", "<sheetData", "<x:sheetData", "</sheetData", "</x:sheetData",
		"<row", "<x:row", "</row", "</x:row", "<c ", "<x:c ", "</c>", "</x:c>", "<v>", "<x:v>", "</v>", "</x:v>").Replace(worksheet(rows, ""))
	strict := strings.ReplaceAll(nsRel, "http://schemas.openxmlformats.org", "http://purl.oclc.org/ooxml")
	utf16 := func(s string) string {
		out, err := utf16LE.NewEncoder().String(s)
		if err != nil {
			t.Fatal(err)
		}
		return "\xFF\xFE" + out
	}
	for name, extra := range map[string][]part{
		"plain":             {},
		"prefix":            {{"xl/worksheets/sheet1.xml", prefixed}},
		"byte order mark":   {{"xl/worksheets/sheet1.xml", "\xEF\xBB\xBF" + worksheet(rows, "")}},
		"utf-16":            {{"xl/worksheets/sheet1.xml", utf16(worksheet(rows, ""))}},
		"dimension lies":    {{"xl/worksheets/sheet1.xml", strings.Replace(worksheet(rows, ""), "<sheetData>", `<dimension ref="A1:A1"/><sheetData>`, 1)}},
		"absolute targets":  {{"xl/_rels/workbook.xml.rels", rels("worksheet", "/xl/worksheets/sheet1.xml", "sharedStrings", "/xl/sharedStrings.xml")}},
		"dotted targets":    {{"xl/_rels/workbook.xml.rels", rels("worksheet", "../xl/worksheets/sheet1.xml", "sharedStrings", "./sharedStrings.xml")}},
		"strict":            {{"xl/_rels/workbook.xml.rels", strings.ReplaceAll(rels("worksheet", "worksheets/sheet1.xml", "sharedStrings", "sharedStrings.xml"), nsRel, strict)}},
		"no root relations": {{"_rels/.rels", rels()}},
	} {
		t.Run(name, func(t *testing.T) {
			b := mustOpen(t, write(t, "a.xls", zipOf(t, bookParts(worksheet(rows, ""), append(extra, shared)...))), Options{})
			if got := mustShow(t, b, 0); got != "1 王|n:2\n" || b.Format() != "xlsx" {
				t.Errorf("got %q, %s", got, b.Format())
			}
		})
	}
	t.Run("backslashes and capitals", func(t *testing.T) {
		parts := bookParts(worksheet(rows, ""), shared)
		for i := range parts {
			parts[i].name = strings.ToUpper(strings.ReplaceAll(parts[i].name, "/", `\`))
		}
		if got := mustShow(t, mustOpen(t, write(t, "a.xlsx", zipOf(t, parts)), Options{}), 0); got != "1 王|n:2\n" {
			t.Errorf("got %q", got)
		}
	})
}

func TestSheetsAndNotes(t *testing.T) {
	parts := bookParts(worksheet(`<row><c><v>1</v></c></row>`, ""),
		part{"xl/workbook.xml", workbookXML("", `<sheet name="图" r:id="rId4"/><sheet name="合涧&amp;镇" r:id="rId1"/><sheet name="藏" state="hidden" r:id="rId2"/><sheet name="深藏" state="veryHidden" r:id="rId3"/>`)},
		part{"xl/_rels/workbook.xml.rels", rels("worksheet", "worksheets/sheet1.xml", "worksheet", "worksheets/sheet2.xml", "worksheet", "worksheets/sheet3.xml", "chartsheet", "chartsheets/sheet1.xml")},
		part{"xl/worksheets/sheet2.xml", worksheet(`<row><c><v>2</v></c></row>`, "")},
		part{"xl/worksheets/sheet3.xml", `<worksheet><sheetData/></worksheet>`},
		part{"xl/vbaProject.bin", "x"}, part{"xl/externalLinks/externalLink1.xml", "<x/>"})
	b := mustOpen(t, write(t, "a.xlsm", zipOf(t, parts)), Options{})
	want := []SheetInfo{{0, "合涧&镇", false}, {1, "藏", true}, {2, "深藏", true}}
	if diff := cmp.Diff(want, b.Sheets()); diff != "" {
		t.Error(diff)
	}
	if got := mustShow(t, b, 1) + mustShow(t, b, 2) + mustShow(t, b, 0); got != "1 n:2\n1 n:1\n" {
		t.Errorf("got %q", got)
	}
	notes := strings.Join(b.Notes(), "；")
	for _, w := range []string{"图", "含宏，已忽略", "含外部链接"} {
		if !strings.Contains(notes, w) {
			t.Errorf("%q is not in %q", w, notes)
		}
	}
}

func TestStopAndCancel(t *testing.T) {
	var rows strings.Builder
	for i := range 2000 {
		fmt.Fprintf(&rows, `<row><c><v>%d</v></c></row>`, i)
	}
	b := mustOpen(t, write(t, "a.xlsx", zipOf(t, bookParts(worksheet(rows.String(), "")))), Options{})
	n := 0
	stop := func(*Row) error {
		if n++; n == 3 {
			return ErrStop
		}
		return nil
	}
	if err := b.Read(context.Background(), 0, stop); err != nil || n != 3 {
		t.Error(n, err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	err := b.Read(ctx, 0, func(*Row) error { cancel(); return nil })
	if !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	own := errors.New("own")
	if err := b.Read(context.Background(), 0, func(*Row) error { return own }); !errors.Is(err, own) {
		t.Error(err)
	}
}

// TestTextOutlivesRow keeps every cell of a long sheet and compares them with a second reading.
func TestTextOutlivesRow(t *testing.T) {
	var rows strings.Builder
	for i := range 5000 {
		fmt.Fprintf(&rows, `<row><c><v>%d.25</v></c><c t="inlineStr"><is><t>名%d</t></is></c></row>`, i, i)
	}
	b := mustOpen(t, write(t, "a.xlsx", zipOf(t, bookParts(worksheet(rows.String(), "")))), Options{held: 1})
	var kept []string
	err := b.Read(context.Background(), 0, func(r *Row) error {
		kept = append(kept, r.Cells[0].Text, r.Cells[1].Text)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for i := range 5000 {
		if kept[2*i] != fmt.Sprintf("%d.25", i) || kept[2*i+1] != fmt.Sprintf("名%d", i) {
			t.Fatal(i, kept[2*i], kept[2*i+1])
		}
	}
}
