package sheet

import "strings"

// arenaBlock is small, so that a reader who keeps one cell of a sheet keeps a few KB and not the sheet.
const arenaBlock = 4 << 10

// arena makes strings out of bytes with one allocation for many. The strings stay valid for ever.
type arena struct{ b strings.Builder }

func (a *arena) copy(p []byte) string {
	if a.b.Cap()-a.b.Len() < len(p) {
		a.b = strings.Builder{}
		a.b.Grow(max(arenaBlock, len(p)))
	}
	off := a.b.Len()
	a.b.Write(p)
	return a.b.String()[off:]
}
