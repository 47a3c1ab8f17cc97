package sheet

import (
	"encoding/binary"
	"math"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
)

// The records that are read ([MS-XLS] 2.3).
const (
	recFormula    = 0x0006
	recEOF        = 0x000A
	recDate1904   = 0x0022
	recFilePass   = 0x002F
	recContinue   = 0x003C
	recCodePage   = 0x0042
	recBoundSheet = 0x0085
	recMulRK      = 0x00BD
	recRString    = 0x00D6
	recXF         = 0x00E0
	recMergeCells = 0x00E5
	recSST        = 0x00FC
	recLabelSST   = 0x00FD
	recSupBook    = 0x01AE
	recNumber     = 0x0203
	recLabel      = 0x0204
	recBoolErr    = 0x0205
	recString     = 0x0207
	recRow        = 0x0208
	recRK         = 0x027E
	recFormat     = 0x041E
	recBOF        = 0x0809
)

// record is one BIFF record. next is where the one behind it begins.
type record struct {
	id   uint16
	data []byte
	next int
}

// recordAt reads the record at i; ok is false when the stream ends before it does.
func recordAt(b []byte, i int) (r record, ok bool) {
	if i < 0 || i+4 > len(b) {
		return r, false
	}
	n := int(binary.LittleEndian.Uint16(b[i+2:]))
	if i+4+n > len(b) {
		return r, false
	}
	return record{binary.LittleEndian.Uint16(b[i:]), b[i+4 : i+4+n], i + 4 + n}, true
}

// pieces gives a record's data and those of the CONTINUE records behind it.
func pieces(b []byte, r record) [][]byte {
	out := [][]byte{r.data}
	for {
		var ok bool
		if r, ok = recordAt(b, r.next); !ok || r.id != recContinue {
			return out
		}
		out = append(out, r.data)
	}
}

// biffText reads strings that may run over several records.
type biffText struct {
	parts [][]byte
	bad   bool
}

// take gives the next n bytes of the present record; when none is left it goes on to the next.
func (t *biffText) take(n int) []byte {
	for len(t.parts) > 0 && len(t.parts[0]) == 0 {
		t.parts = t.parts[1:]
	}
	if len(t.parts) == 0 || len(t.parts[0]) < n {
		t.bad = true
		return make([]byte, 4)[:min(n, 4)]
	}
	b := t.parts[0][:n]
	t.parts[0] = t.parts[0][n:]
	return b
}

// skip goes past n bytes across records.
func (t *biffText) skip(n int) {
	for n > 0 && len(t.parts) > 0 {
		k := min(n, len(t.parts[0]))
		t.parts[0] = t.parts[0][k:]
		if n -= k; n > 0 {
			t.parts = t.parts[1:]
		}
	}
	t.bad = t.bad || n > 0
}

// unicode reads a string of count characters behind its flags byte ([MS-XLS] 2.5.293), appended to dst.
func (t *biffText) unicode(dst []byte, count int) []byte {
	flags := t.take(1)[0]
	runs, ext := 0, 0
	if flags&8 != 0 {
		runs = int(binary.LittleEndian.Uint16(t.take(2)))
	}
	if flags&4 != 0 {
		ext = int(binary.LittleEndian.Uint32(t.take(4)))
	}
	dst = t.chars(dst, count, flags&1 != 0)
	t.skip(4*runs + min(ext, math.MaxInt32))
	return dst
}

// chars reads characters. A record that goes on with them begins with a flags byte of its own, and may be of the other width.
func (t *biffText) chars(dst []byte, count int, wide bool) []byte {
	for count > 0 && !t.bad {
		if len(t.parts) > 1 && len(t.parts[0]) == 0 {
			t.parts = t.parts[1:]
			wide = t.take(1)[0]&1 != 0
			continue
		}
		if len(t.parts) == 0 || len(t.parts[0]) == 0 {
			t.bad = true
			break
		}
		width := 1
		if wide {
			width = 2
		}
		n := min(count, len(t.parts[0])/width)
		if n == 0 {
			t.bad = true
			break
		}
		dst = appendChars(dst, t.take(n*width), wide)
		count -= n
	}
	return dst
}

// appendChars turns Latin-1 or UTF-16 into UTF-8.
func appendChars(dst, b []byte, wide bool) []byte {
	if !wide {
		for _, c := range b {
			dst = utf8.AppendRune(dst, rune(c))
		}
		return dst
	}
	for i := 0; i+1 < len(b); i += 2 {
		r := rune(binary.LittleEndian.Uint16(b[i:]))
		if utf16.IsSurrogate(r) && i+3 < len(b) {
			if pair := utf16.DecodeRune(r, rune(binary.LittleEndian.Uint16(b[i+2:]))); pair != utf8.RuneError {
				r = pair
				i += 2
			}
		}
		if r != 0 {
			dst = utf8.AppendRune(dst, r)
		}
	}
	return dst
}

// codePage gives the encoding of BIFF5 byte strings. Without a word on it, a file from here is in GBK.
func codePage(n uint16) encoding.Encoding {
	switch n {
	case 950:
		return traditionalchinese.Big5
	case 1252, 0x8001:
		return charmap.Windows1252
	}
	return simplifiedchinese.GB18030
}

// rkValue unpacks a number of 30 bits: an integer or the top of a float, maybe times 100.
func rkValue(v uint32) float64 {
	f := math.Float64frombits(uint64(v&^3) << 32)
	if v&2 != 0 {
		f = float64(int32(v) >> 2)
	}
	if v&1 != 0 {
		f /= 100
	}
	return f
}

func errorText(code byte) string {
	switch code {
	case 0x00:
		return "#NULL!"
	case 0x07:
		return "#DIV/0!"
	case 0x0F:
		return "#VALUE!"
	case 0x17:
		return "#REF!"
	case 0x1D:
		return "#NAME?"
	case 0x24:
		return "#NUM!"
	}
	return "#N/A"
}
