package sheet

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"
	"time"
)

func TestNumberAsSeen(t *testing.T) {
	for _, c := range []struct {
		f    float64
		want string
	}{
		{0, "0"}, {math.Copysign(0, -1), "0"}, {0.1 + 0.2, "0.3"}, {1234.5600000000001, "1234.56"}, {-7000.5, "-7000.5"},
		{999999999999999, "999999999999999"}, {1e15, "1E+15"}, {410521198001011234, "4.10521198001011E+17"},
		{1e20, "1E+20"}, {1e-7, "0.0000001"}, {5.55111512312578e-17, "0.0000000000000000555111512312578"}, {1e-40, "1E-40"},
		{99999999999999.95, "100000000000000"}, {math.MaxFloat64, "1.79769313486232E+308"},
	} {
		if got := string(appendNumber(nil, c.f)); got != c.want {
			t.Errorf("%g: got %s, want %s", c.f, got, c.want)
		}
	}
}

// TestNumberKeepsValue: what is shown is the stored value to 15 digits, never in another magnitude.
func TestNumberKeepsValue(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 2))
	for range 200_000 {
		f := math.Float64frombits(rnd.Uint64())
		if math.IsNaN(f) || math.IsInf(f, 0) {
			continue
		}
		if rnd.IntN(2) == 0 {
			f = math.Round(rnd.NormFloat64()*1e9) / 100 // amounts
		}
		got := string(appendNumber(nil, f))
		back, err := strconv.ParseFloat(got, 64)
		if err != nil || math.Abs(back-f) > math.Abs(f)*1e-14 {
			t.Fatalf("%v shown as %s", f, got)
		}
		if strings.ContainsAny(got, "E") != (math.Abs(f) >= 1e15 || f != 0 && math.Abs(f) < 1e-30) {
			t.Fatalf("%v shown as %s", f, got)
		}
	}
}

// TestCanonicalIsExact: a number that is taken as it stands is written exactly as it would be after parsing.
func TestCanonicalIsExact(t *testing.T) {
	rnd := rand.New(rand.NewPCG(3, 4))
	const alphabet = "0123456789000..-E+"
	taken := 0
	for range 500_000 {
		v := make([]byte, 1+rnd.IntN(17))
		for i := range v {
			v[i] = alphabet[rnd.IntN(len(alphabet))]
		}
		if !canonical(v) {
			continue
		}
		taken++
		f, err := strconv.ParseFloat(string(v), 64)
		if got := string(appendNumber(nil, f)); err != nil || got != string(v) {
			t.Fatalf("%s is taken as it stands, but parses as %s (%v)", v, got, err)
		}
	}
	if taken < 10_000 {
		t.Fatal("hardly any was taken:", taken)
	}
}

// TestEveryDay compares all days that a spreadsheet can hold with the calendar of the time package.
func TestEveryDay(t *testing.T) {
	day := time.Date(1900, 3, 1, 0, 0, 0, 0, time.UTC)
	for serial := 61; serial < lastSerial; serial++ {
		got, ok := appendDate(nil, float64(serial), style{class: styleDate}, false)
		if want := day.Format("2006-01-02"); !ok || string(got) != want {
			t.Fatalf("%d: got %s, want %s", serial, got, want)
		}
		day = day.AddDate(0, 0, 1)
	}
	for serial, want := range map[float64]string{1: "1900-01-01", 59: "1900-02-28", 60: "1900-02-29", 61: "1900-03-01"} {
		if got, _ := appendDate(nil, serial, style{class: styleDate}, false); string(got) != want {
			t.Errorf("%v: got %s, want %s", serial, got, want)
		}
	}
}

func TestNoDate(t *testing.T) {
	for _, f := range []float64{-1, 0, 0.25, 2958466, 20240131, 1e300, math.Inf(1), math.NaN()} {
		if got, ok := appendDate(nil, f, style{class: styleDate}, false); ok {
			t.Errorf("%v gave %s", f, got)
		}
	}
}

func TestFormats(t *testing.T) {
	dates := []string{`yyyy-mm-dd`, `yyyy"年"m"月"d"日";@`, `yyyy"年"m"月"`, `[$-804]yyyy"年"m"月"d"日";@`, `[DBNum1][$-804]yyyy"年"m"月"d"日";@`, `m/d/yy`, `m"月"d"日"`,
		`mmm-yy`, `e"年"m"月"`, `yyyy\-mm\-dd\ hh:mm`, `[$-F800]dddd\,\ mmmm\ dd\,\ yyyy`, `aaaa`, `yyyy/m/d h:mm AM/PM`, `[Red]yyyy.mm.dd`, `[=0]"";yyyy-mm-dd`, `d`, `mm`, `YYYY-MM-DD`, `yyyy年m月`}
	times := []string{`h:mm`, `hh:mm:ss`, `mm:ss.0`, `上午/下午h"时"mm"分"`, `h:mm AM/PM`, `[$-804]h"时"mm"分"ss"秒"`}
	elapsed := []string{`[h]:mm:ss`, `[mm]:ss`, `[s]`, `[hh]:mm`}
	plain := []string{``, `General`, `G/通用格式`, `0`, `0.00`, `#,##0.00_);[Red](#,##0.00)`, `0.00E+00`, `##0.0E+0`, `0%`, `@`, `0"days"`, `0\d`, `"yyyy-mm-dd"`, `[Yellow]0.00`, `_ ¥* #,##0.00_ ;_ ¥* -#,##0.00_ ;_ ¥* "-"??_ ;_ @_ `, `[$￥-804]#,##0.00`, `General"元"`,
		`[>=10000]0.0,"万元";0"元"`, `# ?/?`, `[DBNum2][$-804]General`, `0.0_ `, `"单位:d"0`}
	for class, codes := range map[styleClass][]string{styleDate: dates, styleTime: times, styleElapsed: elapsed, stylePlain: plain} {
		for _, code := range codes {
			if got := parseFormat(code); got.class != class {
				t.Errorf("%s: got class %d, want %d", code, got.class, class)
			}
		}
	}
	if got := parseFormat("000000"); got != (style{pad: 6}) {
		t.Error(got)
	}
}

// FuzzFormat: no format text is slow or breaks the reader.
func FuzzFormat(f *testing.F) {
	for _, s := range []string{`yyyy"年"m"月"`, `[h]:mm`, `\`, `"`, `[`, `*`, `_`, "a\\\xff", `;;;@`} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, code string) { parseFormat(code) })
}

func ExampleKind() {
	fmt.Println(string(appendNumber(nil, 410521198001011234)))
	// Output: 4.10521198001011E+17
}
