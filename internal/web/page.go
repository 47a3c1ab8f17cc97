package web

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"html/template"
	"io/fs"
	"net/http"
	"net/url"
	"path"
	"strconv"

	"xunzhi"
	"xunzhi/internal/document"
)

// frame is what the layout reads; Body is the page's own.
type frame struct {
	Title    string
	Nav      string // entry of the navigation that is marked
	Crumbs   []crumb
	Style    string
	AsOf     string
	Run      string
	Demo     bool
	Changed  []string
	Question string
	Leads    int
	NotRun   int
	Trouble  int
	Quality  int
	Body     any
}

// crumb is one step of the way from the overview to a page; the last one has no link.
type crumb struct{ Name, Link string }

const layout = "templates/layout.html"

var funcs = template.FuncMap{"add": func(a, b int) int { return a + b }}

// loadPages parses each page with the layout and the partials that papers share, and hashes the style sheet.
func (s *server) loadPages() error {
	base, err := document.Partials(template.New("base"))
	if err != nil {
		return err
	}
	if base, err = base.Funcs(funcs).ParseFS(templateFiles, layout); err != nil {
		return err
	}
	files, err := fs.Glob(templateFiles, "templates/*.html")
	if err != nil {
		return err
	}
	s.pages = map[string]*template.Template{}
	for _, file := range files {
		if file == layout {
			continue
		}
		t, err := base.Clone()
		if err != nil {
			return err
		}
		if s.pages[path.Base(file)], err = t.ParseFS(templateFiles, file); err != nil {
			return err
		}
	}
	css, err := staticFiles.ReadFile("static/style.css")
	sum := sha256.Sum256(css)
	s.style = "/static/style.css?v=" + hex.EncodeToString(sum[:6])
	return err
}

// show writes a page. It is made whole before the first byte is sent, so that a fault never leaves half a page.
func (s *server) show(w http.ResponseWriter, status int, name string, f frame) error {
	f.Style, f.AsOf, f.Run, f.Demo, f.Changed = s.style, s.run.summary.AsOf, s.run.summary.Run, s.run.madeUp(), s.run.changed
	f.Question, f.Leads, f.Quality = document.Question, len(s.run.leads), len(s.run.quality.items)
	f.NotRun, f.Trouble = s.run.notRun(), document.CountIntake(&s.run.intake).Trouble
	var b bytes.Buffer
	if err := s.pages[name].ExecuteTemplate(&b, "layout", f); err != nil {
		return err
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Content-Length", strconv.Itoa(b.Len()))
	w.WriteHeader(status)
	_, _ = w.Write(b.Bytes()) // the reader has gone: there is nobody to tell
	return nil
}

var statuses = map[xunzhi.Code]int{
	xunzhi.CodeInvalid: http.StatusBadRequest, xunzhi.CodeNotFound: http.StatusNotFound, xunzhi.CodeConflict: http.StatusConflict,
	xunzhi.CodeRefused: http.StatusForbidden, xunzhi.CodeUsage: http.StatusMethodNotAllowed,
}

// fail shows what went wrong in the words of the error, or in general ones: causes are never shown.
func (s *server) fail(w http.ResponseWriter, _ *http.Request, err error) {
	e := &xunzhi.Error{Code: xunzhi.CodeInternal, Message: "这个页面没能打开", Hint: "重新运行 xunzhi serve 再试；如果仍然这样，请重新运行 xunzhi screen"}
	var known *xunzhi.Error
	if errors.As(err, &known) && known.Code != xunzhi.CodeInternal {
		e = known
	}
	status := statuses[e.Code]
	if status == 0 {
		status = http.StatusInternalServerError
	}
	if err := s.show(w, status, "failure.html", frame{Title: e.Message, Crumbs: []crumb{{Name: "无法打开"}}, Body: e}); err != nil {
		http.Error(w, e.Message, status)
	}
}

// link makes an address from a path and query values, leaving out empty ones: link("/leads", "grade", "red").
func link(path string, pairs ...string) string {
	v := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i+1] != "" {
			v.Set(pairs[i], pairs[i+1])
		}
	}
	if len(v) == 0 {
		return path
	}
	return path + "?" + v.Encode()
}

// pager is the way through a long list.
type pager struct {
	Page, Pages, Total, From, To int
	Prev, Next, First, Last      string
}

// paginate gives the part of total things that a page shows, and the links to the other pages. A page that does not
// exist becomes the nearest one that does.
func paginate(total, size int, q url.Values, path string) pager {
	pages := max(1, (total+size-1)/size)
	n, err := strconv.Atoi(q.Get("page"))
	if err != nil {
		n = 1
	}
	p := pager{Page: min(max(1, n), pages), Pages: pages, Total: total}
	p.From = min(total, (p.Page-1)*size)
	p.To = min(total, p.From+size)
	to := func(page int) string {
		v := url.Values{}
		for k := range q {
			v.Set(k, q.Get(k))
		}
		v.Set("page", strconv.Itoa(page))
		return path + "?" + v.Encode()
	}
	if p.Page > 1 {
		p.First, p.Prev = to(1), to(p.Page-1)
	}
	if p.Page < pages {
		p.Next, p.Last = to(p.Page+1), to(pages)
	}
	return p
}
