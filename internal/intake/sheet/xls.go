package sheet

import (
	"encoding/binary"
	"io"
	"strconv"

	"golang.org/x/text/encoding"
)

// xls is an open BIFF5 or BIFF8 workbook. Its stream is held in memory: its sheets have 65,536 rows at most.
type xls struct {
	book   *Book
	b      []byte
	wide   bool // BIFF8: strings are Unicode
	page   encoding.Encoding
	is1904 bool
	styles []style
	format map[uint16]style
	sst    []string
	at     []int // where each sheet's substream begins
	text   []byte
	arena  arena
}

func openXLS(b *Book, r io.ReaderAt, size int64, o Options) error {
	c, err := openOLE(r, size)
	if err != nil {
		return err
	}
	e := c.find("Workbook", "Book")
	if e == nil || !e.stream {
		return notWorkbook(c)
	}
	stream, err := c.read(e, o.MaxStream)
	if err != nil {
		return err
	}
	if c.find("_VBA_PROJECT_CUR", "_VBA_PROJECT") != nil {
		b.note("含宏，已忽略")
	}
	return openStream(b, stream)
}

// notWorkbook says what a compound file without a workbook is.
func notWorkbook(c *ole) error {
	switch {
	case c.find("EncryptedPackage", "EncryptionInfo") != nil:
		return errPassword()
	case c.find("WordDocument") != nil:
		return invalid("这是 Word 文档，不是电子表格").WithHint(hintConvert)
	case c.find("PowerPoint Document") != nil:
		return invalid("这是演示文稿，不是电子表格").WithHint(hintConvert)
	}
	return invalid("文件里没有工作簿").WithHint(hintResave)
}

func errPassword() error {
	return refused("文件设有打开密码，无法读取").WithHint(hintUnlock)
}

func openStream(b *Book, stream []byte) error {
	x := &xls{book: b, b: stream, page: codePage(936), format: map[uint16]style{}}
	if err := x.globals(); err != nil {
		return err
	}
	if len(x.at) == 0 {
		return invalid("工作簿里没有可读的工作表").WithHint(hintResave)
	}
	b.format, b.src = "xls", x
	return nil
}

// globals reads the workbook's own records, up to its end.
func (x *xls) globals() error {
	r, ok := recordAt(x.b, 0)
	if !ok || len(r.data) < 4 {
		return truncated("工作簿")
	}
	if err := x.version(r); err != nil {
		return err
	}
	for r.id != recEOF {
		if r, ok = recordAt(x.b, r.next); !ok {
			return truncated("工作簿")
		}
		if r.id == recFilePass {
			return errPassword()
		}
		if err := x.global(r); err != nil {
			return err
		}
	}
	return nil
}

func (x *xls) version(r record) error {
	switch v := binary.LittleEndian.Uint16(r.data); {
	case r.id == recBOF && v == 0x0600:
		x.wide = true
	case r.id == recBOF && v == 0x0500:
	case r.id == recBOF || r.id == 0x0009 || r.id == 0x0209 || r.id == 0x0409:
		return invalid("这是 Excel 4.0 或更早的工作簿，不能直接读取").WithHint(hintResave)
	default:
		return broken("工作簿", io.ErrNoProgress)
	}
	return nil
}

func (x *xls) global(r record) error {
	d := r.data
	switch {
	case r.id == recSST:
		return x.readSST(r)
	case r.id == recSupBook && len(d) > 4:
		x.book.note("含外部链接，已忽略，单元格取文件中保存的值")
	case len(d) < 2:
	case r.id == recDate1904:
		x.is1904 = d[0] == 1
	case r.id == recCodePage:
		x.page = codePage(binary.LittleEndian.Uint16(d))
	case r.id == recFormat:
		x.format[binary.LittleEndian.Uint16(d)] = parseFormat(x.shortString(d[2:], x.wide))
	case r.id == recXF && len(d) >= 4:
		x.addXF(binary.LittleEndian.Uint16(d[2:]))
	case r.id == recBoundSheet && len(x.at) >= maxSheets:
		return tooMany("工作表", maxSheets)
	case r.id == recBoundSheet && len(d) >= 8:
		x.addSheet(d)
	}
	return nil
}

func (x *xls) addXF(id uint16) {
	s, custom := x.format[id]
	if !custom {
		s = builtin(int(id))
	}
	x.styles = append(x.styles, s)
}

func (x *xls) addSheet(d []byte) {
	name := x.shortString(d[6:], false)
	if d[5] != 0 {
		x.book.note("工作表“" + name + "”不是单元格表格（图表等），已跳过")
		return
	}
	x.book.sheets = append(x.book.sheets, SheetInfo{len(x.book.sheets), name, d[4]&3 != 0})
	x.at = append(x.at, int(binary.LittleEndian.Uint32(d)))
}

// shortString reads a string that lies in one record, behind a length of one byte or two.
func (x *xls) shortString(d []byte, long bool) string {
	if len(d) < 2 {
		return ""
	}
	n, d := int(d[0]), d[1:]
	if long {
		n, d = n|int(d[0])<<8, d[1:]
	}
	if !x.wide {
		return string(x.narrow(nil, d[:min(n, len(d))]))
	}
	t := biffText{parts: [][]byte{d}}
	return string(t.unicode(nil, n))
}

// narrow decodes a byte string of BIFF5.
func (x *xls) narrow(dst, d []byte) []byte {
	out, err := x.page.NewDecoder().Bytes(d)
	if err != nil {
		return append(dst, "\uFFFD"...)
	}
	return append(dst, out...)
}

// readSST reads the shared strings. Their count is not believed: it is what a broken file would make us allocate.
func (x *xls) readSST(r record) error {
	t := biffText{parts: pieces(x.b, r)}
	if len(r.data) < 8 {
		return truncated("共享字符串表")
	}
	count := binary.LittleEndian.Uint32(t.take(8)[4:])
	for i := uint32(0); i < count; i++ {
		if i > maxShared {
			return tooMany("不同的文字", maxShared)
		}
		n := int(binary.LittleEndian.Uint16(t.take(2)))
		x.text = t.unicode(x.text[:0], n)
		if t.bad {
			return truncated("共享字符串表第 " + strconv.Itoa(int(i)+1) + " 项")
		}
		x.sst = append(x.sst, x.arena.copy(x.text))
	}
	return nil
}

func (x *xls) close() error {
	x.b, x.sst = nil, nil
	return nil
}
