package lake

import (
	"bufio"
	"encoding/binary"
	"fmt"
	"io"
	"math"
	"os"

	"github.com/klauspost/compress/s2"

	"xunzhi/internal/intake"
)

// Type is the type of a table's column; on disk each has one Parquet physical and logical type.
type Type uint8

// The column types. Decimals are DECIMAL(18, scale) and given as scaled integers.
const (
	Varchar Type = iota
	Bigint
	Date // days since 1970-01-01
	Yuan // DECIMAL(18,2)
	Price
	Mu
	Boolean
	Double
)

// Column is one column of a table. A required column holds no NULL.
type Column struct {
	Name     string
	Type     Type
	Required bool
}

// Rows stand in pages of pageRows in every column, so that a row's page follows from its ordinal. A row group is what
// DuckDB gives one thread: its own vector groups have the same size.
const (
	pageRows  = 8192
	groupRows = 15 * pageRows
)

// Table writes one Parquet file, column by column: every column gets exactly one value a row, then EndRow. The same
// values give the same bytes. It is not safe for use by several goroutines.
type Table struct {
	file   *os.File
	w      *bufio.Writer
	off    int64
	cols   []*columnWriter
	rows   int64 // in all
	inPage int
	inRow  int // rows of the open row group
	groups []groupMeta
	err    error
}

type groupMeta struct {
	rows   int64
	chunks []chunkMeta
}

// NewTable creates the file at path, which must not exist.
func NewTable(path string, cols []Column) (*Table, error) {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return nil, fmt.Errorf("create table: %w", err)
	}
	t := &Table{file: f, w: bufio.NewWriterSize(f, 1<<18)}
	for _, c := range cols {
		t.cols = append(t.cols, newColumnWriter(c))
	}
	t.write([]byte("PAR1"))
	return t, nil
}

// Null gives column c no value in this row.
func (t *Table) Null(c int) { t.cols[c].null() }

// Int gives column c a value; of a Boolean 0 or 1, of a Date days, of a decimal the scaled integer.
func (t *Table) Int(c int, v int64) { t.cols[c].int(v) }

// Text gives a Varchar column a value. The bytes are copied.
func (t *Table) Text(c int, s string) { t.cols[c].text(s) }

// Double gives a Double column a value.
func (t *Table) Double(c int, v float64) { t.cols[c].int(int64(math.Float64bits(v))) }

// EndRow ends a row.
func (t *Table) EndRow() error {
	t.rows++
	t.inRow++
	t.inPage++
	if t.inPage == pageRows {
		t.endPage()
		if t.inRow == groupRows {
			t.endGroup()
		}
	}
	return t.err
}

// Rows gives the number of rows so far.
func (t *Table) Rows() int64 { return t.rows }

func (t *Table) endPage() {
	for _, c := range t.cols {
		c.endPage(t.inPage)
	}
	t.inPage = 0
}

func (t *Table) endGroup() {
	g := groupMeta{rows: int64(t.inRow)}
	for _, c := range t.cols {
		g.chunks = append(g.chunks, c.flush(t))
	}
	t.groups = append(t.groups, g)
	t.inRow = 0
}

func (t *Table) write(b []byte) {
	if t.err != nil {
		return
	}
	n, err := t.w.Write(b)
	t.off += int64(n)
	t.err = err
}

// Close writes what is left and the footer, and syncs the file.
func (t *Table) Close() error {
	if t.inPage > 0 {
		t.endPage()
	}
	if t.inRow > 0 {
		t.endGroup()
	}
	t.footer()
	if t.err == nil {
		t.err = t.w.Flush()
	}
	if t.err == nil {
		t.err = t.file.Sync()
	}
	if err := t.file.Close(); t.err == nil {
		t.err = err
	}
	if t.err != nil {
		return fmt.Errorf("close table: %w", t.err)
	}
	return nil
}

// Abort gives the file up and removes it.
func (t *Table) Abort() {
	t.file.Close()
	os.Remove(t.file.Name())
}

// columnsOf gives the table columns of a source.
func columnsOf(src *intake.Source) []Column {
	var out []Column
	for _, c := range src.Columns() {
		out = append(out, Column{Name: c.Name, Type: typeOf(c.Type), Required: len(out) < provenance})
	}
	return out
}

// provenance counts the columns that stand before a source's own: _id, _sheet, _row.
const provenance = 3

func typeOf(t intake.ColumnType) Type {
	switch t {
	case intake.ColInt:
		return Bigint
	case intake.ColDate:
		return Date
	case intake.ColYuan:
		return Yuan
	case intake.ColPrice:
		return Price
	case intake.ColMu:
		return Mu
	case intake.ColBool:
		return Boolean
	}
	return Varchar
}

// columnWriter holds one column's open row group: finished pages compressed, the open page plain.
type columnWriter struct {
	Column
	pages []page
	nulls int64 // of the open group

	present  []byte // bitmap of the open page: 1 where there is a value
	rows     int    // of the open page
	values   int    // present ones of the open page
	body     []byte // PLAIN bytes of the open page
	codes    []uint32
	min, max int64
	any      bool

	dict    map[string]uint32 // nil once the column is written plain
	words   []string
	dictLen int
	last    uint32
	scratch []byte
}

type page struct {
	data  []byte // compressed
	plain int    // uncompressed size
	rows  int
	coded bool
}

type chunkMeta struct {
	offset, dictOffset int64 // dictOffset is -1 where there is no dictionary
	plain, packed      int64
	coded, mixed       bool
	nulls              int64
	min, max           []byte
	index              []pageLocation
}

type pageLocation struct {
	offset, first int64
	size          int
}

func newColumnWriter(c Column) *columnWriter {
	w := &columnWriter{Column: c}
	if c.Type == Varchar && c.Name != "raw" {
		w.dict = map[string]uint32{}
	}
	return w
}

func (c *columnWriter) mark(present bool) {
	if c.rows&7 == 0 {
		c.present = append(c.present, 0)
	}
	if present {
		c.present[c.rows>>3] |= 1 << (c.rows & 7)
		c.values++
	}
	c.rows++
}

func (c *columnWriter) null() { c.nulls++; c.mark(false) }

func (c *columnWriter) int(v int64) {
	c.mark(true)
	if !c.any {
		c.min, c.max, c.any = v, v, true
	} else if v < c.min {
		c.min = v
	} else if v > c.max {
		c.max = v
	}
	switch c.Type {
	case Date:
		c.body = binary.LittleEndian.AppendUint32(c.body, uint32(int32(v)))
	case Boolean:
		i := c.values - 1
		if i&7 == 0 {
			c.body = append(c.body, 0)
		}
		c.body[i>>3] |= byte(v&1) << (i & 7)
	default:
		c.body = binary.LittleEndian.AppendUint64(c.body, uint64(v))
	}
}

func (c *columnWriter) text(s string) {
	c.mark(true)
	if c.dict == nil {
		c.body = binary.LittleEndian.AppendUint32(c.body, uint32(len(s)))
		c.body = append(c.body, s...)
		return
	}
	if int(c.last) < len(c.words) && c.words[c.last] == s {
		c.codes = append(c.codes, c.last)
		return
	}
	code, ok := c.dict[s]
	if !ok {
		s = string(append([]byte(nil), s...)) // the caller may reuse the bytes behind s
		code = uint32(len(c.words))
		c.dict[s] = code
		c.words = append(c.words, s)
		c.dictLen += 4 + len(s)
	}
	c.last = code
	c.codes = append(c.codes, code)
}

// A dictionary that holds more than maxWords words, or is new with over half of its rows distinct, costs more than it
// saves: the column goes on plain, in this row group and the next ones.
const maxWords = 1 << 15

func (c *columnWriter) endPage(rows int) {
	if c.rows != rows {
		panic(fmt.Sprintf("lake: column %s has %d values in a page of %d rows", c.Name, c.rows, rows))
	}
	coded := c.dict != nil && len(c.words) > 0 // a dictionary without words is none: readers refuse to look for it
	b := c.levels(c.scratch[:0])
	if coded {
		b = appendCodes(b, c.codes, bitWidth(len(c.words)))
	} else {
		b = append(b, c.body...)
	}
	c.pages = append(c.pages, page{data: s2.EncodeSnappy(nil, b), plain: len(b), rows: rows, coded: coded})
	c.scratch = b
	if coded && (len(c.words) > maxWords || len(c.pages) == 1 && len(c.words) > 64 && 2*len(c.words) > c.values) {
		c.dict = nil
	}
	c.present, c.body, c.codes = c.present[:0], c.body[:0], c.codes[:0]
	c.rows, c.values = 0, 0
}

// levels writes the definition levels: one run where every row or none has a value, else bits.
func (c *columnWriter) levels(b []byte) []byte {
	if c.Required {
		return b
	}
	at := len(b)
	b = append(b, 0, 0, 0, 0)
	switch c.values {
	case c.rows:
		b = append(binary.AppendUvarint(b, uint64(c.rows)<<1), 1)
	case 0:
		b = append(binary.AppendUvarint(b, uint64(c.rows)<<1), 0)
	default:
		b = append(binary.AppendUvarint(b, uint64(len(c.present))<<1|1), c.present...)
	}
	binary.LittleEndian.PutUint32(b[at:], uint32(len(b)-at-4))
	return b
}

// bitWidth is fixed when a page ends; a reader takes it from the page.
func bitWidth(words int) int {
	n := 1
	for 1<<n < words {
		n++
	}
	return n
}

// appendCodes writes dictionary indexes: a run where all are the same, else packed bits.
func appendCodes(b []byte, codes []uint32, width int) []byte {
	b = append(b, byte(width))
	if len(codes) == 0 {
		return b
	}
	same := true
	for _, c := range codes {
		if c != codes[0] {
			same = false
			break
		}
	}
	if same {
		b = binary.AppendUvarint(b, uint64(len(codes))<<1)
		for i := 0; i < width; i += 8 {
			b = append(b, byte(codes[0]>>i))
		}
		return b
	}
	groups := (len(codes) + 7) / 8
	b = binary.AppendUvarint(b, uint64(groups)<<1|1)
	var acc uint64
	bits := 0
	for i := 0; i < groups*8; i++ {
		if i < len(codes) {
			acc |= uint64(codes[i]) << bits
		}
		for bits += width; bits >= 8; bits -= 8 {
			b = append(b, byte(acc))
			acc >>= 8
		}
	}
	return b
}

// flush writes the column's row group.
func (c *columnWriter) flush(t *Table) chunkMeta {
	m := chunkMeta{dictOffset: -1, nulls: c.nulls, offset: -1}
	if len(c.words) > 0 {
		m.dictOffset = t.off
		var b []byte
		for _, w := range c.words {
			b = binary.LittleEndian.AppendUint32(b, uint32(len(w)))
			b = append(b, w...)
		}
		c.writePage(t, &m, dictionaryHeader(len(c.words)), len(b), s2.EncodeSnappy(nil, b))
		m.min, m.max = wordRange(c.words)
	}
	first := int64(0)
	coded := 0
	for _, p := range c.pages {
		if p.coded {
			coded++
		}
		at := t.off
		if m.offset < 0 {
			m.offset = at
		}
		c.writePage(t, &m, dataHeader(p.rows, p.coded), p.plain, p.data)
		m.index = append(m.index, pageLocation{offset: at, first: first, size: int(t.off - at)})
		first += int64(p.rows)
	}
	m.coded, m.mixed = coded == len(c.pages), coded > 0 && coded < len(c.pages)
	if !m.coded && c.Type == Varchar {
		m.min, m.max = nil, nil
	}
	if c.any {
		m.min, m.max = c.bound(c.min), c.bound(c.max)
	}
	c.reset()
	return m
}

func (c *columnWriter) reset() {
	c.pages, c.nulls, c.any, c.last = c.pages[:0], 0, false, 0
	if c.dict != nil {
		clear(c.dict)
	}
	c.words, c.dictLen = nil, 0
}

func (c *columnWriter) bound(v int64) []byte {
	switch c.Type {
	case Date:
		return binary.LittleEndian.AppendUint32(nil, uint32(int32(v)))
	case Boolean, Double:
		return nil
	}
	return binary.LittleEndian.AppendUint64(nil, uint64(v))
}

func wordRange(words []string) (lo, hi []byte) {
	l, h := words[0], words[0]
	for _, w := range words {
		l, h = min(l, w), max(h, w)
	}
	if len(l) > 64 || len(h) > 64 {
		return nil, nil
	}
	return []byte(l), []byte(h)
}

func (c *columnWriter) writePage(t *Table, m *chunkMeta, header func(*thrift), plain int, packed []byte) {
	var h thrift
	h.begin()
	if c.isDictionary(m) {
		h.i32(1, 2)
	} else {
		h.i32(1, 0)
	}
	h.i32(2, int32(plain))
	h.i32(3, int32(len(packed)))
	header(&h)
	h.end()
	t.write(h.b)
	t.write(packed)
	m.plain += int64(len(h.b) + plain)
	m.packed += int64(len(h.b) + len(packed))
}

// isDictionary holds while the dictionary page is being written: it stands before all data pages.
func (c *columnWriter) isDictionary(m *chunkMeta) bool { return m.dictOffset >= 0 && m.packed == 0 }

var _ io.Closer = (*Table)(nil)
