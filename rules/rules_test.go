package rules_test

import (
	"slices"
	"strings"
	"testing"

	"xunzhi/internal/intake"
	"xunzhi/internal/rule"
	"xunzhi/rules"
)

// TestQualityFactsCoverEverySource keeps a new source from slipping past the check of numbers: that fact
// names the sources one by one, because the shared SQL has no way to say "all".
func TestQualityFactsCoverEverySource(t *testing.T) {
	sources, err := intake.Catalogue()
	if err != nil {
		t.Fatal(err)
	}
	var ids []string
	for _, s := range sources {
		ids = append(ids, s.ID)
	}
	cat, err := rule.Load(rules.FS, ids)
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		fact string
		has  func(f intake.Field) bool
	}{
		{"quality_number", func(f intake.Field) bool {
			return f.Type == intake.ID || f.Type == intake.USCC || f.Type == intake.Party
		}},
	} {
		sql := cat.Facts[tt.fact].SQL
		if sql == "" {
			t.Fatalf("no fact %s", tt.fact)
		}
		for _, s := range sources {
			if slices.ContainsFunc(s.Fields, tt.has) && !strings.Contains(sql, "FROM "+s.ID+" ") && !strings.Contains(sql, "FROM "+s.ID+"\n") {
				t.Errorf("fact %s does not look at source %s", tt.fact, s.ID)
			}
		}
	}
}
