package document

import (
	"strings"
	"testing"
	"testing/quick"

	"xunzhi"
)

func TestMoney(t *testing.T) {
	for in, want := range map[string]string{"": "", "0.00": "0.00", "5": "5.00", "999.50": "999.50", "1000.00": "1,000.00", "-1234567.80": "-1,234,567.80", "不详": "不详"} {
		if got := Money(in); got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
	}
}

func TestMoneyIsTheAmountWithCommas(t *testing.T) {
	if err := quick.Check(func(y int64) bool {
		s := xunzhi.Yuan(y / 2).String()
		return strings.ReplaceAll(Money(s), ",", "") == s
	}, nil); err != nil {
		t.Error(err)
	}
}

func TestPercentNeverRoundsUpToCertain(t *testing.T) {
	for in, want := range map[float64]string{1: "100%", 0.998: "99.8%", 0.9999: "99.9%", 0.5: "50%", 0: "0%"} {
		if got := Percent(in); got != want {
			t.Errorf("%v: got %q, want %q", in, got, want)
		}
	}
}

func TestPeriod(t *testing.T) {
	for _, c := range []struct{ first, last, want string }{
		{"", "", ""}, {"2024-01-01", "2024-01-01", "2024-01-01"}, {"2024-01-01", "", "2024-01-01"}, {"", "2024-01-01", "2024-01-01"},
		{"2024-01-01", "2024-02-01", "2024-01-01 至 2024-02-01"},
	} {
		if got := Period(c.first, c.last); got != c.want {
			t.Errorf("%q %q: got %q", c.first, c.last, got)
		}
	}
}

func TestUnknownNamesShowThemselves(t *testing.T) {
	if DomainName("Z") != "Z" || KindName("ship") != "ship" || StatusName("odd") != "odd" || DomainName("A") != "社会救助" {
		t.Error("names")
	}
}

func TestSize(t *testing.T) {
	for in, want := range map[int64]string{0: "0 KB", 1: "1 KB", 2048: "2 KB", 3 << 20: "3.0 MB"} {
		if got := Size(in); got != want {
			t.Errorf("%d: got %q", in, got)
		}
	}
}
