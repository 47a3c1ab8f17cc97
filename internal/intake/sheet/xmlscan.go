package sheet

import (
	"bytes"
	"strconv"
	"strings"
	"unicode/utf8"
)

// tag is one start or end tag. Namespaces are read over: names are local.
type tag struct {
	name  []byte
	attrs []byte
	end   bool // </name>
	empty bool // <name/>
	at    int  // where its < stands
	next  int  // behind its >
}

// scanState says why no tag came.
type scanState uint8

const (
	scanTag scanState = iota
	scanMore
	scanEnd // no < is left
	scanDTD
)

// nextTag finds the next tag in b from i on. Comments, declarations and CDATA are skipped.
func nextTag(b []byte, i int) (tag, scanState) {
	for {
		n := bytes.IndexByte(b[min(i, len(b)):], '<')
		if n < 0 {
			return tag{}, scanEnd
		}
		i += n
		if len(b)-i < 2 {
			return tag{at: i}, scanMore
		}
		if c := b[i+1]; c != '!' && c != '?' {
			return readTag(b, i)
		}
		var state scanState
		if i, state = skipMarkup(b, i); state != scanTag {
			return tag{at: i}, state
		}
	}
}

// skipMarkup goes past what begins with <! or <? at i.
func skipMarkup(b []byte, i int) (int, scanState) {
	for _, m := range [...][2]string{{"<!--", "-->"}, {"<![CDATA[", "]]>"}, {"<?", "?>"}} {
		if len(b)-i < len(m[0]) && strings.HasPrefix(m[0], string(b[i:])) {
			return i, scanMore
		}
		if bytes.HasPrefix(b[i:], []byte(m[0])) {
			n := bytes.Index(b[i+len(m[0]):], []byte(m[1]))
			if n < 0 {
				return i, scanMore
			}
			return i + len(m[0]) + n + len(m[1]), scanTag
		}
	}
	return i, scanDTD
}

func readTag(b []byte, i int) (tag, scanState) {
	t := tag{at: i}
	i++
	if b[i] == '/' {
		t.end = true
		i++
	}
	name := i
	for i < len(b) && nameByte[b[i]] {
		i++
	}
	t.name = b[name:i]
	if n := bytes.IndexByte(t.name, ':'); n >= 0 {
		t.name = t.name[n+1:]
	}
	start := i
	for i < len(b) {
		switch c := b[i]; c {
		case '>':
			t.attrs, t.next = b[start:i], i+1
			if n := len(t.attrs); n > 0 && t.attrs[n-1] == '/' && !t.end {
				t.attrs, t.empty = t.attrs[:n-1], true
			}
			return t, scanTag
		case '"', '\'':
			n := bytes.IndexByte(b[i+1:], c)
			if n < 0 {
				return t, scanMore
			}
			i += n + 2
		default:
			i++
		}
	}
	return t, scanMore
}

// nameByte are the bytes of a tag's name.
var nameByte = func() (t [256]bool) {
	for c := range t {
		t[c] = c > ' ' && c != '>' && c != '/' && c != '<' && c != '='
	}
	return t
}()

func (t *tag) is(name string) bool { return string(t.name) == name }

// attr gives the raw value of an attribute by its local name. A name with a prefix is taken only when asked for with
// it or when prefixed says so: x14ac:s is no s.
func (t *tag) attr(name string) ([]byte, bool) {
	rest := t.attrs
	for {
		var n, v []byte
		var ok bool
		if n, v, rest, ok = nextAttr(rest); !ok {
			return nil, false
		}
		if string(n) == name {
			return v, true
		}
	}
}

// attrLocal gives an attribute whatever its prefix, such as r:id.
func (t *tag) attrLocal(name string) (string, bool) {
	rest := t.attrs
	for {
		var n, v []byte
		var ok bool
		if n, v, rest, ok = nextAttr(rest); !ok {
			return "", false
		}
		if i := bytes.LastIndexByte(n, ':'); string(n[i+1:]) == name && string(n[:max(i, 0)]) != "xmlns" {
			return unescape(v), true
		}
	}
}

func (t *tag) text(name string) string {
	v, _ := t.attr(name)
	return unescape(v)
}

func (t *tag) flag(name string) bool {
	v, ok := t.attr(name)
	return ok && truth(v)
}

func truth(v []byte) bool {
	return string(v) == "1" || string(v) == "true" || string(v) == "on"
}

func nextAttr(b []byte) (name, value, rest []byte, ok bool) {
	eq := bytes.IndexByte(b, '=')
	if eq < 0 {
		return nil, nil, nil, false
	}
	name = bytes.TrimSpace(b[:eq])
	b = bytes.TrimLeft(b[eq+1:], " \t\r\n")
	if len(b) == 0 || b[0] != '"' && b[0] != '\'' {
		return nil, nil, nil, false
	}
	end := bytes.IndexByte(b[1:], b[0])
	if end < 0 {
		return nil, nil, nil, false
	}
	return name, b[1 : end+1], b[end+2:], true
}

// unescape gives the text of XML character data.
func unescape(b []byte) string { return string(appendText(nil, b)) }

// appendText resolves entities, CDATA and the _x000D_ escapes of OOXML, and makes line ends \n. Bytes that are no
// UTF-8 become U+FFFD.
func appendText(dst, b []byte) []byte {
	if !utf8.Valid(b) {
		b = bytes.ToValidUTF8(b, []byte("\uFFFD"))
	}
	for i := 0; i < len(b); {
		switch c := b[i]; {
		case c == '&':
			var n int
			dst, n = appendEntity(dst, b[i:])
			i += n
		case c == '\r':
			if i+1 >= len(b) || b[i+1] != '\n' {
				dst = append(dst, '\n')
			}
			i++
		case c == '_' && i+7 <= len(b) && b[i+1] == 'x' && b[i+6] == '_':
			var n int
			dst, n = appendEscape(dst, b[i:i+7])
			i += n
		case c == '<':
			var n int
			dst, n = appendCData(dst, b[i:])
			i += n
		default:
			dst = append(dst, c)
			i++
		}
	}
	return dst
}

// appendEntity resolves the entity that b begins with; unknown ones stay as they are, since there is no DTD.
func appendEntity(dst, b []byte) ([]byte, int) {
	end := bytes.IndexByte(b[:min(len(b), 12)], ';')
	if end < 0 {
		return append(dst, '&'), 1
	}
	switch name := string(b[1:end]); name {
	case "amp":
		return append(dst, '&'), end + 1
	case "lt":
		return append(dst, '<'), end + 1
	case "gt":
		return append(dst, '>'), end + 1
	case "quot":
		return append(dst, '"'), end + 1
	case "apos":
		return append(dst, '\''), end + 1
	default:
		if r, ok := numericEntity(name); ok {
			return utf8.AppendRune(dst, r), end + 1
		}
	}
	return append(dst, '&'), 1
}

func numericEntity(name string) (rune, bool) {
	digits, base := strings.TrimPrefix(name, "#"), 10
	if len(digits) == len(name) {
		return 0, false
	}
	if strings.HasPrefix(digits, "x") || strings.HasPrefix(digits, "X") {
		digits, base = digits[1:], 16
	}
	n, err := strconv.ParseUint(digits, base, 21)
	return rune(n), err == nil && utf8.ValidRune(rune(n)) && n > 0
}

// appendEscape resolves _xHHHH_; what is none stays.
func appendEscape(dst, b []byte) ([]byte, int) {
	n, err := strconv.ParseUint(string(b[2:6]), 16, 32)
	if err != nil {
		return append(dst, b[0]), 1
	}
	if n == '\r' || n == 0 {
		return dst, 7 // a carriage return before the line feed, or a NUL: nothing to see
	}
	return utf8.AppendRune(dst, rune(n)), 7
}

// appendCData copies a CDATA section, and drops comments and processing instructions.
func appendCData(dst, b []byte) ([]byte, int) {
	if body, ok := bytes.CutPrefix(b, []byte("<![CDATA[")); ok {
		if n := bytes.Index(body, []byte("]]>")); n >= 0 {
			return append(dst, body[:n]...), n + len("<![CDATA[]]>")
		}
	}
	if n, state := skipMarkup(b, 0); state == scanTag {
		return dst, n
	}
	return append(dst, '<'), 1
}
