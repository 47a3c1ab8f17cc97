package linkage

import (
	"math"
	"strings"

	"xunzhi"
)

// How a faulty number is near a known one: see [near].
type nearness struct {
	method string
	bits   float64 // how much the agreeing characters say: −log2 of the chance that another person's number agrees so
}

// positionBits is how much each of the 18 characters of a number tells within one county: most people share the area
// and the century; a year's last two digits, month, day and sequence are nearly even. The check character follows from
// the others and tells nothing unless they are hidden.
var positionBits = [18]float64{
	.5, .5, .5, .5, .5, .5,
	.25, .25, 2.8, 3.3, .9, 2.7, 1.6, 3.3,
	3.3, 3.3, 3.3, 0,
}

// checkBits is what the check character tells where other characters are hidden.
const checkBits = 3.4

func bitsOf(shown func(i int) bool) float64 {
	sum, hidden := 0.0, false
	for i, b := range positionBits[:17] {
		if shown(i) {
			sum += b
		} else {
			hidden = true
		}
	}
	if hidden && shown(17) {
		sum += checkBits
	}
	return sum
}

var fullBits = bitsOf(func(int) bool { return true })

// How many numbers lie one step from a given one: a step's bits are lost to the choice among them.
var (
	digitBits  = fullBits - math.Log2(17*9)
	swapBits   = fullBits - math.Log2(17)
	lengthBits = fullBits - math.Log2(18*10)
)

// near tells whether text could be num after one slip of the pen, and which. num is valid and has 18 characters.
func near(text, num string) (nearness, bool) {
	switch {
	case strings.ContainsRune(text, '*'):
		return nearMask(text, num)
	case strings.ContainsAny(text, "eE."):
		return nearFloat(text, num)
	}
	text = plainDigits(text)
	if len(text) == 20 { // disability card
		text = text[:18]
	}
	if len(text) == 18 && strings.HasSuffix(text, "000") && text[:15] == num[:15] {
		return nearness{byLost, bitsOf(func(i int) bool { return i < 15 })}, true
	}
	if n, ok := nearWhole(text, num); ok {
		return n, true
	}
	if len(text) < 18 && len(text) >= 14 && strings.HasPrefix(num, text) {
		return nearness{byLength, bitsOf(func(i int) bool { return i < len(text) })}, true
	}
	if num[6:8] == "19" && len(text) >= 14 && len(text) <= 16 {
		return nearWhole(text, num[:6]+num[8:17])
	}
	return nearness{}, false
}

// plainDigits reads letters that are typed for digits.
func plainDigits(s string) string {
	if strings.Trim(s, "0123456789X") == "" {
		return s
	}
	return strings.Map(func(r rune) rune {
		switch r {
		case 'O', 'o', 'Q', 'D':
			return '0'
		case 'I', 'l', 'i', '|':
			return '1'
		case 'Z':
			return '2'
		}
		return r
	}, s)
}

// nearWhole compares a text with a number of the same form: one character wrong, two neighbours swapped, one missing
// or one too many.
func nearWhole(text, num string) (nearness, bool) {
	switch len(text) - len(num) {
	case 0:
		if m, ok := oneStep(text, num); ok {
			if m == bySwap {
				return nearness{bySwap, swapBits}, true
			}
			return nearness{byDigit, digitBits}, true
		}
	case -1:
		return nearness{byLength, lengthBits}, oneLess(text, num)
	case 1:
		return nearness{byLength, lengthBits}, oneLess(num, text)
	}
	return nearness{}, false
}

// oneStep tells whether two texts of equal length differ in at most one character, or by a swap of two neighbours.
func oneStep(a, b string) (method string, ok bool) {
	first, n := -1, 0
	for i := 0; i < len(a); i++ {
		if a[i] != b[i] {
			if n == 0 {
				first = i
			}
			if n++; n > 2 {
				return "", false
			}
		}
	}
	if n <= 1 {
		return byDigit, true
	}
	return bySwap, first+1 < len(a) && a[first] == b[first+1] && a[first+1] == b[first] && a[first+2:] == b[first+2:]
}

// oneLess tells whether short is long without one character.
func oneLess(short, long string) bool {
	i := 0
	for i < len(short) && short[i] == long[i] {
		i++
	}
	return short[i:] == long[i+1:]
}

// nearMask compares the characters that are shown. Stars may be fewer than the characters they hide.
func nearMask(text, num string) (nearness, bool) {
	if len(text) != len(num) {
		i, j := strings.IndexByte(text, '*'), strings.LastIndexByte(text, '*')
		head, tail := text[:i], text[j+1:]
		if strings.Trim(text[i:j+1], "*") != "" || len(head)+len(tail) >= len(num) ||
			!strings.HasPrefix(num, head) || !strings.HasSuffix(num, tail) {
			return nearness{}, false
		}
		return nearness{byMask, bitsOf(func(k int) bool { return k < len(head) || k >= len(num)-len(tail) })}, true
	}
	for i := range len(num) {
		if text[i] != '*' && text[i] != num[i] {
			return nearness{}, false
		}
	}
	return nearness{byMask, bitsOf(func(k int) bool { return text[k] != '*' })}, true
}

// nearFloat compares the leading digits of 4.10521198001E+17. The last one may be rounded and is left out.
func nearFloat(text, num string) (nearness, bool) {
	mantissa, exponent, ok := strings.Cut(strings.ToUpper(text), "E")
	if !ok || strings.TrimLeft(exponent, "+") != "17" {
		return nearness{}, false
	}
	digits := strings.Replace(mantissa, ".", "", 1)
	if len(digits) < 2 || len(digits) > 18 {
		return nearness{}, false
	}
	digits = digits[:len(digits)-1]
	return nearness{byLost, bitsOf(func(i int) bool { return i < len(digits) })}, strings.HasPrefix(num, digits)
}

// Without a register of residents a number that is in no other file says little; with one, few people are not in it.
const (
	coveredByRegister = 0.98
	coveredElse       = 0.7
)

// The chance that a row's village is the one where the person lives, and that a name is typed by ear.
const (
	sameVillage = 0.85
	typedByEar  = 0.05
)

// What agrees must tell at least minBits: a name, a village and an area are everybody's. Area, birth date or the last
// four characters of a number are enough.
const minBits = 12

// How much less likely a person is meant whom the register does not hold, where there is one.
const unlistedWeight = 0.05

// A link is made when it is at least this probable, all other candidates and the chance that the person is none of
// them counted against it.
const linkAbove = 0.8

// Caps: what a repaired number can be worth, however well it fits, for reasons that the model does not see. A lead on a
// repaired number never looks as sure as one on a valid number.
const (
	capBest       = 0.98 // village agrees
	capMasked     = 0.97 // as above, but characters were hidden or lost
	capNoVillage  = 0.95
	capEar        = 0.90 // the name agrees by reading only
	capDoubtful   = 0.85 // the village contradicts, or is unknown and the name is common
	commonName    = 1.0 / 2000
	unregisteredP = 0.90
)

// repair finds the person whose number was miswritten. The model is Fellegi–Sunter's with fixed weights: a candidate's
// weight is covered/people × P(name | candidate) × P(village | candidate); against them all stands the chance of
// somebody unknown: (1 − covered) × the name's frequency × 2^−bits / villages, bits being what the agreeing characters
// tell. The result is the best candidate's share.
func (c *candidates) repair(q *question, parsed name) (outcome, bool) {
	f := fit{c: c, village: q.village, text: q.text}
	same := c.byName[parsed.main]
	f.add(same, 1)
	return f.best(float64(len(same)+1) / (c.people + 1))
}

// repairByEar does the same among people whose names are read alike.
func (c *candidates) repairByEar(q *question, parsed name) (outcome, bool) {
	f := fit{c: c, village: q.village, text: q.text}
	n := 0
	for _, k := range readingKeys(parsed.main) {
		f.add(c.byReading[k], typedByEar)
		n += len(c.byReading[k])
	}
	return f.best(float64(n+1) / (c.people + 1))
}

// fit collects the candidates that a faulty number fits.
type fit struct {
	c       *candidates
	village uint64
	text    string
	found   []fitting
}

type fitting struct {
	candidate
	nearness
	weight float64
	name   float64 // 1, or typedByEar
}

func (f *fit) add(list []candidate, nameWeight float64) {
	for _, c := range list {
		n, ok := near(f.text, c.number)
		if !ok || n.bits < minBits || f.has(c.key) {
			continue
		}
		w := f.c.covered / f.c.people * nameWeight
		if f.c.registered && !c.listed {
			w *= unlistedWeight
		}
		switch {
		case f.village == 0:
		case f.village == c.village:
			w *= sameVillage
		case c.village == 0:
			w /= f.c.villages
		default:
			w *= (1 - sameVillage) / f.c.villages
		}
		f.found = append(f.found, fitting{c, n, w, nameWeight})
	}
}

func (f *fit) has(key xunzhi.Entity) bool {
	for i := range f.found {
		if f.found[i].key == key {
			return true
		}
	}
	return false
}

// best gives the one candidate that stands out. frequency is the name's share of all persons.
func (f *fit) best(frequency float64) (outcome, bool) {
	if len(f.found) == 0 {
		return outcome{}, false
	}
	b, sum := &f.found[0], 0.0
	for i := range f.found {
		sum += f.found[i].weight
		if f.found[i].weight > b.weight {
			b = &f.found[i]
		}
	}
	unknown := (1 - f.c.covered) * frequency * math.Exp2(-b.bits)
	if f.village != 0 {
		unknown /= f.c.villages
	}
	p := b.weight / (sum + unknown)
	if p < linkAbove {
		return outcome{}, false
	}
	return outcome{b.key, math.Round(1000*min(p, f.ceiling(b, frequency))) / 1000, b.method}, true
}

func (f *fit) ceiling(b *fitting, frequency float64) float64 {
	top := capNoVillage
	switch {
	case f.village != 0 && f.village == b.village:
		top = capBest
		if b.method == byMask || b.method == byLost {
			top = capMasked
		}
	case f.village != 0 && b.village != 0, frequency > commonName && f.c.people >= 1/commonName:
		top = capDoubtful
	}
	if b.name < 1 {
		top = min(top, capEar)
	}
	return top
}

// unregistered tells whose number a valid one is that the register does not hold: the one resident of that name and
// village whose number is one step away. The check character is left out: who miscopies a number and computes it anew,
// or lengthens 15 digits, gets a valid one.
func (c *candidates) unregistered(number string, village uint64, main string) (outcome, bool) {
	var found *candidate
	list := c.byName[main]
	for i := range list {
		k := &list[i]
		if !k.listed || k.village != village || k.number == number {
			continue
		}
		if _, ok := oneStep(number[:17], k.number[:17]); !ok {
			continue
		}
		if found != nil {
			return outcome{}, false
		}
		found = k
	}
	if found == nil {
		return outcome{}, false
	}
	return outcome{found.key, unregisteredP, byUnregistered}, true
}
