package document

import (
	"archive/zip"
	"cmp"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/xuri/excelize/v2"

	"xunzhi"
	"xunzhi/internal/screening"
)

// Sheets of leads.xlsx. Where a list is longer than a sheet, the rest stands in 核查表2, 核查表3 …
const (
	leadSheet     = "核查表"
	evidenceSheet = "证据"
	ruleSheet     = "规则说明"
	notRunSheet   = "未运行规则"
	qualitySheet  = "数据质量"
)

const maxSheetRows = 1_000_000

// workbook writes leads.xlsx.
type workbook struct {
	ctx    context.Context
	file   *excelize.File
	styles map[string]int
	book   *Book
	full   bool
	limit  int // rows of a sheet, the head not counted
	header string
}

// column is one column of a sheet.
type column struct {
	head      string
	width     float64  // in characters; together they decide how small a page is printed
	style     string   // of its cells
	list      []string // what may be chosen, empty: anything
	unprinted bool     // may stand last only
}

// writeWorkbook writes leads.xlsx. Large sheets are spilled into tmp, which only the running account can read.
func (o Options) writeWorkbook(ctx context.Context, res *screening.Result, book *Book, tmp string, out io.Writer) (err error) {
	spill, err := os.MkdirTemp(tmp, "xlsx-")
	if err != nil {
		return err
	}
	f := excelize.NewFile(excelize.Options{TmpDir: spill})
	defer func() { err = errors.Join(err, f.Close()) }()
	b := &workbook{ctx: ctx, file: f, styles: map[string]int{}, book: book, full: o.FullNumbers, limit: cmp.Or(o.sheetRows, maxSheetRows)}
	b.header = "&L巡治 疑点核查&C疑点不是结论，须经核实&R数据截至 " + res.AsOf.String()
	if err := b.makeStyles(); err != nil {
		return err
	}
	for _, write := range []func(*screening.Result) error{b.leads, b.evidence, b.rules, b.notRun, b.quality} {
		if err := write(res); err != nil {
			return err
		}
	}
	if err := f.DeleteSheet("Sheet1"); err != nil {
		return err
	}
	f.SetActiveSheet(0)
	made := res.AsOf.String() + "T00:00:00Z" // never the clock: the same result gives the same bytes
	if err := f.SetDocProps(&excelize.DocProperties{Creator: "巡治", Title: "疑点核查表", Created: made, Modified: made}); err != nil {
		return err
	}
	return writeSorted(f, spill, out)
}

// writeSorted writes the workbook with its parts in the order of their names: excelize writes streamed sheets in the
// order of a map, which differs from run to run.
func writeSorted(f *excelize.File, spill string, out io.Writer) error {
	path := filepath.Join(spill, "unsorted.xlsx")
	if err := f.SaveAs(path); err != nil {
		return err
	}
	in, err := zip.OpenReader(path)
	if err != nil {
		return err
	}
	defer in.Close()
	slices.SortFunc(in.File, func(a, b *zip.File) int { return cmp.Compare(a.Name, b.Name) })
	z := zip.NewWriter(out)
	for _, part := range in.File {
		if err := z.Copy(part); err != nil {
			return err
		}
	}
	return z.Close()
}

func (b *workbook) makeStyles() error {
	edge := []excelize.Border{}
	for _, side := range []string{"left", "top", "right", "bottom"} {
		edge = append(edge, excelize.Border{Type: side, Color: "C9CCD1", Style: 1})
	}
	font := func(bold bool, colour string) *excelize.Font {
		return &excelize.Font{Family: "宋体", Size: 10, Bold: bold, Color: colour}
	}
	align := func(h string, wrap bool) *excelize.Alignment {
		return &excelize.Alignment{Horizontal: h, Vertical: "top", WrapText: wrap}
	}
	fill := func(colour string) excelize.Fill {
		return excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{colour}}
	}
	money, day, share := "#,##0.00", "yyyy-mm-dd", "0.0%"
	styles := map[string]*excelize.Style{
		"head":   {Font: font(true, "FFFFFF"), Fill: fill("7A1F24"), Border: edge, Alignment: &excelize.Alignment{Horizontal: "center", Vertical: "center", WrapText: true}},
		"text":   {Font: font(false, "1F2328"), Border: edge, Alignment: align("left", true)},
		"mid":    {Font: font(false, "1F2328"), Border: edge, Alignment: align("center", true)},
		"money":  {Font: font(false, "1F2328"), Border: edge, Alignment: align("right", false), CustomNumFmt: &money},
		"date":   {Font: font(false, "1F2328"), Border: edge, Alignment: align("center", false), CustomNumFmt: &day},
		"share":  {Font: font(false, "1F2328"), Border: edge, Alignment: align("center", false), CustomNumFmt: &share},
		"blank":  {Font: font(false, "1F2328"), Fill: fill("FBF8F0"), Border: edge, Alignment: align("left", true)},
		"blankd": {Font: font(false, "1F2328"), Fill: fill("FBF8F0"), Border: edge, Alignment: align("center", false), CustomNumFmt: &day},
		"red":    {Font: font(true, "FFFFFF"), Fill: fill("B3261E"), Border: edge, Alignment: align("center", false)},
		"orange": {Font: font(true, "FFFFFF"), Fill: fill("C4620A"), Border: edge, Alignment: align("center", false)},
		"yellow": {Font: font(true, "3B2F00"), Fill: fill("F2CF5B"), Border: edge, Alignment: align("center", false)},
		"blue":   {Font: font(true, "FFFFFF"), Fill: fill("2F5D9B"), Border: edge, Alignment: align("center", false)},
	}
	for _, name := range []string{"head", "text", "mid", "money", "date", "share", "blank", "blankd", "red", "orange", "yellow", "blue"} {
		id, err := b.file.NewStyle(styles[name])
		if err != nil {
			return err
		}
		b.styles[name] = id
	}
	return nil
}

// sheet writes n rows under the columns' heads, in as many sheets as are needed. row gives one value a column; a value
// may be an excelize.Cell with a style of its own.
func (b *workbook) sheet(name string, cols []column, n int, row func(i int) []any) error {
	for part := 0; part == 0 || part*b.limit < n; part++ {
		title := name
		if part > 0 {
			title += strconv.Itoa(part + 1)
		}
		rows := min(b.limit, n-part*b.limit)
		if err := b.part(title, cols, rows, func(i int) []any { return row(part*b.limit + i) }); err != nil {
			return err
		}
	}
	return nil
}

func (b *workbook) part(title string, cols []column, rows int, row func(i int) []any) error {
	if err := b.layOut(title, cols, rows); err != nil {
		return err
	}
	s, err := b.file.NewStreamWriter(title)
	if err != nil {
		return err
	}
	for i, c := range cols {
		if err := s.SetColWidth(i+1, i+1, c.width); err != nil {
			return err
		}
	}
	if err := s.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}); err != nil {
		return err
	}
	if err := s.SetRow("A1", b.heads(cols), excelize.RowOpts{Height: 30}); err != nil {
		return err
	}
	for i := range rows {
		if i%1000 == 0 && b.ctx.Err() != nil {
			return b.ctx.Err()
		}
		values := row(i)
		if err := s.SetRow("A"+strconv.Itoa(i+2), b.cells(cols, values), excelize.RowOpts{Height: rowHeight(cols, values)}); err != nil {
			return err
		}
	}
	return s.Flush()
}

const (
	lineHeight = 14.5 // points
	maxHeight  = 409  // the most that a spreadsheet gives a row
)

// rowHeight makes room for the tallest wrapped cell. Not every program fits rows to their text when it opens a file,
// and what is cut off on paper is lost to whoever verifies.
func rowHeight(cols []column, values []any) float64 {
	lines := 1
	for i, v := range values {
		if s, ok := v.(string); ok && i < len(cols) && cols[i].style == "text" {
			lines = max(lines, wrapped(s, cols[i].width-1))
		}
	}
	return min(float64(lines)*lineHeight+2, maxHeight)
}

// wrapped counts the lines that a text takes in a column of so many characters; a Chinese one is as wide as two.
func wrapped(s string, width float64) int {
	lines, used := 1, 0.0
	for _, r := range s {
		w := 1.0
		if r > 0x2E80 {
			w = 2
		}
		if r == '\n' || used+w > width {
			lines, used = lines+1, 0
		}
		if r != '\n' {
			used += w
		}
	}
	return lines
}

func (b *workbook) heads(cols []column) []any {
	heads := make([]any, len(cols))
	for i, c := range cols {
		heads[i] = excelize.Cell{StyleID: b.styles["head"], Value: c.head}
	}
	return heads
}

func (b *workbook) cells(cols []column, values []any) []any {
	cells := make([]any, len(values))
	for i, v := range values {
		if c, ok := v.(excelize.Cell); ok {
			cells[i] = c
			continue
		}
		if s, ok := v.(string); ok {
			v = neutral(s)
		}
		cells[i] = excelize.Cell{StyleID: b.styles[cols[i].style], Value: v}
	}
	return cells
}

// layOut makes a sheet with filter, lists to choose from, and A4 landscape pages that repeat the head. The stream writer
// puts these around the rows, so they must be set before it starts.
func (b *workbook) layOut(title string, cols []column, rows int) error {
	f := b.file
	if _, err := f.NewSheet(title); err != nil {
		return err
	}
	last, err := excelize.ColumnNumberToName(len(cols))
	if err != nil {
		return err
	}
	bottom := strconv.Itoa(rows + 1)
	yes, a4, landscape, wide, tall := true, 9, "landscape", 1, 0
	side, top, edge := 0.4, 0.7, 0.3
	errs := []error{
		f.AutoFilter(title, "A1:"+last+bottom, nil),
		f.SetSheetProps(title, &excelize.SheetPropsOptions{FitToPage: &yes}),
		f.SetPageLayout(title, &excelize.PageLayoutOptions{Size: &a4, Orientation: &landscape, FitToWidth: &wide, FitToHeight: &tall}),
		f.SetPageMargins(title, &excelize.PageLayoutMarginsOptions{Left: &side, Right: &side, Top: &top, Bottom: &top, Header: &edge, Footer: &edge}),
		f.SetHeaderFooter(title, &excelize.HeaderFooterOptions{OddHeader: b.header, OddFooter: "&L&A&R第 &P 页，共 &N 页"}),
		f.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Titles", RefersTo: "'" + title + "'!$1:$1", Scope: title}),
	}
	if printed := len(cols) - 1; cols[printed].unprinted {
		letter, err := excelize.ColumnNumberToName(printed)
		area := "'" + title + "'!$A$1:$" + letter + "$" + bottom
		errs = append(errs, err, f.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Area", RefersTo: area, Scope: title}))
	}
	for i, c := range cols {
		if len(c.list) > 0 && rows > 0 {
			errs = append(errs, b.choose(title, i+1, bottom, c))
		}
	}
	return errors.Join(errs...)
}

func (b *workbook) choose(title string, col int, bottom string, c column) error {
	letter, err := excelize.ColumnNumberToName(col)
	if err != nil {
		return err
	}
	v := excelize.NewDataValidation(true)
	v.Sqref = letter + "2:" + letter + bottom
	if err := v.SetDropList(c.list); err != nil {
		return err
	}
	v.SetError(excelize.DataValidationErrorStyleStop, c.head, "请从下拉列表中选择")
	return b.file.AddDataValidation(title, v)
}

// neutral makes a text harmless in a spreadsheet: a text that begins like a formula gets an apostrophe in front, also
// after white space, and what XML cannot hold or nobody can see is dropped. Longer texts than a cell can hold are cut, and say so.
func neutral(s string) string {
	s = strings.Map(func(r rune) rune {
		if hidden(r) {
			return -1
		}
		return r
	}, s)
	if rs := []rune(s); len(rs) > 32000 { // a cell holds 32,767 characters
		s = string(rs[:32000]) + "…（过长，已截断）"
	}
	if t := strings.TrimSpace(s); t != "" && strings.ContainsRune("=+-@\uFF1D\uFF0B\uFF0D\uFF20", []rune(t)[0]) {
		return "'" + s
	}
	return s
}

// hidden tells whether a character cannot stand in a cell or cannot be seen there; most texts are digits and Chinese,
// which are told first.
func hidden(r rune) bool {
	if r >= ' ' && r < 0x7F || r >= 0x3000 && r < 0xA000 || r == '\n' {
		return false
	}
	return unicode.In(r, unicode.Cc, unicode.Cf) || r == unicode.ReplacementChar || r == 0xFFFE || r == 0xFFFF
}

// day gives a spreadsheet's day number, so that the cell sorts and filters as a date; an empty or unknown date stays text.
func day(s string) any {
	d, p := xunzhi.ParseDate(s)
	if p != xunzhi.ToDay {
		return s
	}
	return int(d) + 25569 // 1970-01-01 in the 1900 system
}

// money gives the amount as a number, or the text that is none.
func money(s string) any {
	y, ok := xunzhi.ParseYuan(s)
	if !ok {
		return s
	}
	return float64(y) / 100
}
