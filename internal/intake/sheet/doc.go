// Package sheet reads spreadsheets as rows of typed cells, each row with the number that a person sees.
//
// It reads .xlsx and .xlsm (transitional, strict and prefixed), .xls and WPS .et (BIFF5 and BIFF8), delimited text
// (UTF-8, GB18030, UTF-16), and the two things that departmental systems save under .xls though they are not: an HTML
// table and SpreadsheetML 2003. What a file is follows from its first bytes; its extension is never trusted.
//
// Invariants. Rows come in ascending order and no row is left out in silence: a file that breaks off, or whose
// checksums do not fit, ends in an error even when its first rows were already given out. Cell text is a copy that may be kept;
// Row and Cells are reused. Memory does not follow the file's size: what has to be held (shared strings, one sheet's
// tail, an .xls stream) has an absolute limit with an error that says so. Nothing is fetched, executed or unpacked to
// disk: macros, external links and embedded objects are ignored and noted, and a DTD is refused.
//
// What is not here: headers, columns, amounts, sources (intake), and writing files.
package sheet
