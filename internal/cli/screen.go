package cli

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"

	"xunzhi"
	"xunzhi/internal/document"
	"xunzhi/internal/engine"
	"xunzhi/internal/engine/duckdb"
	"xunzhi/internal/intake"
	"xunzhi/internal/lake"
	"xunzhi/internal/linkage"
	"xunzhi/internal/screening"
)

type screenCmd struct {
	content
	Dir    string   `arg:"" help:"各部门表格所在的文件夹。" type:"existingdir"`
	AsOf   string   `help:"比对截止日,如 2025-06-30。" required:"" name:"as-of" placeholder:"DATE"`
	Out    string   `help:"输出文件夹。" short:"o" required:"" placeholder:"DIR"`
	Lake   string   `help:"数据湖文件夹。给了它,其中以前装载的批次一并比对;不给则放在输出文件夹内,只比对这一次的文件。" placeholder:"DIR"`
	Map    []string `help:"手工列映射文件,可给多个。" type:"existingfile" placeholder:"FILE"`
	Only   []string `help:"只运行这些规则。" placeholder:"ID"`
	Memory int      `help:"分析引擎可用内存(MB)。" default:"1200" placeholder:"MB"`
	Times  bool     `help:"结束时打印各阶段用时与内存峰值。"`
	Full   bool     `help:"核查表中显示完整证件号码。"`
}

// Run does the main job: intake, lake, linkage, screening, papers.
func (c screenCmd) Run(env *environment) error {
	asOf, precision := xunzhi.ParseDate(c.AsOf)
	if precision != xunzhi.ToDay {
		return xunzhi.Errorf(xunzhi.CodeUsage, "截止日「%s」读不懂", c.AsOf).WithHint("写成 --as-of 2025-06-30")
	}
	job, err := c.open(env, asOf)
	if err != nil {
		return err
	}
	defer job.lake.Close()
	if err := job.load(env.ctx); err != nil {
		return err
	}
	job.clock.mark("装载")
	res, err := job.screen(env.ctx)
	if err != nil {
		return err
	}
	if err := document.Write(env.ctx, res, c.Out, document.Options{FullNumbers: c.Full}); err != nil {
		return err
	}
	job.clock.mark("写出")
	job.summary(env, res)
	if c.Times {
		job.clock.print(env.stderr, res.Rules)
	}
	if refusedAny(job.report) {
		return errRefused
	}
	return nil
}

// job is one screening, from files to a result.
type job struct {
	screenCmd
	asOf     xunzhi.Date
	loaded   contentLoaded
	lake     *lake.Lake
	progress *progress
	report   *intake.Report
	batches  []intake.Batch
	echo     func(sql string)
	clock    *clock
}

func (c screenCmd) open(env *environment, asOf xunzhi.Date) (*job, error) {
	loaded, err := c.content.load()
	if err != nil {
		return nil, err
	}
	if err := os.MkdirAll(c.Out, 0o755); err != nil {
		return nil, xunzhi.Errorf(xunzhi.CodeInvalid, "不能建立输出文件夹 %s", c.Out).WithHint("检查路径与写权限").Wrap(err)
	}
	dir := c.Lake
	if dir == "" {
		dir = filepath.Join(c.Out, "lake")
	}
	lk, err := lake.Open(dir)
	if err != nil {
		return nil, err
	}
	return &job{screenCmd: c, asOf: asOf, loaded: loaded, lake: lk, progress: newProgress(env.stderr), clock: newClock()}, nil
}

// load reads the files into the lake.
func (j *job) load(ctx context.Context) error {
	mappings, err := intake.ReadMappings(j.Map)
	if err != nil {
		return err
	}
	j.report, j.batches, err = intake.Load(ctx, j.Dir, j.lake, intake.Options{Mappings: mappings, MappingDir: filepath.Join(j.lake.Dir(), "mappings"),
		Progress: func(p intake.Progress) {
			j.progress.show("装载", "行", p.Rows, 0, float64(p.BytesDone)/float64(max(p.Bytes, 1)))
		}})
	if err != nil {
		return err
	}
	if len(j.report.Files) == 0 && j.Lake == "" {
		return xunzhi.Errorf(xunzhi.CodeInvalid, "文件夹 %s 里没有文件", j.Dir).WithHint("把各部门报来的表格放进去再运行")
	}
	j.progress.say("装载完成:%d 个文件,%d 行,其中 %d 行未能使用", len(j.report.Files), j.report.Rows, j.report.Rejected)
	return nil
}

// snapshot lists the batches of this run: this delivery's, and with --lake all that the lake holds, less those that a
// corrected resend supersedes.
func (j *job) snapshot() (lake.Snapshot, error) {
	var ids []string
	if j.Lake != "" {
		for _, b := range j.lake.Batches() {
			ids = append(ids, b.ID)
		}
	} else {
		for _, b := range j.batches {
			ids = append(ids, b.ID)
		}
	}
	all, err := j.lake.NewSnapshot(ids)
	if err != nil {
		return all, err
	}
	active, overlaps, err := j.lake.Active(all)
	if err != nil {
		return all, err
	}
	j.report.Overlaps = overlaps
	for _, o := range overlaps {
		j.progress.say("重叠:%s", o.Message)
	}
	return active, nil
}

// screen resolves who is who and runs the rules.
func (j *job) screen(ctx context.Context) (*screening.Result, error) {
	snap, err := j.snapshot()
	if err != nil {
		return nil, err
	}
	j.clock.mark("查重叠")
	j.progress.step("识别同一人", "", 0, 0)
	links, err := linkage.Resolve(ctx, j.lake, snap, j.loaded.sources, linkage.Options{})
	if err != nil {
		return nil, err
	}
	j.clock.mark("识别同一人")
	world, err := screening.WorldOf(j.lake, snap, j.loaded.sources, links.Files, j.asOf)
	if err != nil {
		return nil, err
	}
	session, err := j.session(ctx, world)
	if err != nil {
		return nil, err
	}
	defer session.Close()
	res, err := screening.Run(ctx, screening.Config{Lake: j.lake, Catalogue: j.loaded.catalogue, Policy: j.loaded.policy, World: world, Session: session, Only: j.Only,
		Progress: func(stage string, done, total int) { j.progress.step(stage, unitOf[stage], done, total) }})
	if err != nil {
		return nil, err
	}
	j.clock.mark("比对")
	res.Intake = j.report
	res.Manifest = screening.NewManifest(Version, j.asOf, snap, links.ID, j.lake, j.loaded.catalogue, j.loaded.policy, session.Version())
	return res, nil
}

func (j *job) session(ctx context.Context, w engine.World) (engine.Session, error) {
	debug.FreeOSMemory() // what linkage held is the engine's to use
	tmp, err := os.MkdirTemp(j.lake.Dir(), "spill-")
	if err != nil {
		return nil, err
	}
	s, err := duckdb.Open(ctx, w, duckdb.Options{Threads: runtime.GOMAXPROCS(0), MemoryMB: j.Memory, TempDir: tmp, Echo: j.echo})
	if err != nil {
		os.RemoveAll(tmp)
		return nil, err
	}
	return spilling{s, tmp}, nil
}

// spilling is a session that clears its temporary folder when it ends.
type spilling struct {
	engine.Session
	dir string
}

// Close ends the session.
func (s spilling) Close() error {
	err := s.Session.Close()
	os.RemoveAll(s.dir)
	return err
}

// refusedAny tells whether some file or row could not be loaded.
func refusedAny(report *intake.Report) bool {
	if report.Rejected > 0 {
		return true
	}
	for _, f := range report.Files {
		if f.Status == intake.Refused || f.Status == intake.Unknown {
			return true
		}
	}
	return false
}

// summary prints what came out, for people.
func (j *job) summary(env *environment, res *screening.Result) {
	grades := map[xunzhi.Grade]int{}
	for _, l := range res.Leads {
		grades[l.Grade]++
	}
	ran, notRun, failed := 0, 0, 0
	for _, r := range res.Rules {
		switch r.Status {
		case screening.Ran:
			ran++
		case screening.NotRun:
			notRun++
		case screening.Failed:
			failed++
			j.progress.say("规则 %s 执行失败:%s", r.ID, r.Error)
		}
	}
	j.progress.end()
	fmt.Fprintf(env.stdout, "疑点 %d 个(红 %d,橙 %d,黄 %d,蓝 %d)。疑点是待核实的问题,不是结论。\n", len(res.Leads), grades[xunzhi.Red], grades[xunzhi.Orange], grades[xunzhi.Yellow], grades[xunzhi.Blue])
	fmt.Fprintf(env.stdout, "规则 运行 %d 条,缺数据未运行 %d 条,失败 %d 条;数据质量事项 %d 个。\n", ran, notRun, failed, len(res.Quality))
	fmt.Fprintf(env.stdout, "结果在 %s:report.html、leads.xlsx、leads.ndjson、intake.json、manifest.json\n", j.Out)
}

// unitOf names what each stage of screening counts.
var unitOf = map[string]string{"比对": "条规则", "取对象名称": "个对象", "取证据原文": "行"}
