package cli

import (
	"bytes"
	"regexp"
	"strings"

	"github.com/alecthomas/kong"
)

// phrases are what the command-line library says in English, and what users read instead.
var phrases = strings.NewReplacer(
	"Usage:", "用法:", "Arguments:", "参数:", "Flags:", "选项:", "Commands:", "命令:",
	"Show context-sensitive help.", "显示帮助。", "[flags]", "[选项]", "<command>", "<命令>",
)

var runForMore = regexp.MustCompile(`Run "([^"]+)" for more information on a command\.`)

// chineseHelp prints a command's help in Chinese.
func chineseHelp(options kong.HelpOptions, ctx *kong.Context) error {
	out := ctx.Stdout
	var b bytes.Buffer
	ctx.Stdout = &b
	err := kong.DefaultHelpPrinter(options, ctx)
	ctx.Stdout = out
	if err != nil {
		return err
	}
	text := runForMore.ReplaceAllString(phrases.Replace(b.String()), `用 "$1" 查看一个命令的用法。`)
	_, err = out.Write([]byte(text))
	return err
}

var faults = []struct{ form, say string }{
	{`^(?:.+: )?stat (.+): no such file or directory$`, "$1 不存在"},
	{`^(.+): "(.+)" exists but is not a directory$`, "$2 不是文件夹"},
	{`^(.+): "(.+)" exists but is a directory$`, "$2 是文件夹,不是文件"},
	{`^unknown flag (.+?)(, did you mean .*)?$`, "没有选项 $1"},
	{`^unexpected argument (.+?)(, did you mean .*)?$`, "多出的参数 $1"},
	{`^expected (.+)$`, "缺少 $1"},
	{`^missing flags: (.+)$`, "缺少选项 $1"},
	{`^(.+): missing value.*$`, "选项 $1 缺少值"},
	{`^(.+): expected .*$`, "选项或参数 $1 的值不对"},
}

// usageFault says in Chinese what was wrong with a command line.
func usageFault(err error) string {
	s := err.Error()
	for _, f := range faults {
		re := regexp.MustCompile(f.form)
		if re.MatchString(s) {
			return re.ReplaceAllString(s, f.say)
		}
	}
	return s
}
