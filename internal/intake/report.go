package intake

// Report is intake.json: what was read, as what, how sure, and what could not be used.
type Report struct {
	Files []FileReport `json:"files"`
	// Overlaps lists batches that hold the same facts, such as a corrected resend.
	Overlaps []Overlap `json:"overlaps,omitempty"`
	Rows     int       `json:"rows"`
	Rejected int       `json:"rejected"`
}

// The states of a file or sheet in a report.
const (
	Loaded    = "loaded"
	Already   = "already" // the same bytes were loaded before
	Unknown   = "unknown" // fits no source
	Refused   = "refused" // broken, protected, dangerous, or of a kind that must not be imported
	EmptyFile = "empty"   // no rows
	Planned   = "planned" // intake plan only
)

// FileReport is one file.
type FileReport struct {
	File     string        `json:"file"`
	SHA256   string        `json:"sha256,omitempty"`
	Size     int64         `json:"size"`
	Format   string        `json:"format,omitempty"`   // xlsx, xls, csv …
	Encoding string        `json:"encoding,omitempty"` // of a text file
	Status   string        `json:"status"`
	Message  string        `json:"message,omitempty"`
	Hint     string        `json:"hint,omitempty"`
	SameAs   string        `json:"same_as,omitempty"` // a file with the same bytes
	Sheets   []SheetReport `json:"sheets"`
}

// SheetReport is one sheet of a file.
type SheetReport struct {
	Name               string         `json:"name"`
	Hidden             bool           `json:"hidden,omitempty"`
	Status             string         `json:"status"`
	Source             string         `json:"source,omitempty"`
	SourceName         string         `json:"source_name,omitempty"`
	Confidence         float64        `json:"confidence"`
	RunnerUp           string         `json:"runner_up,omitempty"`
	RunnerUpConfidence float64        `json:"runner_up_confidence,omitempty"`
	HeaderRow          int            `json:"header_row,omitempty"` // first header row
	DataRow            int            `json:"data_row,omitempty"`   // first row of data
	AsOf               string         `json:"as_of,omitempty"`
	Mapping            []ColumnMap    `json:"mapping,omitempty"`
	Dropped            []ColumnMap    `json:"dropped,omitempty"` // petitioners' columns, left out at the door
	Missing            []string       `json:"missing,omitempty"` // required fields that no column gives
	Rows               int            `json:"rows"`              // rows of data seen
	Loaded             int            `json:"loaded"`            // records loaded; a wide row gives several
	Rejected           int            `json:"rejected"`
	Skipped            map[string]int `json:"skipped,omitempty"` // 合计行, 重复表头, 空行, 签章说明
	Rejects            []Reject       `json:"rejects,omitempty"` // the first hundred; all of them stand in the batch
	Reasons            map[string]int `json:"reasons,omitempty"` // rejects by reason
	Notes              []string       `json:"notes,omitempty"`
	Batch              string         `json:"batch,omitempty"`
}

// ColumnMap says which column became which field and why.
type ColumnMap struct {
	Column string `json:"column"` // letter
	Header string `json:"header"`
	Field  string `json:"field"`
	Name   string `json:"name"`
	How    string `json:"how"` // 表头, 内容, 文件名, 手工 …
}

// Overlap tells that two files hold the same facts.
type Overlap struct {
	Source     string  `json:"source"`
	Kept       string  `json:"kept"`       // file whose rows count
	Superseded string  `json:"superseded"` // file whose rows do not, empty when both count
	Share      float64 `json:"share"`      // of the smaller file's facts that both hold
	Message    string  `json:"message"`
}
