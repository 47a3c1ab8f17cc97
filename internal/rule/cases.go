package rule

import (
	"bytes"
	"io/fs"
	"sort"

	"go.yaml.in/yaml/v3"

	"xunzhi"
)

// Case is one worked case of a rule: small input tables and the exact leads expected. See docs/formats.md.
type Case struct {
	Name   string                      `yaml:"name"`
	Kind   string                      `yaml:"kind"` // hit, exempt, boundary
	Why    string                      `yaml:"why"`
	AsOf   string                      `yaml:"as_of"`
	People map[string]string           `yaml:"people"` // label → birth date and sex
	Orgs   []string                    `yaml:"orgs"`
	Policy map[string]any              `yaml:"policy"`
	Given  map[string][]map[string]any `yaml:"given"`
	Expect []map[string]any            `yaml:"expect"`

	File string `yaml:"-"`
}

// Cases reads a rule's cases, in the order of files and of the cases in them.
func Cases(fsys fs.FS, r *Rule) ([]Case, error) {
	files, err := fs.Glob(fsys, r.Dir+"/cases/*.yml")
	if err != nil {
		return nil, err
	}
	sort.Strings(files)
	var all []Case
	for _, f := range files {
		b, err := fs.ReadFile(fsys, f)
		if err != nil {
			return nil, err
		}
		var cases []Case
		dec := yaml.NewDecoder(bytes.NewReader(b))
		dec.KnownFields(true)
		if err := dec.Decode(&cases); err != nil {
			return nil, xunzhi.Errorf(xunzhi.CodeInvalid, "案例文件 %s 读不懂", f).WithHint("格式见 docs/formats.md").Wrap(err)
		}
		for i := range cases {
			cases[i].File = f
		}
		all = append(all, cases...)
	}
	return all, nil
}
