// Package lake keeps what departments delivered: the files as they came, and their normalised rows as Parquet.
//
// A lake is a folder (docs/formats.md, "The lake"). Everything in it is written to a temporary folder, synced and
// renamed: after a crash or Ctrl-C a lake is whole, and what was half done is removed when it is opened next. Nothing
// is ever overwritten; later months add batches, and withdrawing a batch makes a new snapshot without it.
//
// A row's id is the batch's 39-bit prefix followed by the row's 24-bit ordinal: it follows from the bytes that were
// loaded, and leads from a lead back to the file, sheet, row and cells.
//
// What is not here: reading spreadsheets (intake), SQL (engine), who is who (linkage; it writes its tables through
// [NewTable] into LAKE/links).
package lake
