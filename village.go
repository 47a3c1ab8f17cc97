package xunzhi

// VillageCode is a 12-digit statistical division code: 6 county (GB/T 2260), 3 township, 3 village.
type VillageCode string

// ParseVillageCode reads a 12-digit code; ok is false for anything else, and for a township's code (village 000).
func ParseVillageCode(s string) (VillageCode, bool) {
	s = CleanIDNumber(s)
	if len(s) != 12 || !allDigits(s) || s[9:] == "000" {
		return "", false
	}
	return VillageCode(s), true
}

// Township gives the first nine digits.
func (v VillageCode) Township() string { return string(v[:9]) }

// County gives the first six digits.
func (v VillageCode) County() string { return string(v[:6]) }
