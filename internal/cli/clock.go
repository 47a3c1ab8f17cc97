package cli

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"sort"
	"strings"
	"time"

	"xunzhi/internal/screening"
)

// clock measures the stages of a job, for people only: no output depends on it.
type clock struct {
	last   time.Time
	stages []stageTime
}

type stageTime struct {
	name string
	took time.Duration
}

func newClock() *clock { return &clock{last: time.Now()} }

func (c *clock) mark(stage string) {
	now := time.Now()
	c.stages = append(c.stages, stageTime{stage, now.Sub(c.last)})
	c.last = now
}

// print writes the stages, the memory's peak, and the ten slowest rules.
func (c *clock) print(w io.Writer, rules []screening.RuleRun) {
	for _, s := range c.stages {
		fmt.Fprintf(w, "用时 %s %.2f 秒\n", s.name, s.took.Seconds())
	}
	if peak := memoryPeak(); peak != "" {
		fmt.Fprintf(w, "内存峰值 %s\n", peak)
	}
	slow := append([]screening.RuleRun{}, rules...)
	sort.SliceStable(slow, func(i, j int) bool { return slow[i].Millis > slow[j].Millis })
	for i, r := range slow {
		if i == 10 {
			break
		}
		fmt.Fprintf(w, "用时 规则 %s %d 毫秒\n", r.ID, r.Millis)
	}
}

// memoryPeak reads the process's largest resident size where the system tells it.
func memoryPeak() string {
	f, err := os.Open("/proc/self/status")
	if err != nil {
		return ""
	}
	defer f.Close()
	for sc := bufio.NewScanner(f); sc.Scan(); {
		if rest, ok := strings.CutPrefix(sc.Text(), "VmHWM:"); ok {
			return strings.TrimSpace(rest)
		}
	}
	return ""
}
