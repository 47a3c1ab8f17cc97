package lake

import "encoding/binary"

// thrift writes the compact protocol of Apache Thrift, as far as Parquet's metadata needs it.
type thrift struct {
	b    []byte
	last []int16
}

// The compact protocol's field types.
const (
	tI32, tI64              = 5, 6
	tBinary, tList, tStruct = 8, 9, 12
)

func (t *thrift) begin() { t.last = append(t.last, 0) }

func (t *thrift) end() {
	t.b = append(t.b, 0)
	t.last = t.last[:len(t.last)-1]
}

func (t *thrift) field(id int16, typ byte) {
	last := &t.last[len(t.last)-1]
	if d := id - *last; d > 0 && d < 16 {
		t.b = append(t.b, byte(d)<<4|typ)
	} else {
		t.b = binary.AppendVarint(append(t.b, typ), int64(id))
	}
	*last = id
}

func (t *thrift) i32(id int16, v int32) { t.field(id, tI32); t.b = binary.AppendVarint(t.b, int64(v)) }
func (t *thrift) i64(id int16, v int64) { t.field(id, tI64); t.b = binary.AppendVarint(t.b, v) }

func (t *thrift) binary(id int16, v []byte) {
	t.field(id, tBinary)
	t.b = binary.AppendUvarint(t.b, uint64(len(v)))
	t.b = append(t.b, v...)
}

func (t *thrift) object(id int16, body func()) {
	t.field(id, tStruct)
	t.begin()
	body()
	t.end()
}

// list writes n elements; of structs each is wrapped in begin and end here.
func (t *thrift) list(id int16, typ byte, n int, element func(i int)) {
	t.field(id, tList)
	if n < 15 {
		t.b = append(t.b, byte(n)<<4|typ)
	} else {
		t.b = binary.AppendUvarint(append(t.b, 0xF0|typ), uint64(n))
	}
	for i := range n {
		if typ == tStruct {
			t.begin()
			element(i)
			t.end()
		} else {
			element(i)
		}
	}
}

func (t *thrift) int(v int64) { t.b = binary.AppendVarint(t.b, v) }

func (t *thrift) string(s string) {
	t.b = binary.AppendUvarint(t.b, uint64(len(s)))
	t.b = append(t.b, s...)
}

// Numbers of the Parquet format (parquet.thrift of parquet-format 2.10).
const (
	pqBoolean, pqInt32, pqInt64, pqDouble, pqBytes = 0, 1, 2, 5, 6
	pqPlain, pqRLE, pqDictionary                   = 0, 3, 8
	pqSnappy                                       = 1
	pqUTF8, pqDecimal, pqDate                      = 0, 5, 6
)

func dictionaryHeader(n int) func(*thrift) {
	return func(h *thrift) {
		h.object(7, func() { h.i32(1, int32(n)); h.i32(2, pqPlain) })
	}
}

func dataHeader(rows int, coded bool) func(*thrift) {
	return func(h *thrift) {
		h.object(5, func() {
			h.i32(1, int32(rows))
			h.i32(2, encodingOf(coded))
			h.i32(3, pqRLE)
			h.i32(4, pqRLE)
		})
	}
}

func encodingOf(coded bool) int32 {
	if coded {
		return pqDictionary
	}
	return pqPlain
}

// footer writes the offset indexes, which let a reader go straight to a row, and the file's metadata.
func (t *Table) footer() {
	type place struct {
		offset int64
		size   int32
	}
	places := make([][]place, len(t.groups))
	for g, group := range t.groups {
		for _, c := range group.chunks {
			var h thrift
			h.begin()
			h.list(1, tStruct, len(c.index), func(i int) {
				h.i64(1, c.index[i].offset)
				h.i32(2, int32(c.index[i].size))
				h.i64(3, c.index[i].first)
			})
			h.end()
			places[g] = append(places[g], place{t.off, int32(len(h.b))})
			t.write(h.b)
		}
	}
	var h thrift
	h.begin()
	h.i32(1, 2)
	h.list(2, tStruct, len(t.cols)+1, func(i int) {
		if i == 0 {
			h.binary(4, []byte("rows"))
			h.i32(5, int32(len(t.cols)))
			return
		}
		schemaElement(&h, t.cols[i-1].Column)
	})
	h.i64(3, t.rows)
	h.list(4, tStruct, len(t.groups), func(g int) {
		group := t.groups[g]
		total := int64(0)
		h.list(1, tStruct, len(group.chunks), func(i int) {
			c := group.chunks[i]
			total += c.plain
			h.i64(2, 0)
			h.object(3, func() { columnMeta(&h, t.cols[i].Column, c, group.rows) })
			h.i64(4, places[g][i].offset)
			h.i32(5, places[g][i].size)
		})
		h.i64(2, total)
		h.i64(3, group.rows)
	})
	h.binary(6, []byte("xunzhi"))
	// Column orders: without them a reader may not trust the minima and maxima.
	h.list(7, tStruct, len(t.cols), func(int) { h.object(1, func() {}) })
	h.end()
	t.write(h.b)
	t.write(binary.LittleEndian.AppendUint32(nil, uint32(len(h.b))))
	t.write([]byte("PAR1"))
}

func schemaElement(h *thrift, c Column) {
	phys, conv, scale := physical(c.Type)
	h.i32(1, phys)
	if c.Required {
		h.i32(3, 0)
	} else {
		h.i32(3, 1)
	}
	h.binary(4, []byte(c.Name))
	if conv >= 0 {
		h.i32(6, conv)
	}
	if conv == pqDecimal {
		h.i32(7, scale)
		h.i32(8, 18)
	}
	switch conv {
	case pqUTF8:
		h.object(10, func() { h.object(1, func() {}) })
	case pqDecimal:
		h.object(10, func() { h.object(5, func() { h.i32(1, scale); h.i32(2, 18) }) })
	case pqDate:
		h.object(10, func() { h.object(6, func() {}) })
	}
}

func physical(t Type) (phys, converted, scale int32) {
	switch t {
	case Varchar:
		return pqBytes, pqUTF8, 0
	case Date:
		return pqInt32, pqDate, 0
	case Yuan:
		return pqInt64, pqDecimal, 2
	case Price:
		return pqInt64, pqDecimal, 6
	case Mu:
		return pqInt64, pqDecimal, 4
	case Boolean:
		return pqBoolean, -1, 0
	case Double:
		return pqDouble, -1, 0
	}
	return pqInt64, -1, 0
}

func columnMeta(h *thrift, col Column, c chunkMeta, rows int64) {
	phys, _, _ := physical(col.Type)
	encodings := []int64{pqPlain, pqRLE}
	if c.coded || c.mixed {
		encodings = append(encodings, pqDictionary)
	}
	h.i32(1, phys)
	h.list(2, tI32, len(encodings), func(i int) { h.int(encodings[i]) })
	h.list(3, tBinary, 1, func(int) { h.string(col.Name) })
	h.i32(4, pqSnappy)
	h.i64(5, rows)
	h.i64(6, c.plain)
	h.i64(7, c.packed)
	h.i64(9, c.offset)
	if c.dictOffset >= 0 {
		h.i64(11, c.dictOffset)
	}
	h.object(12, func() {
		h.i64(3, c.nulls)
		if c.max != nil {
			h.binary(5, c.max)
			h.binary(6, c.min)
		}
	})
}
