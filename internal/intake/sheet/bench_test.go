package sheet

import (
	"context"
	"fmt"
	"path/filepath"
	"testing"

	"github.com/xuri/excelize/v2"
)

const benchRows = 100_000

// writeBench writes a payment list with 12 columns: names and villages shared, numbers and amounts in place.
func writeBench(path string, rows int) error {
	f := excelize.NewFile()
	defer f.Close()
	date, err := f.NewStyle(&excelize.Style{NumFmt: 14})
	if err != nil {
		return err
	}
	if err := f.SetSheetRow("Sheet1", "A1", &[]any{"序号", "乡镇", "村", "姓名", "身份证号", "银行账号", "项目", "数量", "单价", "金额", "发放日期", "备注"}); err != nil {
		return err
	}
	for i := range rows {
		row := []any{i + 1, fmt.Sprintf("第%d乡", i%20), fmt.Sprintf("第%d村", i%588), fmt.Sprintf("张三%d", i%50000),
			fmt.Sprintf("990101196001%06d", i), fmt.Sprintf("6217%015d", i), "耕地地力保护补贴", float64(i%400) / 10, 96.35,
			float64(i%400) * 9.635, excelize.Cell{}, ""}
		row[10] = 45292 + i%300
		if err := f.SetSheetRow("Sheet1", fmt.Sprintf("A%d", i+2), &row); err != nil {
			return err
		}
	}
	if err := f.SetCellStyle("Sheet1", "K2", fmt.Sprintf("K%d", rows+1), date); err != nil {
		return err
	}
	return f.SaveAs(path)
}

// BenchmarkXLSX reads every cell of the same file with this package and with excelize's row iterator.
func BenchmarkXLSX(b *testing.B) {
	path := filepath.Join(b.TempDir(), "bench.xlsx")
	if err := writeBench(path, benchRows); err != nil {
		b.Fatal(err)
	}
	b.Run("ours", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			benchOurs(b, path)
		}
		reportRows(b)
	})
	b.Run("excelize", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			benchExcelize(b, path)
		}
		reportRows(b)
	})
}

func reportRows(b *testing.B) {
	b.ReportMetric(float64(benchRows)*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
}

func benchOurs(b *testing.B, path string) {
	book, err := Open(path, Options{})
	if err != nil {
		b.Fatal(err)
	}
	defer book.Close()
	cells, rows := 0, 0
	err = book.Read(context.Background(), 0, func(r *Row) error {
		rows++
		cells += len(r.Cells)
		return nil
	})
	if err != nil || rows != benchRows+1 {
		b.Fatal(rows, err)
	}
}

func benchExcelize(b *testing.B, path string) {
	f, err := excelize.OpenFile(path)
	if err != nil {
		b.Fatal(err)
	}
	defer f.Close()
	rows, err := f.Rows("Sheet1")
	if err != nil {
		b.Fatal(err)
	}
	n := 0
	for rows.Next() {
		if _, err := rows.Columns(); err != nil {
			b.Fatal(err)
		}
		n++
	}
	if n != benchRows+1 {
		b.Fatal(n)
	}
}
