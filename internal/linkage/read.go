package linkage

import (
	"cmp"
	"context"
	"runtime"
	"slices"
	"strings"
	"sync"

	"golang.org/x/sync/errgroup"

	"xunzhi"
	"xunzhi/internal/intake"
	"xunzhi/internal/lake"
)

// role is one field of a source that names a person or an organisation.
type role struct {
	source  *intake.Source
	field   string // with _key and _state
	name    string // column of the name beside it, or empty
	role    string
	typ     intake.FieldType
	village string // column of the row's village, or empty
	trust   int    // how well that village says where the person lives
	listed  bool   // this field makes the register of persons or organisations
}

// rolesOf lists a source's roles.
func rolesOf(src *intake.Source) []role {
	var out []role
	village := ""
	for _, f := range src.Fields {
		if f.Type == intake.Village && village == "" {
			village = f.ID
		}
	}
	for _, f := range src.Fields {
		if f.Role == "" || f.Type != intake.ID && f.Type != intake.USCC && f.Type != intake.Party {
			continue
		}
		r := role{source: src, field: f.ID, name: f.NameField, role: f.Role, typ: f.Type, village: village, trust: trustOf(src.ID, f.Role)}
		r.listed = src.ID == "resident" && f.ID == "id_number" || src.ID == "company" && f.ID == "uscc"
		out = append(out, r)
	}
	return out
}

// trustOf ranks how well a row's village says where the person in that role lives: the register first, then rolls of
// households and village lists, then payments; a contract's or a project's village says where the land is.
func trustOf(source, role string) int {
	switch {
	case source == "resident":
		return 9
	case role == "kin" || role == "party_entity" || role == "contractor_entity":
		return 1
	case source == "relief" || source == "monitored" || source == "cadre" || source == "party_member" || source == "land_right":
		return 6
	}
	return 3
}

// mention is a row whose number names nobody by itself.
type mention struct {
	row     int64
	role    *role
	text    string // the number as cleaned
	state   string
	name    nameID
	village uint64
	code    bool // the number names an organisation by itself, but may be a person's
}

// reading is what one pass over all rows found.
type reading struct {
	known    *known
	mentions []mention // by row, then role
	codes    map[xunzhi.Entity]string
	resident bool // there is a register of residents
	company  bool
	rows     int64
}

// job is a batch with its source's roles.
type job struct {
	batch lake.Batch
	roles []role
}

// jobs lists the snapshot's batches whose source is in the catalogue, the largest first so that processors end together.
func jobs(l *lake.Lake, snap lake.Snapshot, sources []*intake.Source) ([]job, error) {
	roles := map[string][]role{}
	for _, s := range sources {
		roles[s.ID] = rolesOf(s)
	}
	var out []job
	for _, id := range snap.Batches {
		b, err := l.Batch(id)
		if err != nil {
			return nil, err
		}
		if r, ok := roles[b.Source]; ok && len(r) > 0 {
			out = append(out, job{b, r})
		}
	}
	slices.SortStableFunc(out, func(a, b job) int { return cmp.Compare(b.batch.Rows, a.batch.Rows) })
	return out, nil
}

// each runs f for every job on all processors.
func each(ctx context.Context, list []job, f func(ctx context.Context, j job) error) error {
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(runtime.GOMAXPROCS(0))
	for _, j := range list {
		g.Go(func() error { return f(ctx, j) })
	}
	return g.Wait()
}

// read goes through all batches once and notes who is named where.
func read(ctx context.Context, l *lake.Lake, list []job) (*reading, error) {
	out := &reading{known: newKnown(), codes: map[xunzhi.Entity]string{}}
	var mu sync.Mutex
	err := each(ctx, list, func(ctx context.Context, j job) error {
		c := collector{known: out.known, codes: map[xunzhi.Entity]string{}}
		if err := c.batch(ctx, l, j); err != nil {
			return err
		}
		mu.Lock()
		defer mu.Unlock()
		out.mentions = append(out.mentions, c.mentions...)
		for k, v := range c.codes {
			out.codes[k] = v
		}
		out.rows += c.rows
		out.resident = out.resident || j.batch.Source == "resident" && c.rows > 0
		out.company = out.company || j.batch.Source == "company" && c.rows > 0
		return nil
	})
	slices.SortFunc(out.mentions, func(a, b mention) int {
		return cmp.Or(cmp.Compare(a.row, b.row), strings.Compare(a.role.role, b.role.role))
	})
	return out, err
}

// collector reads one batch.
type collector struct {
	known    *known
	codes    map[xunzhi.Entity]string
	mentions []mention
	rows     int64

	ids     []nameID // by code of the name column
	places  []place
	buckets [keyShards][]int32
	text    lake.Vector
}

func (c *collector) batch(ctx context.Context, l *lake.Lake, j job) error {
	cols := []string{"_id"}
	for i := range j.roles {
		r := &j.roles[i]
		cols = append(cols, r.field+"_key", r.field+"_state", r.name, r.village)
	}
	return l.ReadColumns(ctx, j.batch.ID, cols, func(ch *lake.Chunk) error {
		c.rows += int64(ch.Rows)
		for i := range j.roles {
			if err := c.role(ch, &j.roles[i], ch.Cols[1+4*i:][:4]); err != nil {
				return err
			}
		}
		return nil
	})
}

// role notes one role of a chunk; cols are key, state, name and village.
func (c *collector) role(ch *lake.Chunk, r *role, cols []lake.Vector) error {
	key, state, nm, village := &cols[0], &cols[1], &cols[2], &cols[3]
	c.ids = c.resolve(nm)
	c.places = c.villages(village, r.trust)
	for i := range c.buckets {
		c.buckets[i] = c.buckets[i][:0]
	}
	needText := r.typ != intake.ID
	for i := range ch.Rows {
		if !key.IsNull(i) {
			k := shardOf(xunzhi.Entity(key.Ints[i]))
			c.buckets[k] = append(c.buckets[k], int32(i))
		} else if state.Text(i) != string(xunzhi.IDEmpty) {
			needText = true
		}
	}
	if needText {
		if err := ch.Read(r.field, &c.text); err != nil {
			return err
		}
	}
	for k := range c.buckets {
		if len(c.buckets[k]) == 0 {
			continue
		}
		s := &c.known.shards[k]
		s.mu.Lock()
		for _, i := range c.buckets[k] {
			s.note(xunzhi.Entity(key.Ints[i]), at(c.ids, nm, int(i)), at(c.places, village, int(i)), r.listed)
		}
		s.mu.Unlock()
	}
	if r.typ != intake.ID {
		c.organisations(ch, key)
	}
	c.unknown(ch, r, key, state, nm, village, needText)
	return nil
}

// at gives what stands for row i's code.
func at[T any](list []T, v *lake.Vector, i int) (zero T) {
	if c := v.Codes[i]; c >= 0 {
		return list[c]
	}
	return zero
}

// organisations keeps the codes as text: an organisation's entity does not tell its code.
func (c *collector) organisations(ch *lake.Chunk, key *lake.Vector) {
	for i := range ch.Rows {
		if key.IsNull(i) {
			continue
		}
		if e := xunzhi.Entity(key.Ints[i]); e.Organisation() && c.codes[e] == "" {
			c.codes[e] = strings.Clone(c.text.Text(i))
		}
	}
}

// unknown notes the rows whose number names nobody: faulty ones, for organisations empty ones beside a name, and where
// either may stand, codes that may as well be a person's miswritten number.
func (c *collector) unknown(ch *lake.Chunk, r *role, key, state, nm, village *lake.Vector, text bool) {
	for i := range ch.Rows {
		if nm.IsNull(i) || !key.IsNull(i) && (r.typ != intake.Party || !personLike(c.text.Text(i))) {
			continue
		}
		m := mention{row: ch.Cols[0].Ints[i], role: r, name: at(c.ids, nm, i), state: strings.Clone(state.Text(i))}
		if m.state == "" || m.state == string(xunzhi.IDEmpty) {
			if r.typ == intake.ID {
				continue
			}
		} else if text {
			m.text = strings.Clone(c.text.Text(i))
		}
		m.village = at(c.places, village, i).village()
		m.code = !key.IsNull(i)
		c.mentions = append(c.mentions, m)
	}
}

// personLike tells whether a text that is no valid number may be a miswritten one: 17 digits and a digit or X. Few
// organisations' codes have no letter.
func personLike(s string) bool {
	if len(s) != 18 || strings.Trim(s[:17], "0123456789") != "" || (s[17] < '0' || s[17] > '9') && s[17] != 'X' {
		return false
	}
	_, _, state := xunzhi.ParseIDNumber(s)
	return !state.Valid()
}

// resolve gives the name of every word of a column.
func (c *collector) resolve(v *lake.Vector) []nameID {
	ids := c.ids[:0]
	for _, w := range v.Words {
		ids = append(ids, c.known.names.id(w))
	}
	return ids
}

func (c *collector) villages(v *lake.Vector, trust int) []place {
	out := c.places[:0]
	for _, w := range v.Words {
		out = append(out, newPlace(trust, parseVillage(w)))
	}
	return out
}

// parseVillage gives the code as a number, 0 for anything else.
func parseVillage(s string) uint64 {
	if len(s) != 12 {
		return 0
	}
	n := uint64(0)
	for i := range 12 {
		if s[i] < '0' || s[i] > '9' {
			return 0
		}
		n = n*10 + uint64(s[i]-'0')
	}
	return n
}
