package xunzhi_test

import (
	"math/rand/v2"
	"testing"

	"xunzhi"
)

func TestParseDecimalReadsWhatDepartmentsWrite(t *testing.T) {
	for s, want := range map[string]string{"7,000.00": "7000.00", "7，000.00": "7000.00", "￥7,000": "7000.00", "¥7,000": "7000.00", "人民币7,000元": "7000.00",
		"(7,000.00)": "-7000.00", "（7,000.00）": "-7000.00", "0.7万元": "7000.00", "0.7万": "7000.00", "-12.345": "-12.35", "1.005": "1.01", ".5": "0.50", "12.": "12.00",
		"1.2E+3": "1200.00", "７０００": "7000.00", "7 000": "7000.00", "0": "0.00", "1.2亿": "120000000.00", "7000元整": "7000.00"} {
		if got, ok := xunzhi.ParseYuan(s); !ok || got.String() != want {
			t.Errorf("%q: %s %v, want %s", s, got, ok, want)
		}
	}
	for _, s := range []string{"", "--", "-", "/", "无", "1.2.3", "abc", "12a", "(12", "99999999999999999999", "1E99", "."} {
		if got, ok := xunzhi.ParseYuan(s); ok {
			t.Errorf("%q: read as %s", s, got)
		}
	}
	if got, ok := xunzhi.ParseDecimal("124.9788302", xunzhi.PriceScale); !ok || xunzhi.FormatDecimal(got, xunzhi.PriceScale) != "124.978830" {
		t.Errorf("unit price %d %v", got, ok)
	}
}

func TestDecimalRoundTrip(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 8))
	for range 20_000 {
		v, scale := r.Int64N(2e15)-1e15, r.IntN(7)
		got, ok := xunzhi.ParseDecimal(xunzhi.FormatDecimal(v, scale), scale)
		if !ok || got != v {
			t.Fatalf("%d at scale %d came back as %d", v, scale, got)
		}
	}
}

func FuzzParseDecimal(f *testing.F) {
	for _, s := range []string{"7,000.00", "(1)", "0.7万元", "--", "1E3", "￥1"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		v, ok := xunzhi.ParseDecimal(s, 2)
		if !ok {
			return
		}
		if again, ok := xunzhi.ParseDecimal(xunzhi.FormatDecimal(v, 2), 2); !ok || again != v {
			t.Fatalf("%q → %d, which comes back as %d", s, v, again)
		}
	})
}

func TestParseDateReadsWhatDepartmentsWrite(t *testing.T) {
	type want struct {
		day string
		p   xunzhi.Precision
	}
	for s, w := range map[string]want{
		"20240131": {"2024-01-31", xunzhi.ToDay}, "2024-01-31": {"2024-01-31", xunzhi.ToDay}, "2024/1/31": {"2024-01-31", xunzhi.ToDay}, "2024.1.31": {"2024-01-31", xunzhi.ToDay},
		"2024年1月31日": {"2024-01-31", xunzhi.ToDay}, "2024年1月": {"2024-01-01", xunzhi.ToMonth}, "2024-01": {"2024-01-01", xunzhi.ToMonth}, "2024.01": {"2024-01-01", xunzhi.ToMonth},
		"202401": {"2024-01-01", xunzhi.ToMonth}, "二〇二四年一月": {"2024-01-01", xunzhi.ToMonth}, "二○二四年十二月三十一日": {"2024-12-31", xunzhi.ToDay}, "45322": {"2024-01-31", xunzhi.ToDay},
		"45322.5": {"2024-01-31", xunzhi.ToDay}, "20240131123000": {"2024-01-31", xunzhi.ToDay}, "2024-01-31-12.30.00.123456": {"2024-01-31", xunzhi.ToDay},
		"2024-01-31 12:30:00": {"2024-01-31", xunzhi.ToDay}, "2024-01-31T12:30:00Z": {"2024-01-31", xunzhi.ToDay}, "２０２４年１月３１日": {"2024-01-31", xunzhi.ToDay},
		"2024": {"2024-01-01", xunzhi.ToYear}, "2024年": {"2024-01-01", xunzhi.ToYear}, "2024年1月份": {"2024-01-01", xunzhi.ToMonth}, " 2024-1-5 ": {"2024-01-05", xunzhi.ToDay},
	} {
		if d, p := xunzhi.ParseDate(s); d.String() != w.day || p != w.p {
			t.Errorf("%q: %s %d, want %s %d", s, d, p, w.day, w.p)
		}
	}
	for _, s := range []string{"长期", "至今", "永久"} {
		if _, p := xunzhi.ParseDate(s); p != xunzhi.OpenEnded {
			t.Errorf("%q: %d", s, p)
		}
	}
	for _, s := range []string{"", "无", "2024-02-30", "2024-13", "2023-02-29", "20241301", "123", "合同", "2024号文件", "99999", "1-2", "2024年度第3批"} {
		if d, p := xunzhi.ParseDate(s); p != xunzhi.NoDate {
			t.Errorf("%q: read as %s %d", s, d, p)
		}
	}
}

func TestDatesAndMonthsAgree(t *testing.T) {
	for d := xunzhi.DateOf(1899, 12, 25); d < xunzhi.DateOf(2101, 1, 5); d++ {
		m := d.Month()
		if d < m.First() || d > m.Last() {
			t.Fatalf("%s lies outside its month %s", d, m)
		}
		if got, p := xunzhi.ParseDate(d.String()); got != d || p != xunzhi.ToDay {
			t.Fatalf("%s comes back as %s", d, got)
		}
	}
}

func TestMonthSpans(t *testing.T) {
	m := func(mm int) xunzhi.Month { return xunzhi.MonthOf(2024, mm) }
	a, b := xunzhi.MonthSpan{From: m(1), To: m(3)}, xunzhi.MonthSpan{From: m(3), To: m(5)}
	if got, ok := a.Overlap(b); !ok || got.Months() != 1 {
		t.Errorf("closed spans share the month in which one ends and the other begins: %v %v", got, ok)
	}
	if _, ok := a.Overlap(xunzhi.MonthSpan{From: m(4), To: m(5)}); ok {
		t.Error("spans without a common month overlap")
	}
	r := rand.New(rand.NewPCG(9, 10))
	for range 2000 {
		x := xunzhi.MonthSpan{From: xunzhi.Month(r.IntN(40)), To: xunzhi.Month(r.IntN(40))}
		y := xunzhi.MonthSpan{From: xunzhi.Month(r.IntN(40)), To: xunzhi.Month(r.IntN(40))}
		both := 0
		for k := range xunzhi.Month(40) {
			if x.Contains(k) && y.Contains(k) {
				both++
			}
		}
		if o, _ := x.Overlap(y); o.Months() != both {
			t.Fatalf("%v and %v share %d months, not %d", x, y, both, o.Months())
		}
	}
}

func FuzzParseDate(f *testing.F) {
	for _, s := range []string{"20240131", "二〇二四年一月", "45322", "长期", "2024-01-31-12.30.00.123456", "十", "一十"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		d, p := xunzhi.ParseDate(s)
		if p == xunzhi.NoDate || p == xunzhi.OpenEnded {
			return
		}
		if again, q := xunzhi.ParseDate(d.String()); again != d || q != xunzhi.ToDay {
			t.Fatalf("%q → %s, which comes back as %s", s, d, again)
		}
	})
}

func TestPolicyByDate(t *testing.T) {
	day := func(y int) xunzhi.Date { return xunzhi.DateOf(y, 1, 1) }
	p, err := xunzhi.NewPolicy([]xunzhi.PolicyValue{{Key: "k", Values: []string{"2"}, From: day(2024), To: xunzhi.PolicyEnd}, {Key: "k", Values: []string{"1"}, From: xunzhi.PolicyStart, To: day(2024) - 1}})
	if err != nil {
		t.Fatal(err)
	}
	for d, want := range map[xunzhi.Date]string{day(2000): "1", day(2024) - 1: "1", day(2024): "2", day(2030): "2"} {
		if v, ok := p.At("k", d); !ok || v.Values[0] != want {
			t.Errorf("%s: %v, want %s", d, v, want)
		}
	}
	if _, ok := p.At("other", day(2024)); ok {
		t.Error("an unknown key has a value")
	}
	if _, err := xunzhi.NewPolicy([]xunzhi.PolicyValue{{Key: "k", From: day(2025), To: day(2024)}}); err == nil {
		t.Error("an entry that ends before it begins was taken")
	}
}

func TestErrorSaysWhatToDo(t *testing.T) {
	err := xunzhi.Errorf(xunzhi.CodeInvalid, "第 %d 行读不懂", 7).WithHint("请改成日期")
	if err.Error() != "第 7 行读不懂。请改成日期" || xunzhi.CodeOf(err) != xunzhi.CodeInvalid {
		t.Error(err)
	}
}
