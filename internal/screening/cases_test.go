package screening_test

import (
	"context"
	"testing"

	"xunzhi/internal/engine"
	"xunzhi/internal/engine/duckdb"
	"xunzhi/internal/intake"
	"xunzhi/internal/rule"
	"xunzhi/internal/screening"
	"xunzhi/policy"
	"xunzhi/rules"
)

// TestRuleCases runs every case of every rule, through lake, linkage and engine.
func TestRuleCases(t *testing.T) {
	sources, err := intake.Catalogue()
	if err != nil {
		t.Fatal(err)
	}
	ids := make([]string, len(sources))
	for i, s := range sources {
		ids[i] = s.ID
	}
	cat, err := rule.Load(rules.FS, ids)
	if err != nil {
		t.Fatal(err)
	}
	pol, err := rule.LoadPolicy(policy.FS)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range cat.Rules {
		cases, err := rule.Cases(rules.FS, r)
		if err != nil {
			t.Fatal(err)
		}
		t.Run(r.ID, func(t *testing.T) {
			t.Parallel()
			checkKinds(t, r, cases)
			for _, c := range cases {
				faults, err := screening.TestCase(t.Context(), open, cat, sources, pol, r, c)
				if err != nil {
					t.Errorf("%s「%s」: %v", c.File, c.Name, err)
				}
				for _, f := range faults {
					t.Errorf("%s「%s」: %s", c.File, c.Name, f)
				}
			}
		})
	}
}

// checkKinds demands of every rule at least one true hit and one case that looks the same and is innocent.
func checkKinds(t *testing.T, r *rule.Rule, cases []rule.Case) {
	t.Helper()
	kinds := map[string]int{}
	for _, c := range cases {
		kinds[c.Kind]++
		if (c.Kind == "hit") != (len(c.Expect) > 0) && c.Kind != "boundary" {
			t.Errorf("%s「%s」: kind %s with %d expected", c.File, c.Name, c.Kind, len(c.Expect))
		}
	}
	if kinds["hit"] == 0 || kinds["exempt"]+kinds["boundary"] == 0 {
		t.Errorf("cases by kind %v: a rule needs a hit and an innocent case", kinds)
	}
}

func open(ctx context.Context, w engine.World) (engine.Session, error) {
	return duckdb.Open(ctx, w, duckdb.Options{Threads: 1, MemoryMB: 256})
}
