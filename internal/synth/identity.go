package synth

import (
	"xunzhi"
)

// appendID writes a person's 18-character number.
func (w *world) appendID(b []byte, i uint32) []byte {
	p := &w.people[i]
	b = append(b, areaCodes[p.area]...)
	y, m, d := xunzhi.Date(p.birth).YMD()
	b = append(b, byte('0'+y/1000), byte('0'+y/100%10), byte('0'+y/10%10), byte('0'+y%10))
	b = append(b, byte('0'+m/10), byte('0'+m%10), byte('0'+d/10), byte('0'+d%10))
	b = append(b, byte('0'+p.seq/100), byte('0'+p.seq/10%10), byte('0'+p.seq%10))
	return append(b, checkChar(b[len(b)-17:]))
}

// checkChar is GB 11643's check character of 17 digits.
func checkChar(s []byte) byte {
	sum, wgt := 0, 1
	for i := 16; i >= 0; i-- {
		wgt = wgt * 2 % 11
		sum += int(s[i]-'0') * wgt
	}
	return "10X98765432"[sum%11]
}

func (w *world) id(i uint32) string { return string(w.appendID(make([]byte, 0, 18), i)) }

func (w *world) name(i uint32) string {
	p := &w.people[i]
	return w.names.surnames[p.surname] + w.names.given[p.given]
}

func (w *world) appendName(b []byte, i uint32) []byte {
	p := &w.people[i]
	b = append(b, w.names.surnames[p.surname]...)
	return append(b, w.names.given[p.given]...)
}

func (w *world) sex(i uint32) string {
	if w.people[i].flags&male != 0 {
		return "男"
	}
	return "女"
}

// outsider makes a person who stands in no register of the county.
func (w *world) outsider(r *rng, isMale bool, birthYear int) uint32 {
	b := &builder{w: w, r: r, seqs: w.seqs}
	p := person{surname: pick(r, w.names.bySur), area: uint8(6 + r.n(3))}
	if isMale {
		p.flags |= male
	}
	p.birth = int32(xunzhi.DateOf(birthYear, 1, 1)) + int32(r.n(365))
	p.given = w.names.givenName(r, isMale, birthYear, -1)
	b.number(&p)
	w.people = append(w.people, p)
	return uint32(len(w.people) - 1)
}

// namesake makes an outsider of the same name and sex with another number, born years apart.
func (w *world) namesake(r *rng, i uint32) uint32 {
	p := w.people[i]
	y, _, _ := xunzhi.Date(p.birth).YMD()
	n := w.outsider(r, p.flags&male != 0, y+pick(r, []int{-9, -7, -5, 4, 6, 8}))
	w.people[n].surname, w.people[n].given = p.surname, p.given
	return n
}

// village gives the person's village, or -1 for an outsider.
func (w *world) villageOf(i uint32) int {
	if h := w.people[i].hh; h != 0 {
		return int(w.households[h].village)
	}
	return -1
}

// members lists the household's persons.
func (w *world) members(h uint32) (first, last uint32) {
	hh := &w.households[h]
	return hh.first, hh.first + uint32(hh.n)
}

// ageAt gives completed years on a day.
func (w *world) ageAt(i uint32, d xunzhi.Date) int {
	by, bm, bd := xunzhi.Date(w.people[i].birth).YMD()
	y, m, dd := d.YMD()
	if m < bm || m == bm && dd < bd {
		return y - by - 1
	}
	return y - by
}

// alive tells whether the person lives through the whole of month m.
func (w *world) alive(i uint32, m xunzhi.Month) bool {
	p := &w.people[i]
	return xunzhi.Date(p.birth).Month() <= m && (p.death == 0 || xunzhi.Date(p.death).Month() > m)
}

// paidIn tells whether a benefit of the person's own may be paid for month m without fault: until the month of death,
// and, where the death came to be registered late, in the month after it.
func (w *world) paidIn(i uint32, m xunzhi.Month) bool {
	p := &w.people[i]
	if xunzhi.Date(p.birth).Month() > m {
		return false
	}
	if p.death == 0 {
		return true
	}
	last := xunzhi.Date(p.death).Month()
	if p.flags&lateReg != 0 {
		last++
	}
	return m <= last
}

// headAt gives the household's head in month m: its first member alive and grown up, 0 when there is none.
func (w *world) headAt(h uint32, m xunzhi.Month) uint32 {
	a, z := w.members(h)
	for i := a; i < z; i++ {
		if w.alive(i, m) && w.ageAt(i, m.First()) >= 18 {
			return i
		}
	}
	return 0
}

// account gives the person's card number.
func (w *world) account(i uint32) string {
	h := mix(uint64(i)*2654435761 + w.cfg.Seed)
	b := []byte("621799")
	for range 13 {
		b = append(b, byte('0'+h%10))
		h = h/10 ^ h<<7
		h = mix(h)
	}
	return string(b)
}

// phone gives a made-up phone number on a range that no operator has.
func phone(r *rng) string {
	b := []byte("100")
	for range 8 {
		b = append(b, byte('0'+r.n(10)))
	}
	return string(b)
}
