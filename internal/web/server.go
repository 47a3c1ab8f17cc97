package web

import (
	"embed"
	"html/template"
	"io/fs"
	"net"
	"net/http"

	"xunzhi"
)

//go:embed templates
var templateFiles embed.FS

//go:embed static
var staticFiles embed.FS

// server answers the pages of one run.
type server struct {
	run   *run
	pages map[string]*template.Template
	style string // address of the style sheet, with its hash
	home  overview
	form  leadForm
}

// New reads the outputs of `xunzhi screen` in dir and gives the handler of their pages. The caller must listen on a
// loopback address.
func New(dir string) (http.Handler, error) {
	r, err := openRun(dir)
	if err != nil {
		return nil, err
	}
	s := &server{run: r}
	s.home, s.form = s.makeOverview(), s.makeForm()
	if err := s.loadPages(); err != nil {
		return nil, xunzhi.Errorf(xunzhi.CodeInternal, "页面模板有误").Wrap(err)
	}
	static, err := fs.Sub(staticFiles, "static")
	if err != nil {
		return nil, xunzhi.Errorf(xunzhi.CodeInternal, "缺少页面样式").Wrap(err)
	}
	mux := http.NewServeMux()
	for path, page := range s.routes() {
		mux.Handle(path, s.handle(page))
	}
	mux.Handle("/static/", http.StripPrefix("/static/", cached(http.FileServerFS(static))))
	return guard(mux, s), nil
}

// page answers one request or says what is wrong.
type page func(w http.ResponseWriter, r *http.Request) error

func (s *server) routes() map[string]page {
	return map[string]page{
		"/{$}":         s.overview,
		"/leads":       s.leadList,
		"/leads/{id}":  s.leadPage,
		"/intake":      s.intakeList,
		"/intake/{no}": s.intakeFile,
		"/rules":       s.ruleList,
		"/rules/{id}":  s.rulePage,
		"/quality":     s.quality,
		"/":            s.nowhere,
	}
}

func (s *server) nowhere(http.ResponseWriter, *http.Request) error {
	return xunzhi.Errorf(xunzhi.CodeNotFound, "没有这个页面").WithHint("从左侧目录重新进入")
}

// handle turns what a page could not do into a page that says so.
func (s *server) handle(p page) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if err := p(w, r); err != nil {
			s.fail(w, r, err)
		}
	})
}

// guard sets the headers that every answer has and refuses what no page of ours asks for.
func guard(next http.Handler, s *server) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", "default-src 'self'; script-src 'none'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'")
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Cache-Control", "no-store")
		switch {
		case !loopback(r.Host):
			s.fail(w, r, xunzhi.Errorf(xunzhi.CodeRefused, "本页只能在本机打开").WithHint("在运行巡治的电脑上用 http://127.0.0.1 打开"))
		case r.Method != http.MethodGet && r.Method != http.MethodHead:
			h.Set("Allow", "GET, HEAD")
			s.fail(w, r, xunzhi.Errorf(xunzhi.CodeUsage, "这里只能查看，不能修改"))
		default:
			next.ServeHTTP(w, r)
		}
	})
}

// loopback tells whether a browser asked for this machine by a loopback name. Without this check a page elsewhere could
// have its own name resolve to 127.0.0.1 and read the leads through the visitor's browser.
func loopback(host string) bool {
	name, _, err := net.SplitHostPort(host)
	if err != nil {
		name = host
	}
	if name == "localhost" {
		return true
	}
	if len(name) > 1 && name[0] == '[' && name[len(name)-1] == ']' {
		name = name[1 : len(name)-1]
	}
	ip := net.ParseIP(name)
	return ip != nil && ip.IsLoopback()
}

// cached lets a browser keep the style sheet: its address changes with its content.
func cached(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
		next.ServeHTTP(w, r)
	})
}
