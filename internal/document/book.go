package document

import (
	"cmp"
	"slices"
	"strconv"

	"xunzhi"
	"xunzhi/internal/intake"
	"xunzhi/internal/screening"
)

// Book is what has to be looked up to show a lead to people: rules, villages, sources and the order of columns.
type Book struct {
	rules     map[string]screening.RuleRun
	villages  map[string]screening.Village
	townships map[string]string         // nine digits → name
	sources   map[string]string         // source id → name
	columns   map[string]map[string]int // file and sheet → header → place from the left
	layouts   map[string]string         // file and sheet → its headers in one text
}

// NewBook collects the look-ups of one run. in may be nil.
func NewBook(rules []screening.RuleRun, villages []screening.Village, in *intake.Report) *Book {
	b := &Book{map[string]screening.RuleRun{}, map[string]screening.Village{}, map[string]string{}, map[string]string{}, map[string]map[string]int{}, map[string]string{}}
	for _, r := range rules {
		b.rules[r.ID] = r
	}
	for _, v := range villages {
		b.villages[v.Code] = v
		if len(v.Code) == 12 && v.Township != "" {
			b.townships[v.Code[:9]] = v.Township
		}
	}
	if in != nil {
		for _, f := range in.Files {
			b.addFile(f)
		}
	}
	return b
}

func (b *Book) addFile(f intake.FileReport) {
	for _, s := range f.Sheets {
		if s.Source != "" && s.SourceName != "" {
			b.sources[s.Source] = s.SourceName
		}
		places := map[string]int{}
		layout := s.Source
		for _, m := range s.Mapping {
			addPlace(places, m.Header, columnNumber(m.Column))
			layout += "\x00" + m.Header
		}
		keys := []string{f.File + "\x00" + s.Name}
		if len(f.Sheets) == 1 { // a text file's rows name no sheet
			keys = append(keys, f.File+"\x00")
		}
		for _, k := range keys {
			b.columns[k], b.layouts[k] = places, layout
		}
	}
}

// addPlace notes where a head stands. A head that stands twice in a sheet is 姓名, 姓名(2), 姓名(3) … in evidence.
func addPlace(places map[string]int, head string, column int) {
	name := head
	for n := 2; places[name] != 0; n++ {
		name = head + "(" + strconv.Itoa(n) + ")"
	}
	places[name] = column
}

// columnNumber turns a column's letters into its place from the left, A being 1.
func columnNumber(letters string) int {
	n := 0
	for _, r := range letters {
		n = n*26 + int(r-'A') + 1
	}
	return n
}

// Rule gives a rule's run; of an unknown rule only the id is filled, also as its title.
func (b *Book) Rule(id string) screening.RuleRun {
	if r, ok := b.rules[id]; ok {
		return r
	}
	return screening.RuleRun{ID: id, Title: id}
}

// Source gives a source's Chinese name, or its id.
func (b *Book) Source(id string) string { return orSelf(b.sources, id) }

// NoPlace is what stands for a village or township that no row names.
const NoPlace = "未标明"

// Village gives the names of a village's township and of the village. A code that no register holds is shown as it is.
func (b *Book) Village(code string) (township, name string) {
	if v, ok := b.villages[code]; ok {
		return cmp.Or(v.Township, NoPlace), cmp.Or(v.Name, code)
	}
	if code == "" {
		return NoPlace, NoPlace
	}
	return b.Township(TownshipCode(code)), code
}

// TownshipCode gives the first nine digits of a village code, empty when there are not as many.
func TownshipCode(code string) string {
	if len(code) < 9 {
		return ""
	}
	return code[:9]
}

// Township gives a township's name by its nine digits.
func (b *Book) Township(code string) string {
	if code == "" {
		return NoPlace
	}
	return orSelf(b.townships, code)
}

// LeadView is a lead as people see it, with names looked up and personal numbers masked.
type LeadView struct {
	xunzhi.Lead
	No                int // place by priority, from 1
	Rule              screening.RuleRun
	Township, Village string
	TownshipCode      string
	Who, Key          string // subject's name and masked key
	With              string // object, empty when there is none
	Tables            []EvidenceTable
	More              int // rows of evidence that are not shown
	Explanation       string
}

// View prepares a lead for showing, with at most limit rows of evidence (0: all).
func (b *Book) View(no int, l xunzhi.Lead, limit int) LeadView {
	v := LeadView{Lead: l, No: no, Rule: b.Rule(l.Rule), TownshipCode: TownshipCode(l.Village), Explanation: MaskText(l.Explanation)}
	v.Township, v.Village = b.Village(l.Village)
	v.Who, v.Key = b.Who(l.Subject), MaskKey(l.Subject.Kind, l.Subject.Key)
	if l.Object != nil {
		v.With = KindName(l.Object.Kind) + " " + b.Who(*l.Object)
	}
	v.Path = slices.Clone(l.Path)
	for i, s := range v.Path {
		v.Path[i] = xunzhi.PathStep{From: MaskText(s.From), Tie: MaskText(s.Tie), To: MaskText(s.To)}
	}
	v.Tables, v.More = b.Tables(l.Evidence, limit)
	return v
}

// Who names a subject: its name, a village's name, else its masked key.
func (b *Book) Who(s xunzhi.Subject) string {
	if s.Name != "" {
		return MaskText(s.Name)
	}
	if v, ok := b.villages[s.Key]; ok && s.Kind == "village" {
		return v.Name
	}
	return MaskKey(s.Kind, s.Key)
}
