package web

import (
	"encoding/json"
	"io"
	"os"

	"xunzhi/internal/document"
	"xunzhi/internal/screening"
)

// qualityIndex is what is kept of the quality items, of which a county may have hundreds of thousands: their sums, and
// where each stands in summary.json.
type qualityIndex struct {
	file   *os.File
	owners []document.OwnerCount
	kinds  map[[2]string]int32 // department and rule → number
	items  []place
}

// place is where an item stands in the file.
type place struct {
	at   int64
	size int32
	kind int32
}

// readSummary reads summary.json and indexes its quality items as they go by.
func (r *run) readSummary(in io.Reader) error {
	d := json.NewDecoder(in)
	into := map[string]any{"as_of": &r.summary.AsOf, "run": &r.summary.Run, "leads": &r.summary.Leads, "rules": &r.summary.Rules, "villages": &r.summary.Villages}
	if _, err := d.Token(); err != nil {
		return err
	}
	for d.More() {
		key, err := d.Token()
		if err != nil {
			return err
		}
		name, _ := key.(string)
		if name == "quality" {
			err = r.quality.index(d)
		} else if v := into[name]; v != nil {
			err = d.Decode(v)
		} else {
			err = d.Decode(new(json.RawMessage))
		}
		if err != nil {
			return err
		}
	}
	_, err := d.Token()
	return err
}

// index reads the list of items that the decoder stands before.
func (x *qualityIndex) index(d *json.Decoder) error {
	x.kinds = map[[2]string]int32{}
	var sums document.QualityTally
	if _, err := d.Token(); err != nil {
		return err
	}
	for d.More() {
		var raw json.RawMessage
		if err := d.Decode(&raw); err != nil {
			return err
		}
		var q screening.QualityItem
		if err := json.Unmarshal(raw, &q); err != nil {
			return err
		}
		sums.Add(&q)
		x.items = append(x.items, place{d.InputOffset() - int64(len(raw)), int32(len(raw)), x.kind(&q)})
	}
	x.owners = sums.List()
	_, err := d.Token()
	return err
}

func (x *qualityIndex) kind(q *screening.QualityItem) int32 {
	k := [2]string{document.Owner(q), q.Rule}
	n, ok := x.kinds[k]
	if !ok {
		n = int32(len(x.kinds))
		x.kinds[k] = n
	}
	return n
}

// find gives the items of a department and a rule; an empty word stands for all.
func (x *qualityIndex) find(owner, rule string) []place {
	wanted := make([]bool, len(x.kinds))
	for k, n := range x.kinds {
		wanted[n] = (owner == "" || owner == k[0]) && (rule == "" || rule == k[1])
	}
	var list []place
	for _, p := range x.items {
		if wanted[p.kind] {
			list = append(list, p)
		}
	}
	return list
}

// read reads an item back from the file.
func (x *qualityIndex) read(p place) (q screening.QualityItem, err error) {
	b := make([]byte, p.size)
	if _, err := x.file.ReadAt(b, p.at); err != nil {
		return q, err
	}
	return q, json.Unmarshal(b, &q)
}
