package synth

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"sync/atomic"

	"xunzhi"
)

// sheetPlan is one sheet: which villages and periods it holds.
type sheetPlan struct {
	name    string
	a, b    int // villages[a:b]
	rest    bool
	periods []int
}

// filePlan is one file to write.
type filePlan struct {
	s      *source
	l      *layout
	name   string // relative to the directory
	said   string // what the title says besides: township, month
	sheets []sheetPlan
}

// written is what became of one file.
type written struct {
	rows       int
	identities []Identity
}

// departments own the sources; some layouts put a folder of theirs around the files.
var departments = map[string]string{"village": "民政局", "resident": "公安局", "death": "公安局", "payroll": "人社局", "cadre": "组织部", "kin": "组织部", "kin_filing": "民政局", "relief": "民政局", "payment": "财政局", "housing_grant": "住建局", "relocation": "发改局", "public_post": "人社局", "monitored": "农业农村局", "machinery": "农业农村局", "pension": "人社局", "disability": "残联", "old_age": "民政局", "company": "市场监管局", "company_person": "市场监管局", "vehicle": "公安局", "property": "自然资源局", "employment": "人社局", "prison": "司法局", "land_right": "农业农村局", "voucher": "三资中心", "contract": "三资中心", "collection": "三资中心", "asset": "三资中心", "bank": "三资中心", "project": "住建局", "bid": "公共资源交易中心", "meeting": "乡镇", "petition": "信访局", "discipline": "纪委", "medical": "医保局", "party_member": "组织部", "opinion": "巡察办"}

// periods lists a source's periods.
func (w *world) periods(s *source) []int {
	var ps []int
	switch s.step {
	case monthly:
		for m := w.m0; m <= w.m1; m++ {
			ps = append(ps, int(m))
		}
	case yearly:
		for y := w.m0.Year(); y <= w.m1.Year(); y++ {
			ps = append(ps, y)
		}
	default:
		ps = []int{0}
	}
	return ps
}

func periodText(s *source, p int) string {
	switch s.step {
	case monthly:
		return fmt.Sprintf("%d年%d月", p/12, p%12+1)
	case yearly:
		return fmt.Sprintf("%d年", p)
	}
	return ""
}

// plans cuts every source into files.
func (w *world) plans() []filePlan {
	folders := stream(w.cfg.LayoutSeed, "folders").chance(50)
	var all []filePlan
	for _, s := range w.sources {
		for _, p := range w.cut(s, newLayout(w.cfg.LayoutSeed, s)) {
			p.name += formatExt[p.l.format]
			if folders {
				p.name = departments[s.id] + "/" + p.name
			}
			all = append(all, p)
		}
	}
	return all
}

func (w *world) cut(s *source, l *layout) []filePlan {
	ps, n := w.periods(s), len(w.villages)
	if l.format == fmtXLSXShared && w.expected(s, l) > sharedMaxRows {
		l.format = fmtXLSX
	}
	if l.format == fmtXLS && w.expected(s, l) > 50_000 {
		l.format = fmtXLSXShared
	}
	one := func(said string, ps []int) filePlan {
		return filePlan{s: s, l: l, name: l.title + said, said: said, sheets: []sheetPlan{{"Sheet1", 0, n, true, ps}}}
	}
	var out []filePlan
	switch l.split {
	case townSheets:
		out = append(out, filePlan{s: s, l: l, name: l.title, sheets: w.townSheets(ps)})
	case townFiles:
		for _, sh := range w.townSheets(ps) {
			out = append(out, filePlan{s: s, l: l, name: sh.name + l.title, said: sh.name, sheets: []sheetPlan{{"Sheet1", sh.a, sh.b, sh.rest, ps}}})
		}
	case periodFiles:
		for _, p := range ps {
			out = append(out, one(periodText(s, p), []int{p}))
		}
	case periodTowns:
		for _, p := range ps {
			t := periodText(s, p)
			out = append(out, filePlan{s: s, l: l, name: l.title + t, said: t, sheets: w.townSheets([]int{p})})
		}
	default:
		out = append(out, one("", ps))
	}
	return out
}

func (w *world) townSheets(ps []int) []sheetPlan {
	var out []sheetPlan
	for i, t := range w.towns {
		out = append(out, sheetPlan{t.name, t.first, t.last, i == len(w.towns)-1, ps})
	}
	return out
}

// expected is a rough number of rows in one file of the source, enough to choose between formats.
func (w *world) expected(s *source, l *layout) int {
	perThousand := map[string]int{"resident": 1000, "pension": 190, "land_right": 900, "voucher": 900, "bank": 400, "payment": 700, "employment": 220, "vehicle": 160, "medical": 250, "property": 100}[s.id]
	n := w.cfg.People / 1000 * max(perThousand, 40)
	if l.split == townFiles {
		n /= len(w.towns)
	}
	return n + len(s.extras)
}

// writeAll writes every file with as many workers as there are processors. Each file follows from the world alone, so
// neither their number nor their pace changes a byte.
func (w *world) writeAll(ctx context.Context, plans []filePlan) ([]written, error) {
	for i := range plans {
		if err := os.MkdirAll(filepath.Dir(filepath.Join(w.cfg.Dir, plans[i].name)), 0o755); err != nil {
			return nil, err
		}
	}
	out, errs := make([]written, len(plans)), make([]error, len(plans))
	var next, done, rows atomic.Int64
	var mu sync.Mutex
	var wg sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), len(plans)) {
		wg.Go(func() {
			for {
				i := int(next.Add(1)) - 1
				if i >= len(plans) || ctx.Err() != nil {
					return
				}
				out[i], errs[i] = w.writeFile(&plans[i])
				d, n := done.Add(1), rows.Add(int64(out[i].rows))
				if w.cfg.Progress != nil {
					mu.Lock()
					w.cfg.Progress(Progress{Files: int(d), OfFiles: len(plans), Rows: int(n), File: plans[i].name})
					mu.Unlock()
				}
			}
		})
	}
	wg.Wait()
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	for i, err := range errs {
		if err != nil {
			return nil, fmt.Errorf("write %s: %w", plans[i].name, err)
		}
	}
	return out, nil
}

func (w *world) openTable(p *filePlan) (table, error) {
	path := filepath.Join(w.cfg.Dir, p.name)
	switch p.l.format {
	case fmtCSV:
		return newTextTable(path, gb18030, ',')
	case fmtCSV8:
		return newTextTable(path, utf8BOM, ',')
	case fmtTXT16:
		return newTextTable(path, utf16LE, '\t')
	case fmtXLS:
		return newXLSTable(path)
	}
	return newXLSXTable(path, p.l.format == fmtXLSXShared)
}

// fileWriter writes one file.
type fileWriter struct {
	renderer
	p       *filePlan
	sheet   sheetPlan
	name    string // of the sheet as written
	inSheet int
	out     written
	noise   *rng
}

func (w *world) writeFile(p *filePlan) (written, error) {
	t, err := w.openTable(p)
	if err != nil {
		return written{}, err
	}
	fw := &fileWriter{renderer: renderer{w: w, s: p.s, l: p.l, t: t, sumI: -1}, p: p}
	if p.l.total {
		fw.sumI = p.s.index[p.s.sum]
	}
	for _, sh := range p.sheets {
		if err := fw.writeSheet(sh); err != nil {
			t.close()
			return fw.out, err
		}
	}
	return fw.out, t.close()
}

func (fw *fileWriter) writeSheet(sh sheetPlan) error {
	fw.sheet = sh
	if err := fw.openSheet(sh.name); err != nil {
		return err
	}
	for _, p := range sh.periods {
		for v := sh.a; v < sh.b; v++ {
			fw.block(v, p)
		}
		if sh.rest {
			fw.block(-1, p)
		}
	}
	fw.footer()
	return nil
}

func (fw *fileWriter) openSheet(name string) error {
	fw.name, fw.inSheet, fw.seq, fw.sum = name, 0, 0, 0
	if err := fw.t.sheet(name); err != nil {
		return err
	}
	fw.header()
	return nil
}

// block writes the rows of one village and period: the background's, with the extras strewn in.
func (fw *fileWriter) block(v, period int) {
	b := &block{w: fw.w, s: fw.s, v: v, period: period, extras: fw.s.byCut[[2]int{v, period}]}
	fw.noise = stream(fw.w.cfg.Seed, "noise", mixText(fw.s.id), uint64(v+1), uint64(period))
	n := 0
	b.emit = func(vals []cell) {
		fw.background(vals)
		if n++; !fw.s.own && n%3 == 2 && len(b.extras) > 0 {
			fw.extra(b.extras[0])
			b.extras = b.extras[1:]
		}
	}
	b.put = fw.extra
	if fw.s.gen != nil && v >= 0 {
		fw.s.gen(b)
	}
	for _, x := range b.extras {
		fw.extra(x)
	}
}

// roomForRow begins another sheet when this one is full.
func (fw *fileWriter) roomForRow() {
	fw.out.rows++
	limit := rowsPerSheet
	if fw.p.l.format == fmtXLS {
		limit = xlsRows
	}
	if fw.inSheet++; fw.inSheet > limit && !fw.p.l.format.isText() {
		fw.footer()
		_ = fw.openSheet(fw.sheet.name + "(续)")
	}
	if fw.p.l.repeat > 0 && fw.inSheet > 1 && fw.inSheet%fw.p.l.repeat == 1 {
		fw.heads()
	}
}

// background writes a row that nobody planted; now and then its number is mistyped.
func (fw *fileWriter) background(vals []cell) {
	if fw.s.noise && fw.noise.n(noiseOneIn) == 0 {
		if r := fw.mistyped(vals); r != nil {
			fw.extra(r)
			return
		}
	}
	fw.rows(vals, nil)
}

// noiseOneIn: one background row in so many has a spoilt number.
const noiseOneIn = 2500

var noiseChannels = []channel{typo, typo, typo, swap, fifteen, fullWidth, spaced, lowerX, masked, lost}

// mistyped spoils the first person's number of a background row.
func (fw *fileWriter) mistyped(vals []cell) *row {
	for i, c := range vals {
		if c.k != kID {
			continue
		}
		ch := pick(fw.noise, noiseChannels)
		s, ok := spoil(fw.noise, ch, fw.w.id(uint32(c.i)))
		if !ok {
			return nil
		}
		r := &row{vals: append([]cell(nil), vals...), village: fw.sheet.a, chanl: ch, who: uint32(c.i)}
		r.vals[i] = text(s)
		return r
	}
	return nil
}

// rows writes one canonical row as the layout wants it: once, or once for each member. It gives the number of the row,
// or, where a relief household takes several, of each member's.
func (fw *fileWriter) rows(vals []cell, at []int) []int {
	if fw.s.id != "relief" || !fw.l.long {
		fw.roomForRow()
		return append(at, fw.line(vals, 0))
	}
	for k := 1; k <= maxPairs; k++ {
		if vals[fw.s.index["i1"]+2*(k-1)].k == kNone {
			break
		}
		fw.roomForRow()
		at = append(at, fw.line(vals, k))
	}
	return at
}

// extra writes a planted row and remembers where it came to stand.
func (fw *fileWriter) extra(r *row) {
	at := fw.rows(r.vals, nil)
	sheet := fw.name
	if fw.p.l.format.isText() {
		sheet = ""
	}
	for _, rf := range r.refs {
		if rf.main {
			rf.c.File, rf.c.Sheet, rf.c.Row = fw.p.name, sheet, at[min(max(rf.pair-1, 0), len(at)-1)]
		}
	}
	if r.chanl == clean {
		return
	}
	i := 0
	if r.pair > 0 {
		i = min(r.pair-1, len(at)-1)
	}
	fw.out.identities = append(fw.out.identities, Identity{File: fw.p.name, Sheet: sheet, Row: at[i], Source: fw.s.id, Written: fw.spoilt(r),
		Channel: string(r.chanl), Number: fw.w.id(r.who), Name: fw.w.name(r.who), Village: fw.w.villageCode(fw.w.villageOf(r.who)), Planted: len(r.refs) > 0})
}

// spoilt gives the cell that the channel spoilt.
func (fw *fileWriter) spoilt(r *row) string {
	want := kID
	if r.chanl == homophone || r.chanl == variant {
		want = kName
	}
	for i, c := range r.vals {
		if c.k == kText && fw.s.fields[i].kind == want {
			return c.s
		}
	}
	return ""
}

// header writes what stands above the data.
func (fw *fileWriter) header() {
	n := len(fw.l.cols)
	for range fw.l.blankTop {
		fw.t.blank()
	}
	if fw.l.titleRow {
		fw.t.merge(0, n-1, 1)
		fw.note(fw.title())
	}
	if fw.l.infoRow {
		unit := "元"
		if fw.l.tenK {
			unit = "万元"
		}
		d := fw.asOf()
		fw.note("填报单位:"+departments[fw.s.id], "", "单位:"+unit, "", "数据截至:"+string(appendDay(nil, d, 3)))
	}
	fw.heads()
}

// asOf is the day that the file's data are as of: the end of its period, or of the whole.
func (fw *fileWriter) asOf() xunzhi.Date {
	if fw.s.step == monthly && len(fw.sheet.periods) == 1 {
		return xunzhi.Month(fw.sheet.periods[0]).Last()
	}
	if fw.s.step == yearly && len(fw.sheet.periods) == 1 {
		return min(xunzhi.DateOf(fw.sheet.periods[0], 12, 31), fw.w.asOf)
	}
	return fw.w.asOf
}

func (fw *fileWriter) title() string {
	if fw.s.step == monthly || fw.p.said != "" {
		return fw.p.said + fw.l.title
	}
	return fw.sheetTown() + fw.l.title
}

func (fw *fileWriter) sheetTown() string {
	if fw.l.split == townSheets {
		return fw.sheet.name
	}
	return ""
}

func (fw *fileWriter) note(cells ...string) {
	fw.t.begin()
	for _, c := range cells {
		if c == "" {
			fw.t.skip(1)
			continue
		}
		fw.t.text([]byte(c))
	}
	fw.t.end()
}

// heads writes the header, one or two rows high.
func (fw *fileWriter) heads() {
	if fw.l.twoRows {
		fw.groupHeads()
	}
	fw.t.begin()
	for _, c := range fw.l.cols {
		if fw.l.twoRows && c.group == noGroup {
			fw.t.skip(1)
			continue
		}
		fw.t.text([]byte(c.head))
	}
	fw.t.end()
}

// groupHeads writes the upper row: groups merged to the right, single columns merged downwards.
func (fw *fileWriter) groupHeads() {
	cols := fw.l.cols
	for i := 0; i < len(cols); i++ {
		j := i
		for j+1 < len(cols) && cols[j+1].group != noGroup && cols[j+1].group == cols[i].group {
			j++
		}
		if cols[i].group == noGroup {
			fw.t.merge(i, i, 2)
		} else {
			fw.t.merge(i, j, 1)
		}
		i = j
	}
	fw.t.begin()
	last := noGroup
	for _, c := range cols {
		switch {
		case c.group == noGroup:
			fw.t.text([]byte(c.head))
		case c.group == last:
			fw.t.skip(1)
		default:
			fw.t.text([]byte(c.group))
		}
		last = c.group
	}
	fw.t.end()
}

// footer writes total and signatures.
func (fw *fileWriter) footer() {
	if fw.l.total {
		fw.totalRow()
	}
	if fw.l.signature {
		fw.note("填表人:", "", "审核人:", "", "负责人:")
	}
}

func (fw *fileWriter) totalRow() {
	wrong := fw.w.wrongTotal(fw.p, fw.sheet)
	fw.t.begin()
	for i, c := range fw.l.cols {
		switch {
		case i == 0:
			fw.t.text([]byte("合计"))
		case c.field == fw.sumI:
			sum := fw.sum
			if wrong != nil {
				sum += 100_000
			}
			fw.cell(cell{k: fw.s.fields[fw.sumI].kind, i: sum})
		default:
			fw.t.skip(1)
		}
	}
	n := fw.t.end()
	if wrong != nil {
		wrong.File, wrong.Sheet, wrong.Row = fw.p.name, fw.name, n
		if fw.p.l.format.isText() {
			wrong.Sheet = ""
		}
	}
}
