package lake

import (
	"bufio"
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"

	"xunzhi"
	"xunzhi/internal/intake"
)

var _ intake.Store = (*Lake)(nil)

// batchWriter writes one batch into a temporary folder, which becomes the batch when it is committed.
type batchWriter struct {
	lake    *Lake
	src     *intake.Source
	batch   Batch
	dir     string
	table   *Table
	base    int64 // the batch's first row id
	rows    int64
	facts   *factWriter
	rejects *os.File
	out     *bufio.Writer
	done    bool
}

// Begin opens a batch for one file and source.
func (l *Lake) Begin(src *intake.Source, b intake.Batch) (intake.BatchWriter, error) {
	if b.ID == "" || filepath.Base(b.ID) != b.ID {
		return nil, xunzhi.Errorf(xunzhi.CodeInternal, "批次编号 %q 不能用作目录名", b.ID)
	}
	prefix, err := l.claim(b.ID)
	if err != nil {
		return nil, err
	}
	w := &batchWriter{lake: l, src: src, base: int64(prefix << ordinalBits), facts: newFactWriter(src, b.AsOf)}
	w.batch = Batch{Batch: b, Prefix: prefix}
	cols := columnsOf(src)
	for _, c := range cols {
		w.batch.Columns = append(w.batch.Columns, c.Name)
	}
	if w.dir, err = l.temp(); err != nil {
		l.release(prefix, b.ID)
		return nil, err
	}
	if w.table, err = NewTable(filepath.Join(w.dir, "rows.parquet"), cols); err != nil {
		w.Abort()
		return nil, err
	}
	return w, nil
}

// prefixOf gives the 39 bits of a batch's row ids from its id. salt counts how often they were found taken.
var prefixOf = func(batch string, salt int) uint64 {
	if salt > 0 {
		batch = fmt.Sprintf("%s#%d", batch, salt)
	}
	sum := sha256.Sum256([]byte(batch))
	return binary.BigEndian.Uint64(sum[:8]) >> (64 - 39)
}

// claim finds a prefix that no other batch has. That two batches fall on one happens once in 10^6 lakes of 1,000
// batches; then the later one takes the next salt.
func (l *Lake) claim(batch string) (uint64, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for salt := range 16 {
		p := prefixOf(batch, salt)
		if holder, taken := l.prefixes[p]; !taken || holder == batch {
			l.prefixes[p] = batch
			return p, nil
		}
	}
	return 0, xunzhi.Errorf(xunzhi.CodeConflict, "批次 %s 的行号与其他批次冲突", batch).WithHint("请换一个新的数据湖目录")
}

func (l *Lake) release(prefix uint64, batch string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.prefixes[prefix] == batch && l.batches[batch] == nil {
		delete(l.prefixes, prefix)
	}
}

// Append writes one row.
func (w *batchWriter) Append(r *intake.Record) error {
	if w.rows == MaxRows {
		return xunzhi.Errorf(xunzhi.CodeRefused, "文件 %s 的数据超过 %d 行", w.batch.File, MaxRows).
			WithHint("请按乡镇或月份把文件拆成几个再加载")
	}
	if len(r.Values) != len(w.src.Fields) {
		return xunzhi.Errorf(xunzhi.CodeInternal, "来源 %s 有 %d 个字段,收到 %d 个值", w.src.ID, len(w.src.Fields), len(r.Values))
	}
	t := w.table
	t.Int(0, w.base+w.rows)
	t.Int(1, int64(r.Sheet))
	t.Int(2, int64(r.Row))
	c := provenance
	for i := range r.Values {
		c = writeValue(t, c, w.src.Fields[i].Type, &r.Values[i])
	}
	if r.Raw == "" {
		t.Null(c)
	} else {
		t.Text(c, r.Raw)
	}
	w.rows++
	w.facts.add(r)
	return t.EndRow()
}

// writeValue writes a field's column or columns from c on and gives the next one's index.
func writeValue(t *Table, c int, typ intake.FieldType, v *intake.Value) int {
	switch typ {
	case intake.ID, intake.USCC, intake.Party:
		writeText(t, c, v.S)
		writeText(t, c+1, cmp.Or(v.State, string(xunzhi.IDEmpty)))
		if v.I == 0 {
			t.Null(c + 2)
		} else {
			t.Int(c+2, v.I)
		}
		return c + 3
	case intake.Text, intake.Village:
		writeText(t, c, v.S)
	default:
		if v.Set {
			t.Int(c, v.I)
		} else {
			t.Null(c)
		}
	}
	return c + 1
}

func writeText(t *Table, c int, s string) {
	if s == "" {
		t.Null(c)
	} else {
		t.Text(c, s)
	}
}

// Reject keeps a row or cell that could not be used.
func (w *batchWriter) Reject(r intake.Reject) error {
	if w.rejects == nil {
		f, err := os.OpenFile(filepath.Join(w.dir, "rejects.ndjson"), os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o644)
		if err != nil {
			return fmt.Errorf("write rejects: %w", err)
		}
		w.rejects, w.out = f, bufio.NewWriter(f)
	}
	line, err := json.Marshal(r)
	if err == nil {
		_, err = w.out.Write(append(line, '\n'))
	}
	if err != nil {
		return fmt.Errorf("write rejects: %w", err)
	}
	return nil
}

// Commit makes the batch visible, at once and whole.
func (w *batchWriter) Commit(b intake.Batch) error {
	if w.done {
		return xunzhi.Errorf(xunzhi.CodeInternal, "批次 %s 已经结束", w.batch.ID)
	}
	if b.ID != w.batch.ID {
		return xunzhi.Errorf(xunzhi.CodeInternal, "批次 %s 以 %s 的名义提交", w.batch.ID, b.ID)
	}
	w.batch.Batch = b
	if err := w.finish(); err != nil {
		w.Abort()
		return err
	}
	if err := w.lake.move(w.dir, filepath.Join(w.lake.dir, batches, b.ID)); err != nil {
		w.Abort()
		return err
	}
	w.done = true
	os.RemoveAll(w.dir) // there still when the same batch was committed by another run
	w.lake.mu.Lock()
	w.lake.batches[b.ID] = &w.batch
	w.lake.mu.Unlock()
	return nil
}

// finish writes all files of the batch into its temporary folder.
func (w *batchWriter) finish() error {
	if err := w.table.Close(); err != nil {
		return err
	}
	w.table = nil
	if w.rejects != nil {
		if err := w.out.Flush(); err != nil {
			return fmt.Errorf("write rejects: %w", err)
		}
		if err := w.rejects.Sync(); err != nil {
			return fmt.Errorf("write rejects: %w", err)
		}
		w.rejects.Close()
		w.rejects = nil
	}
	if err := w.facts.save(filepath.Join(w.dir, "facts")); err != nil {
		return err
	}
	data, err := json.MarshalIndent(w.batch, "", " ")
	if err != nil {
		return fmt.Errorf("write batch.json: %w", err)
	}
	if err := writeSynced(filepath.Join(w.dir, "batch.json"), data); err != nil {
		return err
	}
	return syncDir(w.dir)
}

// Abort gives the batch up; nothing of it stays. After Commit it does nothing.
func (w *batchWriter) Abort() {
	if w.done {
		return
	}
	w.done = true
	if w.table != nil {
		w.table.Abort()
	}
	if w.rejects != nil {
		w.rejects.Close()
	}
	os.RemoveAll(w.dir)
	w.lake.release(w.batch.Prefix, w.batch.ID)
}
