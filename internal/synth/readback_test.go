package synth

import (
	"encoding/csv"
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/simplifiedchinese"
)

// library reads generated files back, each once, with readers that share nothing with the writers.
type library struct {
	t     *testing.T
	dir   string
	files map[string]map[string][][]string
}

// row gives the cells of a row as a person numbers it; sheet is empty for a text file.
func (l *library) row(file, sheet string, n int) []string {
	l.t.Helper()
	if l.files[file] == nil {
		l.files[file] = l.read(filepath.Join(l.dir, file))
	}
	rows, ok := l.files[file][sheet]
	if !ok || n < 1 || n > len(rows) {
		l.t.Fatalf("%s has no row %d in sheet %q", file, n, sheet)
	}
	return rows[n-1]
}

func (l *library) read(path string) map[string][][]string {
	l.t.Helper()
	switch filepath.Ext(path) {
	case ".xlsx":
		return l.readXLSX(path)
	case ".xls":
		return l.readXLS(path)
	}
	return map[string][][]string{"": l.readText(path)}
}

func (l *library) readXLSX(path string) map[string][][]string {
	x, err := excelize.OpenFile(path)
	if err != nil {
		l.t.Fatalf("%s: %v", path, err)
	}
	defer x.Close()
	out := map[string][][]string{}
	for _, s := range x.GetSheetList() {
		if out[s], err = x.GetRows(s, excelize.Options{RawCellValue: true}); err != nil {
			l.t.Fatalf("%s %s: %v", path, s, err)
		}
	}
	return out
}

func (l *library) readText(path string) [][]string {
	b, err := os.ReadFile(path)
	if err != nil {
		l.t.Fatal(err)
	}
	switch {
	case strings.HasPrefix(string(b), "\xFF\xFE"):
		u := make([]uint16, 0, len(b)/2)
		for i := 2; i+1 < len(b); i += 2 {
			u = append(u, uint16(b[i])|uint16(b[i+1])<<8)
		}
		b = []byte(string(utf16.Decode(u)))
	case strings.HasPrefix(string(b), "\xEF\xBB\xBF"):
		b = b[3:]
	default:
		if b, err = simplifiedchinese.GB18030.NewDecoder().Bytes(b); err != nil {
			l.t.Fatal(err)
		}
	}
	var rows [][]string
	for _, line := range strings.Split(strings.TrimSuffix(string(b), "\r\n"), "\r\n") {
		r := csv.NewReader(strings.NewReader(line))
		r.FieldsPerRecord, r.LazyQuotes = -1, true
		if strings.Contains(line, "\t") {
			r.Comma = '\t'
		}
		rec, err := r.Read()
		if err != nil {
			rec = nil // an empty line
		}
		rows = append(rows, rec)
	}
	return rows
}

// readXLS follows the sector chain of the Workbook stream and reads its records.
func (l *library) readXLS(path string) map[string][][]string {
	b, err := os.ReadFile(path)
	if err != nil {
		l.t.Fatal(err)
	}
	at := func(n uint32) []byte { return b[512+512*int(n) : 1024+512*int(n)] }
	var fat []uint32
	for i := range 109 {
		if s := le.Uint32(b[76+4*i:]); s < sectDIF {
			for k := range 128 {
				fat = append(fat, le.Uint32(at(s)[4*k:]))
			}
		}
	}
	dir := at(le.Uint32(b[48:]))
	var stream []byte
	for s := le.Uint32(dir[128+116:]); s != sectEnd; s = fat[s] {
		stream = append(stream, at(s)...)
	}
	return xlsRecords(stream)
}

func xlsRecords(b []byte) map[string][][]string {
	out := map[string][][]string{}
	var names, texts []string
	var rows [][]string
	sheet := -1
	put := func(d []byte, v string) {
		r, c := int(le.Uint16(d)), int(le.Uint16(d[2:]))
		for len(rows) <= r {
			rows = append(rows, nil)
		}
		for len(rows[r]) <= c {
			rows[r] = append(rows[r], "")
		}
		rows[r][c] = v
	}
	for len(b) >= 4 {
		id, d := le.Uint16(b), b[4:4+int(le.Uint16(b[2:]))]
		b = b[4+len(d):]
		switch id {
		case 0x0085:
			names = append(names, wide(d[8:], int(d[6])))
		case 0x00FC:
			texts = append(texts, sharedStrings(d[8:])...)
		case 0x003C:
			texts = append(texts, sharedStrings(d)...)
		case 0x0809:
			if le.Uint16(d[2:]) == 0x0010 {
				sheet, rows = sheet+1, nil
			}
		case 0x00FD:
			put(d, texts[le.Uint32(d[6:])])
		case 0x0203:
			put(d, strconv.FormatFloat(math.Float64frombits(le.Uint64(d[6:])), 'f', -1, 64))
		case 0x000A:
			if sheet >= 0 {
				out[names[sheet]] = rows
			}
			if sheet == len(names)-1 && sheet >= 0 {
				return out
			}
		}
	}
	return out
}

func wide(d []byte, n int) string {
	u := make([]uint16, n)
	for i := range u {
		u[i] = le.Uint16(d[2*i:])
	}
	return string(utf16.Decode(u))
}

func sharedStrings(d []byte) []string {
	var out []string
	for len(d) >= 3 {
		n := int(le.Uint16(d))
		out = append(out, wide(d[3:], n))
		d = d[3+2*n:]
	}
	return out
}

func readLines[T any](t *testing.T, path string) []T {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var out []T
	for _, line := range strings.Split(strings.TrimSpace(string(b)), "\n") {
		var x T
		if err := json.Unmarshal([]byte(line), &x); err != nil {
			t.Fatalf("%s: %v", path, err)
		}
		out = append(out, x)
	}
	return out
}
