package screening

import (
	"context"
	"fmt"

	"xunzhi"
	"xunzhi/internal/lake"
)

// fetchEvidence reads the rows that leads rest on, as the departments wrote them.
func (r *run) fetchEvidence(ctx context.Context, ids []int64) (map[int64]xunzhi.Evidence, error) {
	rows, err := r.Lake.Evidence(ctx, ids)
	if err != nil {
		return nil, fmt.Errorf("取证据原文: %w", err)
	}
	out := make(map[int64]xunzhi.Evidence, len(rows))
	for _, row := range rows {
		out[row.ID] = xunzhi.Evidence{Source: row.Source, File: row.File, Sheet: row.Sheet, Row: row.Row, Values: cells(row)}
	}
	return out, nil
}

// cells pairs headers with cells; empty cells are left out, and a header that stands twice gets a counter.
func cells(row lake.Evidence) map[string]string {
	values := make(map[string]string, len(row.Cells))
	for i, c := range row.Cells {
		if c == "" {
			continue
		}
		h := fmt.Sprintf("第%d列", i+1)
		if i < len(row.Headers) && row.Headers[i] != "" {
			h = row.Headers[i]
		}
		name := h
		for n := 2; ; n++ {
			if _, taken := values[name]; !taken {
				break
			}
			name = fmt.Sprintf("%s(%d)", h, n)
		}
		values[name] = c
	}
	return values
}
