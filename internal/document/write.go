package document

import (
	"bufio"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"

	"golang.org/x/sync/errgroup"

	"xunzhi"
	"xunzhi/internal/intake"
	"xunzhi/internal/screening"
)

// The names of the files that a run gives out.
const (
	LeadsFile    = "leads.ndjson"
	SheetFile    = "leads.xlsx"
	ReportFile   = "report.html"
	IntakeFile   = "intake.json"
	SummaryFile  = "summary.json"
	ManifestFile = "manifest.json"
)

// Options say how a run is written. The zero value is the usual way.
type Options struct {
	// FullNumbers shows personal numbers unmasked in leads.xlsx, for those who verify on the spot.
	FullNumbers bool
	// ReportLeads is how many leads report.html shows in full; 0 means 2,000. All of them stand in leads.xlsx.
	ReportLeads int

	sheetRows int // rows of one sheet of leads.xlsx; 0 means 1,000,000 (a sheet holds 1,048,576)
}

// Write writes all files of a run into dir, which is made if need be, and fills res.Manifest.Outputs. Each file is
// written beside its final place and renamed when all are whole, the manifest last. As they hold personal numbers, only
// the account that runs the program may read them.
func Write(ctx context.Context, res *screening.Result, dir string, o Options) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return writeError(dir, err)
	}
	tmp, err := os.MkdirTemp(dir, ".writing-")
	if err != nil {
		return writeError(dir, err)
	}
	defer os.RemoveAll(tmp)
	sums, err := o.writeAll(ctx, res, tmp)
	if err != nil {
		return writeError(dir, err)
	}
	res.Manifest.Outputs = sums
	if _, err := toFile(tmp, ManifestFile, jsonTo(res.Manifest)); err != nil {
		return writeError(dir, err)
	}
	for _, name := range []string{LeadsFile, SheetFile, ReportFile, IntakeFile, SummaryFile, ManifestFile} {
		if err := os.Rename(filepath.Join(tmp, name), filepath.Join(dir, name)); err != nil {
			return writeError(dir, err)
		}
	}
	return nil
}

// writeAll writes every file but the manifest into tmp and gives their SHA-256.
func (o Options) writeAll(ctx context.Context, res *screening.Result, tmp string) (map[string]string, error) {
	in := res.Intake
	if in == nil {
		in = &intake.Report{Files: []intake.FileReport{}}
	}
	book := NewBook(res.Rules, res.Villages, in)
	writers := []struct {
		name  string
		write func(io.Writer) error
	}{
		{SheetFile, func(out io.Writer) error { return o.writeWorkbook(ctx, res, book, tmp, out) }},
		{LeadsFile, func(out io.Writer) error { return writeLeads(ctx, res.Leads, out) }},
		{ReportFile, func(out io.Writer) error { return o.writeReport(ctx, res, book, out) }},
		{IntakeFile, jsonTo(in)},
		{SummaryFile, jsonTo(newSummary(res))},
	}
	sums := make([]string, len(writers))
	g := errgroup.Group{}
	g.SetLimit(2)
	for i, f := range writers {
		g.Go(func() (err error) {
			sums[i], err = toFile(tmp, f.name, f.write)
			return err
		})
	}
	err := g.Wait()
	named := map[string]string{}
	for i, f := range writers {
		named[f.name] = sums[i]
	}
	return named, err
}

// toFile writes dir/name, makes sure that it is on the disk, and gives its SHA-256.
func toFile(dir, name string, write func(io.Writer) error) (sum string, err error) {
	f, err := os.OpenFile(filepath.Join(dir, name), os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return "", err
	}
	defer f.Close()
	h := sha256.New()
	buf := bufio.NewWriterSize(io.MultiWriter(f, h), 1<<16)
	if err := write(buf); err != nil {
		return "", err
	}
	if err := buf.Flush(); err != nil {
		return "", err
	}
	if err := f.Sync(); err != nil {
		return "", err
	}
	return hex.EncodeToString(h.Sum(nil)), f.Close()
}

// jsonTo gives a function that writes v as indented JSON, with < and & as they are.
func jsonTo(v any) func(io.Writer) error {
	return func(out io.Writer) error {
		e := json.NewEncoder(out)
		e.SetEscapeHTML(false)
		e.SetIndent("", "  ")
		return e.Encode(v)
	}
}

// writeLeads writes one lead a line.
func writeLeads(ctx context.Context, leads []xunzhi.Lead, out io.Writer) error {
	e := json.NewEncoder(out)
	e.SetEscapeHTML(false)
	for i := range leads {
		if i%1000 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		l := leads[i]
		l.Evidence = orEmpty(l.Evidence)
		if err := e.Encode(&l); err != nil {
			return err
		}
	}
	return nil
}

// writeError says that the outputs could not be written; a cancelled run stays a cancelled run.
func writeError(dir string, err error) error {
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	return xunzhi.Errorf(xunzhi.CodeInternal, "无法在 %s 写出结果", dir).WithHint("检查该目录是否可写、磁盘空间是否足够，再运行一次").Wrap(err)
}
