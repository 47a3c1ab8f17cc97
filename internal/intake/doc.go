// Package intake turns whatever spreadsheets a department sent into normalised records of known sources.
//
// It recognises which source of the catalogue (sources/*.yml) a sheet is, finds its header, maps its columns, reads
// amounts, dates, numbers and village names as people write them, and keeps every row that it cannot use with the
// cell, the reason and what to do. Nothing is dropped in silence, and nothing is guessed that would accuse somebody.
//
// Petitioners' names, numbers, phones and addresses are left out at this door and are never stored.
//
// What is not here: reading file formats (sheet/), storing (lake/), saying who is who (linkage/).
package intake
