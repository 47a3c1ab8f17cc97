package lake

import (
	"cmp"
	"encoding/binary"
	"os"
	"slices"

	"xunzhi/internal/intake"
)

// fact is a row's identity across files: key is a hash of the source's key fields, value of all fields. Two batches
// that share keys hold the same facts; when the values agree as well, one is a copy of the other.
type fact struct{ key, value uint64 }

// factWriter collects a batch's facts for finding overlaps.
type factWriter struct {
	facts []fact
	key   []bool // by field: part of the key
	time  []bool // by field: a date or month of the key
	month int    // index of a field "month", or -1
	asOf  string
	types []intake.FieldType
}

func newFactWriter(src *intake.Source, asOf string) *factWriter {
	w := &factWriter{asOf: asOf, month: -1, key: make([]bool, len(src.Fields)), time: make([]bool, len(src.Fields))}
	for i, f := range src.Fields {
		timed := f.Type == intake.Date || f.Type == intake.Month
		w.types = append(w.types, f.Type)
		w.key[i] = slices.Contains(src.Key, f.ID)
		if f.Type == intake.Month && f.ID == "month" {
			w.month, w.key[i] = i, w.key[i] || len(src.Key) > 0
		}
		w.time[i] = timed && w.key[i]
	}
	return w
}

// add notes a row. A monthly source's row without a month takes the file's: two months of the same people are not the
// same facts. A row whose key is empty says nothing about an overlap.
func (w *factWriter) add(r *intake.Record) {
	key, value := uint64(hashSeed), uint64(hashSeed)
	set, dated := false, false
	for i := range r.Values {
		v := &r.Values[i]
		h := valueHash(v, w.types[i])
		value = mix(value ^ h)
		if w.key[i] {
			key = mix(key ^ h)
			present := v.Set || v.S != "" || v.I != 0
			dated = dated || w.time[i] && present
			set = set || present && !w.time[i]
		}
	}
	if !set {
		return
	}
	if w.month >= 0 && !dated {
		key = mix(key ^ hashText(w.asOf))
	}
	w.facts = append(w.facts, fact{key, value})
}

const hashSeed = 0x9E3779B97F4A7C15

func valueHash(v *intake.Value, t intake.FieldType) uint64 {
	switch t {
	case intake.ID, intake.USCC, intake.Party:
		if v.I != 0 { // the number, however it was written
			return mix(uint64(v.I))
		}
		return hashText(v.S)
	case intake.Text, intake.Village:
		return hashText(v.S)
	}
	if !v.Set {
		return 1
	}
	return mix(uint64(v.I) ^ 0xD6E8FEB86659FD93)
}

// hashText is FNV-1a over eight bytes at a time, then mixed.
func hashText(s string) uint64 {
	h := uint64(14695981039346656037) ^ uint64(len(s))
	for len(s) >= 8 {
		w := uint64(s[0]) | uint64(s[1])<<8 | uint64(s[2])<<16 | uint64(s[3])<<24 |
			uint64(s[4])<<32 | uint64(s[5])<<40 | uint64(s[6])<<48 | uint64(s[7])<<56
		h = (h ^ w) * 0x9FB21C651E98DF25
		h ^= h >> 32
		s = s[8:]
	}
	for i := 0; i < len(s); i++ {
		h = (h ^ uint64(s[i])) * 1099511628211
	}
	return mix(h)
}

func mix(h uint64) uint64 {
	h ^= h >> 33
	h *= 0xFF51AFD7ED558CCD
	h ^= h >> 29
	h *= 0xC4CEB9FE1A85EC53
	return h ^ h>>32
}

// A facts file holds, for every slice of the space of keys, how many facts lie below it, then all keys rising, then the
// values in the same order. A slice is the upper sliceBits of a key: overlaps are looked for slice by slice.
const (
	sliceBits  = 6
	sliceCount = 1 << sliceBits
	factHeader = 4 * (sliceCount + 1)
)

// save writes the facts sorted.
func (w *factWriter) save(path string) error {
	slices.SortFunc(w.facts, func(a, b fact) int {
		if c := cmp.Compare(a.key, b.key); c != 0 {
			return c
		}
		return cmp.Compare(a.value, b.value)
	})
	data := make([]byte, 0, factHeader+16*len(w.facts))
	below := 0
	for s := range uint64(sliceCount + 1) {
		for below < len(w.facts) && w.facts[below].key>>(64-sliceBits) < s {
			below++
		}
		data = binary.LittleEndian.AppendUint32(data, uint32(below))
	}
	for _, f := range w.facts {
		data = binary.LittleEndian.AppendUint64(data, f.key)
	}
	for _, f := range w.facts {
		data = binary.LittleEndian.AppendUint64(data, f.value)
	}
	w.facts = nil
	return writeSynced(path, data)
}

// factFile reads a facts file.
type factFile struct {
	file  *os.File
	below [sliceCount + 1]uint32
}

func openFacts(path string) (*factFile, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	var head [factHeader]byte
	if _, err := f.ReadAt(head[:], 0); err != nil {
		f.Close()
		return nil, err
	}
	t := &factFile{file: f}
	for i := range t.below {
		t.below[i] = binary.LittleEndian.Uint32(head[4*i:])
	}
	return t, nil
}

func (f *factFile) count() int { return int(f.below[sliceCount]) }

// words reads n words from the i-th on into buf and gives what holds them.
func (f *factFile) words(i, n int, buf []byte) ([]byte, error) {
	if cap(buf) < 8*n {
		buf = make([]byte, 8*n)
	}
	buf = buf[:8*n]
	_, err := f.file.ReadAt(buf, factHeader+8*int64(i))
	return buf, err
}

// keys reads the keys of one slice.
func (f *factFile) keys(slice int, buf []byte) ([]byte, error) {
	from, to := int(f.below[slice]), int(f.below[slice+1])
	return f.words(from, to-from, buf)
}

// all reads every fact.
func (f *factFile) all() ([]fact, error) {
	n := f.count()
	data, err := f.words(0, 2*n, nil)
	if err != nil {
		return nil, err
	}
	out := make([]fact, n)
	for i := range out {
		out[i] = fact{binary.LittleEndian.Uint64(data[8*i:]), binary.LittleEndian.Uint64(data[8*(n+i):])}
	}
	return out, nil
}
