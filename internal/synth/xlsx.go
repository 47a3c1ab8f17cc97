package synth

import (
	"archive/zip"
	"bufio"
	"fmt"
	"io"
	"os"
	"strconv"

	"github.com/klauspost/compress/flate"
)

// xlsxTable writes a workbook in one pass: rows go out as they come, so that memory does not grow with the file. With
// shared strings every distinct text is kept until the end; layouts use them for small files only.
type xlsxTable struct {
	file   *os.File
	out    *bufio.Writer
	zip    *zip.Writer
	part   io.Writer
	buf    []byte
	names  []string
	merges []string
	row    int
	col    int
	shared map[string]int
	texts  []string
	uses   int
	err    error
}

func newXLSXTable(path string, shared bool) (*xlsxTable, error) {
	f, err := os.Create(path)
	if err != nil {
		return nil, err
	}
	t := &xlsxTable{file: f, out: bufio.NewWriterSize(f, 1<<17)}
	t.zip = zip.NewWriter(t.out)
	t.zip.RegisterCompressor(zip.Deflate, func(w io.Writer) (io.WriteCloser, error) { return flate.NewWriter(w, 1) })
	if shared {
		t.shared = map[string]int{}
	}
	return t, nil
}

func (t *xlsxTable) fail(err error) {
	if err != nil && t.err == nil {
		t.err = err
	}
}

func (t *xlsxTable) sheet(name string) error {
	t.endSheet()
	t.names = append(t.names, name)
	var err error
	t.part, err = t.zip.Create(fmt.Sprintf("xl/worksheets/sheet%d.xml", len(t.names)))
	t.fail(err)
	t.row, t.merges = 1, nil
	t.buf = append(t.buf[:0], xmlHead+`<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>`...)
	return t.err
}

const xmlHead = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"

func (t *xlsxTable) endSheet() {
	if t.part == nil {
		return
	}
	t.buf = append(t.buf, "</sheetData>"...)
	if len(t.merges) > 0 {
		t.buf = fmt.Appendf(t.buf, `<mergeCells count="%d">`, len(t.merges))
		for _, m := range t.merges {
			t.buf = fmt.Appendf(t.buf, `<mergeCell ref="%s"/>`, m)
		}
		t.buf = append(t.buf, "</mergeCells>"...)
	}
	t.buf = append(t.buf, "</worksheet>"...)
	t.flush()
	t.part = nil
}

func (t *xlsxTable) flush() {
	if t.err == nil {
		_, err := t.part.Write(t.buf)
		t.fail(err)
	}
	t.buf = t.buf[:0]
}

func (t *xlsxTable) begin() {
	t.col = 0
	t.buf = append(t.buf, `<row r="`...)
	t.buf = strconv.AppendInt(t.buf, int64(t.row), 10)
	t.buf = append(t.buf, `">`...)
}

func (t *xlsxTable) ref() {
	t.buf = append(t.buf, `<c r="`...)
	t.buf = appendColumn(t.buf, t.col)
	t.buf = strconv.AppendInt(t.buf, int64(t.row), 10)
	t.col++
}

func appendColumn(b []byte, c int) []byte {
	if c >= 26 {
		b = append(b, byte('A'+c/26-1))
	}
	return append(b, byte('A'+c%26))
}

func (t *xlsxTable) text(b []byte) {
	if len(b) == 0 {
		t.col++
		return
	}
	t.ref()
	if t.shared == nil {
		t.buf = append(t.buf, `" t="inlineStr"><is><t>`...)
		t.buf = appendXML(t.buf, b)
		t.buf = append(t.buf, `</t></is></c>`...)
		return
	}
	t.uses++
	n, ok := t.shared[string(b)]
	if !ok {
		n = len(t.texts)
		s := string(b)
		t.shared[s] = n
		t.texts = append(t.texts, s)
	}
	t.buf = append(t.buf, `" t="s"><v>`...)
	t.buf = strconv.AppendInt(t.buf, int64(n), 10)
	t.buf = append(t.buf, `</v></c>`...)
}

func (t *xlsxTable) num(b []byte) {
	t.ref()
	t.buf = append(t.buf, `"><v>`...)
	t.buf = append(t.buf, b...)
	t.buf = append(t.buf, `</v></c>`...)
}

func (t *xlsxTable) day(serial int64, _ []byte) {
	t.ref()
	t.buf = append(t.buf, `" s="1"><v>`...)
	t.buf = strconv.AppendInt(t.buf, serial, 10)
	t.buf = append(t.buf, `</v></c>`...)
}

func (t *xlsxTable) skip(n int) { t.col += n }
func (t *xlsxTable) blank()     { t.row++ }

func (t *xlsxTable) end() int {
	t.buf = append(t.buf, "</row>"...)
	if len(t.buf) > 1<<16 {
		t.flush()
	}
	t.row++
	return t.row - 1
}

func (t *xlsxTable) merge(from, to, rows int) {
	b := appendColumn(nil, from)
	b = strconv.AppendInt(b, int64(t.row), 10)
	b = append(b, ':')
	b = appendColumn(b, to)
	b = strconv.AppendInt(b, int64(t.row+rows-1), 10)
	t.merges = append(t.merges, string(b))
}

// appendXML escapes text.
func appendXML(b, s []byte) []byte {
	for _, c := range s {
		switch c {
		case '&':
			b = append(b, "&amp;"...)
		case '<':
			b = append(b, "&lt;"...)
		case '>':
			b = append(b, "&gt;"...)
		default:
			b = append(b, c)
		}
	}
	return b
}

func (t *xlsxTable) putPart(name, body string) {
	w, err := t.zip.Create(name)
	if err == nil {
		_, err = io.WriteString(w, body)
	}
	t.fail(err)
}

const nsMain = `xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"`
const nsRel = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
const nsPkg = "http://schemas.openxmlformats.org/package/2006/"
const ctBase = "application/vnd.openxmlformats-officedocument.spreadsheetml."

func (t *xlsxTable) close() error {
	t.endSheet()
	if t.shared != nil {
		t.putShared()
	}
	var types, sheets, rels []byte
	for i, n := range t.names {
		types = fmt.Appendf(types, `<Override PartName="/xl/worksheets/sheet%d.xml" ContentType="%sworksheet+xml"/>`, i+1, ctBase)
		sheets = fmt.Appendf(sheets, `<sheet name="%s" sheetId="%d" r:id="rId%d"/>`, appendXML(nil, []byte(n)), i+1, i+1)
		rels = fmt.Appendf(rels, `<Relationship Id="rId%d" Type="%s/worksheet" Target="worksheets/sheet%d.xml"/>`, i+1, nsRel, i+1)
	}
	k := len(t.names)
	rels = fmt.Appendf(rels, `<Relationship Id="rId%d" Type="%s/styles" Target="styles.xml"/>`, k+1, nsRel)
	types = fmt.Appendf(types, `<Override PartName="/xl/styles.xml" ContentType="%sstyles+xml"/>`, ctBase)
	if t.shared != nil {
		rels = fmt.Appendf(rels, `<Relationship Id="rId%d" Type="%s/sharedStrings" Target="sharedStrings.xml"/>`, k+2, nsRel)
		types = fmt.Appendf(types, `<Override PartName="/xl/sharedStrings.xml" ContentType="%ssharedStrings+xml"/>`, ctBase)
	}
	t.putPart("xl/styles.xml", xmlHead+`<styleSheet `+nsMain+`><fonts count="1"><font><sz val="11"/><name val="宋体"/></font></fonts><fills count="1"><fill><patternFill patternType="none"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="2"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/><xf numFmtId="14" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/></cellXfs></styleSheet>`)
	t.putPart("xl/_rels/workbook.xml.rels", xmlHead+`<Relationships xmlns="`+nsPkg+`relationships">`+string(rels)+`</Relationships>`)
	t.putPart("xl/workbook.xml", xmlHead+`<workbook `+nsMain+` xmlns:r="`+nsRel+`"><sheets>`+string(sheets)+`</sheets></workbook>`)
	t.putPart("_rels/.rels", xmlHead+`<Relationships xmlns="`+nsPkg+`relationships"><Relationship Id="rId1" Type="`+nsRel+`/officeDocument" Target="xl/workbook.xml"/></Relationships>`)
	t.putPart("[Content_Types].xml", xmlHead+`<Types xmlns="`+nsPkg+`content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="`+ctBase+`sheet.main+xml"/>`+string(types)+`</Types>`)
	t.fail(t.zip.Close())
	t.fail(t.out.Flush())
	t.fail(t.file.Close())
	return t.err
}

func (t *xlsxTable) putShared() {
	w, err := t.zip.Create("xl/sharedStrings.xml")
	t.fail(err)
	if t.err != nil {
		return
	}
	b := fmt.Appendf(nil, xmlHead+`<sst %s count="%d" uniqueCount="%d">`, nsMain, t.uses, len(t.texts))
	for _, s := range t.texts {
		b = append(b, "<si><t>"...)
		b = appendXML(b, []byte(s))
		b = append(b, "</t></si>"...)
		if len(b) > 1<<16 {
			_, err = w.Write(b)
			t.fail(err)
			b = b[:0]
		}
	}
	_, err = w.Write(append(b, "</sst>"...))
	t.fail(err)
}
