package document

import (
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"xunzhi"
	"xunzhi/internal/screening"
)

// Verdicts are what a verifier may find.
var Verdicts = []string{"属实", "部分属实", "不属实"}

// Reasons are the codes for why a hit was no problem; a rule's precision is learnt from them. Together they must stay
// under the 255 characters that a spreadsheet's list may have.
var Reasons = []string{
	"N01 证件号码或姓名录错", "N02 同名不同人", "N03 死亡或变动登记滞后", "N04 当月进出不算重叠", "N05 资金已退回或已停发", "N06 政策允许兼得",
	"N07 已按规定备案", "N08 名义登记并非实有", "N09 家庭关系记录有误", "N10 数据陈旧现已变更", "N11 其他（写入核查情况）",
}

var leadColumns = []column{
	{head: "序号", width: 5, style: "mid"}, {head: "等级", width: 5}, {head: "规则", width: 12, style: "text"},
	{head: "乡镇", width: 8, style: "text"}, {head: "村", width: 9, style: "text"}, {head: "对象", width: 11, style: "text"},
	{head: "证件号", width: 12, style: "text"}, {head: "金额", width: 11.5, style: "money"},
	{head: "起", width: 10.5, style: "date"}, {head: "止", width: 10.5, style: "date"}, {head: "置信度", width: 7, style: "share"},
	{head: "说明", width: 30, style: "text"}, {head: "证据位置", width: 24, style: "text"}, {head: "主管部门", width: 9, style: "text"},
	{head: "核查人", width: 8, style: "blank"}, {head: "核查日期", width: 10.5, style: "blankd"}, {head: "核查情况", width: 18, style: "blank"},
	{head: "核查结论", width: 8, style: "blank", list: Verdicts}, {head: "不属实原因", width: 10, style: "blank", list: Reasons},
	{head: "处理意见", width: 12, style: "blank"}, {head: "疑点编号", width: 12, style: "text", unprinted: true},
}

// leads writes 核查表: a row a lead, and blank columns for whoever verifies. The lead's id stands last, so that results
// can be read back; it is not printed.
func (b *workbook) leads(res *screening.Result) error {
	return b.sheet(leadSheet, leadColumns, len(res.Leads), func(i int) []any {
		l := res.Leads[i]
		r := b.book.Rule(l.Rule)
		township, village := b.book.Village(l.Village)
		return []any{
			i + 1, excelize.Cell{StyleID: b.styles[string(l.Grade)], Value: l.Grade.Name()}, r.Title, township, village,
			b.who(l), b.key(l.Subject), money(l.Amount), day(l.First), day(l.Last), l.Confidence,
			b.text(l.Explanation), b.places(l.Evidence), r.Verifier, "", "", "", "", "", "", l.ID,
		}
	})
}

// who names the subject and, on a second line, the object.
func (b *workbook) who(l xunzhi.Lead) string {
	s := b.name(l.Subject)
	if l.Object != nil {
		s += "\n" + KindName(l.Object.Kind) + "：" + b.name(*l.Object)
	}
	return s
}

func (b *workbook) name(s xunzhi.Subject) string {
	if b.full && s.Name == "" && s.Kind != "village" {
		return s.Key
	}
	return b.book.Who(s)
}

func (b *workbook) key(s xunzhi.Subject) string {
	if b.full {
		return s.Key
	}
	return MaskKey(s.Kind, s.Key)
}

func (b *workbook) text(s string) string {
	if b.full {
		return s
	}
	return MaskText(s)
}

const placesShown = 3 // rows of evidence that a cell of 核查表 names; all stand in 证据

func (b *workbook) places(evidence []xunzhi.Evidence) string {
	var lines []string
	for _, e := range evidence[:min(placesShown, len(evidence))] {
		lines = append(lines, b.text(Place(e)))
	}
	if len(evidence) > placesShown {
		lines = append(lines, "等"+strconv.Itoa(len(evidence))+"处，见“证据”表")
	}
	return strings.Join(lines, "\n")
}

var evidenceColumns = []column{
	{head: "疑点序号", width: 6, style: "mid"}, {head: "规则", width: 13, style: "text"}, {head: "对象", width: 11, style: "text"},
	{head: "来源", width: 11, style: "text"}, {head: "文件", width: 26, style: "text"}, {head: "表", width: 10, style: "text"},
	{head: "行", width: 6, style: "mid"}, {head: "原始内容（表头：原值）", width: 80, style: "text"},
}

// evidence writes every row that a lead rests on, as the department wrote it.
func (b *workbook) evidence(res *screening.Result) error {
	type at struct{ lead, row int }
	var rows []at
	for i, l := range res.Leads {
		for j := range l.Evidence {
			rows = append(rows, at{i, j})
		}
	}
	return b.sheet(evidenceSheet, evidenceColumns, len(rows), func(i int) []any {
		l := res.Leads[rows[i].lead]
		e := l.Evidence[rows[i].row]
		return []any{
			rows[i].lead + 1, b.book.Rule(l.Rule).Title, b.name(l.Subject), b.book.Source(e.Source), b.text(e.File), b.text(e.Sheet), e.Row, b.raw(e),
		}
	})
}

// raw writes a row in one cell: head:value, in the order of the sheet's columns.
func (b *workbook) raw(e xunzhi.Evidence) string {
	var parts []string
	for _, h := range b.book.Headers(e) {
		v := e.Values[h]
		if !b.full {
			v = MaskCell(h, v)
		}
		parts = append(parts, h+"："+v)
	}
	return strings.Join(parts, "；")
}

var ruleColumns = []column{
	{head: "规则", width: 17, style: "text"}, {head: "领域", width: 10, style: "text"}, {head: "等级", width: 5}, {head: "状态", width: 7, style: "mid"},
	{head: "疑点数", width: 6, style: "mid"}, {head: "比对逻辑", width: 34, style: "text"}, {head: "依据", width: 26, style: "text"},
	{head: "无害情形", width: 26, style: "text"}, {head: "核查要点", width: 26, style: "text"}, {head: "主管部门", width: 10, style: "text"},
	{head: "规则编号", width: 16, style: "text"},
}

// rules writes what each rule compares, on what basis, how it goes wrong and how to verify.
func (b *workbook) rules(res *screening.Result) error {
	return b.sheet(ruleSheet, ruleColumns, len(res.Rules), func(i int) []any {
		r := res.Rules[i]
		g := xunzhi.Grade(r.Grade)
		return []any{
			r.Title, DomainName(r.Domain), excelize.Cell{StyleID: b.styles[r.Grade], Value: g.Name()}, StatusName(r.Status), r.Leads, r.Logic, r.Basis,
			numbered(r.Innocent), numbered(r.Verify), r.Verifier, r.ID,
		}
	})
}

func numbered(list []string) string {
	lines := make([]string, len(list))
	for i, s := range list {
		lines[i] = strconv.Itoa(i+1) + ". " + s
	}
	return strings.Join(lines, "\n")
}

var notRunColumns = []column{
	{head: "规则", width: 22, style: "text"}, {head: "领域", width: 12, style: "text"}, {head: "状态", width: 9, style: "mid"},
	{head: "缺少的数据", width: 34, style: "text"}, {head: "说明", width: 56, style: "text"},
}

// notRun writes the rules that gave nothing because they could not: no hits must never be read as no problem.
func (b *workbook) notRun(res *screening.Result) error {
	var rules []screening.RuleRun
	for _, r := range res.Rules {
		if r.Status != screening.Ran {
			rules = append(rules, r)
		}
	}
	return b.sheet(notRunSheet, notRunColumns, len(rules), func(i int) []any {
		r := rules[i]
		return []any{r.Title, DomainName(r.Domain), StatusName(r.Status), strings.Join(r.Missing, "、"), WhyNot(r)}
	})
}

// WhyNot says why a rule gave nothing and what to do about it. The cause of a fault is for whoever keeps the program
// going and stands in summary.json.
func WhyNot(r screening.RuleRun) string {
	switch {
	case r.Status == screening.Failed:
		return "请把 summary.json 中的出错信息交给维护人员。本规则没有结果，不等于没有问题"
	case len(r.Missing) > 0:
		return "补充“" + strings.Join(r.Missing, "”“") + "”数据后重新运行。没有结果不等于没有问题"
	}
	return "本次没有运行。没有结果不等于没有问题"
}

var qualityColumns = []column{
	{head: "序号", width: 6, style: "mid"}, {head: "问题", width: 16, style: "text"}, {head: "提供部门", width: 12, style: "text"},
	{head: "乡镇", width: 9, style: "text"}, {head: "村", width: 11, style: "text"}, {head: "说明", width: 48, style: "text"},
	{head: "位置", width: 36, style: "text"}, {head: "行数", width: 5, style: "mid"},
}

// quality writes what departments should mend in their data.
func (b *workbook) quality(res *screening.Result) error {
	return b.sheet(qualitySheet, qualityColumns, len(res.Quality), func(i int) []any {
		q := res.Quality[i]
		township, village := "", ""
		if q.Village != "" {
			township, village = b.book.Village(q.Village)
		}
		return []any{i + 1, q.Title, q.Owner, township, village, b.text(q.Explanation), b.places(q.Evidence), len(q.Evidence)}
	})
}
