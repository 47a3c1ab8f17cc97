package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"

	"github.com/alecthomas/kong"

	"xunzhi"
)

// Exit codes.
const (
	exitDone    = 0
	exitFailed  = 1
	exitUsage   = 2
	exitRefused = 3
)

// errRefused ends a command that did its work but had to refuse some files or rows.
var errRefused = errors.New("有文件或行未能载入")

// Version is the program's version, set at build time.
var Version = "0.1.0"

// environment is what a command may touch besides its arguments.
type environment struct {
	ctx    context.Context
	stdout io.Writer
	stderr io.Writer
}

type commands struct {
	Screen  screenCmd  `cmd:"" help:"把一个文件夹里的各部门表格变成排好序、可核查的疑点。"`
	Intake  intakeCmd  `cmd:"" help:"识别与装载部门表格。"`
	Rule    ruleCmd    `cmd:"" help:"查看、试验、新建比对规则。"`
	Serve   serveCmd   `cmd:"" help:"在本机浏览器中查看疑点、证据与数据接收情况。"`
	Synth   synthCmd   `cmd:"" help:"造一个虚构的县,用于演示、测试与评测。"`
	Judge   judgeCmd   `cmd:"" help:"用虚构县的真值评定疑点的查全率与查准率。"`
	Version versionCmd `cmd:"" help:"显示版本。"`
}

type versionCmd struct{}

// Run prints the version.
func (versionCmd) Run(env *environment) error {
	_, err := fmt.Fprintln(env.stdout, "xunzhi", Version)
	return err
}

// Main runs a command line and gives the exit code. No panic reaches the user.
func Main(args []string, stdout, stderr io.Writer) (code int) {
	defer func() {
		if p := recover(); p != nil {
			fmt.Fprintf(stderr, "程序内部错误:%v\n数据没有丢失。请把下面的内容交给维护人员:\n%s", p, debug.Stack())
			code = exitFailed
		}
	}()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	var cmds commands
	exited := -1
	parser, err := kong.New(&cmds, kong.Name("xunzhi"), kong.Description("巡治:县委巡察办对村巡察的数据比对与工作平台。"),
		kong.Writers(stdout, stderr), kong.Exit(func(c int) { exited = c }), kong.ConfigureHelp(kong.HelpOptions{Compact: true}),
		kong.Help(chineseHelp))
	if err != nil {
		fmt.Fprintln(stderr, err)
		return exitFailed
	}
	kctx, err := parser.Parse(args)
	if exited >= 0 { // --help printed itself
		return exited
	}
	if err != nil {
		fmt.Fprintln(stderr, "命令用法不对:"+usageFault(err))
		fmt.Fprintln(stderr, "用 xunzhi --help 查看全部命令,用 xunzhi <命令> --help 查看一个命令。")
		return exitUsage
	}
	return report(kctx.Run(&environment{ctx: ctx, stdout: stdout, stderr: stderr}), stderr)
}

// report prints a failure for people and gives the exit code.
func report(err error, stderr io.Writer) int {
	if err == nil {
		return exitDone
	}
	if errors.Is(err, errRefused) {
		fmt.Fprintln(stderr, "已完成;但"+err.Error()+",清单见 intake.json。")
		return exitRefused
	}
	if errors.Is(err, context.Canceled) {
		fmt.Fprintln(stderr, "已中断。数据湖完好,没有装载完的文件不会留下;随时可以重新运行。")
		return exitFailed
	}
	var e *xunzhi.Error
	if !errors.As(err, &e) {
		fmt.Fprintln(stderr, "失败:"+err.Error())
		return exitFailed
	}
	fmt.Fprintln(stderr, "失败:"+e.Message)
	if e.Hint != "" {
		fmt.Fprintln(stderr, "怎么办:"+e.Hint)
	}
	if e.Err != nil {
		fmt.Fprintln(stderr, "原因:"+e.Err.Error())
	}
	if e.Code == xunzhi.CodeUsage {
		return exitUsage
	}
	return exitFailed
}
