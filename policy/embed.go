// Package policy holds the dated policy values that ship with the product. A county overrides them with files of its own.
package policy

import "embed"

// FS holds one YAML list of entries a file.
//
//go:embed *.yml
var FS embed.FS
