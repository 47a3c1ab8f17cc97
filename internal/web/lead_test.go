package web

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
	"github.com/google/go-cmp/cmp"

	"xunzhi"
	"xunzhi/internal/document"
	"xunzhi/internal/document/documenttest"
)

// ids gives the ids of the leads that a list shows, over all its pages.
func (s site) ids(target string) []string {
	s.Helper()
	var list []string
	for target != "" {
		page := s.get(target, 200)
		page.Find("table.list .what a").Each(func(_ int, a *goquery.Selection) {
			list = append(list, strings.TrimPrefix(a.AttrOr("href", ""), "/leads/"))
		})
		target = page.Find(".pager a[rel=next]").AttrOr("href", "")
	}
	return list
}

func idsOf(leads []xunzhi.Lead) []string {
	var list []string
	for _, l := range leads {
		list = append(list, l.ID)
	}
	return list
}

func TestPagesShowEveryLeadOnceInOrder(t *testing.T) {
	res := documenttest.County(333)
	s := open(t, res)
	if diff := cmp.Diff(idsOf(res.Leads), s.ids("/leads")); diff != "" {
		t.Error(diff)
	}
	for page, want := range map[string]string{"0": "第 1 / 7 页", "-5": "第 1 / 7 页", "7": "第 7 / 7 页", "9999": "第 7 / 7 页", "x": "第 1 / 7 页"} {
		if got := s.get("/leads?page="+page, 200).Find(".pager b").Text(); got != want {
			t.Errorf("page %s: %s", page, got)
		}
	}
}

// TestFiltersAgreeWithAPlainLoop draws filters at random and compares the pages with a loop over the result.
func TestFiltersAgreeWithAPlainLoop(t *testing.T) {
	res := documenttest.County(250)
	s := open(t, res)
	r := rand.New(rand.NewPCG(5, 6))
	for range 60 {
		q := url.Values{}
		l := res.Leads[r.IntN(len(res.Leads))]
		for name, value := range map[string]string{
			"grade": string(l.Grade), "rule": l.Rule, "village": l.Village, "town": l.Village[:min(9, len(l.Village))],
			"min": strconv.Itoa(r.IntN(50000)), "q": l.Subject.Name,
		} {
			if r.IntN(3) == 0 {
				q.Set(name, value)
			}
		}
		var want []string
		for _, l := range res.Leads {
			if plainMatch(l, q) {
				want = append(want, l.ID)
			}
		}
		if diff := cmp.Diff(want, s.ids("/leads?"+q.Encode())); diff != "" {
			t.Fatalf("%s: %s", q.Encode(), diff)
		}
	}
}

func plainMatch(l xunzhi.Lead, q url.Values) bool {
	has := func(name string, ok bool) bool { return q.Get(name) == "" || ok }
	amount, _ := xunzhi.ParseYuan(l.Amount)
	least, _ := xunzhi.ParseYuan(q.Get("min"))
	text := strings.ToLower(fmt.Sprint(l.Subject, l.Object, l.Explanation, l.ID))
	if l.Object != nil {
		text += strings.ToLower(l.Object.Name)
	}
	words := true
	for _, w := range strings.Fields(strings.ToLower(q.Get("q"))) {
		words = words && strings.Contains(text, w)
	}
	return has("grade", string(l.Grade) == q.Get("grade")) && has("rule", l.Rule == q.Get("rule")) && has("village", l.Village == q.Get("village")) &&
		has("town", strings.HasPrefix(l.Village, q.Get("town"))) && has("min", amount >= least) && words
}

func TestLeadsWithoutAVillageCanBeFound(t *testing.T) {
	res := documenttest.County(250)
	var want []string
	for _, l := range res.Leads {
		if l.Village == "" {
			want = append(want, l.ID)
		}
	}
	s := open(t, res)
	for _, target := range []string{"/leads?village=none", "/leads?town=none"} {
		if diff := cmp.Diff(want, s.ids(target)); diff != "" || len(want) == 0 {
			t.Errorf("%s: %s", target, diff)
		}
	}
}

func TestSortsByAmountAndDate(t *testing.T) {
	res := documenttest.County(120)
	s := open(t, res)
	byID := map[string]xunzhi.Lead{}
	for _, l := range res.Leads {
		byID[l.ID] = l
	}
	amount := func(id string) xunzhi.Yuan { y, _ := xunzhi.ParseYuan(byID[id].Amount); return y }
	for sort, inOrder := range map[string]func(a, b string) bool{
		"amount":  func(a, b string) bool { return amount(a) >= amount(b) },
		"last":    func(a, b string) bool { return byID[a].Last >= byID[b].Last },
		"grade":   func(a, b string) bool { return byID[a].Grade.Rank() <= byID[b].Grade.Rank() },
		"village": func(a, b string) bool { return byID[a].Village <= byID[b].Village },
		"odd":     func(a, b string) bool { return byID[a].Priority >= byID[b].Priority },
	} {
		list := s.ids("/leads?sort=" + sort)
		if len(list) != len(res.Leads) {
			t.Errorf("%s: %d leads", sort, len(list))
		}
		for i := 1; i < len(list); i++ {
			if !inOrder(list[i-1], list[i]) {
				t.Fatalf("%s: %s stands before %s", sort, list[i-1], list[i])
			}
		}
	}
}

func TestGradesOnTopCountWhatTheRestOfTheFilterLeaves(t *testing.T) {
	s := open(t, documenttest.County(200))
	page := s.get("/leads?grade=red&rule=relief-vehicle", 200)
	got := strings.Fields(page.Find(".tabs").Text())
	if diff := cmp.Diff([]string{"全部", "25", "红", "0", "橙", "25", "黄", "0", "蓝", "0"}, got); diff != "" {
		t.Error(diff)
	}
	if text := page.Find(".empty").Text(); !strings.Contains(text, "没有符合条件的疑点") {
		t.Errorf("empty list says %q", text)
	}
	if page.Find("select[name=rule] option[selected]").AttrOr("value", "") != "relief-vehicle" {
		t.Error("the form forgets what was chosen")
	}
}

func TestLeadPageShowsWhatItRestsOn(t *testing.T) {
	res := documenttest.County(120)
	s := open(t, res)
	for i, l := range res.Leads {
		page := s.get("/leads/"+l.ID, 200)
		main := page.Find("main")
		if rows := main.Find(".sheet .rowno[scope=row], .sheet p.rowno, .sheet span.rowno").Length(); rows != len(l.Evidence) {
			t.Errorf("%s: %d rows of evidence, want %d", l.ID, rows, len(l.Evidence))
		}
		if main.Find(".path .tie").Length() != len(l.Path) || main.Find(".parts tbody tr").Length() != len(l.Parts) {
			t.Errorf("%s: path or parts", l.ID)
		}
		for _, want := range []string{"不是结论", "也可能是", "怎样核实", l.Evidence[0].File, "第 " + strconv.Itoa(i+1)} {
			if !strings.Contains(main.Text(), want) {
				t.Errorf("%s lacks %q", l.ID, want)
			}
		}
	}
}

func TestRankWithoutAPartIsCountedOverAllLeads(t *testing.T) {
	res := documenttest.County(90)
	s := open(t, res)
	for _, l := range res.Leads {
		var got, want []string
		s.get("/leads/"+l.ID, 200).Find(".parts tbody tr").Each(func(_ int, tr *goquery.Selection) { got = append(got, tr.Find("td").Last().Text()) })
		for _, p := range l.Parts {
			rank := 1
			for _, o := range res.Leads {
				if o.ID != l.ID && o.Priority > l.Priority/p.Value {
					rank++
				}
			}
			want = append(want, strconv.Itoa(rank))
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("%s: %s", l.ID, diff)
		}
	}
}

func TestOtherLeadsOfTheSameSubjectAreListed(t *testing.T) {
	res := documenttest.County(30)
	for i := range 25 {
		res.Leads[i].Subject = xunzhi.Subject{Kind: "person", Key: documenttest.Number(1), Name: "王大"}
	}
	s := open(t, res)
	page := s.get("/leads/"+res.Leads[3].ID, 200)
	if n := page.Find("table.list tbody tr").Length(); n != sameShow || !strings.Contains(page.Text(), "另有 4 个") {
		t.Errorf("%d others", n)
	}
	if page.Find(`table.list a[href="/leads/`+res.Leads[3].ID+`"]`).Length() != 0 {
		t.Error("the lead lists itself")
	}
	if n := s.get("/leads/"+res.Leads[28].ID, 200).Find("table.list").Length(); n != 0 {
		t.Error("a lead that stands alone lists others")
	}
}

func TestFilterSurvivesPagingAndIsEscaped(t *testing.T) {
	s := open(t, documenttest.County(300))
	q := url.Values{"q": {documenttest.Danger}}
	page := s.get("/leads?"+q.Encode(), 200)
	if got := page.Find("input[name=q]").AttrOr("value", ""); got != documenttest.Danger {
		t.Errorf("the form shows %q", got)
	}
	next := s.get("/leads?grade=red&sort=amount", 200).Find(".pager a[rel=next]").AttrOr("href", "")
	if v, err := url.Parse(next); err != nil || v.Query().Get("grade") != "red" || v.Query().Get("sort") != "amount" || v.Query().Get("page") != "2" {
		t.Errorf("next page is %s", next)
	}
}

func FuzzAnyAddress(f *testing.F) {
	for _, q := range []string{"", "grade=red&page=2", "min=0.5万&sort=amount", "q=王 秀&town=none", "page=-1", "min=%ff", "village=990101100200&rule=x"} {
		f.Add(q)
	}
	res := documenttest.County(40)
	dir := f.TempDir()
	if err := document.Write(f.Context(), res, dir, document.Options{}); err != nil {
		f.Fatal(err)
	}
	h, err := New(dir)
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, query string) {
		for _, path := range []string{"/leads", "/quality", "/leads/" + url.PathEscape(query), "/intake/" + url.PathEscape(query)} {
			r := httptest.NewRequest(http.MethodGet, "http://localhost/", nil)
			r.URL = &url.URL{Path: path, RawQuery: query}
			w := httptest.NewRecorder()
			h.ServeHTTP(w, r)
			if w.Code >= 500 {
				t.Errorf("%s ? %q: %d", path, query, w.Code)
			}
		}
	})
}
