package lake

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"xunzhi"
	"xunzhi/internal/intake"
)

// Lake is an open lake. Its methods may be called from several goroutines at once.
type Lake struct {
	dir  string
	lock *os.File

	mu       sync.Mutex
	batches  map[string]*Batch
	prefixes map[uint64]string // prefix → batch, also of batches being written
}

// Batch is what batch.json holds: the batch as intake described it, and what the lake added.
type Batch struct {
	intake.Batch
	// Prefix is the upper 39 bits of the batch's row ids.
	Prefix uint64 `json:"prefix"`
	// Columns names the columns of rows.parquet in order.
	Columns []string `json:"columns"`
}

// The folders of a lake.
const (
	originals = "originals"
	batches   = "batches"
	snapshots = "snapshots"
	links     = "links"
	temporary = "tmp"
)

// ordinalBits is the part of a row id that counts rows within a batch.
const ordinalBits = 24

// MaxRows is how many rows a batch can hold.
const MaxRows = 1 << ordinalBits

// Open opens the lake at dir and makes it if there is none. What an earlier run left half done is removed, unless
// another process has the lake open too.
func Open(dir string) (*Lake, error) {
	l := &Lake{dir: dir, batches: map[string]*Batch{}, prefixes: map[uint64]string{}}
	for _, d := range []string{originals, batches, snapshots, links, temporary} {
		if err := os.MkdirAll(filepath.Join(dir, d), 0o755); err != nil {
			return nil, xunzhi.Errorf(xunzhi.CodeInvalid, "不能建立数据湖目录 %s", dir).
				WithHint("请换一个有写权限、有剩余空间的目录").Wrap(err)
		}
	}
	f, alone, err := lockLake(filepath.Join(dir, "lock"))
	if err != nil {
		return nil, xunzhi.Errorf(xunzhi.CodeInvalid, "不能打开数据湖 %s", dir).WithHint("请检查目录的读写权限").Wrap(err)
	}
	l.lock = f
	if alone {
		err = l.sweep()
	}
	if err == nil {
		err = shareLake(f)
	}
	if err == nil {
		err = l.load()
	}
	if err != nil {
		f.Close()
		return nil, err
	}
	return l, nil
}

// Close gives the lake back. Batches that were begun and not committed are removed at the next Open.
func (l *Lake) Close() error { return l.lock.Close() }

// Dir gives the lake's folder.
func (l *Lake) Dir() string { return l.dir }

func (l *Lake) sweep() error {
	left, err := os.ReadDir(filepath.Join(l.dir, temporary))
	if err != nil {
		return fmt.Errorf("sweep lake: %w", err)
	}
	for _, e := range left {
		if err := os.RemoveAll(filepath.Join(l.dir, temporary, e.Name())); err != nil {
			return fmt.Errorf("sweep lake: %w", err)
		}
	}
	return nil
}

func (l *Lake) load() error {
	list, err := os.ReadDir(filepath.Join(l.dir, batches))
	if err != nil {
		return fmt.Errorf("list batches: %w", err)
	}
	for _, e := range list {
		b, err := readBatch(filepath.Join(l.dir, batches, e.Name(), "batch.json"))
		if err != nil {
			return xunzhi.Errorf(xunzhi.CodeInvalid, "数据湖中的批次 %s 已损坏", e.Name()).
				WithHint("请删除目录 %s 后重新加载原文件", filepath.Join(l.dir, batches, e.Name())).Wrap(err)
		}
		l.batches[b.ID] = b
		l.prefixes[b.Prefix] = b.ID
	}
	return nil
}

func readBatch(path string) (*Batch, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	b := &Batch{}
	if err := json.Unmarshal(data, b); err != nil {
		return nil, err
	}
	return b, nil
}

// Original keeps a file's bytes under their SHA-256 and gives it with their number.
func (l *Lake) Original(ctx context.Context, path string) (sha string, size int64, err error) {
	in, err := os.Open(path)
	if err != nil {
		return "", 0, xunzhi.Errorf(xunzhi.CodeInvalid, "不能打开文件 %s", path).WithHint("请检查文件是否存在、是否有读权限").Wrap(err)
	}
	defer in.Close()
	tmp, err := l.temp()
	if err != nil {
		return "", 0, err
	}
	defer os.RemoveAll(tmp)
	out, err := os.OpenFile(filepath.Join(tmp, "original"), os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o444)
	if err != nil {
		return "", 0, fmt.Errorf("keep original: %w", err)
	}
	h := sha256.New()
	size, err = io.CopyBuffer(io.MultiWriter(out, h), &cancelReader{ctx, in}, make([]byte, 1<<20))
	if err == nil {
		err = out.Sync()
	}
	if e := out.Close(); err == nil {
		err = e
	}
	if err != nil {
		return "", 0, fmt.Errorf("keep original %s: %w", path, err)
	}
	sha = hex.EncodeToString(h.Sum(nil))
	return sha, size, l.move(out.Name(), l.OriginalPath(sha))
}

// OriginalPath gives where the file with this SHA-256 stands.
func (l *Lake) OriginalPath(sha string) string { return filepath.Join(l.dir, originals, sha) }

type cancelReader struct {
	ctx context.Context
	r   io.Reader
}

func (c *cancelReader) Read(p []byte) (int, error) {
	if err := c.ctx.Err(); err != nil {
		return 0, err
	}
	return c.r.Read(p)
}

// move renames a finished file or folder to its place. What stands there already has the same content, so it stays.
func (l *Lake) move(from, to string) error {
	if _, err := os.Stat(to); err == nil {
		return nil
	}
	if err := os.Rename(from, to); err != nil {
		if errors.Is(err, fs.ErrExist) || exists(to) {
			return nil
		}
		return fmt.Errorf("move into lake: %w", err)
	}
	return syncDir(filepath.Dir(to))
}

func exists(path string) bool { _, err := os.Stat(path); return err == nil }

// temp makes a folder that the next Open removes if this process does not.
func (l *Lake) temp() (string, error) {
	dir, err := os.MkdirTemp(filepath.Join(l.dir, temporary), "t")
	if err != nil {
		return "", xunzhi.Errorf(xunzhi.CodeInvalid, "不能写入数据湖 %s", l.dir).WithHint("请检查磁盘剩余空间和写权限").Wrap(err)
	}
	return dir, nil
}

// Temp makes a folder inside the lake for files that [Lake.Publish] will move to their place. The next Open removes what
// is left of it.
func (l *Lake) Temp() (string, error) { return l.temp() }

// Publish syncs the files of a folder made by [Lake.Temp] and makes it visible under its name, at once and whole. A
// folder that is there already stays.
func (l *Lake) Publish(tmp, to string) error {
	list, err := os.ReadDir(tmp)
	if err != nil {
		return fmt.Errorf("publish: %w", err)
	}
	for _, e := range list {
		f, err := os.OpenFile(filepath.Join(tmp, e.Name()), os.O_RDWR, 0)
		if err != nil {
			return fmt.Errorf("publish: %w", err)
		}
		err = f.Sync()
		f.Close()
		if err != nil {
			return fmt.Errorf("publish: %w", err)
		}
	}
	return l.move(tmp, to)
}

// Has tells whether the batch is in the lake.
func (l *Lake) Has(batch string) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.batches[batch] != nil
}

// Batch gives one batch; an unknown one is an error of code notfound.
func (l *Lake) Batch(id string) (Batch, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	b := l.batches[id]
	if b == nil {
		return Batch{}, xunzhi.Errorf(xunzhi.CodeNotFound, "数据湖中没有批次 %s", id).WithHint("请重新加载原文件,或改用现有的快照")
	}
	return *b, nil
}

// Batches gives all batches, by id.
func (l *Lake) Batches() []Batch {
	l.mu.Lock()
	defer l.mu.Unlock()
	out := make([]Batch, 0, len(l.batches))
	for _, b := range l.batches {
		out = append(out, *b)
	}
	slices.SortFunc(out, func(a, b Batch) int { return strings.Compare(a.ID, b.ID) })
	return out
}

// Path gives the batch's rows.parquet.
func (l *Lake) Path(batch string) string { return filepath.Join(l.dir, batches, batch, "rows.parquet") }

// Rejects gives the rows and cells of a batch that could not be used, in the order of the file.
func (l *Lake) Rejects(batch string) ([]intake.Reject, error) {
	f, err := os.Open(filepath.Join(l.dir, batches, batch, "rejects.ndjson"))
	if errors.Is(err, fs.ErrNotExist) {
		_, err := l.Batch(batch)
		return nil, err
	}
	if err != nil {
		return nil, fmt.Errorf("read rejects: %w", err)
	}
	defer f.Close()
	var out []intake.Reject
	for d := json.NewDecoder(f); ; {
		var r intake.Reject
		if err := d.Decode(&r); errors.Is(err, io.EOF) {
			return out, nil
		} else if err != nil {
			return nil, fmt.Errorf("read rejects: %w", err)
		}
		out = append(out, r)
	}
}
