package web

import (
	"context"
	"net/http/httptest"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"xunzhi/internal/document/documenttest"
)

// chromium finds Debian's browser, which make test installs. Without one the test fails: pages that no browser has
// opened are not tested.
func chromium(t *testing.T) string {
	t.Helper()
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	t.Fatal("no Chromium on this machine: make test installs it")
	return ""
}

// browser opens a tab on a screen of that width.
func browser(t *testing.T, width int64) context.Context {
	t.Helper()
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(chromium(t)), chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.Flag("disable-background-networking", true), chromedp.Flag("disable-component-update", true), chromedp.UserDataDir(t.TempDir()))
	ctx, cancel := chromedp.NewExecAllocator(t.Context(), options...)
	t.Cleanup(cancel)
	ctx, cancel = chromedp.NewContext(ctx)
	t.Cleanup(cancel)
	ctx, cancel = context.WithTimeout(ctx, 90*time.Second)
	t.Cleanup(cancel)
	if err := chromedp.Do(ctx, chromedp.EmulateViewport(width, 900)); err != nil {
		t.Fatal(err)
	}
	return ctx
}

// TestPagesFitTheirScreens opens every kind of page on a desk and on a phone: nothing may stick out sideways.
func TestPagesFitTheirScreens(t *testing.T) {
	srv := httptest.NewServer(open(t, documenttest.County(60)).h)
	t.Cleanup(srv.Close)
	for _, width := range []int64{1440, 390} {
		ctx := browser(t, width)
		for _, path := range []string{"/", "/leads", "/leads?grade=red", "/leads?q=%E6%97%A0%E6%AD%A4%E4%BA%BA", "/intake", "/rules", "/quality"} {
			fits(t, ctx, srv.URL+path, width)
		}
		fits(t, ctx, srv.URL+firstLead(t, ctx, srv.URL), width)
	}
}

func fits(t *testing.T, ctx context.Context, url string, width int64) {
	t.Helper()
	if err := chromedp.Do(ctx, chromedp.Navigate(url)); err != nil {
		t.Fatalf("%s: %v", url, err)
	}
	over, err := chromedp.Run(ctx, chromedp.Evaluate[int64](`document.documentElement.scrollWidth - window.innerWidth`))
	if err != nil {
		t.Fatalf("%s: %v", url, err)
	}
	heading, err := chromedp.Run(ctx, chromedp.Text("h1"))
	if err != nil {
		t.Fatalf("%s: %v", url, err)
	}
	if over > 0 || strings.TrimSpace(heading) == "" {
		t.Errorf("%s at %d px: %d px too wide, heading %q", url, width, over, heading)
	}
}

// firstLead follows the list as a person does: filter by grade, then open the first lead.
func firstLead(t *testing.T, ctx context.Context, base string) string {
	t.Helper()
	const link = `main table a[href^="/leads/"]`
	if err := chromedp.Do(ctx, chromedp.Navigate(base+"/leads"), chromedp.Click(`a[href="/leads?grade=red"]`), chromedp.WaitVisible(link)); err != nil {
		t.Fatal(err)
	}
	path, err := chromedp.Run(ctx, chromedp.AttributeValue(link, "href"))
	if err != nil || !path.Exists {
		t.Fatalf("no lead to open: %v", err)
	}
	return path.Value
}
