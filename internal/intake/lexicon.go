package intake

import (
	"embed"
	"io/fs"
	"math"
	"slices"
	"sort"
	"strings"
	"sync"
	"unicode/utf8"

	"xunzhi"
)

// lexicon is the catalogue made ready for looking up header words. It does not change once made.
type lexicon struct {
	sources    []*Source
	words      map[string][]wordHit // folded header word → the fields that it may mean
	df         map[string]int       // folded header word → number of sources that know it
	against    []string
	petitioner []string
	petitioned []string
	surnames   map[rune]bool
	refusals   []refusal
	notes      []*Source // the internal sources
	memo       sync.Map
}

// wordHit says that a word means a field. rank orders a field's own words before those that it shares.
type wordHit struct {
	source, field, rank int
}

// headerHit is a field that a header may mean, with how well it fits (0–1) and what the word tells about the source.
type headerHit struct {
	source, field int
	score         float64
	weight        float64
}

func newLexicon(fsys embed.FS) (*lexicon, error) {
	names, err := fs.Glob(fsys, "sources/*.yml")
	if err != nil {
		return nil, err
	}
	return buildLexicon(fsys, names)
}

func buildLexicon(fsys readable, names []string) (*lexicon, error) {
	sources, err := readSources(fsys, names)
	if err != nil {
		return nil, err
	}
	l := &lexicon{sources: sources, words: map[string][]wordHit{}, df: map[string]int{}, surnames: map[rune]bool{}}
	var shared sharedWords
	for name, into := range map[string]any{"words/words.yml": &shared, "words/refuse.yml": &l.refusals} {
		data, err := fsys.ReadFile(name)
		if err != nil {
			return nil, xunzhi.Errorf(xunzhi.CodeInternal, "定义 %s 打不开", name).Wrap(err)
		}
		if err := decode(name, data, into); err != nil {
			return nil, err
		}
	}
	l.against, l.petitioner, l.petitioned = shared.Against, shared.Petitioner, shared.Petitioned
	for _, r := range shared.Surnames {
		l.surnames[r] = true
	}
	for i, s := range sources {
		if s.Internal {
			l.notes = append(l.notes, s)
			continue
		}
		if err := l.addWords(i, s, shared.Like); err != nil {
			return nil, err
		}
	}
	for _, id := range []string{totalSource, unresolvedSource} {
		if !slices.ContainsFunc(l.notes, func(s *Source) bool { return s.ID == id }) {
			return nil, xunzhi.Errorf(xunzhi.CodeInternal, "缺少数据种类定义 %s", id)
		}
	}
	return l, nil
}

func (l *lexicon) addWords(i int, s *Source, like map[string][]string) error {
	known := map[string]bool{}
	for k := range len(s.Fields) + len(s.Aux) {
		f := s.column(k)
		shared, ok := like[f.Like]
		if f.Like != "" && !ok {
			return xunzhi.Errorf(xunzhi.CodeInternal, "数据种类 %s 的字段 %s:words.yml 里没有 %s", s.ID, f.ID, f.Like)
		}
		mine := map[string]bool{}
		for rank, w := range append(append([]string{f.Name}, f.Words...), shared...) {
			w = foldHeader(w)
			if w == "" || mine[w] {
				continue
			}
			mine[w] = true
			l.words[w] = append(l.words[w], wordHit{i, k, rank})
			if !known[w] {
				known[w] = true
				l.df[w]++
			}
		}
		if err := checkCollision(l, i, s, k); err != nil {
			return err
		}
	}
	return nil
}

// checkCollision refuses a word that two fields of one source call their own with the same rank of 0 (their name):
// then no rule could tell which is meant.
func checkCollision(l *lexicon, i int, s *Source, k int) error {
	w := foldHeader(s.column(k).Name)
	for _, h := range l.words[w] {
		if h.source == i && h.field != k && h.rank == 0 {
			return xunzhi.Errorf(xunzhi.CodeInternal, "数据种类 %s 的字段 %s 与 %s 同名", s.ID, s.column(k).ID, s.column(h.field).ID)
		}
	}
	return nil
}

// weight is what a word tells about the source: much when few sources know it, next to nothing when most do.
func (l *lexicon) weight(word string) float64 {
	return 0.1 + math.Log(float64(len(l.sources))/float64(max(1, l.df[word])))
}

// hits gives the fields that a header text may mean, over all sources.
func (l *lexicon) hits(text string) []headerHit {
	if v, ok := l.memo.Load(text); ok {
		return v.([]headerHit)
	}
	out := l.lookUp(text)
	if len(out) > 0 { // a sheet's values are looked up too, and mean nothing: they would fill the memory
		l.memo.Store(text, out)
	}
	return out
}

// lookUp tries the text as it stands, without what is in brackets, and as a longer form of a known word. Each source
// takes the first of these that it knows.
func (l *lexicon) lookUp(text string) []headerHit {
	full := foldHeader(text)
	if full == "" || utf8.RuneCountInString(full) > 40 {
		return nil
	}
	bare, _ := splitBrackets(text)
	bare = foldHeader(bare)
	levels := [][]headerHit{l.exact(full, 1)}
	if bare != full && bare != "" {
		levels = append(levels, l.exact(bare, 0.95))
	}
	var out []headerHit
	known := map[int]bool{}
	for _, hits := range append(levels, l.partial(bare)) {
		for _, h := range hits {
			if !known[h.source] {
				out = append(out, h)
			}
		}
		for _, h := range hits {
			known[h.source] = true
		}
	}
	return out
}

func (l *lexicon) exact(word string, score float64) []headerHit {
	hs := l.words[word]
	if hs == nil {
		return nil
	}
	out := make([]headerHit, len(hs))
	for i, h := range hs {
		out[i] = headerHit{h.source, h.field, score - 0.004*float64(min(h.rank, 40)), l.weight(word)}
	}
	return out
}

// partial looks for a known word at the end of, or inside, a longer header: 本次实发补贴金额合计. A header that speaks of
// somebody else (监护人身份证号) means nothing.
func (l *lexicon) partial(full string) []headerHit {
	for _, a := range l.against {
		if strings.Contains(full, a) {
			return nil
		}
	}
	var at []int // where each character begins
	for i := range full {
		at = append(at, i)
	}
	n := len(at)
	at = append(at, len(full))
	type found struct {
		word  string
		score float64
	}
	var fs []found
	for i := range n {
		for j := n; j > i; j-- {
			w, k := full[at[i]:at[j]], j-i
			share := float64(k) / float64(n)
			switch {
			case k == n || k < 2 && w != "村" || l.words[w] == nil || w[0] < utf8.RuneSelf: // a database's xm is no part of yjxm
			case j == n:
				fs = append(fs, found{w, 0.45 + 0.4*share})
			case k >= 3 && share >= 0.5:
				fs = append(fs, found{w, 0.3 + 0.4*share})
			}
		}
	}
	sort.Slice(fs, func(i, j int) bool {
		return fs[i].score > fs[j].score || fs[i].score == fs[j].score && fs[i].word < fs[j].word
	})
	var out []headerHit
	seen := map[[2]int]bool{}
	for _, f := range fs {
		for _, h := range l.exact(f.word, f.score) {
			if k := [2]int{h.source, h.field}; !seen[k] {
				seen[k] = true
				h.weight *= f.score
				out = append(out, h)
			}
		}
	}
	return out
}

// isPetitioner tells whether a header names the one who complained, in any source.
func (l *lexicon) isPetitioner(header string) bool {
	h := foldHeader(header)
	for _, w := range l.petitioned {
		if strings.Contains(h, w) {
			return false
		}
	}
	for _, w := range l.petitioner {
		if strings.Contains(h, w) {
			return true
		}
	}
	return false
}

// namesPetitioner tells whether any cell of a sheet's first rows is a head that names a petitioner.
func (l *lexicon) namesPetitioner(rows []gridRow) bool {
	for _, r := range rows {
		for _, c := range r.cells {
			if r.number <= headerRows && len(c) <= 60 && l.isPetitioner(c) {
				return true
			}
		}
	}
	return false
}

// foldHeader brings a header word to the form in which words are compared: narrow, lower case, without blanks,
// punctuation, stars and what says that a column must be filled.
func foldHeader(s string) string {
	var b strings.Builder
	for _, r := range s {
		switch {
		case r >= 0xFF01 && r <= 0xFF5E:
			r -= 0xFEE0
		case r == '帐':
			r = '账'
		}
		switch {
		case r <= ' ' || r == 0xA0 || r == 0x3000 || r == 0xFEFF || r >= 0x2000 && r <= 0x200F:
		case strings.ContainsRune("*:;,.-_/\\()[]{}<>'\"、。,:“”‘’【】《》〈〉·—~#&|+=?!%", r):
		case r >= 'A' && r <= 'Z':
			b.WriteRune(r + 32)
		default:
			b.WriteRune(r)
		}
	}
	return strings.TrimSuffix(b.String(), "必填")
}

// splitBrackets takes what stands in brackets out of a header: 合同金额(万元) gives 合同金额 and 万元.
func splitBrackets(s string) (bare, inside string) {
	var out, in strings.Builder
	depth := 0
	for _, r := range s {
		switch r {
		case '(', '\uFF08', '[', '【', '〔':
			depth++
			continue
		case ')', '\uFF09', ']', '】', '〕':
			depth = max(0, depth-1)
			in.WriteByte(' ')
			continue
		}
		if depth > 0 {
			in.WriteRune(r)
		} else {
			out.WriteRune(r)
		}
	}
	return out.String(), strings.TrimSpace(in.String())
}

// foldValue brings an enumerated value to the form in which values are compared.
func foldValue(s string) string { return foldHeader(s) }
