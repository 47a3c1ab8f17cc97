// Package intake turns whatever spreadsheets a department sent into normalised records of known sources.
//
// It recognises which source of the catalogue (sources/*.yml) a sheet is, finds its header, maps its columns, reads
// amounts, dates, numbers and village names as people write them, and keeps every row that it cannot use with the
// cell, the reason and what to do. Nothing is dropped in silence, and nothing is guessed that would accuse somebody.
//
// A run goes: hash and list the files (load.go), look at each sheet's first rows (header.go, values.go), score every
// source for it (lexicon.go, recognise.go, household.go), plan how it is read (plan.go, mapping.go), find the register of
// villages (village.go), then read every row (rows.go, convert.go, derive.go, houses.go, skip.go) into one batch for each
// file and source (file.go).
//
// Invariants. The report and the records depend on the files' bytes and names, the mappings given and remembered, and the
// register of villages: not on the order of files, the number of processors or the clock. What a run itself remembers is
// read by the next run only. A batch is committed whole or not at all. Only mappings by hand are remembered: what the
// program recognises by itself it recognises again, and a guess must not become a habit.
//
// Petitioners' names, numbers, phones and addresses are left out at this door and are never stored. Therefore the bytes of
// a file that holds a petition sheet, or a petitioner's column in any sheet, are not handed to the store at all: only
// the file's SHA-256 stands in its batch. Of a petition sheet, a column that did not become a field is in no raw row either,
// and what the left-out cells say is taken out of the row's other texts (scrub.go).
//
// What is not here: reading file formats (sheet/), storing (lake/), saying who is who (linkage/).
package intake
