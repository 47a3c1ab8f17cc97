package sheet

import (
	"context"
	"errors"
	"slices"
)

// ErrStop is what a yield function returns to end [Book.Read] early without an error.
var ErrStop = errors.New("stop reading")

// Options changes the limits of [Open]. The zero Options is right for files from outside.
type Options struct {
	MaxFile    int64  // bytes of the file; 0 is 2 GiB
	MaxPart    int64  // bytes of one sheet of an .xlsx, unpacked; 0 is 16 GiB
	MaxStrings int64  // bytes of the shared strings of an .xlsx, unpacked; 0 is 1 GiB
	MaxStream  int64  // bytes of the workbook stream of an .xls, which is held in memory; 0 is 256 MiB
	Encoding   string // of a text file: UTF-8, GB18030, UTF-16LE, UTF-16BE; empty is found out
	Delimiter  rune   // of a text file; 0 is found out

	held int64 // parts of an .xlsx up to this size are unpacked at once; tests lower it
}

// The limits that stand when Options says nothing. They lie an order of magnitude above any file seen, and are absolute: ratios
// of packed to unpacked size give false alarms, since a sheet of repeated rows packs 100 to 1.
const (
	defaultMaxFile    = 2 << 30
	defaultMaxPart    = 16 << 30
	defaultMaxStrings = 1 << 30
	defaultMaxStream  = 256 << 20

	maxColumns = 16384    // XFD, the widest sheet of any spreadsheet program
	maxSheets  = 10_000   // spreadsheet programs hold as many as memory does; nobody has seen a thousand
	maxShared  = 16 << 20 // shared strings, at 16 bytes each besides their text
	maxNotes   = 100
	maxRows    = 1048576 // the longest sheet; text files may be longer
)

func (o Options) withDefaults() Options {
	set := func(v *int64, def int64) {
		if *v <= 0 {
			*v = def
		}
	}
	set(&o.MaxFile, defaultMaxFile)
	set(&o.MaxPart, defaultMaxPart)
	set(&o.MaxStrings, defaultMaxStrings)
	set(&o.MaxStream, defaultMaxStream)
	set(&o.held, heldPart)
	return o
}

// Kind says what a cell holds.
type Kind uint8

// The kinds of cell. Text is always what a person reads in the cell, as far as it matters.
const (
	Empty  Kind = iota
	Text        // as it stands; a cell of nothing but blanks is Empty
	Number      // plain decimal notation, 15 significant digits; scientific from 16 integer digits, as the last are lost
	Date        // 2024-01-31, 2024-01-31 12:30:00, a time alone 12:30:00, an elapsed time 36:00:00
	Bool        // TRUE or FALSE
	Error       // #REF! and the like; empty text when a formula has no stored result
)

// Cell is one cell. Text may be kept; it shares memory with its neighbours only in small blocks.
type Cell struct {
	Kind   Kind
	Merged bool // lies under a merged region and shows its anchor's value; the anchor itself is not Merged
	Text   string
}

// Row is one row with text of its own. Cells[i] is column i (0 is A); empty cells at the end are left off.
// Row and Cells are reused for the next row: copy what is kept.
type Row struct {
	Number int // from 1, as a person sees it; in a text file the line on which the record begins
	Cells  []Cell
	Hidden bool
}

// SheetInfo is one sheet that holds cells; chart sheets are left out.
type SheetInfo struct {
	Index  int // what Read takes
	Name   string
	Hidden bool
}

// reader is one file format.
type reader interface {
	read(ctx context.Context, sheet int, yield func(*Row) error) error
	close() error
}

// Book is an open file. It is for one goroutine; open the file again to read two sheets at once.
type Book struct {
	name      string // of the file, without its extension
	format    string
	encoding  string
	delimiter string
	sheets    []SheetInfo
	notes     []string
	src       reader
	file      interface{ Close() error }
}

// Format is xlsx, xls, csv (any delimited text), html or xml (SpreadsheetML 2003).
func (b *Book) Format() string { return b.format }

// Encoding is that of a text file: UTF-8, GB18030, UTF-16LE or UTF-16BE; empty for the others.
func (b *Book) Encoding() string { return b.encoding }

// Delimiter is what separates the columns of a text file; empty for the others.
func (b *Book) Delimiter() string { return b.delimiter }

// Sheets lists the sheets in the order of the file's tabs.
func (b *Book) Sheets() []SheetInfo { return b.sheets }

// Notes says, in Chinese, what was ignored or repaired. Notes about cells are there after Read.
func (b *Book) Notes() []string { return b.notes }

// Close lets go of the file.
func (b *Book) Close() error {
	if b.src != nil {
		_ = b.src.close() // holds memory only; the file is what can fail
		b.src = nil
	}
	if b.file == nil {
		return nil
	}
	f := b.file
	b.file = nil
	return f.Close()
}

// Read gives every row with text of its own, in ascending order. It may be called again, for the same sheet too.
// When it returns an error that yield did not make, the rows given out are not all there are and must not be used.
func (b *Book) Read(ctx context.Context, sheet int, yield func(*Row) error) error {
	if b.src == nil || sheet < 0 || sheet >= len(b.sheets) {
		return invalid("没有第 %d 张工作表", sheet+1)
	}
	err := b.src.read(ctx, sheet, yield)
	if errors.Is(err, ErrStop) {
		return nil
	}
	return err
}

func (b *Book) note(s string) {
	if len(b.notes) < maxNotes && !slices.Contains(b.notes, s) {
		b.notes = append(b.notes, s)
	}
}
