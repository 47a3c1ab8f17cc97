package metrics_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"xunzhi"
	"xunzhi/internal/metrics"
)

func lead(rule, subject, object, file string, row int) xunzhi.Lead {
	l := xunzhi.Lead{Rule: rule, Subject: xunzhi.Subject{Key: subject}, Evidence: []xunzhi.Evidence{{File: file, Row: row}}}
	if object != "" {
		l.Object = &xunzhi.Subject{Key: object}
	}
	return l
}

func TestJudge(t *testing.T) {
	truth := []metrics.Planted{
		{Rule: "r", Subject: "a", File: "f", Row: 3},                     // found at its row
		{Rule: "r", Subject: "b", File: "f", Row: 4, Channel: "typo"},    // found elsewhere
		{Rule: "r", Subject: "c", File: "f", Row: 5},                     // missed
		{Rule: "r", Subject: "d", Decoy: true},                           // raised
		{Rule: "r", Subject: "e", Decoy: true},                           // left alone
		{Rule: "r", Subject: "g", Optional: true},                        // neither missed …
		{Rule: "r", Subject: "h", Optional: true},                        // … nor false
		{Rule: "r", Subject: "ring-1", Also: []string{"ring-2"}, Row: 0}, // any of the ring will do
		{Rule: "r", Subject: "o", Object: "x"},                           // the object must be the same
		{Rule: "later", Subject: "a"},                                    // a rule that was not run
	}
	leads := []xunzhi.Lead{lead("r", "a", "", "f", 3), lead("r", "b", "", "f", 9), lead("r", "d", "", "f", 1), lead("r", "h", "", "f", 1),
		lead("r", "ring-2", "", "f", 1), lead("r", "o", "y", "f", 1), lead("r", "stranger", "", "f", 1)}
	acc := metrics.Judge(leads, truth, map[string]bool{"r": true})
	want := []metrics.RuleAccuracy{{Rule: "r", Planted: 5, Found: 3, Located: 2, Leads: 7, Right: 4, Decoys: 2, Raised: 1}}
	if diff := cmp.Diff(want, acc.Rules); diff != "" {
		t.Error(diff)
	}
	if len(acc.Missed) != 2 || len(acc.Wrong) != 3 {
		t.Errorf("%d missed, %d wrong", len(acc.Missed), len(acc.Wrong))
	}
	if c := acc.Channels["typo"]; c.Planted != 1 || c.Found != 1 || c.Located != 0 {
		t.Errorf("channel typo: %+v", c)
	}
}

func TestJudgeQualityAsksForTheVeryRow(t *testing.T) {
	truth := []metrics.Planted{{Rule: "id-invalid", File: "f", Row: 3}, {Rule: "id-invalid", File: "f", Row: 4}, {Rule: "id-invalid", File: "f", Row: 5, Decoy: true}}
	items := []metrics.Item{{Rule: "id-invalid", Evidence: []xunzhi.Evidence{{File: "f", Row: 3}, {File: "f", Row: 5}}}, {Rule: "id-invalid", Evidence: []xunzhi.Evidence{{File: "g", Row: 4}}}}
	want := []metrics.RuleAccuracy{{Rule: "id-invalid", Planted: 2, Found: 1, Located: 1, Leads: 2, Right: 1, Decoys: 1, Raised: 1}}
	if diff := cmp.Diff(want, metrics.JudgeQuality(items, truth)); diff != "" {
		t.Error(diff)
	}
}

func TestReadTruthNamesTheLine(t *testing.T) {
	if _, err := metrics.ReadTruth(strings.NewReader("{\"rule\":\"r\"}\n\nnot json\n")); err == nil || !strings.Contains(err.Error(), "第 3 行") {
		t.Errorf("got %v", err)
	}
}
