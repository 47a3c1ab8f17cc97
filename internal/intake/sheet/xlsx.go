package sheet

import (
	"io"
	"strconv"
	"strings"
)

// xlsx is an open OOXML workbook.
type xlsx struct {
	book       *Book
	opt        Options
	pack       *pack
	keys       []string // the part of each sheet
	stringsKey string   // empty when the workbook shares no strings
	strings    []string
	ready      bool // strings are read
	is1904     bool
	styles     []style // by cell format index
	buf        []byte  // the part that was unpacked last; its memory is used again for the next
	bufKey     string  // its key, while buf holds it whole
	regions    map[string][]region
}

// maxRelations is for one part; what lies beyond shows as a sheet without content.
const maxRelations = 100_000

// relation is one entry of a .rels part. kind is the last word of its type, which transitional and strict files share.
type relation struct{ id, kind, target string }

func openXLSX(b *Book, r io.ReaderAt, size int64, o Options) error {
	p, err := openPack(r, size)
	if err != nil {
		return err
	}
	x := &xlsx{book: b, opt: o, pack: p, regions: map[string][]region{}}
	main, err := x.mainPart()
	if err != nil {
		return err
	}
	rels, err := x.relations(relsOf(main))
	if err != nil {
		return err
	}
	if err := x.workbook(main, rels); err != nil {
		return err
	}
	if err := x.linked(main, rels); err != nil {
		return err
	}
	x.noteExtras()
	b.format, b.src = "xlsx", x
	return nil
}

// mainPart finds the workbook, or says what the package is instead.
func (x *xlsx) mainPart() (string, error) {
	main := "xl/workbook.xml"
	rels, err := x.relations("_rels/.rels")
	if err != nil {
		return "", err
	}
	for _, r := range rels {
		if r.kind == "officeDocument" {
			main = resolve("", r.target)
		}
	}
	switch {
	case strings.HasSuffix(main, ".bin"):
		return "", invalid("这是二进制工作簿（.xlsb），不能直接读取").WithHint(hintResave)
	case x.pack.has("word/document.xml"), x.pack.has("ppt/presentation.xml"):
		return "", invalid("这是文档或演示文稿，不是电子表格").WithHint(hintConvert)
	case x.pack.has("content.xml"):
		return "", invalid("这是 OpenDocument 文件（.ods），不能直接读取").WithHint(hintResave)
	case !x.pack.has(main):
		return "", invalid("这是压缩包，里面没有工作簿").WithHint("请先解压，把里面的表格文件逐个导入")
	}
	return main, nil
}

func relsOf(part string) string {
	i := strings.LastIndexByte(part, '/') + 1
	return part[:i] + "_rels/" + part[i:] + ".rels"
}

// relations reads a .rels part; a part that is not there has none.
func (x *xlsx) relations(key string) ([]relation, error) {
	if !x.pack.has(key) {
		return nil, nil
	}
	var rels []relation
	err := x.scan(key, "关系表", func(t tag) {
		if t.end || !t.is("Relationship") || t.text("TargetMode") == "External" || len(rels) >= maxRelations {
			return
		}
		kind := t.text("Type")
		rels = append(rels, relation{t.text("Id"), kind[strings.LastIndexByte(kind, '/')+1:], t.text("Target")})
	})
	return rels, err
}

// scan gives every tag of a small part.
func (x *xlsx) scan(key, what string, each func(tag)) error {
	b, err := x.pack.load(key, what, maxSmallPart, nil)
	if err != nil {
		return err
	}
	for i := 0; ; {
		t, state := nextTag(b, i)
		switch state {
		case scanEnd:
			return nil
		case scanMore:
			return truncated(what)
		case scanDTD:
			return errDTD(what)
		}
		each(t)
		i = t.next
	}
}

func errDTD(what string) error {
	return refused("%s含有文档类型定义（DTD），拒绝读取", what).WithHint(hintResave)
}

// workbook lists the sheets. Chart, dialog and macro sheets hold no cells and are left out.
func (x *xlsx) workbook(main string, rels []relation) error {
	byID := make(map[string]relation, len(rels))
	for _, r := range rels {
		byID[r.id] = r
	}
	err := x.scan(main, "工作簿", func(t tag) {
		switch {
		case t.end:
		case t.is("workbookPr"):
			x.is1904 = t.flag("date1904")
		case t.is("sheet"):
			id, _ := t.attrLocal("id")
			x.addSheet(main, t.text("name"), t.text("state"), byID[id])
		}
	})
	switch {
	case err == nil && len(x.keys) > maxSheets:
		return tooMany("工作表", maxSheets)
	case err == nil && len(x.keys) == 0:
		return invalid("工作簿里没有可读的工作表").WithHint(hintResave)
	}
	return err
}

func (x *xlsx) addSheet(main, name, state string, rel relation) {
	if len(x.keys) > maxSheets {
		return
	}
	if rel.kind != "worksheet" {
		why := "不是单元格表格（图表等），已跳过"
		if rel.kind == "" {
			why = "在文件中没有内容，已跳过"
		}
		x.book.note("工作表“" + name + "”" + why)
		return
	}
	x.book.sheets = append(x.book.sheets, SheetInfo{len(x.book.sheets), name, state == "hidden" || state == "veryHidden"})
	x.keys = append(x.keys, resolve(main, rel.target))
}

// linked reads the styles and finds the shared strings.
func (x *xlsx) linked(main string, rels []relation) error {
	for _, r := range rels {
		key := resolve(main, r.target)
		switch {
		case !x.pack.has(key):
		case r.kind == "styles":
			if err := x.readStyles(key); err != nil {
				return err
			}
		case r.kind == "sharedStrings":
			x.stringsKey = key
		}
	}
	return nil
}

// readStyles makes the table from a cell's format index to how it shows numbers.
func (x *xlsx) readStyles(key string) error {
	formats := map[string]style{}
	inXfs := false
	return x.scan(key, "样式表", func(t tag) {
		switch {
		case t.is("cellXfs"):
			inXfs = !t.end && !t.empty
		case t.end:
		case t.is("numFmt") && len(formats) < 1<<16:
			formats[t.text("numFmtId")] = parseFormat(t.text("formatCode"))
		case inXfs && t.is("xf") && len(x.styles) < 1<<20:
			id := t.text("numFmtId")
			s, custom := formats[id]
			if n, err := strconv.Atoi(id); err == nil && !custom {
				s = builtin(n)
			}
			x.styles = append(x.styles, s)
		}
	})
}

func (x *xlsx) noteExtras() {
	for _, e := range [...][2]string{
		{"xl/vbaproject.bin", "含宏，已忽略"},
		{"xl/externallinks/", "含外部链接，已忽略，单元格取文件中保存的值"},
		{"xl/embeddings/", "含嵌入对象，已忽略"},
	} {
		if x.pack.hasUnder(e[0]) {
			x.book.note(e[1])
		}
	}
}

func (x *xlsx) close() error {
	x.strings, x.buf, x.bufKey, x.regions, x.ready = nil, nil, "", nil, false
	return nil
}
