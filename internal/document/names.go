package document

import (
	"strconv"
	"strings"

	"xunzhi"
	"xunzhi/internal/intake"
	"xunzhi/internal/screening"
)

// Question is the sentence that stands on every paper and page that shows leads.
const Question = "命中只是疑点，不是结论。疑点可能有正当原因，须经主管部门核实、巡察机构复核；核实之前，不得据此对任何人作出处理。"

var domainNames = map[string]string{
	QualityDomain: "数据质量", "A": "社会救助", "B": "养老残疾高龄", "C": "公益岗与人员", "D": "涉农补贴", "E": "住房与医疗",
	"F": "合同与资源", "G": "资金与资产", "H": "工程采购", "J": "关联与联动",
}

// QualityDomain is the domain of rules whose hits are data-quality items.
const QualityDomain = "Q"

// DomainName gives the Chinese name of a rule's domain (A, B …).
func DomainName(id string) string { return orSelf(domainNames, id) }

var kindNames = map[string]string{
	"person": "人员", "household": "家庭", "organisation": "单位", "contract": "合同", "project": "项目", "asset": "资产资源",
	"village": "村集体", "account": "账户", "voucher": "凭证", "invoice": "发票",
}

// KindName gives the Chinese name of a subject's kind.
func KindName(kind string) string { return orSelf(kindNames, kind) }

var statusNames = map[string]string{
	intake.Loaded: "已载入", intake.Already: "此前已载入", intake.Unknown: "未能识别", intake.Refused: "拒绝载入",
	intake.EmptyFile: "没有数据行", intake.Planned: "待载入",
	screening.Ran: "已运行", screening.NotRun: "未运行", screening.Failed: "运行出错",
}

// StatusName gives the Chinese name of a file's, sheet's or rule's state.
func StatusName(status string) string { return orSelf(statusNames, status) }

func orSelf(names map[string]string, id string) string {
	if n, ok := names[id]; ok {
		return n
	}
	return id
}

// Money writes yuan with two decimals and a comma every three digits: 1,234.00. Empty stays empty, and what is no
// amount comes back as it is.
func Money(amount string) string {
	if _, ok := xunzhi.ParseYuan(amount); !ok {
		return amount
	}
	sign, digits := "", amount
	if strings.HasPrefix(digits, "-") {
		sign, digits = "-", digits[1:]
	}
	whole, cents, _ := strings.Cut(digits, ".")
	return sign + group(whole) + "." + (cents + "00")[:2]
}

// Number writes a whole number with a comma every three digits.
func Number(n int) string {
	if n < 0 {
		return "-" + group(strconv.Itoa(-n))
	}
	return group(strconv.Itoa(n))
}

func group(digits string) string {
	if len(digits) <= 3 {
		return digits
	}
	head := (len(digits)-1)%3 + 1
	var b strings.Builder
	b.WriteString(digits[:head])
	for i := head; i < len(digits); i += 3 {
		b.WriteByte(',')
		b.WriteString(digits[i : i+3])
	}
	return b.String()
}

// Percent writes a probability with one decimal: 99.8%. What is below one never shows as 100%.
func Percent(p float64) string {
	s := strconv.FormatFloat(p*100, 'f', 1, 64)
	if p < 1 && s == "100.0" {
		return "99.9%"
	}
	return strings.TrimSuffix(s, ".0") + "%"
}

// Size writes a file's size in KB or MB.
func Size(bytes int64) string {
	if bytes < 1<<20 {
		return strconv.FormatInt((bytes+1023)/1024, 10) + " KB"
	}
	return strconv.FormatFloat(float64(bytes)/(1<<20), 'f', 1, 64) + " MB"
}

// Period writes the time that a lead covers: one day, or from – to; empty when it has no date.
func Period(first, last string) string {
	switch {
	case first == "" || first == last:
		return last
	case last == "":
		return first
	}
	return first + " 至 " + last
}
