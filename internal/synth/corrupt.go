package synth

import "strings"

// channel is the way in which an identity was spoilt on its way into a file.
type channel string

// The channels. The first five spoil the number for a reader that only compares texts, yet name a person for certain;
// typo to lost are faults that have to be repaired; the last two spoil the name and leave the number alone.
const (
	clean      channel = ""
	fifteen    channel = "15-digit"
	fullWidth  channel = "full-width"
	spaced     channel = "spaces"
	lowerX     channel = "lower-x"
	apostrophe channel = "apostrophe"
	typo       channel = "typo"
	swap       channel = "swap"
	masked     channel = "masked"
	lost       channel = "lost"
	homophone  channel = "homophone"
	variant    channel = "variant"
)

// numberFault tells whether the channel leaves a number that is no valid one.
func (c channel) numberFault() bool { return c == typo || c == swap || c == masked || c == lost }

// spoil gives the number as the channel leaves it; ok is false where the channel cannot change this number.
func spoil(r *rng, c channel, id string) (s string, ok bool) {
	switch c {
	case fifteen:
		if id[6:8] != "19" {
			return id, false
		}
		return id[:6] + id[8:17], true
	case fullWidth:
		return strings.Map(func(r rune) rune { return r + 0xFEE0 }, id), true
	case spaced:
		return id[:6] + " " + id[6:14] + " " + id[14:], true
	case lowerX:
		return strings.ToLower(id), id[17] == 'X'
	case apostrophe:
		return "'" + id, true
	case typo:
		return mistype(r, id), true
	case swap:
		return swapDigits(r, id)
	case masked:
		return id[:10] + "****" + id[14:], true
	case lost:
		return id[:1] + "." + id[1:6] + "E+17", true
	}
	return id, false
}

// mistype changes one digit behind the area code. GB 11643's check digit finds every such change.
func mistype(r *rng, id string) string {
	b := []byte(id)
	k := r.between(8, 16)
	b[k] = '0' + (b[k]-'0'+byte(1+r.n(9)))%10
	return string(b)
}

// swapDigits swaps two neighbours that differ, behind the area code.
func swapDigits(r *rng, id string) (string, bool) {
	b := []byte(id)
	for try := 0; try < 20; try++ {
		k := r.between(8, 15)
		if b[k] != b[k+1] {
			b[k], b[k+1] = b[k+1], b[k]
			return string(b), true
		}
	}
	return id, false
}

// misname writes the name by sound or in another form of a character; ok is false where no character allows it.
func misname(c channel, name string) (string, bool) {
	table := alike
	if c == variant {
		table = variantForm
	}
	rs := []rune(name)
	for i := len(rs) - 1; i >= 0; i-- {
		if c == homophone && i == 0 {
			break
		}
		if to, ok := table[rs[i]]; ok {
			rs[i] = to
			return string(rs), true
		}
	}
	return name, false
}
