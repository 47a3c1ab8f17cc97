package intake

import "context"

// Store is where loaded files go; the lake is one. Methods may be called from several goroutines at once.
type Store interface {
	// Original keeps a file's bytes and gives their SHA-256.
	Original(ctx context.Context, path string) (sha string, size int64, err error)
	// Has tells whether the batch is there already; the same bytes read the same way are one batch.
	Has(batch string) bool
	// Begin opens a batch for one file and source.
	Begin(src *Source, b Batch) (BatchWriter, error)
}

// BatchWriter takes the rows of one batch. Nothing is visible before Commit; after Abort nothing stays.
type BatchWriter interface {
	Sink
	Reject(Reject) error
	Commit(b Batch) error // b as given to Begin, with rows and sheets filled in
	Abort()
}

// Batch is one file's share in one source: what batch.json holds.
type Batch struct {
	ID       string       `json:"id"` // hash of the file, the source's definition and the mapping
	Source   string       `json:"source"`
	File     string       `json:"file"` // original name, relative to the directory that was loaded
	SHA256   string       `json:"sha256"`
	AsOf     string       `json:"as_of,omitempty"` // 数据时点, 2025-05 or 2025-05-31; empty when nothing says it
	Sheets   []BatchSheet `json:"sheets"`
	Rows     int          `json:"rows"`
	Rejected int          `json:"rejected"`
}

// BatchSheet is one sheet of a batch. Headers name the cells of raw, in order.
type BatchSheet struct {
	Index     int      `json:"index"`
	Name      string   `json:"name"`
	HeaderRow int      `json:"header_row"`
	Headers   []string `json:"headers"`
	Rows      int      `json:"rows"`
}

// Reject is a row, or a cell of it, that could not be used.
type Reject struct {
	Sheet  string `json:"sheet"`
	Row    int    `json:"row"`
	Cell   string `json:"cell"` // C17
	Field  string `json:"field"`
	Value  string `json:"value"`
	Reason string `json:"reason"`
	Advice string `json:"advice"`
	// Kept says that the row was loaded all the same, without this cell.
	Kept bool   `json:"kept"`
	Raw  string `json:"raw,omitempty"` // the whole row, joined by U+001F
}
