package sheet

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding/simplifiedchinese"
)

func TestHTML(t *testing.T) {
	for _, c := range []struct{ name, in, want string }{
		{"plain", `<table><tr><th>姓名</th><th>金额</th></tr><tr><td>王大</td><td>7,000.00</td></tr></table>`, "1 姓名|金额\n2 王大|7,000.00\n"},
		{"text around", `<html><head><title>x</title><style>td{a:b}</style></head><body><h2>花名册</h2><p>单位：元<table><caption>表一</caption><tr><td>1</table>合计</body></html>`, "1 花名册\n2 单位：元\n3 表一\n4 1\n5 合计\n"},
		{"spans", `<table><tr><td rowspan=2>姓名<td colspan="2">证件<tr><td>类型<td>号码<tr><td rowspan=3><td>x</table>`, "1 姓名|证件|证件^\n2 姓名^|类型|号码\n3 |x\n"},
		{"white space", "<table><tr><td>  a \n b<br>c&nbsp;&amp;d </td><td> <b>e</b><i>f</i></td></tr></table>", "1 a b\nc\u00a0&d|ef\n"},
		{"nested", `<table><tr><td><table><tr><td>甲</td><td>乙</td></tr></table></td><td>丙</td></tr><tr><td>丁</td></tr></table>`, "1 甲 乙|丙\n2 丁\n"},
		{"hidden row and script", `<table><tr style="DISPLAY: none"><td>a</td></tr><tr style='display:none'><td>b<script>var x = "<td>"</script></td></tr></table>`, "1 a\n2- b\n"},
		{"two tables", `<div><table><tr><td>a</td></tr></table></div><div><table><tr></tr><tr><td>b</td></tr></table></div>`, "1 a\n3 b\n"},
		{"no end of the table", `<meta charset=utf-8><table><tr><td>a</td></tr>`, "1 a\n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			gbk, err := simplifiedchinese.GB18030.NewEncoder().String(c.in)
			if err != nil {
				t.Fatal(err)
			}
			for encoding, data := range map[string]string{"UTF-8": c.in + "<!-- 中 -->", "GB18030": gbk + "<!-- \xd6\xd0 -->"} {
				b := mustOpen(t, write(t, "a.xls", []byte(data)), Options{})
				if diff := cmp.Diff(c.want, mustShow(t, b, 0)); diff != "" || b.Format() != "html" || b.Encoding() != encoding {
					t.Error(b.Format(), b.Encoding(), diff)
				}
			}
		})
	}
}

func TestSpreadsheetML(t *testing.T) {
	const doc = `<?xml version="1.0" encoding="gb2312"?><?mso-application progid="Excel.Sheet"?>
<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">
<Worksheet ss:Name="合涧"><Table><Column ss:Width="3"/><Row><Cell ss:MergeAcross="1"><Data ss:Type="String">标题</Data></Cell></Row>
<Row ss:Index="3" ss:Hidden="1"><Cell ss:Index="2"><Data ss:Type="Number">0.30000000000000004</Data></Cell><Cell><Data ss:Type="DateTime">2024-01-31T00:00:00.000</Data><Comment><ss:Data>批注</ss:Data></Comment></Cell><Cell ss:MergeDown="1"><ss:Data ss:Type="String"><B>粗</B>体&#10;x</ss:Data></Cell></Row>
<Row><Cell ss:Formula="=1=1"><Data ss:Type="Boolean">1</Data></Cell><Cell><Data ss:Type="DateTime">1899-12-31T08:30:00.000</Data></Cell><Cell><Data ss:Type="Error">#REF!</Data></Cell></Row>
<Row ss:Span="2"/><Row><Cell><Data ss:Type="Number">1</Data></Cell></Row></Table></Worksheet>
<Worksheet ss:Name="藏"><Table/><WorksheetOptions><Visible>SheetHidden</Visible></WorksheetOptions></Worksheet></Workbook>`
	gbk, err := simplifiedchinese.GB18030.NewEncoder().String(doc)
	if err != nil {
		t.Fatal(err)
	}
	for _, data := range []string{doc, gbk} {
		b := mustOpen(t, write(t, "a.xls", []byte(data)), Options{})
		want := "1 标题|标题^\n3- |n:0.3|d:2024-01-31|粗体\nx\n4 b:TRUE|d:08:30:00|e:#REF!|粗体\nx^\n8 n:1\n"
		if diff := cmp.Diff(want, mustShow(t, b, 0)); diff != "" {
			t.Error(diff)
		}
		if diff := cmp.Diff([]SheetInfo{{0, "合涧", false}, {1, "藏", true}}, b.Sheets()); diff != "" || b.Format() != "xml" {
			t.Error(b.Format(), diff)
		}
		if got := mustShow(t, b, 1); got != "" {
			t.Error(got)
		}
	}
}

// TestSpreadsheetMLAcrossWindows has rows that do not end in the window they begin in, with regions to be opened once.
func TestSpreadsheetMLAcrossWindows(t *testing.T) {
	var s strings.Builder
	s.WriteString(`<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet Name="a"><Table>`)
	long := strings.Repeat("长", 10_000)
	for range 200 {
		s.WriteString(`<Row><Cell MergeAcross="1"><Data Type="String">` + long + `</Data></Cell><Cell><Data Type="Number">5</Data></Cell></Row>`)
	}
	s.WriteString(`</Table></Worksheet></Workbook>`)
	b := mustOpen(t, write(t, "a.xml", []byte(s.String())), Options{})
	got := mustShow(t, b, 0)
	if n := strings.Count(got, long+"|"+long+"^|n:5\n"); n != 200 {
		t.Error(n)
	}
}
