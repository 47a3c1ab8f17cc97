package sheet

import (
	"bytes"
	"context"
	"io"
	"strconv"
	"strings"

	"golang.org/x/net/html"
)

const (
	maxToken    = 4 << 20 // bytes of one tag or text of a page
	maxCellText = 1 << 20
	maxSpan     = 1000 // columns: what the HTML standard allows
	maxRowSpan  = 65534
)

// htmlFile is a page with tables, read as a spreadsheet program shows it: the tables below one another in one sheet,
// text outside of them as rows of their own.
type htmlFile struct {
	book *Book
	src  io.ReaderAt
	size int64
	set  charset
}

func openHTML(b *Book, src io.ReaderAt, size int64, set charset) error {
	b.format, b.encoding = "html", set.name
	b.sheets = []SheetInfo{{Name: b.name}}
	b.src = &htmlFile{b, src, size, set}
	b.note("文件内容是网页表格（HTML），按表格读取")
	return nil
}

func (h *htmlFile) close() error { return nil }

func (h *htmlFile) read(ctx context.Context, _ int, yield func(*Row) error) error {
	t := html.NewTokenizer(decoded(h.src, h.size, h.set))
	t.SetMaxBuf(maxToken)
	p := &htmlParser{yield: yield, col: -1}
	for n := 0; ; n++ {
		if n&4095 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		kind := t.Next()
		if kind == html.ErrorToken {
			return h.end(t.Err(), p)
		}
		if err := p.token(t, kind); err != nil {
			return err
		}
	}
}

// end tells a page that is whole from one that breaks off.
func (h *htmlFile) end(err error, p *htmlParser) error {
	switch {
	case err == html.ErrBufferExceeded:
		return refused("第 %d 行的单元格超过 %d MB", p.line, maxToken>>20).WithHint(hintResave)
	case err != io.EOF:
		return broken("网页表格", err)
	case p.skip > 0, p.depth > 0 && p.inCell() && p.closed:
		return truncated("网页表格第 " + strconv.Itoa(p.line) + " 行")
	case p.tables == 0:
		return invalid("网页里没有表格").WithHint("可能是导出时登录已过期或只保存了网页外框，请重新导出为 .xlsx")
	case p.depth > 0:
		h.book.note("网页末尾没有表格结束标记，文件可能不完整")
	}
	if err := p.endRow(); err != nil {
		return err
	}
	return p.endText()
}

// htmlParser turns tokens into rows.
type htmlParser struct {
	yield   func(*Row) error
	row     rowBuilder
	depth   int // tables that are open; those inside a cell are text of it
	tables  int // begun so far
	line    int // rows begun
	inRow   bool
	col     int // of the open cell; −1 without one
	next    int // column behind the last cell
	width   int // of the open cell
	height  int
	taken   []int // the last line that a region above occupies, by column
	text    []byte
	gap     bool // white space to be written before more text
	caption bool // a table's caption is open
	skip    int  // depth of script, style and the like
	closed  bool // the page closes its cells
}

func (p *htmlParser) inCell() bool { return p.col >= 0 }

func (p *htmlParser) token(t *html.Tokenizer, kind html.TokenType) error {
	switch kind {
	case html.TextToken:
		if p.skip == 0 {
			return p.addText(t.Text())
		}
	case html.StartTagToken, html.SelfClosingTagToken:
		name, more := t.TagName()
		return p.start(string(name), attributes(t, more), kind == html.SelfClosingTagToken)
	case html.EndTagToken:
		name, _ := t.TagName()
		return p.end(string(name))
	}
	return nil
}

// attributes gives the few that matter.
func attributes(t *html.Tokenizer, more bool) map[string]string {
	var out map[string]string
	for more {
		var k, v []byte
		k, v, more = t.TagAttr()
		switch string(k) {
		case "colspan", "rowspan", "style":
			if out == nil {
				out = map[string]string{}
			}
			out[string(k)] = string(v)
		}
	}
	return out
}

// hides are elements whose text nobody sees.
func hides(name string) bool {
	switch name {
	case "script", "style", "title", "noscript", "xml":
		return true
	}
	return false
}

func (p *htmlParser) start(name string, attr map[string]string, empty bool) error {
	switch {
	case hides(name) && !empty:
		p.skip++
	case p.skip > 0:
	case name == "table" && p.depth == 0:
		p.depth++
		p.tables++
		return p.endText()
	case name == "table":
		p.depth++
	case p.depth > 1 && (name == "tr" || name == "td" || name == "th"):
		p.gap = true
	case name == "tr" && p.depth > 0:
		if err := p.endRow(); err != nil {
			return err
		}
		p.startRow(strings.Contains(strings.ReplaceAll(attr["style"], " ", ""), "display:none"))
	case (name == "td" || name == "th") && p.depth > 0:
		return p.startCell(span(attr["colspan"], maxSpan), span(attr["rowspan"], maxRowSpan))
	case name == "caption" && p.depth == 1 && !p.inRow:
		p.caption = true
	case name == "br" || block(name):
		return p.newLine()
	}
	return nil
}

func block(name string) bool {
	switch name {
	case "p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "center", "caption", "li":
		return true
	}
	return false
}

func span(s string, limit int) int {
	n, err := strconv.Atoi(strings.TrimSpace(s))
	if err != nil || n < 1 {
		return 1
	}
	return min(n, limit)
}

func (p *htmlParser) end(name string) error {
	switch {
	case hides(name):
		p.skip = max(p.skip-1, 0)
	case p.skip > 0:
	case name == "table" && p.depth > 1:
		p.depth--
		p.gap = true
	case name == "table" && p.depth == 1:
		p.depth = 0
		err := p.endRow()
		p.taken, p.row.open = p.taken[:0], p.row.open[:0]
		return err
	case p.depth > 1:
	case name == "tr":
		return p.endRow()
	case name == "td" || name == "th":
		p.closed = true
		p.endCell()
	case name == "caption" && p.caption:
		p.caption = false
		return p.endText()
	case block(name):
		return p.newLine()
	}
	return nil
}

// newLine is a line break within a cell, and the end of a row outside of the tables.
func (p *htmlParser) newLine() error {
	if p.depth == 0 {
		return p.endText()
	}
	if n := len(p.text); n > 0 && p.text[n-1] != '\n' {
		p.text = append(p.text, '\n')
	}
	p.gap = false
	return nil
}

// addText appends text with its white space drawn together, as a browser shows it.
func (p *htmlParser) addText(raw []byte) error {
	if p.depth > 0 && !p.inCell() && !p.caption {
		return nil
	}
	if len(p.text)+len(raw) > maxCellText {
		return refused("网页表格第 %d 行的单元格超过 %d MB", p.line, maxCellText>>20).WithHint(hintResave)
	}
	for _, c := range raw {
		if c == 0 {
			continue
		}
		if c <= ' ' {
			p.gap = true
			continue
		}
		if n := len(p.text); p.gap && n > 0 && p.text[n-1] != '\n' {
			p.text = append(p.text, ' ')
		}
		p.gap = false
		p.text = append(p.text, c)
	}
	return nil
}

func (p *htmlParser) startRow(hidden bool) {
	p.line++
	p.inRow, p.next = true, 0
	p.row.start(p.line, hidden)
}

func (p *htmlParser) endRow() error {
	p.endCell()
	if !p.inRow {
		return nil
	}
	p.inRow = false
	return p.row.emit(p.yield)
}

// startCell finds the next column that no region from above occupies.
func (p *htmlParser) startCell(width, height int) error {
	p.endCell()
	if !p.inRow {
		p.startRow(false)
	}
	for p.next < len(p.taken) && p.taken[p.next] >= p.line {
		p.next++
	}
	if p.next+width > maxColumns {
		return refused("网页表格第 %d 行的列数超过 %d", p.line, maxColumns).WithHint(hintResave)
	}
	p.col, p.width, p.height = p.next, width, height
	p.text, p.gap = p.text[:0], false
	return nil
}

func (p *htmlParser) endCell() {
	if !p.inCell() {
		return
	}
	p.putText(p.col)
	p.row.span(p.col, p.width, p.height)
	for len(p.taken) < p.col+p.width {
		p.taken = append(p.taken, 0)
	}
	for c := p.col; c < p.col+p.width; c++ {
		p.taken[c] = p.line + p.height - 1
	}
	p.next, p.col = p.col+p.width, -1
}

func (p *htmlParser) putText(col int) {
	p.row.set(col, Text, p.row.arena.copy(bytes.TrimRight(p.text, "\n")))
	p.text, p.gap = p.text[:0], false
}

// endText makes a row of what stands outside of the cells.
func (p *htmlParser) endText() error {
	if p.inRow || len(p.text) == 0 {
		return nil
	}
	p.startRow(false)
	p.putText(0)
	return p.endRow()
}
