package documenttest

import "xunzhi/internal/intake"

func report() *intake.Report {
	return &intake.Report{
		Rows: 1204311, Rejected: 57,
		Files: []intake.FileReport{relief(), deaths(), unknown(), refused(), petitions()},
		Overlaps: []intake.Overlap{{Source: "relief", Kept: "农村低保花名册2025年5月.xlsx", Superseded: "旧/低保5月.xls", Share: 0.97,
			Message: "“旧/低保5月.xls”与“农村低保花名册2025年5月.xlsx”有 97% 的内容相同,只计后者"}},
	}
}

func relief() intake.FileReport {
	mapping := []intake.ColumnMap{
		{Column: "B", Header: "村", Field: "village", Name: "村", How: "表头"}, {Column: "C", Header: "户主姓名", Field: "head_name", Name: "户主姓名", How: "表头"},
		{Column: "D", Header: "身份证号码", Field: "head_id_number", Name: "户主身份证号", How: "表头+内容"}, {Column: "F", Header: "月保障金额", Field: "monthly_amount", Name: "月保障金额", How: "表头"},
		{Column: "AA", Header: "银行账号", Field: "account", Name: "账号", How: "内容"},
	}
	sheet := func(name string) intake.SheetReport {
		return intake.SheetReport{Name: name, Status: intake.Loaded, Source: "relief", SourceName: "低保特困花名册", Confidence: 0.993, RunnerUp: "惠民惠农一卡通发放明细", RunnerUpConfidence: 0.31,
			HeaderRow: 4, DataRow: 6, AsOf: "2025-05", Mapping: mapping, Rows: 2310, Loaded: 4102, Rejected: 2, Skipped: map[string]int{"合计行": 1, "空行": 3},
			Reasons: map[string]int{"证件号码位数不对": 1, "村名在乡镇内有两个": 1}, Notes: []string{"户内成员向右展开,一行计为多人"},
			Rejects: []intake.Reject{
				{Sheet: name, Row: 18, Cell: "D18", Field: "户主身份证号", Value: Number(3)[:17], Reason: "证件号码位数不对", Advice: "请民政局核对原始档案后补齐 18 位", Kept: true},
				{Sheet: name, Row: 40, Cell: "B40", Field: "村", Value: Danger, Reason: "村名在乡镇内有两个", Advice: "请写全称,或填 12 位区划代码"},
			}}
	}
	return intake.FileReport{File: "农村低保花名册2025年5月.xlsx", SHA256: "ab12", Size: 1843200, Format: "xlsx", Status: intake.Loaded,
		Sheets: []intake.SheetReport{sheet("合溪镇"), sheet("东岭镇"), {Name: "填表说明", Hidden: true, Status: intake.EmptyFile}}}
}

func deaths() intake.FileReport {
	return intake.FileReport{File: "死亡人口.csv", Size: 20480, Format: "csv", Encoding: "GB18030", Status: intake.Loaded, Sheets: []intake.SheetReport{{
		Status: intake.Loaded, Source: "death", SourceName: "死亡人口", Confidence: 0.98, HeaderRow: 1, DataRow: 2, Rows: 812, Loaded: 812,
		Mapping: []intake.ColumnMap{{Column: "A", Header: "姓名", Field: "name", Name: "姓名", How: "表头"}, {Column: "B", Header: "身份证号", Field: "id_number", Name: "身份证号", How: "表头"}, {Column: "C", Header: "死亡日期", Field: "death_date", Name: "死亡日期", How: "表头"}},
	}}}
}

func unknown() intake.FileReport {
	return intake.FileReport{File: "杂项/2025年值班安排表(第二季度)定稿定稿最终.xlsx", Size: 9000, Format: "xlsx", Status: intake.Unknown, Message: "不像任何一种已知数据",
		Hint: "最接近“村干部”,但缺少身份证号。确需载入时用 --map 指定对应关系", Sheets: []intake.SheetReport{{Name: "Sheet1", Status: intake.Unknown, RunnerUp: "村干部", RunnerUpConfidence: 0.22, Missing: []string{"身份证号", "职务"}, Rows: 30}}}
}

func refused() intake.FileReport {
	return intake.FileReport{File: "车辆.zip", Size: 77, Status: intake.Refused, Message: "压缩包已损坏,读不出目录", Hint: "请提供部门重新打包,或直接放入其中的表格"}
}

func petitions() intake.FileReport {
	return intake.FileReport{File: "信访登记.xlsx", Size: 30000, Format: "xlsx", Status: intake.Loaded, Sheets: []intake.SheetReport{{
		Name: "登记", Status: intake.Loaded, Source: "petition", SourceName: "信访举报登记", Confidence: 0.95, Rows: 90, Loaded: 90, HeaderRow: 2, DataRow: 3,
		Mapping: []intake.ColumnMap{{Column: "A", Header: "编号", Field: "petition_no", Name: "信访编号", How: "表头"}},
		Dropped: []intake.ColumnMap{{Column: "C", Header: "信访人姓名", Name: "信访人姓名", How: "表头"}, {Column: "D", Header: "联系电话", Name: "信访人电话", How: "内容"}},
	}}}
}
