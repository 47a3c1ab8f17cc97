package document

import (
	"regexp"
	"strings"

	"xunzhi"
)

// longNumber finds what may be a personal number in running text: 11 digits or more, in either width, perhaps in groups
// parted by single spaces, perhaps with a final X.
var longNumber = regexp.MustCompile(`[0-9\x{FF10}-\x{FF19}](?:[ \x{A0}\x{3000}]?[0-9\x{FF10}-\x{FF19}]){10,} ?[Xx\x{FF38}\x{FF58}]?`)

// MaskText hides person numbers, mobile phones and bank cards that stand in running text. It goes by their form, so
// that contract numbers, amounts and dates stay readable.
func MaskText(s string) string {
	if !mayHoldNumber(s) {
		return s
	}
	return longNumber.ReplaceAllStringFunc(s, func(run string) string {
		if n := xunzhi.CleanIDNumber(run); personal(n) {
			return xunzhi.MaskID(n)
		}
		return run
	})
}

// mayHoldNumber spares most texts the regular expression: eleven digits need as many bytes.
func mayHoldNumber(s string) bool {
	digits := 0
	for _, r := range s {
		if r >= '0' && r <= '9' || r >= '\uFF10' && r <= '\uFF19' {
			if digits++; digits >= 11 {
				return true
			}
		}
	}
	return false
}

// personal tells whether a cleaned number has the form of a person number (also a mistyped one, if its birth date can
// be), a mobile phone or a bank card.
func personal(n string) bool {
	digits := strings.TrimSuffix(n, "X")
	switch len(n) {
	case 11:
		return n[0] == '1' && n[1] >= '3' && digits == n
	case 15:
		_, _, state := xunzhi.ParseIDNumber(n)
		return state == xunzhi.ID15
	case 16, 17, 18, 19, 20:
		if _, p := xunzhi.ParseDate(n[6:14]); p == xunzhi.ToDay {
			return true
		}
	}
	return len(n) >= 16 && len(n) <= 19 && digits == n && luhn(n)
}

// luhn checks the last digit of a bank card (ISO/IEC 7812-1, annex B).
func luhn(n string) bool {
	sum := 0
	for i := range len(n) {
		d := int(n[len(n)-1-i] - '0')
		if i%2 == 1 {
			if d *= 2; d > 9 {
				d -= 9
			}
		}
		sum += d
	}
	return sum%10 == 0
}

// sensitiveHeads are words of column heads under which every long number is a person's.
var sensitiveHeads = []string{"身份证", "身份号", "证件号", "公民身份", "身份代码", "残疾证", "医疗证", "账号", "账户", "帐号", "帐户", "卡号", "存折", "电话", "手机", "联系方式", "id_number", "_id", "account", "phone"}

// MaskCell hides what stands under a column head that names personal numbers, whatever its form, and masks all other
// cells like running text.
func MaskCell(head, value string) string {
	for _, w := range sensitiveHeads {
		if strings.Contains(head, w) {
			return maskLong(value)
		}
	}
	return MaskText(value)
}

// maskLong hides every number of seven digits or more; an organisation's code is nobody's secret and stays.
func maskLong(value string) string {
	if _, _, state := xunzhi.ParseUSCC(value); state == xunzhi.USCCOK {
		if _, _, id := xunzhi.ParseIDNumber(value); id != xunzhi.IDOK {
			return value
		}
	}
	return shortNumber.ReplaceAllStringFunc(value, func(run string) string { return xunzhi.MaskID(xunzhi.CleanIDNumber(run)) })
}

var shortNumber = regexp.MustCompile(`[0-9\x{FF10}-\x{FF19}](?:[ \x{A0}\x{3000}]?[0-9\x{FF10}-\x{FF19}]){6,} ?[Xx\x{FF38}\x{FF58}]?`)

// MaskKey hides the key of a subject where it is a person's number or an account; other keys are nobody's secret.
func MaskKey(kind, key string) string {
	switch kind {
	case "person", "household", "account":
		if strings.IndexFunc(key, func(r rune) bool { return r > '~' }) < 0 { // MaskID counts bytes
			return xunzhi.MaskID(key)
		}
	}
	return MaskText(key)
}
