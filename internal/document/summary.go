package document

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"

	"xunzhi/internal/screening"
)

// Summary is summary.json: what pages need besides leads.ndjson, intake.json and manifest.json.
type Summary struct {
	AsOf     string                  `json:"as_of"`
	Run      string                  `json:"run"` // fingerprint of the run's inputs, see [Fingerprint]
	Leads    int                     `json:"leads"`
	Rules    []screening.RuleRun     `json:"rules"`
	Villages []screening.Village     `json:"villages"`
	Quality  []screening.QualityItem `json:"quality"`
}

func newSummary(res *screening.Result) Summary {
	return Summary{res.AsOf.String(), Fingerprint(res.Manifest), len(res.Leads), orEmpty(res.Rules), orEmpty(res.Villages), orEmpty(res.Quality)}
}

// orEmpty makes nil an empty list, which JSON writes as [] and not as null.
func orEmpty[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}

// Fingerprint gives 16 hex digits that stand for everything that a run depends on: the SHA-256 of its manifest without
// the hashes of the outputs. Two papers with the same fingerprint come from the same data, rules and policy.
func Fingerprint(m screening.Manifest) string {
	m.Outputs = nil
	b, err := json.Marshal(m)
	if err != nil { // a Manifest holds strings only, which always marshal
		return ""
	}
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:8])
}
