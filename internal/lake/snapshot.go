package lake

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"xunzhi"
)

// Snapshot is a list of batches: what one run reads. Its id follows from the list alone.
type Snapshot struct {
	ID      string   `json:"id"`
	Batches []string `json:"batches"` // sorted, each once
}

// NewSnapshot writes the snapshot of these batches; the same batches in any order are the same snapshot. Withdrawing a
// batch is a new snapshot without it.
func (l *Lake) NewSnapshot(ids []string) (Snapshot, error) {
	list := slices.Clone(ids)
	slices.Sort(list)
	list = slices.Compact(list)
	for _, id := range list {
		if _, err := l.Batch(id); err != nil {
			return Snapshot{}, err
		}
	}
	sum := sha256.Sum256([]byte(strings.Join(list, "\n")))
	s := Snapshot{ID: hex.EncodeToString(sum[:12]), Batches: list}
	data, err := json.MarshalIndent(s, "", " ")
	if err != nil {
		return Snapshot{}, fmt.Errorf("write snapshot: %w", err)
	}
	return s, l.keep(filepath.Join(l.dir, snapshots, s.ID+".json"), data)
}

// Withdraw gives the snapshot without the batch.
func (l *Lake) Withdraw(s Snapshot, batch string) (Snapshot, error) {
	if !slices.Contains(s.Batches, batch) {
		return Snapshot{}, xunzhi.Errorf(xunzhi.CodeNotFound, "快照 %s 中没有批次 %s", s.ID, batch)
	}
	return l.NewSnapshot(slices.DeleteFunc(slices.Clone(s.Batches), func(b string) bool { return b == batch }))
}

// Snapshot reads a snapshot; an unknown one is an error of code notfound.
func (l *Lake) Snapshot(id string) (Snapshot, error) {
	var s Snapshot
	data, err := os.ReadFile(filepath.Join(l.dir, snapshots, filepath.Base(id)+".json"))
	if errors.Is(err, fs.ErrNotExist) {
		return s, xunzhi.Errorf(xunzhi.CodeNotFound, "数据湖中没有快照 %s", id)
	}
	if err != nil {
		return s, fmt.Errorf("read snapshot: %w", err)
	}
	if err := json.Unmarshal(data, &s); err != nil {
		return s, fmt.Errorf("read snapshot %s: %w", id, err)
	}
	return s, nil
}

// Snapshots gives the ids of all snapshots, sorted.
func (l *Lake) Snapshots() ([]string, error) {
	list, err := os.ReadDir(filepath.Join(l.dir, snapshots))
	if err != nil {
		return nil, fmt.Errorf("list snapshots: %w", err)
	}
	var out []string
	for _, e := range list {
		if id, ok := strings.CutSuffix(e.Name(), ".json"); ok {
			out = append(out, id)
		}
	}
	return out, nil
}

// keep writes a small file to its place in one step.
func (l *Lake) keep(path string, data []byte) error {
	if exists(path) {
		return nil
	}
	tmp, err := l.temp()
	if err != nil {
		return err
	}
	defer os.RemoveAll(tmp)
	from := filepath.Join(tmp, "file")
	if err := writeSynced(from, data); err != nil {
		return err
	}
	return l.move(from, path)
}

func writeSynced(path string, data []byte) error {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o644)
	if err != nil {
		return fmt.Errorf("write %s: %w", filepath.Base(path), err)
	}
	_, err = f.Write(data)
	if err == nil {
		err = f.Sync()
	}
	if e := f.Close(); err == nil {
		err = e
	}
	if err != nil {
		return fmt.Errorf("write %s: %w", filepath.Base(path), err)
	}
	return nil
}
