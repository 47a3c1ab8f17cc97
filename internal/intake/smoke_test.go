package intake

import (
	"context"
	"fmt"
	"os"
	"sort"
	"strings"
	"testing"
	"time"
)

func TestSmoke(t *testing.T) {
	dir := os.Getenv("INTAKE_DIR")
	if dir == "" {
		return
	}
	t0 := time.Now()
	rep, err := Plan(context.Background(), dir, Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range rep.Files {
		fmt.Printf("%s %s %s %s %s\n", f.File, f.Format, f.Status, f.Message, f.Hint)
		for _, s := range f.Sheets {
			m := []string{}
			for _, c := range s.Mapping {
				m = append(m, fmt.Sprintf("%s%s>%s", c.Column, c.Header, c.Field))
				if c.How != byHeader {
					m[len(m)-1] += "(" + c.How + ")"
				}
			}
			fmt.Printf("   [%s] %s %s %.3f (%s %.3f) h%d d%d rows %d loaded %d rej %d skip %v asof %s miss %v notes %v\n     %s\n", s.Name, s.Status, s.Source, s.Confidence, s.RunnerUp, s.RunnerUpConfidence, s.HeaderRow, s.DataRow, s.Rows, s.Loaded, s.Rejected, s.Skipped, s.AsOf, s.Missing, s.Notes, strings.Join(m, " "))
			ks := []string{}
			for k, n := range s.Reasons {
				ks = append(ks, fmt.Sprintf("%s=%d", k, n))
			}
			sort.Strings(ks)
			if len(ks) > 0 {
				fmt.Println("     reasons", ks)
				for i := 0; i < len(s.Rejects) && i < 4; i++ {
					fmt.Println("       ", s.Rejects[i])
				}
			}
			for _, d := range s.Dropped {
				fmt.Print("     drop ", d.Column, d.Header, "\n")
			}
		}
	}
	fmt.Println("rows", rep.Rows, "rej", rep.Rejected, time.Since(t0))
}
func init() {
	debugTable = func(file, sh string, t *table, bs []bound) {
		if os.Getenv("INTAKE_DIR") == "" {
			return
		}
		used := map[int]bool{}
		for _, b := range bs {
			used[b.col] = true
		}
		for i, c := range t.head.columns {
			if !used[i] {
				fmt.Printf("UNMAPPED %s[%s] %s %q cells %d\n", file, sh, columnLetter(i), c.text, t.stats[i].cells)
			}
		}
	}
}
