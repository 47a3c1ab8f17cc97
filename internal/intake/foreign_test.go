package intake

import (
	"strings"
	"testing"
)

// TestForeignHeaders: files as systems and offices other than ours write them.
func TestForeignHeaders(t *testing.T) {
	a, b := id("19400102", 1), id("19410203", 2)
	files := map[string]string{"村名册.csv": villages,
		// database names, as people's and land registers export them
		"x/CZRK.csv": "HH,XM,GMSFHM,XB,CSRQ,YHZGX,ZZ,JCWH\n990100000001,王伟," + a + ",男,19400102,户主,小庄村1组,小庄村\n990100000001,李芳," + b + ",女,19410203,配偶,小庄村1组,小庄村\n",
		"x/CBF.csv":  "CBFMC,CBFZJHM,DKBM,HTMJ,CMC\n王伟," + a + ",9901011002010000001,2000,小庄村\n李芳," + b + ",9901011002010000002,1000,张庄村\n",
		"x/setl.csv": "psn_name,certno,fixmedins_name,adm_time,dscg_time,medfee_sumamt,fund_pay_sumamt,psn_pay\n王伟," + a + ",县人民医院,2024-03-01 10:20:30,2024-03-09 08:00:00,5000,3000,2000\n李芳," + b + ",县人民医院,2024-04-01,2024-04-02,800,500,300\n",
		// titles that name the programme in their own words, a signature in a table without running numbers
		"民政/80周岁以上老人津贴花名册.csv": "2025年3月80周岁以上老人津贴花名册\n村,姓名,身份证号,年龄,金额,账号\n小庄村,王伟," + a + ",85,100,6229900000000000001\n小庄村,李芳," + b + ",84,100,6229900000000000002\n填表人:赵一   审核人:钱二   负责人:孙三\n",
		"民政/低保.csv": "2025年3月低保金发放表\n村,姓名,身份证号,保障人数,补助金额,账号\n小庄村,王伟," + a + ",1,300,6229900000000000001\n西山社区,李芳," + b + ",1,310,6229900000000000002\n填表人:赵一   审核人:钱二   负责人:孙三\n",
		// a subsidy paid once a year, known by its year alone, signed with names in cells of their own
		"财政/退耕还林补助.csv": "2024年度退耕还林补助资金发放清册\n村名,农户姓名,身份证号,兑现面积,兑现金额,存折账号\n小庄村,王伟," + a + ",2.5,125,6229900000000000001\n柳滩村,李芳," + b + ",1,50,6229900000000000002\n制表人:,张三,,复核人:,李四,2025年3月5日\n",
		"财政/按年度.csv":    "补贴年度,补贴项目,村,姓名,身份证号,金额,账号\n2023,耕地地力保护补贴,小庄村,王伟," + a + ",125,6229900000000000001\n2024,耕地地力保护补贴,小庄村,王伟," + a + ",126,6229900000000000001\n",
		"三资/合同.csv":     "村,编号,资产名称,合同类型,承包方,承包方证件号,承包起始时间,承包截止时间,合同签订日,承包金额,镇政府批准时间\n小庄村,HT1,坑塘,水面,王伟," + a[:17] + wrongCheck(a) + ",2020-01-01,2029-12-31,2019-12-20,5000,2019-12-25\n小庄村,HT2,坑塘,水面,李芳,990101********0022,2020-01-01,2029-12-31,2019-12-20,5000,2019-12-25\n小庄村,HT3,坑塘,水面,赵一,9.90101E+17,2020-01-01,2029-12-31,2019-12-20,5000,2019-12-25\n小庄村,HT4,坑塘,水面,某公司,91990101MA0000001Q,2020-01-01,2029-12-31,2019-12-20,5000,2019-12-25\n",
		"三资/流水.csv":     "账户单位,账号,交易时间,收支,金额,摘要\n西山社区股份经济合作社,6229900000000000009,2024-03-01 10:00:00,收,100,租金\n西山社区,6229900000000000009,2024-03-02 10:00:00,支,50,办公\n",
		"三资/台账.csv":     "村,资产编号,资产名称,资产类别,分类,原值,经营状况\n小庄村,ZC1,村部,资产,房屋,100000,自用\n小庄村,ZC2,坑塘,资源,水面,0,出租\n",
	}
	k, rep := loadFiles(t, files)
	for name, source := range map[string]string{"x/CZRK.csv": "resident", "x/CBF.csv": "land_right", "x/setl.csv": "medical", "民政/80周岁以上老人津贴花名册.csv": "old_age",
		"民政/低保.csv": "relief", "财政/退耕还林补助.csv": "payment", "财政/按年度.csv": "payment", "三资/合同.csv": "contract", "三资/流水.csv": "bank", "三资/台账.csv": "asset"} {
		f := fileOf(t, rep, name)
		if s := f.Sheets[0]; s.Source != source || s.Status != Loaded || s.Rejected != 0 {
			t.Errorf("%s: %s %s, want %s; %d rejected %v %v", name, s.Status, s.Source, source, s.Rejected, s.Reasons, s.Notes)
		}
	}
	want(t, k.lines("resident", "name", "id_number", "birth_date", "relation", "village"), "王伟|"+a+"|1940-01-02|户主|990101100201", "李芳|"+b+"|1941-02-03|配偶|990101100201")
	want(t, k.lines("land_right", "head_name", "area_mu"), "王伟|3.0000", "李芳|1.5000")
	want(t, k.lines("medical", "hospital", "admitted", "total_cost"), "县人民医院|2024-03-01|5000.00", "县人民医院|2024-04-01|800.00")
	want(t, k.lines("old_age", "name", "month", "amount"), "王伟|2025-03-01|100.00", "李芳|2025-03-01|100.00")
	want(t, k.lines("relief", "head_name", "village", "monthly_amount"), "王伟|990101100201|300.00", "李芳|990101100203|310.00")
	want(t, k.lines("payment", "program", "month", "amount"), "耕地地力保护补贴|2023-01-01|125.00", "耕地地力保护补贴|2024-01-01|126.00", "退耕还林补助|2024-01-01|125.00", "退耕还林补助|2024-01-01|50.00")
	want(t, k.lines("contract", "contract_no", "party_id_state", "signed", "end", "township_approval"),
		"HT1|check|2019-12-20|2029-12-31|2019-12-25", "HT2|masked|2019-12-20|2029-12-31|2019-12-25", "HT3|lost|2019-12-20|2029-12-31|2019-12-25", "HT4|check|2019-12-20|2029-12-31|2019-12-25")
	keys := map[string]bool{}
	for _, b := range k.batches {
		if b.src.ID == "contract" {
			for _, r := range b.rows {
				keys[r.Values[b.src.fieldIndex("contract_no")].S] = r.Values[b.src.fieldIndex("party_id")].I != 0
			}
		}
	}
	if keys["HT1"] || keys["HT2"] || keys["HT3"] || !keys["HT4"] {
		t.Errorf("a damaged person's number was taken for an organisation's code: %v", keys)
	}
	want(t, k.lines("bank", "village", "direction"), "990101100203|收", "990101100203|支")
	want(t, k.lines("asset", "kind", "class", "state"), "资产|房屋|自用", "资源|水面|出租")
}

func wrongCheck(number string) string {
	if number[17] == '5' {
		return "6"
	}
	return "5"
}

// TestTurned: months from left to right become a record each; a blank or zero month is none, a total column no month.
func TestTurned(t *testing.T) {
	a, b := id("19400102", 1), id("19410203", 2)
	k, rep := loadFiles(t, map[string]string{"村名册.csv": villages,
		"高龄津贴.csv": "2024年高龄津贴发放表(单位:元)\n村,姓名,身份证号,1月,2月,三月,4月份,合计\n小庄村,王伟," + a + ",100,100,,0,200\n小庄村,李芳," + b + ",,,80,八十,80\n合计,,,100,100,80,,280\n",
		"公岗.xlsx":  "## 公益性岗位\n公益性岗位工资发放|||||||\n村|姓名|身份证号|岗位|2023年发放金额||2024年发放金额|\n||||11月|12月|1月|2月\n小庄村|王伟|" + a + "|保洁员|=500|=500|=520|\n小庄村|李芳|" + b + "|保洁员|||=520|=520\n",
		"养老.csv":   "姓名,身份证号,险种类型,202401,202402,202403\n王伟," + a + ",居民,120,121,122\n李芳," + b + ",居民,0,0,0\n",
	})
	want(t, k.lines("old_age", "name", "month", "amount", "village"), "王伟|2024-01-01|100.00|990101100201", "王伟|2024-02-01|100.00|990101100201", "李芳|2024-03-01|80.00|990101100201")
	want(t, k.lines("public_post", "name", "month", "monthly_wage"), "王伟|2023-11-01|500.00", "王伟|2023-12-01|500.00", "王伟|2024-01-01|520.00", "李芳|2024-01-01|520.00", "李芳|2024-02-01|520.00")
	want(t, k.lines("pension", "name", "month", "amount"), "王伟|2024-01-01|120.00", "王伟|2024-02-01|121.00", "王伟|2024-03-01|122.00")
	s := fileOf(t, rep, "高龄津贴.csv").Sheets[0]
	if s.Reasons["津贴金额:金额读不出来"] != 1 || s.Rejects[0].Cell != "G4" {
		t.Errorf("the month that cannot be read: %v %v", s.Reasons, s.Rejects)
	}
	if n := fileOf(t, rep, "养老.csv").Sheets[0].Skipped[skipNoMoney]; n != 1 {
		t.Errorf("%d rows without money, want 1", n)
	}
}

// TestVillageUnresolved: what a row writes for its village and no register answers is listed, in sources where the
// village is optional too, whether the name is unknown or stands for several.
func TestVillageUnresolved(t *testing.T) {
	a, b := id("19400102", 1), id("19410203", 2)
	k, _ := loadFiles(t, map[string]string{"村名册.csv": villages,
		"死亡人员.csv": "姓名,身份证号,死亡日期,村\n王伟," + a + ",2024-01-02,小庄村\n李芳," + b + ",2024-01-03,无名村\n",
		"村干部.csv":  "村,姓名,身份证号,职务\n张庄村,王伟," + a + ",会计\n小庄村,李芳," + b + ",支书\n,赵一," + b + ",会计\n",
	})
	want(t, k.lines("village_unresolved", "_row", "source", "field", "written"), "2|村干部|村|张庄村", "3|死亡人口|村|无名村")
	none, _ := loadFiles(t, map[string]string{"死亡人员.csv": "姓名,身份证号,死亡日期,村\n王伟," + a + ",2024-01-02,小庄村\n李芳," + b + ",2024-01-03,无名村\n"})
	want(t, none.lines("village_unresolved", "written"))
}

// TestFaultCostsOneFile: a fault of the program that one file provokes refuses that file and nothing else.
func TestFaultCostsOneFile(t *testing.T) {
	a := id("19400102", 1)
	dir := dirOf(t, map[string]string{
		"a死亡.csv": "姓名,身份证号,死亡日期\n王伟," + a + ",2024-01-02\n李芳," + a + ",2024-01-02\n",
		"b死亡.csv": "姓名,身份证号,死亡日期\n赵一," + a + ",2024-01-02\n钱二," + a + ",2024-01-02\n",
	})
	k := newKeep()
	n := 0
	k.appended = func() {
		if n++; n == 2 {
			panic("provoked")
		}
	}
	rep, batches, err := Load(t.Context(), dir, k, Options{Workers: 1})
	if err != nil {
		t.Fatal(err)
	}
	bad := fileOf(t, rep, "a死亡.csv")
	if bad.Status != Refused || !strings.Contains(bad.Message, "程序内部错误") || !strings.Contains(bad.Message, "该文件未载入") || bad.Hint == "" || bad.Sheets[0].Loaded != 0 {
		t.Errorf("the file that provokes: %+v", bad)
	}
	if k.open != 0 {
		t.Errorf("%d batches left open", k.open)
	}
	want(t, k.lines("death", "name"), "赵一", "钱二")
	if len(batches) != 1 || rep.Rows != 2 {
		t.Errorf("%d batches, %d rows", len(batches), rep.Rows)
	}
}

// TestMistypedPartyIsAPerson: whatever check character a person's number of the reserved areas was given by mistake, it
// stays a person's number; one in 31 of them is right as an organisation's code.
func TestMistypedPartyIsAPerson(t *testing.T) {
	for seq := 1; seq < 400; seq++ {
		good := id("19700305", seq)
		for _, c := range "0123456789" {
			var v Value
			text := good[:17] + string(c)
			if out, _ := readParty(text, &v); out != cellOK || text != good && (v.I != 0 || v.State != "check" && v.State != "lost") {
				t.Fatalf("%s: %+v", text, v)
			}
		}
	}
}

// TestNotOurs: lists that every office keeps, and that are none of the catalogue, are not taken for any of it; least of
// all for a source that accuses.
func TestNotOurs(t *testing.T) {
	a, b := id("19700305", 1), id("19810406", 2)
	files := map[string]string{
		"学生名册.csv": "学号,姓名,身份证号,班级,性别,监护人姓名\n001,王伟," + a + ",一班,男,王一\n002,李芳," + b + ",一班,女,李二\n",
		"捐款.csv":   "日期,姓名,金额,备注\n2024-01-02,王伟,100,无\n2024-01-03,李芳,200,无\n",
		"违章.csv":   "车牌号,姓名,身份证号,违法行为,处理结果,处理时间\n豫Z12345,王伟," + a + ",闯红灯,罚款,2024-01-02\n豫Z12346,李芳," + b + ",超速,罚款,2024-01-03\n",
		"考核结果.csv": "姓名,身份证号,单位,处理结果,处理时间\n王伟," + a + ",县水利局,合格,2024-01-02\n李芳," + b + ",县水利局,合格,2024-01-03\n",
		"社区矫正.csv": "姓名,身份证号,矫正开始日期,矫正结束日期,罪名\n王伟," + a + ",2024-01-02,2025-01-02,盗窃\n李芳," + b + ",2024-01-03,2025-01-03,诈骗\n",
		"诉讼.csv":   "案号,被告,身份证号,判决结果,判决日期\n1号,王伟," + a + ",驳回,2024-01-02\n2号,李芳," + b + ",驳回,2024-01-03\n",
		"保险理赔.csv": "被保险人,身份证号,出险日期,赔付金额,账号\n王伟," + a + ",2024-01-02,100,6229900000000000001\n李芳," + b + ",2024-01-03,200,6229900000000000002\n",
	}
	_, rep := loadFiles(t, files)
	for name := range files {
		if f := fileOf(t, rep, name); f.Status != Unknown {
			t.Errorf("%s is %s: %+v", name, f.Status, f.Sheets)
		}
	}
}

// TestForeignColumns: a column whose head merely sounds like a field's does not fill it, what is paid goes before what
// the rule grants, and the one for whom money is meant before the one who fetches it.
func TestForeignColumns(t *testing.T) {
	a, b := id("19400102", 1), id("19410203", 2)
	k, _ := loadFiles(t, map[string]string{"村名册.csv": villages,
		"残疾.csv":  "2024年10月困难残疾人生活补贴发放花名册\n姓名,残疾证号,残疾类别,残疾等级,补贴标准,补贴金额,账号\n王伟," + a + "42,肢体,二级,60,120,6229900000000000001\n李芳," + b + "11,视力,一级,60,180,6229900000000000002\n",
		"养老.csv":  "2024年7月城乡居民养老保险待遇发放名单\n姓名,公民身份号码,待遇类型,基础养老金,合计发放金额\n王伟," + a + ",养老金,103,150\n李芳," + b + ",养老金,103,160\n",
		"发放.csv":  "业务年月,项目名称,补贴对象姓名,补贴对象证件号码,领款人姓名,领款人证件号码,银行账号,发放金额\n示例,某补贴,张三,18位,张三,18位,19位,数字\n202403,耕地地力保护补贴,王伟," + a + ",李芳," + b + ",6229900000000000001,100\n202403,耕地地力保护补贴,王芳," + a + ",李芳," + b + ",6229900000000000001,100\n",
		"日记账.csv": "村级资金银行存款日记账\n日期,村,账号,摘要,收入,支出,余额\n2024-01-02,小庄村,6229900000000000009,租金,100,,100\n2024-01-03,小庄村,6229900000000000009,办公,,40,60\n填报单位(盖章):某镇   填报人:王某   联系电话:\n",
	})
	want(t, k.lines("disability", "id_number", "kind", "level", "amount"), a+"|生活|二级|120.00", b+"|生活|一级|180.00")
	want(t, k.lines("pension", "name", "kind", "amount"), "王伟|居民|150.00", "李芳|居民|160.00")
	want(t, k.lines("payment", "name", "id_number"), "王伟|"+a, "王芳|"+a)
	want(t, k.lines("bank", "time", "direction", "amount"), "2024-01-02|收|100.00", "2024-01-03|支|40.00")
	if r := k.rejects(); len(r) > 0 {
		t.Errorf("%+v", r)
	}
}
