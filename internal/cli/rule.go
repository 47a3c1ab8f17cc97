package cli

import (
	"context"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"text/tabwriter"

	"xunzhi"
	"xunzhi/internal/engine"
	"xunzhi/internal/engine/duckdb"
	"xunzhi/internal/intake"
	"xunzhi/internal/rule"
	"xunzhi/internal/screening"
	"xunzhi/policy"
	"xunzhi/rules"
)

// content says which rules and which policy a command uses.
type content struct {
	Rules  string `help:"规则目录;不给则用随程序发布的规则。" type:"existingdir" placeholder:"DIR"`
	Policy string `help:"本县政策参数目录(*.yml),覆盖随程序发布的同名参数。" type:"existingdir" placeholder:"DIR"`
}

func (c content) rulesFS() fs.FS {
	if c.Rules != "" {
		return os.DirFS(c.Rules)
	}
	return rules.FS
}

func (c content) policy() (*xunzhi.Policy, error) {
	if c.Policy != "" {
		return rule.LoadPolicy(policy.FS, os.DirFS(c.Policy))
	}
	return rule.LoadPolicy(policy.FS)
}

// contentLoaded is what a command works with.
type contentLoaded struct {
	sources   []*intake.Source
	catalogue *rule.Catalogue
	policy    *xunzhi.Policy
}

// load reads sources, rules and policy.
func (c content) load() (l contentLoaded, err error) {
	if l.sources, err = intake.Catalogue(); err != nil {
		return l, err
	}
	ids := make([]string, len(l.sources))
	for i, s := range l.sources {
		ids[i] = s.ID
	}
	if l.catalogue, err = rule.Load(c.rulesFS(), ids); err != nil {
		return l, err
	}
	l.policy, err = c.policy()
	return l, err
}

type ruleCmd struct {
	List ruleListCmd `cmd:"" help:"列出全部规则。"`
	Show ruleShowCmd `cmd:"" help:"显示一条规则:逻辑、依据、参数、SQL。"`
	Test ruleTestCmd `cmd:"" help:"运行规则的案例。"`
	New  ruleNewCmd  `cmd:"" help:"新建一条规则的文件夹,内含可运行的样例。"`
	Run  ruleRunCmd  `cmd:"" help:"对一个数据湖只运行一条规则,打印疑点。"`
}

type ruleListCmd struct {
	content
	Domain string `help:"只列一个领域(Q A B C D E F G H J)。"`
}

// Run lists the rules.
func (c ruleListCmd) Run(env *environment) error {
	l, err := c.load()
	if err != nil {
		return err
	}
	w := tabwriter.NewWriter(env.stdout, 0, 4, 2, ' ', 0)
	for _, r := range l.catalogue.Rules {
		if c.Domain == "" || c.Domain == r.Domain {
			fmt.Fprintf(w, "%s\t%s\t%s\t%s\n", r.Domain, r.Grade.Name(), r.ID, r.Title)
		}
	}
	return w.Flush()
}

type ruleShowCmd struct {
	content
	ID string `arg:"" help:"规则编号。"`
}

// Run shows a rule.
func (c ruleShowCmd) Run(env *environment) error {
	l, err := c.load()
	if err != nil {
		return err
	}
	r, err := l.catalogue.Rule(c.ID)
	if err != nil {
		return err
	}
	w := env.stdout
	fmt.Fprintf(w, "%s %s\n领域 %s · 等级 %s · 对象 %s\n需要 %s\n逻辑 %s\n依据 %s\n主管部门 %s\n", r.ID, r.Title, r.Domain, r.Grade.Name(), r.Subject,
		strings.Join(r.Needs, "、"), r.Logic, r.Basis, r.Verifier)
	params, err := r.Params(l.policy)
	if err != nil {
		return err
	}
	for i, p := range r.Parameters {
		fmt.Fprintf(w, "参数 %s(%s)", p.Name, p.About)
		for _, row := range params[i].Rows {
			fmt.Fprintf(w, " %s%s%s[%s 至 %s]", row.A, row.B, p.Unit, row.From, row.To)
		}
		fmt.Fprintln(w)
	}
	for _, fp := range r.FalsePositives {
		fmt.Fprintf(w, "无害情形 %s —— %s\n", fp.LooksLike, fp.AvoidedBy)
	}
	_, err = fmt.Fprintf(w, "\n%s\n", r.SQL)
	return err
}

type ruleTestCmd struct {
	content
	IDs []string `arg:"" optional:"" help:"规则编号;不给则试验全部。"`
}

// Run runs cases on as many processors as there are, and prints them in order.
func (c ruleTestCmd) Run(env *environment) error {
	l, err := c.load()
	if err != nil {
		return err
	}
	chosen := l.catalogue.Rules
	if len(c.IDs) > 0 {
		chosen = nil
		for _, id := range c.IDs {
			r, err := l.catalogue.Rule(id)
			if err != nil {
				return err
			}
			chosen = append(chosen, r)
		}
	}
	total, failed := 0, 0
	for _, r := range chosen {
		cases, err := rule.Cases(c.rulesFS(), r)
		if err != nil {
			return err
		}
		faults := testCases(env.ctx, l, r, cases)
		for i, cs := range cases {
			total++
			if len(faults[i]) == 0 {
				continue
			}
			failed++
			fmt.Fprintf(env.stdout, "不通过 %s「%s」(%s)\n", r.ID, cs.Name, cs.File)
			for _, f := range faults[i] {
				fmt.Fprintf(env.stdout, "    %s\n", f)
			}
		}
		if len(cases) == 0 {
			failed++
			fmt.Fprintf(env.stdout, "不通过 %s:没有案例\n", r.ID)
		}
	}
	fmt.Fprintf(env.stdout, "%d 条规则,%d 个案例,%d 个不通过\n", len(chosen), total, failed)
	if failed > 0 {
		return xunzhi.Errorf(xunzhi.CodeInvalid, "有 %d 个案例不通过", failed).WithHint("对照上面列出的差异改规则或改案例")
	}
	return nil
}

// testCases runs one rule's cases in parallel; the faults come back in the cases' order.
func testCases(ctx context.Context, l contentLoaded, r *rule.Rule, cases []rule.Case) [][]string {
	out := make([][]string, len(cases))
	var wg sync.WaitGroup
	slots := make(chan struct{}, runtime.GOMAXPROCS(0))
	for i := range cases {
		wg.Add(1)
		slots <- struct{}{}
		go func() {
			defer func() { <-slots; wg.Done() }()
			faults, err := screening.TestCase(ctx, openSmall, l.catalogue, l.sources, l.policy, r, cases[i])
			if err != nil {
				faults = append(faults, err.Error())
			}
			out[i] = faults
		}()
	}
	wg.Wait()
	return out
}

// openSmall opens an engine for a case's few rows.
func openSmall(ctx context.Context, w engine.World) (engine.Session, error) {
	return duckdb.Open(ctx, w, duckdb.Options{Threads: 1, MemoryMB: 256})
}

type ruleNewCmd struct {
	ID     string `arg:"" help:"规则编号,小写字母、数字、连字符。"`
	Domain string `help:"领域文件夹,如 a-relief。" default:"a-relief"`
	Dir    string `help:"规则目录。" default:"rules"`
}

// Run writes a folder with a rule that runs and passes its case, to be changed.
func (c ruleNewCmd) Run(env *environment) error {
	dir := filepath.Join(c.Dir, c.Domain, c.ID)
	if _, err := os.Stat(dir); err == nil {
		return xunzhi.Errorf(xunzhi.CodeConflict, "%s 已经存在", dir).WithHint("换一个编号,或直接修改它")
	}
	if err := os.MkdirAll(filepath.Join(dir, "cases"), 0o755); err != nil {
		return err
	}
	letter := strings.ToUpper(c.Domain[:1])
	for name, text := range ruleTemplate {
		text = strings.NewReplacer("@ID@", c.ID, "@DOMAIN@", letter).Replace(text)
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			return err
		}
	}
	_, err := fmt.Fprintf(env.stdout, "已建 %s。改 rule.yml、rule.sql 与 cases/,然后:xunzhi rule test --rules %s %s\n", dir, c.Dir, c.ID)
	return err
}
