// Package documenttest makes up results of screening for the tests of papers and pages: long names, dangerous texts,
// wide rows, rules that could not run, refused files. Every person number has an area code that does not exist.
//
// What is not here: files of departments (see synth) and any judgement of what a lead is.
package documenttest

import (
	"fmt"
	"math/rand/v2"
	"slices"

	"xunzhi"
	"xunzhi/internal/intake"
	"xunzhi/internal/screening"
)

// Danger is a text that a page or sheet must show and never run.
const Danger = `<script>alert("x")</script><img src=x onerror=alert(1)>&'`

// Formula is a text that a spreadsheet must not take for a formula.
const Formula = `=HYPERLINK("http://example.invalid","点我")`

// Number makes a valid person number of the n-th made-up person.
func Number(n int) string {
	s := fmt.Sprintf("990101%04d%02d%02d%03d", 1940+n%60, n%12+1, n%28+1, n%1000)
	return s + string(xunzhi.IDCheckChar(s))
}

// Empty is a run over a directory without files: every rule is not run, and there is not a lead.
func Empty() *screening.Result {
	res := County(0)
	res.Leads, res.Quality, res.Villages = nil, nil, nil
	res.Intake = &intake.Report{Files: []intake.FileReport{}}
	for i := range res.Rules {
		res.Rules[i].Status, res.Rules[i].Missing, res.Rules[i].Leads = screening.NotRun, []string{"低保特困花名册"}, 0
	}
	return res
}

// County is a run over a made-up county of 60 villages with n leads; the same n gives the same result.
func County(n int) *screening.Result {
	rules := ruleRuns()
	res := &screening.Result{AsOf: xunzhi.DateOf(2025, 6, 30), Rules: rules, Villages: villages(), Intake: report(), Manifest: manifest()}
	c := &county{rand.New(rand.NewPCG(1, 2)), res}
	for i := range n {
		res.Leads = append(res.Leads, c.lead(i))
	}
	slices.SortStableFunc(res.Leads, func(a, b xunzhi.Lead) int {
		switch {
		case a.Priority > b.Priority:
			return -1
		case a.Priority < b.Priority:
			return 1
		}
		return 0
	})
	res.Quality = c.quality(n / 4)
	for _, r := range rules {
		if r.Status != screening.Ran {
			res.Manifest.NotRun = append(res.Manifest.NotRun, r)
		}
	}
	return res
}

type county struct {
	*rand.Rand
	res *screening.Result
}

var surnames = []string{"王", "李", "张", "刘", "陈", "杨", "赵", "黄", "周", "吴", "欧阳"}
var givens = []string{"建国", "秀英", "桂兰", "志强", "玉梅", "海生", "春花", "铁柱", "文静", "保林"}

func (c *county) name() string {
	return surnames[c.IntN(len(surnames))] + givens[c.IntN(len(givens))]
}

func villages() []screening.Village {
	towns := []string{"合溪镇", "东岭镇", "河顺镇", "任村乡", "桂林街道办事处", "横水镇"}
	names := []string{"石板岩", "三亩地", "下庄", "庙荒", "西坡", "红旗", "北小庄", "南关社区居民委员会", "止方", "牛窑沟"}
	var list []screening.Village
	for t, town := range towns {
		for v, name := range names {
			list = append(list, screening.Village{Code: fmt.Sprintf("990101%03d%03d", 100+t, 200+v), Township: town, Name: name})
		}
	}
	return list
}

func ruleRuns() []screening.RuleRun {
	verify := []string{"到户核实是否健在,查看户口簿和死亡证明", "查发放台账和银行回单,确认资金是否已退回"}
	innocent := []string{"死亡登记滞后,停发手续正在办理", "多发资金已经退回,退回记录未录入"}
	basis := "《社会救助暂行办法》第十三条;《最低生活保障审核确认办法》第三十条"
	mk := func(id, title, domain, grade, verifier string) screening.RuleRun {
		return screening.RuleRun{ID: id, Title: title, Domain: domain, Grade: grade, Status: screening.Ran, Logic: title + ":按月份闭区间比对,超过宽限月数仍有记录。", Basis: basis, Verify: verify, Verifier: verifier, Innocent: innocent}
	}
	list := []screening.RuleRun{
		mk("relief-after-death", "死亡后仍领低保特困", "A", "red", "民政局"), mk("relief-vehicle", "低保户名下有机动车", "A", "orange", "民政局"),
		mk("pension-double", "职工与居民养老重复领取", "B", "red", "人力资源和社会保障局"), mk("post-overage", "公益岗超龄", "C", "yellow", "人力资源和社会保障局"),
		mk("subsidy-over-area", "补贴面积大于确权面积", "D", "yellow", "农业农村局"), mk("contract-related", "承包方为村干部、近亲属或其企业", "F", "orange", "农村集体三资管理服务中心"),
		mk("contract-overdue", "承包款逾期", "F", "red", "农村集体三资管理服务中心"), mk("bid-rotation", "轮流中标", "H", "blue", "公共资源交易中心"),
		mk("relief-prison", "服刑期间领低保", "A", "red", "民政局"), mk("medical-overlap", "同一人两家医院住院时间重叠", "E", "yellow", "医疗保障局"),
	}
	list[8].Status, list[8].Missing = screening.NotRun, []string{"服刑人员"}
	list[9].Status, list[9].Error = screening.Failed, "比对超时"
	return list
}

func manifest() screening.Manifest {
	return screening.Manifest{
		Program: "xunzhi 0.1.0", AsOf: "2025-06-30", Snapshot: "5f1d2c3b4a596877", Batches: []string{"b1", "b2"}, Links: "l1", Policy: "p1", Engine: "duckdb 1.5",
		Files: map[string]string{"农村低保花名册2025年5月.xlsx": "aa", "死亡人口.csv": "bb"}, Rules: map[string]string{"relief-after-death": "cc"},
	}
}

func (c *county) lead(i int) xunzhi.Lead {
	r := &c.res.Rules[i%8]
	r.Leads++
	v := c.res.Villages[c.IntN(len(c.res.Villages))]
	number, name := Number(i), c.name()
	yuan := xunzhi.Yuan(c.IntN(5000000))
	l := xunzhi.Lead{
		ID: fmt.Sprintf("%016x", 0x9e3779b97f4a7c15*uint64(i+1)), Rule: r.ID, Grade: xunzhi.Grade(r.Grade), Village: v.Code,
		Subject: xunzhi.Subject{Kind: "person", Key: number, Name: name}, Amount: yuan.String(), First: "2024-09-01", Last: "2025-05-01",
		Confidence: 1 - float64(c.IntN(4))*0.002, Explanation: name + "(" + number + ")2024-08-12死亡,2024-09至2025-05仍发放9笔,合计" + yuan.String() + "元",
		Parts: []xunzhi.Part{{Name: "规则精度", Value: 0.6}, {Name: "等级", Value: float64(5 - xunzhi.Grade(r.Grade).Rank())}, {Name: "金额", Value: 1 + c.Float64()}, {Name: "其他佐证", Value: 1}},
	}
	l.Priority = 1
	for _, p := range l.Parts {
		l.Priority *= p.Value
	}
	for k := range 1 + c.IntN(6) {
		l.Evidence = append(l.Evidence, reliefRow(17+i+k, v, name, number))
	}
	l.Evidence = append(l.Evidence, xunzhi.Evidence{Source: "death", File: "死亡人口.csv", Row: i + 2, Values: map[string]string{"姓名": name, "身份证号": number, "死亡日期": "2024.8.12", "来源": "户籍注销"}})
	c.dress(i, &l)
	return l
}

func reliefRow(row int, v screening.Village, name, number string) xunzhi.Evidence {
	return xunzhi.Evidence{Source: "relief", File: "农村低保花名册2025年5月.xlsx", Sheet: v.Township, Row: row, Values: map[string]string{
		"村": v.Name, "户主姓名": name, "身份证号码": number, "月保障金额": "7,00.00", "银行账号": "6217000012345678901", "备注": "", "联系电话": "13800001234",
	}}
}

// dress gives some leads what real ones have now and then.
func (c *county) dress(i int, l *xunzhi.Lead) {
	switch {
	case l.Rule == "contract-related":
		l.Subject = xunzhi.Subject{Kind: "contract", Key: fmt.Sprintf("HX-HT-2023-%04d", i)}
		l.Object = &xunzhi.Subject{Kind: "organisation", Key: "91990101MA3X4ABC0D", Name: "太行山区生态农业综合开发与乡村旅游服务专业合作社联合社有限责任公司"}
		l.Path = []xunzhi.PathStep{{From: "张海生(村党支部书记)", Tie: "配偶", To: "李秀英"}, {From: "李秀英", Tie: "股东(30%)", To: "太行山区生态农业综合开发与乡村旅游服务专业合作社联合社有限责任公司"}}
		l.Explanation = "合同由太行山区生态农业综合开发与乡村旅游服务专业合作社联合社有限责任公司承包,未见公开竞价记录"
		l.Evidence = append(l.Evidence, wideRow(i))
	case i%37 == 5:
		l.Subject.Name, l.Explanation = Danger, "说明里有 "+Danger
		l.Evidence[0].Values["备注"], l.Evidence[0].Values["村"] = Danger, Formula
	case i%41 == 6:
		l.Village, l.Amount, l.First, l.Last = "", "", "", ""
	case i%43 == 7:
		l.Village = "990101999299"
		l.Evidence = append(l.Evidence, slices.Repeat(l.Evidence[:1], 60)...)
	}
}

func wideRow(i int) xunzhi.Evidence {
	values := map[string]string{}
	for k, h := range []string{"合同编号", "村", "资源名称", "类别", "面积(亩)", "承包方", "证件号", "联系电话", "签订日期", "起始", "终止", "年承包金", "合同总额", "已收", "欠缴", "是否公开竞价", "会议日期"} {
		values[h] = fmt.Sprintf("值%d", k+i)
	}
	values["联系电话"], values["证件号"] = "13912345678", Number(i)
	return xunzhi.Evidence{Source: "contract", File: "三资/合同台账(2019-2025年)最终版-修改3.xls", Sheet: "Sheet1", Row: i + 4, Values: values}
}

func (c *county) quality(n int) []screening.QualityItem {
	owners := []string{"民政局", "公安局", "农业农村局"}
	kinds := [][2]string{{"id-invalid", "证件号码无效"}, {"id-corrupted", "证件号码被表格软件截断"}, {"duplicate-row", "重复行"}}
	var list []screening.QualityItem
	for i := range n {
		k := kinds[i%3]
		v := c.res.Villages[i%len(c.res.Villages)]
		list = append(list, screening.QualityItem{Rule: k[0], Title: k[1], Owner: owners[c.IntN(3)], Village: v.Code, Explanation: "第" + fmt.Sprint(i) + "行号码" + Number(i)[:17] + "少一位", Evidence: []xunzhi.Evidence{reliefRow(i+3, v, c.name(), Number(i)[:17])}})
	}
	if n > 0 {
		list[0].Explanation = Danger
	}
	return list
}
