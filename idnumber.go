package xunzhi

import "strings"

// IDNumber is a valid 18-character person number (GB 11643-1999): 6 digits area, 8 birth date, 3 sequence (odd is
// male), 1 check character 0-9 or X. Only [ParseIDNumber] makes one.
type IDNumber string

// IDState says how good a written person number is.
type IDState string

// The states of a written person number. Only IDOK and ID15 name a person.
const (
	IDEmpty  IDState = "empty"  // nothing was written
	IDOK     IDState = "ok"     // 18 characters, birth date and check character right
	ID15     IDState = "ok15"   // 15 digits of before 1999, lengthened to 18
	IDLength IDState = "length" // not 15 or 18 characters
	IDChar   IDState = "char"   // a character that cannot stand where it stands
	IDDate   IDState = "date"   // no such birth date
	IDCheck  IDState = "check"  // wrong check character: a digit is mistyped, or two are swapped
	IDMasked IDState = "masked" // digits hidden behind *
	IDLost   IDState = "lost"   // made a floating-point number by a spreadsheet: the last digits are gone
)

// Valid tells whether the state names a person.
func (s IDState) Valid() bool { return s == IDOK || s == ID15 }

// idWeights are the weights of GB 11643-1999, section 4.2 (2^(18-i) mod 11 for the i-th character).
var idWeights = [17]int{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2}

const idCheck = "10X98765432"

// ParseIDNumber reads a person number as departments write it. It folds full-width characters, drops spaces,
// quotation marks and leading apostrophes, lengthens 15 digits to 18, and takes the first 18 characters of a 20-digit
// disability card. The number is empty unless the state is valid; clean is what was read after folding, so that a
// faulty number can be shown, compared and repaired.
func ParseIDNumber(s string) (id IDNumber, clean string, state IDState) {
	if len(s) == 18 {
		if st := checkID18(s); st == IDOK {
			return IDNumber(s), s, IDOK
		}
	}
	clean = CleanIDNumber(s)
	switch {
	case clean == "":
		return "", "", IDEmpty
	case strings.ContainsRune(clean, '*'):
		return "", clean, IDMasked
	case isScientific(clean):
		return "", clean, IDLost
	}
	switch len(clean) {
	case 18:
		if st := checkID18(clean); st != IDOK {
			if st == IDCheck && isRounded(clean) {
				return "", clean, IDLost
			}
			return "", clean, st
		}
		return IDNumber(clean), clean, IDOK
	case 20: // disability card: number, 1 digit kind, 1 digit degree
		if st := checkID18(clean[:18]); st == IDOK && allDigits(clean[18:]) {
			return IDNumber(clean[:18]), clean[:18], IDOK
		}
		return "", clean, IDLength
	case 15:
		if !allDigits(clean) {
			return "", clean, IDChar
		}
		long := clean[:6] + "19" + clean[6:]
		if !validBirth(long[6:14]) {
			return "", clean, IDDate
		}
		long += string(IDCheckChar(long))
		return IDNumber(long), long, ID15
	}
	return "", clean, IDLength
}

// CleanIDNumber folds width and case and drops white space, quotes and separators, without judging the result.
func CleanIDNumber(s string) string {
	plain := true
	for i := 0; i < len(s); i++ {
		if c := s[i]; c < '0' || c > '9' && c != 'X' {
			plain = false
			break
		}
	}
	if plain {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	for _, r := range s {
		switch {
		case r >= 0xFF01 && r <= 0xFF5E:
			r -= 0xFEE0
		case r == '＊' || r == '×' || r == '●' || r == '•' || r == '＃' || r == '#':
			r = '*'
		}
		switch {
		case r == 'x':
			r = 'X'
		case r == '\'' || r == '"' || r == '‘' || r == '’' || r == '`' || r == '“' || r == '”' || r == '-' && b.Len() > 0 && !strings.ContainsAny(s, "eE.") || r == ',' || r == '\\':
			continue
		case r <= ' ' || r == 0xA0 || r == 0x3000 || r == 0xFEFF || r >= 0x2000 && r <= 0x200F || r == 0x2028 || r == 0x202C || r == 0x202D:
			continue
		}
		b.WriteRune(r)
	}
	return b.String()
}

// isScientific recognises 4.10521E+17, what a spreadsheet shows for a number that it took for an amount.
func isScientific(s string) bool {
	e := strings.IndexAny(s, "eE")
	return e > 0 && e < len(s)-1 && strings.Trim(s[:e], "0123456789.") == "" && strings.Trim(s[e+1:], "+0123456789") == ""
}

// isRounded recognises a number whose last three digits were lost to 15 digits of floating-point precision.
func isRounded(s string) bool { return strings.HasSuffix(s, "000") && allDigits(s) }

func allDigits(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}

func checkID18(s string) IDState {
	sum := 0
	for i := 0; i < 17; i++ {
		c := s[i]
		if c < '0' || c > '9' {
			return IDChar
		}
		sum += int(c-'0') * idWeights[i]
	}
	if c := s[17]; (c < '0' || c > '9') && c != 'X' {
		return IDChar
	}
	if !validBirth(s[6:14]) {
		return IDDate
	}
	if s[17] != idCheck[sum%11] {
		return IDCheck
	}
	return IDOK
}

// validBirth tells whether eight digits are a day from 1850 to 2099. Whether it lies before a run's as-of date is for
// rules to ask: nothing here knows what day it is.
func validBirth(s string) bool {
	if !allDigits(s) {
		return false
	}
	y, m, d := atoi(s[:4]), atoi(s[4:6]), atoi(s[6:8])
	return y >= 1850 && y <= 2099 && validDay(y, m, d)
}

func atoi(s string) int {
	n := 0
	for i := 0; i < len(s); i++ {
		n = n*10 + int(s[i]-'0')
	}
	return n
}

// IDCheckChar gives the check character for the first 17 digits of s. It panics on fewer; callers hold 17 digits.
func IDCheckChar(s string) byte {
	sum := 0
	for i := 0; i < 17; i++ {
		sum += int(s[i]-'0') * idWeights[i]
	}
	return idCheck[sum%11]
}

// Area gives the six-digit code of the county of issue.
func (id IDNumber) Area() string { return string(id[:6]) }

// Birth gives the date of birth.
func (id IDNumber) Birth() Date {
	return DateOf(atoi(string(id[6:10])), atoi(string(id[10:12])), atoi(string(id[12:14])))
}

// Sex gives 男 or 女, from the parity of the sequence number.
func (id IDNumber) Sex() string {
	if (id[16]-'0')%2 == 1 {
		return "男"
	}
	return "女"
}

// Mask hides the middle: 4105**********1234.
func (id IDNumber) Mask() string { return MaskID(string(id)) }

// MaskID hides all but the first and last four characters of any number of at least ten characters; of a shorter one
// everything.
func MaskID(s string) string {
	if len(s) < 10 {
		return strings.Repeat("*", len(s))
	}
	return s[:4] + strings.Repeat("*", len(s)-8) + s[len(s)-4:]
}

// Key gives the number's entity: see [PersonEntity].
func (id IDNumber) Key() Entity { return PersonEntity(id, 0) }
