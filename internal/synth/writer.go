package synth

import (
	"bufio"
	"os"
	"strings"
	"unicode/utf16"

	"golang.org/x/text/encoding/simplifiedchinese"
)

// table writes one file of sheets and rows, cell by cell from the left.
type table interface {
	sheet(name string) error      // begins a sheet; a text file has one only
	begin()                       // begins a row
	text(b []byte)                // a text cell
	num(b []byte)                 // a number, written plainly: 1234.50
	day(serial int64, txt []byte) // a date cell: the spreadsheet's day number, and how text files write it
	skip(n int)                   // empty cells
	end() int                     // ends the row and gives the number that a person sees
	blank()                       // an empty row
	merge(from, to, rows int)     // merges cells of the next row: columns from … to, rows high
	close() error
}

// textTable writes a delimited text file.
type textTable struct {
	file  *os.File
	w     *bufio.Writer
	enc   textEncoding
	comma byte
	buf   []byte
	cells int
	row   int
	err   error
}

// textEncoding is how a text file is encoded.
type textEncoding uint8

const (
	utf8Plain textEncoding = iota
	utf8BOM
	gb18030
	utf16LE
)

func newTextTable(path string, enc textEncoding, comma byte) (*textTable, error) {
	f, err := os.Create(path)
	if err != nil {
		return nil, err
	}
	t := &textTable{file: f, w: bufio.NewWriterSize(f, 1<<16), enc: enc, comma: comma, row: 1}
	switch enc {
	case utf8BOM:
		t.w.WriteString("\xEF\xBB\xBF")
	case utf16LE:
		t.w.WriteString("\xFF\xFE")
	}
	return t, nil
}

func (t *textTable) sheet(string) error  { return nil }
func (t *textTable) begin()              { t.buf, t.cells = t.buf[:0], 0 }
func (t *textTable) merge(int, int, int) {}

func (t *textTable) sep() {
	if t.cells > 0 {
		t.buf = append(t.buf, t.comma)
	}
	t.cells++
}

func (t *textTable) text(b []byte) {
	t.sep()
	for _, c := range b {
		if c == t.comma || c == '"' || c == '\n' {
			t.buf = append(t.buf, '"')
			t.buf = append(t.buf, strings.ReplaceAll(string(b), `"`, `""`)...)
			t.buf = append(t.buf, '"')
			return
		}
	}
	t.buf = append(t.buf, b...)
}

func (t *textTable) num(b []byte)            { t.text(b) }
func (t *textTable) day(_ int64, txt []byte) { t.text(txt) }
func (t *textTable) skip(n int) {
	for range n {
		t.sep()
	}
}
func (t *textTable) blank() { t.begin(); t.end() }

func (t *textTable) end() int {
	t.buf = append(t.buf, '\r', '\n')
	t.put(t.buf)
	t.row++
	return t.row - 1
}

func (t *textTable) put(b []byte) {
	var err error
	switch t.enc {
	case gb18030:
		b, err = simplifiedchinese.GB18030.NewEncoder().Bytes(b)
	case utf16LE:
		var o []byte
		for _, u := range utf16.Encode([]rune(string(b))) {
			o = append(o, byte(u), byte(u>>8))
		}
		b = o
	}
	if err == nil {
		_, err = t.w.Write(b)
	}
	if err != nil && t.err == nil {
		t.err = err
	}
}

func (t *textTable) close() error {
	if err := t.w.Flush(); err != nil && t.err == nil {
		t.err = err
	}
	if err := t.file.Close(); err != nil && t.err == nil {
		t.err = err
	}
	return t.err
}
