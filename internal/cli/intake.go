package cli

import (
	"encoding/json"
	"fmt"
	"io"
	"sort"
	"strings"

	"xunzhi/internal/intake"
)

type intakeCmd struct {
	Plan    intakePlanCmd    `cmd:"" help:"看每个文件会被认作什么、各列对应什么;不装载任何数据。"`
	Sources intakeSourcesCmd `cmd:"" help:"列出认识的数据源及其字段。"`
}

type intakePlanCmd struct {
	Dir  string   `arg:"" help:"各部门表格所在的文件夹。" type:"existingdir"`
	Map  []string `help:"手工列映射文件,可给多个。" type:"existingfile"`
	Lake string   `help:"数据湖文件夹:用其中记住的映射和村名册。" placeholder:"DIR" type:"existingdir"`
	JSON bool     `help:"以 JSON 输出。"`
}

// Run shows what would happen to each file.
func (c intakePlanCmd) Run(env *environment) error {
	mappings, err := intake.ReadMappings(c.Map)
	if err != nil {
		return err
	}
	p := newProgress(env.stderr)
	o := intake.Options{Mappings: mappings, Progress: func(s intake.Progress) { p.step("识别", "个文件", s.Files, 0) }}
	if c.Lake != "" {
		o.MappingDir = c.Lake + "/mappings"
	}
	report, err := intake.Plan(env.ctx, c.Dir, o)
	if err != nil {
		return err
	}
	if c.JSON {
		e := json.NewEncoder(env.stdout)
		e.SetEscapeHTML(false)
		e.SetIndent("", " ")
		err = e.Encode(report)
	} else {
		printPlan(env.stdout, report)
	}
	if err == nil && refusedAny(report) {
		return errRefused
	}
	return err
}

func printPlan(w io.Writer, report *intake.Report) {
	for _, f := range report.Files {
		fmt.Fprintf(w, "%s(%s)\n", f.File, strings.TrimSpace(f.Format+" "+f.Encoding))
		if f.Message != "" {
			fmt.Fprintf(w, "  %s。%s\n", f.Message, f.Hint)
		}
		for _, s := range f.Sheets {
			printSheet(w, s)
		}
	}
}

func printSheet(w io.Writer, s intake.SheetReport) {
	name := s.Name
	if name == "" {
		name = "(文本)"
	}
	if s.Source == "" || s.Status == intake.Unknown {
		fmt.Fprintf(w, "  %s:认不出是哪种数据源", name)
		if s.Source != "" {
			fmt.Fprintf(w, ",最像 %s(%.0f%%)", s.SourceName, s.Confidence*100)
		}
		if len(s.Missing) > 0 {
			fmt.Fprintf(w, ",缺 %s", strings.Join(s.Missing, "、"))
		}
		fmt.Fprintln(w)
		return
	}
	fmt.Fprintf(w, "  %s:%s(%s),把握 %.0f%%,表头第 %d 行", name, s.SourceName, s.Source, s.Confidence*100, s.HeaderRow)
	if s.RunnerUp != "" {
		fmt.Fprintf(w, ",其次像 %s(%.0f%%)", s.RunnerUp, s.RunnerUpConfidence*100)
	}
	if s.AsOf != "" {
		fmt.Fprintf(w, ",数据时点 %s", s.AsOf)
	}
	fmt.Fprintln(w)
	for _, m := range s.Mapping {
		fmt.Fprintf(w, "    %-3s %s → %s(%s)\n", m.Column, m.Header, m.Name, m.How)
	}
	for _, d := range s.Dropped {
		fmt.Fprintf(w, "    %-3s %s → 不导入:涉及信访人身份\n", d.Column, d.Header)
	}
	for _, n := range s.Notes {
		fmt.Fprintf(w, "    注意:%s\n", n)
	}
	if len(s.Missing) > 0 {
		fmt.Fprintf(w, "    缺少必填字段:%s\n", strings.Join(s.Missing, "、"))
	}
}

type intakeSourcesCmd struct {
	ID string `arg:"" optional:"" help:"数据源编号;给了则列出它的字段。"`
}

// Run lists the source catalogue.
func (c intakeSourcesCmd) Run(env *environment) error {
	sources, err := intake.Catalogue()
	if err != nil {
		return err
	}
	sort.SliceStable(sources, func(i, j int) bool { return sources[i].ID < sources[j].ID })
	for _, s := range sources {
		if c.ID == "" {
			fmt.Fprintf(env.stdout, "%-15s %s(%s)\n", s.ID, s.Name, s.Owner)
			continue
		}
		if c.ID != s.ID {
			continue
		}
		for _, f := range s.Fields {
			required := ""
			if f.Required {
				required = " 必填"
			}
			fmt.Fprintf(env.stdout, "%-18s %-8s %s%s:%s\n", f.ID, f.Type, f.Name, required, strings.Join(f.Words, "、"))
		}
	}
	return nil
}
