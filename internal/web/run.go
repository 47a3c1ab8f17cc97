package web

import (
	"bufio"
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"xunzhi"
	"xunzhi/internal/document"
	"xunzhi/internal/intake"
	"xunzhi/internal/screening"
)

// run is one run's outputs in memory. Of the leads only what lists show is kept; evidence is read when a lead is opened.
type run struct {
	summary  document.Summary // without quality items, which may be many
	quality  qualityIndex
	intake   intake.Report
	manifest screening.Manifest
	book     *document.Book
	changed  []string // files that are not as the manifest says
	leads    []entry  // by falling priority, as in the file
	byID     map[string]int
	bySubj   map[string][]int
	orders   map[string][]int // sort → places in leads
	file     *os.File
}

// entry is what the index keeps of a lead.
type entry struct {
	xunzhi.Lead // without evidence, path and parts
	yuan        xunzhi.Yuan
	rank        int    // of its grade
	find        string // what a text search looks in
	at          int64
	size        int
}

// openRun reads the outputs in dir.
func openRun(dir string) (*run, error) {
	r := &run{byID: map[string]int{}, bySubj: map[string][]int{}}
	for name, into := range map[string]any{document.IntakeFile: &r.intake, document.ManifestFile: &r.manifest} {
		if err := readJSON(dir, name, into); err != nil {
			return nil, err
		}
	}
	var err error
	if r.quality.file, err = readOpen(dir, document.SummaryFile, r.readSummary); err != nil {
		return nil, err
	}
	r.book = document.NewBook(r.summary.Rules, r.summary.Villages, &r.intake)
	if r.file, err = readOpen(dir, document.LeadsFile, r.readLeads); err != nil {
		return nil, err
	}
	r.sortLeads()
	return r, r.check(dir)
}

// readOpen reads a file and leaves it open, so that what was indexed can be read back even if a new run replaces it.
func readOpen(dir, name string, read func(io.Reader) error) (*os.File, error) {
	f, err := os.Open(filepath.Join(dir, name))
	if err != nil {
		return nil, openError(dir, name, err)
	}
	if err := read(f); err != nil {
		f.Close()
		return nil, openError(dir, name, err)
	}
	return f, nil
}

func readJSON(dir, name string, into any) error {
	b, err := os.ReadFile(filepath.Join(dir, name))
	if err == nil {
		err = json.Unmarshal(b, into)
	}
	if err != nil {
		return openError(dir, name, err)
	}
	return nil
}

func openError(dir, name string, err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return xunzhi.Errorf(xunzhi.CodeNotFound, "%s 里没有 %s", dir, name).WithHint("先运行 xunzhi screen 目录 --as-of 日期 -o %s", dir).Wrap(err)
	}
	return xunzhi.Errorf(xunzhi.CodeInvalid, "读不懂 %s", filepath.Join(dir, name)).WithHint("文件可能被改动或没有写完，重新运行 xunzhi screen").Wrap(err)
}

var evidenceKey = []byte(`,"evidence":[`)

// readLeads indexes leads.ndjson. Evidence, the last and by far the longest part of a line, is not decoded: the quotes
// inside a JSON text are escaped, so the key cannot be mistaken for something that a department wrote.
func (r *run) readLeads(in io.Reader) error {
	lines := bufio.NewReaderSize(in, 1<<20)
	at := int64(0)
	for {
		line, err := lines.ReadBytes('\n')
		if len(bytes.TrimSpace(line)) > 0 {
			if err := r.addLead(line, at); err != nil {
				return err
			}
		}
		at += int64(len(line))
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
	}
}

func (r *run) addLead(line []byte, at int64) error {
	head := line
	if i := bytes.Index(line, evidenceKey); i > 0 {
		head = append(slices.Clone(line[:i]), '}')
	}
	e := entry{at: at, size: len(line)}
	if err := json.Unmarshal(head, &e.Lead); err != nil {
		return err
	}
	e.Evidence, e.Path, e.Parts = nil, nil, nil
	e.yuan, _ = xunzhi.ParseYuan(e.Amount)
	e.rank = e.Grade.Rank()
	words := []string{e.ID, e.Subject.Name, e.Subject.Key, e.Explanation}
	if e.Object != nil {
		words = append(words, e.Object.Name, e.Object.Key)
	}
	e.find = strings.ToLower(strings.Join(words, "\n"))
	r.byID[e.ID] = len(r.leads)
	subject := e.Subject.Kind + " " + e.Subject.Key
	r.bySubj[subject] = append(r.bySubj[subject], len(r.leads))
	r.leads = append(r.leads, e)
	return nil
}

// sortLeads makes the orders in which a list can be shown once, so that no request has to sort.
func (r *run) sortLeads() {
	less := map[string]func(a, b *entry) int{
		"priority": func(a, b *entry) int { return 0 },
		"amount":   func(a, b *entry) int { return cmp.Compare(b.yuan, a.yuan) },
		"last":     func(a, b *entry) int { return cmp.Compare(b.Last, a.Last) },
		"grade":    func(a, b *entry) int { return cmp.Compare(a.Grade.Rank(), b.Grade.Rank()) },
		"village":  func(a, b *entry) int { return cmp.Compare(a.Village, b.Village) },
	}
	r.orders = map[string][]int{}
	for name, f := range less {
		order := make([]int, len(r.leads))
		for i := range order {
			order[i] = i
		}
		slices.SortStableFunc(order, func(a, b int) int { return f(&r.leads[a], &r.leads[b]) })
		r.orders[name] = order
	}
}

// lead reads a whole lead back from the file.
func (r *run) lead(i int) (l xunzhi.Lead, err error) {
	b := make([]byte, r.leads[i].size)
	if _, err := r.file.ReadAt(b, r.leads[i].at); err != nil {
		return l, err
	}
	return l, json.Unmarshal(b, &l)
}

// check compares the files with the hashes in the manifest, so that a file edited by hand does not pass for a result.
func (r *run) check(dir string) error {
	for _, name := range []string{document.LeadsFile, document.IntakeFile, document.SummaryFile} {
		f, err := os.Open(filepath.Join(dir, name))
		if err != nil {
			return openError(dir, name, err)
		}
		h := sha256.New()
		_, err = io.Copy(h, f)
		f.Close()
		if err != nil {
			return openError(dir, name, err)
		}
		if hex.EncodeToString(h.Sum(nil)) != r.manifest.Outputs[name] {
			r.changed = append(r.changed, name)
		}
	}
	return nil
}

// rank gives the place that a lead of this priority would have among all leads.
func (r *run) rank(priority float64) int {
	n, _ := slices.BinarySearchFunc(r.leads, priority, func(e entry, p float64) int { return cmp.Compare(p, e.Priority) })
	return n + 1
}

// madeUp tells whether every village has a code of no real county: then this is a demonstration.
func (r *run) madeUp() bool {
	for _, v := range r.summary.Villages {
		if !strings.HasPrefix(v.Code, "99") {
			return false
		}
	}
	return len(r.summary.Villages) > 0
}
