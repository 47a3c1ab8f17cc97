package duckdb_test

import (
	"context"
	"testing"

	"xunzhi/internal/engine"
	"xunzhi/internal/engine/duckdb"
	"xunzhi/internal/engine/enginetest"
)

func TestConformance(t *testing.T) {
	enginetest.Run(t, func(ctx context.Context, w engine.World) (engine.Session, error) {
		return duckdb.Open(ctx, w, duckdb.Options{Threads: 2, MemoryMB: 256, TempDir: t.TempDir()})
	})
}
