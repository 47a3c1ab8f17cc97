package sheet

import (
	"encoding/binary"
	"errors"
	"io"
	"math/bits"
)

// Unpacking is most of the work of reading an .xlsx, so it is done here in the way that suits sheets: long runs of
// matches, whole symbols looked up at once, eight bytes moved at a time.

const (
	inflateHistory = 32 << 10
	inflateOut     = 256 << 10
	inflateIn      = 64 << 10
	inflateHeader  = 1024    // no block header takes more bytes
	inflatePad     = 16      // zeros behind the input, so that eight bytes can always be loaded
	inflateSlack   = 258 + 8 // one match, and what a move of eight bytes writes too far

	litBits  = 11
	distBits = 8
	litSize  = 1<<litBits + 144*16  // 288 symbols share at most 144 long prefixes
	distSize = 1<<distBits + 16*128 // 30 symbols share at most 15
)

// A table entry: bits to drop in the low byte, extra bits in the next, the value (literal, base length, base
// distance or place of a subtable) in the upper half.
const (
	entryLiteral = 1 << 13
	entryEnd     = 1 << 14
	entrySub     = 1 << 15
)

var (
	errDeflate    = errors.New("corrupt deflate data")
	lengthEntries = extraEntries(3, [29]uint8{8: 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5})
	distEntries   = extraEntries(1, [30]uint8{4: 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13})
)

// extraEntries gives each symbol's base value and extra bits (RFC 1951, 3.2.5).
func extraEntries[A [29]uint8 | [30]uint8](base uint32, extra A) []uint32 {
	out := make([]uint32, len(extra))
	for i := range len(extra) {
		out[i] = base<<16 | uint32(extra[i])<<8
		base += 1 << extra[i]
	}
	if len(extra) == 29 {
		out[28] = 258 << 16 // the last length has a code of its own
	}
	return out
}

// inflater is an io.ReadCloser over DEFLATE data.
type inflater struct {
	src    io.Reader
	in     []byte
	ip     int
	real   int // length of the input without padding; len(in) until its end is seen
	eof    bool
	hold   uint64 // bits that were loaded, the next in the low end
	held   uint
	out    []byte
	op, rp int // written, given out
	stored int
	coded  bool // within a block with codes
	last   bool
	err    error
	lit    [litSize]uint32
	dist   [distSize]uint32
}

func newInflater(r io.Reader) io.ReadCloser {
	return &inflater{src: r, in: make([]byte, 0, inflateIn+inflatePad), out: make([]byte, inflateHistory+inflateOut+inflateSlack)}
}

// Close lets go of the input.
func (z *inflater) Close() error {
	z.err = io.ErrClosedPipe
	return nil
}

// Read gives unpacked bytes.
func (z *inflater) Read(p []byte) (int, error) {
	for z.rp == z.op {
		if z.err != nil {
			return 0, z.err
		}
		z.slide()
		z.run()
	}
	n := copy(p, z.out[z.rp:z.op])
	z.rp += n
	return n, nil
}

// slide makes room and keeps the history that matches may reach.
func (z *inflater) slide() {
	if z.op <= inflateHistory {
		return
	}
	copy(z.out, z.out[z.op-inflateHistory:z.op])
	z.op, z.rp = inflateHistory, inflateHistory
}

// run unpacks until the output is full or the data ends.
func (z *inflater) run() {
	for z.err == nil && z.op+inflateSlack <= len(z.out) {
		switch {
		case z.stored > 0:
			z.err = z.copyStored()
		case z.coded:
			z.err = z.symbols()
		case z.last:
			z.err = io.EOF
		default:
			z.err = z.header()
		}
	}
}

// feed reads input until at least want bytes are there, or its end is.
func (z *inflater) feed(want int) error {
	if len(z.in)-z.ip >= want || z.eof {
		return nil
	}
	n := copy(z.in[:cap(z.in)], z.in[z.ip:])
	z.in, z.ip = z.in[:n], 0
	for len(z.in) < inflateIn && !z.eof {
		n, err := z.src.Read(z.in[len(z.in):inflateIn])
		z.in = z.in[:len(z.in)+n]
		if err == io.EOF {
			z.eof = true
		} else if err != nil {
			return err
		}
	}
	z.real = len(z.in)
	if z.eof {
		z.in = append(z.in, make([]byte, inflatePad)...)
	}
	return nil
}

// load tops up hold to at least 56 bits. It reports false at the end of the padding.
func (z *inflater) load() bool {
	if z.ip+8 > len(z.in) {
		return false
	}
	z.hold |= binary.LittleEndian.Uint64(z.in[z.ip:]) << z.held
	z.ip += int(63-z.held) >> 3
	z.held |= 56
	return true
}

// take gives the next n bits, which must have been loaded.
func (z *inflater) take(n uint) int {
	v := int(z.hold & (1<<n - 1))
	z.hold >>= n
	z.held -= n
	return v
}

// overrun reports whether more was used than there is.
func (z *inflater) overrun() bool { return z.eof && z.ip*8-int(z.held) > z.real*8 }

func (z *inflater) header() error {
	if err := z.feed(inflateHeader); err != nil {
		return err
	}
	if !z.load() {
		return io.ErrUnexpectedEOF
	}
	z.last = z.take(1) == 1
	var err error
	switch z.take(2) {
	case 0:
		err = z.storedHeader()
	case 1:
		err = z.fixedCodes()
	case 2:
		err = z.dynamicCodes()
	default:
		err = errDeflate
	}
	if err == nil && z.overrun() {
		return io.ErrUnexpectedEOF
	}
	return err
}

func (z *inflater) storedHeader() error {
	z.ip -= int(z.held >> 3) // back to the byte behind the header's
	z.hold, z.held = 0, 0
	if z.ip+4 > len(z.in) {
		return io.ErrUnexpectedEOF
	}
	n := binary.LittleEndian.Uint16(z.in[z.ip:])
	if n != ^binary.LittleEndian.Uint16(z.in[z.ip+2:]) {
		return errDeflate
	}
	z.ip += 4
	z.stored = int(n)
	return nil
}

func (z *inflater) copyStored() error {
	if err := z.feed(1); err != nil {
		return err
	}
	n := min(z.stored, z.real-z.ip, len(z.out)-z.op)
	if n <= 0 {
		return io.ErrUnexpectedEOF
	}
	copy(z.out[z.op:], z.in[z.ip:z.ip+n])
	z.op, z.ip, z.stored = z.op+n, z.ip+n, z.stored-n
	return nil
}

func (z *inflater) fixedCodes() error {
	var lengths [288 + 32]uint8
	for i := range 288 {
		switch {
		case i < 144, i >= 280:
			lengths[i] = 8
		case i < 256:
			lengths[i] = 9
		default:
			lengths[i] = 7
		}
	}
	for i := 288; i < len(lengths); i++ {
		lengths[i] = 5
	}
	return z.codes(lengths[:288], lengths[288:])
}

// codeOrder is the order of the lengths of the code length code (RFC 1951, 3.2.7).
var codeOrder = [19]uint8{16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15}

func (z *inflater) dynamicCodes() error {
	nlit, ndist, ncode := z.take(5)+257, z.take(5)+1, z.take(4)+4
	if nlit > 286 || ndist > 30 {
		return errDeflate
	}
	var order [19]uint8
	for i := range ncode {
		if !z.load() {
			return io.ErrUnexpectedEOF
		}
		order[codeOrder[i]] = uint8(z.take(3))
	}
	var table [128]uint32
	if !buildTable(table[:], 7, order[:], func(sym int) uint32 { return uint32(sym) << 16 }) {
		return errDeflate
	}
	var lengths [286 + 30]uint8
	if err := z.codeLengths(table[:], lengths[:nlit+ndist]); err != nil {
		return err
	}
	return z.codes(lengths[:nlit], lengths[nlit:nlit+ndist])
}

func (z *inflater) codeLengths(table []uint32, lengths []uint8) error {
	for i := 0; i < len(lengths); {
		if !z.load() {
			return io.ErrUnexpectedEOF
		}
		e := table[z.hold&127]
		if e == 0 {
			return errDeflate
		}
		z.take(uint(e & 0xFF))
		sym := e >> 16
		if sym < 16 {
			lengths[i] = uint8(sym)
			i++
			continue
		}
		n, v := 0, uint8(0)
		switch sym {
		case 16:
			if i == 0 {
				return errDeflate
			}
			n, v = 3+z.take(2), lengths[i-1]
		case 17:
			n = 3 + z.take(3)
		default:
			n = 11 + z.take(7)
		}
		if i+n > len(lengths) {
			return errDeflate
		}
		for range n {
			lengths[i] = v
			i++
		}
	}
	return nil
}

func (z *inflater) codes(lit, dist []uint8) error {
	if len(lit) <= 256 || lit[256] == 0 {
		return errDeflate
	}
	if !buildTable(z.lit[:], litBits, lit, litEntry) || !buildTable(z.dist[:], distBits, dist, distEntry) {
		return errDeflate
	}
	z.coded = true
	return nil
}

func litEntry(sym int) uint32 {
	switch {
	case sym < 256:
		return entryLiteral | uint32(sym)<<16
	case sym == 256:
		return entryEnd
	case sym-257 < len(lengthEntries):
		return lengthEntries[sym-257]
	}
	return 0 // 286 and 287 are in the fixed code, but stand for nothing
}

func distEntry(sym int) uint32 {
	if sym < len(distEntries) {
		return distEntries[sym]
	}
	return 0 // likewise 30 and 31
}

// buildTable fills a table for a canonical code. Codes longer than its index go to subtables behind it. A code of
// one symbol may be incomplete, as may one without any (RFC 1951 has both for distances); every other must be exact.
func buildTable(table []uint32, index uint, lengths []uint8, entry func(sym int) uint32) bool {
	clear(table)
	var count, next [16]int
	used, longest := 0, uint(0)
	for _, n := range lengths {
		count[n]++
		if n > 0 {
			used++
			longest = max(longest, uint(n))
		}
	}
	count[0] = 0
	code := 0
	for n := 1; n < 16; n++ {
		code = (code + count[n-1]) << 1
		next[n] = code
	}
	left := 1
	for n := 1; n < 16; n++ {
		if left = left<<1 - count[n]; left < 0 {
			return false
		}
	}
	if left > 0 && used > 1 {
		return false
	}
	free := 1 << index
	for sym, n := range lengths {
		if n == 0 {
			continue
		}
		rev := int(bits.Reverse16(uint16(next[n])) >> (16 - n))
		next[n]++
		free = place(table, index, longest, rev, uint(n), entry(sym), free)
	}
	return true
}

// place puts one code at every index that begins with it. free is where the next subtable goes.
func place(table []uint32, index, longest uint, rev int, n uint, e uint32, free int) int {
	e |= uint32(n)
	if n <= index {
		for i := rev; i < 1<<index; i += 1 << n {
			table[i] = e
		}
		return free
	}
	sub := longest - index
	head := &table[rev&(1<<index-1)]
	if *head == 0 {
		*head = entrySub | uint32(free)<<16 | uint32(sub)<<8 | uint32(index)
		free += 1 << sub
	}
	at := int(*head >> 16)
	e = e&^0xFF | uint32(n-index)
	for i := rev >> index; i < 1<<sub; i += 1 << (n - index) {
		table[at+i] = e
	}
	return free
}

// symbols reads codes until the block, the input at hand or the room ends.
func (z *inflater) symbols() error {
	if err := z.feed(inflatePad); err != nil {
		return err
	}
	if z.ip+8 > len(z.in) {
		return io.ErrUnexpectedEOF
	}
	err := z.decode()
	if err == nil && z.overrun() {
		return io.ErrUnexpectedEOF
	}
	return err
}

// decode is the inner loop; its state is held in local variables, which is what makes it fast.
func (z *inflater) decode() error {
	in, out, ip, op, hold, held := z.in, z.out, z.ip, z.op, z.hold, z.held
	lit, dist := &z.lit, &z.dist
	var err error
	for ip+8 <= len(in) && op+inflateSlack <= len(out) {
		hold |= binary.LittleEndian.Uint64(in[ip:]) << (held & 63)
		ip += int(63-held) >> 3
		held |= 56
		e := lit[hold&(1<<litBits-1)]
		if e&entryLiteral != 0 { // a literal often comes with another
			hold >>= e & 0xFF
			held -= uint(e & 0xFF)
			out[op] = byte(e >> 16)
			op++
			if e = lit[hold&(1<<litBits-1)]; e&entryLiteral != 0 {
				hold >>= e & 0xFF
				held -= uint(e & 0xFF)
				out[op] = byte(e >> 16)
				op++
				continue
			}
			if ip+8 > len(in) {
				continue
			}
			hold |= binary.LittleEndian.Uint64(in[ip:]) << (held & 63)
			ip += int(63-held) >> 3
			held |= 56
		}
		if e&entrySub != 0 {
			hold >>= litBits
			held -= litBits
			e = lit[e>>16&0x7FFF+uint32(hold)&(1<<(e>>8&0xF)-1)]
		}
		if e == 0 {
			err = errDeflate
			break
		}
		hold >>= e & 0xFF
		held -= uint(e & 0xFF)
		if e&entryLiteral != 0 {
			out[op] = byte(e >> 16)
			op++
			continue
		}
		if e&entryEnd != 0 {
			z.coded = false
			break
		}
		extra := e >> 8 & 0xF
		length := int(e>>16) + int(hold&(1<<extra-1))
		hold >>= extra
		held -= uint(extra)

		d := dist[hold&(1<<distBits-1)]
		if d&entrySub != 0 {
			hold >>= distBits
			held -= distBits
			d = dist[d>>16&0x7FFF+uint32(hold)&(1<<(d>>8&0xF)-1)]
		}
		hold >>= d & 0xFF
		held -= uint(d & 0xFF)
		extra = d >> 8 & 0xF
		from := op - int(d>>16) - int(hold&(1<<extra-1))
		hold >>= extra
		held -= uint(extra)
		if d>>16 == 0 || length < 3 || from < 0 {
			err = errDeflate
			break
		}
		move(out, op, from, length)
		op += length
	}
	z.ip, z.op, z.hold, z.held = ip, op, hold, held
	return err
}

// move copies a match, which may reach into what it writes. It may write up to seven bytes too far.
func move(out []byte, to, from, n int) {
	end := to + n
	switch gap := to - from; {
	case gap >= n && n > 32:
		copy(out[to:end], out[from:from+n])
	case gap >= 8:
		for to < end {
			binary.LittleEndian.PutUint64(out[to:], binary.LittleEndian.Uint64(out[from:]))
			to += 8
			from += 8
		}
	default:
		for to < end {
			out[to] = out[from]
			to++
			from++
		}
	}
}
