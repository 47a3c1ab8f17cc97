package rule

import (
	"regexp"
	"strings"
)

var (
	idForm      = regexp.MustCompile(`^[a-z][a-z0-9]*(-[a-z0-9]+)*$`)
	placeholder = regexp.MustCompile(`\{([a-z_0-9]+)\}`)
	kinds       = set([]string{"person", "household", "organisation", "contract", "project", "asset", "village", "account", "voucher", "invoice", "row"})
	paramTypes  = set([]string{"int", "decimal", "text", "list", "pairs"})
)

// EntityKind tells whether leads of this subject kind name an entity (BIGINT) rather than a key (VARCHAR).
func EntityKind(kind string) bool {
	return kind == "person" || kind == "household" || kind == "organisation"
}

// check holds a rule's metadata against what the catalogue demands of every rule.
func (l *loader) check(r *Rule, file string) {
	need := func(ok bool, format string, args ...any) {
		if !ok {
			l.fault(file, format, args...)
		}
	}
	need(idForm.MatchString(r.ID), "编号「%s」只能是小写字母、数字和连字符", r.ID)
	need(strings.HasSuffix(r.Dir, "/"+r.ID), "编号「%s」与文件夹名不一致", r.ID)
	need(len(r.Domain) == 1 && strings.Contains(domains, r.Domain), "领域「%s」不在目录中", r.Domain)
	need(r.Grade.Rank() < 4, "等级「%s」不是 red、orange、yellow、blue", r.Grade)
	need(r.Title != "" && r.Logic != "" && r.Explanation != "", "缺少 title、logic 或 explanation")
	need(kinds[r.Subject], "对象类型「%s」不认识", r.Subject)
	need(r.Domain == Quality || r.Basis != "", "缺少依据 basis")
	need(r.Domain == Quality || len(r.FalsePositives) > 0, "缺少 false_positives:每条规则都要写明无害的情形")
	need(r.Domain == Quality || len(r.Verify) > 0 && r.Verifier != "", "缺少核查要点 verify 或 verifier")
	need(r.Domain == Quality || len(r.Needs) > 0, "缺少 needs")
	need(r.Domain == Quality || r.Prior.True > 0 && r.Prior.False > 0, "缺少先验 prior")
	for _, p := range r.Parameters {
		need(paramTypes[p.Type], "参数「%s」的类型「%s」不认识", p.Name, p.Type)
		need(p.Default != nil, "参数「%s」缺少默认值", p.Name)
		need(p.About != "", "参数「%s」缺少说明 about", p.Name)
		if p.Default != nil {
			if _, _, err := values(p.Type, p.Default); err != nil {
				l.fault(file, "参数「%s」:%v", p.Name, err)
			}
		}
	}
}

// Placeholders gives the names in an explanation's braces.
func Placeholders(explanation string) []string {
	var names []string
	for _, m := range placeholder.FindAllStringSubmatch(explanation, -1) {
		names = append(names, m[1])
	}
	return names
}
