package intake

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"os"
	"path"
	"path/filepath"
	"sort"
	"strings"

	"go.yaml.in/yaml/v3"

	"xunzhi"
)

// Mapping is a mapping by hand: which column is which field, for the sheets that it names.
type Mapping struct {
	Source   string            `yaml:"source"`
	File     string            `yaml:"file,omitempty"`  // pattern of the file's name, * for any run of characters; empty for all
	Sheet    string            `yaml:"sheet,omitempty"` // pattern of the sheet's name; empty for all
	FirstRow int               `yaml:"first_row"`       // first row of data, as a person counts
	LastRow  int               `yaml:"last_row,omitempty"`
	Columns  map[string]string `yaml:"columns"`             // column letter → field
	Constant map[string]string `yaml:"constants,omitempty"` // field → text that holds for every row: month, village, township
	// Shape is set on a remembered mapping: the head that it belongs to.
	Shape string `yaml:"shape,omitempty"`
}

// ReadMappings reads mapping files, each of one mapping or several YAML documents.
func ReadMappings(names []string) ([]Mapping, error) {
	var out []Mapping
	for _, name := range names {
		list, err := readMappings(name)
		if err != nil {
			return nil, err
		}
		out = append(out, list...)
	}
	return out, nil
}

func readMappings(name string) ([]Mapping, error) {
	data, err := os.ReadFile(name)
	if err != nil {
		return nil, xunzhi.Errorf(xunzhi.CodeNotFound, "映射文件 %s 打不开", name).WithHint("检查路径").Wrap(err)
	}
	return parseMappings(name, data)
}

func parseMappings(name string, data []byte) ([]Mapping, error) {
	d := yaml.NewDecoder(bytes.NewReader(data))
	d.KnownFields(true)
	var out []Mapping
	for {
		var m Mapping
		err := d.Decode(&m)
		if errors.Is(err, io.EOF) {
			return out, nil
		}
		if err != nil {
			return nil, xunzhi.Errorf(xunzhi.CodeInvalid, "映射文件 %s 的格式不对", name).
				WithHint("写成 source、sheet、first_row、last_row、columns(列字母: 字段)、constants(字段: 值)").Wrap(err)
		}
		if err := m.check(); err != nil {
			return nil, xunzhi.Errorf(xunzhi.CodeInvalid, "映射文件 %s 有误:%s", name, err.Message).WithHint("%s", err.Hint)
		}
		out = append(out, m)
	}
}

// check finds what is wrong with a mapping; the hint lists what could stand there.
func (m *Mapping) check() *xunzhi.Error {
	l, err := loaded()
	if err != nil {
		return xunzhi.Errorf(xunzhi.CodeInternal, "%s", err)
	}
	i := l.sourceIndex(m.Source)
	if i < 0 || l.sources[i].Internal {
		return xunzhi.Errorf(xunzhi.CodeInvalid, "没有数据种类 %q", m.Source).WithHint("可用的种类见 xunzhi intake sources")
	}
	s := l.sources[i]
	if len(m.Columns) == 0 {
		return xunzhi.Errorf(xunzhi.CodeInvalid, "没有写 columns").WithHint("例如 columns: {A: %s}", s.Fields[0].ID)
	}
	for letter, id := range m.Columns {
		if columnIndex(letter) < 0 {
			return xunzhi.Errorf(xunzhi.CodeInvalid, "列 %q 不是列字母", letter).WithHint("用 A、B、AA 这样的列字母")
		}
		if s.fieldIndex(id) < 0 {
			return xunzhi.Errorf(xunzhi.CodeInvalid, "%s 没有字段 %q", s.Name, id).WithHint("可用的字段:%s", strings.Join(fieldIDs(s), "、"))
		}
	}
	for id, text := range m.Constant {
		k := s.fieldIndex(id)
		if k < 0 {
			return xunzhi.Errorf(xunzhi.CodeInvalid, "%s 没有字段 %q", s.Name, id).WithHint("可用的字段:%s", strings.Join(fieldIDs(s), "、"))
		}
		if f := s.column(k); f.Type != Village {
			if _, err := readConstant(f, text); err != nil {
				return xunzhi.Errorf(xunzhi.CodeInvalid, "%s", err)
			}
		}
	}
	return nil
}

func fieldIDs(s *Source) []string {
	var out []string
	for k := range len(s.Fields) + len(s.Aux) {
		out = append(out, s.column(k).ID)
	}
	return out
}

func (l *lexicon) sourceIndex(id string) int {
	for i, s := range l.sources {
		if s.ID == id {
			return i
		}
	}
	return -1
}

// applies tells whether a mapping by hand is for this sheet. A pattern without * matches the whole name.
func (m *Mapping) applies(rel, sheetName string) bool {
	return matches(m.File, path.Base(rel)) && matches(m.Sheet, sheetName)
}

func matches(pattern, name string) bool {
	if pattern == "" {
		return true
	}
	parts := strings.Split(pattern, "*")
	if len(parts) == 1 {
		return pattern == name
	}
	if !strings.HasPrefix(name, parts[0]) {
		return false
	}
	name = name[len(parts[0]):]
	for _, p := range parts[1 : len(parts)-1] {
		i := strings.Index(name, p)
		if i < 0 {
			return false
		}
		name = name[i+len(p):]
	}
	return strings.HasSuffix(name, parts[len(parts)-1])
}

// bind turns the mapping's columns into bounds.
func (m *Mapping) bind(s *Source, how string) []bound {
	var letters []string
	for x := range m.Columns {
		letters = append(letters, x)
	}
	sort.Slice(letters, func(i, j int) bool { return columnIndex(letters[i]) < columnIndex(letters[j]) })
	var out []bound
	for _, x := range letters {
		out = append(out, bound{col: columnIndex(x), field: s.fieldIndex(m.Columns[x]), how: how, score: 1})
	}
	return out
}

// shape names a table's form: its header words, or without a header what kind of values its columns hold. Two files of
// one form made a month apart have the same shape.
func (t *table) shape() string {
	h := sha256.New()
	if t.head.found {
		for _, c := range t.head.columns {
			h.Write([]byte(foldHeader(c.text) + "\x1f"))
		}
	} else {
		for i := range t.stats {
			h.Write([]byte{t.stats[i].kindByte()})
		}
	}
	return hex.EncodeToString(h.Sum(nil))[:24]
}

// kindByte is a letter for what most of a column's values are.
func (st *columnStats) kindByte() byte {
	switch {
	case st.cells == 0:
		return '-'
	case most(st, st.id):
		return 'i'
	case most(st, st.uscc):
		return 'u'
	case most(st, st.account):
		return 'a'
	case most(st, st.phone):
		return 'p'
	case most(st, st.date) || most(st, st.month):
		return 'd'
	case most(st, st.number):
		return 'n'
	}
	return 't'
}

// memory is the directory of remembered mappings, read once for a run: what the run itself accepts is written at its
// end, so that the order of files changes nothing.
type memory struct {
	dir   string
	known map[string]Mapping
}

func readMemory(dir string) (memory, error) {
	m := memory{dir: dir, known: map[string]Mapping{}}
	if dir == "" {
		return m, nil
	}
	names, err := filepath.Glob(filepath.Join(dir, "*.yml"))
	if err != nil {
		return m, err
	}
	for _, name := range names {
		list, err := readMappings(name)
		if err != nil {
			return m, err
		}
		for _, x := range list {
			m.known[x.Shape] = x
		}
	}
	return m, nil
}

// remember writes an accepted mapping down for the next file of its shape. What belongs to one file only (its month, its
// last row, its name) is not remembered.
func (m memory) remember(x Mapping, shape string) error {
	if m.dir == "" {
		return nil
	}
	x.Shape, x.File, x.LastRow = shape, "", 0
	constant := map[string]string{}
	for k, v := range x.Constant {
		if k != "month" && k != "village" && k != "township" {
			constant[k] = v
		}
	}
	x.Constant = constant
	data, err := yaml.Marshal(x)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(m.dir, 0o755); err != nil {
		return xunzhi.Errorf(xunzhi.CodeInvalid, "映射目录 %s 建不了", m.dir).WithHint("检查磁盘和权限").Wrap(err)
	}
	tmp, err := os.CreateTemp(m.dir, "."+shape)
	if err == nil {
		_, err = tmp.Write(data)
		err = errors.Join(err, tmp.Close())
		if err == nil {
			err = os.Rename(tmp.Name(), filepath.Join(m.dir, shape+".yml"))
		}
	}
	if err != nil {
		return xunzhi.Errorf(xunzhi.CodeInvalid, "映射没有记下来").WithHint("检查 %s 的磁盘和权限", m.dir).Wrap(err)
	}
	return nil
}
