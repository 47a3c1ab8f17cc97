package synth

import (
	"slices"
	"strings"
)

// Pseudo-fields of a column: what a layout adds to the source's own fields.
const (
	colSeq        = -1 // 序号
	colTown       = -2 // the village's township
	colMember     = -3 // relief, one row a member: the member's name
	colMemberID   = -4 // … and number
	maxPairs      = 6
	noGroup       = ""
	rowsPerSheet  = 1_000_000 // a sheet holds 1,048,576; beyond this it goes on in another
	sharedMaxRows = 120_000   // a workbook with more expected rows than this writes its texts inline
)

// column is one column of a layout.
type column struct {
	head  string
	group string // first line of a head of two
	field int
}

// format is a file format.
type format uint8

const (
	fmtXLSX format = iota
	fmtXLSXShared
	fmtCSV // GB18030, comma
	fmtCSV8
	fmtTXT16 // UTF-16, tab
	fmtXLS
)

func (f format) isText() bool { return f >= fmtCSV && f <= fmtTXT16 }

var formatExt = [...]string{".xlsx", ".xlsx", ".csv", ".csv", ".txt", ".xls"}

// villageStyle is how a layout writes villages.
type villageStyle uint8

const (
	byCode villageStyle = iota
	byName              // the township is said by the sheet or the file
	inFull              // 青石镇张家庄村
	byTwo               // township and village in two columns
)

// layout is how one source's files look. It follows from the layout seed alone.
type layout struct {
	title     string
	format    format
	split     split
	cols      []column
	village   villageStyle
	dates     int // how days are written
	months    int
	yuans     int
	bools     int
	tenK      bool // amounts in units of 10,000 yuan
	tenKHead  bool // … said in the header rather than above it
	titleRow  bool
	infoRow   bool // unit and day of the data
	twoRows   bool
	total     bool
	signature bool
	repeat    int // the header again after so many rows, 0 never
	blankTop  int
	long      bool // relief: one row a member
	headPair  bool // relief, wide: the first pair is the head himself
}

// tenKSources may write their amounts in 万元: all their amounts are whole hundreds of yuan.
var tenKSources = map[string]bool{"project": true, "company": true}

// newLayout draws the layout of a source.
func newLayout(seed uint64, s *source) *layout {
	r := stream(seed, "layout", uint64(len(s.id)), mixText(s.id))
	l := &layout{title: pick(r, s.titles), split: pick(r, s.splits)}
	l.dates, l.months, l.yuans, l.bools = r.n(6), r.n(3), pick(r, []int{0, 0, 0, 1, 2}), r.n(3)
	l.titleRow, l.infoRow, l.signature = r.chance(75), r.chance(60), r.chance(50)
	l.total = s.sum != "" && r.chance(70)
	l.long, l.headPair = r.chance(40), r.chance(60)
	if r.chance(20) {
		l.blankTop = 1
	}
	if s.step == static && r.chance(15) {
		l.repeat = 40
	}
	l.tenK = tenKSources[s.id] && r.chance(50)
	l.tenKHead = r.chance(50) || !l.infoRow
	l.pickFormat(r)
	l.pickVillage(r, s)
	l.columns(r, s)
	l.twoRows = l.grouped() && r.chance(60)
	return l
}

func mixText(s string) uint64 {
	h := uint64(14695981039346656037)
	for i := range len(s) {
		h = (h ^ uint64(s[i])) * 1099511628211
	}
	return h
}

func (l *layout) pickFormat(r *rng) {
	many := l.split == townSheets || l.split == periodTowns
	if many {
		l.format = pick(r, []format{fmtXLSX, fmtXLSXShared, fmtXLSXShared})
		return
	}
	l.format = pick(r, []format{fmtXLSX, fmtXLSX, fmtXLSXShared, fmtXLSXShared, fmtXLSXShared, fmtCSV, fmtCSV8, fmtTXT16, fmtXLS})
}

func (l *layout) pickVillage(r *rng, s *source) {
	hasTown := l.split == townSheets || l.split == townFiles || l.split == periodTowns
	switch {
	case hasTown:
		l.village = pick(r, []villageStyle{byName, byName, inFull, byCode})
	default:
		l.village = pick(r, []villageStyle{inFull, byTwo, byTwo, byCode})
	}
}

// columns draws header words and order. Fields keep their order but for one that may move to the end.
func (l *layout) columns(r *rng, s *source) {
	if r.chance(70) {
		l.cols = append(l.cols, column{head: "序号", field: colSeq})
	}
	dropMonth := s.step == monthly && r.chance(50) && (l.split == periodFiles || l.split == periodTowns)
	for i, fl := range s.fields {
		if len(fl.heads) == 1 && fl.heads[0] == "" || fl.kind == kMonth && fl.id == "month" && dropMonth {
			continue
		}
		h := pick(r, fl.heads)
		if fl.kind == kYuan && l.tenK {
			h = l.tenKHeader(fl.heads[0])
		}
		if fl.kind == kVillage && l.village == byTwo {
			l.cols = append(l.cols, column{head: pick(r, []string{"乡镇", "所属乡镇", "镇街"}), field: colTown})
		}
		l.cols = append(l.cols, column{head: h, field: i})
	}
	if s.id == "relief" {
		l.reliefColumns(r, s)
	}
	l.groups(s)
}

func (l *layout) tenKHeader(h string) string {
	h = strings.TrimSuffix(h, "(元)")
	if l.tenKHead {
		return h + "(万元)"
	}
	return h
}

// reliefColumns adds the members: pairs to the right, or one member a row.
func (l *layout) reliefColumns(r *rng, s *source) {
	at := slices.IndexFunc(l.cols, func(c column) bool { return c.field == s.index["category"] })
	if l.long {
		l.cols = slices.Insert(l.cols, at, column{head: pick(r, []string{"成员姓名", "保障对象姓名", "姓名"}), field: colMember}, column{head: pick(r, []string{"成员身份证号", "保障对象身份证号", "身份证号码"}), field: colMemberID})
		return
	}
	n, id := pick(r, []string{"成员姓名", "家庭成员姓名", "姓名"}), pick(r, []string{"成员身份证号", "身份证号码", "身份证"})
	first := 1
	if !l.headPair {
		first = 2
	}
	for k := first; k <= maxPairs; k++ {
		d := string(rune('0' + k - first + 1))
		l.cols = append(l.cols, column{n + d, "", s.index["p"+string(rune('0'+k))]}, column{id + d, "", s.index["i"+string(rune('0'+k))]})
	}
}

// groups gives the first line of heads of two lines.
func (l *layout) groups(s *source) {
	sets := map[string][]string{
		"户主信息":  {"head_name", "head_id_number"},
		"干部信息":  {"cadre_name", "cadre_id_number"},
		"亲属信息":  {"kin_name", "kin_id_number", "relation"},
		"期限":    {"signed", "start", "end"},
		"金额":    {"annual_amount", "total_amount", "received", "arrears"},
		"机具信息":  {"model", "serial_no", "engine_no"},
		"法定代表人": {"legal_rep", "legal_rep_id"},
	}
	for g, ids := range sets {
		for i := range l.cols {
			if c := &l.cols[i]; c.field >= 0 && slices.Contains(ids, s.fields[c.field].id) {
				c.group = g
			}
		}
	}
	for i := range l.cols { // a group of one column is none
		c := &l.cols[i]
		alone := (i == 0 || l.cols[i-1].group != c.group) && (i == len(l.cols)-1 || l.cols[i+1].group != c.group)
		if alone {
			c.group = noGroup
		}
	}
}

func (l *layout) grouped() bool {
	return l.format <= fmtXLSXShared && slices.ContainsFunc(l.cols, func(c column) bool { return c.group != noGroup })
}
