// Command makexlsx writes a payment list of many rows with excelize, for the reading benchmark.
package main

import (
	"fmt"
	"os"
	"strconv"

	"github.com/xuri/excelize/v2"
)

func main() {
	rows, err := strconv.Atoi(os.Args[2])
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	}
	f := excelize.NewFile()
	w, err := f.NewStreamWriter("Sheet1")
	check(err)
	check(w.SetRow("A1", []any{"序号", "乡镇", "村", "姓名", "身份证号", "补贴项目", "面积(亩)", "标准", "金额", "账号"}))
	for i := range rows {
		check(w.SetRow(fmt.Sprintf("A%d", i+2), []any{i + 1, "合涧镇", "桥上村", "张" + strconv.Itoa(i%5000), fmt.Sprintf("99010119%02d0101%03d1", i%90, i%1000), "耕地地力保护补贴",
			float64(i%500) / 100, 124.978, float64(i%100000) / 100, fmt.Sprintf("62284%014d", i)}))
	}
	check(w.Flush())
	check(f.SaveAs(os.Args[1]))
}

func check(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
