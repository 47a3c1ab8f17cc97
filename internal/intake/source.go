package intake

// FieldType is the type of a canonical field.
type FieldType string

// The field types of the source catalogue and what a [Value] holds for each.
const (
	Text    FieldType = "text"    // S
	ID      FieldType = "id"      // S number as cleaned, State, I entity key (0 when not valid)
	USCC    FieldType = "uscc"    // S code as cleaned, State, I entity key (0 when not valid)
	Party   FieldType = "party"   // a person's number or an organisation's code: as ID or USCC
	Date    FieldType = "date"    // I days since 1970-01-01
	Month   FieldType = "month"   // I days since 1970-01-01 of the month's first day
	Yuan    FieldType = "yuan"    // I fen
	Price   FieldType = "price"   // I 1/1,000,000 yuan
	Mu      FieldType = "mu"      // I 1/10,000 mu
	Int     FieldType = "int"     // I
	Bool    FieldType = "bool"    // I 0 or 1
	Village FieldType = "village" // S 12-digit code
)

// Field is one canonical field of a source.
type Field struct {
	ID       string    `yaml:"id"`
	Name     string    `yaml:"name"` // what people see
	Type     FieldType `yaml:"type"`
	Required bool      `yaml:"required"`
	// Role names the entity that an id, uscc or party field speaks of (person, head, cadre, kin, org, party …). The
	// view that rules read has a column of this name with the entity, and <role>_p with the link's probability.
	Role string `yaml:"role"`
	// NameField is the field that holds the name written beside the number.
	NameField string `yaml:"name_field"`
	// Words are the header words that mean this field, besides Name.
	Words []string `yaml:"words"`
	// Values maps what departments write to the canonical value: 有限公司: [有限责任公司, …].
	Values map[string][]string `yaml:"values"`

	// Like takes the words of an entry in words/words.yml besides the field's own.
	Like string `yaml:"like"`
	// Soft says that a row without this required field still carries its fact: it is loaded and reported.
	Soft bool `yaml:"soft"`
	// FromName says that the value may stand in the file's, sheet's or title's text when no column gives it.
	FromName bool `yaml:"from_name"`
	// Vague words beside a value's make a name say nothing: 低保特困 is not 特困.
	Vague []string `yaml:"vague"`
	// Year allows a date or month that is only a year; it lies on the year's first day, or the last if Last is set.
	Year bool `yaml:"year"`
	// Last puts a date written to the month or year on its last day, as the end of a term.
	Last bool `yaml:"last"`
	// Format is account, phone, code, plate or empty: what a text is cleaned as.
	Format string `yaml:"format"`
	// Carry says that a list may write the value once for several rows: blank means as above.
	Carry bool `yaml:"carry"`

	// Common marks a field whose words stand in other sources' lists too, where they fill nothing: it says next to
	// nothing about the source.
	Common bool `yaml:"common"`

	person bool // the name beside a person's number
	// Unit is percent for a price field that holds a share: 30 % stands as 30.000000.
	Unit string `yaml:"unit"`
}

// Source is one entry of the source catalogue: a kind of table that a department hands over.
type Source struct {
	ID     string   `yaml:"id"`
	Name   string   `yaml:"name"`
	Owner  string   `yaml:"owner"`
	Words  []string `yaml:"words"` // words in file and sheet names that speak for this source
	Fields []Field  `yaml:"fields"`
	// Key lists the fields that make a row the same fact in two files: a corrected resend shares them.
	Key []string `yaml:"key"`
	// Wide tells which fields may be repeated to the right in one household row (成员姓名n/身份证n).
	Wide *Wide `yaml:"wide"`

	// Accuse marks sources whose rows speak against somebody: they are recognised only with more certainty.
	Accuse bool `yaml:"accuse"`
	// Internal sources are made by the loader and never recognised in a file.
	Internal bool `yaml:"internal"`
	// Aux are columns that help to fill fields and are not stored: township, side and side_amount, in_amount and out_amount.
	Aux []Field `yaml:"aux"`
	// OneOf lists groups of fields of which a row needs at least one.
	OneOf [][]string `yaml:"one_of"`
	// Household tells how head and member stand beside each other; see [Household].
	Household *Household `yaml:"household"`
	// Drop lists header words of columns that are left out at the door.
	Drop []string `yaml:"drop"`
}

// Household says which fields name a household's head and which its member, so that every record is one member.
type Household struct {
	HeadName   string `yaml:"head_name"`
	HeadNumber string `yaml:"head_number"`
	Name       string `yaml:"name"`
	Number     string `yaml:"number"`
	Relation   string `yaml:"relation"` // a field or aux column
}

// Wide describes a household roster that holds several members in one row.
type Wide struct {
	Name   string `yaml:"name"`   // field that a repeated name becomes
	Number string `yaml:"number"` // field that a repeated number becomes
	// Relation is the field that a repeated 与户主关系 becomes, empty where there is none.
	Relation string   `yaml:"relation"`
	Max      int      `yaml:"max"`
	Words    []string `yaml:"words"` // words of the repeated headers, without their counters
}

// Column is one column of a source's Parquet file.
type Column struct {
	Name string
	Type ColumnType
}

// ColumnType is the physical type of a lake column.
type ColumnType uint8

// The physical types; decimals are DECIMAL(18, scale).
const (
	ColText  ColumnType = iota
	ColInt              // BIGINT
	ColDate             // DATE
	ColYuan             // DECIMAL(18,2)
	ColPrice            // DECIMAL(18,6)
	ColMu               // DECIMAL(18,4)
	ColBool             // BOOLEAN
)

// Columns gives the columns that the source's rows have in the lake: first the provenance _id, _sheet, _row, then for
// every field its column, and for an id, uscc or party field also <field>_state and <field>_key, last raw.
func (s *Source) Columns() []Column {
	cols := []Column{{"_id", ColInt}, {"_sheet", ColInt}, {"_row", ColInt}}
	for _, f := range s.Fields {
		switch f.Type {
		case ID, USCC, Party:
			cols = append(cols, Column{f.ID, ColText}, Column{f.ID + "_state", ColText}, Column{f.ID + "_key", ColInt})
		case Date, Month:
			cols = append(cols, Column{f.ID, ColDate})
		case Yuan:
			cols = append(cols, Column{f.ID, ColYuan})
		case Price:
			cols = append(cols, Column{f.ID, ColPrice})
		case Mu:
			cols = append(cols, Column{f.ID, ColMu})
		case Int:
			cols = append(cols, Column{f.ID, ColInt})
		case Bool:
			cols = append(cols, Column{f.ID, ColBool})
		default:
			cols = append(cols, Column{f.ID, ColText})
		}
	}
	return append(cols, Column{"raw", ColText})
}

// Field gives the field with this id, or nil.
func (s *Source) Field(id string) *Field {
	for i := range s.Fields {
		if s.Fields[i].ID == id {
			return &s.Fields[i]
		}
	}
	return nil
}

// Value is one normalised value. What I, S and State hold depends on the field's type. The zero Value is null.
type Value struct {
	Set   bool
	I     int64
	S     string
	State string
}

// Record is one normalised row. Values stand in the order of the source's fields. The slice is reused: a sink copies
// what it keeps.
type Record struct {
	Values []Value
	Sheet  int    // index of the sheet in its file
	Row    int    // the row number that a person sees
	Raw    string // the cells as the department wrote them, joined by U+001F, petitioners' columns left out
}

// Sink takes the normalised rows of one file and source; the lake's batch writer is one.
type Sink interface {
	Append(r *Record) error
}
