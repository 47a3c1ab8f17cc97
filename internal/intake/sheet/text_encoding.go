package sheet

import (
	"bytes"
	"io"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"
)

// charset is how the bytes of a text file are to be read.
type charset struct {
	name string
	enc  encoding.Encoding // nil for valid UTF-8, which is taken as it is
	skip int64             // length of the byte order mark
}

var (
	utf16LE = unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM)
	utf16BE = unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM)
)

var marks = []struct {
	mark string
	set  charset
}{
	{"\xEF\xBB\xBF", charset{"UTF-8", unicode.UTF8, 3}},
	{"\xFF\xFE", charset{"UTF-16LE", utf16LE, 2}},
	{"\xFE\xFF", charset{"UTF-16BE", utf16BE, 2}},
	{"\x84\x31\x95\x33", charset{"GB18030", simplifiedchinese.GB18030, 4}},
}

// namedCharset is for Options.Encoding and a page's own declaration.
func namedCharset(name string) (charset, bool) {
	switch strings.ToUpper(strings.NewReplacer("-", "", "_", "").Replace(name)) {
	case "UTF8":
		return charset{name: "UTF-8", enc: unicode.UTF8}, true
	case "GBK", "GB2312", "GB18030":
		return charset{name: "GB18030", enc: simplifiedchinese.GB18030}, true
	case "UTF16", "UTF16LE":
		return charset{name: "UTF-16LE", enc: utf16LE}, true
	case "UTF16BE":
		return charset{name: "UTF-16BE", enc: utf16BE}, true
	}
	return charset{}, false
}

// detectCharset looks at the whole file where it must: a file may be ASCII for a megabyte before its first Chinese name.
func detectCharset(r io.ReaderAt, size int64, head []byte, o Options) (charset, error) {
	for _, m := range marks {
		if bytes.HasPrefix(head, []byte(m.mark)) {
			return m.set, nil
		}
	}
	if o.Encoding != "" {
		if set, ok := namedCharset(o.Encoding); ok {
			return set, nil
		}
		return charset{}, invalid("不认识的编码“%s”", o.Encoding).WithHint("可用 UTF-8、GB18030、UTF-16LE、UTF-16BE")
	}
	if set, ok := bareUTF16(head); ok {
		return set, nil
	}
	if looksBinary(head) {
		return charset{}, invalid("无法识别的文件格式，不是电子表格或文本").WithHint(hintConvert)
	}
	good, bad, err := countUTF8(r, size)
	switch {
	case err != nil:
		return charset{}, invalid("无法读取文件").Wrap(err)
	case bad == 0:
		return charset{name: "UTF-8"}, nil
	case bad*4 < good: // in GB18030 read as UTF-8, five in six are bad
		return charset{name: "UTF-8", enc: unicode.UTF8}, nil
	}
	return charset{name: "GB18030", enc: simplifiedchinese.GB18030}, nil
}

// bareUTF16 recognises UTF-16 without a mark: ASCII shows as every other byte zero, and read so nearly everything is a
// letter, a digit or a Chinese character.
func bareUTF16(head []byte) (charset, bool) {
	for _, c := range []charset{{name: "UTF-16LE", enc: utf16LE}, {name: "UTF-16BE", enc: utf16BE}} {
		lo, hi := 0, 1
		if c.name == "UTF-16BE" {
			lo, hi = 1, 0
		}
		ascii, known, units := 0, 0, len(head)/2
		for i := 0; i+1 < len(head); i += 2 {
			u := uint16(head[i+hi])<<8 | uint16(head[i+lo])
			switch {
			case u >= ' ' && u <= '~' || u == '\t' || u == '\r' || u == '\n':
				ascii++
				known++
			case u >= 0x3400 && u <= 0x9FFF, u >= 0xD840 && u <= 0xD87F, u >= 0xDC00 && u <= 0xDFFF, u >= 0x3000 && u <= 0x303F, u >= 0xFF00 && u <= 0xFFEF, u >= 0x2010 && u <= 0x2027, u == 0xA0:
				known++
			}
		}
		if units > 1 && ascii*20 > units && known*100 >= units*95 {
			return c, true
		}
	}
	return charset{}, false
}

// looksBinary reports whether head has more control characters than any text.
func looksBinary(head []byte) bool {
	control, nul := 0, 0
	for _, c := range head {
		switch {
		case c == 0:
			nul++
		case c < ' ' && c != '\t' && c != '\n' && c != '\r' && c != '\f' && c != 0x1A:
			control++
		}
	}
	return (control-1)*50 > len(head) || nul*3 > len(head)
}

// countUTF8 counts the good and bad sequences beyond ASCII.
func countUTF8(r io.ReaderAt, size int64) (good, bad int64, err error) {
	src := io.NewSectionReader(r, 0, size)
	buf := make([]byte, min(256<<10, size+utf8.UTFMax))
	kept := 0
	for {
		n, err := src.Read(buf[kept:])
		if err != nil && err != io.EOF {
			return 0, 0, err
		}
		b := buf[:kept+n]
		used, g, x := scanUTF8(b, err == io.EOF)
		good, bad = good+g, bad+x
		if err == io.EOF {
			return good, bad, nil
		}
		kept = copy(buf, b[used:])
	}
}

func scanUTF8(b []byte, last bool) (used int, good, bad int64) {
	if utf8.Valid(b) {
		for _, c := range b {
			good += int64(c >> 7 & (c >> 6)) // lead bytes
		}
		return len(b), good, 0
	}
	i := 0
	for i < len(b) {
		if b[i] < utf8.RuneSelf {
			i++
			continue
		}
		if !last && !utf8.FullRune(b[i:]) {
			break
		}
		r, n := utf8.DecodeRune(b[i:])
		if r == utf8.RuneError && n == 1 {
			bad++
		} else {
			good++
		}
		i += n
	}
	return i, good, bad
}
