package document

import (
	"math/rand/v2"
	"testing"

	"xunzhi"
	"xunzhi/internal/document/documenttest"
	"xunzhi/internal/screening"
)

func countyBook() (*screening.Result, *Book) {
	res := documenttest.County(60)
	return res, NewBook(res.Rules, res.Villages, res.Intake)
}

func TestPlacesWithoutNames(t *testing.T) {
	_, b := countyBook()
	for _, c := range []struct{ code, town, village string }{
		{"990101100200", "合溪镇", "石板岩"}, {"990101100777", "合溪镇", "990101100777"}, {"990199100200", "990199100", "990199100200"}, {"", NoPlace, NoPlace}, {"12", NoPlace, "12"},
	} {
		if town, village := b.Village(c.code); town != c.town || village != c.village {
			t.Errorf("%q: %s %s", c.code, town, village)
		}
	}
}

func TestColumnNumber(t *testing.T) {
	for in, want := range map[string]int{"A": 1, "Z": 26, "AA": 27, "XFD": 16384, "": 0} {
		if got := columnNumber(in); got != want {
			t.Errorf("%s: %d", in, got)
		}
	}
}

func TestTallyAndChart(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	var tally Tally
	total := xunzhi.Yuan(0)
	for range 500 {
		y := xunzhi.Yuan(r.IntN(1000))
		total += y
		k := string(rune('a' + r.IntN(26)))
		tally.Add(k, k, grades[r.IntN(4)], y)
	}
	leads, sum := 0, xunzhi.Yuan(0)
	list := tally.List()
	for i, c := range list {
		leads += c.Leads
		sum += c.Amount
		if c.Leads != c.Grades[0]+c.Grades[1]+c.Grades[2]+c.Grades[3] {
			t.Errorf("%s: grades do not add up", c.Key)
		}
		if i > 0 && list[i-1].Leads < c.Leads {
			t.Error("order")
		}
	}
	if leads != 500 || sum != total {
		t.Errorf("%d leads, %v", leads, sum)
	}
	checkChart(t, NewChart("x", list, 10), list)
}

func checkChart(t *testing.T, c Chart, list []Count) {
	t.Helper()
	if len(c.Bars) != 10 || c.More != len(list)-10 || c.Height != 10*barStep {
		t.Errorf("%d bars, %d more, %d high", len(c.Bars), c.More, c.Height)
	}
	for i, b := range c.Bars {
		end := 0.0
		for _, p := range b.Parts {
			if p.X < end-0.011 || p.X+p.Width > 100.001 {
				t.Errorf("bar %d: part %+v overlaps or stands out", i, p)
			}
			end = p.X + p.Width
		}
	}
}

func TestCountQuality(t *testing.T) {
	res, _ := countyBook()
	res.Quality = append(res.Quality, screening.QualityItem{Rule: "stale", Title: "数据过旧"})
	sum, last := 0, 1<<30
	for _, o := range CountQuality(res.Quality) {
		items := 0
		for _, k := range o.Kinds {
			items += k.Items
		}
		if items != o.Items || o.Items > last || o.Owner == "" {
			t.Errorf("%+v", o)
		}
		sum, last = sum+o.Items, o.Items
	}
	if sum != len(res.Quality) {
		t.Errorf("%d of %d", sum, len(res.Quality))
	}
}
