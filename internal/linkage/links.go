package linkage

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"

	"golang.org/x/sync/errgroup"

	"xunzhi"
	"xunzhi/internal/intake"
	"xunzhi/internal/lake"
)

// Version stands for the way of linking. It is part of a result's id: change it whenever results may change.
const Version = "2"

// Options of [Resolve]. There are none yet that change a result.
type Options struct {
	// Again computes the result even when the lake holds it.
	Again bool
}

// Links is who is who in a snapshot.
type Links struct {
	ID string
	// Files maps exception, entity, household_member, edge and tie to Parquet files.
	Files map[string]string
	Stats Stats
}

// Stats says how rows were linked. Counts are of mentions: a row that names two persons has two.
type Stats struct {
	Rows     int64          `json:"rows"`
	Persons  int            `json:"persons"`       // entities of persons
	Orgs     int            `json:"organisations"` // entities of organisations
	Shared   int            `json:"shared"`        // numbers that stand for several persons
	Repaired map[string]int `json:"repaired"`      // by method
	ByName   int            `json:"by_name"`       // organisations found by their full name
	Open     int            `json:"open"`          // faulty numbers that nobody stands out for
}

// tables are the files of a result.
var tables = []string{"exception", "entity", "household_member", "edge", "tie"}

// Resolve finds out who is who in a snapshot and writes it to LAKE/links/<id>. A result that is there already is given
// as it is. It holds the persons in memory (about 100 bytes each), not the rows.
func Resolve(ctx context.Context, l *lake.Lake, snap lake.Snapshot, sources []*intake.Source, opt Options) (*Links, error) {
	id, err := resultID(snap, sources)
	if err != nil {
		return nil, err
	}
	dir := filepath.Join(l.Dir(), "links", id)
	if !opt.Again {
		if links, err := load(dir, id); err == nil || !errors.Is(err, fs.ErrNotExist) {
			return links, err
		}
	}
	list, err := jobs(l, snap, sources)
	if err != nil {
		return nil, err
	}
	found, err := read(ctx, l, list)
	if err != nil {
		return nil, err
	}
	d := found.decide()
	tmp, err := l.Temp()
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(tmp)
	if err := d.write(ctx, l, list, tmp); err != nil {
		return nil, err
	}
	if opt.Again {
		os.RemoveAll(dir)
	}
	if err := l.Publish(tmp, dir); err != nil {
		return nil, err
	}
	return load(dir, id)
}

// resultID follows from all that a result depends on.
func resultID(snap lake.Snapshot, sources []*intake.Source) (string, error) {
	h := sha256.New()
	fmt.Fprintf(h, "%s\n%s\n", Version, snap.ID)
	sorted := slices.Clone(sources)
	slices.SortFunc(sorted, func(a, b *intake.Source) int { return strings.Compare(a.ID, b.ID) })
	for _, s := range sorted {
		for _, r := range rolesOf(s) {
			fmt.Fprintf(h, "%s %s %s %s %s %s\n", s.ID, r.field, r.name, r.role, r.typ, r.village)
		}
	}
	return hex.EncodeToString(h.Sum(nil)[:12]), nil
}

func load(dir, id string) (*Links, error) {
	data, err := os.ReadFile(filepath.Join(dir, "stats.json"))
	if err != nil {
		return nil, err
	}
	links := &Links{ID: id, Files: map[string]string{}}
	if err := json.Unmarshal(data, &links.Stats); err != nil {
		return nil, fmt.Errorf("read links: %w", err)
	}
	for _, t := range tables {
		links.Files[t] = filepath.Join(dir, t+".parquet")
	}
	return links, nil
}

// write makes all tables in dir.
func (d *decision) write(ctx context.Context, l *lake.Lake, list []job, dir string) error {
	exceptions, err := d.exceptions(ctx, l, list)
	if err != nil {
		return err
	}
	people := d.people()
	for _, p := range people {
		if p.entity.Organisation() {
			d.stats.Orgs++
		} else {
			d.stats.Persons++
		}
	}
	n, err := d.net(ctx, l, list)
	if err != nil {
		return err
	}
	edges := n.sortedEdges()
	var g errgroup.Group
	g.SetLimit(runtime.GOMAXPROCS(0))
	g.Go(func() error { return writeExceptions(filepath.Join(dir, "exception.parquet"), exceptions) })
	g.Go(func() error { return d.writePeople(filepath.Join(dir, "entity.parquet"), people) })
	g.Go(func() error { return n.writeMembers(filepath.Join(dir, "household_member.parquet"), n.members()) })
	g.Go(func() error { return writeEdges(filepath.Join(dir, "edge.parquet"), edges) })
	g.Go(func() error {
		list, path := n.ties(edges, d.displayNames(people))
		return writeTies(filepath.Join(dir, "tie.parquet"), list, path)
	})
	if err := g.Wait(); err != nil {
		return err
	}
	data, err := json.MarshalIndent(d.stats, "", " ")
	if err != nil {
		return fmt.Errorf("write links: %w", err)
	}
	return os.WriteFile(filepath.Join(dir, "stats.json"), data, 0o644)
}

// exception is a row whose link differs from what its number says.
type exception struct {
	row  int64
	role string
	outcome
}

// exceptions lists all of them by row and role: those without a usable number, and those of contested numbers, for
// which the key columns are read again.
func (d *decision) exceptions(ctx context.Context, l *lake.Lake, list []job) ([]exception, error) {
	var out []exception
	for rr, o := range d.rows {
		out = append(out, exception{rr.row, rr.role, o})
	}
	if len(d.verdicts) > 0 {
		var mu sync.Mutex
		err := each(ctx, list, func(ctx context.Context, j job) error {
			found, err := d.contested(ctx, l, j)
			mu.Lock()
			defer mu.Unlock()
			out = append(out, found...)
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	slices.SortFunc(out, func(a, b exception) int {
		return cmp.Or(cmp.Compare(a.row, b.row), strings.Compare(a.role, b.role))
	})
	return out, nil
}

func (d *decision) contested(ctx context.Context, l *lake.Lake, j job) (out []exception, err error) {
	cols := []string{}
	for _, r := range j.roles {
		cols = append(cols, r.field+"_key")
	}
	filter := d.filter()
	var ids, names lake.Vector
	err = l.ReadColumns(ctx, j.batch.ID, cols, func(ch *lake.Chunk) error {
		haveIDs := false
		for c := range j.roles {
			key, haveNames := &ch.Cols[c], false
			for i, k := range key.Ints {
				if !filter.has(xunzhi.Entity(k)) {
					continue
				}
				v := d.verdicts[xunzhi.Entity(k)]
				if v == nil {
					continue
				}
				if !haveIDs {
					if err := ch.Read("_id", &ids); err != nil {
						return err
					}
					haveIDs = true
				}
				if !haveNames {
					if err := ch.Read(j.roles[c].name, &names); err != nil {
						return err
					}
					haveNames = true
				}
				if _, ok := d.rows[rowRole{ids.Ints[i], j.roles[c].role}]; ok {
					continue
				}
				if o, ok := v[d.reading.known.names.id(names.Text(i))]; ok {
					out = append(out, exception{ids.Ints[i], j.roles[c].role, o})
				}
			}
		}
		return nil
	})
	return out, err
}

// filter is a bitmap that most keys of no verdict fail, so that the map is asked for few.
type filter []uint64

func (d *decision) filter() filter {
	f := make(filter, 1<<14)
	for k := range d.verdicts {
		f[uint64(k)>>6&(1<<14-1)] |= 1 << (uint64(k) & 63)
	}
	return f
}

func (f filter) has(k xunzhi.Entity) bool {
	return f[uint64(k)>>6&(1<<14-1)]>>(uint64(k)&63)&1 == 1
}

// displayNames maps entities to names as written.
func (d *decision) displayNames(people []person) func(xunzhi.Entity) string {
	return func(e xunzhi.Entity) string {
		i, ok := slices.BinarySearchFunc(people, e, func(p person, e xunzhi.Entity) int { return cmp.Compare(p.entity, e) })
		if !ok {
			return ""
		}
		return d.reading.known.names.text(people[i].name)
	}
}
