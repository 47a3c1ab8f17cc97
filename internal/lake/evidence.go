package lake

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"xunzhi"
)

// Evidence is where a row came from and what the department wrote. Headers name Cells in order; either may be longer
// than the other when a row had cells beyond the header.
type Evidence struct {
	ID      int64
	Batch   string
	Source  string
	File    string
	Sheet   string
	Row     int // as a person sees it
	Headers []string
	Cells   []string
}

// Evidence finds rows by id. The answer stands in the order of ids; an id that no batch has is an error of code
// notfound. Only the pages that hold such rows are read, batch by batch.
func (l *Lake) Evidence(ctx context.Context, ids []int64) ([]Evidence, error) {
	order := make([]int, len(ids))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int { return cmp.Compare(ids[a], ids[b]) })
	out := make([]Evidence, len(ids))
	for len(order) > 0 {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		prefix := ids[order[0]] >> ordinalBits
		n := 1
		for n < len(order) && ids[order[n]]>>ordinalBits == prefix {
			n++
		}
		if err := l.batchEvidence(uint64(prefix), ids, order[:n], out); err != nil {
			return nil, err
		}
		order = order[n:]
	}
	return out, nil
}

// batchEvidence fills out[i] for i in order, whose ids are all of one batch and rise.
func (l *Lake) batchEvidence(prefix uint64, ids []int64, order []int, out []Evidence) error {
	l.mu.Lock()
	b := l.batches[l.prefixes[prefix]]
	l.mu.Unlock()
	if b == nil {
		return noRow(ids[order[0]])
	}
	f, err := openTable(l.Path(b.ID))
	if err != nil {
		return damaged(*b, err)
	}
	defer f.close()
	p := evidencePage{file: f, at: -1}
	for _, i := range order {
		ordinal := ids[i] & (MaxRows - 1)
		k, ok, err := p.seek(ordinal)
		if err != nil {
			return damaged(*b, err)
		}
		if !ok {
			return noRow(ids[i])
		}
		sheet := int(p.cols[0].Ints[k])
		e := Evidence{ID: ids[i], Batch: b.ID, Source: b.Source, File: b.File, Row: int(p.cols[1].Ints[k])}
		for j := range b.Sheets {
			if b.Sheets[j].Index == sheet {
				e.Sheet, e.Headers = b.Sheets[j].Name, b.Sheets[j].Headers
			}
		}
		if raw := p.cols[2].Text(k); raw != "" {
			e.Cells = strings.Split(strings.Clone(raw), "\x1f")
		}
		out[i] = e
	}
	return nil
}

func noRow(id int64) error {
	return xunzhi.Errorf(xunzhi.CodeNotFound, "数据湖中没有编号为 %d 的数据行", id).
		WithHint("该行所在的批次可能已被删除,请重新加载原文件")
}

// evidencePage holds the page of _sheet, _row and raw that was read last.
type evidencePage struct {
	file *tableFile
	at   int64 // number of the page in the file, -1 before the first
	cols [3]Vector
}

// seek makes sure that the row's page is there and gives the row's index in it.
func (p *evidencePage) seek(ordinal int64) (k int, ok bool, err error) {
	if ordinal >= p.file.meta.NumRows {
		return 0, false, nil
	}
	if page := ordinal / pageRows; page != p.at {
		g, n := int(ordinal/groupRows), int(ordinal%groupRows/pageRows)
		if g >= p.file.groups() {
			return 0, false, errShort
		}
		for c, name := range []string{"_sheet", "_row", "raw"} {
			r, err := p.file.reader(g, name, 0, &p.cols[c])
			if err != nil {
				return 0, false, err
			}
			if r == nil || n >= len(r.pages) {
				return 0, false, fmt.Errorf("column %s: %w", name, errShort)
			}
			if err := r.page(n); err != nil {
				return 0, false, err
			}
		}
		p.at = page
	}
	return int(ordinal % pageRows), true, nil
}
