// Package screening makes a run: snapshot × rules × policy × as-of date → ranked leads and data-quality items.
//
// Invariants: a run's result depends on nothing but its input, whatever the number of processors and the order in which
// the engine yields rows; a rule whose sources are missing is reported as not run, never as zero hits; a hit that rests
// on a weak link has a weaker grade and says so.
//
// What is not here: how rules are written (rule/), how they are executed (engine/), and papers (document/).
package screening
