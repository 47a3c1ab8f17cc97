package sheet

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime/metrics"
	"strings"
	"testing"
	"time"

	"xunzhi"
)

// seeds are one small good file of each shape.
func seeds(t testing.TB) map[string][]byte {
	rows := `<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" s="1"><v>45322</v></c><c r="C1" t="inlineStr"><is><r><t>甲&amp;</t></r><rPh><t>x</t></rPh></is></c></row><row r="3" hidden="1"><c r="B3"><f>A1</f><v>2.50</v></c><c r="D3" t="b"><v>1</v></c><c t="e"><v>#N/A</v></c></row>`
	xlsx := zipOf(t, bookParts(worksheet(rows, `<mergeCells count="1"><mergeCell ref="A1:A3"/></mergeCells>`),
		part{"xl/sharedStrings.xml", `<sst count="1"><si><t xml:space="preserve">王大_x000D_</t></si></sst>`}, stylesXML(`<numFmt numFmtId="164" formatCode="yyyy&quot;年&quot;"/>`, 0, 164)))
	text := "姓名,金额\r\n\"王,大\",\"7,000\"\r\n李二,=\"5\"\r\n"
	wide, err := utf16LE.NewEncoder().String(text)
	if err != nil {
		t.Fatal(err)
	}
	num := rec(recNumber, uint16(0), uint16(0), uint16(0), math.Float64bits(45322))
	sst := rec(recSST, uint32(1), uint32(1), uint16(4), byte(1), []byte("a\x00b\x00"))
	sst = append(sst, rec(recContinue, byte(0), []byte("cd"))...)
	stream := streamOf(0x0600, append(sst, rec(recXF, uint16(0), uint16(14))...), name8, num, rec(recLabelSST, uint16(1), uint16(0), uint16(0), uint32(0)),
		rec(recMergeCells, uint16(1), uint16(0), uint16(1), uint16(0), uint16(3)), rec(recFormula, uint16(2), uint16(1), uint16(0), []byte{0, 0, 0, 0, 0, 0, 255, 255}, make([]byte, 8)), rec(recString, uint16(1), byte(0), byte('x')))
	real, err := os.ReadFile("testdata/biff8.xls")
	if err != nil {
		t.Fatal(err)
	}
	return map[string][]byte{
		"xlsx":   xlsx,
		"biff":   stream,
		"ole":    oleOf(map[string][]byte{"Workbook": append(stream, make([]byte, 4096)...)}, "Workbook"),
		"xls":    real,
		"text":   []byte(text),
		"utf-16": []byte("\xFF\xFE" + wide),
		"html":   []byte(`<html><body><h1>题</h1><table><tr><td rowspan="2">甲<td colspan=3>乙&amp;<tr style="display:none"><td>1<br>2</table></body></html>`),
		"xml":    []byte(`<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="a"><Table><Row ss:Index="2"><Cell ss:MergeAcross="2"><Data ss:Type="String"><B>x</B></Data></Cell><Cell ss:Index="7"><Data ss:Type="Number">1.50</Data></Cell></Row></Table></Worksheet></Workbook>`),
	}
}

// mutate damages data in one to four ways.
func mutate(rnd *rand.Rand, data []byte) []byte {
	out := bytes.Clone(data)
	for range 1 + rnd.IntN(4) {
		if len(out) < 4 {
			return out
		}
		i, j := rnd.IntN(len(out)), rnd.IntN(len(out))
		n := min(1+rnd.IntN(16), len(out)-i, len(out)-j)
		switch rnd.IntN(7) {
		case 0:
			out[i] ^= 1 << rnd.IntN(8)
		case 1:
			out = out[:i]
		case 2:
			copy(out[i:i+n], out[j:j+n])
		case 3:
			out = append(out[:i:i], append(bytes.Clone(out[j:j+n]), out[i:]...)...)
		case 4:
			out = append(out[:i:i], out[i+n:]...)
		case 5:
			for k := range n {
				out[i+k] = []byte{0, 0xFF, 0x7F, 0x80, '9', '<', '"', '>'}[rnd.IntN(8)]
			}
		case 6:
			out = append(out[:i:i], append(bytes.Repeat(out[i:i+n], 1+rnd.IntN(200)), out[i:]...)...)
		}
	}
	return out
}

// mutateInside damages a part of a package and packs it again, so that the damage gets past the checksums.
func mutateInside(t testing.TB, rnd *rand.Rand, data []byte) []byte {
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	var parts []part
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		parts = append(parts, part{f.Name, string(body)})
	}
	p := &parts[rnd.IntN(len(parts))]
	p.body = string(mutate(rnd, []byte(p.body)))
	return zipOf(t, parts)
}

// bounded reads a file and demands an error for people or none at all, in little memory and in time.
func bounded(t testing.TB, path string, data []byte, memory uint64) (err error) {
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	before := allocated()
	done := make(chan error, 1)
	go func() { done <- readEverything(path, Options{MaxStream: 32 << 20}) }()
	select {
	case err = <-done:
		var e *xunzhi.Error
		if err != nil && !errors.As(err, &e) {
			t.Fatalf("not an error for people: %v\n%q", err, cut(data))
		}
	case <-time.After(time.Minute):
		t.Fatalf("hangs on %q", cut(data))
	}
	if used := allocated() - before; used > memory {
		t.Fatalf("%d MB were used for %q", used>>20, cut(data))
	}
	return err
}

// allocated is how many bytes the process has ever allocated.
func allocated() uint64 {
	s := []metrics.Sample{{Name: "/gc/heap/allocs:bytes"}}
	metrics.Read(s)
	return s[0].Value.Uint64()
}

func cut(data []byte) []byte { return data[:min(len(data), 2000)] }

// TestMutants damages every seed a thousand times: no panic, no hang, no memory out of proportion.
func TestMutants(t *testing.T) {
	for name, data := range seeds(t) {
		t.Run(name, func(t *testing.T) {
			rnd := rand.New(rand.NewPCG(9, 10))
			path := filepath.Join(t.TempDir(), "a.xls")
			for range 1000 {
				bounded(t, path, mutate(rnd, data), 96<<20)
			}
			if name != "xlsx" {
				return
			}
			for range 1000 {
				bounded(t, path, mutateInside(t, rnd, data), 96<<20)
			}
		})
	}
}

// TestEveryCut cuts each small seed at every byte, and the others every few: rows may come out, but a package or a stream is never taken as whole.
func TestEveryCut(t *testing.T) {
	for name, data := range seeds(t) {
		if len(data) > 10_000 {
			continue
		}
		path := filepath.Join(t.TempDir(), "a")
		for n := len(oleMagic); n < len(data); n += 1 + len(data)/2000 { // fewer bytes are text
			err := bounded(t, path, data[:n], 96<<20)
			if err == nil && (name == "xlsx" || name == "biff" || name == "ole" && n < 2000) {
				t.Fatalf("%s cut at %d of %d is read as whole", name, n, len(data))
			}
		}
	}
}

// TestBombs are small files that ask for much.
func TestBombs(t *testing.T) {
	wide := strings.Repeat(`<row><c r="XFD1"><v>1</v></c></row>`, 100_000)
	merged := `<mergeCells>` + strings.Repeat(`<mergeCell ref="A1:XFD1048576"/>`, 10_000) + `</mergeCells>`
	for name, data := range map[string][]byte{
		"far columns":   zipOf(t, bookParts(worksheet(wide, ""))),
		"giant regions": zipOf(t, bookParts(worksheet(`<row><c><v>1</v></c></row>`+strings.Repeat(`<row><c r="B1"><v>1</v></c></row>`, 20_000), merged))),
		"deep xml":      zipOf(t, bookParts(worksheet(`<row>`+strings.Repeat("<a>", 1_000_000), ""))),
		"many entities": zipOf(t, bookParts(worksheet(`<row><c t="str"><v>`+strings.Repeat("&amp;", 1_000_000)+`</v></c></row>`, ""))),
		"zeros":         zipOf(t, bookParts(worksheet(`<row><c><v>`+strings.Repeat("0", 30_000_000)+`</v></c></row>`, ""))),
		"html spans":    []byte("<table>" + strings.Repeat(`<tr><td colspan=1000 rowspan=65534>x`, 3000) + "</table>"),
		"html depth":    []byte(strings.Repeat("<table><tr><td>", 300_000)),
		"sst count":     append(streamOf(0x0600, rec(recSST, uint32(math.MaxUint32), uint32(math.MaxUint32)), name8), make([]byte, 100)...),
	} {
		t.Run(name, func(t *testing.T) { bounded(t, filepath.Join(t.TempDir(), "a"), data, 512<<20) })
	}
}

func fuzzSeeds(f *testing.F, names ...string) {
	all := seeds(f)
	for _, n := range names {
		f.Add(all[n])
	}
}

func fuzzRead(t *testing.T, data []byte) {
	bounded(t, filepath.Join(t.TempDir(), "a"), data, 256<<20)
}

// FuzzXLSX damages the sheet inside a package that is otherwise whole.
func FuzzXLSX(f *testing.F) {
	f.Add([]byte(worksheet(`<row r="1"><c r="A1" t="s"><v>0</v></c><c t="inlineStr"><is><t>x</t></is></c></row>`, `<mergeCells><mergeCell ref="A1:B2"/></mergeCells>`)), []byte(`<sst><si><t>王</t></si></sst>`))
	f.Fuzz(func(t *testing.T, sheet, shared []byte) {
		if len(sheet)+len(shared) > 1<<20 {
			return
		}
		fuzzRead(t, zipOf(t, bookParts(string(sheet), part{"xl/sharedStrings.xml", string(shared)}, stylesXML("", 0, 14))))
	})
}

func FuzzXLS(f *testing.F) {
	fuzzSeeds(f, "biff", "ole")
	f.Fuzz(fuzzRead)
}

func FuzzText(f *testing.F) {
	fuzzSeeds(f, "text", "utf-16")
	f.Fuzz(fuzzRead)
}

func FuzzHTML(f *testing.F) {
	fuzzSeeds(f, "html", "xml")
	f.Fuzz(fuzzRead)
}

// ExampleBook_Read prints the rows of a text file.
func ExampleBook_Read() {
	path := filepath.Join(os.TempDir(), fmt.Sprintf("sheet-example-%d.csv", os.Getpid()))
	if err := os.WriteFile(path, []byte("姓名,金额\n王大,\"7,000.00\"\n"), 0o600); err != nil {
		fmt.Println(err)
		return
	}
	defer os.Remove(path)
	b, err := Open(path, Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	defer b.Close()
	out, err := show(b, 0)
	fmt.Print(b.Encoding(), "\n", out, err)
	// Output:
	// UTF-8
	// 1 姓名|金额
	// 2 王大|7,000.00
	// <nil>
}
