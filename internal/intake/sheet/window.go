package sheet

import (
	"errors"
	"io"
)

const (
	windowStart = 1 << 20
	windowMax   = 64 << 20 // the largest row or string that is read from a stream
)

var errWindow = errors.New("element larger than the window")

// window is the piece of a part that is looked at. A parser works on buf[pos:]; when an element does not end in it,
// it asks for more and begins again with that element. A part that is held whole is one window.
type window struct {
	r    io.Reader
	buf  []byte
	pos  int
	left int64 // bytes that may still be read
	max  int64
	eof  bool
}

func heldWindow(b []byte) *window { return &window{buf: b, eof: true} }

// streamWindow reads r, of which expect bytes are thought to come and limit at most may. buf is used if it is large enough.
func streamWindow(r io.Reader, expect, limit int64, buf []byte) *window {
	if start := min(max(expect, 512)+1, windowStart); int64(cap(buf)) < start {
		buf = make([]byte, 0, start)
	}
	return &window{r: r, buf: buf[:0], left: limit, max: limit}
}

// more reads on. The bytes from pos stay and move to the front. At the end it returns io.ErrUnexpectedEOF.
func (w *window) more() error {
	if w.eof {
		return io.ErrUnexpectedEOF
	}
	n := copy(w.buf, w.buf[w.pos:])
	w.buf, w.pos = w.buf[:n], 0
	if n == cap(w.buf) {
		if n >= windowMax {
			return errWindow
		}
		w.buf = append(make([]byte, 0, 2*n), w.buf...)
	}
	return w.fill()
}

// fill reads until the buffer is full, so that an element is begun again seldom.
func (w *window) fill() error {
	start := len(w.buf)
	for len(w.buf) < cap(w.buf) && !w.eof {
		n, err := w.r.Read(w.buf[len(w.buf):cap(w.buf)])
		w.buf = w.buf[:len(w.buf)+n]
		w.left -= int64(n)
		switch {
		case err == io.EOF:
			w.eof = true
		case err != nil:
			return err
		case w.left < 0:
			return tooBig("部件", w.max)
		}
	}
	if len(w.buf) == start {
		return io.ErrUnexpectedEOF
	}
	return nil
}
