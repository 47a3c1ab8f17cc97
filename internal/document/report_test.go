package document

import (
	"bytes"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"xunzhi/internal/document/documenttest"
	"xunzhi/internal/screening"
)

func readReport(t *testing.T, o Options, res *screening.Result) *goquery.Document {
	t.Helper()
	doc, err := goquery.NewDocumentFromReader(bytes.NewReader(read(t, write(t, o, res), ReportFile)))
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

func TestReportIsOneFileAndRunsNothingOfTheData(t *testing.T) {
	doc := readReport(t, Options{}, documenttest.County(200))
	if n := doc.Find("script").Length(); n != 1 {
		t.Errorf("%d scripts, want the one that unfolds evidence for printing", n)
	}
	if n := doc.Find("link, img, iframe, object, embed, base, form, [src], [style]").Length(); n != 0 {
		t.Errorf("%d elements that load, send or carry a style", n)
	}
	doc.Find("a").Each(func(_ int, a *goquery.Selection) {
		href, _ := a.Attr("href")
		if !strings.HasPrefix(href, "#") || doc.Find(href).Length() != 1 {
			t.Errorf("link to %q", href)
		}
	})
	doc.Find("*").Each(func(_ int, e *goquery.Selection) {
		for _, a := range e.Nodes[0].Attr {
			if strings.HasPrefix(a.Key, "on") {
				t.Errorf("%s has %s", goquery.NodeName(e), a.Key)
			}
		}
	})
	if !strings.Contains(doc.Find("#leads").Text(), documenttest.Danger) {
		t.Error("the dangerous text is not shown as it was written")
	}
}

func TestReportHidesPersonalNumbers(t *testing.T) {
	res := documenttest.County(200)
	html := string(read(t, write(t, Options{}, res), ReportFile))
	for i := range res.Leads {
		if strings.Contains(html, documenttest.Number(i)) {
			t.Fatalf("number %d stands in the report", i)
		}
	}
	for _, secret := range []string{"13800001234", "6217000012345678901", "13912345678"} {
		if strings.Contains(html, secret) {
			t.Errorf("%s stands in the report", secret)
		}
	}
}

func TestReportAddsUp(t *testing.T) {
	res := documenttest.County(300)
	doc := readReport(t, Options{}, res)
	if got := strings.TrimSpace(doc.Find(".figures dd").First().Text()); got != "300" {
		t.Errorf("cover says %s leads", got)
	}
	for i, want := range []int{300, 300, 300} { // by rule, township, village; the last in two tables
		sum := 0
		tables := doc.Find("#totals table.counts")
		if i < 2 {
			tables = tables.Eq(i)
		} else {
			tables = tables.Slice(2, goquery.ToEnd)
		}
		tables.Find("tbody tr").Each(func(_ int, tr *goquery.Selection) {
			n, err := strconv.Atoi(tr.Find("td").First().Text())
			if err != nil {
				t.Error(err)
			}
			sum += n
		})
		if sum != want {
			t.Errorf("table %d adds up to %d", i, sum)
		}
	}
	if n := doc.Find("figure.chart svg").Length(); n != 3 {
		t.Errorf("%d charts", n)
	}
}

func TestReportShowsEachLeadWithWhatItRestsOn(t *testing.T) {
	res := documenttest.County(40)
	doc := readReport(t, Options{}, res)
	leads := doc.Find("article.lead")
	if leads.Length() != 40 {
		t.Fatalf("%d leads", leads.Length())
	}
	leads.Each(func(i int, a *goquery.Selection) {
		l := res.Leads[i]
		rows := a.Find("details .rowno[scope=row], details p.rowno, details span.rowno").Length()
		if want := min(len(l.Evidence), reportRows); rows != want {
			t.Errorf("lead %d: %d rows of evidence, want %d", i+1, rows, want)
		}
		if steps := a.Find(".path .tie").Length(); steps != len(l.Path) {
			t.Errorf("lead %d: %d ties of %d", i+1, steps, len(l.Path))
		}
		for _, want := range []string{"也可能是", "怎样核实", l.ID, "死亡登记滞后", "到户核实"} {
			if !strings.Contains(a.Text(), want) {
				t.Errorf("lead %d lacks %q", i+1, want)
			}
		}
	})
}

func TestReportSaysWhatItLeavesOut(t *testing.T) {
	doc := readReport(t, Options{ReportLeads: 10}, documenttest.County(200))
	if n := doc.Find("article.lead").Length(); n != 10 {
		t.Errorf("%d leads", n)
	}
	if text := doc.Find("#leads").Text(); !strings.Contains(text, "其余 190 个见 leads.xlsx") {
		t.Error("the rest is not mentioned")
	}
	full := readReport(t, Options{}, documenttest.County(200))
	if !regexp.MustCompile(`其余 \d+ 行见 leads\.xlsx`).MatchString(full.Find("article.lead").Text()) {
		t.Error("evidence left out is not mentioned")
	}
}

func TestReportSaysThatAHitIsAQuestionAndWhatDidNotRun(t *testing.T) {
	for name, res := range map[string]*screening.Result{"county": documenttest.County(20), "empty": documenttest.Empty()} {
		doc := readReport(t, Options{}, res)
		if !strings.Contains(doc.Find(".cover").Text(), Question) {
			t.Errorf("%s: the cover lacks the sentence", name)
		}
		for _, r := range res.Rules {
			if r.Status != screening.Ran && !strings.Contains(doc.Find("#not-run").Text(), r.Title) {
				t.Errorf("%s: %s is not listed as not run", name, r.Title)
			}
		}
		for _, m := range []string{Fingerprint(res.Manifest), res.Manifest.Snapshot, "没有结果不等于没有问题"} {
			if !strings.Contains(doc.Text(), m) {
				t.Errorf("%s lacks %s", name, m)
			}
		}
	}
	if text := readReport(t, Options{}, documenttest.Empty()).Find("main").Text(); !strings.Contains(text, "没有疑点不等于没有问题") || !strings.Contains(text, "没有读到文件") {
		t.Error("an empty run does not explain itself")
	}
}

func TestReportListsFilesAndWhyTheyWereRefused(t *testing.T) {
	text := readReport(t, Options{}, documenttest.County(5)).Find("#intake").Text()
	for _, want := range []string{"农村低保花名册2025年5月.xlsx", "低保特困花名册", "99.3%", "压缩包已损坏", "直接放入其中的表格", "97% 的内容相同", "未能识别"} {
		if !strings.Contains(text, want) {
			t.Errorf("lacks %q", want)
		}
	}
}
