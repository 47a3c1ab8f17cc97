package linkage

import (
	_ "embed"
	"slices"
	"strings"
	"sync"

	"github.com/mozillazg/go-pinyin"
)

//go:embed surnames.txt
var surnamesText string

// surnames maps a surname to its reading where it differs from the character's usual one.
var surnames = func() map[string][]string {
	m := map[string][]string{}
	for line := range strings.Lines(surnamesText) {
		line, _, _ = strings.Cut(line, "#")
		if f := strings.Fields(line); len(f) >= 2 {
			m[f[0]] = f[1:]
		}
	}
	return m
}()

// sameReading tells whether two names of equal length are read alike, character by character. A character with several
// readings agrees when one of them does; a surname has the readings of a surname only.
func sameReading(x, y []rune) bool {
	rx, ry := readings(x), readings(y)
	for i := range x {
		if x[i] != y[i] && !shareReading(rx[i], ry[i]) {
			return false
		}
	}
	return len(x) == len(y)
}

func shareReading(a, b []string) bool {
	return slices.ContainsFunc(a, func(s string) bool { return slices.Contains(b, s) })
}

// readings gives for every character the readings that it can have in a name.
func readings(rs []rune) [][]string {
	out := make([][]string, len(rs))
	from := 0
	for n := min(2, len(rs)-1); n >= 1 && from == 0; n-- {
		if r, ok := surnames[string(rs[:n])]; ok {
			if n == 1 {
				out[0] = fold(r)
			} else {
				for i := range n {
					out[i] = fold(r[i : i+1])
				}
			}
			from = n
		}
	}
	for i := from; i < len(rs); i++ {
		out[i] = charReadings(rs[i])
	}
	return out
}

var readingCache sync.Map // rune → []string

// charReadings gives a character's readings without tone, with those folded that dialects do not tell apart. What has
// no reading stands for itself.
func charReadings(r rune) []string {
	if v, ok := readingCache.Load(r); ok {
		return v.([]string)
	}
	a := pinyin.NewArgs()
	a.Heteronym = true
	list := pinyin.SinglePinyin(r, a)
	if len(list) == 0 {
		list = []string{string(r)}
	}
	list = fold(list)
	readingCache.Store(r, list)
	return list
}

// fold merges readings that are typed for each other by ear: zh/z, ch/c, sh/s, l/n at the front, ng/n at the end.
func fold(list []string) []string {
	out := make([]string, 0, len(list))
	for _, s := range list {
		for _, p := range [][2]string{{"zh", "z"}, {"ch", "c"}, {"sh", "s"}, {"l", "n"}} {
			if rest, ok := strings.CutPrefix(s, p[0]); ok {
				s = p[1] + rest
				break
			}
		}
		if rest, ok := strings.CutSuffix(s, "ng"); ok && (strings.HasSuffix(rest, "i") || strings.HasSuffix(rest, "e")) {
			s = rest + "n"
		}
		if !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	return out
}

// readingKeys gives keys under which a name that is read alike is found too: one for each of its first few readings.
func readingKeys(s string) []string {
	keys := []string{""}
	for _, list := range readings([]rune(s)) {
		var next []string
		for _, k := range keys {
			for _, r := range list[:min(3, len(list))] {
				next = append(next, k+r+" ")
			}
		}
		keys = next[:min(len(next), 12)]
	}
	return keys
}
