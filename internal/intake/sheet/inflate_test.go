package sheet

import (
	"bytes"
	"compress/flate"
	"fmt"
	"io"
	"math/rand/v2"
	"strings"
	"testing"
	"testing/iotest"
)

func deflate(t testing.TB, level int, data []byte) []byte {
	var buf bytes.Buffer
	w, err := flate.NewWriter(&buf, level)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write(data); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return buf.Bytes()
}

// inflateInputs are texts of every nature: none, runs, noise, sheets, and longer than any buffer.
func inflateInputs() [][]byte {
	rnd := rand.New(rand.NewPCG(11, 12))
	noise := make([]byte, 300_000)
	few := make([]byte, 300_000)
	for i := range noise {
		noise[i] = byte(rnd.Uint32())
		few[i] = "ab\x00\xFF"[rnd.IntN(4)]
	}
	var rows strings.Builder
	for i := range 30_000 {
		fmt.Fprintf(&rows, `<c r="B%d" s="%d"><v>%d</v></c>`, i, rnd.IntN(5), rnd.IntN(100_000))
	}
	skewed := make([]byte, 200_000) // so uneven that codes get long
	for i := range skewed {
		skewed[i] = byte(min(rnd.ExpFloat64()*9, 255))
	}
	return [][]byte{nil, []byte("a"), bytes.Repeat([]byte("x"), 700_000), bytes.Repeat([]byte("abc"), 200_000), noise, few, []byte(rows.String()), skewed,
		append(append(bytes.Clone(noise), rows.String()...), noise...)}
}

// TestInflate unpacks what the standard library packed, read in whole and byte by byte.
func TestInflate(t *testing.T) {
	for i, data := range inflateInputs() {
		for _, level := range []int{flate.HuffmanOnly, flate.NoCompression, flate.BestSpeed, 6} {
			packed := deflate(t, level, data)
			got, err := io.ReadAll(newInflater(bytes.NewReader(packed)))
			if err != nil || !bytes.Equal(got, data) {
				t.Fatalf("input %d, level %d: %v, equal %v", i, level, err, bytes.Equal(got, data))
			}
		}
		packed := deflate(t, 6, data)
		got, err := io.ReadAll(iotest.OneByteReader(newInflater(iotest.OneByteReader(bytes.NewReader(packed)))))
		if err != nil || !bytes.Equal(got, data) {
			t.Fatalf("input %d in single bytes: %v", i, err)
		}
	}
}

// agree holds our unpacking of any bytes against the standard library's: the same bytes, or both an error.
func agree(t *testing.T, packed []byte) {
	const limit = 4 << 20
	want, wantErr := io.ReadAll(io.LimitReader(flate.NewReader(bytes.NewReader(packed)), limit))
	got, err := io.ReadAll(io.LimitReader(newInflater(bytes.NewReader(packed)), limit))
	if (err == nil) != (wantErr == nil) {
		t.Fatalf("ours %v, standard library %v, of %x", err, wantErr, packed[:min(len(packed), 200)])
	}
	if err == nil && !bytes.Equal(got, want) {
		t.Fatalf("other bytes than the standard library's of %x", packed[:min(len(packed), 200)])
	}
}

func TestInflateDamaged(t *testing.T) {
	rnd := rand.New(rand.NewPCG(13, 14))
	text := []byte(strings.Repeat(`<c r="B1"><v>12</v></c><c r="C1"><v>345</v></c>`, 40))
	for _, level := range []int{flate.HuffmanOnly, flate.NoCompression, flate.BestSpeed, 6} {
		packed := deflate(t, level, text)
		for n := range len(packed) {
			agree(t, packed[:n])
		}
		for range 500 {
			agree(t, mutate(rnd, packed))
		}
	}
}

func FuzzInflate(f *testing.F) {
	for _, s := range []string{"", "a", strings.Repeat("<row><c/></row>", 50)} {
		f.Add(deflate(f, 6, []byte(s)))
		f.Add(deflate(f, 0, []byte(s)))
	}
	f.Fuzz(agree)
}
