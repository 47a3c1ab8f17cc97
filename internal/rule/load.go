package rule

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io/fs"
	"path"
	"regexp"
	"sort"
	"strings"

	"go.yaml.in/yaml/v3"

	"xunzhi"
	"xunzhi/internal/engine"
)

// domains gives the order of the catalogue: data quality runs first.
const domains = "QABCDEFGHJ"

// Load reads a catalogue from a folder of <domain>/<id>/ and fact/. sources names the views that rules may read. All
// faults are found in one go and come back joined, each naming its file.
func Load(fsys fs.FS, sources []string) (*Catalogue, error) {
	l := loader{fsys: fsys, sources: set(sources), cat: &Catalogue{Facts: map[string]engine.Fact{}}}
	l.facts()
	dirs, err := fs.Glob(fsys, "*/*/rule.yml")
	if err != nil {
		return nil, err
	}
	for _, d := range dirs {
		l.rule(path.Dir(d))
	}
	l.unique()
	if err := errors.Join(l.faults...); err != nil {
		return nil, err
	}
	sort.Slice(l.cat.Rules, func(i, j int) bool {
		a, b := l.cat.Rules[i], l.cat.Rules[j]
		if a.Domain != b.Domain {
			return strings.Index(domains, a.Domain) < strings.Index(domains, b.Domain)
		}
		return a.ID < b.ID
	})
	return l.cat, nil
}

type loader struct {
	fsys    fs.FS
	sources map[string]bool
	cat     *Catalogue
	faults  []error
}

func (l *loader) fault(file, format string, args ...any) {
	e := xunzhi.Errorf(xunzhi.CodeInvalid, file+": "+format, args...)
	l.faults = append(l.faults, e)
}

// facts reads fact/*.sql. Which facts a fact reads is found in its SQL.
func (l *loader) facts() {
	files, _ := fs.Glob(l.fsys, "fact/*.sql")
	for _, f := range files {
		b, err := fs.ReadFile(l.fsys, f)
		if err != nil {
			l.fault(f, "%v", err)
			continue
		}
		name := strings.TrimSuffix(path.Base(f), ".sql")
		l.cat.Facts[name] = engine.Fact{Name: name, SQL: string(b)}
	}
	for name, f := range l.cat.Facts {
		for _, w := range tables(f.SQL) {
			if _, ok := l.cat.Facts[w]; ok && w != name {
				f.Needs = append(f.Needs, w)
			}
		}
		l.cat.Facts[name] = f
		l.dialect("fact/"+name+".sql", f.SQL)
	}
}

func (l *loader) rule(dir string) {
	file := dir + "/rule.yml"
	meta, err := fs.ReadFile(l.fsys, file)
	if err != nil {
		l.fault(file, "%v", err)
		return
	}
	r := &Rule{Dir: dir}
	dec := yaml.NewDecoder(bytes.NewReader(meta))
	dec.KnownFields(true)
	if err := dec.Decode(r); err != nil {
		l.fault(file, "%v", err)
		return
	}
	sql, err := fs.ReadFile(l.fsys, dir+"/rule.sql")
	if err != nil {
		l.fault(dir, "缺少 rule.sql")
		return
	}
	r.SQL = string(sql)
	readme, err := fs.ReadFile(l.fsys, dir+"/README.md")
	if err != nil || len(readme) < 200 {
		l.fault(dir, "缺少 README.md(方法、例子、为什么重要、排除、假定)")
	}
	r.Readme = string(readme)
	l.check(r, file)
	l.read(r)
	r.Hash = l.hash(r, meta, sql)
	l.cat.Rules = append(l.cat.Rules, r)
}

// read finds which facts and sources the SQL reads, and that it reads nothing else that it may not.
func (l *loader) read(r *Rule) {
	file := r.Dir + "/rule.sql"
	l.dialect(file, r.SQL)
	reads := map[string]bool{}
	seen := map[string]bool{}
	var visit func(sql string)
	visit = func(sql string) {
		for _, w := range tables(sql) {
			if l.sources[w] {
				reads[w] = true
			}
			if f, ok := l.cat.Facts[w]; ok && !seen[w] {
				seen[w] = true
				visit(f.SQL)
				r.Facts = append(r.Facts, w) // after what it needs
			}
		}
	}
	visit(r.SQL)
	for s := range reads {
		r.Reads = append(r.Reads, s)
	}
	sort.Strings(r.Reads)
	for _, s := range append(append([]string{}, r.Needs...), r.Uses...) {
		if !l.sources[s] {
			l.fault(r.Dir+"/rule.yml", "没有数据源「%s」", s)
		}
	}
	declared := set(append(append([]string{}, r.Needs...), r.Uses...))
	for _, w := range tables(r.SQL) { // a fact may read more than this rule cares for
		if l.sources[w] && !declared[w] && r.Domain != Quality {
			l.fault(file, "用到数据源「%s」,但 needs 与 uses 都没有写", w)
		}
	}
	for _, p := range paramWord.FindAllStringSubmatch(bare(r.SQL), -1) {
		if !r.hasParameter(p[1]) {
			l.fault(file, "用到参数 param_%s,但 rule.yml 没有定义", p[1])
		}
	}
}

func (r *Rule) hasParameter(name string) bool {
	for _, p := range r.Parameters {
		if p.Name == name {
			return true
		}
	}
	return false
}

func (l *loader) hash(r *Rule, parts ...[]byte) string {
	h := sha256.New()
	for _, p := range parts {
		h.Write(p)
		h.Write([]byte{0})
	}
	for _, f := range r.Facts {
		h.Write([]byte(l.cat.Facts[f].SQL))
		h.Write([]byte{0})
	}
	return hex.EncodeToString(h.Sum(nil))
}

func (l *loader) unique() {
	seen := map[string]string{}
	for _, r := range l.cat.Rules {
		if d, ok := seen[r.ID]; ok {
			l.fault(r.Dir, "规则编号「%s」与 %s 重复", r.ID, d)
		}
		seen[r.ID] = r.Dir
	}
}

var (
	comments  = regexp.MustCompile(`--[^\n]*|/\*(?s:.*?)\*/`)
	literals  = regexp.MustCompile(`'(?:[^']|'')*'`)
	words     = regexp.MustCompile(`[A-Za-z_][A-Za-z_0-9]*`)
	fromWords = regexp.MustCompile(`(?i)\b(?:FROM|JOIN)\s+([a-z_][a-z_0-9]*)`)
	paramWord = regexp.MustCompile(`\bparam_([a-z0-9_]+)`)
)

// bare strips comments and string literals.
func bare(sql string) string {
	return literals.ReplaceAllString(comments.ReplaceAllString(sql, " "), "''")
}

// tables gives the names that stand behind FROM and JOIN, each once, in order.
func tables(sql string) []string {
	var names []string
	seen := map[string]bool{}
	for _, m := range fromWords.FindAllStringSubmatch(bare(sql), -1) {
		if w := strings.ToLower(m[1]); !seen[w] {
			seen[w] = true
			names = append(names, w)
		}
	}
	return names
}

// forbidden are words of one engine's dialect, or that would make a run depend on something else than its input.
var forbidden = map[string]string{
	"qualify": "QUALIFY 不是两个引擎共有的语法", "pivot": "PIVOT", "unpivot": "UNPIVOT", "ilike": "ILIKE", "strftime": "strftime",
	"current_date": "结果不能取决于今天,用 as_of()", "now": "结果不能取决于现在,用 as_of()", "current_timestamp": "结果不能取决于现在",
	"random": "结果不能随机", "read_parquet": "规则不直接读文件", "levenshtein": "按字节计算,不适合中文", "jaccard": "按字节计算,不适合中文",
	"jaro_winkler_similarity": "按字节计算,不适合中文", "exclude": "EXCLUDE", "struct_pack": "struct", "list": "list", "unnest": "unnest", "double_colon": "::",
}

func (l *loader) dialect(file, sql string) {
	b := bare(sql)
	if strings.Contains(b, "::") {
		l.fault(file, "不用 :: 转换,用 CAST")
	}
	if strings.Contains(b, "{{") {
		l.fault(file, "规则没有模板,用参数表")
	}
	for _, sub := range exists(b) {
		if order.MatchString(sub) && strings.Contains(sub, "<>") && !strings.Contains(strings.ToUpper(sub), " OR (") {
			l.fault(file, "EXISTS 子查询里不能同时用 <> 和大小比较:DuckDB 1.5 会漏掉结果,改写成 a < b OR (a = b AND x <> y) 或用 JOIN")
		}
	}
	for _, w := range words.FindAllString(b, -1) {
		if why, ok := forbidden[strings.ToLower(w)]; ok {
			l.fault(file, "不能用 %s:%s", w, why)
			return
		}
	}
}

// order finds a comparison by size that is not part of <>, <= and >= included.
var order = regexp.MustCompile(`[^<]>|<[^>]`)

// exists gives the subqueries that stand behind EXISTS.
func exists(sql string) []string {
	var subs []string
	for _, at := range existsWord.FindAllStringIndex(sql, -1) {
		depth := 0
		for i := at[1] - 1; i < len(sql); i++ {
			switch sql[i] {
			case '(':
				depth++
			case ')':
				depth--
			}
			if depth == 0 {
				subs = append(subs, sql[at[1]:i])
				break
			}
		}
	}
	return subs
}

var existsWord = regexp.MustCompile(`(?i)\bEXISTS\s*\(`)

func set(ss []string) map[string]bool {
	m := map[string]bool{}
	for _, s := range ss {
		m[s] = true
	}
	return m
}
