package web

import (
	"strconv"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"xunzhi/internal/document/documenttest"
	"xunzhi/internal/screening"
)

func TestOverviewAddsUpAndLinksToItsLeads(t *testing.T) {
	s := open(t, documenttest.County(160))
	page := s.get("/", 200)
	if got := page.Find(".figures .all b").Text(); got != "160" {
		t.Errorf("%s leads", got)
	}
	for table := range 2 { // by rule, by township
		sum := 0
		page.Find("table.counts").Eq(table).Find("tbody tr").Each(func(_ int, tr *goquery.Selection) {
			n, err := strconv.Atoi(tr.Find("td").First().Text())
			if err != nil {
				t.Error(err)
			}
			sum += n
			link := tr.Find("a").AttrOr("href", "")
			if got := s.get(link, 200).Find(".tabs a b").First().Text(); got != strconv.Itoa(n) {
				t.Errorf("%s shows %s leads, the overview says %d", link, got, n)
			}
		})
		if sum != 160 {
			t.Errorf("table %d adds up to %d", table, sum)
		}
	}
	if page.Find("figure.chart svg").Length() != 2 || page.Find(".list tbody tr").Length() != 10 {
		t.Error("charts or first leads are missing")
	}
	for _, want := range []string{"未运行 2 条", "没有结果不等于没有问题", "2 个文件未载入", "1,204,311 行"} {
		if !strings.Contains(page.Find("main").Text(), want) {
			t.Errorf("lacks %q", want)
		}
	}
}

func TestEmptyRunExplainsItself(t *testing.T) {
	s := open(t, documenttest.Empty())
	for target, want := range map[string]string{
		"/": "没有疑点不等于没有问题", "/leads": "没有疑点不等于没有问题", "/intake": "没有读到文件", "/quality": "没有发现数据质量问题", "/rules": "没有结果不等于没有问题",
	} {
		if text := s.get(target, 200).Find("main").Text(); !strings.Contains(text, want) {
			t.Errorf("%s: %s", target, text)
		}
	}
}

func TestIntakeTellsHowEachFileWasRead(t *testing.T) {
	s := open(t, documenttest.County(5))
	list := s.get("/intake", 200)
	if first, second := list.Find("table.files").Eq(0).Find("tbody tr").Length(), list.Find("table.files").Eq(1).Find("tbody tr").Length(); first != 2 || second != 3 {
		t.Errorf("%d files not loaded, %d loaded", first, second)
	}
	for no, wants := range map[int][]string{
		1: {"低保特困花名册", "99.3%", "惠民惠农一卡通发放明细", "表头在第 4 行", "身份证号码", "表头+内容", "D18", "请民政局核对原始档案后补齐 18 位", "其余列已用", "合计行", "隐藏的表", documenttest.Danger},
		2: {"GB18030", "死亡日期"},
		3: {"不像任何一种已知数据", "--map", "缺少必需的列：身份证号、职务"},
		4: {"压缩包已损坏", "拒绝载入"},
		5: {"未导入的列", "C 列“信访人姓名”", "D 列“联系电话”"},
	} {
		text := s.get("/intake/"+strconv.Itoa(no), 200).Find("main").Text()
		for _, want := range wants {
			if !strings.Contains(text, want) {
				t.Errorf("file %d lacks %q", no, want)
			}
		}
	}
}

func TestRulesTellWhatTheyMiss(t *testing.T) {
	res := documenttest.County(80)
	s := open(t, res)
	text := s.get("/rules", 200).Find("main").Text()
	for _, r := range res.Rules {
		if !strings.Contains(text, r.Title) {
			t.Errorf("%s is not listed", r.Title)
		}
		page := s.get("/rules/"+r.ID, 200).Find("main").Text()
		for _, want := range append(append([]string{r.Logic, r.Basis, r.Verifier}, r.Innocent...), r.Verify...) {
			if !strings.Contains(page, want) {
				t.Errorf("%s lacks %q", r.ID, want)
			}
		}
		if r.Status != screening.Ran && !strings.Contains(page, "不等于没有问题") {
			t.Errorf("%s: the silence of a rule that did not run is not explained", r.ID)
		}
	}
	if !strings.Contains(text, "补充“服刑人员”数据后重新运行") || strings.Contains(text, "比对超时") {
		t.Error("what is missing is not said, or a cause is")
	}
	if !strings.Contains(s.get("/rules/medical-overlap", 200).Find("details").Text(), "比对超时") {
		t.Error("whoever keeps the program going cannot see the cause")
	}
}

func TestHitsOfDataRulesLeadToTheirItems(t *testing.T) {
	res := documenttest.County(80)
	res.Rules = append(res.Rules, screening.RuleRun{ID: "id-invalid", Title: "证件号码无效", Domain: "Q", Status: screening.Ran, Leads: 7})
	s := open(t, res)
	for _, target := range []string{"/rules", "/rules/id-invalid"} {
		link := s.get(target, 200).Find(`main a[href^="/quality?"]`).AttrOr("href", "")
		if n := s.get(link, 200).Find("section.item").Length(); n != 7 {
			t.Errorf("%s: %s shows %d items", target, link, n)
		}
	}
}

func TestQualityListsEveryItemOfADepartment(t *testing.T) {
	res := documenttest.County(800)
	s := open(t, res)
	total := 0
	s.get("/quality", 200).Find(".card h2 a").Each(func(_ int, a *goquery.Selection) {
		target, n := a.AttrOr("href", ""), 0
		for target != "" {
			page := s.get(target, 200)
			n += page.Find("section.item").Length()
			target = page.Find(".pager a[rel=next]").AttrOr("href", "")
		}
		want := 0
		for _, q := range res.Quality {
			if q.Owner == a.Text() {
				want++
			}
		}
		if n != want {
			t.Errorf("%s: %d items, want %d", a.Text(), n, want)
		}
		total += n
	})
	if total != len(res.Quality) {
		t.Errorf("%d of %d items", total, len(res.Quality))
	}
}
