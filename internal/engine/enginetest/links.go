package enginetest

import (
	"path/filepath"
	"testing"

	"xunzhi"
	"xunzhi/internal/lake"
)

// links writes what linkage might say of the suite's rows: 乙's number was repaired, 丁's was vetoed.
func links(t *testing.T, ids []int64) map[string]string {
	t.Helper()
	dir := t.TempDir()
	exception := filepath.Join(dir, "exception.parquet")
	write(t, exception, []lake.Column{{Name: "row_id", Type: lake.Bigint}, {Name: "role", Type: lake.Varchar}, {Name: "entity", Type: lake.Bigint},
		{Name: "p", Type: lake.Double}, {Name: "method", Type: lake.Varchar}}, func(x *lake.Table) {
		x.Int(0, ids[1])
		x.Text(1, "person")
		x.Int(2, repaired)
		x.Double(3, 0.9)
		x.Text(4, "repaired-digit")
		end(t, x)
		x.Int(0, ids[3])
		x.Text(1, "person")
		x.Null(2)
		x.Null(3)
		x.Text(4, "vetoed")
		end(t, x)
	})
	entity := filepath.Join(dir, "entity.parquet")
	write(t, entity, []lake.Column{{Name: "entity", Type: lake.Bigint}, {Name: "kind", Type: lake.Varchar}, {Name: "number", Type: lake.Varchar},
		{Name: "name", Type: lake.Varchar}, {Name: "sex", Type: lake.Varchar}, {Name: "birth", Type: lake.Date}, {Name: "village", Type: lake.Varchar}}, func(x *lake.Table) {
		for _, e := range []struct {
			id           int64
			number, name string
		}{{known, "99010119491231028X", "甲"}, {repaired, "", "乙"}} {
			x.Int(0, e.id)
			x.Text(1, "person")
			x.Text(2, e.number)
			x.Text(3, e.name)
			x.Text(4, "女")
			x.Int(5, int64(xunzhi.DateOf(1949, 12, 31)))
			x.Text(6, "990101100200")
			end(t, x)
		}
	})
	return map[string]string{"exception": exception, "entity": entity}
}

func write(t *testing.T, path string, cols []lake.Column, fill func(*lake.Table)) {
	t.Helper()
	x, err := lake.NewTable(path, cols)
	if err != nil {
		t.Fatal(err)
	}
	fill(x)
	if err := x.Close(); err != nil {
		t.Fatal(err)
	}
}

func end(t *testing.T, x *lake.Table) {
	t.Helper()
	if err := x.EndRow(); err != nil {
		t.Fatal(err)
	}
}
