package document

import (
	"cmp"
	"slices"

	"xunzhi/internal/screening"
)

// OwnerCount is what one department has to mend.
type OwnerCount struct {
	Owner string
	Items int
	Kinds []KindCount
}

// KindCount is one kind of fault in a department's data.
type KindCount struct {
	Rule, Title string
	Items       int
	Example     string // explanation of the first item, masked
}

// QualityTally counts quality items by department and kind.
type QualityTally struct {
	owners map[string]map[string]*KindCount
}

// Add counts one item.
func (t *QualityTally) Add(q *screening.QualityItem) {
	if t.owners == nil {
		t.owners = map[string]map[string]*KindCount{}
	}
	owner := Owner(q)
	if t.owners[owner] == nil {
		t.owners[owner] = map[string]*KindCount{}
	}
	k := t.owners[owner][q.Rule]
	if k == nil {
		k = &KindCount{Rule: q.Rule, Title: q.Title, Example: MaskText(q.Explanation)}
		t.owners[owner][q.Rule] = k
	}
	k.Items++
}

// Owner names the department that has to mend an item.
func Owner(q *screening.QualityItem) string { return cmp.Or(q.Owner, NoPlace) }

// List gives the departments and in each its kinds, most items first.
func (t *QualityTally) List() []OwnerCount {
	var list []OwnerCount
	for owner, kinds := range t.owners {
		o := OwnerCount{Owner: owner}
		for _, k := range kinds {
			o.Items += k.Items
			o.Kinds = append(o.Kinds, *k)
		}
		slices.SortFunc(o.Kinds, func(a, b KindCount) int { return cmp.Or(cmp.Compare(b.Items, a.Items), cmp.Compare(a.Rule, b.Rule)) })
		list = append(list, o)
	}
	slices.SortFunc(list, func(a, b OwnerCount) int { return cmp.Or(cmp.Compare(b.Items, a.Items), cmp.Compare(a.Owner, b.Owner)) })
	return list
}

// CountQuality sums up quality items by department and kind.
func CountQuality(items []screening.QualityItem) []OwnerCount {
	var t QualityTally
	for i := range items {
		t.Add(&items[i])
	}
	return t.List()
}
