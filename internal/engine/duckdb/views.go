package duckdb

import (
	"context"
	"fmt"
	"regexp"
	"strings"

	"xunzhi/internal/engine"
	"xunzhi/internal/intake"
)

// linkTables are linkage's tables with their columns, so that an empty one can be made.
var linkTables = map[string]string{
	"exception":        "row_id BIGINT, role VARCHAR, entity BIGINT, p DOUBLE, method VARCHAR",
	"entity":           "entity BIGINT, kind VARCHAR, number VARCHAR, name VARCHAR, sex VARCHAR, birth DATE, village VARCHAR",
	"household_member": "household BIGINT, person BIGINT, basis VARCHAR, relation VARCHAR, first_date DATE, last_date DATE, p DOUBLE, evidence BIGINT",
	"edge":             "a BIGINT, b BIGINT, tie VARCHAR, detail VARCHAR, first_date DATE, last_date DATE, p DOUBLE, evidence BIGINT",
	"tie": "officer BIGINT, village VARCHAR, post VARCHAR, term_start DATE, term_end DATE, party BIGINT, hops BIGINT, way VARCHAR, path VARCHAR, " +
		"first_date DATE, last_date DATE, p DOUBLE, evidence_1 BIGINT, evidence_2 BIGINT, evidence_3 BIGINT, evidence_4 BIGINT",
}

var (
	sqlNoise = regexp.MustCompile(`--[^\n]*|'(?:[^']|'')*'`)
	sqlWords = regexp.MustCompile(`[a-z_][a-z_0-9]*`)
)

// makeReads makes every view and table that a query names and that is not there yet.
func (s *Session) makeReads(ctx context.Context, query string) error {
	text := sqlNoise.ReplaceAllString(strings.ToLower(query), " ")
	for _, w := range sqlWords.FindAllString(text, -1) {
		if err := s.makeTable(ctx, w); err != nil {
			return err
		}
	}
	return nil
}

// makeTable makes a source's view or a linkage table, if name is one.
func (s *Session) makeTable(ctx context.Context, name string) error {
	if s.made[name] {
		return nil
	}
	if columns, ok := linkTables[name]; ok {
		return s.make(ctx, name, linkTable(name, columns, s.world.Links[name]))
	}
	src, ok := s.src[name]
	if !ok {
		return nil
	}
	if err := s.makeTable(ctx, "exception"); err != nil {
		return err
	}
	kind := "VIEW"
	if src.Rows <= smallSource {
		kind = "TABLE"
	}
	return s.make(ctx, name, fmt.Sprintf("CREATE %s %s AS %s", kind, name, sourceSelect(src)))
}

// make runs the statement that makes a table, once; what failed is tried again when it is next asked for.
func (s *Session) make(ctx context.Context, name, statement string) error {
	if err := s.exec(ctx, statement); err != nil {
		return err
	}
	s.made[name] = true
	return nil
}

func linkTable(name, columns, file string) string {
	if file == "" {
		return fmt.Sprintf("CREATE TABLE %s (%s)", name, columns)
	}
	if name == "entity" || name == "household_member" || name == "edge" { // large: read in place
		return fmt.Sprintf("CREATE VIEW %s AS SELECT %s FROM read_parquet(%s)", name, casts(columns), quote(file))
	}
	return fmt.Sprintf("CREATE TABLE %s AS SELECT %s FROM read_parquet(%s)", name, casts(columns), quote(file))
}

func casts(columns string) string {
	var out []string
	for _, c := range strings.Split(columns, ", ") {
		name, typ, _ := strings.Cut(c, " ")
		out = append(out, fmt.Sprintf("CAST(%s AS %s) AS %s", name, typ, name))
	}
	return strings.Join(out, ", ")
}

// sourceSelect joins a source's rows with linkage's exceptions: what a number says holds unless linkage knows better.
func sourceSelect(src engine.Source) string {
	if len(src.Files) == 0 {
		return emptySource(src)
	}
	var cols, joins []string
	for _, c := range src.Columns() {
		if c.Name != "raw" { // evidence is fetched by row, rules never read it
			cols = append(cols, "s."+c.Name)
		}
	}
	for i, f := range roles(src.Source) {
		x, key := fmt.Sprintf("x%d", i), "s."+f.ID+"_key"
		cols = append(cols,
			fmt.Sprintf("CASE WHEN %s.row_id IS NULL THEN %s ELSE %s.entity END AS %s", x, key, x, f.Role),
			fmt.Sprintf("CASE WHEN %s.row_id IS NOT NULL THEN %s.p WHEN %s IS NOT NULL THEN CAST(1 AS DOUBLE) END AS %s_p", x, x, key, f.Role),
			fmt.Sprintf("CASE WHEN %s.row_id IS NOT NULL THEN %s.method WHEN %s IS NOT NULL THEN 'number' END AS %s_method", x, x, key, f.Role))
		joins = append(joins, fmt.Sprintf(" LEFT JOIN exception %s ON %s.row_id = s._id AND %s.role = %s", x, x, x, quote(f.Role)))
	}
	files := make([]string, len(src.Files))
	for i, f := range src.Files {
		files[i] = quote(f)
	}
	return fmt.Sprintf("SELECT %s FROM read_parquet([%s]) s%s", strings.Join(cols, ", "), strings.Join(files, ", "), strings.Join(joins, ""))
}

func emptySource(src engine.Source) string {
	var cols []string
	for _, c := range src.Columns() {
		if c.Name != "raw" {
			cols = append(cols, fmt.Sprintf("CAST(NULL AS %s) AS %s", sqlType(c.Type), c.Name))
		}
	}
	for _, f := range roles(src.Source) {
		cols = append(cols, "CAST(NULL AS BIGINT) AS "+f.Role, "CAST(NULL AS DOUBLE) AS "+f.Role+"_p", "CAST(NULL AS VARCHAR) AS "+f.Role+"_method")
	}
	return "SELECT " + strings.Join(cols, ", ") + " WHERE 1 = 0"
}

func roles(src *intake.Source) []intake.Field {
	var fs []intake.Field
	for _, f := range src.Fields {
		if f.Role != "" {
			fs = append(fs, f)
		}
	}
	return fs
}

func sqlType(t intake.ColumnType) string {
	switch t {
	case intake.ColInt:
		return "BIGINT"
	case intake.ColDate:
		return "DATE"
	case intake.ColYuan:
		return "DECIMAL(18,2)"
	case intake.ColPrice:
		return "DECIMAL(18,6)"
	case intake.ColMu:
		return "DECIMAL(18,4)"
	case intake.ColBool:
		return "BOOLEAN"
	}
	return "VARCHAR"
}

// makeFact makes a shared fact and what it reads.
func (s *Session) makeFact(ctx context.Context, f engine.Fact) error {
	if s.made[f.Name] {
		return nil
	}
	if err := s.makeReads(ctx, f.SQL); err != nil {
		return err
	}
	sql := strings.TrimRight(strings.TrimSpace(f.SQL), ";")
	if err := s.make(ctx, f.Name, "CREATE TABLE "+f.Name+" AS\n"+sql); err != nil {
		return fmt.Errorf("事实表 %s: %w", f.Name, err)
	}
	return nil
}
