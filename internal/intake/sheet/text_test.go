package sheet

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/simplifiedchinese"
)

func TestText(t *testing.T) {
	for _, c := range []struct{ name, in, delim, want string }{
		{"commas", "姓名,金额\n王大,5\n", ",", "1 姓名|金额\n2 王大|5\n"},
		{"no last line end", "a,b\n1,2", ",", "1 a|b\n2 1|2\n"},
		{"CRLF and blank lines", "a,b\r\n\r\n,\r\n1,2\r\n", ",", "1 a|b\n4 1|2\n"},
		{"old Mac", "a,b\r1,2\r", ",", "1 a|b\n2 1|2\n"},
		{"tabs with amounts", "姓名\t金额\n王大\t\"7,000.00\"\n李二\t1,234,567\n", "\t", "1 姓名|金额\n2 王大|7,000.00\n3 李二|1,234,567\n"},
		{"semicolons", "a;b;c\n1,5;2;3\n4,5;5;6\n", ";", "1 a|b|c\n2 1,5|2|3\n3 4,5|5|6\n"},
		{"bars", "a|b\n1|2\n", "|", "1 a|b\n2 1|2\n"},
		{"sep line", "sep=;\na;b\n", ";", "2 a|b\n"},
		{"title above", "低保花名册\n单位：元\n姓名,金额,村\n王,5,甲\n", ",", "1 低保花名册\n2 单位：元\n3 姓名|金额|村\n4 王|5|甲\n"},
		{"ragged", "a,b,c\n1\n1,2,3,4,,\n", ",", "1 a|b|c\n2 1\n3 1|2|3|4\n"},
		{"quotes", "\"a,b\",\"c\"\"d\" , \"e\"\n\"x\ny\",2\nz,3\n", ",", "1 a,b|c\"d|e\n2 x\ny|2\n4 z|3\n"},
		{"quoted CRLF", "\"a\r\nb\",1\r\nc,2\r\n", ",", "1 a\r\nb|1\n3 c|2\n"},
		{"quote inside", "\"张三\"(小),1\na\"b,2\n", ",", "1 \"张三\"(小)|1\n2 a\"b|2\n"},
		{"unclosed quote", "\"张三,1\n李四,2\n王五,3\n", ",", "1 \"张三|1\n2 李四|2\n3 王五|3\n"},
		{"unclosed before quoted", "\"张三,1\n\"李四\",2\n", ",", "1 \"张三|1\n2 李四|2\n"},
		{"idioms", "=\"0123\",'0456,\"=\"\"0789\"\"\"\n", ",", "1 0123|0456|0789\n"},
		{"tabs that guard digits", "村,号码,金额\n甲,\"\t9901\",5\n乙,\"\t9902\",\"6\"\n丙,\"9903\t\",7\n", ",", "1 村|号码|金额\n2 甲|9901|5\n3 乙|9902|6\n4 丙|9903|7\n"},
		{"NUL bytes", "a\x00b,c\x00\nd,e\n", ",", "1 ab|c\n2 d|e\n"},
		{"one column", "甲\n乙\n", ",", "1 甲\n2 乙\n"},
		{"blanks are nothing", " ,\u3000,x\n \n", ",", "1 ||x\n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			b := mustOpen(t, write(t, "a.txt", []byte(c.in)), Options{})
			if b.Format() != "csv" || b.Delimiter() != c.delim {
				t.Errorf("format %s, delimiter %q", b.Format(), b.Delimiter())
			}
			if diff := cmp.Diff(c.want, mustShow(t, b, 0)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestEncodings(t *testing.T) {
	const text = "姓名,身份证号,备注\n王大,990101196001010011,㐀䶮龦𠮷\n李二,99010119600101002x,\n"
	const want = "1 姓名|身份证号|备注\n2 王大|990101196001010011|㐀䶮龦𠮷\n3 李二|99010119600101002x\n"
	in := func(e encoding.Encoding) string {
		s, err := e.NewEncoder().String(text)
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	for _, c := range []struct{ name, data, encoding string }{
		{"utf-8", text, "UTF-8"},
		{"utf-8 with mark", "\xEF\xBB\xBF" + text, "UTF-8"},
		{"gb18030", in(simplifiedchinese.GB18030), "GB18030"},
		{"utf-16le with mark", "\xFF\xFE" + in(utf16LE), "UTF-16LE"},
		{"utf-16be with mark", "\xFE\xFF" + in(utf16BE), "UTF-16BE"},
		{"utf-16le bare", in(utf16LE), "UTF-16LE"},
		{"utf-16be bare", in(utf16BE), "UTF-16BE"},
		{"damaged utf-8", strings.Replace(text, "李二", "李\xFF二", 1), "UTF-8"},
	} {
		t.Run(c.name, func(t *testing.T) {
			b := mustOpen(t, write(t, "a.csv", []byte(c.data)), Options{})
			got := strings.Replace(mustShow(t, b, 0), "\uFFFD", "", 1)
			if diff := cmp.Diff(want, got); diff != "" || b.Encoding() != c.encoding {
				t.Error(b.Encoding(), diff)
			}
			if c.name == "damaged utf-8" && !strings.Contains(strings.Join(b.Notes(), ""), "第 3 行起有无法识别的字符") {
				t.Error(b.Notes())
			}
		})
	}
	t.Run("chinese after a megabyte", func(t *testing.T) {
		s, err := simplifiedchinese.GB18030.NewEncoder().String(strings.Repeat("abc,123\n", 200_000) + "王大,5\n")
		if err != nil {
			t.Fatal(err)
		}
		b := mustOpen(t, write(t, "a.csv", []byte(s)), Options{})
		if got := mustShow(t, b, 0); b.Encoding() != "GB18030" || !strings.HasSuffix(got, "200001 王大|5\n") {
			t.Error(b.Encoding(), got[len(got)-30:])
		}
	})
	t.Run("by hand", func(t *testing.T) {
		b := mustOpen(t, write(t, "a.csv", []byte("\xCD\xF5;1,5\n")), Options{Encoding: "gbk", Delimiter: ';'})
		if got := mustShow(t, b, 0); got != "1 王|1,5\n" {
			t.Error(got)
		}
	})
}

// TestTextRoundTrip: whatever cells are written by the rules of RFC 4180 come back, with the line they begin on.
func TestTextRoundTrip(t *testing.T) {
	rnd := rand.New(rand.NewPCG(5, 6))
	pieces := []string{"王", "a", "1", ",", "\"", "\n", ";", "\t", "|", " x", "é", "\r\n"}
	for range 300 {
		var file, want strings.Builder
		line := 1
		for range 30 {
			cells := make([]string, 3)
			for i := range cells {
				var s strings.Builder
				for range rnd.IntN(5) {
					s.WriteString(pieces[rnd.IntN(len(pieces))])
				}
				cells[i] = "k" + s.String() + "e" // never blank
			}
			fmt.Fprintf(&want, "%d %s\n", line, strings.Join(cells, "|"))
			for i, c := range cells {
				if i > 0 {
					file.WriteString(",")
				}
				file.WriteString(`"` + strings.ReplaceAll(c, `"`, `""`) + `"`)
				line += strings.Count(c, "\n")
			}
			file.WriteString("\n")
			line++
		}
		b := mustOpen(t, write(t, "a.csv", []byte(file.String())), Options{Delimiter: ','})
		if diff := cmp.Diff(want.String(), mustShow(t, b, 0)); diff != "" {
			t.Fatalf("%s\nof\n%s", diff, file.String())
		}
		if err := b.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

// TestStrayQuoteIsCheap: a file full of stray quotes is read in one go, all rows there.
func TestStrayQuoteIsCheap(t *testing.T) {
	var s strings.Builder
	for i := range 100_000 {
		fmt.Fprintf(&s, "\"a%d,\"b,\"c,\"d,\"e,\"f\n", i)
	}
	b := mustOpen(t, write(t, "a.csv", []byte(s.String())), Options{Delimiter: ','})
	if got := strings.Count(mustShow(t, b, 0), "\n"); got != 100_000 {
		t.Error(got)
	}
}

func TestLongLine(t *testing.T) {
	long := strings.Repeat("a", maxRecord+2<<20)
	path := write(t, "a.csv", []byte("x,y\n1,2\n"+long+"\n"))
	checkRefused(t, readEverything(path, Options{}), "第 3 行", "refused")
	path = write(t, "b.csv", []byte("x,y\n"+strings.Repeat(",", maxColumns)+"1\n"))
	checkRefused(t, readEverything(path, Options{}), "第 2 行的列数", "refused")
}
