package sheet

import (
	"archive/zip"
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// part is one entry of a handmade package.
type part struct{ name, body string }

func zipOf(t testing.TB, parts []part) []byte {
	t.Helper()
	var buf bytes.Buffer
	z := zip.NewWriter(&buf)
	for _, p := range parts {
		w, err := z.Create(p.name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(p.body)); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return buf.Bytes()
}

const (
	nsMain = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
	nsRel  = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
)

// bookParts is the least workbook that holds this sheet. extra replaces parts of the same name or adds others.
func bookParts(sheet string, extra ...part) []part {
	parts := []part{
		{"[Content_Types].xml", `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>`},
		{"_rels/.rels", rels("officeDocument", "xl/workbook.xml")},
		{"xl/workbook.xml", workbookXML("", `<sheet name="表一" sheetId="1" r:id="rId1"/>`)},
		{"xl/_rels/workbook.xml.rels", rels("worksheet", "worksheets/sheet1.xml", "styles", "styles.xml", "sharedStrings", "sharedStrings.xml")},
		{"xl/worksheets/sheet1.xml", sheet},
	}
	for _, e := range extra {
		at := -1
		for i := range parts {
			if parts[i].name == e.name {
				at = i
			}
		}
		if at < 0 {
			parts = append(parts, e)
		} else {
			parts[at] = e
		}
	}
	return parts
}

// rels makes a .rels part of kinds and targets, with ids rId1, rId2 …
func rels(kindTarget ...string) string {
	var b strings.Builder
	b.WriteString(`<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">`)
	for i := 0; i < len(kindTarget); i += 2 {
		fmt.Fprintf(&b, `<Relationship Id="rId%d" Type="%s/%s" Target="%s"/>`, i/2+1, nsRel, kindTarget[i], kindTarget[i+1])
	}
	return b.String() + `</Relationships>`
}

func workbookXML(pr, sheets string) string {
	return `<workbook xmlns="` + nsMain + `" xmlns:r="` + nsRel + `">` + pr + `<sheets>` + sheets + `</sheets></workbook>`
}

// worksheet wraps rows in a sheet; tail stands behind them.
func worksheet(rows, tail string) string {
	return `<?xml version="1.0" encoding="UTF-8" standalone="yes"?><worksheet xmlns="` + nsMain + `"><sheetData>` + rows + `</sheetData>` + tail + `</worksheet>`
}

func stylesXML(formats string, ids ...int) part {
	var b strings.Builder
	b.WriteString(`<styleSheet xmlns="` + nsMain + `"><numFmts>` + formats + `</numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs>`)
	for _, id := range ids {
		fmt.Fprintf(&b, `<xf numFmtId="%d"/>`, id)
	}
	return part{"xl/styles.xml", b.String() + `</cellXfs></styleSheet>`}
}

func write(t testing.TB, name string, data []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// kindMarks stand before a cell's text in what show gives; text has none.
var kindMarks = map[Kind]string{Empty: "", Text: "", Number: "n:", Date: "d:", Bool: "b:", Error: "e:"}

func showCell(c Cell) string {
	if c.Merged {
		return kindMarks[c.Kind] + c.Text + "^"
	}
	return kindMarks[c.Kind] + c.Text
}

// show writes a sheet with one line a row: number, - when hidden, cells between bars.
func show(b *Book, sheet int) (string, error) {
	var out strings.Builder
	err := b.Read(context.Background(), sheet, func(r *Row) error {
		fmt.Fprintf(&out, "%d", r.Number)
		if r.Hidden {
			out.WriteString("-")
		}
		for i, c := range r.Cells {
			out.WriteString([]string{" ", "|"}[min(i, 1)] + showCell(c))
		}
		out.WriteString("\n")
		return nil
	})
	return out.String(), err
}

func mustOpen(t testing.TB, path string, o Options) *Book {
	t.Helper()
	b, err := Open(path, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := b.Close(); err != nil {
			t.Error(err)
		}
	})
	return b
}

func mustShow(t testing.TB, b *Book, sheet int) string {
	t.Helper()
	s, err := show(b, sheet)
	if err != nil {
		t.Fatalf("%v after\n%s", err, s)
	}
	return s
}
