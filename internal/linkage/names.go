package linkage

import (
	"hash/maphash"
	"strings"
	"sync"
)

// nameID stands for a text as it was written; noName for none. Ids depend on the order of reading and never decide
// anything: what is ordered is ordered by text.
type nameID uint32

const noName nameID = 0

const nameShards = 64

// nameTable keeps every distinct written name once, for use by many goroutines.
type nameTable struct {
	seed   maphash.Seed
	shards [nameShards]nameShard
}

type nameShard struct {
	mu     sync.RWMutex
	ids    map[string]nameID
	texts  []string
	parsed []*name
}

func newNameTable() *nameTable {
	t := &nameTable{seed: maphash.MakeSeed()}
	for i := range t.shards {
		t.shards[i].ids = map[string]nameID{}
	}
	return t
}

// id finds or adds a text. It keeps a copy, so that s may point into a page that is about to be reused.
func (t *nameTable) id(s string) nameID {
	if s == "" {
		return noName
	}
	k := maphash.String(t.seed, s) % nameShards
	sh := &t.shards[k]
	sh.mu.RLock()
	id, ok := sh.ids[s]
	sh.mu.RUnlock()
	if ok {
		return id
	}
	sh.mu.Lock()
	defer sh.mu.Unlock()
	if id, ok := sh.ids[s]; ok {
		return id
	}
	s = strings.Clone(s)
	id = nameID(uint64(len(sh.texts))*nameShards+k) + 1
	sh.ids[s] = id
	sh.texts = append(sh.texts, s)
	sh.parsed = append(sh.parsed, nil)
	return id
}

// text gives the name as it was written.
func (t *nameTable) text(id nameID) string {
	if id == noName {
		return ""
	}
	sh := &t.shards[(id-1)%nameShards]
	sh.mu.RLock()
	defer sh.mu.RUnlock()
	return sh.texts[(id-1)/nameShards]
}

// parse gives the name made comparable.
func (t *nameTable) parse(id nameID) name {
	if id == noName {
		return name{}
	}
	sh := &t.shards[(id-1)%nameShards]
	sh.mu.Lock()
	defer sh.mu.Unlock()
	p := &sh.parsed[(id-1)/nameShards]
	if *p == nil {
		n := parseName(sh.texts[(id-1)/nameShards])
		*p = &n
	}
	return **p
}
