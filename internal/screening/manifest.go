package screening

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"

	"xunzhi"
	"xunzhi/internal/lake"
	"xunzhi/internal/rule"
)

// NewManifest writes down what fixes a run. Outputs and rules not run are filled in when the papers are written.
func NewManifest(program string, asOf xunzhi.Date, snap lake.Snapshot, links string, lk *lake.Lake, cat *rule.Catalogue, policy *xunzhi.Policy, engine string) Manifest {
	m := Manifest{Program: "xunzhi " + program, AsOf: asOf.String(), Snapshot: snap.ID, Batches: snap.Batches, Links: links, Engine: engine,
		Files: map[string]string{}, Rules: map[string]string{}, Policy: policyHash(policy)}
	for _, id := range snap.Batches {
		if b, err := lk.Batch(id); err == nil {
			m.Files[b.File] = b.SHA256
		}
	}
	for _, r := range cat.Rules {
		m.Rules[r.ID] = r.Hash
	}
	return m
}

func policyHash(p *xunzhi.Policy) string {
	h := sha256.New()
	for _, k := range p.Keys() {
		for _, v := range p.All(k) {
			fmt.Fprintf(h, "%s\x1f%s\x1f%s\x1f%q\x1f%q\n", k, v.From, v.To, v.Values, v.Pairs)
		}
	}
	return hex.EncodeToString(h.Sum(nil))
}
