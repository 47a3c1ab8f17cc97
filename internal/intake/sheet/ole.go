package sheet

import (
	"encoding/binary"
	"io"
	"strings"
	"unicode/utf16"
)

// oleMagic begins every OLE2 compound file: .xls, .et, .doc, and an encrypted .xlsx.
const oleMagic = "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"

const (
	oleEntrySize  = 128
	oleMaxEntries = 32 << 10
	oleMaxMini    = 64 << 20   // bytes of the mini stream, whose streams are 4 KB at most
	oleLastSector = 0xFFFFFFFA // this and what is above are marks, no sectors
)

// ole is the directory of a compound file ([MS-CFB]). Chains are followed for at most as many steps as the file has
// sectors, so that a cycle ends.
type ole struct {
	r       io.ReaderAt
	sectors int64
	size    int64 // of a sector
	mini    int64 // of a small one
	cutoff  int64 // a shorter stream lies in the mini stream
	fat     []uint32
	miniFAT []uint32
	entries []oleEntry
}

type oleEntry struct {
	name               string
	stream             bool
	left, right, child uint32
	start              uint32
	size               int64
}

const oleWhat = "复合文档结构"

func openOLE(r io.ReaderAt, size int64) (*ole, error) {
	var h [512]byte
	if _, err := r.ReadAt(h[:], 0); err != nil {
		return nil, truncated(oleWhat)
	}
	shift, mini := binary.LittleEndian.Uint16(h[0x1E:]), binary.LittleEndian.Uint16(h[0x20:])
	if shift != 9 && shift != 12 || mini != 6 {
		return nil, oleBroken()
	}
	o := &ole{r: r, size: 1 << shift, mini: 1 << mini, cutoff: int64(binary.LittleEndian.Uint32(h[0x38:]))}
	o.sectors = (size - 1) / o.size // the header takes one, and the last may be cut short
	if err := o.readFAT(h[:]); err != nil {
		return nil, err
	}
	dir, err := o.chain(binary.LittleEndian.Uint32(h[0x30:]), oleMaxEntries*oleEntrySize)
	if err != nil {
		return nil, err
	}
	for ; len(dir) >= oleEntrySize; dir = dir[oleEntrySize:] {
		o.entries = append(o.entries, readEntry(dir[:oleEntrySize]))
	}
	if len(o.entries) == 0 {
		return nil, oleBroken()
	}
	first := binary.LittleEndian.Uint32(h[0x3C:])
	if first < oleLastSector {
		b, err := o.chain(first, oleMaxMini)
		if err != nil {
			return nil, err
		}
		o.miniFAT = words(nil, b)
	}
	return o, nil
}

func oleBroken() error {
	return invalid("文件已损坏：%s不对", oleWhat).WithHint(hintResend)
}

func words(dst []uint32, b []byte) []uint32 {
	for ; len(b) >= 4; b = b[4:] {
		dst = append(dst, binary.LittleEndian.Uint32(b))
	}
	return dst
}

// readFAT collects the allocation table from the sectors that the header and the DIFAT chain list.
func (o *ole) readFAT(h []byte) error {
	list := words(nil, h[0x4C:])
	next := binary.LittleEndian.Uint32(h[0x44:])
	perSector := o.size / 4
	need := (o.sectors+perSector-1)/perSector + 1 // no file needs more FAT sectors than cover it
	for steps := int64(0); next < oleLastSector && steps <= need/(perSector-1)+1; steps++ {
		b, err := o.sector(next)
		if err != nil {
			return err
		}
		w := words(nil, b)
		list, next = append(list, w[:len(w)-1]...), w[len(w)-1]
	}
	for _, s := range list {
		if s >= oleLastSector {
			continue
		}
		if need--; need < 0 {
			return nil
		}
		b, err := o.sector(s)
		if err != nil {
			return err
		}
		o.fat = words(o.fat, b)
	}
	return nil
}

// sector reads one sector; the file's last may be shorter than a sector, and is filled with zeros.
func (o *ole) sector(n uint32) ([]byte, error) {
	if int64(n) >= o.sectors {
		return nil, truncated(oleWhat)
	}
	b := make([]byte, o.size)
	got, err := o.r.ReadAt(b, (int64(n)+1)*o.size)
	if got == 0 && err != nil {
		return nil, broken(oleWhat, err)
	}
	return b, nil
}

// chain reads the sectors from start on, at most limit bytes (rounded up to a sector).
func (o *ole) chain(start uint32, limit int64) ([]byte, error) {
	out := make([]byte, 0, min(limit+o.size, o.sectors*o.size))
	for n, steps := start, int64(0); n < oleLastSector && int64(len(out)) < limit; {
		first, run := n, int64(0) // sectors mostly follow one another, and are read at once
		for n == first+uint32(run) && int64(len(out))+run*o.size < limit {
			if steps++; steps > o.sectors+1 || int64(n) >= int64(len(o.fat)) || int64(n) >= o.sectors {
				return nil, oleBroken()
			}
			n = o.fat[n]
			run++
		}
		var err error
		if out, err = o.append(out, first, run); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// append reads a run of sectors; the file's last sector may be cut short.
func (o *ole) append(out []byte, first uint32, run int64) ([]byte, error) {
	n := len(out)
	out = append(out, make([]byte, run*o.size)...)
	got, err := o.r.ReadAt(out[n:], (int64(first)+1)*o.size)
	if int64(got) <= (run-1)*o.size {
		return nil, broken(oleWhat, err)
	}
	return out, nil
}

func readEntry(b []byte) oleEntry {
	n := min(int(binary.LittleEndian.Uint16(b[64:])), 64)/2 - 1
	units := make([]uint16, max(n, 0))
	for i := range units {
		units[i] = binary.LittleEndian.Uint16(b[2*i:])
	}
	return oleEntry{
		name:   string(utf16.Decode(units)),
		stream: b[66] == 2,
		left:   binary.LittleEndian.Uint32(b[68:]),
		right:  binary.LittleEndian.Uint32(b[72:]),
		child:  binary.LittleEndian.Uint32(b[76:]),
		start:  binary.LittleEndian.Uint32(b[116:]),
		size:   int64(binary.LittleEndian.Uint32(b[120:])), // the high half is not always set to zero
	}
}

// top gives the entries of the root folder. An embedded workbook lies deeper, and must not be taken for the file's own.
func (o *ole) top() []*oleEntry {
	var out []*oleEntry
	seen := make([]bool, len(o.entries))
	todo := []uint32{o.entries[0].child}
	for len(todo) > 0 {
		n := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		if int64(n) >= int64(len(o.entries)) || seen[n] {
			continue
		}
		seen[n] = true
		e := &o.entries[n]
		out = append(out, e)
		todo = append(todo, e.left, e.right)
	}
	return out
}

// find gives the root folder's entry of one of these names, in this order.
func (o *ole) find(names ...string) *oleEntry {
	top := o.top()
	for _, name := range names {
		for _, e := range top {
			if strings.EqualFold(e.name, name) {
				return e
			}
		}
	}
	return nil
}

// read gives a stream's bytes.
func (o *ole) read(e *oleEntry, limit int64) ([]byte, error) {
	if e.size > limit {
		return nil, tooBig("工作簿", limit)
	}
	if e.size < o.cutoff {
		return o.readMini(e)
	}
	b, err := o.chain(e.start, e.size)
	if err != nil {
		return nil, err
	}
	if int64(len(b)) < e.size {
		return nil, truncated("工作簿")
	}
	return b[:e.size], nil
}

func (o *ole) readMini(e *oleEntry) ([]byte, error) {
	root := &o.entries[0]
	stream, err := o.chain(root.start, min(root.size, oleMaxMini))
	if err != nil {
		return nil, err
	}
	var out []byte
	for n, steps := e.start, 0; n < oleLastSector && int64(len(out)) < e.size; steps++ {
		at := int64(n) * o.mini
		if steps > len(o.miniFAT) || int64(n) >= int64(len(o.miniFAT)) || at+o.mini > int64(len(stream)) {
			return nil, oleBroken()
		}
		out = append(out, stream[at:at+o.mini]...)
		n = o.miniFAT[n]
	}
	if int64(len(out)) < e.size {
		return nil, truncated("工作簿")
	}
	return out[:e.size], nil
}
