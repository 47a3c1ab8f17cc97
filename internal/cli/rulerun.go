package cli

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"

	"xunzhi"
	"xunzhi/internal/intake"
	"xunzhi/internal/lake"
)

type ruleRunCmd struct {
	content
	ID     string `arg:"" help:"规则编号。"`
	Lake   string `help:"数据湖文件夹。" required:"" type:"existingdir"`
	AsOf   string `help:"比对截止日,如 2025-06-30。" required:"" name:"as-of"`
	Memory int    `help:"分析引擎可用内存(MB)。" default:"1200"`
	Echo   string `help:"把执行的全部 SQL 写入这个文件,可在 DuckDB 中手工重跑。" placeholder:"FILE"`
}

// Run runs one rule over all of a lake and prints its leads as NDJSON.
func (c ruleRunCmd) Run(env *environment) error {
	asOf, precision := xunzhi.ParseDate(c.AsOf)
	if precision != xunzhi.ToDay {
		return xunzhi.Errorf(xunzhi.CodeUsage, "截止日「%s」读不懂", c.AsOf).WithHint("写成 --as-of 2025-06-30")
	}
	loaded, err := c.content.load()
	if err != nil {
		return err
	}
	lk, err := lake.Open(c.Lake)
	if err != nil {
		return err
	}
	defer lk.Close()
	j := &job{screenCmd: screenCmd{content: c.content, Lake: c.Lake, Only: []string{c.ID}, Memory: c.Memory}, asOf: asOf, loaded: loaded, lake: lk,
		progress: newProgress(env.stderr), report: &intake.Report{}, clock: newClock()}
	if c.Echo != "" {
		f, err := os.Create(c.Echo)
		if err != nil {
			return err
		}
		defer f.Close()
		j.echo = func(sql string) { fmt.Fprintf(f, "%s\n;\n", strings.TrimRight(strings.TrimSpace(sql), ";")) }
	}
	res, err := j.screen(env.ctx)
	if err != nil {
		return err
	}
	for _, r := range res.Rules {
		j.progress.say("%s:%s%s,%d 个,%d 毫秒", r.ID, r.Status, r.Error, r.Leads, r.Millis)
	}
	e := json.NewEncoder(env.stdout)
	e.SetEscapeHTML(false)
	for _, l := range res.Leads {
		if err := e.Encode(l); err != nil {
			return err
		}
	}
	for _, q := range res.Quality {
		if err := e.Encode(q); err != nil {
			return err
		}
	}
	return nil
}
