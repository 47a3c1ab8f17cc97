package cli

import (
	"fmt"
	"io"
	"os"
	"sync"
	"time"

	"golang.org/x/term"
)

// progress shows how far a job is: one line rewritten with rate and remaining time on a terminal, a plain line every
// few seconds elsewhere. Its methods may be called from several goroutines.
type progress struct {
	mu       sync.Mutex
	w        io.Writer
	terminal bool
	stage    string
	started  time.Time
	shown    time.Time
}

func newProgress(w io.Writer) *progress {
	p := &progress{w: w, started: time.Now()}
	if f, ok := w.(*os.File); ok {
		p.terminal = term.IsTerminal(int(f.Fd()))
	}
	return p
}

// step reports done of total units of a stage; unit names what is counted. A total of 0 is unknown.
func (p *progress) step(stage, unit string, done, total int) {
	part := 0.0
	if total > 0 {
		part = float64(done) / float64(total)
	}
	p.show(stage, unit, done, total, part)
}

// show is step where how far the stage is (part, 0–1) is known otherwise than from what is counted.
func (p *progress) show(stage, unit string, done, total int, part float64) {
	p.mu.Lock()
	defer p.mu.Unlock()
	now := time.Now()
	fresh := stage != p.stage
	if fresh {
		p.stage, p.started = stage, now
	}
	every := 5 * time.Second
	if p.terminal {
		every = 200 * time.Millisecond
	}
	if !fresh && now.Sub(p.shown) < every && part < 1 {
		return
	}
	p.shown = now
	line := stage
	if total > 0 {
		line += fmt.Sprintf(" %d/%d %s", done, total, unit)
	} else if done > 0 {
		line += fmt.Sprintf(" %d %s", done, unit)
	}
	if secs := now.Sub(p.started).Seconds(); secs > 1 && done > 0 {
		line += fmt.Sprintf(",每秒 %.0f", float64(done)/secs)
		if part > 0 && part < 1 {
			line += fmt.Sprintf(",约余 %.0f 秒", secs*(1-part)/part)
		}
	}
	if p.terminal {
		fmt.Fprintf(p.w, "\r\x1b[K%s", line)
		return
	}
	fmt.Fprintln(p.w, line)
}

// end clears the line, so that what comes next stands alone.
func (p *progress) end() {
	if p.terminal {
		fmt.Fprint(p.w, "\r\x1b[K")
	}
}

// say prints a line of its own.
func (p *progress) say(format string, args ...any) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.terminal {
		fmt.Fprint(p.w, "\r\x1b[K")
	}
	fmt.Fprintf(p.w, format+"\n", args...)
}
