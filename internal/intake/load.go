package intake

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"sort"
	"strings"
	"sync"
	"sync/atomic"

	"golang.org/x/sync/errgroup"

	"xunzhi"
	"xunzhi/internal/intake/sheet"
)

// Options changes how a directory is loaded. The zero Options is right.
type Options struct {
	Mappings   []Mapping      // mappings by hand, the first that applies counts
	MappingDir string         // directory of remembered mappings; empty: none are read or written
	Villages   []KnownVillage // villages known from earlier deliveries
	Workers    int            // files read at once; 0 is GOMAXPROCS
	Progress   func(Progress) // called now and then, from one goroutine at a time
	Sheet      sheet.Options
}

// Progress is how far a run has come.
type Progress struct {
	Files, FilesDone int
	Bytes, BytesDone int64
	Rows             int
}

// Plan says what Load would do and loads nothing. It reads everything, so that its counts and rejects are Load's.
func Plan(ctx context.Context, dir string, o Options) (*Report, error) {
	r := &run{ctx: ctx, dir: dir, opt: o, store: nowhere{}, planning: true}
	rep, _, err := r.do()
	return rep, err
}

// Load reads every file below dir into the store, and gives the report and the batches, new and already there. A bad
// file or row is in the report; the error is for what stops the whole run: dir cannot be read, the store fails, ctx is
// cancelled. Then nothing of an unfinished file stays.
func Load(ctx context.Context, dir string, store Store, o Options) (*Report, []Batch, error) {
	r := &run{ctx: ctx, dir: dir, opt: o, store: store}
	return r.do()
}

// run is one call of Plan or Load.
type run struct {
	ctx      context.Context
	dir      string
	opt      Options
	store    Store
	planning bool

	lex    *lexicon
	memory memory
	known  *Villages
	files  []*fileJob

	mu        sync.Mutex // guards Progress and accepted
	done      atomic.Int64
	doneBytes atomic.Int64
	rows      atomic.Int64
	total     int64
	accepted  map[string]Mapping
}

// fileJob is one file on its way.
type fileJob struct {
	path    string
	report  FileReport
	plans   []*sheetPlan // by sheet, nil for one that is not loaded
	batches []Batch
	secret  bool // its bytes must not be kept: it names petitioners
	village bool
}

func (r *run) do() (*Report, []Batch, error) {
	var err error
	if r.lex, err = loaded(); err != nil {
		return nil, nil, err
	}
	if r.memory, err = readMemory(r.opt.MappingDir); err != nil {
		return nil, nil, err
	}
	r.accepted = map[string]Mapping{}
	if err := r.walk(); err != nil {
		return nil, nil, err
	}
	steps := []func() error{
		func() error { return r.each(r.files, r.hash) },
		func() error { r.sameBytes(); return nil },
		func() error { return r.each(r.files, r.look) },
		r.register,
		func() error { return r.each(r.files, r.load) },
		r.rememberAll,
	}
	for _, step := range steps {
		if err := step(); err != nil {
			return nil, nil, err
		}
	}
	rep, batches := r.result()
	return rep, batches, nil
}

// walk lists the files, by name. What spreadsheet programs and systems leave behind (~$ locks, hidden files) is not
// anybody's data.
func (r *run) walk() error {
	err := filepath.WalkDir(r.dir, func(p string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name := d.Name()
		hidden := strings.HasPrefix(name, ".") || strings.HasPrefix(name, "~$") || strings.EqualFold(name, "Thumbs.db") || strings.EqualFold(name, "desktop.ini") || name == "__MACOSX"
		if d.IsDir() {
			if p != r.dir && (hidden || isOurs(p)) {
				return fs.SkipDir
			}
			return nil
		}
		if hidden {
			return nil
		}
		rel, err := filepath.Rel(r.dir, p)
		if err != nil {
			return err
		}
		j := &fileJob{path: p, report: FileReport{File: filepath.ToSlash(rel), Sheets: []SheetReport{}}}
		if !d.Type().IsRegular() {
			j.report.Status, j.report.Message, j.report.Hint = Refused, "不是普通文件", "把文件本身放进目录,不要用链接"
		}
		r.files = append(r.files, j)
		return nil
	})
	if err != nil {
		return xunzhi.Errorf(xunzhi.CodeNotFound, "目录 %s 读不了", r.dir).WithHint("检查路径和权限").Wrap(err)
	}
	sort.Slice(r.files, func(a, b int) bool { return r.files[a].report.File < r.files[b].report.File })
	return nil
}

// isOurs tells whether a folder is a lake or what a run wrote: people put their results beside their files, and the next
// run must not take its own papers for a department's.
func isOurs(dir string) bool {
	return holds(dir, "batches", "snapshots", "originals") || holds(dir, "leads.ndjson", "manifest.json")
}

func holds(dir string, names ...string) bool {
	for _, name := range names {
		if _, err := os.Lstat(filepath.Join(dir, name)); err != nil {
			return false
		}
	}
	return true
}

// each runs a step over the files that are still to be handled.
func (r *run) each(files []*fileJob, step func(*fileJob) error) error {
	n := r.opt.Workers
	if n <= 0 {
		n = runtime.GOMAXPROCS(0)
	}
	g, ctx := errgroup.WithContext(r.ctx)
	g.SetLimit(n)
	for _, j := range files {
		if j.report.Status != "" {
			continue
		}
		g.Go(func() error {
			if err := ctx.Err(); err != nil {
				return err
			}
			return guard(j, step)
		})
	}
	if err := g.Wait(); err != nil {
		return err
	}
	return r.ctx.Err()
}

// guard runs a step for one file. A fault of this program that a file provokes costs that file, not the run.
func guard(j *fileJob, step func(*fileJob) error) (err error) {
	defer func() {
		if p := recover(); p != nil {
			j.fail(xunzhi.Errorf(xunzhi.CodeInternal, "程序内部错误(%.80v),该文件未载入", p).
				WithHint("其余文件不受影响;请把该文件另存为 .xlsx 后重试,并把此提示和文件交给维护人员").Wrap(fmt.Errorf("%s", debug.Stack())))
			j.batches = nil
			for i := range j.report.Sheets {
				s := &j.report.Sheets[i]
				*s = SheetReport{Name: s.Name, Hidden: s.Hidden, Status: Refused}
			}
		}
	}()
	return step(j)
}

func (r *run) hash(j *fileJob) error {
	f, err := os.Open(j.path)
	if err != nil {
		j.fail(xunzhi.Errorf(xunzhi.CodeInvalid, "文件打不开").WithHint("检查文件权限").Wrap(err))
		return nil
	}
	defer f.Close()
	h := sha256.New()
	n, err := io.Copy(h, f)
	if err != nil {
		j.fail(xunzhi.Errorf(xunzhi.CodeInvalid, "文件读不完整").WithHint("检查磁盘,重新拷贝").Wrap(err))
		return nil
	}
	j.report.SHA256, j.report.Size = hex.EncodeToString(h.Sum(nil)), n
	return nil
}

// sameBytes marks files that repeat another's bytes: the first by name counts.
func (r *run) sameBytes() {
	first := map[string]string{}
	for _, j := range r.files {
		if j.report.SHA256 == "" || j.report.Status != "" {
			continue
		}
		if at, ok := first[j.report.SHA256]; ok {
			j.report.Status, j.report.SameAs, j.report.Message = Already, at, "与 "+at+" 内容完全相同,只算一次"
			continue
		}
		first[j.report.SHA256] = j.report.File
		r.total += j.report.Size
	}
}

// fail reports a file that cannot be used.
func (j *fileJob) fail(err error) {
	e := xunzhi.Errorf(xunzhi.CodeInvalid, "文件读不了").WithHint("用表格软件打开后另存为 .xlsx 再报送")
	if x, ok := asError(err); ok {
		e = x
	}
	j.report.Status, j.report.Message, j.report.Hint = Refused, e.Message, e.Hint
	j.plans = nil
}

// register makes the resolver of village names: the register in this delivery first, then what was known before.
func (r *run) register() error {
	var found []KnownVillage
	for _, j := range r.files {
		if !j.village || j.report.Status != "" {
			continue
		}
		err := guard(j, func(j *fileJob) error {
			list, err := r.readRegister(j)
			found = append(found, list...)
			return err
		})
		if err != nil {
			return err
		}
	}
	have := map[string]bool{}
	for _, k := range found {
		have[k.Code] = true
	}
	for _, k := range r.opt.Villages {
		if !have[k.Code] {
			found = append(found, k)
		}
	}
	r.known = NewVillages(found)
	return nil
}

// readRegister reads the villages of a file without loading it.
func (r *run) readRegister(j *fileJob) ([]KnownVillage, error) {
	book, err := sheet.Open(j.path, r.opt.Sheet)
	if err != nil {
		return nil, nil // said when the file itself is loaded
	}
	defer book.Close()
	catch := &registerSink{}
	for i, p := range j.plans {
		if p == nil || p.src.ID != villageSource {
			continue
		}
		p.derive(NewVillages(nil))
		catch.src = p.src
		rr, err := newRowReader(p, &SheetReport{}, catch, noteWriters(nil), &batchCount{})
		if err != nil {
			return nil, err
		}
		if err := book.Read(r.ctx, i, rr.row); err != nil {
			return nil, r.ctx.Err()
		}
	}
	return catch.list, nil
}

// registerSink keeps villages and nothing else.
type registerSink struct {
	discard
	src  *Source
	list []KnownVillage
}

func (s *registerSink) Append(r *Record) error {
	if k, ok := knownVillage(s.src, r); ok {
		s.list = append(s.list, k)
	}
	return nil
}

// rememberAll writes the accepted mappings by hand down.
func (r *run) rememberAll() error {
	if r.planning {
		return nil
	}
	var shapes []string
	for s := range r.accepted {
		shapes = append(shapes, s)
	}
	sort.Strings(shapes)
	for _, s := range shapes {
		if err := r.memory.remember(r.accepted[s], s); err != nil {
			return err
		}
	}
	return nil
}

func (r *run) result() (*Report, []Batch) {
	rep := &Report{Files: make([]FileReport, 0, len(r.files))}
	var batches []Batch
	for _, j := range r.files {
		rep.Files = append(rep.Files, j.report)
		for _, s := range j.report.Sheets {
			rep.Rows += s.Loaded
			rep.Rejected += s.Rejected
		}
		batches = append(batches, j.batches...)
	}
	return rep, batches
}

// progress tells how far the run has come.
func (r *run) progress() {
	if r.opt.Progress == nil {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.opt.Progress(Progress{Files: len(r.files), FilesDone: int(r.done.Load()), Bytes: r.total, BytesDone: r.doneBytes.Load(), Rows: int(r.rows.Load())})
}
