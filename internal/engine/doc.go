// Package engine is what runs rules over resolved facts. The interface is small on purpose: whatever can show the
// views of docs/formats.md and run the SQL that DuckDB and Trino share is an engine.
//
// What is not here: what the rules mean (rule/), and what becomes of their rows (screening/).
package engine
