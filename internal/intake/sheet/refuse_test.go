package sheet

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"testing"
	"unicode/utf16"

	"xunzhi"
)

// oleOf makes a compound file with these streams, each at least one sector long.
func oleOf(streams map[string][]byte, order ...string) []byte {
	const free, end, fatSector = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
	body, fat := []byte{}, []uint32{fatSector, end}
	dir := make([]byte, 512)
	entry := func(i int, name string, kind byte, right, child, start uint32, size int) {
		e := dir[i*oleEntrySize:]
		for k, u := range utf16.Encode([]rune(name)) {
			binary.LittleEndian.PutUint16(e[2*k:], u)
		}
		binary.LittleEndian.PutUint16(e[64:], uint16(2*len(name)+2))
		e[66] = kind
		for k, v := range []uint32{free, right, child} {
			binary.LittleEndian.PutUint32(e[68+4*k:], v)
		}
		binary.LittleEndian.PutUint32(e[116:], start)
		binary.LittleEndian.PutUint32(e[120:], uint32(size))
	}
	entry(0, "Root Entry", 5, free, 1, end, 0)
	for i, name := range order {
		data := streams[name]
		right := uint32(free)
		if i+1 < len(order) {
			right = uint32(i + 2)
		}
		entry(i+1, name, 2, right, free, uint32(len(fat)), len(data))
		for n := (len(data) + 511) / 512; n > 0; n-- {
			next := uint32(len(fat) + 1)
			if n == 1 {
				next = end
			}
			fat = append(fat, next)
		}
		body = append(body, data...)
		body = append(body, make([]byte, -len(body)&511)...)
	}
	head := make([]byte, 1024)
	copy(head, oleMagic)
	binary.LittleEndian.PutUint16(head[0x1E:], 9)
	binary.LittleEndian.PutUint16(head[0x20:], 6)
	binary.LittleEndian.PutUint32(head[0x2C:], 1)
	binary.LittleEndian.PutUint32(head[0x30:], 1)
	binary.LittleEndian.PutUint32(head[0x3C:], end)
	binary.LittleEndian.PutUint32(head[0x44:], end)
	for i := range 109 {
		binary.LittleEndian.PutUint32(head[0x4C+4*i:], free)
	}
	binary.LittleEndian.PutUint32(head[0x4C:], 0)
	for i := range 128 {
		v := uint32(free)
		if i < len(fat) {
			v = fat[i]
		}
		binary.LittleEndian.PutUint32(head[512+4*i:], v)
	}
	return append(append(head, dir...), body...)
}

// rec makes one BIFF record of numbers: uint16 and uint32 little-endian, byte and []byte as they are.
func rec(id uint16, values ...any) []byte {
	var d []byte
	for _, v := range values {
		var err error
		if d, err = binary.Append(d, binary.LittleEndian, v); err != nil {
			panic(err)
		}
	}
	return append(binary.LittleEndian.AppendUint16(binary.LittleEndian.AppendUint16(nil, id), uint16(len(d))), d...)
}

func TestRefused(t *testing.T) {
	good := bookParts(worksheet(`<row r="1"><c r="A1"><v>1</v></c></row>`, ""))
	sheet := func(body string) []byte { return zipOf(t, bookParts(body)) }
	whole := zipOf(t, good)
	flipped := bytes.Clone(whole)
	flipped[bytes.Index(flipped, []byte("sheet1.xml"))+40] ^= 0x55
	bof := rec(recBOF, uint16(0x0600), uint16(5), uint32(0), uint32(0), uint32(0))
	for _, c := range []struct {
		name string
		data []byte
		want string
		code xunzhi.Code
	}{
		{"empty", nil, "空的", xunzhi.CodeInvalid},
		{"cut off", whole[:len(whole)-30], "不完整", xunzhi.CodeInvalid},
		{"flipped bit", flipped, "", xunzhi.CodeInvalid},
		{"sheet breaks off", sheet(strings.TrimSuffix(worksheet(`<row r="1"><c r="A1"><v>1</v></c></row>`, ""), "</sheetData></worksheet>")), "中途断开", xunzhi.CodeInvalid},
		{"row breaks off", sheet(`<worksheet><sheetData><row r="1"><c r="A1"><v>1`), "中途断开", xunzhi.CodeInvalid},
		{"rows descend", sheet(worksheet(`<row r="2"><c><v>1</v></c></row><row r="2"><c><v>1</v></c></row>`, "")), "行号不对", xunzhi.CodeInvalid},
		{"row too far", sheet(worksheet(`<row r="1048577"><c><v>1</v></c></row>`, "")), "行号不对", xunzhi.CodeInvalid},
		{"column too far", sheet(worksheet(`<row r="1"><c r="XFE1"><v>1</v></c></row>`, "")), "列号不对", xunzhi.CodeInvalid},
		{"no such string", sheet(worksheet(`<row r="7"><c r="C7" t="s"><v>0</v></c></row>`, "")), "第 7 行 C 列", xunzhi.CodeInvalid},
		{"DTD in sheet", sheet(`<!DOCTYPE x [<!ENTITY a "b">]>` + worksheet("", "")), "DTD", xunzhi.CodeRefused},
		{"DTD in workbook", zipOf(t, bookParts("", part{"xl/workbook.xml", `<!DOCTYPE x>` + workbookXML("", "")})), "DTD", xunzhi.CodeRefused},
		{"path trick", zipOf(t, append(good[:len(good):len(good)], part{"xl/../../etc/passwd", "x"})), "越界路径", xunzhi.CodeRefused},
		{"link", zipLink(t, good), "越界路径", xunzhi.CodeRefused},
		{"sheet part missing", zipOf(t, good[:len(good)-1]), "不完整", xunzhi.CodeInvalid},
		{"no sheets", zipOf(t, bookParts("", part{"xl/workbook.xml", workbookXML("", "")})), "没有可读的工作表", xunzhi.CodeInvalid},
		{"word", zipOf(t, []part{{"word/document.xml", "<x/>"}}), "不是电子表格", xunzhi.CodeInvalid},
		{"ods", zipOf(t, []part{{"mimetype", "x"}, {"content.xml", "<x/>"}}), ".ods", xunzhi.CodeInvalid},
		{"xlsb", zipOf(t, []part{{"_rels/.rels", rels("officeDocument", "xl/workbook.bin")}, {"xl/workbook.bin", "x"}}), ".xlsb", xunzhi.CodeInvalid},
		{"plain zip", zipOf(t, []part{{"a.txt", "x"}}), "压缩包", xunzhi.CodeInvalid},
		{"many entries", zipOf(t, manyParts(maxEntries+1)), "条目超过", xunzhi.CodeRefused},
		{"pdf", []byte("%PDF-1.7\n..."), "PDF", xunzhi.CodeInvalid},
		{"png", []byte("\x89PNG\r\n\x1a\n"), "图片", xunzhi.CodeInvalid},
		{"rar", []byte("Rar!\x1a\x07"), "RAR", xunzhi.CodeInvalid},
		{"noise", []byte("\x01\x02\x03\x04\x05\xfe\xff\x00\x01"), "无法识别", xunzhi.CodeInvalid},
		{"other xml", []byte(`<?xml version="1.0"?><a/>`), "XML 文件", xunzhi.CodeInvalid},
		{"encrypted xlsx", oleOf(map[string][]byte{"EncryptedPackage": make([]byte, 5000), "EncryptionInfo": make([]byte, 5000)}, "EncryptionInfo", "EncryptedPackage"), "打开密码", xunzhi.CodeRefused},
		{"word 97", oleOf(map[string][]byte{"WordDocument": make([]byte, 5000)}, "WordDocument"), "Word", xunzhi.CodeInvalid},
		{"encrypted xls", oleOf(map[string][]byte{"Workbook": append(append(bof, rec(recFilePass, uint16(1))...), make([]byte, 5000)...)}, "Workbook"), "打开密码", xunzhi.CodeRefused},
		{"excel 4", []byte("\x09\x04\x06\x00\x00\x00\x10\x00\x00\x00"), "", xunzhi.CodeInvalid},
		{"OLE head alone", []byte(oleMagic), "不完整", xunzhi.CodeInvalid},
		{"login page", []byte("<!DOCTYPE html><html><body><h1>请登录</h1></body></html>"), "没有表格", xunzhi.CodeInvalid},
		{"html breaks off", []byte("<table><tr><td>甲</td></tr><tr><td>乙"), "中途断开", xunzhi.CodeInvalid},
		{"xml 2003 breaks off", []byte(`<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="a"><Table>`), "不完整", xunzhi.CodeInvalid},
	} {
		t.Run(c.name, func(t *testing.T) {
			checkRefused(t, readEverything(write(t, "a.xlsx", c.data), Options{}), c.want, c.code)
		})
	}
}

// checkRefused wants an error for people: Chinese, with a hint and of this code.
func checkRefused(t *testing.T, err error, want string, code xunzhi.Code) {
	t.Helper()
	var e *xunzhi.Error
	if !errors.As(err, &e) {
		t.Fatalf("got %v", err)
	}
	if !strings.Contains(e.Message, want) || e.Code != code || e.Hint == "" {
		t.Errorf("got %s: %v, want %s: %s", e.Code, e, code, want)
	}
}

// readEverything opens a file and reads all of its sheets.
func readEverything(path string, o Options) error {
	b, err := Open(path, o)
	if err != nil {
		return err
	}
	for i := range b.Sheets() {
		if err := b.Read(context.Background(), i, func(*Row) error { return nil }); err != nil {
			return errors.Join(err, b.Close())
		}
	}
	return b.Close()
}

func zipLink(t *testing.T, parts []part) []byte {
	var buf bytes.Buffer
	z := zip.NewWriter(&buf)
	h := &zip.FileHeader{Name: "xl/link"}
	h.SetMode(fs.ModeSymlink | 0o777)
	if _, err := z.CreateHeader(h); err != nil {
		t.Fatal(err)
	}
	for _, p := range parts {
		if _, err := z.Create(p.name); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return buf.Bytes()
}

func manyParts(n int) []part {
	parts := make([]part, n)
	for i := range parts {
		parts[i].name = fmt.Sprint(i)
	}
	return parts
}

// TestLimits lowers each limit below what a small file needs.
func TestLimits(t *testing.T) {
	row := strings.Repeat(`<row><c t="s"><v>0</v></c></row>`, 3000)
	shared := part{"xl/sharedStrings.xml", "<sst>" + strings.Repeat("<si><t>王大</t></si>", 3000) + "</sst>"}
	path := write(t, "a.xlsx", zipOf(t, bookParts(worksheet(row, ""), shared)))
	for name, o := range map[string]Options{
		"file":            {MaxFile: 100},
		"sheet":           {MaxPart: 10_000},
		"sheet, streamed": {MaxPart: 10_000, held: 1},
		"strings":         {MaxStrings: 10_000},
	} {
		t.Run(name, func(t *testing.T) { checkRefused(t, readEverything(path, o), "超过上限", xunzhi.CodeRefused) })
	}
	if err := readEverything(path, Options{held: 1}); err != nil {
		t.Error(err)
	}
	if err := readEverything("testdata/biff8.xls", Options{MaxStream: 1000}); err == nil {
		t.Error("the stream's limit is not kept")
	}
}

// TestLyingSize: a package whose directory understates a part's size is held to its real size.
func TestLyingSize(t *testing.T) {
	body := worksheet(strings.Repeat(`<row><c><v>1</v></c></row>`, 100_000), "")
	data := zipOf(t, bookParts(body))
	var size [4]byte
	binary.LittleEndian.PutUint32(size[:], uint32(len(body)))
	var lie [4]byte
	binary.LittleEndian.PutUint32(lie[:], 1000)
	at := bytes.LastIndex(data, size[:])
	copy(data[at:], lie[:])
	if err := readEverything(write(t, "a.xlsx", data), Options{}); err == nil {
		t.Error("a part larger than said was read")
	}
}
