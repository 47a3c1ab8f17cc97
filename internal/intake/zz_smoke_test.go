package intake

import (
	"context"
	"fmt"
	"os"
	"sort"
	"testing"
	"time"
)

func TestSmoke(t *testing.T) {
	for _, dir := range []string{"/tmp/synth/s1", "/tmp/synth/s2", "/tmp/synth/a"} {
		if _, err := os.Stat(dir); err != nil {
			continue
		}
		t0 := time.Now()
		rep, err := Plan(context.Background(), dir, Options{})
		if err != nil {
			fmt.Println(dir, err)
			continue
		}
		for _, f := range rep.Files {
			for _, s := range f.Sheets {
				if s.Status != Planned || s.Rejected > 0 || len(s.Reasons) > 0 || len(s.Missing) > 0 || s.Confidence < 0.95 {
					fmt.Printf("%s/%s [%s] %s %s %.3f rows %d rej %d miss %v notes %v\n", dir, f.File, s.Name, s.Status, s.Source, s.Confidence, s.Rows, s.Rejected, s.Missing, s.Notes)
					ks := []string{}
					for k, n := range s.Reasons {
						ks = append(ks, fmt.Sprintf("%s=%d", k, n))
					}
					sort.Strings(ks)
					if len(ks) > 0 {
						fmt.Println("     reasons", ks)
					}
				}
			}
		}
		fmt.Println(dir, "files", len(rep.Files), "rows", rep.Rows, "rej", rep.Rejected, time.Since(t0))
	}
}
