package web

import (
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"xunzhi"
	"xunzhi/internal/document"
	"xunzhi/internal/document/documenttest"
	"xunzhi/internal/screening"
)

// site serves a made-up run.
type site struct {
	*testing.T
	h   http.Handler
	dir string
}

func open(t *testing.T, res *screening.Result) site {
	t.Helper()
	dir := t.TempDir()
	if err := document.Write(t.Context(), res, dir, document.Options{}); err != nil {
		t.Fatal(err)
	}
	h, err := New(dir)
	if err != nil {
		t.Fatal(err)
	}
	return site{t, h, dir}
}

func (s site) answer(method, host, target string) *http.Response {
	r := httptest.NewRequest(method, target, nil)
	r.Host = host
	w := httptest.NewRecorder()
	s.h.ServeHTTP(w, r)
	return w.Result()
}

// get gives a page that must come with this status.
func (s site) get(target string, status int) *goquery.Document {
	s.Helper()
	resp := s.answer(http.MethodGet, "127.0.0.1:8080", target)
	if resp.StatusCode != status {
		s.Fatalf("%s: status %d, want %d", target, resp.StatusCode, status)
	}
	doc, err := goquery.NewDocumentFromReader(resp.Body)
	if err != nil {
		s.Fatal(err)
	}
	return doc
}

// crawl follows every link from the overview and gives the pages by address, at most limit of them.
func (s site) crawl(limit int) map[string]*goquery.Document {
	pages, queue := map[string]*goquery.Document{}, []string{"/"}
	for len(queue) > 0 && len(pages) < limit {
		at := queue[0]
		queue = queue[1:]
		if pages[at] != nil {
			continue
		}
		pages[at] = s.get(at, http.StatusOK)
		pages[at].Find("a[href]").Each(func(_ int, a *goquery.Selection) {
			if href := a.AttrOr("href", ""); strings.HasPrefix(href, "/") {
				queue = append(queue, href)
			} else if !strings.HasPrefix(href, "#") {
				s.Errorf("%s links to %s", at, href)
			}
		})
	}
	return pages
}

func TestEveryLinkLeadsToAPageThatRunsNothing(t *testing.T) {
	for name, res := range map[string]*screening.Result{"county": documenttest.County(60), "empty": documenttest.Empty(), "zero": {}} {
		t.Run(name, func(t *testing.T) {
			pages := open(t, res).crawl(200)
			if len(pages) < 5 {
				t.Errorf("only %d pages", len(pages))
			}
			for at, page := range pages {
				checkPage(t, at, page)
			}
		})
	}
}

func checkPage(t *testing.T, at string, page *goquery.Document) {
	t.Helper()
	if n := page.Find("script, style, iframe, object, embed, img, [style]").Length(); n != 0 {
		t.Errorf("%s: %d scripts, styles or things from elsewhere", at, n)
	}
	page.Find("*").Each(func(_ int, e *goquery.Selection) {
		for _, a := range e.Nodes[0].Attr {
			if strings.HasPrefix(a.Key, "on") {
				t.Errorf("%s: %s has %s", at, goquery.NodeName(e), a.Key)
			}
		}
	})
	if page.Find("main h1").Length() != 1 || page.Find("title").Text() == "" || page.Find("html[lang=zh-CN]").Length() != 1 {
		t.Errorf("%s: heading, title or language", at)
	}
	if at != "/" && page.Find(".crumbs a[href='/']").Length() != 1 {
		t.Errorf("%s: no way back", at)
	}
	if !strings.Contains(page.Find(".local").Text(), "本页仅在本机打开") {
		t.Errorf("%s: does not say that it is for this machine only", at)
	}
	if text := page.Text(); strings.Contains(text, "ZgotmplZ") || strings.Contains(text, "<no value>") {
		t.Errorf("%s: a value is missing or was refused", at)
	}
}

func TestNoPageShowsAPersonalNumber(t *testing.T) {
	secrets := []string{"13800001234", "6217000012345678901", "13912345678"}
	for i := range 60 {
		secrets = append(secrets, documenttest.Number(i), documenttest.Number(i)[:17])
	}
	for at, page := range open(t, documenttest.County(60)).crawl(200) {
		html, err := page.Html()
		if err != nil {
			t.Fatal(err)
		}
		for _, secret := range secrets {
			if strings.Contains(html, secret) {
				t.Errorf("%s shows %s", at, secret)
			}
		}
	}
}

func TestHeadersOfEveryAnswer(t *testing.T) {
	s := open(t, documenttest.County(5))
	for _, target := range []string{"/", "/leads", "/nowhere", "/static/style.css"} {
		h := s.answer(http.MethodGet, "localhost:80", target).Header
		csp := h.Get("Content-Security-Policy")
		if !strings.Contains(csp, "default-src 'self'") || !strings.Contains(csp, "script-src 'none'") || strings.Contains(csp, "unsafe") {
			t.Errorf("%s: %s", target, csp)
		}
		if h.Get("X-Content-Type-Options") != "nosniff" || h.Get("Referrer-Policy") != "no-referrer" {
			t.Errorf("%s: %v", target, h)
		}
		if keeps := !strings.Contains(h.Get("Cache-Control"), "no-store"); keeps != strings.HasPrefix(target, "/static/") {
			t.Errorf("%s: %s", target, h.Get("Cache-Control"))
		}
	}
}

func TestOnlyThisMachineIsAnswered(t *testing.T) {
	s := open(t, documenttest.County(5))
	for host, want := range map[string]int{
		"localhost": 200, "localhost:8080": 200, "127.0.0.1": 200, "127.0.0.1:9": 200, "[::1]:8080": 200, "[::1]": 200,
		"xunzhi.example": 403, "192.168.1.5:8080": 403, "127.0.0.1.example:80": 403, "localhost.example": 403, "": 403, "0.0.0.0": 403,
	} {
		if got := s.answer(http.MethodGet, host, "/leads").StatusCode; got != want {
			t.Errorf("%q: %d, want %d", host, got, want)
		}
	}
}

func TestNothingCanBeChanged(t *testing.T) {
	s := open(t, documenttest.County(5))
	for _, method := range []string{"POST", "PUT", "DELETE", "PATCH", "OPTIONS"} {
		if got := s.answer(method, "127.0.0.1", "/leads").StatusCode; got != http.StatusMethodNotAllowed {
			t.Errorf("%s: %d", method, got)
		}
	}
	if got := s.answer("HEAD", "127.0.0.1", "/leads").StatusCode; got != 200 {
		t.Errorf("HEAD: %d", got)
	}
}

func TestWhatDoesNotExistSaysSoInChinese(t *testing.T) {
	s := open(t, documenttest.County(5))
	for target, want := range map[string]string{
		"/nowhere": "没有这个页面", "/leads/xyz": "没有编号为“xyz”的疑点", "/intake/99": "没有第 99 个文件", "/intake/x": "没有第 x 个文件",
		"/rules/none": "没有编号为“none”的规则", "/quality?owner=x": "没有这一类", "/leads/" + url.PathEscape("<b>"): "没有编号为“<b>”的疑点",
	} {
		page := s.get(target, http.StatusNotFound)
		if text := page.Find("main").Text(); !strings.Contains(text, want) {
			t.Errorf("%s: %s", target, text)
		}
		checkPage(t, target, page)
	}
	if page := s.get("/leads?min=abc", http.StatusBadRequest); !strings.Contains(page.Text(), "最低金额“abc”不是数字") {
		t.Error("a wrong amount is not explained")
	}
}

func TestStyleSheetIsServedWhole(t *testing.T) {
	s := open(t, documenttest.Empty())
	href := s.get("/", 200).Find("link[rel=stylesheet]").AttrOr("href", "")
	resp := s.answer("GET", "127.0.0.1", href)
	got, err := io.ReadAll(resp.Body)
	if err != nil || resp.StatusCode != 200 || !strings.HasPrefix(resp.Header.Get("Content-Type"), "text/css") {
		t.Fatalf("%s: %d %v", href, resp.StatusCode, err)
	}
	if want, err := staticFiles.ReadFile("static/style.css"); err != nil || string(want) != string(got) {
		t.Error("another style sheet")
	}
	if strings.Contains(string(got), "url(") || strings.Contains(string(got), "@import") {
		t.Error("the style sheet loads something")
	}
}

func TestDemonstrationDataIsMarked(t *testing.T) {
	if text := open(t, documenttest.County(5)).get("/", 200).Find(".local").Text(); !strings.Contains(text, "演示数据") {
		t.Error("made-up villages are not marked")
	}
	res := documenttest.County(5)
	res.Villages[3].Code = "410581100200"
	if text := open(t, res).get("/", 200).Find(".local").Text(); strings.Contains(text, "演示数据") {
		t.Error("a real village is marked as made up")
	}
}

func TestFileEditedByHandIsSaid(t *testing.T) {
	s := open(t, documenttest.County(5))
	if s.get("/", 200).Find(".warning").Length() != 0 {
		t.Error("untouched files are doubted")
	}
	path := filepath.Join(s.dir, document.LeadsFile)
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(strings.Replace(string(b), "死亡", "健在", 1)), 0o600); err != nil {
		t.Fatal(err)
	}
	h, err := New(s.dir)
	if err != nil {
		t.Fatal(err)
	}
	if text := (site{t, h, s.dir}).get("/", 200).Find(".warning").Text(); !strings.Contains(text, "leads.ndjson") {
		t.Errorf("warning: %q", text)
	}
}

func TestDirectoryThatHoldsNoRun(t *testing.T) {
	_, err := New(t.TempDir())
	if xunzhi.CodeOf(err) != xunzhi.CodeNotFound || !strings.Contains(err.Error(), "先运行 xunzhi screen") {
		t.Errorf("empty directory: %v", err)
	}
	for _, name := range []string{document.LeadsFile, document.SummaryFile, document.IntakeFile, document.ManifestFile} {
		dir := open(t, documenttest.County(3)).dir
		if err := os.WriteFile(filepath.Join(dir, name), []byte("{\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := New(dir); xunzhi.CodeOf(err) != xunzhi.CodeInvalid || !strings.Contains(err.Error(), name) {
			t.Errorf("%s cut off: %v", name, err)
		}
	}
}
