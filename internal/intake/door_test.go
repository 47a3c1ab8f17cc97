package intake

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"xunzhi"
)

var update = flag.Bool("update", false, "rewrite golden files")

// TestPetitionersStayOutside: nothing of the petitioner comes through the door, under whatever head it stands, and the
// file that holds it is not kept.
func TestPetitionersStayOutside(t *testing.T) {
	secret := []string{"张三丰", "13912345678", "东街15号", wang, "刘备份", "13787654321"}
	dir := dirOf(t, map[string]string{"村名册.csv": villages,
		"信访.csv": "信访编号,登记日期,信访人姓名,身份证号码,联系电话,家庭住址,被反映人,被反映人职务,村,反映内容,备用1,备用2\n" +
			"X1,2024-01-02,张三丰," + wang + ",13912345678,东街15号,李四,村主任,柳滩村,张三丰称多占低保请回13912345678或0372-1234567,刘备份,13787654321\n" +
			"X2,不详日期,张三丰," + wang + ",13912345678,东街15号,李四,村主任,柳滩村,多占低保,刘备份,13787654321\n" +
			"X3,2024-01-05,张三丰," + wang + ",13912345678,东街15号,李四,村主任,不知道村,多占低保,刘备份,13787654321\n"})
	k := newKeep()
	rep, batches, err := Load(context.Background(), dir, k, Options{})
	if err != nil {
		t.Fatal(err)
	}
	want(t, k.lines("petition", "petition_no", "received", "village", "target_name", "target_post", "summary"), "X1|2024-01-02|990101101202|李四|村主任|〔信访人〕称多占低保请回〔信访人〕或0372-1234567", "X3|2024-01-05||李四|村主任|多占低保")
	var all strings.Builder
	e := json.NewEncoder(&all)
	e.SetEscapeHTML(false)
	for _, x := range []any{rep, batches, k.rejects()} {
		if err := e.Encode(x); err != nil {
			t.Fatal(err)
		}
	}
	for _, b := range k.batches {
		for _, r := range b.rows {
			all.WriteString(r.Raw)
			for _, v := range r.Values {
				all.WriteString(v.S + "\n")
			}
		}
	}
	for _, s := range secret {
		if strings.Contains(all.String(), s) {
			t.Errorf("%s came through", s)
		}
	}
	var dropped []string
	for _, d := range fileOf(t, rep, "信访.csv").Sheets[0].Dropped {
		dropped = append(dropped, d.Header)
	}
	if d := cmp.Diff([]string{"信访人姓名", "身份证号码", "联系电话", "家庭住址", "备用1", "备用2"}, dropped); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff([]string{"村名册.csv"}, k.originals); d != "" {
		t.Errorf("originals kept: %s", d)
	}
}

// TestBesideASecretSheet: a workbook whose one sheet may be loaded is not kept when another sheet must not be.
func TestBesideASecretSheet(t *testing.T) {
	death := "## 死亡\n姓名|身份证号|死亡日期\n王大|" + wang + "|2025-02-10\n"
	k, _ := loadFiles(t, map[string]string{"a.xlsx": death + "## 备查\n信访人|要求\n张三丰|见面", "b.xlsx": strings.Replace(death, "王大", "王小", 1) + "## 通话\n主叫号码|被叫号码|通话时长\n1|2|3", "c.xlsx": strings.Replace(death, "王大", "王中", 1)})
	want(t, k.lines("death", "name"), "王大", "王小", "王中")
	if d := cmp.Diff([]string{"c.xlsx"}, k.originals); d != "" {
		t.Error(d)
	}
}

func TestRefusedKinds(t *testing.T) {
	for name, text := range map[string]string{
		"通话.csv":   "本机号码,对方号码,起始时间,通话时长\n13900000001,13900000002,2024-01-01 10:00,60\n",
		"住宿.csv":   "姓名,身份证号,酒店名称,入住时间,房号\n王大," + wang + ",某酒店,2024-01-01,801\n",
		"火车.csv":   "旅客姓名,证件号码,车次,乘车日期,到站\n王大," + wang + ",G1,2024-01-01,北京\n",
		"个人流水.csv": "客户姓名,身份证号,卡号,交易日期,交易金额,对方户名,摘要\n王大," + wang + ",6217000012345678901,2024-01-01,100,李大,转账\n",
		"流水2.csv":  "户名,账号,交易时间,借贷标志,交易金额,余额,摘要\n王建国,6217000012345678901,20240101,借,100,5,转账\n李秀英,6217000012345678902,20240101,借,100,5,转账\n张伟,6217000012345678903,20240101,贷,100,5,转账\n",
	} {
		k, rep := loadFiles(t, map[string]string{name: text})
		if f := rep.Files[0]; f.Status != Refused || len(k.batches) != 0 || len(k.originals) != 0 || f.Hint == "" || !strings.Contains(f.Sheets[0].Notes[0], "巡察组无权查询") {
			t.Errorf("%s: %+v", name, f)
		}
	}
}

// TestNotAccused: names and numbers with nothing that says death, prison or discipline are none of these.
func TestNotAccused(t *testing.T) {
	for name, text := range map[string]string{
		"名单.csv":      "姓名,身份证号\n王大," + wang + "\n",
		"名单2.csv":     "姓名,身份证号,日期\n王大," + wang + ",2024-01-01\n",
		"人员.csv":      "姓名,身份证号,开始日期,结束日期\n王大," + wang + ",2024-01-01,2024-05-01\n",
		"处分建议讨论.csv":  "姓名,身份证号,备注\n王大," + wang + ",无\n",
		"表.csv":       "姓名,身份证号,金额\n王大," + wang + ",100\n",
		"登记.csv":      "姓名,身份证号,登记日期,村\n王大," + wang + ",2024-01-01,小庄村\n",
		"注销人员.csv":    "姓名,身份证号,注销日期\n王大," + wang + ",2024-01-01\n",
		"处理情况登记.csv":  "姓名,身份证号,处理结果,处理时间\n王大," + wang + ",已办结,2024-01-01\n",
		"村民小组长名册.csv": "姓名,身份证号,出生日期\n王大," + wang + ",1940-01-02\n",
	} {
		_, rep := loadFiles(t, map[string]string{name: text})
		s := rep.Files[0].Sheets[0]
		if s.Status == Loaded && (s.Source == "death" || s.Source == "prison" || s.Source == "discipline") {
			t.Errorf("%s became %s (%.3f)", name, s.Source, s.Confidence)
		}
	}
}

func TestUnknownSaysWhatIsMissing(t *testing.T) {
	_, rep := loadFiles(t, map[string]string{"发放表.csv": "姓名,身份证号,补贴项目\n王大," + wang + ",地力\n", "清单.csv": "甲栏,乙栏\n苹果,红\n梨,黄\n"})
	f := fileOf(t, rep, "发放表.csv")
	if f.Status != Unknown || f.Hint == "" || f.Sheets[0].Source != "" || f.Sheets[0].RunnerUp != "payment" || !strings.Contains(strings.Join(f.Sheets[0].Missing, "、"), "补贴金额") {
		t.Errorf("%+v", f)
	}
	if f := fileOf(t, rep, "清单.csv"); f.Status != Unknown || len(f.Sheets[0].Notes) == 0 {
		t.Errorf("%+v", f)
	}
}

func TestBrokenAndOddFiles(t *testing.T) {
	dir := dirOf(t, map[string]string{"坏.xlsx": "x|y", "空.csv": "", "~$锁.xlsx": "a|b", ".DS_Store": "x", "说明.pdf": "%PDF-1.4 nothing", "死亡.csv": "姓名,身份证号,死亡日期\n王大," + wang + ",2025-02-10\n"})
	data, err := os.ReadFile(filepath.Join(dir, "坏.xlsx"))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "坏.xlsx"), data[:len(data)/2], 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("/etc/hostname", filepath.Join(dir, "链接.csv")); err != nil {
		t.Fatal(err)
	}
	k, rep := loadDir(t, dir, Options{})
	got := map[string]string{}
	for _, f := range rep.Files {
		got[f.File] = f.Status
		if f.Status == Refused && (f.Message == "" || f.Hint == "") {
			t.Errorf("%s refused without reason and advice", f.File)
		}
	}
	if got["空.csv"] == EmptyFile || got["空.csv"] == Refused {
		delete(got, "空.csv")
	}
	if d := cmp.Diff(map[string]string{"坏.xlsx": Refused, "说明.pdf": Refused, "死亡.csv": Loaded, "链接.csv": Refused}, got); d != "" {
		t.Error(d)
	}
	want(t, k.lines("death", "name"), "王大")
}

func TestSameBytesAreOneBatch(t *testing.T) {
	text := "姓名,身份证号,死亡日期\n王大," + wang + ",2025-02-10\n"
	dir := dirOf(t, map[string]string{"a/死亡.csv": text, "b/死亡名单.csv": text})
	k, rep := loadDir(t, dir, Options{})
	want(t, k.lines("death", "name"), "王大")
	if f := fileOf(t, rep, "b/死亡名单.csv"); f.Status != Already || f.SameAs != "a/死亡.csv" {
		t.Errorf("%+v", f)
	}
	rep2, batches, err := Load(context.Background(), dir, k, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if f := fileOf(t, rep2, "a/死亡.csv"); f.Status != Already || len(batches) != 1 || len(k.batches) != 1 || batches[0].ID != rep.Files[0].Sheets[0].Batch {
		t.Errorf("%+v, %+v", f, batches)
	}
}

// TestHeaderless: a file without a head is loaded by a mapping by hand, which is then used for the next month's file.
func TestHeaderless(t *testing.T) {
	files := func(name string) map[string]string {
		return map[string]string{"村名册.csv": villages, name: "合涧镇发放情况\n1,小庄村,王大," + wang + ",6217000012345678901,100\n2,张庄村,李大," + lee + ",6217000012345678902,200\n3,张庄村,赵大," + zhao + ",6217000012345678903,200\n"}
	}
	if _, rep := loadFiles(t, files("x202404.csv")); rep.Files[0].Status != Unknown {
		t.Errorf("nothing says what this is: %+v", rep.Files[0])
	}
	dir := t.TempDir()
	name := filepath.Join(dir, "map.yml")
	if err := os.WriteFile(name, []byte("source: old_age\nfile: x2024*.csv\nfirst_row: 2\nlast_row: 3\ncolumns: {B: village, C: name, D: id_number, E: account, F: amount}\nconstants: {month: 2024-04, township: 合涧镇}\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	maps, err := ReadMappings([]string{name})
	if err != nil {
		t.Fatal(err)
	}
	memory := filepath.Join(dir, "mappings")
	k, rep := loadDir(t, dirOf(t, files("x202404.csv")), Options{Mappings: maps, MappingDir: memory})
	want(t, k.lines("old_age", "_row", "village", "name", "month", "amount"), "2|990101100201|王大|2024-04-01|100.00", "3|990101100202|李大|2024-04-01|200.00")
	if m := rep.Files[0].Sheets[0].Mapping[0]; m.How != byHand {
		t.Errorf("%+v", m)
	}
	k, rep = loadDir(t, dirOf(t, files("y202405.csv")), Options{MappingDir: memory})
	want(t, k.lines("old_age", "_row", "village", "name", "month"), "2|990101100201|王大|2024-05-01", "3|990101100202|李大|2024-05-01", "4|990101100202|赵大|2024-05-01")
	if m := rep.Files[0].Sheets[0].Mapping[0]; m.How != byMemory {
		t.Errorf("%+v", m)
	}
}

func TestHeaderlessByNameAndValues(t *testing.T) {
	k, rep := loadFiles(t, map[string]string{"高龄津贴发放202405.csv": "1,王建国," + wang + ",6217000012345678901,100.5\n2,李秀英," + lee + ",6217000012345678902,200\n3,赵大," + zhao + ",6217000012345678903,200\n"})
	want(t, k.lines("old_age", "_row", "name", "id_number", "amount", "month"), "1|王建国|"+wang+"|100.50|2024-05-01", "2|李秀英|"+lee+"|200.00|2024-05-01", "3|赵大|"+zhao+"|200.00|2024-05-01")
	if s := rep.Files[0].Sheets[0]; s.HeaderRow != 0 || s.Mapping[0].How != byContent {
		t.Errorf("%+v", s)
	}
}

// TestValuesAgainstHead: a column of valid person numbers is the number whatever its head says, and heads that slipped
// by a column do not make numbers names.
func TestValuesAgainstHead(t *testing.T) {
	k, _ := loadFiles(t, map[string]string{"死亡.csv": "姓名,标识,死亡日期\n王建国," + wang + ",2025-02-10\n李秀英," + lee + ",2025-02-11\n张伟," + zhao + ",2025-02-11\n",
		"火化.csv": "身份证号,姓名,死亡日期\n王建国," + wng2 + ",2025-02-10\n李秀英," + wng3 + ",2025-02-11\n"})
	want(t, k.lines("death", "name", "id_number"), "王建国|"+wang, "李秀英|"+lee, "张伟|"+zhao, "王建国|"+wng2, "李秀英|"+wng3)
}

func TestMappingErrors(t *testing.T) {
	for text, hint := range map[string]string{
		"source: nothing\ncolumns: {A: name}\n":                           "种类",
		"source: death\ncolumns: {A: nothing}\n":                          "death_date",
		"source: death\ncolumns: {1: name}\n":                             "列字母",
		"source: death\n":                                                 "columns",
		"source: death\ncolumns: {A: name}\nconstants: {death_date: x}\n": "2024-01-31",
		"soruce: death\n":                                                 "first_row",
	} {
		_, err := parseMappings("m.yml", []byte(text))
		var e *xunzhi.Error
		if !errors.As(err, &e) || !strings.Contains(e.Error(), hint) {
			t.Errorf("%q: %v", text, err)
		}
	}
}

// TestCancelled: a run that is stopped in the middle leaves no open batch and says that it was stopped.
func TestCancelled(t *testing.T) {
	var b strings.Builder
	b.WriteString("姓名,身份证号,死亡日期\n")
	for range 30000 {
		b.WriteString("王大," + wang + ",2025-02-10\n")
	}
	dir := dirOf(t, map[string]string{"死亡.csv": b.String()})
	ctx, cancel := context.WithCancel(context.Background())
	k := newKeep()
	k.appended = cancel
	_, _, err := Load(ctx, dir, k, Options{})
	if !errors.Is(err, context.Canceled) || k.open != 0 || len(k.batches) != 0 {
		t.Errorf("%v, %d open, %d committed", err, k.open, len(k.batches))
	}
}

func TestStoreFailureStopsTheRun(t *testing.T) {
	dir := dirOf(t, map[string]string{"死亡.csv": "姓名,身份证号,死亡日期\n王大," + wang + ",2025-02-10\n"})
	_, _, err := Load(context.Background(), dir, fullDisk{newKeep()}, Options{})
	if err == nil || !strings.Contains(err.Error(), "disk full") {
		t.Errorf("%v", err)
	}
}

type fullDisk struct{ *keep }

func (f fullDisk) Begin(s *Source, b Batch) (BatchWriter, error) {
	w, err := f.keep.Begin(s, b)
	return fullWriter{w}, err
}

type fullWriter struct{ BatchWriter }

func (fullWriter) Append(*Record) error { return errors.New("disk full") }

// golden is a small delivery whose whole report is kept.
func golden(t *testing.T) string {
	return dirOf(t, map[string]string{"村名册.csv": villages,
		"低保/农村低保花名册2025年5月.xlsx": "## 合涧镇\n农村低保花名册\n单位:元\n" + reliefHead + "\n" + reliefRow(1, "小庄村", "王大", wang) + "\n" + reliefRow(2, "没有村", "李大", lee) + "\n合计|||||=600\n填表人:某某",
		"死亡.csv": "姓名,身份证号,死亡日期\n王大," + wang + ",2025年2月10日\n李大," + lee + ",去年\n",
		"不明.csv": "甲栏,乙栏\n苹果,红\n",
		"信访.csv": "信访编号,收到日期,信访人,村,反映内容\nX1,2024-01-02,张三丰,柳滩村,多占\n"})
}

func reportText(t *testing.T, rep *Report) string {
	t.Helper()
	c := *rep
	c.Files = append([]FileReport{}, rep.Files...)
	for i := range c.Files { // a workbook's bytes hold the time of its making
		c.Files[i].SHA256, c.Files[i].Size = "", 0
		c.Files[i].Sheets = append([]SheetReport{}, c.Files[i].Sheets...)
		for j := range c.Files[i].Sheets {
			c.Files[i].Sheets[j].Batch = ""
		}
	}
	data, err := json.MarshalIndent(c, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	return string(data) + "\n"
}

func TestGoldenReport(t *testing.T) {
	_, rep := loadDir(t, golden(t), Options{})
	got := reportText(t, rep)
	name := filepath.Join("testdata", "intake.json")
	if *update {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(string(data), got); d != "" {
		t.Errorf("run with -update after a wanted change:\n%s", d)
	}
}

// TestPlanIsLoadWithoutLoading: plan and load report the same but for their states.
func TestPlanIsLoadWithoutLoading(t *testing.T) {
	dir := golden(t)
	_, loaded := loadDir(t, dir, Options{})
	planned, err := Plan(context.Background(), dir, Options{})
	if err != nil {
		t.Fatal(err)
	}
	got := strings.ReplaceAll(reportText(t, planned), `"planned"`, `"loaded"`)
	if d := cmp.Diff(reportText(t, loaded), got); d != "" {
		t.Error(d)
	}
}

func TestSameOutputOnAnyProcessors(t *testing.T) {
	dir := golden(t)
	first := ""
	for _, n := range []int{1, 2, 8} {
		old := runtime.GOMAXPROCS(n)
		k := newKeep()
		rep, batches, err := Load(context.Background(), dir, k, Options{})
		runtime.GOMAXPROCS(old)
		if err != nil {
			t.Fatal(err)
		}
		data, err := json.Marshal([]any{rep, batches, k.lines("relief", "_row", "name"), k.lines("sheet_total", "stated")})
		if err != nil {
			t.Fatal(err)
		}
		if first == "" {
			first = string(data)
		}
		if d := cmp.Diff(first, string(data)); d != "" {
			t.Errorf("GOMAXPROCS %d: %s", n, d)
		}
	}
}
