// Command readxlsx reads every cell of an xlsx with the product's reader and with excelize, and prints rows a second.
package main

import (
	"context"
	"fmt"
	"os"
	"time"

	"github.com/xuri/excelize/v2"

	"xunzhi/internal/intake/sheet"
)

func main() {
	best("xunzhi", 3, ours)
	best("excelize", 1, theirs)
}

func best(name string, times int, read func(path string) (int, error)) {
	least, rows := time.Duration(1<<62), 0
	for range times {
		start := time.Now()
		n, err := read(os.Args[1])
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		rows, least = n, min(least, time.Since(start))
	}
	fmt.Printf("%s %.0f rows/s, %.2f s\n", name, float64(rows)/least.Seconds(), least.Seconds())
}

func ours(path string) (rows int, err error) {
	b, err := sheet.Open(path, sheet.Options{})
	if err != nil {
		return 0, err
	}
	defer b.Close()
	for _, s := range b.Sheets() {
		if err := b.Read(context.Background(), s.Index, func(*sheet.Row) error { rows++; return nil }); err != nil {
			return rows, err
		}
	}
	return rows, nil
}

func theirs(path string) (rows int, err error) {
	f, err := excelize.OpenFile(path)
	if err != nil {
		return 0, err
	}
	defer f.Close()
	for _, name := range f.GetSheetList() {
		it, err := f.Rows(name)
		if err != nil {
			return rows, err
		}
		for it.Next() {
			if _, err := it.Columns(); err != nil {
				return rows, err
			}
			rows++
		}
	}
	return rows, nil
}
