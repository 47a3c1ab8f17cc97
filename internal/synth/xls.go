package synth

import (
	"encoding/binary"
	"math"
	"os"
	"strconv"
	"unicode/utf16"
)

// xlsTable writes a BIFF8 workbook ([MS-XLS]) inside a compound file ([MS-CFB]). It is held in memory until the end:
// layouts use it for small files only.
type xlsTable struct {
	path   string
	sheets []*xlsSheet
	shared map[string]uint32
	texts  []string
	uses   uint32
	row    int
	col    int
}

type xlsSheet struct {
	name   string
	cells  []byte // cell records
	merges [][4]int
	rows   int
	cols   int
}

// xlsRows is how many rows a sheet takes before it goes on in another; BIFF8 ends at 65,536.
const xlsRows = 60_000

func newXLSTable(path string) (*xlsTable, error) {
	return &xlsTable{path: path, shared: map[string]uint32{}}, nil
}

var le = binary.LittleEndian

// record appends a BIFF record.
func record(b []byte, id uint16, body []byte) []byte {
	b = le.AppendUint16(b, id)
	b = le.AppendUint16(b, uint16(len(body)))
	return append(b, body...)
}

func (t *xlsTable) cur() *xlsSheet { return t.sheets[len(t.sheets)-1] }

func (t *xlsTable) sheet(name string) error {
	t.sheets = append(t.sheets, &xlsSheet{name: name})
	t.row = 0
	return nil
}

func (t *xlsTable) begin()     { t.col = 0 }
func (t *xlsTable) skip(n int) { t.col += n }
func (t *xlsTable) blank()     { t.row++ }

func (t *xlsTable) end() int {
	s := t.cur()
	t.row++
	s.rows, s.cols = t.row, max(s.cols, t.col)
	return t.row
}

func (t *xlsTable) at(xf uint16) []byte {
	b := le.AppendUint16(nil, uint16(t.row))
	b = le.AppendUint16(b, uint16(t.col))
	t.col++
	return le.AppendUint16(b, xf)
}

// The cell formats written by globals: general, and day.
const (
	xfGeneral = 15
	xfDay     = 16
)

func (t *xlsTable) text(b []byte) {
	if len(b) == 0 {
		t.col++
		return
	}
	n, ok := t.shared[string(b)]
	if !ok {
		n = uint32(len(t.texts))
		t.shared[string(b)] = n
		t.texts = append(t.texts, string(b))
	}
	t.uses++
	t.cur().cells = record(t.cur().cells, 0x00FD, le.AppendUint32(t.at(xfGeneral), n))
}

func (t *xlsTable) num(b []byte) {
	v, err := strconv.ParseFloat(string(b), 64)
	if err != nil {
		t.text(b)
		return
	}
	t.number(v, xfGeneral)
}

func (t *xlsTable) number(v float64, xf uint16) {
	t.cur().cells = record(t.cur().cells, 0x0203, le.AppendUint64(t.at(xf), math.Float64bits(v)))
}

func (t *xlsTable) day(serial int64, _ []byte) { t.number(float64(serial), xfDay) }

func (t *xlsTable) merge(from, to, rows int) {
	s := t.cur()
	s.merges = append(s.merges, [4]int{t.row, t.row + rows - 1, from, to})
}

// unicodeText is a string as BIFF8 stores it: flag 1 and UTF-16.
func unicodeText(s string) (chars int, b []byte) {
	u := utf16.Encode([]rune(s))
	b = append(b, 1)
	for _, c := range u {
		b = le.AppendUint16(b, c)
	}
	return len(u), b
}

// maxRecord is the most that a record holds; what does not fit goes into CONTINUE records.
const maxRecord = 8224

// sharedTexts writes SST. A text that does not fit begins a CONTINUE record, so that none is ever cut.
func (t *xlsTable) sharedTexts(b []byte) []byte {
	id, body := uint16(0x00FC), le.AppendUint32(le.AppendUint32(nil, t.uses), uint32(len(t.texts)))
	for _, s := range t.texts {
		n, u := unicodeText(s)
		if len(body)+2+len(u) > maxRecord {
			b = record(b, id, body)
			id, body = 0x003C, nil
		}
		body = append(le.AppendUint16(body, uint16(n)), u...)
	}
	return record(b, id, body)
}

func bof(b []byte, kind uint16) []byte {
	body := le.AppendUint16(nil, 0x0600)
	body = le.AppendUint16(body, kind)
	body = append(body, 0xBB, 0x0D, 0xCC, 0x07, 0, 0, 0, 0, 6, 0, 0, 0)
	return record(b, 0x0809, body)
}

func xf(b []byte, format, kind uint16, used byte) []byte {
	body := le.AppendUint16(nil, 0)
	body = le.AppendUint16(body, format)
	body = le.AppendUint16(body, kind)
	body = append(body, 0x20, 0, 0, used, 0, 0, 0, 0, 0, 0, 0, 0, 0xC0, 0x20)
	return record(b, 0x00E0, body)
}

// globals writes the workbook's own substream; offsets are where the sheets begin.
func (t *xlsTable) globals(offsets []int) []byte {
	b := bof(nil, 0x0005)
	b = record(b, 0x0042, []byte{0xB0, 0x04}) // UTF-16
	b = record(b, 0x003D, []byte{0, 0, 0, 0, 0x80, 0x3E, 0x80, 0x25, 0x38, 0, 0, 0, 0, 0, 1, 0, 0x58, 0x02})
	for range 4 {
		n, u := unicodeText("宋体")
		b = record(b, 0x0031, append([]byte{0xDC, 0, 0, 0, 0xFF, 0x7F, 0x90, 0x01, 0, 0, 0, 0, 0x86, 0, byte(n)}, u...))
	}
	for range 15 {
		b = xf(b, 0, 0xFFF5, 0xF4)
	}
	b = xf(b, 0, 0x0001, 0)
	b = xf(b, 14, 0x0001, 0x04)
	b = record(b, 0x0293, []byte{0, 0x80, 0, 0xFF})
	for i, s := range t.sheets {
		n, u := unicodeText(s.name)
		body := append(le.AppendUint32(nil, uint32(offsets[i])), 0, 0, byte(n))
		b = record(b, 0x0085, append(body, u...))
	}
	b = t.sharedTexts(b)
	return record(b, 0x000A, nil)
}

func (s *xlsSheet) stream() []byte {
	b := bof(nil, 0x0010)
	dim := le.AppendUint32(le.AppendUint32(nil, 0), uint32(s.rows))
	dim = le.AppendUint16(append(dim, 0, 0), uint16(s.cols))
	b = record(b, 0x0200, append(dim, 0, 0))
	b = append(b, s.cells...)
	b = record(b, 0x023E, []byte{0xB6, 0x06, 0, 0, 0, 0, 0x40, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0})
	if len(s.merges) > 0 {
		body := le.AppendUint16(nil, uint16(len(s.merges)))
		for _, m := range s.merges {
			for _, v := range m {
				body = le.AppendUint16(body, uint16(v))
			}
		}
		b = record(b, 0x00E5, body)
	}
	return record(b, 0x000A, nil)
}

func (t *xlsTable) close() error {
	offsets := make([]int, len(t.sheets))
	at := len(t.globals(offsets))
	var bodies []byte
	for i, s := range t.sheets {
		offsets[i] = at + len(bodies)
		bodies = append(bodies, s.stream()...)
	}
	return os.WriteFile(t.path, compound(append(t.globals(offsets), bodies...)), 0o644)
}

// Sector numbers with a meaning of their own, [MS-CFB] 2.1.
const (
	sectDIF  = 0xFFFFFFFC
	sectFAT  = 0xFFFFFFFD
	sectEnd  = 0xFFFFFFFE
	sectFree = 0xFFFFFFFF
	sector   = 512
)

// compound puts one stream, Workbook, into a compound file: stream, directory, FAT, and the FAT's own list.
func compound(stream []byte) []byte {
	for len(stream) < 4096 || len(stream)%sector != 0 { // shorter ones would go to the mini stream
		stream = append(stream, 0)
	}
	n := len(stream) / sector
	fats, difs := 1, 0
	for fats*128 < n+1+fats+difs {
		fats++
		if fats > 109 {
			difs = (fats - 109 + 126) / 127
		}
	}
	out := compoundHeader(n, fats, difs)
	out = append(out, stream...)
	out = append(out, directory(len(stream))...)
	out = append(out, allocation(n, fats, difs)...)
	return append(out, fatList(n, fats, difs)...)
}

func compoundHeader(n, fats, difs int) []byte {
	h := []byte{0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1}
	h = append(h, make([]byte, 16)...)
	h = append(h, 0x3E, 0, 3, 0, 0xFE, 0xFF, 9, 0, 6, 0)
	h = append(h, make([]byte, 10)...)
	h = le.AppendUint32(h, uint32(fats))
	h = le.AppendUint32(h, uint32(n)) // directory
	h = le.AppendUint32(h, 0)
	h = le.AppendUint32(h, 4096)
	h = le.AppendUint32(le.AppendUint32(h, sectEnd), 0) // no mini FAT
	first := uint32(sectEnd)
	if difs > 0 {
		first = uint32(n + 1 + fats)
	}
	h = le.AppendUint32(le.AppendUint32(h, first), uint32(difs))
	for i := range 109 {
		v := uint32(sectFree)
		if i < fats {
			v = uint32(n + 1 + i)
		}
		h = le.AppendUint32(h, v)
	}
	return h
}

// allocation is the FAT.
func allocation(n, fats, difs int) []byte {
	var b []byte
	for i := range fats * 128 {
		v := uint32(sectFree)
		switch {
		case i < n-1:
			v = uint32(i + 1)
		case i == n-1 || i == n:
			v = sectEnd
		case i <= n+fats:
			v = sectFAT
		case i <= n+fats+difs:
			v = sectDIF
		}
		b = le.AppendUint32(b, v)
	}
	return b
}

// fatList holds the FAT sectors beyond the 109 of the header.
func fatList(n, fats, difs int) []byte {
	var b []byte
	for k := range difs {
		for j := range 127 {
			i := 109 + k*127 + j
			v := uint32(sectFree)
			if i < fats {
				v = uint32(n + 1 + i)
			}
			b = le.AppendUint32(b, v)
		}
		next := uint32(sectEnd)
		if k+1 < difs {
			next = uint32(n + 1 + fats + k + 1)
		}
		b = le.AppendUint32(b, next)
	}
	return b
}

// directory holds the root and the stream.
func directory(size int) []byte {
	entry := func(name string, kind byte, child, start, length uint32) []byte {
		_, u := unicodeText(name)
		b := append([]byte(nil), u[1:]...)
		nameLen := len(b) + 2
		b = append(b, make([]byte, 64-len(b))...)
		b = le.AppendUint16(b, uint16(nameLen))
		b = append(b, kind, 1)
		b = le.AppendUint32(le.AppendUint32(b, sectFree), sectFree)
		b = le.AppendUint32(b, child)
		b = append(b, make([]byte, 36)...)
		b = le.AppendUint32(b, start)
		b = le.AppendUint32(b, length)
		return le.AppendUint32(b, 0)
	}
	b := entry("Root Entry", 5, 1, sectEnd, 0)
	b = append(b, entry("Workbook", 2, sectFree, 0, uint32(size))...)
	for range 2 {
		e := make([]byte, 68)
		e = le.AppendUint32(le.AppendUint32(e, sectFree), sectFree)
		e = le.AppendUint32(e, sectFree)
		b = append(b, append(e, make([]byte, 48)...)...)
	}
	return b
}
