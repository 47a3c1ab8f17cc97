// Package synth makes a county up: its villages, families and public money over some thirty months, written as the
// spreadsheets that its departments would hand over, with planted cases of every rule, decoys for every exemption, and
// a truth file that says which is which. It is the public benchmark of the product; DESIGN.md documents it.
//
// Invariants: the same Config gives the same bytes for any GOMAXPROCS; person numbers carry area codes that do not
// exist (99…); facts that nobody planted break no rule; header words, layouts and file names come from tables of this
// package alone, so that the reader of these files and their writer share no assumption.
//
// What is not here: reading files, rules, policy. This package imports the vocabulary (root) and writers only.
package synth
