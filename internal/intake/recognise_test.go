package intake

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
)

// sampleValue makes a plausible text for a field, for row i.
func sampleValue(f *Field, i int) string {
	switch f.Type {
	case ID, Party:
		return id(fmt.Sprintf("19%02d0102", 50+i), i+1)
	case USCC:
		return "91990101MA" + fmt.Sprintf("%07dX", i)
	case Date:
		return fmt.Sprintf("2024-%02d-15", i%12+1)
	case Month:
		return fmt.Sprintf("2024%02d", i%12+1)
	case Yuan, Price:
		return fmt.Sprintf("%d.50", 100+37*i)
	case Mu:
		return fmt.Sprintf("%d.2", 1+i)
	case Int:
		return fmt.Sprint(3 + i)
	case Bool:
		return []string{"是", "否"}[i%2]
	case Village:
		return []string{"990101100201", "990101100202", "990101101202"}[i%3]
	}
	if len(f.Values) > 0 {
		return slices.Min(slices.Collect(maps.Keys(f.Values)))
	}
	switch {
	case f.person:
		return []string{"王建国", "李秀英", "张伟", "刘洋", "陈静"}[i%5]
	case f.Format == "account":
		return fmt.Sprintf("62170000123456%05d", i)
	case f.Format == "plate":
		return fmt.Sprintf("豫E%05d", i)
	}
	return fmt.Sprintf("某%s%d号", f.Name, i)
}

// fileOfSource makes a csv of a source: the header words that word chooses over made-up values.
func fileOfSource(s *Source, word func(f *Field) string, skip func(f *Field) bool) string {
	var b strings.Builder
	b.WriteString("序号")
	for i := range s.Fields {
		if !skip(&s.Fields[i]) {
			b.WriteString("," + word(&s.Fields[i]))
		}
	}
	for r := range 6 {
		fmt.Fprintf(&b, "\n%d", r+1)
		for i := range s.Fields {
			if !skip(&s.Fields[i]) {
				b.WriteString("," + sampleValue(&s.Fields[i], r))
			}
		}
	}
	return b.String() + "\n"
}

// TestEverySourceByHeader: a file with a source's columns is recognised as it, whatever the file is called, and every
// column goes to its own field; with all columns, and with the required ones alone where the file's name helps.
func TestEverySourceByHeader(t *testing.T) {
	sources, err := Catalogue()
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range sources {
		if s.Internal {
			continue
		}
		t.Run(s.ID, func(t *testing.T) {
			all := fileOfSource(s, func(f *Field) string { return f.Name }, func(*Field) bool { return false })
			files := map[string]string{"表1.csv": all + "\n",
				s.Words[0] + "2024年5月.csv": fileOfSource(s, func(f *Field) string { return f.Name }, func(f *Field) bool { return !f.Required && !inOneOf(s, f.ID) })}
			_, rep := loadFiles(t, files)
			for _, f := range rep.Files {
				if len(f.Sheets) == 0 {
					t.Fatalf("%+v", f)
				}
				sh := f.Sheets[0]
				if sh.Source != s.ID || sh.Status != Loaded {
					t.Errorf("%s: %s %s %.3f, runner-up %s %.3f, missing %v", f.File, sh.Status, sh.Source, sh.Confidence, sh.RunnerUp, sh.RunnerUpConfidence, sh.Missing)
				}
				for _, m := range sh.Mapping {
					if m.Column != "" && m.Name != m.Header {
						t.Errorf("%s: column %s became %s", f.File, m.Header, m.Field)
					}
				}
				if sh.Loaded != 6 || sh.Rejected != 0 {
					t.Errorf("%s: %d loaded, %d rejected: %v", f.File, sh.Loaded, sh.Rejected, sh.Reasons)
				}
			}
		})
	}
}
