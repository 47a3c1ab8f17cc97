package xunzhi_test

import (
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// layers states which packages of the product a package may import, each with the reason. A package that is not listed
// fails: a new one has to find its place first.
var layers = map[string]map[string]string{
	".":                          {},
	"rules":                      {},
	"policy":                     {},
	"cmd/xunzhi":                 {"internal/cli": "main only wires"},
	"internal/intake/sheet":      {".": "errors for people"},
	"internal/intake":            {".": "vocabulary", "internal/intake/sheet": "reads files"},
	"internal/lake":              {".": "vocabulary", "internal/intake": "stores its records"},
	"internal/linkage":           {".": "vocabulary", "internal/intake": "field roles", "internal/lake": "reads rows, keeps links"},
	"internal/engine":            {".": "vocabulary", "internal/intake": "columns of the views"},
	"internal/engine/duckdb":     {".": "vocabulary", "internal/engine": "implements it", "internal/intake": "columns of the views"},
	"internal/engine/enginetest": {".": "vocabulary", "internal/engine": "what it tests", "internal/intake": "sources", "internal/lake": "makes a world"},
	"internal/rule":              {".": "vocabulary", "internal/engine": "facts and parameters"},
	"internal/screening": {".": "vocabulary", "internal/rule": "what to run", "internal/engine": "runs it", "internal/linkage": "cases resolve people",
		"internal/lake": "evidence", "internal/intake": "sources"},
	"internal/document/documenttest": {".": "leads", "internal/screening": "a run", "internal/intake": "intake report", "internal/document": "written by it"},
	"internal/document":              {".": "vocabulary", "internal/screening": "what to write", "internal/intake": "intake report"},
	"internal/metrics":               {".": "leads"},
	"internal/synth":                 {".": "identifiers only: what makes the test data must not know what reads it"},
	"internal/web":                   {".": "vocabulary", "internal/document": "reads its outputs", "internal/screening": "types of a run", "internal/intake": "types of the intake report"},
	"internal/cli": {".": "errors", "internal/web": "serves", "internal/document": "writes", "internal/metrics": "judges", "internal/screening": "runs", "internal/rule": "catalogue",
		"internal/engine": "types", "internal/engine/duckdb": "opens", "internal/linkage": "resolves", "internal/lake": "opens", "internal/intake": "loads", "internal/synth": "makes", "rules": "content", "policy": "content"},
}

// heavy are libraries that one folder alone may use, so that replacing them touches one folder.
var heavy = map[string][]string{
	"github.com/duckdb/duckdb-go": {"internal/engine/duckdb"},
	"github.com/xuri/excelize":    {"internal/document"},
}

const maxLines = 800

func TestArchitecture(t *testing.T) {
	documented := map[string]bool{}
	err := filepath.WalkDir(".", func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && (strings.HasPrefix(d.Name(), ".") && path != "." || d.Name() == "testdata" || d.Name() == "bench") {
			return filepath.SkipDir
		}
		if !strings.HasSuffix(path, ".go") {
			return nil
		}
		checkFile(t, path, documented)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for dir, ok := range documented {
		if !ok {
			t.Errorf("%s: no file has a package comment", dir)
		}
	}
}

func checkFile(t *testing.T, path string, documented map[string]bool) {
	t.Helper()
	src, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(string(src), "\n"); n > maxLines {
		t.Errorf("%s: %d lines, more than %d", path, n, maxLines)
	}
	f, err := parser.ParseFile(token.NewFileSet(), path, src, parser.ImportsOnly|parser.ParseComments)
	if err != nil {
		t.Fatal(err)
	}
	dir := filepath.ToSlash(filepath.Dir(path))
	if strings.HasSuffix(path, "_test.go") {
		return // tests may look from outside
	}
	documented[dir] = documented[dir] || f.Doc != nil
	allowed, ok := layers[dir]
	if !ok {
		t.Errorf("%s: the folder has no place in the layers of arch_test.go", dir)
		return
	}
	for _, imp := range f.Imports {
		name, err := strconv.Unquote(imp.Path.Value)
		if err != nil {
			t.Fatal(err)
		}
		checkImport(t, path, dir, name, allowed)
	}
}

func checkImport(t *testing.T, path, dir, name string, allowed map[string]string) {
	t.Helper()
	if name == "xunzhi" || strings.HasPrefix(name, "xunzhi/") {
		target := strings.TrimPrefix(strings.TrimPrefix(name, "xunzhi"), "/")
		if target == "" {
			target = "."
		}
		if allowed[target] == "" {
			t.Errorf("%s imports %s, which %s may not", path, name, dir)
		}
	}
	for lib, dirs := range heavy {
		if strings.HasPrefix(name, lib) && !contains(dirs, dir) {
			t.Errorf("%s imports %s, which only %v may", path, name, dirs)
		}
	}
}

func contains(list []string, s string) bool {
	for _, l := range list {
		if l == s {
			return true
		}
	}
	return false
}
