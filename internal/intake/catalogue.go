package intake

import (
	"bytes"
	"embed"
	"fmt"
	"path"
	"sort"
	"sync"

	"go.yaml.in/yaml/v3"

	"xunzhi"
)

//go:embed sources/*.yml words/*.yml
var content embed.FS

var loaded = sync.OnceValues(func() (*lexicon, error) { return newLexicon(content) })

// Catalogue gives the source catalogue, ordered by id. The sources are shared: nobody changes them.
func Catalogue() ([]*Source, error) {
	l, err := loaded()
	if err != nil {
		return nil, err
	}
	return l.sources, nil
}

// readable is what newLexicon needs of a file system; embed.FS is one.
type readable interface {
	ReadFile(name string) ([]byte, error)
}

// sharedWords is words/words.yml.
type sharedWords struct {
	Like       map[string][]string `yaml:"like"`
	Against    []string            `yaml:"against"`
	Petitioner []string            `yaml:"petitioner"`
	Petitioned []string            `yaml:"petitioned"`
	Surnames   string              `yaml:"surnames"`
}

// refusal is a kind of table that must not be imported; see words/refuse.yml.
type refusal struct {
	Name string     `yaml:"name"`
	All  [][]string `yaml:"all"`
}

func decode(name string, data []byte, into any) error {
	d := yaml.NewDecoder(bytes.NewReader(data))
	d.KnownFields(true)
	if err := d.Decode(into); err != nil {
		return xunzhi.Errorf(xunzhi.CodeInternal, "数据种类定义 %s 读不出来", name).WithHint("检查 YAML 的缩进和键名").Wrap(err)
	}
	return nil
}

// readSources reads every sources/*.yml, checks each by itself and returns them ordered by id.
func readSources(fsys readable, names []string) ([]*Source, error) {
	var out []*Source
	seen := map[string]string{}
	for _, name := range names {
		data, err := fsys.ReadFile(name)
		if err != nil {
			return nil, xunzhi.Errorf(xunzhi.CodeInternal, "数据种类定义 %s 打不开", name).Wrap(err)
		}
		s := &Source{}
		if err := decode(name, data, s); err != nil {
			return nil, err
		}
		if err := s.check(); err != nil {
			return nil, xunzhi.Errorf(xunzhi.CodeInternal, "数据种类定义 %s 有误:%s", name, err).WithHint("改正后重新编译")
		}
		if want := path.Base(name); s.ID+".yml" != want {
			return nil, xunzhi.Errorf(xunzhi.CodeInternal, "数据种类定义 %s 的 id 是 %s,应与文件名相同", name, s.ID)
		}
		if first, ok := seen[s.ID]; ok {
			return nil, xunzhi.Errorf(xunzhi.CodeInternal, "数据种类 %s 定义了两次:%s 和 %s", s.ID, first, name)
		}
		seen[s.ID] = name
		out = append(out, s)
	}
	sort.Slice(out, func(i, j int) bool { return out[i].ID < out[j].ID })
	return out, nil
}

var fieldTypes = map[FieldType]bool{Text: true, ID: true, USCC: true, Party: true, Date: true, Month: true, Yuan: true, Price: true, Mu: true, Int: true, Bool: true, Village: true}

var textFormats = map[string]bool{"": true, "account": true, "phone": true, "code": true, "plate": true}

// check finds what is wrong with a definition by itself; the error names the field.
func (s *Source) check() error {
	if s.ID == "" || s.Name == "" || s.Owner == "" || len(s.Fields) == 0 {
		return fmt.Errorf("id、name、owner、fields 都要有")
	}
	seen := map[string]bool{}
	for _, f := range append(append([]Field{}, s.Fields...), s.Aux...) {
		if err := f.check(s, seen); err != nil {
			return fmt.Errorf("字段 %s:%w", f.ID, err)
		}
	}
	for _, group := range append(append([][]string{}, s.OneOf...), s.Key) {
		for _, id := range group {
			if s.Field(id) == nil {
				return fmt.Errorf("key 或 one_of 里的 %s 不是字段", id)
			}
		}
	}
	for _, f := range s.Fields {
		if n := s.Field(f.NameField); n != nil && f.Type != USCC {
			n.person = true
		}
	}
	s.addCommon()
	if w := s.Wide; w != nil && (s.Household == nil || s.Field(w.Name) == nil || s.Field(w.Number) == nil || w.Max < 1) {
		return fmt.Errorf("wide 要有 household、name、number 和 max")
	}
	if h := s.Household; h != nil && (s.Field(h.HeadName) == nil || s.Field(h.HeadNumber) == nil || s.Field(h.Name) == nil || s.Field(h.Number) == nil) {
		return fmt.Errorf("household 里有不存在的字段")
	}
	return nil
}

func (f *Field) check(s *Source, seen map[string]bool) error {
	switch {
	case f.ID == "" || f.Name == "":
		return fmt.Errorf("缺 id 或 name")
	case seen[f.ID]:
		return fmt.Errorf("出现两次")
	case !fieldTypes[f.Type]:
		return fmt.Errorf("没有 %q 这种类型", f.Type)
	case !textFormats[f.Format]:
		return fmt.Errorf("没有 %q 这种格式", f.Format)
	case f.NameField != "" && s.Field(f.NameField) == nil:
		return fmt.Errorf("name_field %s 不是字段", f.NameField)
	case f.Role != "" && f.Type != ID && f.Type != USCC && f.Type != Party:
		return fmt.Errorf("只有 id、uscc、party 才有 role")
	}
	seen[f.ID] = true
	canon := map[string]string{}
	for c, list := range f.Values {
		for _, w := range append([]string{c}, list...) {
			k := foldValue(w)
			if other, ok := canon[k]; ok && other != c {
				return fmt.Errorf("写法 %q 同时归到 %s 和 %s", w, other, c)
			}
			canon[k] = c
		}
	}
	return nil
}

// fieldIndex gives the index of a field, of an aux column behind them, or -1.
func (s *Source) fieldIndex(id string) int {
	for i := range s.Fields {
		if s.Fields[i].ID == id {
			return i
		}
	}
	for i := range s.Aux {
		if s.Aux[i].ID == id {
			return len(s.Fields) + i
		}
	}
	return -1
}

// column gives the field or aux column at an index that fieldIndex gave.
func (s *Source) column(i int) *Field {
	if i < len(s.Fields) {
		return &s.Fields[i]
	}
	return &s.Aux[i-len(s.Fields)]
}

// addCommon adds the aux columns that follow from a source's fields: the township beside a village, the year beside a
// month, and both ends of a term in one column.
func (s *Source) addCommon() {
	for k := range s.Fields {
		if s.Fields[k].Type == Village && s.fieldIndex("township") < 0 {
			s.Aux = append(s.Aux, Field{ID: "township", Name: "乡镇", Type: Text, Like: "township"})
		}
		if s.Fields[k].Type == Month && s.Fields[k].FromName {
			s.Aux = append(s.Aux, Field{ID: "year", Name: "年度", Type: Text, Words: []string{"年份", "年", "发放年度", "所属年度"}})
		}
	}
	if s.Field("start") != nil && s.Field("end") != nil {
		s.Aux = append(s.Aux, Field{ID: "period", Name: "起止日期", Type: Text, Like: "period"})
	}
}
