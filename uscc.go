package xunzhi

import "strings"

// USCC is a unified social credit code (GB 32100-2015): 18 characters of 0-9A-Z without I, O, S, V and Z.
type USCC string

const usccAlphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"

// usccWeights are 3^(i-1) mod 31, GB 32100-2015 section 4.4.
var usccWeights = [17]int{1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28}

// USCCState says how good a written code is. A wrong check character only warns: registers hold such codes.
type USCCState string

// The states of a written organisation code.
const (
	USCCEmpty  USCCState = "empty"
	USCCOK     USCCState = "ok"
	USCCCheck  USCCState = "check"  // usable, but the check character is wrong
	USCCLength USCCState = "length" // not 18 characters
	USCCChar   USCCState = "char"   // a character outside the alphabet
)

// Valid tells whether the state names an organisation.
func (s USCCState) Valid() bool { return s == USCCOK || s == USCCCheck }

// ParseUSCC reads an organisation code, folding width and case and dropping white space. The code is empty unless the
// state is valid; clean is what was read.
func ParseUSCC(s string) (code USCC, clean string, state USCCState) {
	clean = strings.ToUpper(CleanIDNumber(s))
	if clean == "" {
		return "", "", USCCEmpty
	}
	if len(clean) != 18 {
		return "", clean, USCCLength
	}
	sum := 0
	for i := 0; i < 18; i++ {
		v := strings.IndexByte(usccAlphabet, clean[i])
		if v < 0 {
			return "", clean, USCCChar
		}
		if i < 17 {
			sum += v * usccWeights[i]
		}
	}
	if usccAlphabet[(31-sum%31)%31] != clean[17] {
		return USCC(clean), clean, USCCCheck
	}
	return USCC(clean), clean, USCCOK
}

// USCCCheckChar gives the check character for the first 17 characters of s, or 0 when one is outside the alphabet.
func USCCCheckChar(s string) byte {
	sum := 0
	for i := 0; i < 17; i++ {
		v := strings.IndexByte(usccAlphabet, s[i])
		if v < 0 {
			return 0
		}
		sum += v * usccWeights[i]
	}
	return usccAlphabet[(31-sum%31)%31]
}

// Key gives the code's entity.
func (c USCC) Key() Entity { return OrganisationEntity(string(c)) }
