// Package duckdb runs rules on an embedded DuckDB. It is the only package that knows DuckDB.
//
// The database is in memory and private to a session; Parquet files are read in place, and what does not fit the memory
// limit spills to the temporary folder. Extensions are never loaded from outside.
package duckdb

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"fmt"
	"math/big"
	"runtime"
	"strings"
	"time"

	duck "github.com/duckdb/duckdb-go/v2"

	"xunzhi"
	"xunzhi/internal/engine"
)

// Options bound what a session may use. Zero values mean: all processors, 1200 MB, the system's temporary folder.
type Options struct {
	Threads  int
	MemoryMB int
	TempDir  string
	// Echo gets every statement before it runs, so that a run can be repeated by hand. May be nil.
	Echo func(sql string)
}

// Session is an open database over one world.
type Session struct {
	db    *sql.DB
	conn  *sql.Conn
	world engine.World
	echo  func(sql string)
	made  map[string]bool // sources, links and facts that exist as tables or views
	src   map[string]engine.Source
}

// smallSource is the number of rows up to which a source becomes a table: rules read small sources many times, and
// opening their files each time costs more than they hold. Larger ones stay views, for memory's sake.
const smallSource = 100_000

// Open starts a session.
func Open(ctx context.Context, w engine.World, o Options) (*Session, error) {
	if o.Threads == 0 {
		o.Threads = runtime.GOMAXPROCS(0)
	}
	if o.MemoryMB == 0 {
		o.MemoryMB = 1200
	}
	connector, err := duck.NewConnector("", nil)
	if err != nil {
		return nil, xunzhi.Errorf(xunzhi.CodeInternal, "分析引擎启动失败").Wrap(err)
	}
	db := sql.OpenDB(connector)
	db.SetMaxOpenConns(1)
	conn, err := db.Conn(ctx)
	if err != nil {
		return nil, xunzhi.Errorf(xunzhi.CodeInternal, "分析引擎启动失败").Wrap(err)
	}
	if o.Echo == nil {
		o.Echo = func(string) {}
	}
	s := &Session{db: db, conn: conn, world: w, echo: o.Echo, made: map[string]bool{}, src: map[string]engine.Source{}}
	for _, src := range w.Sources {
		s.src[src.ID] = src
	}
	settings := []string{
		"SET autoinstall_known_extensions=false", "SET autoload_known_extensions=false",
		fmt.Sprintf("SET threads=%d", o.Threads), fmt.Sprintf("SET memory_limit='%dMB'", o.MemoryMB),
		"SET preserve_insertion_order=false", "SET enable_progress_bar=false",
	}
	if o.TempDir != "" {
		settings = append(settings, "SET temp_directory="+quote(o.TempDir))
	}
	for _, q := range append(settings, macros(w.AsOf)...) {
		if err := s.exec(ctx, q); err != nil {
			s.Close()
			return nil, err
		}
	}
	return s, nil
}

// macros are the functions that rules may call; engine/trino has functions of the same names and meanings.
func macros(asOf xunzhi.Date) []string {
	return []string{
		"CREATE MACRO as_of() AS DATE '" + asOf.String() + "'",
		"CREATE MACRO month_index(d) AS CAST(year(d) * 12 + month(d) - 1 AS BIGINT)",
		"CREATE MACRO months_between(a, b) AS CAST((year(b) * 12 + month(b)) - (year(a) * 12 + month(a)) AS BIGINT)",
		"CREATE MACRO days_between(a, b) AS CAST(date_diff('day', a, b) AS BIGINT)",
		"CREATE MACRO first_of_month(d) AS CAST(date_trunc('month', d) AS DATE)",
		"CREATE MACRO add_months(d, n) AS CAST(d + to_months(CAST(n AS INTEGER)) AS DATE)",
		"CREATE MACRO age_at(birth, d) AS CAST(year(d) - year(birth) - CASE WHEN month(d) * 100 + day(d) < month(birth) * 100 + day(birth) THEN 1 ELSE 0 END AS BIGINT)",
	}
}

func (s *Session) exec(ctx context.Context, q string) error {
	s.echo(q)
	if _, err := s.conn.ExecContext(ctx, q); err != nil {
		return fmt.Errorf("%w\n%s", err, firstLine(q))
	}
	return nil
}

func firstLine(q string) string {
	if len(q) > 300 {
		return q[:300] + "…"
	}
	return q
}

func quote(s string) string { return "'" + strings.ReplaceAll(s, "'", "''") + "'" }

// Version names the engine.
func (s *Session) Version() string {
	var v string
	if err := s.conn.QueryRowContext(context.Background(), "SELECT version()").Scan(&v); err != nil {
		return "duckdb"
	}
	return "duckdb " + v
}

// Close ends the session and frees its memory.
func (s *Session) Close() error {
	s.conn.Close()
	return s.db.Close()
}

// Query runs a rule.
func (s *Session) Query(ctx context.Context, q engine.Query, yield func([]string, engine.Row) error) error {
	for _, f := range q.Facts {
		if err := s.makeFact(ctx, f); err != nil {
			return err
		}
	}
	if err := s.makeReads(ctx, q.SQL); err != nil {
		return err
	}
	for _, p := range q.Params {
		if err := s.exec(ctx, paramTable(p)); err != nil {
			return err
		}
		defer s.exec(context.WithoutCancel(ctx), "DROP TABLE param_"+p.Name) //nolint:errcheck // the session ends with it anyway
	}
	s.echo(q.SQL)
	rows, err := s.conn.QueryContext(ctx, q.SQL)
	if err != nil {
		return err
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		return err
	}
	values := make([]any, len(columns))
	into := make([]any, len(columns))
	for i := range values {
		into[i] = &values[i]
	}
	for rows.Next() {
		if err := rows.Scan(into...); err != nil {
			return err
		}
		row := make(engine.Row, len(values))
		for i, v := range values {
			if row[i], err = plain(v); err != nil {
				return fmt.Errorf("列 %s: %w", columns[i], err)
			}
		}
		if err := yield(columns, row); err != nil {
			return err
		}
	}
	return rows.Err()
}

// plain turns the driver's values into the engine's.
func plain(v any) (any, error) {
	switch v := v.(type) {
	case nil, int64, float64, string, bool:
		return v, nil
	case int32:
		return int64(v), nil
	case int16:
		return int64(v), nil
	case int8:
		return int64(v), nil
	case float32:
		return float64(v), nil
	case *big.Int: // HUGEINT, what SUM over BIGINT gives
		if v.IsInt64() {
			return v.Int64(), nil
		}
		return nil, fmt.Errorf("数值超出范围")
	case time.Time:
		return xunzhi.Date(v.Unix() / 86400), nil
	case duck.Decimal:
		if !v.Value.IsInt64() {
			return nil, fmt.Errorf("金额超出范围")
		}
		return engine.Decimal{Value: v.Value.Int64(), Scale: int(v.Scale)}, nil
	case []byte:
		return string(v), nil
	}
	return nil, fmt.Errorf("类型 %T 不在约定之内", v)
}

func paramTable(p engine.Param) string {
	typ := map[string]string{"int": "BIGINT", "decimal": "DECIMAL(18,4)"}[p.Type]
	if typ == "" {
		typ = "VARCHAR"
	}
	var b strings.Builder
	if p.Type == "pairs" {
		fmt.Fprintf(&b, "CREATE OR REPLACE TABLE param_%s AS SELECT CAST(a AS VARCHAR) AS a, CAST(b AS VARCHAR) AS b", p.Name)
	} else {
		fmt.Fprintf(&b, "CREATE OR REPLACE TABLE param_%s AS SELECT CAST(a AS %s) AS value", p.Name, typ)
	}
	b.WriteString(", CAST(f AS DATE) AS valid_from, CAST(t AS DATE) AS valid_to FROM (VALUES ")
	for i, r := range p.Rows {
		if i > 0 {
			b.WriteString(", ")
		}
		fmt.Fprintf(&b, "(%s, %s, '%s', '%s')", quote(r.A), quote(r.B), r.From, r.To)
	}
	b.WriteString(") AS v(a, b, f, t)")
	if len(p.Rows) == 0 { // an empty list is a table without rows
		return strings.Replace(b.String(), "VALUES )", "VALUES ('', '', '0001-01-01', '0001-01-01'))", 1) + " WHERE false"
	}
	return b.String()
}

// Entities looks up entities by id.
func (s *Session) Entities(ctx context.Context, ids []int64) (map[int64]engine.Entity, error) {
	out := make(map[int64]engine.Entity, len(ids))
	if err := s.makeTable(ctx, "entity"); err != nil {
		return nil, err
	}
	if err := s.exec(ctx, "CREATE OR REPLACE TABLE wanted (entity BIGINT)"); err != nil {
		return nil, err
	}
	err := s.conn.Raw(func(dc any) error {
		a, err := duck.NewAppenderFromConn(dc.(driver.Conn), "", "wanted")
		if err != nil {
			return err
		}
		defer a.Close()
		for _, id := range ids {
			if err := a.AppendRow(id); err != nil {
				return err
			}
		}
		return a.Flush()
	})
	if err != nil {
		return nil, err
	}
	rows, err := s.conn.QueryContext(ctx, `SELECT e.entity, e.kind, COALESCE(e.number, ''), COALESCE(e.name, ''), COALESCE(e.village, '') FROM entity e JOIN wanted w ON w.entity = e.entity`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var e engine.Entity
		if err := rows.Scan(&e.ID, &e.Kind, &e.Number, &e.Name, &e.Village); err != nil {
			return nil, err
		}
		out[e.ID] = e
	}
	return out, rows.Err()
}

var _ engine.Session = (*Session)(nil)
