package lake

import (
	"cmp"
	"context"
	"encoding/binary"
	"fmt"
	"path"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"sync"

	"golang.org/x/sync/errgroup"

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
	var notes []Batch
	seen := map[string]bool{}
	for _, id := range ids {
		b, err := l.Batch(id)
		if err != nil {
			return nil, nil, err
		}
		if !seen[id] {
			seen[id] = true
			if derived[b.Source] {
				notes = append(notes, b)
				continue
			}
			bySource[b.Source] = append(bySource[b.Source], &b)
		}
	}
	counts := map[string]bool{} // whether anything of a file counts
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
				counts[b.SHA256] = true
			} else if !counts[b.SHA256] {
				counts[b.SHA256] = false
			}
		}
	}
	for _, b := range notes {
		if on, known := counts[b.SHA256]; on || !known {
			active = append(active, b.ID)
		}
	}
	slices.Sort(active)
	return list, active, nil
}

// derived are the sources of what intake notes about other rows of the same file, such as the totals of a sheet. Their
// rows repeat from month to month by nature: they count as long as anything of their file does.
var derived = map[string]bool{"sheet_total": true, "village_unresolved": true}

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
	facts := make([]*factFile, len(group))
	for i, b := range group {
		if facts[i], err = openFacts(filepath.Join(filepath.Dir(l.Path(b.ID)), "facts")); err != nil {
			return nil, nil, damaged(*b, err)
		}
		defer facts[i].file.Close()
	}
	shared, err := sharedKeys(ctx, facts)
	if err != nil {
		return nil, nil, err
	}
	pairs := make([]pair, 0, len(shared.pairs))
	for p := range shared.pairs {
		pairs = append(pairs, p)
	}
	slices.SortFunc(pairs, func(x, y pair) int { return cmp.Or(cmp.Compare(x.a, y.a), cmp.Compare(x.b, y.b)) })
	for _, p := range pairs {
		n := shared.pairs[p]
		small := min(shared.keys[p.a], shared.keys[p.b])
		if n < minFacts || float64(n) < minShare*float64(small) || gone[p.a] || gone[p.b] {
			continue
		}
		first, err := side(group, facts, shared, p.a)
		if err != nil {
			return nil, nil, err
		}
		second, err := side(group, facts, shared, p.b)
		if err != nil {
			return nil, nil, err
		}
		o, loser := judge(first, second, n)
		gone[p.a], gone[p.b] = loser == first.batch, loser == second.batch
		list = append(list, o)
	}
	return list, gone, nil
}

// overlapping is one of two batches that share facts.
type overlapping struct {
	batch *Batch
	facts []fact
	keys  int // distinct
}

func side(group []*Batch, files []*factFile, c counts, i int) (overlapping, error) {
	facts, err := files[i].all()
	if err != nil {
		return overlapping{}, damaged(*group[i], err)
	}
	return overlapping{group[i], facts, c.keys[i]}, nil
}

// judge says which of two overlapping batches counts; first is the preferred one. loser is nil when both count.
func judge(first, second overlapping, shared int) (o intake.Overlap, loser *Batch) {
	a, b := first.batch, second.batch
	o = intake.Overlap{Source: a.Source, Kept: a.File, Superseded: b.File, Share: float64(shared) / float64(min(first.keys, second.keys))}
	both := func(why string) (intake.Overlap, *Batch) {
		o.Superseded = ""
		o.Message = fmt.Sprintf("%s 与 %s 有 %d 条相同记录,%s,两份都计入,请核对", a.File, b.File, shared, why)
		return o, nil
	}
	if instalment.FindString(path.Base(a.File)) != instalment.FindString(path.Base(b.File)) {
		return both("文件名显示为不同批次")
	}
	const copied = "%s 的 %d 行在 %s 中全部重复,内容完全相同,只计一次"
	same := sameValues(first.facts, second.facts)
	switch same {
	case len(second.facts):
		o.Message = fmt.Sprintf(copied, b.File, same, a.File)
		return o, b
	case len(first.facts):
		o.Kept, o.Superseded = b.File, a.File
		o.Message = fmt.Sprintf(copied, a.File, same, b.File)
		return o, a
	}
	if float64(shared) < minShare*float64(second.keys) {
		return both("但前者只含后者的一部分")
	}
	why := "无法判断先后,按文件名取靠后的一份,请核对"
	switch {
	case correction(a.File) != correction(b.File):
		why = "按文件名为更正件"
	case period(a.AsOf) != period(b.AsOf):
		why = fmt.Sprintf("数据时点较新(%s)", a.AsOf)
	}
	o.Message = fmt.Sprintf("%s 与 %s 有 %d 条相同记录,以前者为准(%s),后者不计入", a.File, b.File, shared, why)
	return o, b
}

// counts tells how many keys batches hold, and how many any two share.
type counts struct {
	keys  []int
	pairs map[pair]int
}

// sharedKeys goes through the space of keys slice by slice, so that what is sorted together fits a processor's cache,
// and only one slice of all files is in memory for each processor.
func sharedKeys(ctx context.Context, files []*factFile) (counts, error) {
	total := counts{make([]int, len(files)), map[pair]int{}}
	var mu sync.Mutex
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(runtime.GOMAXPROCS(0))
	for s := range sliceCount {
		g.Go(func() error {
			if err := ctx.Err(); err != nil {
				return err
			}
			c, err := sharedInSlice(files, s)
			mu.Lock()
			defer mu.Unlock()
			for i, n := range c.keys {
				total.keys[i] += n
			}
			for p, n := range c.pairs {
				total.pairs[p] += n
			}
			return err
		})
	}
	return total, g.Wait()
}

type holder struct {
	key   uint64
	batch int
}

// maxHolders bounds the work for a key that very many batches hold, which then says nothing about two of them.
const maxHolders = 64

func sharedInSlice(files []*factFile, s int) (counts, error) {
	c := counts{make([]int, len(files)), map[pair]int{}}
	var run []holder
	var buf []byte
	for i, f := range files {
		var err error
		if buf, err = f.keys(s, buf); err != nil {
			return c, err
		}
		last := uint64(0)
		for j := 0; j < len(buf); j += 8 {
			k := binary.LittleEndian.Uint64(buf[j:])
			if j == 0 || k != last {
				run = append(run, holder{k, i})
				c.keys[i]++
			}
			last = k
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
				c.pairs[pair{run[a].batch, run[b].batch}]++
			}
		}
		i = j
	}
	return c, nil
}

// sameValues counts the facts, key and value, that stand in both, with repeats.
func sameValues(a, b []fact) (n int) {
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch {
		case a[i] == b[j]:
			n++
			i++
			j++
		case a[i].key < b[j].key || a[i].key == b[j].key && a[i].value < b[j].value:
			i++
		default:
			j++
		}
	}
	return n
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
