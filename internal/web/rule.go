package web

import (
	"net/http"
	"net/url"

	"xunzhi"
	"xunzhi/internal/document"
	"xunzhi/internal/screening"
)

// ruleDomain is the rules of one domain.
type ruleDomain struct {
	Name  string
	Rules []ruleRow
}

// ruleRow is a rule with its page and the list of what it found.
type ruleRow struct {
	screening.RuleRun
	Link, Leads string
	Count       int
	AboutData   bool // its hits are data-quality items, not leads
}

type ruleList struct {
	NotRun  []ruleRow
	Domains []ruleDomain
	Ran     int
}

// ruleList shows every rule of the catalogue; those that could not run come first, as their silence means nothing.
func (s *server) ruleList(w http.ResponseWriter, r *http.Request) error {
	var l ruleList
	for _, rule := range s.run.summary.Rules {
		row := s.ruleRow(rule)
		if rule.Status != screening.Ran {
			l.NotRun = append(l.NotRun, row)
			continue
		}
		l.Ran++
		name := document.DomainName(rule.Domain)
		if n := len(l.Domains); n == 0 || l.Domains[n-1].Name != name {
			l.Domains = append(l.Domains, ruleDomain{Name: name})
		}
		d := &l.Domains[len(l.Domains)-1]
		d.Rules = append(d.Rules, row)
	}
	return s.show(w, http.StatusOK, "rules.html", frame{Title: "规则", Nav: "rules", Crumbs: []crumb{{Name: "规则"}}, Body: l})
}

func (s *server) ruleRow(rule screening.RuleRun) ruleRow {
	row := ruleRow{RuleRun: rule, Link: "/rules/" + url.PathEscape(rule.ID), Leads: link("/leads", "rule", rule.ID), Count: rule.Leads}
	if rule.Domain == document.QualityDomain {
		row.AboutData, row.Leads = true, link("/quality", "kind", rule.ID)
	}
	return row
}

// rulePage shows one rule: what it compares, on what basis, how it goes wrong and how to verify.
func (s *server) rulePage(w http.ResponseWriter, r *http.Request) error {
	id := r.PathValue("id")
	for _, rule := range s.run.summary.Rules {
		if rule.ID == id {
			return s.show(w, http.StatusOK, "rule.html", frame{Title: rule.Title, Nav: "rules", Crumbs: []crumb{{"规则", "/rules"}, {Name: rule.Title}}, Body: s.ruleRow(rule)})
		}
	}
	return xunzhi.Errorf(xunzhi.CodeNotFound, "没有编号为“%s”的规则", clip(id, 40)).WithHint("从“规则”重新查找")
}
