package sheet

import (
	"bytes"
	"context"
	"io"
	"unicode/utf8"
)

// sharedText collects the shared strings. They are copied out of the XML, so that its buffer can be used again.
type sharedText struct {
	out   []string
	arena arena
	text  []byte
}

// loadStrings reads the shared strings once. They are what an .xlsx makes one hold, hence the limit.
func (x *xlsx) loadStrings(ctx context.Context) error {
	if x.ready || x.stringsKey == "" {
		x.ready = true
		return nil
	}
	const what = "共享字符串表"
	w, done, err := x.window(x.stringsKey, what, x.opt.MaxStrings)
	if err != nil {
		return err
	}
	defer done()
	var s sharedText
	if err := s.read(ctx, w); err != nil {
		return partError(what, err)
	}
	x.strings, x.ready = s.out, true
	return nil
}

// partError names the part in which a window came to its end.
func partError(what string, err error) error {
	switch err {
	case errWindow:
		return tooBig(what+"的一个单元格或一行", windowMax)
	case context.Canceled, context.DeadlineExceeded:
		return err
	}
	return broken(what, err)
}

// read takes <si> elements up to </sst>.
func (s *sharedText) read(ctx context.Context, w *window) error {
	for n := 0; ; n++ {
		switch {
		case n&1023 == 0 && ctx.Err() != nil:
			return ctx.Err()
		case len(s.out) > maxShared:
			return tooMany("不同的文字", maxShared)
		}
		if s.short(w) {
			continue
		}
		t, state := nextTag(w.buf, w.pos)
		switch {
		case state == scanDTD:
			return errDTD("共享字符串表")
		case state != scanTag:
			if err := w.more(); err != nil {
				return err
			}
			continue
		case t.is("sst") && (t.end || t.empty):
			return w.rest()
		case t.is("si") && !t.end:
			if _, err := s.item(w, t); err != nil {
				return err
			}
		default:
			w.pos = t.next
		}
	}
}

// short reads an item of the commonest shape, <si><t>text</t></si>, and reports whether there was one.
func (s *sharedText) short(w *window) bool {
	text, next, ok := between(w.buf, w.pos, "<si><t>", "</t></si>")
	if ok {
		s.text = appendPlainText(s.text[:0], text)
		s.out = append(s.out, s.arena.copy(s.text))
		w.pos = next
	}
	return ok
}

// between gives what stands from head, which must be at i, to the next tag, which must be tail.
func between(b []byte, i int, head, tail string) (text []byte, next int, ok bool) {
	start := i + len(head)
	if start >= len(b) || string(b[i:start]) != head {
		return nil, 0, false
	}
	for i = start; i < len(b) && b[i] != '<'; i++ {
	}
	next = i + len(tail)
	if next > len(b) || string(b[i:next]) != tail {
		return nil, 0, false
	}
	return b[start:i], next, true
}

// item reads one string. It reports false when the window was moved and the item has to be begun again.
func (s *sharedText) item(w *window, t tag) (bool, error) {
	if t.empty {
		s.out = append(s.out, "")
		w.pos = t.next
		return true, nil
	}
	var ok bool
	var next int
	s.text, next, ok = richText(s.text[:0], w.buf, t.next, "si")
	if !ok {
		w.pos = t.at
		return false, w.more()
	}
	s.out = append(s.out, s.arena.copy(s.text))
	w.pos = next
	return true, nil
}

// richText appends the text of the <t> elements from i to the end tag of outer, leaving out phonetic runs (rPh).
// ok is false when the end tag is not in b.
func richText(dst, b []byte, i int, outer string) (_ []byte, next int, ok bool) {
	phonetic := false
	for {
		t, state := nextTag(b, i)
		if state != scanTag {
			return dst, i, false
		}
		i = t.next
		switch {
		case t.is("rPh"):
			phonetic = !t.end && !t.empty
		case t.end && t.is(outer):
			return dst, i, true
		case t.is("t") && !t.end && !t.empty:
			end, state := endOf(b, i, "t")
			if state != scanTag {
				return dst, i, false
			}
			if !phonetic {
				dst = appendPlainText(dst, b[i:end.at])
			}
			i = end.next
		}
	}
}

// endOf finds the end tag of an element whose content begins at i.
func endOf(b []byte, i int, name string) (tag, scanState) {
	for {
		t, state := nextTag(b, i)
		if state != scanTag || t.end && t.is(name) {
			return t, state
		}
		i = t.next
	}
}

// appendPlainText is appendText with a short way for text without anything to resolve.
func appendPlainText(dst, p []byte) []byte {
	if !plainText(p) {
		return appendText(dst, p)
	}
	return append(dst, p...)
}

// plainText reports whether p is valid and holds no entity, escape, carriage return or markup.
func plainText(p []byte) bool {
	var high byte
	for _, c := range p {
		if c == '&' || c == '_' || c == '\r' || c == '<' {
			return false
		}
		high |= c
	}
	return high < utf8.RuneSelf || utf8.Valid(p)
}

// rest reads the part to its end, which is when its checksum is compared.
func (w *window) rest() error {
	for !w.eof {
		w.pos = len(w.buf)
		if err := w.more(); err != nil && err != io.ErrUnexpectedEOF {
			return err
		}
	}
	return nil
}

// window opens a part to be looked at: held whole when it is small, else as a stream.
func (x *xlsx) window(key, what string, limit int64) (*window, func(), error) {
	f := x.pack.parts[key]
	if f == nil {
		return nil, nil, truncated(what)
	}
	if int64(f.UncompressedSize64) > limit {
		return nil, nil, tooBig(what, limit)
	}
	if key == x.bufKey {
		return heldWindow(x.buf), func() {}, nil
	}
	x.bufKey = ""
	if int64(f.UncompressedSize64) <= x.opt.held {
		b, err := x.pack.load(key, what, x.opt.held, x.buf)
		if err != nil {
			return nil, nil, err
		}
		x.buf, x.bufKey = b, key
		return heldWindow(b), func() {}, nil
	}
	r, err := f.Open()
	if err != nil {
		return nil, nil, broken(what, err)
	}
	w := streamWindow(r, limit, limit, x.buf)
	if err := w.fill(); err != nil {
		r.Close()
		return nil, nil, broken(what, err)
	}
	if bytes.HasPrefix(w.buf, []byte("\xFF\xFE")) || bytes.HasPrefix(w.buf, []byte("\xFE\xFF")) {
		r.Close()
		return nil, nil, tooBig(what+"（UTF-16 编码）", heldPart)
	}
	return w, func() { x.buf = w.buf; r.Close() }, nil
}
