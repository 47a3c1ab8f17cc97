// Package document writes what a run of screening gives out: leads.ndjson, leads.xlsx (核查表), report.html,
// intake.json, summary.json and manifest.json. It also holds what every paper and page shares: Chinese names, money and
// dates as people read them, masking of personal numbers, totals, and evidence laid out as the department wrote it.
//
// Invariants: the same result gives the same bytes, whatever the machine; a file is there whole or not at all; the
// manifest comes last and holds the SHA-256 of all others; what is meant to be read shows a lead as a question, with its
// innocent readings, and hides personal numbers unless full numbers were asked for. leads.ndjson and summary.json are
// data for programs and hold full numbers.
//
// What is not here: deciding what a lead is (screening) and serving pages (web).
package document
