package synth

import (
	"bufio"
	"cmp"
	"encoding/json"
	"os"
	"slices"
)

// Case is one line of truth.ndjson: a planted case of a rule, or a decoy that must not be raised.
type Case struct {
	Rule        string `json:"rule"`
	SubjectKind string `json:"subject_kind"`
	Subject     string `json:"subject"` // key as rules.md writes it; for a data-quality item the cell's text
	Name        string `json:"name,omitempty"`
	Village     string `json:"village"`          // code; empty where the rule has none or several fit
	Object      string `json:"object,omitempty"` // key of the object, where the rule names one
	// Also are subjects of which any one will do, where the rule can be read so (a ring of bidders).
	Also    []string `json:"also,omitempty"`
	Channel string   `json:"channel"` // how the identity was spoilt in the main row; empty when it was not
	Decoy   bool     `json:"decoy"`
	// Optional cases count neither as missed nor as false: the rule's line can be read either way, or the identity was
	// spoilt so that leaving it open is right.
	Optional bool   `json:"optional,omitempty"`
	Why      string `json:"why"` // in Chinese
	File     string `json:"file"`
	Sheet    string `json:"sheet"` // empty for a text file
	Row      int    `json:"row"`   // as a person sees it
}

// Identity is one line of people.ndjson: who stands behind a row whose number or name was spoilt.
type Identity struct {
	File    string `json:"file"`
	Sheet   string `json:"sheet"`
	Row     int    `json:"row"`
	Source  string `json:"source"`
	Written string `json:"written"` // the number, or for homophone and variant the name, as it stands there
	Channel string `json:"channel"`
	Number  string `json:"number"` // whose it really is
	Name    string `json:"name"`
	Village string `json:"village"`
	Planted bool   `json:"planted"` // part of a planted case or decoy
}

func writeLines[T any](path string, xs []T) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	defer f.Close()
	w := bufio.NewWriter(f)
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	for i := range xs {
		if err := enc.Encode(&xs[i]); err != nil {
			return err
		}
	}
	if err := w.Flush(); err != nil {
		return err
	}
	return f.Close()
}

func sortCases(cs []*Case) {
	slices.SortStableFunc(cs, func(a, b *Case) int {
		return cmp.Or(cmp.Compare(a.Rule, b.Rule), cmp.Compare(bit(a.Decoy), bit(b.Decoy)), cmp.Compare(a.Subject, b.Subject),
			cmp.Compare(a.File, b.File), cmp.Compare(a.Sheet, b.Sheet), cmp.Compare(a.Row, b.Row))
	})
}

func sortIdentities(xs []Identity) {
	slices.SortStableFunc(xs, func(a, b Identity) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Sheet, b.Sheet), cmp.Compare(a.Row, b.Row))
	})
}
