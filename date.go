package xunzhi

import (
	"fmt"
	"strings"
	"time"
)

// Date is a civil day, in days since 1970-01-01. It has no zone and no clock.
type Date int32

// Month is a civil month: year × 12 + month − 1. The difference of two is a number of months.
type Month int32

// DateOf makes a Date; the day must exist.
func DateOf(year, month, day int) Date {
	return Date(time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC).Unix() / 86400)
}

// MonthOf makes a Month.
func MonthOf(year, month int) Month { return Month(year*12 + month - 1) }

// YMD gives year, month (1–12) and day.
func (d Date) YMD() (year, month, day int) {
	y, m, dd := time.Unix(int64(d)*86400, 0).UTC().Date()
	return y, int(m), dd
}

// Month gives the month that d lies in.
func (d Date) Month() Month { y, m, _ := d.YMD(); return MonthOf(y, m) }

// String gives 2024-01-31.
func (d Date) String() string { y, m, dd := d.YMD(); return fmt.Sprintf("%04d-%02d-%02d", y, m, dd) }

// First gives the month's first day.
func (m Month) First() Date { return DateOf(m.Year(), m.Month(), 1) }

// Last gives the month's last day.
func (m Month) Last() Date { return (m + 1).First() - 1 }

// Year gives the year.
func (m Month) Year() int { return int(m) / 12 }

// Month gives the month of the year, 1–12.
func (m Month) Month() int { return int(m)%12 + 1 }

// String gives 2024-01.
func (m Month) String() string { return fmt.Sprintf("%04d-%02d", m.Year(), m.Month()) }

// MonthSpan is a closed interval of months: both ends belong to it.
type MonthSpan struct{ From, To Month }

// Overlap gives the months that both spans hold; ok is false when there is none.
func (s MonthSpan) Overlap(o MonthSpan) (MonthSpan, bool) {
	r := MonthSpan{max(s.From, o.From), min(s.To, o.To)}
	return r, r.From <= r.To
}

// Months gives the number of months in the span, 0 when it is empty.
func (s MonthSpan) Months() int { return max(0, int(s.To-s.From)+1) }

// Contains tells whether m lies in the span.
func (s MonthSpan) Contains(m Month) bool { return s.From <= m && m <= s.To }

// Precision says how much of a date was written.
type Precision uint8

// The precisions of a written date.
const (
	NoDate    Precision = iota // not a date
	ToYear                     // 2024, 2024年
	ToMonth                    // 2024-01, 2024年1月
	ToDay                      // a day, with or without a time
	OpenEnded                  // 长期, 至今, 永久: no end
)

func validDay(y, m, d int) bool {
	if m < 1 || m > 12 || d < 1 || d > 31 {
		return false
	}
	t := time.Date(y, time.Month(m), d, 0, 0, 0, 0, time.UTC)
	return t.Day() == d
}

var openEnded = map[string]bool{"长期": true, "至今": true, "永久": true, "无固定期限": true, "长期有效": true, "今": true, "99991231": true, "9999-12-31": true, "9999/12/31": true}

// SerialDate turns a spreadsheet's day number (1900 system) into a Date. Serial 60 is the 29 February 1900 that never
// was; it and smaller ones are off by a day in every spreadsheet, as here.
func SerialDate(serial int) Date { return Date(serial - 25569) }

// ParseDate reads a date as departments write it: 20240131, 2024-01-31, 2024/1/31, 2024.1.31, 2024年1月31日, 2024年1月,
// 2024-01, 202401, 二〇二四年一月, 45322 (spreadsheet serial, 1927–2064), 2024, with a time of any form behind it, and
// 长期 and its like. A date to the month or year lies on its first day. p is NoDate for anything else; an impossible
// day is NoDate, never the day after.
func ParseDate(s string) (d Date, p Precision) {
	// fast path: 2024-01-31 and 20240131
	if len(s) == 10 && (s[4] == '-' || s[4] == '/' || s[4] == '.') && s[7] == s[4] && allDigits(s[:4]) && allDigits(s[5:7]) && allDigits(s[8:]) {
		return ymd(atoi(s[:4]), atoi(s[5:7]), atoi(s[8:]))
	}
	s = strings.TrimSpace(foldWidth(s))
	if s == "" {
		return 0, NoDate
	}
	if openEnded[s] {
		return 0, OpenEnded
	}
	s = chineseDigits(s)
	// split into digit runs
	var runs [8]string
	n, first := 0, -1
	for i := 0; i < len(s); {
		if s[i] < '0' || s[i] > '9' {
			if n == 0 {
				return 0, NoDate
			}
			i++
			continue
		}
		j := i
		for j < len(s) && s[j] >= '0' && s[j] <= '9' {
			j++
		}
		if n == len(runs) {
			break
		}
		if first < 0 {
			first = i
		}
		runs[n] = s[i:j]
		n++
		i = j
	}
	if n == 0 || first != 0 {
		return 0, NoDate
	}
	if !plausibleSeparators(s) {
		return 0, NoDate
	}
	switch len(runs[0]) {
	case 4:
		y := atoi(runs[0])
		if n == 1 {
			if y < 1900 || y > 2099 {
				return 0, NoDate
			}
			return DateOf(y, 1, 1), ToYear
		}
		if len(runs[1]) > 2 {
			return 0, NoDate
		}
		if n == 2 || monthEndsText(s) {
			return ym(y, atoi(runs[1]))
		}
		if len(runs[2]) > 2 {
			return 0, NoDate
		}
		return ymd(y, atoi(runs[1]), atoi(runs[2]))
	case 5: // spreadsheet serial, perhaps with a fraction for the time
		if n > 2 || n == 2 && s[5] != '.' {
			return 0, NoDate
		}
		v := atoi(runs[0])
		if v < 10000 || v > 60000 {
			return 0, NoDate
		}
		return SerialDate(v), ToDay
	case 6:
		if n != 1 {
			return 0, NoDate
		}
		return ym(atoi(runs[0][:4]), atoi(runs[0][4:]))
	case 8, 14, 12:
		r := runs[0]
		return ymd(atoi(r[:4]), atoi(r[4:6]), atoi(r[6:8]))
	}
	return 0, NoDate
}

func monthEndsText(s string) bool {
	return strings.HasSuffix(s, "月") || strings.HasSuffix(s, "月份")
}

// plausibleSeparators refuses texts that merely begin with digits, such as 2024号文件.
func plausibleSeparators(s string) bool {
	for _, r := range s {
		switch {
		case r >= '0' && r <= '9':
		case strings.ContainsRune("-/.:,T +Z年月日份时分秒号上下午", r):
		default:
			return false
		}
	}
	return !strings.HasPrefix(strings.TrimLeft(s, "0123456789"), "号")
}

func ymd(y, m, d int) (Date, Precision) {
	if y < 1850 || y > 2200 || !validDay(y, m, d) {
		return 0, NoDate
	}
	return DateOf(y, m, d), ToDay
}

func ym(y, m int) (Date, Precision) {
	if y < 1850 || y > 2200 || m < 1 || m > 12 {
		return 0, NoDate
	}
	return DateOf(y, m, 1), ToMonth
}

// chineseDigits turns 二〇二四年一月三十一日 into 2024年1月31日; texts without such digits come back as they are.
func chineseDigits(s string) string {
	if !strings.ContainsAny(s, "〇零一二三四五六七八九十Ｏ○") {
		return s
	}
	val := map[rune]int{'〇': 0, '零': 0, '○': 0, 'Ｏ': 0, '一': 1, '二': 2, '三': 3, '四': 4, '五': 5, '六': 6, '七': 7, '八': 8, '九': 9}
	var b strings.Builder
	rs := []rune(s)
	for i := 0; i < len(rs); {
		if _, ok := val[rs[i]]; !ok && rs[i] != '十' {
			b.WriteRune(rs[i])
			i++
			continue
		}
		j := i
		ten := -1
		for j < len(rs) {
			if rs[j] == '十' && ten < 0 {
				ten = j
			} else if _, ok := val[rs[j]]; !ok {
				break
			}
			j++
		}
		if ten < 0 {
			for ; i < j; i++ {
				b.WriteByte(byte('0' + val[rs[i]]))
			}
			continue
		}
		n := 10
		if ten > i {
			n = val[rs[ten-1]] * 10
		}
		if ten+1 < j {
			n += val[rs[ten+1]]
		}
		fmt.Fprintf(&b, "%d", n)
		i = j
	}
	return b.String()
}

// foldWidth turns full-width ASCII and the ideographic space into their plain forms.
func foldWidth(s string) string {
	for i := 0; i < len(s); i++ {
		if s[i] >= 0x80 {
			return strings.Map(func(r rune) rune {
				switch {
				case r >= 0xFF01 && r <= 0xFF5E:
					return r - 0xFEE0
				case r == 0x3000 || r == 0xA0:
					return ' '
				}
				return r
			}, s)
		}
	}
	return s
}
