package synth

import (
	"fmt"

	"xunzhi"
)

// generators binds the background of the large sources.
func (w *world) generators() {
	for id, gen := range map[string]func(*block){
		"resident": genResident, "death": genDeath, "payroll": genPayroll, "relief": genRelief, "payment": genPayment, "public_post": genPost,
		"monitored": genMonitored, "pension": genPension, "disability": genDisability, "old_age": genOldAge, "vehicle": genVehicle,
		"property": genProperty, "employment": genEmployment, "land_right": genLand, "medical": genMedical, "party_member": genParty,
	} {
		w.src(id).gen = gen
	}
	w.src("voucher").gen, w.src("voucher").own = genVoucher, true
	w.src("bank").gen, w.src("bank").own = genBank, true
}

// genResident writes the register of the village as it stands on the last day.
func genResident(b *block) {
	w := b.w
	b.homes(func(h uint32, hh *household) {
		head := w.headAt(h, w.m1)
		for i := hh.first; i < hh.first+uint32(hh.n); i++ {
			p := &w.people[i]
			if p.death != 0 && xunzhi.Date(p.death).Month() < w.m0-24 || p.flags&skipResident != 0 {
				continue
			}
			v := b.row()
			v[0], v[1], v[2], v[3] = text(householdNo(w, h)), nameOf(i), idOf(i), text(w.sex(i))
			v[4], v[5], v[6] = date(xunzhi.Date(p.birth)), text(w.relationText(i, hh.first, head)), inVillage(b.v)
			v[7], v[8] = text(w.address(h)), text("正常")
			if p.death != 0 {
				v[8] = text("注销")
			}
			if p.flags&married != 0 && hh.use != useRelief && hh.use != usePlanted && hh.use != useCadre && w.share(i, saltMoved, 30) {
				v[9] = date(min(xunzhi.Date(p.birth)+8400+xunzhi.Date(w.hash(i, saltMoved)>>40%900), w.m0.First()-1500))
			}
			b.emit(v)
		}
	})
}

func householdNo(w *world, h uint32) string { return fmt.Sprintf("%s%07d", countyCode, h) }

func (w *world) address(h uint32) string {
	v := &w.villages[w.households[h].village]
	return fmt.Sprintf("%s%s%d号", w.towns[v.town].name, v.name, h-v.firstHH+1)
}

// relationText tells how a member stands to the head; where the first head has died, to the one who follows him.
func (w *world) relationText(i, first, head uint32) string {
	switch {
	case i == head || head == 0 && i == first:
		return "户主"
	case head == first || w.people[i].rel == relSon || w.people[i].rel == relDaughter:
		return relationText[w.people[i].rel]
	}
	return "其他"
}

// genDeath writes those who died since 2021, each as two or three offices know it; the household register has everybody.
func genDeath(b *block) {
	b.residents(func(i uint32, p *person, hh *household) {
		if p.death == 0 || xunzhi.Date(p.death) < xunzhi.DateOf(2021, 1, 1) {
			return
		}
		for _, d := range b.w.deathRecords(i) {
			v := b.row()
			v[0], v[1], v[2], v[3], v[4], v[5] = nameOf(i), idOf(i), date(d.died), date(d.registered), text(d.origin), inVillage(b.v)
			b.emit(v)
		}
	})
}

type deathRecord struct {
	died, registered xunzhi.Date
	origin           string
}

// deathRecords: the earliest date is always the true one; the others are a day or two later.
func (w *world) deathRecords(i uint32) []deathRecord {
	p, x := &w.people[i], w.hash(i, saltDeath)
	d := xunzhi.Date(p.death)
	lag := xunzhi.Date(3 + x%25)
	if p.flags&lateReg != 0 {
		lag = xunzhi.Date(60 + x%120)
	}
	out := []deathRecord{{d, min(d+lag, w.asOf), "户籍注销"}}
	if x>>8%10 < 6 {
		out = append(out, deathRecord{d, min(d+xunzhi.Date(1+x>>16%4), w.asOf), "火化"})
	}
	if x>>24%10 < 4 {
		out = append(out, deathRecord{min(d+xunzhi.Date(x>>28%3), w.asOf), min(d+xunzhi.Date(5+x>>32%30), w.asOf), "死因监测"})
	}
	return out
}

var publicUnits = []string{"县第一中学", "县人民医院", "县财政局", "县农业农村局", "县水利局", "县交通运输局", "镇人民政府", "镇中心小学", "镇卫生院", "县税务局", "县民政局", "县自然资源局"}
var publicPosts = []string{"教师", "科员", "医师", "会计", "主任科员", "办事员", "护士", "技术员"}

func genPayroll(b *block) {
	w := b.w
	b.homes(func(h uint32, hh *household) {
		if hh.use != usePayroll {
			return
		}
		i := w.officialOf(h)
		x := w.hash(i, saltOfficial)
		v := b.row()
		v[0], v[1], v[2], v[3], v[4] = nameOf(i), idOf(i), text(publicUnits[x%12]), text(publicPosts[x>>8%8]), text("在职")
		by := xunzhi.Date(w.people[i].birth).Month().Year()
		v[5] = date(xunzhi.DateOf(by+23, 7, 1))
		if w.ageAt(i, w.asOf) >= 60 {
			v[4] = text("退休")
		}
		b.emit(v)
	})
}

// reliefTerms are a household's: category, start and monthly amount a head.
func (w *world) reliefTerms(h uint32) (category string, start xunzhi.Month, each int64) {
	x := w.hash(h, saltRelief)
	start = xunzhi.MonthOf(2016, 1) + xunzhi.Month(x%72)
	switch {
	case w.households[h].n == 1 && x>>20%2 == 0:
		return "特困", start, 72000
	case w.villages[w.households[h].village].kind == "社区":
		return "城市低保", start, 52000
	}
	return "农村低保", start, 28000 + int64(x>>30%12)*1000
}

func genRelief(b *block) {
	w, m := b.w, b.month()
	b.homes(func(h uint32, hh *household) {
		if hh.use != useRelief {
			return
		}
		x := w.hash(h, saltRelief)
		var stop xunzhi.Month
		if x>>40%8 == 0 { // left the roster some month
			stop = w.m0 + xunzhi.Month(x>>44%uint64(w.cfg.Months))
			if m > stop {
				return
			}
		}
		cat, start, each := w.reliefTerms(h)
		if m < start {
			return
		}
		var who []uint32
		for i := hh.first; i < hh.first+uint32(hh.n) && len(who) < maxPairs; i++ {
			if w.paidIn(i, m) {
				who = append(who, i)
			}
		}
		if len(who) == 0 || w.ageAt(who[0], m.First()) < 18 {
			return
		}
		v := b.row()
		w.reliefRow(v, reliefLine{b.v, who, cat, each, start, stop, m})
		b.emit(v)
	})
}

// reliefLine is one household in one month's roster; the first person is its head.
type reliefLine struct {
	v        int
	who      []uint32
	category string
	each     int64
	start    xunzhi.Month
	stop     xunzhi.Month // 0 open
	month    xunzhi.Month
}

func (w *world) reliefRow(v []cell, l reliefLine) {
	v[0], v[1], v[2], v[3] = inVillage(l.v), nameOf(l.who[0]), idOf(l.who[0]), text(l.category)
	v[4], v[5], v[6] = count(len(l.who)), yuan(l.each*int64(len(l.who))), text(w.account(l.who[0]))
	v[7], v[9] = month(l.start), month(l.month)
	if l.stop != 0 && l.stop <= l.month {
		v[8] = month(l.stop)
	}
	for k, i := range l.who {
		v[10+2*k], v[11+2*k] = nameOf(i), idOf(i)
	}
}

// program is one yearly payment by area.
type program struct {
	name       string
	month, day int
	price      [8]int64 // by year − 2019, 1/1,000,000 yuan a mu; 0: not paid
	forest     bool
}

var programs = []program{
	{"耕地地力保护补贴", 5, 22, [8]int64{78_530000, 79_120000, 80_215000, 81_340000, 82_176350, 83_402150, 84_015270, 84_9}, false},
	{"实际种粮农民一次性补贴", 8, 15, [8]int64{0, 0, 12_600000, 13_450000, 11_876500, 12_034700, 0, 0}, false},
	{"退耕还林补助", 4, 12, [8]int64{125_000000, 125_000000, 125_000000, 125_000000, 100_000000, 100_000000, 100_000000, 0}, true},
	{"森林生态效益补偿", 11, 20, [8]int64{14_750000, 14_750000, 15_250000, 15_250000, 15_750000, 15_750000, 0, 0}, true},
}

func (p program) rate(year int) int64 {
	if year < 2019 || year > 2026 {
		return 0
	}
	return p.price[year-2019]
}

// amountOf multiplies area (1/10,000 mu) by price, to the fen.
func amountOf(area, price int64) int64 { return (area*price + 50_000_000) / 100_000_000 }

// genPayment pays each programme to the household's head of that day. Now and then a payment comes back and is paid again.
func genPayment(b *block) {
	w := b.w
	for pi, pr := range programs {
		paid := xunzhi.DateOf(b.period, pr.month, pr.day) + xunzhi.Date(b.v%5)
		rate := pr.rate(b.period)
		if rate == 0 || paid > w.asOf || paid.Month() < w.m0 {
			continue
		}
		b.homes(func(h uint32, hh *household) {
			forest := w.share(h, saltPay, 12)
			payee := w.headAt(h, paid.Month())
			if forest != pr.forest || payee == 0 || hh.flags&hhNoPay != 0 || hh.use == usePayroll {
				return
			}
			v := b.row()
			w.paymentRow(v, payLine{b.v, pr.name, payee, paid, int64(hh.area) * 100, rate})
			back := w.hash(h, saltPay+uint64(pi)+uint64(b.period)<<8)%900 == 0
			b.emit(v)
			if back {
				w.payAgain(b, v, paid)
			}
		})
	}
}

type payLine struct {
	v    int
	name string
	who  uint32
	day  xunzhi.Date
	area int64 // 1/10,000 mu
	rate int64
}

func (w *world) paymentRow(v []cell, l payLine) {
	v[0], v[1], v[2], v[3], v[4], v[5] = text(l.name), date(l.day), inVillage(l.v), nameOf(l.who), idOf(l.who), text(w.account(l.who))
	v[6], v[7], v[8], v[9], v[10] = price(l.area*100), text("亩"), price(l.rate), yuan(amountOf(l.area, l.rate)), yes(false)
}

// payAgain: the bank sent the money back, it was booked as a return, and paid again ten days later.
func (w *world) payAgain(b *block, v []cell, paid xunzhi.Date) {
	if paid+10 > w.asOf {
		return
	}
	v[1], v[9], v[10] = date(paid+3), yuan(-v[9].i), yes(true)
	v[6] = price(-v[6].i)
	b.emit(v)
	v[1], v[9], v[10] = date(paid+10), yuan(-v[9].i), yes(false)
	v[6] = price(-v[6].i)
	b.emit(v)
}

var postNames = []string{"乡村保洁员", "乡村护路员", "河道管护员", "生态护林员", "乡村治安协管员", "养老护理员"}

func genPost(b *block) {
	w := b.w
	b.homes(func(h uint32, hh *household) {
		if hh.use != usePost {
			return
		}
		i := w.postHolder(h)
		x := w.hash(i, saltPost)
		start := w.m0 - 12 + xunzhi.Month(x%20)
		var end xunzhi.Month
		if x>>20%5 == 0 {
			end = start + 12 + xunzhi.Month(x>>24%12)
		}
		if m := b.month(); m < start || end != 0 && m > end {
			return
		}
		v := b.row()
		w.postRow(v, postLine{b.v, i, postNames[x>>32%6], start.First(), end, 60000 + int64(x>>40%6)*10000, b.month()})
		b.emit(v)
	})
}

type postLine struct {
	v     int
	who   uint32
	post  string
	start xunzhi.Date
	end   xunzhi.Month // 0 open
	wage  int64
	month xunzhi.Month
}

func (w *world) postRow(v []cell, l postLine) {
	v[0], v[1], v[2], v[3], v[4] = nameOf(l.who), idOf(l.who), text(l.post), inVillage(l.v), date(l.start)
	if l.end != 0 && l.end <= w.m1 {
		v[5] = date(l.end.Last())
	}
	v[6], v[7] = yuan(l.wage), month(l.month)
}

var monitoredKinds = []string{"脱贫户", "脱贫户", "脱贫不稳定户", "边缘易致贫户", "突发严重困难户"}

func genMonitored(b *block) {
	w := b.w
	b.homes(func(h uint32, hh *household) {
		head := w.headAt(h, w.m1)
		if hh.use != useMonitored || head == 0 {
			return
		}
		x := w.hash(h, saltMonitored)
		for i := hh.first; i < hh.first+uint32(hh.n); i++ {
			if w.people[i].death != 0 {
				continue
			}
			v := b.row()
			v[0], v[1], v[2], v[3], v[4] = inVillage(b.v), nameOf(head), idOf(head), nameOf(i), idOf(i)
			v[5], v[6] = text(monitoredKinds[x%5]), date(xunzhi.DateOf(2020, 6, 1)+xunzhi.Date(x>>8%900))
			if x>>20%3 == 0 {
				v[7] = date(xunzhi.DateOf(2023, 6, 1) + xunzhi.Date(x>>28%300))
			}
			b.emit(v)
		}
	})
}

// pensionOf says which pension a person has in the background and what it pays; "" for none.
func (w *world) pensionOf(i uint32, hh *household, m xunzhi.Month) (kind string, fen int64) {
	p := &w.people[i]
	if m <= xunzhi.Date(p.birth).Month()+60*12 || !w.paidIn(i, m) {
		return "", 0
	}
	x := w.hash(i, saltPension)
	if x>>50%10 < 3 { // drawn in another county, or never joined
		return "", 0
	}
	switch {
	case hh.use == usePayroll && w.officialOf(w.people[i].hh) == i:
		return "机关事业", 380000 + int64(x%40)*5000
	case hh.use == useWorker && w.workerOf(w.people[i].hh) == i:
		return "职工", 210000 + int64(x%50)*3000
	}
	return "居民", 13500 + int64(x%60)*150 + int64(m.Year()-2020)*1000
}

func genPension(b *block) {
	w, m := b.w, b.month()
	b.residents(func(i uint32, p *person, hh *household) {
		kind, fen := w.pensionOf(i, hh, m)
		if kind == "" {
			return
		}
		v := b.row()
		v[0], v[1], v[2], v[3], v[4], v[5] = nameOf(i), idOf(i), text(kind), month(m), yuan(fen), text(w.account(i))
		b.emit(v)
	})
}

func genDisability(b *block) {
	w, m := b.w, b.month()
	b.residents(func(i uint32, p *person, hh *household) {
		l := w.disability(i)
		if l == 0 || !w.paidIn(i, m) || hh.use == usePayroll {
			return
		}
		care := l <= 2
		if hh.use == useRelief {
			if cat, _, _ := w.reliefTerms(p.hh); cat == "特困" {
				return
			}
		} else if !care {
			return
		}
		w.disabledRow(b.row(), i, l, care, m, b.emit)
	})
}

var levelText = [...]string{"", "一级", "二级", "三级", "四级"}

func (w *world) disabledRow(v []cell, i uint32, level int, care bool, m xunzhi.Month, emit func([]cell)) {
	v[0], v[1], v[2], v[3] = nameOf(i), idOf(i), text(levelText[level]), text("生活补贴")
	v[4], v[5], v[6] = month(m), yuan(7500), text(w.account(i))
	if care {
		v[3] = text("护理补贴")
		v[5] = yuan(8000)
	}
	emit(v)
}

func genOldAge(b *block) {
	w, m := b.w, b.month()
	b.residents(func(i uint32, p *person, hh *household) {
		if m <= xunzhi.Date(p.birth).Month()+80*12 || !w.paidIn(i, m) {
			return
		}
		w.oldAgeRow(b.row(), i, b.v, m)
		b.emit(b.vals)
	})
}

func (w *world) oldAgeRow(v []cell, i uint32, vl int, m xunzhi.Month) {
	fen := int64(5000)
	if m > xunzhi.Date(w.people[i].birth).Month()+90*12 {
		fen = 10000
	}
	v[0], v[1], v[2], v[3], v[4], v[5] = nameOf(i), idOf(i), inVillage(vl), month(m), yuan(fen), text(w.account(i))
}
