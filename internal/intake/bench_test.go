package intake

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

// BenchmarkPlan reads a payment file of 200,000 rows from xlsx to records: rows a second is what the main job waits for.
func BenchmarkPlan(b *testing.B) {
	dir := b.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "村名册.csv"), []byte(villages), 0o644); err != nil {
		b.Fatal(err)
	}
	const n = 200_000
	writePayments(b, filepath.Join(dir, "合涧镇一卡通.xlsx"), n)
	b.ResetTimer()
	for range b.N {
		rep, err := Plan(context.Background(), dir, Options{})
		if err != nil || rep.Rows < n || rep.Rejected > 0 {
			b.Fatal(err, rep.Rows, rep.Rejected)
		}
	}
	b.ReportMetric(float64(n)*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
}

// BenchmarkRows is the part of that which is ours: rows already read, to records.
func BenchmarkRows(b *testing.B) {
	dir := b.TempDir()
	var t strings.Builder
	t.WriteString("项目名称,月份,村,姓名,身份证号,账号,面积,补贴标准,金额\n")
	for i := range 20_000 {
		fmt.Fprintf(&t, "耕地地力保护补贴,202405,%s,王建国,%s,621700001234%07d,%d.5,100.25,%d.50\n", []string{"小庄村", "张庄村"}[i/100%2], id("19400102", i%999), i, i%30, i%3000)
	}
	if err := os.WriteFile(filepath.Join(dir, "合涧镇.csv"), []byte(t.String()), 0o644); err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for range b.N {
		if _, err := Plan(context.Background(), dir, Options{Villages: []KnownVillage{{"990101100201", "合涧镇", "小庄村"}, {"990101100202", "合涧镇", "张庄村"}}}); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(20_000*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
}

func writePayments(b *testing.B, path string, n int) {
	f := excelize.NewFile()
	w, err := f.NewStreamWriter("Sheet1")
	if err != nil {
		b.Fatal(err)
	}
	row := func(i int, cells ...any) {
		at, _ := excelize.CoordinatesToCellName(1, i)
		if err := w.SetRow(at, cells); err != nil {
			b.Fatal(err)
		}
	}
	row(1, "项目名称", "月份", "村", "姓名", "身份证号", "账号", "面积", "补贴标准", "金额")
	for i := range n {
		row(i+2, "耕地地力保护补贴", "202405", []string{"小庄村", "张庄村"}[i/100%2], "王建国", id("19400102", i%999), fmt.Sprintf("621700001234%07d", i), float64(i%30)+0.5, 100.25, float64(i%3000)+0.5)
	}
	if err := w.Flush(); err != nil {
		b.Fatal(err)
	}
	if err := f.SaveAs(path); err != nil {
		b.Fatal(err)
	}
}
