// Package rules holds the rule catalogue: content, not code. Adding a rule adds a folder here and edits no Go.
package rules

import "embed"

// FS holds <domain>/<id>/rule.yml, rule.sql, README.md, cases/*.yml and fact/*.sql.
//
//go:embed */*
var FS embed.FS
