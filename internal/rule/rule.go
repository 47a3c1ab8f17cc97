package rule

import (
	"xunzhi"
	"xunzhi/internal/engine"
)

// Quality is the domain of rules that make data-quality items instead of leads.
const Quality = "Q"

// Rule is one comparison model: a folder of rules/.
type Rule struct {
	ID     string       `yaml:"id"`
	Title  string       `yaml:"title"`
	Domain string       `yaml:"domain"` // Q A B C D E F G H J
	Grade  xunzhi.Grade `yaml:"grade"`
	// Needs are the sources without which the rule is not run; Uses are read when they are there.
	Needs []string `yaml:"needs"`
	Uses  []string `yaml:"uses"`
	// Subject is the kind of the lead's subject; Object that of its object, empty when the rule names none.
	Subject        string          `yaml:"subject"`
	Object         string          `yaml:"object"`
	Parameters     []Parameter     `yaml:"parameters"`
	Logic          string          `yaml:"logic"`
	Explanation    string          `yaml:"explanation"`
	Basis          string          `yaml:"basis"`
	FalsePositives []FalsePositive `yaml:"false_positives"`
	Verify         []string        `yaml:"verify"`
	Verifier       string          `yaml:"verifier"`
	Prior          Prior           `yaml:"prior"`

	SQL    string   `yaml:"-"`
	Readme string   `yaml:"-"`
	Dir    string   `yaml:"-"` // folder in the catalogue
	Hash   string   `yaml:"-"` // SHA-256 of rule.yml, rule.sql and the facts that it names
	Facts  []string `yaml:"-"` // shared facts that the SQL reads, directly or through others, in the order to make them
	Reads  []string `yaml:"-"` // sources that the SQL or its facts read
}

// Parameter is a threshold of a rule. Its value comes from the policy key on the date of the fact, or is the default.
type Parameter struct {
	Name    string `yaml:"name"`
	Type    string `yaml:"type"` // int, decimal, text, list, pairs
	Default any    `yaml:"default"`
	Unit    string `yaml:"unit"`
	Policy  string `yaml:"policy"`
	About   string `yaml:"about"`
}

// FalsePositive is an innocent case that looks the same, and how the rule keeps it out.
type FalsePositive struct {
	LooksLike string `yaml:"looks_like"`
	AvoidedBy string `yaml:"avoided_by"`
}

// Prior is the Beta distribution of the rule's precision before anything was verified: pseudo-counts.
type Prior struct {
	True  float64 `yaml:"true"`
	False float64 `yaml:"false"`
}

// Mean gives the expected precision, 0–1.
func (p Prior) Mean() float64 { return p.True / (p.True + p.False) }

// Catalogue is all rules and the facts that they share.
type Catalogue struct {
	Rules []*Rule // by domain in the catalogue's order, then id
	Facts map[string]engine.Fact
}

// Rule finds a rule by id.
func (c *Catalogue) Rule(id string) (*Rule, error) {
	for _, r := range c.Rules {
		if r.ID == id {
			return r, nil
		}
	}
	return nil, xunzhi.Errorf(xunzhi.CodeNotFound, "没有规则「%s」", id).WithHint("用 xunzhi rule list 查看全部规则")
}

// FactsOf gives the facts that a rule reads, in the order to make them.
func (c *Catalogue) FactsOf(r *Rule) []engine.Fact {
	facts := make([]engine.Fact, len(r.Facts))
	for i, name := range r.Facts {
		facts[i] = c.Facts[name]
	}
	return facts
}
