package cli

import (
	"fmt"
	"io"
	"os"
	"path/filepath"

	"xunzhi"
	"xunzhi/internal/metrics"
)

type judgeCmd struct {
	Out   string `arg:"" help:"screen 的输出目录。" type:"existingdir"`
	Truth string `arg:"" help:"真值文件 truth.ndjson。" type:"existingfile"`
	Show  int    `help:"列出多少个漏报与多报。" default:"0"`
}

// Run prints recall, precision and raised decoys by rule and channel.
func (c judgeCmd) Run(env *environment) error {
	leads, err := readFile(filepath.Join(c.Out, "leads.ndjson"), metrics.ReadLeads)
	if err != nil {
		return err
	}
	truth, err := readFile(c.Truth, metrics.ReadTruth)
	if err != nil {
		return err
	}
	summary, err := readFile(filepath.Join(c.Out, "summary.json"), metrics.ReadRun)
	if err != nil {
		return err
	}
	acc := metrics.Judge(leads, truth, summary.Ran())
	acc.Quality = metrics.JudgeQuality(summary.Quality, truth)
	if err := acc.Print(env.stdout); err != nil {
		return err
	}
	for i, m := range acc.Missed {
		if i == c.Show {
			break
		}
		fmt.Fprintf(env.stdout, "漏报 %s %s %s %s(%s › %s › %d):%s\n", m.Rule, m.Subject, m.Village, m.Channel, m.File, m.Sheet, m.Row, m.Why)
	}
	for i, l := range acc.Wrong {
		if i == c.Show {
			break
		}
		fmt.Fprintf(env.stdout, "多报 %s %s %s:%s\n", l.Rule, l.Subject.Key, l.Village, l.Explanation)
	}
	return nil
}

func readFile[T any](path string, read func(r io.Reader) (T, error)) (T, error) {
	f, err := os.Open(path)
	if err != nil {
		var none T
		return none, xunzhi.Errorf(xunzhi.CodeNotFound, "打不开 %s", path).WithHint("先运行 xunzhi screen 与 xunzhi synth").Wrap(err)
	}
	defer f.Close()
	return read(f)
}
