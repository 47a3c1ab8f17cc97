package lake

import (
	"cmp"
	"context"
	"encoding/binary"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"xunzhi/internal/intake"
)

// Two batches of a source overlap when at least minShare of the smaller one's facts, and at least minFacts, stand in
// both. Below that, files share a few people by chance or by mistake, which rules look into.
const (
	minShare = 0.8
	minFacts = 5
)

// Overlaps finds batches that hold the same facts, such as a corrected resend, and gives what remains when every
// superseded one is left out, sorted. It does not depend on the order of the batches.
//
// A file is superseded only when the file that counts holds at least minShare of its facts too, or when all its rows
// are a copy: so that a correction of ten rows never pushes out a roster of ten thousand. Payments of one month in two
// instalments (第一批, 第二批) are no resend.
func (l *Lake) Overlaps(ctx context.Context, ids []string) (list []intake.Overlap, active []string, err error) {
	bySource := map[string][]*Batch{}
	seen := map[string]bool{}
	for _, id := range ids {
		b, err := l.Batch(id)
		if err != nil {
			return nil, nil, err
		}
		if !seen[id] {
			seen[id] = true
			bySource[b.Source] = append(bySource[b.Source], &b)
		}
	}
	sources := make([]string, 0, len(bySource))
	for s := range bySource {
		sources = append(sources, s)
	}
	slices.Sort(sources)
	for _, s := range sources {
		group := bySource[s]
		slices.SortFunc(group, preferred)
		found, gone, err := l.overlapsOf(ctx, group)
		if err != nil {
			return nil, nil, err
		}
		list = append(list, found...)
		for i, b := range group {
			if !gone[i] {
				active = append(active, b.ID)
			}
		}
	}
	slices.Sort(active)
	return list, active, nil
}

// preferred orders batches of one source: the one that counts comes first.
func preferred(a, b *Batch) int {
	return cmp.Or(
		cmp.Compare(correction(b.File), correction(a.File)),
		strings.Compare(period(b.AsOf), period(a.AsOf)),
		strings.Compare(b.File, a.File),
		strings.Compare(b.ID, a.ID),
	)
}

// period makes 2025-05 and 2025-05-31 comparable: a month counts as its last day.
func period(asOf string) string {
	if len(asOf) == len("2025-05") {
		return asOf + "-99"
	}
	return asOf
}

// corrected finds what people write into the name of a file that replaces another. 新 counts only where it stands
// apart, since it begins half the names of places and schemes.
var corrected = regexp.MustCompile(`更正|订正|修正|修订|改正|重报|补正|更新|最新|终稿|最终|定稿|新版|[(（\[【_\-]新[)）\]】]?|新$`)

// numbered finds a version: v2, V3, (2), 第2版. A greater number is the later one.
var numbered = regexp.MustCompile(`(?i)(?:v|ver|版本)(\d{1,2})(?:\D|$)|[(（](\d{1,2})[)）]$|第(\d{1,2})版`)

// correction ranks a file's name: 0 for a plain one, above that a corrected one, higher for a later version.
func correction(file string) int {
	name := strings.TrimSuffix(path.Base(filepath.ToSlash(file)), path.Ext(file))
	rank := 0
	if corrected.MatchString(name) {
		rank = 1000
	}
	if m := numbered.FindStringSubmatch(name); m != nil {
		n := 0
		fmt.Sscan(m[1]+m[2]+m[3], &n)
		rank += n
	}
	return rank
}

// instalment finds the number of a payment's instalment.
var instalment = regexp.MustCompile(`第?[一二三四五六七八九十\d]+(?:批|次|期|季度)|补发|追加|补报|新增`)

type pair struct{ a, b int }

// overlapsOf compares the batches of one source, which stand in order of preference.
func (l *Lake) overlapsOf(ctx context.Context, group []*Batch) (list []intake.Overlap, gone []bool, err error) {
	gone = make([]bool, len(group))
	if len(group) < 2 {
		return nil, gone, nil
	}
	facts := make([]factFile, len(group))
	for i, b := range group {
		if facts[i], err = readFacts(filepath.Join(filepath.Dir(l.Path(b.ID)), "facts")); err != nil {
			return nil, nil, damaged(*b, err)
		}
	}
	shared, err := sharedKeys(ctx, facts)
	if err != nil {
		return nil, nil, err
	}
	pairs := make([]pair, 0, len(shared))
	for p := range shared {
		pairs = append(pairs, p)
	}
	slices.SortFunc(pairs, func(x, y pair) int { return cmp.Or(cmp.Compare(x.a, y.a), cmp.Compare(x.b, y.b)) })
	for _, p := range pairs {
		n := shared[p]
		small := min(facts[p.a].keys, facts[p.b].keys)
		if n < minFacts || float64(n) < minShare*float64(small) || gone[p.a] || gone[p.b] {
			continue
		}
		o, loser := judge(group[p.a], group[p.b], facts[p.a], facts[p.b], n)
		if loser == group[p.a] {
			gone[p.a] = true
		} else if loser == group[p.b] {
			gone[p.b] = true
		}
		list = append(list, o)
	}
	return list, gone, nil
}

// judge says which of two overlapping batches counts; first is the preferred one. loser is nil when both count.
func judge(first, second *Batch, f, s factFile, shared int) (o intake.Overlap, loser *Batch) {
	o = intake.Overlap{
		Source: first.Source, Kept: first.File, Superseded: second.File,
		Share: float64(shared) / float64(min(f.keys, s.keys)),
	}
	both := func(why string) (intake.Overlap, *Batch) {
		o.Superseded = ""
		o.Message = fmt.Sprintf("%s 与 %s 有 %d 条相同记录,%s,两份都计入,请核对", first.File, second.File, shared, why)
		return o, nil
	}
	if a, b := instalment.FindString(path.Base(first.File)), instalment.FindString(path.Base(second.File)); a != b {
		return both("文件名显示为不同批次")
	}
	copies := sameValues(f.facts, s.facts)
	switch {
	case len(copies) == len(s.facts):
		o.Message = fmt.Sprintf("%s 的 %d 行在 %s 中全部重复,内容完全相同,只计一次", second.File, len(s.facts), first.File)
		return o, second
	case len(copies) == len(f.facts):
		o.Kept, o.Superseded = second.File, first.File
		o.Message = fmt.Sprintf("%s 的 %d 行在 %s 中全部重复,内容完全相同,只计一次", first.File, len(f.facts), second.File)
		return o, first
	}
	if float64(shared) < minShare*float64(s.keys) {
		return both("但前者只含后者的一部分")
	}
	why := "无法判断先后,按文件名取靠后的一份,请核对"
	switch {
	case correction(first.File) != correction(second.File):
		why = "按文件名为更正件"
	case period(first.AsOf) != period(second.AsOf):
		why = fmt.Sprintf("数据时点较新(%s)", first.AsOf)
	}
	o.Message = fmt.Sprintf("%s 与 %s 有 %d 条相同记录,以前者为准(%s),后者不计入", first.File, second.File, shared, why)
	return o, second
}

// factFile is a batch's facts, sorted by key and value, and the number of distinct keys.
type factFile struct {
	facts []fact
	keys  int
}

func readFacts(path string) (factFile, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return factFile{}, err
	}
	f := factFile{facts: make([]fact, len(data)/16)}
	for i := range f.facts {
		f.facts[i] = fact{binary.LittleEndian.Uint64(data[i*16:]), binary.LittleEndian.Uint64(data[i*16+8:])}
		if i == 0 || f.facts[i].key != f.facts[i-1].key {
			f.keys++
		}
	}
	return f, nil
}

// sharedKeys counts, for every two batches, the keys that both hold. It goes through the space of keys in slices, so
// that what is sorted together fits a processor's cache.
func sharedKeys(ctx context.Context, files []factFile) (map[pair]int, error) {
	const sliceBits = 6
	type holder struct {
		key   uint64
		batch int32
	}
	shared := map[pair]int{}
	next := make([]int, len(files))
	var run []holder
	for s := uint64(0); s < 1<<sliceBits; s++ {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		run = run[:0]
		for i := range files {
			f := files[i].facts
			for ; next[i] < len(f) && f[next[i]].key>>(64-sliceBits) == s; next[i]++ {
				if k := next[i]; k == 0 || f[k].key != f[k-1].key {
					run = append(run, holder{f[k].key, int32(i)})
				}
			}
		}
		slices.SortFunc(run, func(a, b holder) int { return cmp.Or(cmp.Compare(a.key, b.key), cmp.Compare(a.batch, b.batch)) })
		for i := 0; i < len(run); {
			j := i + 1
			for j < len(run) && run[j].key == run[i].key {
				j++
			}
			for a := i; a < j && j-i <= maxHolders; a++ {
				for b := a + 1; b < j; b++ {
					shared[pair{int(run[a].batch), int(run[b].batch)}]++
				}
			}
			i = j
		}
	}
	return shared, nil
}

// maxHolders bounds the work for a key that very many batches hold, which then says nothing about two of them.
const maxHolders = 64

// sameValues gives the facts, key and value, that stand in both, counting repeats.
func sameValues(a, b []fact) []fact {
	var out []fact
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch {
		case a[i] == b[j]:
			out = append(out, a[i])
			i++
			j++
		case a[i].key < b[j].key || a[i].key == b[j].key && a[i].value < b[j].value:
			i++
		default:
			j++
		}
	}
	return out
}

// Active gives the snapshot without the batches that others supersede, and the overlaps.
func (l *Lake) Active(s Snapshot) (Snapshot, []intake.Overlap, error) {
	overlaps, active, err := l.Overlaps(context.Background(), s.Batches)
	if err != nil || len(active) == len(s.Batches) {
		return s, overlaps, err
	}
	s, err = l.NewSnapshot(active)
	return s, overlaps, err
}
