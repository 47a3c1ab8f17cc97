package sheet

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"strings"
)

// sniffed is how many bytes of a file decide what it is.
const sniffed = 64 << 10

// Open opens a spreadsheet and lists its sheets. What the file is follows from its content. Errors are *xunzhi.Error: what is
// wrong with the file, and what to do about it.
func Open(path string, o Options) (*Book, error) {
	o = o.withDefaults()
	f, err := os.Open(path)
	if err != nil {
		return nil, invalid("无法打开文件").WithHint("请检查文件是否存在、是否被其他程序占用").Wrap(err)
	}
	name := filepath.Base(path)
	b := &Book{file: f, name: strings.TrimSuffix(name, filepath.Ext(name))}
	if err := open(b, f, o); err != nil {
		f.Close()
		return nil, err
	}
	return b, nil
}

func open(b *Book, f *os.File, o Options) error {
	st, err := f.Stat()
	switch {
	case err != nil:
		return invalid("无法读取文件").Wrap(err)
	case !st.Mode().IsRegular():
		return invalid("这不是一个文件").WithHint("请指定表格文件")
	case st.Size() == 0:
		return invalid("文件是空的（0 字节）").WithHint(hintResend)
	case st.Size() > o.MaxFile:
		return tooBig("文件", o.MaxFile)
	}
	head := make([]byte, min(sniffed, st.Size()))
	if _, err := io.ReadFull(io.NewSectionReader(f, 0, st.Size()), head); err != nil {
		return invalid("无法读取文件").Wrap(err)
	}
	return dispatch(b, f, st.Size(), head, o)
}

// foreign are files that people send by mistake, by their first bytes.
var foreign = []struct{ magic, what string }{
	{"%PDF", "PDF 文档"},
	{"Rar!", "RAR 压缩包"},
	{"7z\xBC\xAF\x27\x1C", "7z 压缩包"},
	{"\x1F\x8B", "gzip 压缩包"},
	{"\x89PNG", "图片"},
	{"\xFF\xD8\xFF", "图片"},
	{"GIF8", "图片"},
	{"{\\rtf", "RTF 文档"},
	{"MZ", "程序"},
	{"\x7FELF", "程序"},
	{"SQLite format 3", "数据库"},
	{"MIME-Version:", "单个文件网页（.mht）"},
}

func dispatch(b *Book, f io.ReaderAt, size int64, head []byte, o Options) error {
	switch {
	case bytes.HasPrefix(head, []byte("PK\x03\x04")), bytes.HasPrefix(head, []byte("PK\x05\x06")):
		return openXLSX(b, f, size, o)
	case bytes.HasPrefix(head, []byte(oleMagic)):
		return openXLS(b, f, size, o)
	case bytes.HasPrefix(head, []byte("\x09\x08")) && len(head) > 4 && head[3] == 0 && size <= o.MaxStream:
		return bareStream(b, f, size)
	}
	for _, k := range foreign {
		if bytes.HasPrefix(head, []byte(k.magic)) {
			return invalid("这是%s，不是电子表格", k.what).WithHint(hintConvert)
		}
	}
	set, err := detectCharset(f, size, head, o)
	if err != nil {
		return err
	}
	switch markup(decodeHead(head, set)) {
	case "html":
		return openHTML(b, f, size, set)
	case "xml":
		return openSpreadsheetML(b, f, size, set)
	case "other":
		return invalid("这是 XML 文件，不是电子表格").WithHint(hintConvert)
	}
	return openText(b, f, size, set, o)
}

// decodeHead gives the beginning of a text file as UTF-8. Its last character may be cut.
func decodeHead(head []byte, set charset) []byte {
	b, _ := io.ReadAll(decoded(bytes.NewReader(head), int64(len(head)), set)) // memory: cannot fail
	return b
}

// markup tells HTML and SpreadsheetML 2003, which departmental systems save as .xls, from other text.
func markup(head []byte) string {
	b := bytes.ToLower(bytes.TrimLeft(head, " \t\r\n\uFEFF"))
	switch {
	case len(b) == 0 || b[0] != '<':
		return ""
	case bytes.Contains(b, []byte("urn:schemas-microsoft-com:office:spreadsheet")) && bytes.Contains(b, []byte("workbook")):
		return "xml"
	}
	for _, w := range []string{"<table", "<html", "<!doctype html", "<head", "<body", "<meta", "<style", "<div", "<tr"} {
		if bytes.Contains(b, []byte(w)) {
			return "html"
		}
	}
	if bytes.HasPrefix(b, []byte("<?xml")) {
		return "other"
	}
	return ""
}

// bareStream reads a workbook stream that stands in no compound file, as some exporters write it.
func bareStream(b *Book, f io.ReaderAt, size int64) error {
	stream := make([]byte, size)
	if _, err := io.ReadFull(io.NewSectionReader(f, 0, size), stream); err != nil {
		return invalid("无法读取文件").Wrap(err)
	}
	return openStream(b, stream)
}
