// Package metrics measures how good a run was where the truth is known: the made-up county writes down what it planted.
//
// What is not here: how the truth is made (synth) and how leads come about (screening).
package metrics

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"sort"
	"text/tabwriter"

	"xunzhi"
)

// Planted is one line of a truth file: a case that must come out, or a decoy that must not.
type Planted struct {
	Rule        string `json:"rule"`
	SubjectKind string `json:"subject_kind"`
	Subject     string `json:"subject"`
	Village     string `json:"village"`
	Object      string `json:"object"`
	Channel     string `json:"channel"` // how the identity was corrupted; none or empty when it was not
	Decoy       bool   `json:"decoy"`
	// Also are subjects of which any one will do; Optional cases count neither as missed nor as false.
	Also     []string `json:"also"`
	Optional bool     `json:"optional"`
	Why      string   `json:"why"`
	File     string   `json:"file"`
	Sheet    string   `json:"sheet"`
	Row      int      `json:"row"`
}

// RuleAccuracy counts one rule's hits and misses.
type RuleAccuracy struct {
	Rule    string `json:"rule"`
	Planted int    `json:"planted"` // true cases
	Found   int    `json:"found"`   // true cases that a lead names
	Located int    `json:"located"` // of those, how many leads hold the very row
	Leads   int    `json:"leads"`
	Right   int    `json:"right"`  // leads that name a true case
	Decoys  int    `json:"decoys"` // decoys planted
	Raised  int    `json:"raised"` // decoys that a lead names
}

// Recall is the share of true cases found; 1 when none was planted.
func (a RuleAccuracy) Recall() float64 { return share(a.Found, a.Planted) }

// Precision is the share of leads that name a true case; 1 when there is no lead.
func (a RuleAccuracy) Precision() float64 { return share(a.Right, a.Leads) }

func share(part, whole int) float64 {
	if whole == 0 {
		return 1
	}
	return float64(part) / float64(whole)
}

// Accuracy is a run held against the truth.
type Accuracy struct {
	Rules    []RuleAccuracy          `json:"rules"`
	Quality  []RuleAccuracy          `json:"quality"`
	Channels map[string]RuleAccuracy `json:"channels"`
	Missed   []Planted               `json:"missed"`
	Wrong    []xunzhi.Lead           `json:"-"` // leads that name no true case
}

type caseKey struct{ rule, subject, object string }

// Item is what a data-quality item says of where the data is wrong.
type Item struct {
	Rule        string            `json:"rule"`
	Explanation string            `json:"explanation"`
	Evidence    []xunzhi.Evidence `json:"evidence"`
}

// place is a row of a file: what data-quality items are about.
type place struct {
	rule, file string
	row        int
}

// JudgeQuality holds data-quality items against the truth: an item names a case when it holds the very row.
func JudgeQuality(items []Item, truth []Planted) []RuleAccuracy {
	planted := map[place]bool{}
	for _, p := range truth {
		if !p.Decoy {
			planted[place{p.Rule, p.File, p.Row}] = true
		}
	}
	rules := map[string]*RuleAccuracy{}
	covered := map[place]bool{}
	for _, it := range items {
		a := ruleOf(rules, it.Rule)
		a.Leads++
		right := false
		for _, e := range it.Evidence {
			at := place{it.Rule, e.File, e.Row}
			covered[at] = true
			right = right || planted[at]
		}
		if right {
			a.Right++
		}
	}
	for _, p := range truth {
		a, ok := rules[p.Rule]
		if !ok || p.Optional {
			continue
		}
		found := covered[place{p.Rule, p.File, p.Row}]
		switch {
		case p.Decoy:
			a.Decoys++
			if found {
				a.Raised++
			}
		default:
			a.add(found, found)
		}
	}
	return sorted(rules)
}

func ruleOf(rules map[string]*RuleAccuracy, id string) *RuleAccuracy {
	if rules[id] == nil {
		rules[id] = &RuleAccuracy{Rule: id}
	}
	return rules[id]
}

func sorted(rules map[string]*RuleAccuracy) []RuleAccuracy {
	out := make([]RuleAccuracy, 0, len(rules))
	for _, a := range rules {
		out = append(out, *a)
	}
	sort.Slice(out, func(i, j int) bool { return out[i].Rule < out[j].Rule })
	return out
}

// Judge holds leads against the truth of the rules named in ran. A lead names a case when rule and subject are the
// same, and the object where both have one.
func Judge(leads []xunzhi.Lead, truth []Planted, ran map[string]bool) Accuracy {
	byKey := map[caseKey][]int{}
	for i, l := range leads {
		byKey[caseKey{l.Rule, l.Subject.Key, ""}] = append(byKey[caseKey{l.Rule, l.Subject.Key, ""}], i)
	}
	acc := Accuracy{Channels: map[string]RuleAccuracy{}}
	rules := map[string]*RuleAccuracy{}
	at := func(id string) *RuleAccuracy { return ruleOf(rules, id) }
	right := make([]bool, len(leads))
	for _, p := range truth {
		if !ran[p.Rule] {
			continue
		}
		var matches []int
		for _, subject := range append([]string{p.Subject}, p.Also...) {
			matches = append(matches, matching(leads, byKey[caseKey{p.Rule, subject, ""}], p)...)
		}
		a := at(p.Rule)
		if p.Decoy {
			a.Decoys++
			if len(matches) > 0 {
				a.Raised++
			}
			continue
		}
		located := false
		for _, i := range matches {
			right[i] = true
			located = located || holds(leads[i], p)
		}
		if p.Optional {
			continue
		}
		a.add(len(matches) > 0, located)
		channel := p.Channel
		if channel == "" {
			channel = "none"
		}
		c := acc.Channels[channel]
		c.add(len(matches) > 0, located)
		acc.Channels[channel] = c
		if len(matches) == 0 {
			acc.Missed = append(acc.Missed, p)
		}
	}
	for i, l := range leads {
		a := at(l.Rule)
		a.Leads++
		if right[i] {
			a.Right++
		} else {
			acc.Wrong = append(acc.Wrong, l)
		}
	}
	acc.Rules = sorted(rules)
	return acc
}

func (a *RuleAccuracy) add(found, located bool) {
	a.Planted++
	if found {
		a.Found++
	}
	if located {
		a.Located++
	}
}

func matching(leads []xunzhi.Lead, candidates []int, p Planted) []int {
	var out []int
	for _, i := range candidates {
		l := leads[i]
		if p.Object != "" && l.Object != nil && l.Object.Key != p.Object {
			continue
		}
		out = append(out, i)
	}
	return out
}

func holds(l xunzhi.Lead, p Planted) bool {
	for _, e := range l.Evidence {
		if e.Row == p.Row && e.Sheet == p.Sheet && e.File == p.File {
			return true
		}
	}
	return p.Row == 0
}

// ReadTruth reads a truth file, one JSON object a line.
func ReadTruth(r io.Reader) ([]Planted, error) { return readLines[Planted](r) }

// Run is the part of summary.json that judging needs.
type Run struct {
	Rules []struct {
		ID     string `json:"id"`
		Domain string `json:"domain"`
		Status string `json:"status"`
	} `json:"rules"`
	Quality []Item `json:"quality"`
}

// Ran names the rules that were run and make leads.
func (r Run) Ran() map[string]bool {
	ran := map[string]bool{}
	for _, x := range r.Rules {
		ran[x.ID] = x.Status == "run" && x.Domain != "Q"
	}
	return ran
}

// ReadRun reads summary.json.
func ReadRun(r io.Reader) (run Run, err error) {
	err = json.NewDecoder(r).Decode(&run)
	return run, err
}

// ReadLeads reads leads.ndjson.
func ReadLeads(r io.Reader) ([]xunzhi.Lead, error) { return readLines[xunzhi.Lead](r) }

func readLines[T any](r io.Reader) ([]T, error) {
	var out []T
	sc := bufio.NewScanner(r)
	sc.Buffer(make([]byte, 1<<20), 64<<20)
	for n := 1; sc.Scan(); n++ {
		if len(sc.Bytes()) == 0 {
			continue
		}
		var v T
		if err := json.Unmarshal(sc.Bytes(), &v); err != nil {
			return nil, xunzhi.Errorf(xunzhi.CodeInvalid, "第 %d 行不是 JSON", n).Wrap(err)
		}
		out = append(out, v)
	}
	return out, sc.Err()
}

// Print writes the table by rule and by channel.
func (a Accuracy) Print(w io.Writer) error {
	tw := tabwriter.NewWriter(w, 0, 4, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(tw, "rule\tplanted\tfound\trecall\tlocated\tleads\tright\tprecision\tdecoys\traised\t")
	for _, r := range append(append([]RuleAccuracy{}, a.Rules...), a.Quality...) {
		fmt.Fprintf(tw, "%s\t%d\t%d\t%.3f\t%d\t%d\t%d\t%.3f\t%d\t%d\t\n", r.Rule, r.Planted, r.Found, r.Recall(), r.Located, r.Leads, r.Right, r.Precision(), r.Decoys, r.Raised)
	}
	names := make([]string, 0, len(a.Channels))
	for c := range a.Channels {
		names = append(names, c)
	}
	sort.Strings(names)
	for _, c := range names {
		r := a.Channels[c]
		fmt.Fprintf(tw, "channel %s\t%d\t%d\t%.3f\t%d\t\t\t\t\t\t\n", c, r.Planted, r.Found, r.Recall(), r.Located)
	}
	return tw.Flush()
}
