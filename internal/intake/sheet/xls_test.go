package sheet

import (
	"encoding/binary"
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding/simplifiedchinese"
)

// TestXLS reads a file made by xlwt 1.3 in BIFF8.
func TestXLS(t *testing.T) {
	b := mustOpen(t, "testdata/biff8.xls", Options{})
	if diff := cmp.Diff([]SheetInfo{{0, "合涧镇", false}, {1, "隐藏表", true}, {2, "长文", false}}, b.Sheets()); diff != "" || b.Format() != "xls" {
		t.Error(b.Format(), diff)
	}
	want := `1 低保花名册|低保花名册^|低保花名册^|低保花名册^
2 序号|姓名|身份证号|金额
3 n:1|王大|990101196001000000|n:0
4 n:2|李二|990101196001000001|n:96.35
5 n:3|Zhang|990101196001000002|n:192.7
10 |合并村|n:9
11 |合并村^|n:10
12 |合并村^|n:11
21- d:2024-01-31|d:2024-01-31 12:30:00|d:12:00:00|n:0.125|n:000123|n:1E+20|n:4.10521198001010E+17|n:0.3|n:-5|n:123456789|n:1.25
22 b:TRUE|b:FALSE|e:#REF!
23 张𠮷é
`
	want = strings.Replace(want, "4.10521198001010E+17", "4.1052119800101E+17", 1) // trailing zeros go
	if diff := cmp.Diff(want, mustShow(t, b, 0)); diff != "" {
		t.Error(diff)
	}
	if got := mustShow(t, b, 1); got != "1 藏\n" {
		t.Error(got)
	}
	var long strings.Builder // its strings run over several records
	for i := range 5 {
		fmt.Fprintf(&long, "%d %s%d|%s%d\n", i+1, strings.Repeat("长文本甲乙丙丁", 300), i, strings.Repeat("abc", 900), i)
	}
	if diff := cmp.Diff(long.String(), mustShow(t, b, 2)); diff != "" {
		t.Error(diff)
	}
	b = mustOpen(t, "testdata/date1904.xls", Options{})
	if got := mustShow(t, b, 0); got != "1 d:2024-01-31\n" {
		t.Error(got)
	}
}

// streamOf makes a workbook stream with one sheet of these records.
func streamOf(version uint16, globals []byte, name []byte, records ...[]byte) []byte {
	bof := rec(recBOF, version, uint16(5), uint32(0), uint32(0), uint32(0))
	sheet := append(rec(recBoundSheet, uint32(0), uint16(0)), name...)
	binary.LittleEndian.PutUint16(sheet[2:], uint16(len(sheet)-4))
	out := append(append(append([]byte{}, bof...), globals...), sheet...)
	out = append(out, rec(recEOF)...)
	binary.LittleEndian.PutUint32(out[len(bof)+len(globals)+4:], uint32(len(out)))
	out = append(out, bof...)
	for _, r := range records {
		out = append(out, r...)
	}
	return append(out, rec(recEOF)...)
}

var name8 = []byte{1, 0, 'S'}

func TestFormulasAndOrder(t *testing.T) {
	str := func(s string) []byte { return append([]byte{byte(len(s)), 0, 0}, s...) }
	mark := func(kind, value byte) []byte { return []byte{kind, 0, value, 0, 0, 0, 0xFF, 0xFF} }
	cell := func(id, row, col uint16, rest ...any) []byte {
		return rec(id, append([]any{row, col, uint16(0)}, rest...)...)
	}
	stream := streamOf(0x0600, nil, name8,
		cell(recNumber, 5, 0, math.Float64bits(7)), // a row that stands before its turn
		cell(recFormula, 0, 0, math.Float64bits(2.5), make([]byte, 8)),
		cell(recFormula, 0, 1, mark(0, 0), make([]byte, 8)), rec(0x04BC, make([]byte, 10)), rec(recString, str("text")),
		cell(recFormula, 0, 2, mark(1, 1), make([]byte, 8)), cell(recFormula, 0, 3, mark(2, 7), make([]byte, 8)),
		cell(recFormula, 0, 4, mark(3, 0), make([]byte, 8)), cell(recFormula, 0, 5, mark(0, 0), make([]byte, 8)),
		rec(recMulRK, uint16(1), uint16(1), uint16(0), uint32(5<<2|2), uint16(0), uint32(1234<<2|3), uint16(2)),
		rec(recLabel, uint16(2), uint16(0), uint16(0), str("label")), cell(recNumber, 2, 1, math.Float64bits(math.NaN())))
	b := mustOpen(t, write(t, "a.et", oleOf(map[string][]byte{"Workbook": append(stream, make([]byte, 4096)...)}, "Workbook")), Options{})
	want := "1 n:2.5|text|b:TRUE|e:#DIV/0!||e:\n2 |n:5|n:12.34\n3 label|e:#NUM!\n6 n:7\n"
	if diff := cmp.Diff(want, mustShow(t, b, 0)); diff != "" {
		t.Error(diff)
	}
	if len(b.Notes()) != 1 || !strings.Contains(b.Notes()[0], "1 个公式没有保存结果") {
		t.Error(b.Notes())
	}
}

// TestBIFF5 has byte strings in the code page of the file, in a bare stream.
func TestBIFF5(t *testing.T) {
	gbk := func(s string) []byte {
		out, err := simplifiedchinese.GB18030.NewEncoder().Bytes([]byte(s))
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	name, text := gbk("合涧"), gbk("王大")
	stream := streamOf(0x0500, append(rec(recCodePage, uint16(936)), rec(recXF, uint16(0), uint16(14))...), append([]byte{byte(len(name))}, name...),
		rec(recLabel, uint16(0), uint16(0), uint16(9), uint16(len(text)), text), rec(recNumber, uint16(0), uint16(1), uint16(0), math.Float64bits(45322)))
	b := mustOpen(t, write(t, "a.xls", stream), Options{})
	if got := mustShow(t, b, 0); got != "1 王大|d:2024-01-31\n" || b.Sheets()[0].Name != "合涧" {
		t.Errorf("%q %v", got, b.Sheets())
	}
}

// TestCyclicChains points sectors at themselves: every one of them must end in an error or be read, never in a loop.
func TestCyclicChains(t *testing.T) {
	stream := streamOf(0x0600, nil, name8, rec(recNumber, uint16(0), uint16(0), uint16(0), math.Float64bits(1)))
	good := oleOf(map[string][]byte{"Workbook": append(stream, make([]byte, 5000)...)}, "Workbook")
	for sector := range uint32(12) {
		for target := range uint32(12) {
			data := append([]byte{}, good...)
			binary.LittleEndian.PutUint32(data[512+4*sector:], target)
			if err := readEverything(write(t, "a.xls", data), Options{}); err != nil {
				checkRefused(t, err, "", "invalid")
			}
		}
	}
	for _, at := range []int{0x30, 0x3C, 0x44, 0x4C} { // first sectors of directory, mini FAT, DIFAT, FAT
		for _, v := range []uint32{0, 1, 2, 3, 1000, 0x7FFFFFFF} {
			data := append([]byte{}, good...)
			binary.LittleEndian.PutUint32(data[at:], v)
			if err := readEverything(write(t, "a.xls", data), Options{}); err != nil {
				checkRefused(t, err, "", "invalid")
			}
		}
	}
}
