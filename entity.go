package xunzhi

// Entity is the stable integer id of a person or an organisation. Rules join on it, never on names or numbers.
//
// A person whose number is valid gets an id that follows from the number alone, through a bijection of 62 bits: no
// table has to be kept or looked up, two persons never share an id, it is the same in every month and for every order
// of files, and it shows nobody the number. Zero means: nobody is known.
type Entity int64

const (
	orgBit = 1 << 61 // set in organisations' ids, clear in persons'
)

// PersonEntity gives the entity of a valid number. variant is 0 for the person whom the number belongs to; a second
// person who stands under the same number (see the data-quality rule id-shared) gets 1, 2 …, at most 7.
func PersonEntity(id IDNumber, variant uint8) Entity {
	var n uint64
	for i := 0; i < 17; i++ {
		n = n*10 + uint64(id[i]-'0')
	}
	return Entity(mix61(n<<3 | uint64(variant&7))) // 10^17 < 2^57, so n<<3 < 2^60
}

// mix61 is a bijection on 61 bits (multiplication by odd constants and xor-shifts are each invertible).
func mix61(x uint64) uint64 {
	const mask = 1<<61 - 1
	x = (x ^ x>>31) & mask
	x = x * 0x9E3779B97F4A7C15 & mask
	x = (x ^ x>>29) & mask
	x = x * 0xBF58476D1CE4E5B9 & mask
	x = (x ^ x>>32) & mask
	return x
}

// OrganisationEntity gives the entity of an organisation from its USCC, or from another text that identifies it
// (prefix such a text, so that it cannot be taken for a USCC). It is a 61-bit hash: at 100,000 organisations the
// chance of any collision is about 2e-9.
func OrganisationEntity(key string) Entity { return Entity(hash61(key) | orgBit) }

// UnnumberedPerson gives the entity of a person who has no usable number, from a text that stays the same in every
// run (say village, name and household). At 100,000 such persons the chance of any collision is about 2e-9.
func UnnumberedPerson(key string) Entity { return Entity(hash61("person:" + key)) }

// Organisation tells whether e is an organisation.
func (e Entity) Organisation() bool { return e&orgBit != 0 }

// hash61 is FNV-1a, 64 bits, finished by a mixer because FNV's low bits are weak.
func hash61(s string) uint64 {
	h := uint64(14695981039346656037)
	for i := 0; i < len(s); i++ {
		h = (h ^ uint64(s[i])) * 1099511628211
	}
	h ^= h >> 33
	h *= 0xFF51AFD7ED558CCD
	h ^= h >> 33
	return h & (1<<61 - 1)
}

// Number gives the number that a person's entity follows from, and its variant: the inverse of [PersonEntity]. ok is
// false for organisations and for persons who have no number.
func (e Entity) Number() (id IDNumber, variant uint8, ok bool) {
	if e <= 0 || e.Organisation() {
		return "", 0, false
	}
	x := unmix61(uint64(e))
	variant = uint8(x & 7)
	var b [18]byte
	n := x >> 3
	for i := 16; i >= 0; i-- {
		b[i] = byte('0' + n%10)
		n /= 10
	}
	if n != 0 {
		return "", 0, false
	}
	b[17] = IDCheckChar(string(b[:17]))
	id, _, state := ParseIDNumber(string(b[:]))
	return id, variant, state == IDOK
}

// unmix61 undoes mix61. A shift by 31 or more of 61 bits undoes itself; the multipliers are the inverses of mix61's
// modulo 2^61, of which more than 61 bits do no harm.
func unmix61(x uint64) uint64 {
	const mask = 1<<61 - 1
	x = (x ^ x>>32) & mask
	x = x * inverse(0xBF58476D1CE4E5B9) & mask
	x = (x ^ x>>29 ^ x>>58) & mask
	x = x * inverse(0x9E3779B97F4A7C15) & mask
	return (x ^ x>>31) & mask
}

// inverse gives the inverse of an odd number modulo 2^64: each step of Newton's doubles the bits that are right.
func inverse(a uint64) uint64 {
	x := a
	for range 5 {
		x *= 2 - a*x
	}
	return x
}
