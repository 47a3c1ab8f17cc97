package engine

import (
	"context"

	"xunzhi"
	"xunzhi/internal/intake"
)

// World is what rules can read: a snapshot's sources, what linkage made of them, and the run's date.
type World struct {
	AsOf    xunzhi.Date
	Sources []Source
	// Links maps exception, entity, household_member, edge and tie to Parquet files; a missing one is an empty table.
	Links map[string]string
	Facts []Fact
}

// Source is a view over a source's batches; with no files it is empty.
type Source struct {
	*intake.Source
	Files []string
	Rows  int // of all files
}

// Fact is a table that several rules share, made by one SELECT when a rule first names it.
type Fact struct {
	Name  string
	SQL   string
	Needs []string // facts that it reads
}

// Param is a table param_<name> that a rule reads.
type Param struct {
	Name string
	Type string // int, decimal, text, list, pairs
	Rows []ParamRow
}

// ParamRow is one dated value; B is set for pairs only. From and To are the first and last day in force.
type ParamRow struct {
	A, B     string
	From, To xunzhi.Date
}

// Query is one rule's SQL with what it reads besides the views.
type Query struct {
	SQL    string
	Params []Param
	Facts  []Fact // in the order to make them
}

// Column values that a session yields: nil, int64, float64, string, bool, [xunzhi.Date], or [Decimal].
type Row []any

// Decimal is an exact number Value/10^Scale.
type Decimal struct {
	Value int64
	Scale int
}

// String gives the number with its decimals.
func (d Decimal) String() string { return xunzhi.FormatDecimal(d.Value, d.Scale) }

// Entity is one row of linkage's table entity.
type Entity struct {
	ID      int64
	Kind    string // person, organisation
	Number  string // person number or organisation code; empty when unknown
	Name    string
	Village string
}

// Session is an open engine. Its methods are called one at a time.
type Session interface {
	// Query runs a rule. yield gets every row; the order is the engine's.
	Query(ctx context.Context, q Query, yield func(columns []string, row Row) error) error
	// Entities looks up entities by id.
	Entities(ctx context.Context, ids []int64) (map[int64]Entity, error)
	// Version names engine and version, for the manifest.
	Version() string
	Close() error
}
