package sheet

import (
	"math"
	"strconv"
)

// significant is how many decimal digits of a stored number a spreadsheet program keeps; what follows is noise.
const significant = 15

// appendNumber writes f as a person would: plain decimal notation without float noise. From 1e15 on the last digits
// of an integer are lost, which the scientific notation shows (4.10521198001011E+17).
func appendNumber(dst []byte, f float64) []byte {
	if f == math.Trunc(f) && math.Abs(f) < 1e15 {
		return strconv.AppendInt(dst, int64(f), 10)
	}
	var buf [32]byte
	e := strconv.AppendFloat(buf[:0], f, 'e', significant-1, 64)
	if f < 0 {
		dst = append(dst, '-')
		e = e[1:]
	}
	mark := significant + 1 // d.dddddddddddddde±xx
	if len(e) <= mark || e[mark] != 'e' {
		return append(dst, e...) // Inf and NaN, which no format stores
	}
	exp, _ := strconv.Atoi(string(e[mark+1:])) // AppendFloat writes an exponent that Atoi reads
	digits := append(e[:1], e[2:mark]...)
	for len(digits) > 1 && digits[len(digits)-1] == '0' {
		digits = digits[:len(digits)-1]
	}
	if exp >= significant || exp < -30 {
		return appendScientific(dst, digits, exp)
	}
	return appendPlain(dst, digits, exp)
}

// padZeros shows a whole number that is not negative by a format of nothing but zeros.
func padZeros(digits []byte, width uint8) []byte {
	missing := int(width) - len(digits)
	if missing <= 0 {
		return digits
	}
	for _, c := range digits {
		if c-'0' > 9 {
			return digits
		}
	}
	digits = append(digits, make([]byte, missing)...)
	copy(digits[missing:], digits)
	for i := range missing {
		digits[i] = '0'
	}
	return digits
}

func appendScientific(dst, digits []byte, exp int) []byte {
	dst = append(dst, digits[0])
	if len(digits) > 1 {
		dst = append(append(dst, '.'), digits[1:]...)
	}
	dst = append(dst, 'E')
	if exp >= 0 {
		dst = append(dst, '+')
	}
	return strconv.AppendInt(dst, int64(exp), 10)
}

func appendPlain(dst, digits []byte, exp int) []byte {
	if exp < 0 {
		dst = append(dst, '0', '.')
		for range -exp - 1 {
			dst = append(dst, '0')
		}
		return append(dst, digits...)
	}
	for i := 0; i <= exp; i++ {
		if i < len(digits) {
			dst = append(dst, digits[i])
		} else {
			dst = append(dst, '0')
		}
	}
	if len(digits) > exp+1 {
		dst = append(append(dst, '.'), digits[exp+1:]...)
	}
	return dst
}

// canonical reports whether v is a number written as appendNumber would, so that it can be taken as it stands.
func canonical(v []byte) bool {
	i := 0
	if len(v) > 0 && v[0] == '-' {
		i = 1
	}
	if len(v)-i > significant || len(v) == i || v[i] == '.' {
		return false
	}
	if v[i] == '0' && (len(v) == 1 || len(v) > i+1 && v[i+1] != '.' || len(v) == i+1) {
		return len(v) == 1
	}
	point := false
	for ; i < len(v); i++ {
		switch c := v[i]; {
		case c-'0' <= 9:
		case c == '.' && !point:
			point = true
		default:
			return false
		}
	}
	return !point || v[len(v)-1] != '0' && v[len(v)-1] != '.'
}

// daysTo1970 is the serial number of 1970-01-01 in the 1900 system.
const (
	daysTo1970  = 25569
	days1904    = 1462 // from the 1900 system to the 1904 one
	lastSerial  = 2958466
	secondsADay = 86400
)

// appendDate writes a serial number by its style. ok is false where no date shows: a negative number, one past the
// year 9999 (20240131 typed into a date column), or a day 0 without a time.
func appendDate(dst []byte, f float64, s style, is1904 bool) (_ []byte, ok bool) {
	if !(f >= 0 && f < lastSerial) {
		return dst, false
	}
	total := int64(math.Round(f * secondsADay))
	if s.class == styleElapsed {
		return appendClock(dst, total), true
	}
	days, sec := total/secondsADay, total%secondsADay
	if is1904 {
		days += days1904
	}
	if days < 1 {
		if s.class == styleDate {
			return dst, false
		}
		return appendClock(dst, sec), true
	}
	if is1904 && f < 1 && s.class == styleTime {
		return appendClock(dst, sec), true
	}
	dst = appendDay(dst, days)
	if sec > 0 {
		dst = appendClock(append(dst, ' '), sec)
	}
	return dst, true
}

// appendDay writes the day of a serial number. The 1900 system counts a 29 February 1900 that never was.
func appendDay(dst []byte, serial int64) []byte {
	if serial == 60 {
		return append(dst, "1900-02-29"...)
	}
	if serial < 60 {
		serial++
	}
	y, m, d := civil(serial - daysTo1970)
	dst = appendPadded(dst, y, 4)
	dst = appendPadded(append(dst, '-'), m, 2)
	return appendPadded(append(dst, '-'), d, 2)
}

// civil turns days since 1970-01-01 into a date of the Gregorian calendar. It counts in eras of 400 years that begin
// on 1 March, so that the leap day is a year's last.
func civil(days int64) (year, month, day int64) {
	days += 719468 // to 0000-03-01
	era := days / 146097
	doe := days % 146097
	yoe := (doe - doe/1460 + doe/36524 - doe/146096) / 365
	doy := doe - (365*yoe + yoe/4 - yoe/100)
	mp := (5*doy + 2) / 153
	day = doy - (153*mp+2)/5 + 1
	month = mp + 3
	year = yoe + era*400
	if month > 12 {
		month -= 12
		year++
	}
	return year, month, day
}

func appendClock(dst []byte, sec int64) []byte {
	dst = appendPadded(dst, sec/3600, 2)
	dst = appendPadded(append(dst, ':'), sec/60%60, 2)
	return appendPadded(append(dst, ':'), sec%60, 2)
}

func appendPadded(dst []byte, n int64, width int) []byte {
	for limit := int64(10); width > 1; width-- {
		if n < limit {
			for range width - 1 {
				dst = append(dst, '0')
			}
			break
		}
		limit *= 10
	}
	return strconv.AppendInt(dst, n, 10)
}
