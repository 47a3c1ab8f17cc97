package xunzhi

import (
	"math"
	"strconv"
	"strings"
)

// Yuan is money in fen (1/100 yuan), Price a unit price in 1/1,000,000 yuan, Mu an area in 1/10,000 mu. All are exact;
// no amount is ever a float.
type (
	Yuan  int64
	Price int64
	Mu    int64
)

// The number of decimal places that each kind keeps.
const (
	YuanScale  = 2
	PriceScale = 6
	MuScale    = 4
)

// String gives 1234.00.
func (y Yuan) String() string { return FormatDecimal(int64(y), YuanScale) }

// String gives 124.978830.
func (p Price) String() string { return FormatDecimal(int64(p), PriceScale) }

// String gives 3.5000.
func (m Mu) String() string { return FormatDecimal(int64(m), MuScale) }

// FormatDecimal writes v/10^scale with exactly scale decimals.
func FormatDecimal(v int64, scale int) string {
	neg := v < 0
	u := uint64(v)
	if neg {
		u = -u
	}
	s := strconv.FormatUint(u, 10)
	if len(s) <= scale {
		s = strings.Repeat("0", scale+1-len(s)) + s
	}
	if scale > 0 {
		s = s[:len(s)-scale] + "." + s[len(s)-scale:]
	}
	if neg {
		s = "-" + s
	}
	return s
}

// ParseYuan reads an amount as departments write it; see [ParseDecimal].
func ParseYuan(s string) (Yuan, bool) { v, ok := ParseDecimal(s, YuanScale); return Yuan(v), ok }

// ParseDecimal reads a number as departments write it into v = number × 10^scale, rounding half away from zero:
// 7,000.00 7，000.00 ￥7,000 人民币7,000元 (7,000.00) for a negative one, 0.7万元, 1.2E+3. Texts for nothing (--, -, /,
// 无) and everything else are ok = false, as is what does not fit 63 bits.
func ParseDecimal(s string, scale int) (v int64, ok bool) {
	if v, ok := plainDecimal(s, scale); ok {
		return v, true
	}
	if len(s) > 64 || !hasDigit(s) { // names and remarks come this way too, and most of a table is those
		return 0, false
	}
	s = strings.TrimSpace(foldWidth(s))
	neg := false
	if strings.HasPrefix(s, "(") && strings.HasSuffix(s, ")") {
		neg, s = true, s[1:len(s)-1]
	}
	for _, p := range []string{"人民币", "RMB", "CNY", "￥", "¥", "$", "约"} {
		s = strings.TrimSpace(strings.TrimPrefix(s, p))
	}
	shift := 0
	s = strings.TrimSpace(strings.TrimSuffix(s, "整"))
	s = strings.TrimSpace(strings.TrimSuffix(s, "圆"))
	for _, u := range []string{"元", "亩", "平方米", "㎡"} {
		s = strings.TrimSpace(strings.TrimSuffix(s, u))
	}
	switch {
	case strings.HasSuffix(s, "亿"):
		shift, s = 8, strings.TrimSuffix(s, "亿")
	case strings.HasSuffix(s, "万"):
		shift, s = 4, strings.TrimSuffix(s, "万")
	}
	if strings.ContainsAny(s, separators) {
		s = strings.Map(func(r rune) rune {
			if strings.ContainsRune(separators, r) {
				return -1
			}
			return r
		}, s)
	}
	if e := strings.IndexAny(s, "eE"); e > 0 {
		x, err := strconv.Atoi(s[e+1:])
		if err != nil || x > 18 || x < -18 {
			return 0, false
		}
		shift, s = shift+x, s[:e]
	}
	v, ok = plainDecimal(s, scale+shift)
	if neg {
		v = -v
	}
	return v, ok
}

// separators stand between the digits of an amount and mean nothing.
const separators = ",、' "

// hasDigit tells whether s holds a digit of either width.
func hasDigit(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] >= '0' && s[i] <= '9' || s[i] == 0xEF { // full-width forms begin with 0xEF
			return true
		}
	}
	return false
}

// plainDecimal reads [+-]digits[.digits] times 10^scale.
func plainDecimal(s string, scale int) (int64, bool) {
	i, neg := 0, false
	if i < len(s) && (s[i] == '-' || s[i] == '+') {
		neg = s[i] == '-'
		i++
	}
	var v uint64
	digits, frac, point, up := 0, 0, false, false
	for ; i < len(s); i++ {
		c := s[i]
		if c == '.' && !point {
			point = true
			continue
		}
		if c < '0' || c > '9' {
			return 0, false
		}
		digits++
		if point {
			frac++
			if frac > scale {
				if frac == scale+1 {
					up = c >= '5'
				}
				continue
			}
		}
		if v > (math.MaxInt64-9)/10 {
			return 0, false
		}
		v = v*10 + uint64(c-'0')
	}
	if digits == 0 {
		return 0, false
	}
	for k := min(frac, max(scale, 0)); k < scale; k++ {
		if v > math.MaxInt64/10 {
			return 0, false
		}
		v *= 10
	}
	for k := scale; k < 0; k++ { // more decimals than are kept
		up = v%10 >= 5
		v /= 10
	}
	if up {
		v++
	}
	r := int64(v)
	if neg {
		r = -r
	}
	return r, true
}
