package screening

import (
	"xunzhi"
	"xunzhi/internal/intake"
)

// Result is one run of screening: everything that the outputs show.
type Result struct {
	AsOf     xunzhi.Date
	Leads    []xunzhi.Lead // by falling priority, then id
	Rules    []RuleRun     // every rule of the catalogue, in its order
	Quality  []QualityItem // by rule, file, row
	Villages []Village
	Intake   *intake.Report
	Manifest Manifest
}

// The states of a rule in a run.
const (
	Ran    = "run"
	NotRun = "not-run" // a source is missing
	Failed = "failed"
)

// RuleRun says what became of one rule.
type RuleRun struct {
	ID       string   `json:"id"`
	Title    string   `json:"title"`
	Domain   string   `json:"domain"`
	Grade    string   `json:"grade"`
	Status   string   `json:"status"`
	Missing  []string `json:"missing,omitempty"` // sources that it needs and that were not delivered, by Chinese name
	Error    string   `json:"error,omitempty"`
	Leads    int      `json:"leads"`
	Millis   int64    `json:"-"` // not in any output: outputs depend on the input alone
	Logic    string   `json:"logic"`
	Basis    string   `json:"basis"`
	Verify   []string `json:"verify"`
	Verifier string   `json:"verifier"`
	// Innocent are the readings in which the hit is no problem.
	Innocent []string `json:"innocent"`
}

// QualityItem is one point of data quality: for the department to mend, never a lead about a person.
type QualityItem struct {
	Rule        string            `json:"rule"`
	Title       string            `json:"title"`
	Owner       string            `json:"owner"` // department that handed the file over
	Village     string            `json:"village,omitempty"`
	Explanation string            `json:"explanation"`
	Evidence    []xunzhi.Evidence `json:"evidence"`
}

// Village names a code.
type Village struct {
	Code     string `json:"code"`
	Township string `json:"township"`
	Name     string `json:"name"`
}

// Manifest fixes a run: with the same hashes a rerun gives the same leads to the byte.
type Manifest struct {
	Program  string            `json:"program"` // version
	AsOf     string            `json:"as_of"`
	Snapshot string            `json:"snapshot"`
	Batches  []string          `json:"batches"`
	Files    map[string]string `json:"files"` // name → SHA-256
	Links    string            `json:"links"`
	Rules    map[string]string `json:"rules"`  // id → SHA-256 of its yml and sql
	Policy   string            `json:"policy"` // SHA-256 of the policy in force
	Engine   string            `json:"engine"`
	Outputs  map[string]string `json:"outputs"` // file → SHA-256
	NotRun   []RuleRun         `json:"not_run"`
}
