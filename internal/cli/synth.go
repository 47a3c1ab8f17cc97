package cli

import (
	"fmt"
	"path/filepath"

	"xunzhi/internal/synth"
)

type synthCmd struct {
	Villages int    `help:"村(社区)数。" default:"588"`
	People   int    `help:"人口数。" default:"1000000"`
	Months   int    `help:"发放数据的月数。" default:"30"`
	Rows     int    `help:"目标总行数;0 表示由人口与月数决定。" default:"0"`
	Seed     uint64 `help:"种子:同样的种子造出同样的县。" default:"1"`
	Layout   uint64 `help:"版式种子:同一个县,不同的表格样式。" default:"1"`
	Out      string `short:"o" help:"表格输出文件夹。" required:""`
	Truth    string `help:"真值文件夹;不给则为 <输出文件夹>-truth。" placeholder:"DIR"`
}

// Run makes a county.
func (c synthCmd) Run(env *environment) error {
	truth := c.Truth
	if truth == "" {
		truth = filepath.Clean(c.Out) + "-truth"
	}
	p := newProgress(env.stderr)
	s, err := synth.Generate(env.ctx, synth.Config{Villages: c.Villages, People: c.People, Months: c.Months, Rows: c.Rows, Seed: c.Seed, LayoutSeed: c.Layout,
		Dir: c.Out, Truth: truth, Progress: func(x synth.Progress) { p.step("造表", "个文件", x.Files, x.OfFiles) }})
	if err != nil {
		return err
	}
	p.end()
	_, err = fmt.Fprintf(env.stdout, "虚构县:%d 个村,%d 人,%d 个文件,%d 行;真值在 %s\n", s.Villages, s.People, s.Files, s.Rows, truth)
	return err
}
