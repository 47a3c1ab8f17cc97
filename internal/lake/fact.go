package lake

import (
	"bufio"
	"cmp"
	"encoding/binary"
	"fmt"
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

// save writes the facts sorted, 16 bytes each.
func (w *factWriter) save(path string) error {
	slices.SortFunc(w.facts, func(a, b fact) int {
		if c := cmp.Compare(a.key, b.key); c != 0 {
			return c
		}
		return cmp.Compare(a.value, b.value)
	})
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o644)
	if err != nil {
		return fmt.Errorf("write facts: %w", err)
	}
	out := bufio.NewWriterSize(f, 1<<16)
	var b [16]byte
	for _, x := range w.facts {
		binary.LittleEndian.PutUint64(b[:8], x.key)
		binary.LittleEndian.PutUint64(b[8:], x.value)
		if _, err = out.Write(b[:]); err != nil {
			break
		}
	}
	if err == nil {
		err = out.Flush()
	}
	if err == nil {
		err = f.Sync()
	}
	if e := f.Close(); err == nil {
		err = e
	}
	if err != nil {
		return fmt.Errorf("write facts: %w", err)
	}
	return nil
}
