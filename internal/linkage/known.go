package linkage

import (
	"cmp"
	"slices"
	"sync"

	"xunzhi"
)

const keyShards = 64

// known holds everybody whom a valid number or code names, with the names that were written beside it.
type known struct {
	names  *nameTable
	shards [keyShards]keyShard
}

type keyShard struct {
	mu   sync.Mutex
	at   map[xunzhi.Entity]int32
	recs []record
	more []namedMore
}

// record is what the rows say about one valid number or code.
type record struct {
	key     xunzhi.Entity
	village place
	first   named
	more    int32 // index+1 into the shard's more
	listed  bool  // in the register: resident for persons, company for organisations
}

// named counts the rows that write a name beside the number; listed when the register does.
type named struct {
	id     nameID
	rows   uint32
	listed bool
}

type namedMore struct {
	named
	next int32
}

// place is a village with how far its row can be trusted to say where a person lives: the greater the better; of two
// equal ones the smaller code.
type place uint64

const placeShift = 44

func newPlace(trust int, village uint64) place {
	if village == 0 {
		return 0
	}
	return place(uint64(trust)<<placeShift | (1<<placeShift - 1 - village))
}

func (p place) village() uint64 {
	if p == 0 {
		return 0
	}
	return 1<<placeShift - 1 - uint64(p)&(1<<placeShift-1)
}

func newKnown() *known {
	k := &known{names: newNameTable()}
	for i := range k.shards {
		k.shards[i].at = map[xunzhi.Entity]int32{}
	}
	return k
}

func shardOf(key xunzhi.Entity) int { return int(key>>5) & (keyShards - 1) }

// note adds a row's mention to its shard, whose lock the caller holds. A row without a name counts for no name.
func (s *keyShard) note(key xunzhi.Entity, id nameID, village place, listed bool) {
	i, ok := s.at[key]
	if !ok {
		i = int32(len(s.recs))
		s.at[key] = i
		s.recs = append(s.recs, record{key: key})
	}
	r := &s.recs[i]
	r.village = max(r.village, village)
	r.listed = r.listed || listed
	if id == noName {
		return
	}
	if r.first.id == noName {
		r.first.id = id
	}
	n := &r.first
	for link := r.more; n.id != id; link = s.more[link-1].next {
		if link == 0 {
			s.more = append(s.more, namedMore{named: named{id: id}, next: r.more})
			r.more = int32(len(s.more))
			n = &s.more[r.more-1].named
			break
		}
		n = &s.more[link-1].named
	}
	n.rows++
	n.listed = n.listed || listed
}

// written gives the names written beside a number, the most trusted first: the register's, then by rows, then by text.
func (k *known) written(r *record) []named {
	out := []named{r.first}
	if r.more != 0 {
		s := &k.shards[shardOf(r.key)]
		for link := r.more; link != 0; link = s.more[link-1].next {
			out = append(out, s.more[link-1].named)
		}
		slices.SortFunc(out, func(a, b named) int {
			return cmp.Or(-compareBool(a.listed, b.listed), cmp.Compare(b.rows, a.rows), cmp.Compare(k.names.text(a.id), k.names.text(b.id)))
		})
	}
	return out
}

func compareBool(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return 1
	}
	return -1
}

// get gives the record of a key, or nil.
func (k *known) get(key xunzhi.Entity) *record {
	s := &k.shards[shardOf(key)]
	if i, ok := s.at[key]; ok {
		return &s.recs[i]
	}
	return nil
}

// all calls f for every record. It is for after reading, when nobody adds.
func (k *known) all(f func(r *record)) {
	for i := range k.shards {
		for j := range k.shards[i].recs {
			f(&k.shards[i].recs[j])
		}
	}
}
