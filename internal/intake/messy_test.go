package intake

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding/simplifiedchinese"
)

func want(t *testing.T, got []string, lines ...string) {
	t.Helper()
	if d := cmp.Diff(lines, got); d != "" {
		t.Errorf("records (- want, + got):\n%s", d)
	}
}

var (
	wang = id("19400102", 1)
	wng2 = id("19700102", 1)
	wng3 = id("19900102", 1)
	lee  = id("19450302", 1)
	zhao = id("19550402", 2)
)

// reliefHead is a relief sheet's usual head; row makes a line under it.
const reliefHead = "序号|村|户主姓名|户主身份证号|低保类别|月保障金额|月份"

func reliefRow(n int, village, name, number string) string {
	return fmt.Sprintf("=%d|%s|%s|%s|农村低保|=300|2025-05", n, village, name, number)
}

func TestTownshipFromSheetName(t *testing.T) {
	k, rep := loadFiles(t, map[string]string{"村名册.csv": villages, "低保花名册.xlsx": "## 合涧镇\n" + reliefHead + "\n" + reliefRow(1, "张庄村", "王大", wang) +
		"\n## 临河乡\n" + reliefHead + "\n" + reliefRow(1, "张庄", "李大", lee) + "\n##! 隐藏\n" + reliefHead + "\n" + reliefRow(1, "张庄村", "赵大", zhao)})
	want(t, k.lines("relief", "head_name", "village"), "王大|990101100202", "李大|990101101201", "赵大|")
	f := fileOf(t, rep, "低保花名册.xlsx")
	if !f.Sheets[2].Hidden {
		t.Error("hidden sheet not marked")
	}
	rj := f.Sheets[2].Rejects
	if len(rj) != 1 || !rj[0].Kept || rj[0].Cell != "B2" || !strings.Contains(rj[0].Advice, "合涧镇张庄村、临河乡张庄村") {
		t.Errorf("an ambiguous village must be reported with both readings: %+v", rj)
	}
}

func TestVillageWritings(t *testing.T) {
	v := NewVillages([]KnownVillage{{"990101100201", "合涧镇", "小庄村"}, {"990101100202", "合涧镇", "张庄村"}, {"990101100203", "合涧镇", "西山社区"},
		{"990101101201", "临河乡", "张庄村"}, {"990101101202", "临河乡", "柳滩村"}, {"990101101203", "临河乡", "东村"}, {"990101101204", "临河乡", "东社区"}, {"990101102201", "开元街道", "开元社区"}})
	for _, c := range []struct {
		text, town, code string
		state            resolution
	}{
		{"小庄村", "", "990101100201", villageOK},
		{"小庄", "", "990101100201", villageOK},
		{" 小庄村\u00a0", "", "990101100201", villageOK},
		{"小庄村村民委员会", "", "990101100201", villageOK},
		{"小庄村委会", "合涧镇", "990101100201", villageOK},
		{"小庄行政村", "", "990101100201", villageOK},
		{"小庄村3组", "", "990101100201", villageOK},
		{"小庄村第二村民组", "", "990101100201", villageOK},
		{"小庄村股份经济合作社", "", "990101100201", villageOK},
		{"中共小庄村党支部", "", "990101100201", villageOK},
		{"西山居委会", "", "990101100203", villageOK},
		{"西山社区居民委员会", "", "990101100203", villageOK},
		{"合涧镇张庄村", "", "990101100202", villageOK},
		{"某县临河乡张庄村", "", "990101101201", villageOK},
		{"张庄村", "合涧", "990101100202", villageOK},
		{"张庄村", "某县临河乡", "990101101201", villageOK},
		{"张庄村", "", "", villageAmbiguous},
		{"东村", "临河乡", "990101101203", villageOK},
		{"东", "临河乡", "", villageAmbiguous},
		{"开元社区", "", "990101102201", villageOK},
		{"开元", "开元街道", "990101102201", villageOK},
		{"没有村", "", "", villageUnknown},
		{"柳滩村", "合涧镇", "", villageUnknown}, // the named township has no such village: not guessed
		{"990101100201", "", "990101100201", villageOK},
		{"９９０１０１１００２０１", "", "990101100201", villageOK},
		{"990101109999", "", "", villageUnknown},
		{"9.90101E+11", "", "", villageLost},
		{"", "", "", villageEmpty},
	} {
		if code, state := v.resolve(c.text, c.town); code != c.code || state != c.state {
			t.Errorf("resolve(%q, %q) = %q, %d; want %q, %d", c.text, c.town, code, state, c.code, c.state)
		}
	}
}

func TestNamesOfFilesAndTitles(t *testing.T) {
	k, _ := loadFiles(t, map[string]string{"村名册.csv": villages,
		"合涧镇202403.csv":        "户名,身份证,账号,项目名称,村别,金额(元)\n王大," + wang + ",6217000012345678901,地力补贴,张庄,\"1,200.50\"\n",
		"2025年/临河乡/高龄津贴5月.csv": "姓名,身份证号,村,津贴\n李大," + lee + ",张庄,100\n",
		"低保/低保.xlsx":           "## 二〇二五年四月\n合涧镇小庄村农村低保花名册\n户主姓名|户主身份证号|月保障金额\n王大|" + wang + "|=300",
	})
	want(t, k.lines("payment", "month", "village", "amount", "account"), "2024-03-01|990101100202|1200.50|6217000012345678901")
	want(t, k.lines("old_age", "month", "village"), "2025-05-01|990101101201")
	want(t, k.lines("relief", "month", "village", "category"), "2025-04-01|990101100201|农村低保")
}

func TestTitleUnitTwoRowHeadTotalsSignature(t *testing.T) {
	k, rep := loadFiles(t, map[string]string{"村名册.csv": villages, "合同台账.xlsx": "## 合涧镇\n合涧镇农村集体经济合同台账\n单位:万元|||填报日期:2025年5月31日\n" +
		"序号|合同编号|村名|标的类别|承包方|合同期限||合同总额|年租金(元)|面积(公顷)\n" +
		"|||||起|止|||\n" +
		"=1|HT-001|小庄村|耕地|王大|2020-01-01|2029年|=1.5|=5000|=2\n" +
		"=2|HT-002|小庄村|林地|李大|2015.3.1|2035年2月|=0.7|=350|=1\n" +
		"小计|||||||=2.2|=5350|\n" +
		"序号|合同编号|村名|标的类别|承包方|合同期限||合同总额|年租金(元)|面积(公顷)\n" +
		"|||||起|止|||\n" +
		"=3|HT-003|张庄村|水面|赵大|20210601|长期|=3|=100|=0.5\n" +
		"合  计|||||||=6|=5450|\n" +
		"填表人:某某||审核人:某某|||单位负责人(签字):\n" +
		"注:本表一式三份\n" +
		"@merge A1:J1\n@merge A3:A4\n@merge B3:B4\n@merge C3:C4\n@merge D3:D4\n@merge E3:E4\n@merge F3:G3\n@merge H3:H4\n@merge I3:I4\n@merge J3:J4"})
	want(t, k.lines("contract", "_row", "contract_no", "village", "kind", "start", "end", "total_amount", "annual_amount", "area_mu"),
		"5|HT-001|990101100201|耕地|2020-01-01|2029-12-31|15000.00|5000.00|30.0000",
		"6|HT-002|990101100201|林地|2015-03-01|2035-02-28|7000.00|350.00|15.0000",
		"10|HT-003|990101100202|水面|2021-06-01||30000.00|100.00|7.5000")
	want(t, k.lines("sheet_total", "_row", "source", "field", "stated", "computed", "scope", "label"),
		"7|三资·合同台账|合同总金额|22000.00|22000.00|小计|小计", "7|三资·合同台账|年承包费|5350.00|5350.00|小计|小计",
		"11|三资·合同台账|合同总金额|60000.00|52000.00|合计|合  计", "11|三资·合同台账|年承包费|5450.00|5450.00|合计|合  计")
	sh := fileOf(t, rep, "合同台账.xlsx").Sheets[0]
	if d := cmp.Diff(map[string]int{skipTotal: 2, skipHeader: 2, skipNote: 2}, sh.Skipped); d != "" {
		t.Error(d)
	}
	if sh.AsOf != "2025-05-31" || sh.HeaderRow != 3 || sh.DataRow != 5 {
		t.Errorf("as of %s, head on %d, data from %d", sh.AsOf, sh.HeaderRow, sh.DataRow)
	}
}

func TestHeaderFarDownAndBlankColumns(t *testing.T) {
	var b strings.Builder
	for i := range 74 {
		fmt.Fprintf(&b, "填报说明第%d条请各村如实填写并加盖公章后报送至乡镇\n", i+1)
	}
	b.WriteString(",,姓名,,身份证号,,死亡日期\n,,,,,,\n,,王大,," + wang + ",,2025年2月10日\n\n,,李大,," + lee + ",,20250301\n")
	k, rep := loadFiles(t, map[string]string{"火化.csv": b.String()})
	want(t, k.lines("death", "_row", "name", "death_date", "origin"), "77|王大|2025-02-10|火化", "79|李大|2025-03-01|火化")
	if f := fileOf(t, rep, "火化.csv").Sheets[0]; f.HeaderRow != 75 {
		t.Errorf("header on %d", f.HeaderRow)
	}
}

func TestTextTwoRowHead(t *testing.T) {
	k, _ := loadFiles(t, map[string]string{"村名册.csv": villages,
		"序时账.csv": "账套,日期,凭证号,摘要,科目编码,金额,\n,,,,,借方,贷方\n小庄村,2024-01-31,1,付水费,501,\"7，000.00\",\n小庄村,2024-01-31,1,付水费,101,,7000\n,,,本月合计,,7000,7000\n"})
	want(t, k.lines("voucher", "_row", "village", "debit", "credit"), "3|990101100201|7000.00|", "4|990101100201||7000.00")
}

func TestGB18030(t *testing.T) {
	text, err := simplifiedchinese.GB18030.NewEncoder().String("姓名;身份证号;死亡日期\n王大;" + wang + ";2025-02-10\n㐂山;" + lee + ";2025-03-10\n")
	if err != nil {
		t.Fatal(err)
	}
	k, rep := loadFiles(t, map[string]string{"死亡.txt": text})
	want(t, k.lines("death", "name"), "王大", "㐂山")
	if f := rep.Files[0]; f.Encoding != "GB18030" {
		t.Errorf("encoding %s", f.Encoding)
	}
}

func TestWideRoster(t *testing.T) {
	for name, head := range map[string]string{
		"counted":   "村|姓名|身份证号|月保障金额|成员姓名1|身份证1|成员姓名2|身份证2",
		"repeated":  "村|户主|身份证|月补助|姓名|身份证|姓名|身份证",
		"relation":  "村|户主姓名|户主身份证号|月低保金|家庭成员一姓名|家庭成员一身份证号码|家庭成员二姓名|家庭成员二身份证号码",
		"same head": "村|姓名|身份证|救助金额|姓名|身份证|姓名|身份证",
	} {
		t.Run(name, func(t *testing.T) {
			k, rep := loadFiles(t, map[string]string{"村名册.csv": villages, "农村低保2025年5月.xlsx": "## 合涧镇\n" + head + "\n" +
				"小庄村|王大|" + wang + "|=300|王二|" + wng2 + "|王三|" + wng3 + "\n小庄村|李大|" + lee + "|=400|李大|" + lee + "\n合计|||=700\n"})
			want(t, k.lines("relief", "_row", "head_name", "head_id_number", "name", "id_number", "monthly_amount"),
				"2|王大|"+wang+"|王大|"+wang+"|300.00", "2|王大|"+wang+"|王二|"+wng2+"|300.00", "2|王大|"+wang+"|王三|"+wng3+"|300.00",
				"3|李大|"+lee+"|李大|"+lee+"|400.00")
			want(t, k.lines("sheet_total", "stated", "computed"), "700.00|700.00")
			if f := fileOf(t, rep, "农村低保2025年5月.xlsx").Sheets[0]; f.Rows != 2 || f.Loaded != 4 {
				t.Errorf("%d rows, %d records", f.Rows, f.Loaded)
			}
		})
	}
}

func TestLongHouseholds(t *testing.T) {
	head := "村|户主姓名|户主身份证号|成员姓名|成员身份证号|与户主关系|月保障金额\n"
	for _, c := range []struct{ name, text string }{
		{"merged", head + "小庄村|王大|" + wang + "|王大|" + wang + "|本人|=300\n||||王二|" + wng2 + "|儿子|\n@merge B2:B3\n@merge C2:C3\n@merge G2:G3\n@merge A2:A3"},
		{"blank below", head + "小庄村|王大|" + wang + "|王大|" + wang + "|本人|=300\n小庄村|||王二|" + wng2 + "|长子|=300\n"},
		{"head not among members", head + "小庄村|王大|" + wang + "|王二|" + wng2 + "|次子|=300\n"},
		{"by relation", "村|姓名|身份证号|与户主关系|月保障金额\n小庄村|王大|" + wang + "|户主|=300\n小庄村|王二|" + wng2 + "|子|=300\n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			text := c.text
			if c.name == "merged" {
				text = strings.Replace(text, "||||王二", "|||王二", 1)
			}
			k, _ := loadFiles(t, map[string]string{"村名册.csv": villages, "农村低保2025年5月.xlsx": "## 合涧镇\n" + text})
			want(t, k.lines("relief", "village", "head_name", "head_id_number", "name", "id_number", "relation", "monthly_amount"),
				"990101100201|王大|"+wang+"|王大|"+wang+"|户主|300.00", "990101100201|王大|"+wang+"|王二|"+wng2+"|子|300.00")
		})
	}
}

func TestPersonNumbers(t *testing.T) {
	full := strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r - '0' + '０'
		}
		return r
	}, wang)
	withX := ""
	for n := 0; !strings.HasSuffix(withX, "X"); n++ {
		withX = id("19500101", n)
	}
	rows := []string{"甲一|" + full, "甲二|" + wang[:6] + " " + wang[6:14] + " " + wang[14:], "甲三|'" + wang, "甲四|" + wang[:6] + wang[8:17], "甲五|" + wang + "11",
		"甲六|990101********0011", "甲七|4.10521E+17", "甲八|" + wang[:17], "甲九|", "甲十|" + strings.ToLower(withX), "|" + lee, "|"}
	text := "姓名,身份证号,死亡日期\n"
	for _, r := range rows {
		text += strings.Replace(r, "|", ",", 1) + ",2025-02-10\n"
	}
	k, rep := loadFiles(t, map[string]string{"死亡.csv": text})
	want(t, k.lines("death", "name", "id_number", "id_number_state"),
		"甲一|"+wang+"|ok", "甲二|"+wang+"|ok", "甲三|"+wang+"|ok", "甲四|"+wang+"|ok15", "甲五|"+wang+"|ok",
		"甲六|990101********0011|masked", "甲七|4.10521E+17|lost", "甲八|"+wang[:17]+"|length", "甲九||empty", "甲十|"+withX+"|ok", "|"+lee+"|ok")
	f := fileOf(t, rep, "死亡.csv").Sheets[0]
	if f.Rejected != 1 || f.Rejects[0].Reason != "身份证号:"+missingWho || f.Rejects[0].Row != 13 {
		t.Errorf("a row that names nobody is rejected: %+v", f.Rejects)
	}
}

func TestAmounts(t *testing.T) {
	in := []string{"7,000.00", "7，000.00", "￥7,000", "人民币7,000元", "(7,000.00)", "0.7万元", "-120.5", "7000元整", "--", "七千"}
	text := "项目名称,月份,姓名,身份证号,账号,补贴标准,金额\n"
	for _, a := range in {
		text += "地力,202405,王大," + wang + ",0062170001,124.9788302,\"" + a + "\"\n"
	}
	k, rep := loadFiles(t, map[string]string{"一卡通.csv": text})
	row := func(a string) string { return "0062170001|124.978830|" + a }
	want(t, k.lines("payment", "account", "unit_price", "amount"), row("7000.00"), row("7000.00"), row("7000.00"), row("7000.00"), row("-7000.00"), row("7000.00"), row("-120.50"), row("7000.00"))
	f := rep.Files[0].Sheets[0]
	if d := cmp.Diff(map[string]int{"补贴金额:" + badAmount: 1, "补贴金额:" + missingField: 1}, f.Reasons); d != "" {
		t.Error(d)
	}
	last := f.Rejects[len(f.Rejects)-1]
	if last.Cell != "G11" || last.Value != "七千" || last.Advice == "" || last.Kept || last.Field != "amount" {
		t.Errorf("%+v", last)
	}
}

func TestDates(t *testing.T) {
	in := []string{"20240131", "2024-01-31", "2024/1/31", "2024.1.31", "2024年1月31日", "2024年1月", "2024-01", "二〇二四年一月", "45322", "20240131123000", "2024-01-31-12.30.00.123456", "2024-01-31 12:30:00", "2024", "31/31/2024", ""}
	text := "姓名,身份证号,死亡日期\n"
	for _, a := range in {
		text += "王大," + wang + "," + a + "\n"
	}
	k, rep := loadFiles(t, map[string]string{"死亡.csv": text})
	day, month := "2024-01-31", "2024-01-01"
	want(t, k.lines("death", "death_date"), day, day, day, day, day, month, month, month, day, day, day, day)
	if f := rep.Files[0].Sheets[0]; f.Rejected != 3 {
		t.Errorf("a year alone says nothing about the day of a death: %+v", f.Rejects)
	}
}

func TestYearAloneAndOpenEnd(t *testing.T) {
	k, _ := loadFiles(t, map[string]string{"村名册.csv": villages,
		"危房改造.csv": "村,姓名,身份证号,补助金额,改造年度\n小庄村,王大," + wang + ",14000,2019年度\n",
		"公益岗.csv":  "姓名,身份证号,岗位,上岗时间,离岗时间\n王大," + wang + ",保洁员,2024.5.1,至今\n"})
	want(t, k.lines("housing_grant", "approved"), "2019-01-01")
	want(t, k.lines("public_post", "start", "end"), "2024-05-01|")
}

func TestDirections(t *testing.T) {
	text := "村,账号,交易日期,交易时间,借贷标志,金额,余额,摘要\n"
	for _, d := range []string{"1", "2", "D", "C", "借", "贷", "进", "出", "收", "付", "收入", "支出"} {
		text += "小庄村,0123456789012,2024-01-31,12:30:00," + d + ",10,100,租金\n"
	}
	k, _ := loadFiles(t, map[string]string{"村名册.csv": villages, "银行流水.csv": text,
		"对账单2.csv": "单位名称,账号,交易日期,摘要,借方发生额,贷方发生额,余额,对方户名\n小庄村股份经济合作社,0123456789013,2024-01-31,付水费,20,,80,水厂\n小庄村股份经济合作社,0123456789013,2024-02-01,租金,,30,110,王大\n",
		"对账单3.csv": "户名,账号,交易时间,交易金额,账户余额,摘要\n小庄村,0123456789014,20240131123000,-20,80,水费\n小庄村,0123456789014,20240131123000,30,110,\n"})
	want(t, k.lines("bank", "account", "time", "direction", "amount"), slices.Concat(
		[]string{"0123456789013|2024-01-31|支|20.00", "0123456789013|2024-02-01|收|30.00", "0123456789014|2024-01-31|支|20.00", "0123456789014|2024-01-31|收|30.00"},
		directions("支", "收", "支", "收", "支", "收", "收", "支", "收", "支", "收", "支"))...)
}

func directions(ds ...string) []string {
	for i, d := range ds {
		ds[i] = "0123456789012|2024-01-31|" + d + "|10.00"
	}
	return ds
}

func TestVoucherWithSide(t *testing.T) {
	k, _ := loadFiles(t, map[string]string{"村名册.csv": villages,
		"凭证.csv": "核算单位,日期,凭证号,摘要,科目编码,科目名称,方向,金额\n小庄村,2024-01-31,1,水费,501,管理费用,借,20\n小庄村,2024-01-31,1,水费,101,库存现金,贷,20\n"})
	want(t, k.lines("voucher", "account_name", "debit", "credit"), "管理费用|20.00|", "库存现金||20.00")
}

func TestPhonesAndLostCodes(t *testing.T) {
	k, rep := loadFiles(t, map[string]string{"村名册.csv": villages,
		"村干部.csv": "村,姓名,身份证号,职务,联系电话\n小庄村,王大," + wang + ",书记,1.39E+10\n小庄村,李大," + lee + ",主任,+86 139 1234\u00a05678\n小庄村,赵大," + zhao + ",委员,1.3912345678E+10\n",
		"一卡通.csv": "项目名称,月份,姓名,身份证号,账号,金额\n地力,202405,王大," + wang + ",6.217E+18,10\n地力,202405,王大," + wang + ",'0062170001234567,10\n"})
	want(t, k.lines("cadre", "name", "phone"), "王大|", "李大|13912345678", "赵大|13912345678")
	want(t, k.lines("payment", "account"), "", "0062170001234567")
	for _, f := range rep.Files {
		for _, r := range f.Sheets[0].Rejects {
			if !r.Kept || !strings.HasSuffix(r.Reason, lostDigits) {
				t.Errorf("%+v", r)
			}
		}
	}
	if n := len(k.rejects()); n != 2 {
		t.Errorf("%d rejects", n)
	}
}

func TestReturnsAndMonthFromDay(t *testing.T) {
	k, _ := loadFiles(t, map[string]string{"一卡通2025年6月30日.csv": "项目名称,发放日期,姓名,身份证号,账号,金额,发放状态\n地力,2024-05-20,王大," + wang + ",62170001,10,发放成功\n地力,2023-07-20,王大," + wang + ",62170001,-10,退票\n地力,2023-08-20,王大," + wang + ",62170001,10,\n"})
	want(t, k.lines("payment", "month", "paid_on", "amount", "returned"), "2024-05-01|2024-05-20|10.00|0", "2023-07-01|2023-07-20|-10.00|1", "2023-08-01|2023-08-20|10.00|")
}

func TestProgramFromTitle(t *testing.T) {
	k, _ := loadFiles(t, map[string]string{"村名册.csv": villages,
		"合涧镇.csv": "合涧镇2024年耕地地力保护补贴资金发放明细表,,,,,\n姓名,身份证号,一卡通账号,补贴面积(亩),补贴标准,发放日期,补贴金额\n王大," + wang + ",62170001,3.5,100,2024-05-20,350\n"})
	want(t, k.lines("payment", "program", "quantity", "amount"), "耕地地力保护补贴|3.5000|350.00")
}

func TestSharesAndMachines(t *testing.T) {
	k, _ := loadFiles(t, map[string]string{
		"股东.csv": "统一社会信用代码,企业名称,股东姓名,身份证号,职务,持股比例\n91990101MA0000001X,甲公司,王大," + wang + ",自然人股东,30%\n91990101MA0000001X,甲公司,李大," + lee + ",监事,0.05\n91990101MA0000001X,甲公司,赵大,,股东,65\n",
		"农机.csv": "购机者,身份证号或统一社会信用代码,机具型号,出厂编号,补贴额\n王大," + wang + ",1804,X001,7500\n某合作社,93990101MA0000001X,1804,X002,7500\n"})
	want(t, k.lines("company_person", "name", "role", "share", "uscc_state"), "王大|股东|30.000000|check", "李大|监事|5.000000|check", "赵大|股东|65.000000|check")
	want(t, k.lines("machinery", "name", "holder_id_state", "serial_no"), "王大|ok|X001", "某合作社|check|X002")
}

func TestRowsThatAreNoData(t *testing.T) {
	k, rep := loadFiles(t, map[string]string{"村名册.csv": villages, "低保2025年5月.xlsx": "## 全县\n" + reliefHead + "\n甲|乙|1|2|3|4|5\n" +
		reliefRow(1, "小庄村", "王大", wang) + "\n=2|||||=0|\n" + reliefHead + "\n" + reliefRow(3, "小庄村", "李大", lee) + "\n合计2户|||||=600|\n以下空白\n单位负责人:张某 填表人:李某 联系电话:12345\n"})
	want(t, k.lines("relief", "_row", "head_name"), "3|王大", "6|李大")
	if d := cmp.Diff(map[string]int{skipTotal: 1, skipHeader: 2, skipBlank: 1, skipNote: 2}, fileOf(t, rep, "低保2025年5月.xlsx").Sheets[0].Skipped); d != "" {
		t.Error(d)
	}
}

func TestCaptionsNameTheVillage(t *testing.T) {
	k, rep := loadFiles(t, map[string]string{"村名册.csv": villages, "党员名册.xlsx": "## 临河乡\n姓名|身份证号|入党时间\n张庄村\n王大|" + wang + "|1990.5\n柳滩村\n李大|" + lee + "|1991年6月\n"})
	want(t, k.lines("party_member", "name", "village", "joined"), "王大|990101101201|1990-05-01", "李大|990101101202|1991-06-01")
	if n := fileOf(t, rep, "党员名册.xlsx").Sheets[0].Skipped[skipCaption]; n != 2 {
		t.Errorf("%d captions", n)
	}
}

func TestNoRegister(t *testing.T) {
	k, rep := loadFiles(t, map[string]string{"党员名册.csv": "村,姓名,身份证号\n小庄村,王大," + wang + "\n小庄村,李大," + lee + "\n990101100201,赵大," + zhao + "\n"})
	want(t, k.lines("party_member", "name", "village"), "王大|", "李大|", "赵大|990101100201")
	if f := rep.Files[0].Sheets[0]; f.Reasons["村:"+noRegister] != 1 {
		t.Errorf("without a register each name is reported once: %v", f.Reasons)
	}
}

func TestRawKeepsWhatWasWritten(t *testing.T) {
	k, _ := loadFiles(t, map[string]string{"死亡.csv": "死者,,身份证号,死亡日期,备注\n王大,x," + wang + ",2025年2月10日,\" a, b \"\n"})
	for _, b := range k.batches {
		if d := cmp.Diff([]string{"死者", "B", "身份证号", "死亡日期", "备注"}, b.batch.Sheets[0].Headers); d != "" {
			t.Error(d)
		}
		got := strings.Split(b.rows[0].Raw, "\x1f")
		if len(got) != 5 || got[1] != "x" || got[3] != "2025年2月10日" || strings.TrimSpace(got[4]) != "a, b" {
			t.Errorf("%q", got)
		}
	}
}

func TestTermsInOneColumn(t *testing.T) {
	k, rep := loadFiles(t, map[string]string{"村名册.csv": villages,
		"合同.csv":  "合同编号,村,标的类别,承包方,合同期限,合同总金额\nH1,小庄村,耕地,王大,2020年1月1日至2030年12月31日,100\nH2,小庄村,耕地,王大,2020.1-2025.12,100\nH3,小庄村,耕地,王大,2021-01-01—长期,100\nH4,小庄村,耕地,王大,10年(2020.1.1-2029.12.31),100\nH5,小庄村,耕地,王大,2020-01-01-2029-12-31,100\nH6,小庄村,耕地,王大,三十年,100\n",
		"村干部.csv": "村,姓名,身份证号,职务,任职时间\n小庄村,王大," + wang + ",书记,2018.3-2021.5\n小庄村,李大," + lee + ",主任,2021年5月至今\n小庄村,赵大," + zhao + ",委员,2021年5月\n"})
	want(t, k.lines("contract", "contract_no", "start", "end"), "H1|2020-01-01|2030-12-31", "H2|2020-01-01|2025-12-31", "H3|2021-01-01|", "H4|2020-01-01|2029-12-31", "H5|2020-01-01|2029-12-31")
	want(t, k.lines("cadre", "name", "start", "end"), "王大|2018-03-01|2021-05-01", "李大|2021-05-01|", "赵大|2021-05-01|")
	if f := fileOf(t, rep, "合同.csv").Sheets[0]; f.Rejected != 1 || f.Rejects[0].Cell != "E7" || !strings.Contains(f.Rejects[0].Reason, badPeriod) {
		t.Errorf("%+v", f.Rejects)
	}
}

func TestYearInItsOwnColumn(t *testing.T) {
	k, _ := loadFiles(t, map[string]string{"高龄津贴.csv": "年度,月份,姓名,身份证号,金额\n2023年,12月,王大," + wang + ",100\n2024,5,王大," + wang + ",100\n2024,5,李大," + lee + ",100\n2025,5,李大," + lee + ",100\n"})
	want(t, k.lines("old_age", "month"), "2023-12-01", "2024-05-01", "2024-05-01", "2025-05-01")
}

func TestTitleStatesAccountAndVillage(t *testing.T) {
	k, _ := loadFiles(t, map[string]string{"村名册.csv": villages,
		"银行对账单.csv": "账户交易明细,,,,,\n户名:小庄村股份经济合作社,,账号:,0123456789012,,\n单位:元,,,,,\n交易日期,借方发生额,贷方发生额,余额,对方户名,摘要\n2024-01-31,20,,80,水厂,水费\n",
		"序时账.xlsx":  "## 小庄\n核算单位:合涧镇张庄村\n日期|凭证号|摘要|科目编码|借方|贷方\n2024-01-31|1|购办公用品共计|501|=20|\n|||101||=20\n2024-02-01|2|收租金|101|=5|\n||收租金|501||=5\n||本月合计||=25|=25"})
	want(t, k.lines("bank", "village", "account", "direction", "amount"), "990101100201|0123456789012|支|20.00")
	want(t, k.lines("voucher", "_row", "village", "date", "voucher_no", "summary", "debit", "credit"),
		"3|990101100202|2024-01-31|1|购办公用品共计|20.00|", "4|990101100202|2024-01-31|1|||20.00", "5|990101100202|2024-02-01|2|收租金|5.00|", "6|990101100202|2024-02-01|2|收租金||5.00")
}

func TestGroupsNamedOnce(t *testing.T) {
	k, rep := loadFiles(t, map[string]string{"村名册.csv": villages,
		"资产台账.csv": "乡镇,村,资产编号,资产名称,使用状态,原值\n合涧镇,小庄村,Z1,旧村部,闲置,100\n,,Z2,机井,在用,200\n,小计,,,,300\n,张庄村,Z3,厂房,出租,400\n,,Z4,池塘,发包,500\n,,,合计,,1200\n",
		"近亲属.csv":  "姓名,身份证号,职务,亲属姓名,亲属身份证号,与本人关系\n王大," + wang + ",书记,王二," + wng2 + ",长子\n,,,王三," + wng3 + ",次子\n"})
	want(t, k.lines("asset", "village", "asset_no", "state"), "990101100201|Z1|闲置", "990101100201|Z2|自用", "990101100202|Z3|出租", "990101100202|Z4|发包")
	want(t, k.lines("sheet_total", "scope", "stated", "computed"), "小计|300.00|300.00", "合计|1200.00|1200.00")
	want(t, k.lines("kin", "cadre_name", "cadre_id_number", "kin_name", "relation"), "王大|"+wang+"|王二|子女", "王大|"+wang+"|王三|子女")
	if f := fileOf(t, rep, "资产台账.csv").Sheets[0]; f.Rejected != 0 {
		t.Errorf("%+v", f.Rejects)
	}
}

func TestRegisterBySheets(t *testing.T) {
	k, _ := loadFiles(t, map[string]string{"行政村名录.xlsx": "## 合涧镇\n村代码|村名|户数\n990101100202|张庄村|=100\n990101100201|小庄村|=50\n合计||=150\n## 临河乡\n村代码|村名|户数\n990101101201|张庄村|=10\n9.90101E+11|柳滩村|=10\n",
		"党员名册.csv": "乡镇,村,姓名,身份证号\n临河,张庄,王大," + wang + "\n"})
	want(t, k.lines("village", "code", "township", "name", "households"), "990101100202|合涧镇|张庄村|100", "990101100201|合涧镇|小庄村|50", "990101101201|临河乡|张庄村|10")
	want(t, k.lines("party_member", "village"), "990101101201")
	if rj := k.rejects(); len(rj) != 1 || rj[0].Cell != "A3" || rj[0].Kept || !strings.Contains(rj[0].Reason, lostDigits) {
		t.Errorf("%+v", rj)
	}
}

func TestTwoKindsInANameSayNothing(t *testing.T) {
	k, rep := loadFiles(t, map[string]string{"低保特困2025年5月.csv": "村,姓名,身份证号,保障金额\n小庄村,王大," + wang + ",300\n",
		"困难残疾人生活补贴和重度残疾人护理补贴2025年5月.csv": "姓名,残疾证号,金额\n王大," + wang + "11,60\n"})
	want(t, k.lines("relief", "category"), "")
	if f := fileOf(t, rep, "困难残疾人生活补贴和重度残疾人护理补贴2025年5月.csv"); f.Status != Unknown || !slices.Contains(f.Sheets[0].Missing, "补贴类型") {
		t.Errorf("which of the two allowances cannot be guessed: %+v", f)
	}
}

// TestUnknownWordOverDates: of two required dates one stands under a word that nobody has seen; it can only be the other.
func TestUnknownWordOverDates(t *testing.T) {
	k, rep := loadFiles(t, map[string]string{"村名册.csv": villages, "合同台账.csv": "合同编号,村,标的类别,承包方,合同起始日期,用到哪天,合同总金额\nH1,小庄村,耕地,王大,2020-01-01,2029-12-31,100\nH2,小庄村,耕地,李大,2020-01-01,2028-12-31,100\n"})
	want(t, k.lines("contract", "start", "end"), "2020-01-01|2029-12-31", "2020-01-01|2028-12-31")
	for _, m := range fileOf(t, rep, "合同台账.csv").Sheets[0].Mapping {
		if m.Field == "end" && m.How != byContent {
			t.Errorf("%+v", m)
		}
	}
	_, rep = loadFiles(t, map[string]string{"死亡人口.csv": "姓名,身份证号,某天\n王大," + wang + ",2025-02-10\n李大," + lee + ",2025-02-11\n"})
	if s := rep.Files[0].Sheets[0]; s.Status != Unknown {
		t.Errorf("nobody is declared dead by an unknown word: %+v", s)
	}
}
