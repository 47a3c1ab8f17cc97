package lake

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"sync"
	"unsafe"

	"github.com/klauspost/compress/s2"
	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/format"

	"xunzhi"
)

// Chunk is a run of a batch's rows with some of its columns. It is valid until the function that got it returns.
type Chunk struct {
	Rows  int
	First int64 // ordinal of the first row within the batch
	Cols  []Vector

	file  *tableFile
	group int
}

// Read reads one more column of the chunk: what only few chunks need is not read for all of them.
func (c *Chunk) Read(name string, v *Vector) error {
	return c.file.column(c.group, name, c.Rows, v)
}

// Vector is one column of a chunk. A text column has for each row a code into Words, negative for NULL; the same text
// may stand under several codes. Any other column has Ints, and Null is nil where no row is NULL.
type Vector struct {
	Type  Type
	Ints  []int64
	Null  []bool
	Codes []int32
	Words []string // valid as long as the chunk: clone what is kept

	nulls []bool   // buffer of Null
	data  [][]byte // decompressed pages that Words point into
	used  int
}

// IsNull tells whether row i has no value.
func (v *Vector) IsNull(i int) bool {
	if v.Type == Varchar {
		return v.Codes[i] < 0
	}
	return v.Null != nil && v.Null[i]
}

// Text gives row i's text, empty for NULL.
func (v *Vector) Text(i int) string {
	if c := v.Codes[i]; c >= 0 {
		return v.Words[c]
	}
	return ""
}

// ReadColumns reads columns of a batch, a row group at a time. A column that the batch does not have (its source's
// definition was younger then) is NULL throughout. It stops with yield's error.
func (l *Lake) ReadColumns(ctx context.Context, batch string, cols []string, yield func(*Chunk) error) error {
	b, err := l.Batch(batch)
	if err != nil {
		return err
	}
	f, err := openTable(l.Path(batch))
	if err != nil {
		return damaged(b, err)
	}
	defer f.close()
	c := chunks.Get().(*Chunk)
	defer chunks.Put(c)
	c.file, c.First, c.Cols = f, 0, resize(c.Cols, len(cols))
	for g := range f.groups() {
		c.group = g
		if err := ctx.Err(); err != nil {
			return err
		}
		c.Rows = int(f.meta.RowGroups[g].NumRows)
		for i, name := range cols {
			if err := f.column(g, name, c.Rows, &c.Cols[i]); err != nil {
				return damaged(b, err)
			}
		}
		if err := yield(c); err != nil {
			return err
		}
		c.First += int64(c.Rows)
	}
	return nil
}

// chunks keeps the buffers of chunks: growing them anew for every batch costs more than decoding.
var chunks = sync.Pool{New: func() any { return &Chunk{} }}

func resize(list []Vector, n int) []Vector {
	for len(list[:cap(list)]) < n {
		list = append(list[:cap(list)], Vector{})
	}
	return list[:n]
}

func damaged(b Batch, err error) error {
	return xunzhi.Errorf(xunzhi.CodeInvalid, "数据湖中 %s 的数据(批次 %s)已损坏", b.File, b.ID).
		WithHint("请删除该批次目录后重新加载原文件").Wrap(err)
}

// tableFile reads the files that [Table] writes, and nothing else: Snappy, pages of one version, and these encodings.
type tableFile struct {
	file  *os.File
	meta  *format.FileMetaData
	index []format.OffsetIndex
	byCol map[string]int
	buf   []byte
}

func openTable(path string) (*tableFile, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	t, err := readFooter(f)
	if err != nil {
		f.Close()
		return nil, err
	}
	return t, nil
}

// readFooter reads the metadata. The library falls over on some damaged files; that is an error of the file here.
func readFooter(f *os.File) (t *tableFile, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("%w: %v", errFooter, r)
		}
	}()
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	p, err := parquet.OpenFile(f, info.Size(), parquet.SkipBloomFilters(true))
	if err != nil {
		return nil, err
	}
	t = &tableFile{file: f, meta: p.Metadata(), index: p.OffsetIndexes(), byCol: map[string]int{}}
	for i, c := range p.Schema().Columns() {
		t.byCol[c[0]] = i
	}
	cols := len(t.meta.Schema) - 1
	if len(t.byCol) != cols || len(t.index) != cols*len(t.meta.RowGroups) {
		return nil, errFooter
	}
	for _, g := range t.meta.RowGroups {
		if len(g.Columns) != cols || g.NumRows < 0 || g.NumRows > groupRows {
			return nil, errFooter
		}
	}
	return t, nil
}

var errFooter = errors.New("malformed footer")

func (t *tableFile) close() { t.file.Close() }

func (t *tableFile) groups() int { return len(t.meta.RowGroups) }

// column reads a whole row group of a column.
func (t *tableFile) column(g int, name string, rows int, v *Vector) error {
	r, err := t.reader(g, name, rows, v)
	if err != nil || r == nil {
		return err
	}
	for p := range r.pages {
		if err := r.page(p); err != nil {
			return err
		}
	}
	if r.v.rows() != rows {
		return errShort
	}
	return nil
}

var errShort = errors.New("column ends early")

func (v *Vector) rows() int {
	if v.Type == Varchar {
		return len(v.Codes)
	}
	return len(v.Ints)
}

// reset empties the vector and keeps its buffers.
func (v *Vector) reset() {
	if v.Null != nil {
		v.nulls = v.Null[:0]
	}
	v.Ints, v.Null, v.Codes, v.Words, v.used = v.Ints[:0], nil, v.Codes[:0], v.Words[:0], 0
}

// reserve makes room, once, for as many rows as a group can have: groups grow no larger, and the buffers are reused.
func reserve[T any](list []T, rows int) []T {
	if cap(list) >= rows {
		return list
	}
	return make([]T, 0, rows)
}

// chunkReader decodes pages of one column of one row group and appends them to its vector.
type chunkReader struct {
	t        *tableFile
	v        *Vector
	phys     format.Type
	required bool
	pages    []format.PageLocation
	words    int // words of the dictionary, which come first in the vector's
	present  []bool
}

// reader gets ready to read a column of a row group, with its dictionary. It is nil for a column that is not there;
// the vector is then NULL for all rows.
func (t *tableFile) reader(g int, name string, rows int, v *Vector) (*chunkReader, error) {
	v.reset()
	i, ok := t.byCol[name]
	if !ok {
		v.Type = Varchar
		v.Codes = reserve(v.Codes, rows)
		for range rows {
			v.Codes = append(v.Codes, -1)
		}
		return nil, nil
	}
	group := &t.meta.RowGroups[g]
	m := &group.Columns[i].MetaData
	el := &t.meta.Schema[i+1]
	v.Type = Bigint
	if m.Type == format.ByteArray {
		v.Type = Varchar
		v.Codes, v.Words = reserve(v.Codes, rows), reserve(v.Words, rows)
	} else {
		v.Ints = reserve(v.Ints, rows)
	}
	r := &chunkReader{
		t: t, v: v, phys: m.Type, required: el.RepetitionType.V == format.Required,
		pages: t.index[g*len(group.Columns)+i].PageLocations,
	}
	if m.DictionaryPageOffset == 0 {
		return r, nil
	}
	h, body, err := t.load(v, m.DictionaryPageOffset, int(m.DataPageOffset-m.DictionaryPageOffset))
	if err != nil {
		return nil, err
	}
	err = r.plainText(body, h.values)
	r.words = len(v.Words)
	return r, err
}

// load reads and decompresses a page into the vector's next buffer.
func (t *tableFile) load(v *Vector, offset int64, size int) (pageHeader, []byte, error) {
	if size <= 0 || size > 1<<30 {
		return pageHeader{}, nil, errPage
	}
	if cap(t.buf) < size {
		t.buf = make([]byte, size+size/4)
	}
	packed := t.buf[:size]
	if _, err := t.file.ReadAt(packed, offset); err != nil {
		return pageHeader{}, nil, err
	}
	h, n, err := readPageHeader(packed)
	if err != nil {
		return h, nil, err
	}
	if d, err := s2.DecodedLen(packed[n:]); err != nil || d > maxRatio*len(packed) || h.values > maxWords+pageRows {
		return h, nil, errPage
	}
	if v.used == len(v.data) {
		v.data = append(v.data, nil)
	}
	body, err := s2.Decode(v.data[v.used][:cap(v.data[v.used])], packed[n:])
	if err != nil {
		return h, nil, err
	}
	v.data[v.used] = body
	if v.Type == Varchar { // words point into it
		v.used++
	}
	return h, body, nil
}

// maxRatio is above what Snappy can make of anything: 64 bytes of three. What claims more is damaged, and would have us
// ask for memory that is not there.
const maxRatio = 32

// page appends page p.
func (r *chunkReader) page(p int) error {
	h, body, err := r.t.load(r.v, r.pages[p].Offset, int(r.pages[p].CompressedPageSize))
	if err != nil {
		return err
	}
	values, body, err := r.levels(body, h.values)
	if err != nil {
		return err
	}
	switch {
	case r.v.Type != Varchar:
		return r.ints(body, h.values, values)
	case h.encoding == pqDictionary:
		return r.codes(body, h.values, values)
	}
	first := len(r.v.Words)
	if err := r.plainText(body, values); err != nil {
		return err
	}
	for i := range h.values {
		if r.present != nil && !r.present[i] {
			r.v.Codes = append(r.v.Codes, -1)
			continue
		}
		r.v.Codes = append(r.v.Codes, int32(first))
		first++
	}
	return nil
}

// levels reads which rows have a value; present is nil where all have.
func (r *chunkReader) levels(body []byte, rows int) (values int, rest []byte, err error) {
	r.present = nil
	if r.required {
		return rows, body, nil
	}
	if len(body) < 4 {
		return 0, nil, errPage
	}
	n := int(binary.LittleEndian.Uint32(body))
	if n > len(body)-4 {
		return 0, nil, errPage
	}
	runs, rest := body[4:4+n], body[4+n:]
	head, k := binary.Uvarint(runs)
	if k <= 0 || len(runs) <= k {
		return 0, nil, errPage
	}
	runs = runs[k:]
	if head&1 == 0 && runs[0] == 1 {
		return rows, rest, nil
	}
	present := make([]bool, rows)
	r.present = present
	if head&1 == 0 {
		return 0, rest, nil
	}
	if len(runs)*8 < rows {
		return 0, nil, errPage
	}
	for i := range present {
		if runs[i>>3]>>(i&7)&1 == 1 {
			present[i] = true
			values++
		}
	}
	return values, rest, nil
}

func (r *chunkReader) plainText(body []byte, n int) error {
	for range n {
		if len(body) < 4 {
			return errPage
		}
		k := int(binary.LittleEndian.Uint32(body))
		if k > len(body)-4 {
			return errPage
		}
		r.v.Words = append(r.v.Words, unsafe.String(unsafe.SliceData(body[4:]), k))
		body = body[4+k:]
	}
	return nil
}

// codes reads the one run of dictionary indexes that a page has.
func (r *chunkReader) codes(body []byte, rows, values int) error {
	if values > 0 && len(body) < 3 {
		return errPage
	}
	var next func() uint32
	if values > 0 {
		width := int(body[0])
		head, k := binary.Uvarint(body[1:])
		if k <= 0 || width > 24 {
			return errPage
		}
		next = codeRun(body[1+k:], width, head&1 == 1)
		if need := 1 + k + (values*width+7)/8; head&1 == 1 && len(body) < need {
			return errPage
		}
	}
	for i := range rows {
		if r.present != nil && !r.present[i] {
			r.v.Codes = append(r.v.Codes, -1)
			continue
		}
		c := next()
		if int(c) >= r.words {
			return errPage
		}
		r.v.Codes = append(r.v.Codes, int32(c))
	}
	return nil
}

// codeRun gives one index after the other, of packed bits or of a run of the same.
func codeRun(b []byte, width int, packed bool) func() uint32 {
	if !packed {
		v := uint32(0)
		for i := 0; i < (width+7)/8 && i < len(b); i++ {
			v |= uint32(b[i]) << (8 * i)
		}
		return func() uint32 { return v }
	}
	var acc uint64
	bits, at := 0, 0
	mask := uint64(1)<<width - 1
	return func() uint32 {
		for bits < width {
			acc |= uint64(b[at]) << bits
			at++
			bits += 8
		}
		v := uint32(acc & mask)
		acc >>= width
		bits -= width
		return v
	}
}

func (r *chunkReader) ints(body []byte, rows, values int) error {
	v := r.v
	size := 8
	switch r.phys {
	case format.Int32:
		size = 4
	case format.Boolean:
		size = 0
	}
	if size > 0 && len(body) < values*size || size == 0 && len(body)*8 < values {
		return errPage
	}
	if r.present != nil && v.Null == nil {
		v.Null = append(reserve(v.nulls, groupRows), make([]bool, len(v.Ints))...)
	}
	k := 0
	for i := range rows {
		if r.present != nil && !r.present[i] {
			v.Ints, v.Null = append(v.Ints, 0), append(v.Null, true)
			continue
		}
		switch size {
		case 8:
			v.Ints = append(v.Ints, int64(binary.LittleEndian.Uint64(body[k*8:])))
		case 4:
			v.Ints = append(v.Ints, int64(int32(binary.LittleEndian.Uint32(body[k*4:]))))
		default:
			v.Ints = append(v.Ints, int64(body[k>>3]>>(k&7)&1))
		}
		if v.Null != nil {
			v.Null = append(v.Null, false)
		}
		k++
	}
	return nil
}

// pageHeader is what is needed of a page's header.
type pageHeader struct{ values, encoding int }

var errPage = errors.New("malformed page")

// readPageHeader reads a header in thrift's compact protocol and gives its length.
func readPageHeader(b []byte) (pageHeader, int, error) {
	var h pageHeader
	at, depth, id, nested := 0, 0, 0, 0
	for at < len(b) {
		t := b[at]
		at++
		if t == 0 {
			if depth == 0 {
				return h, at, nil
			}
			depth, id = 0, nested
			continue
		}
		if t>>4 == 0 { // long form of the field id: never written here
			return h, 0, errPage
		}
		id += int(t >> 4)
		switch t & 15 {
		case tStruct:
			depth, nested, id = 1, id, 0
			continue
		case tI32:
			x, n := binary.Varint(b[at:])
			if n <= 0 || x < 0 {
				return h, 0, errPage
			}
			at += n
			if depth == 1 && id == 1 {
				h.values = int(x)
			}
			if depth == 1 && id == 2 {
				h.encoding = int(x)
			}
		default:
			return h, 0, errPage
		}
	}
	return h, 0, fmt.Errorf("%w: header ends early", errPage)
}
