package synth

import (
	"fmt"

	"xunzhi"
)

type model struct {
	kind, use, model string
	low, high        int64 // value in yuan
}

var carModels = []model{
	{"小型轿车", "非营运", "大众朗逸", 42000, 98000}, {"小型轿车", "非营运", "吉利帝豪", 35000, 76000}, {"小型普通客车", "非营运", "五菱宏光", 18000, 42000},
	{"小型普通客车", "非营运", "哈弗H6", 48000, 110000}, {"小型轿车", "非营运", "比亚迪秦", 55000, 99000},
}
var lightModels = []model{{"普通二轮摩托车", "非营运", "新大洲本田", 2000, 6000}, {"正三轮摩托车", "非营运", "宗申", 4000, 9000}}

// plate gives a number plate that no authority issues.
func plate(r uint64) string {
	b := []byte("XX0000")
	const az = "ABCDEFGHJKLMNPQRSTUVWXYZ0123456789"
	for i := range b {
		b[i] = az[r%34]
		r = mix(r + 7)
	}
	return "测" + string(b)
}

func genVehicle(b *block) {
	w := b.w
	b.residents(func(i uint32, p *person, hh *household) {
		x := w.hash(i, saltVehicle)
		age := w.ageAt(i, w.asOf)
		if p.death != 0 || age < 21 || age > 66 || x%100 >= 19 {
			return
		}
		md := carModels[x>>8%5]
		if hh.use == useRelief || hh.use == useMonitored || x>>16%4 == 0 {
			md = lightModels[x>>8%2]
		}
		if (hh.use == useRelief || hh.use == useMonitored) && x>>20%3 != 0 {
			return
		}
		v := b.row()
		reg := w.asOf - 10 - 4900 + xunzhi.Date(x>>24%4900)
		w.vehicleRow(v, vehicleLine{i, md, reg, "正常", (md.low + int64(x>>40)%(md.high-md.low)) * 100, x})
		if x>>52%25 == 0 {
			v[7] = text("注销")
		}
		b.emit(v)
	})
}

type vehicleLine struct {
	who   uint32
	model model
	reg   xunzhi.Date
	state string
	value int64
	key   uint64
}

func (w *world) vehicleRow(v []cell, l vehicleLine) {
	v[0], v[1], v[2], v[3], v[4] = text(plate(l.key)), nameOf(l.who), idOf(l.who), text(l.model.kind), text(l.model.use)
	v[5], v[6], v[7], v[8] = text(l.model.model), date(l.reg), text(l.state), yuan(l.value/10000*10000)
}

var estates = []string{"翠园小区", "锦绣花园", "福星家园", "阳光新城", "书香苑", "和谐嘉苑", "龙泉小区", "幸福里"}

func genProperty(b *block) {
	w := b.w
	b.homes(func(h uint32, hh *household) {
		x := w.hash(h, saltProperty)
		i := w.grown(h, 28, 80)
		if i == 0 || hh.use == usePlanted || hh.use == useMonitored {
			return
		}
		v := b.row()
		switch {
		case hh.use == useRelief:
			if x%100 >= 6 {
				return
			}
			w.propertyRow(v, propertyLine{i, w.address(h), 9000, "住宅", 0, xunzhi.DateOf(2008, 1, 1) + xunzhi.Date(x>>16%2000), "单独所有"})
		case x%100 < 12:
			w.propertyRow(v, propertyLine{i, flat(x), 8000 + int64(x>>24%6000), "住宅", (200_000 + int64(x>>32%400)*1000) * 100, xunzhi.DateOf(2014, 1, 1) + xunzhi.Date(x>>16%3800), "单独所有"})
		default:
			return
		}
		b.emit(v)
	})
}

func flat(x uint64) string {
	return fmt.Sprintf("县城%s%d号楼%d单元%d%02d室", estates[x>>8%8], 1+x>>12%30, 1+x>>20%4, 1+x>>24%18, 1+x>>30%4)
}

type propertyLine struct {
	who     uint32
	at      string
	area    int64 // 1/100 m²
	use     string
	price   int64 // fen
	reg     xunzhi.Date
	sharing string
}

func (w *world) propertyRow(v []cell, l propertyLine) {
	v[0], v[1], v[2], v[3], v[4] = nameOf(l.who), idOf(l.who), text(l.at), price(l.area*10000), text(l.use)
	if l.price != 0 {
		v[5] = yuan(l.price)
	}
	v[6], v[7] = date(l.reg), text(l.sharing)
}

func genEmployment(b *block) {
	w := b.w
	b.residents(func(i uint32, p *person, hh *household) {
		x := w.hash(i, saltEmployed)
		age := w.ageAt(i, w.asOf)
		if p.death != 0 || hh.use != useNormal || age < 22 || age > 56 || x%100 >= 34 {
			return
		}
		c := &w.companies[w.employer(x>>8)]
		v := b.row()
		start := max(w.m0-40+xunzhi.Month(x>>32%60), c.est.Month()+1)
		v[0], v[1], v[2], v[3], v[4] = nameOf(i), idOf(i), text(c.name), codeOf(c.uscc), month(start)
		if end := start + 6 + xunzhi.Month(x>>48%30); x>>40%3 == 0 && end <= w.m1 {
			v[5] = month(end)
		}
		b.emit(v)
	})
}

// employer picks a company that employs villagers.
func (w *world) employer(x uint64) int {
	for c := int(x % uint64(w.nEmployers)); ; c = (c + 1) % w.nEmployers {
		if w.companies[c].status == "存续" {
			return c
		}
	}
}

var landClasses = []string{"水浇地", "旱地", "水田"}

// genLand cuts a household's land into one to three parcels.
func genLand(b *block) {
	w := b.w
	b.homes(func(h uint32, hh *household) {
		n := 1 + int64(w.hash(h, 77)%3)
		total := int64(hh.area) * 100
		for k := range n {
			a := total / n / 100 * 100
			if k == 0 {
				a = total - a*(n-1)
			}
			v := b.row()
			v[0], v[1], v[2] = inVillage(b.v), nameOf(hh.first), idOf(hh.first)
			v[3], v[4], v[5] = text(fmt.Sprintf("%s%05d%02d", w.villages[b.v].code, h-w.villages[b.v].firstHH+1, k+1)), mu(a), text(landClasses[w.hash(h, 78+uint64(k))%3])
			b.emit(v)
		}
	})
}

var hospitals = []string{"县人民医院", "县中医院", "县妇幼保健院", "市第一人民医院", "镇中心卫生院"}
var diagnoses = []string{"急性支气管炎", "高血压病", "腰椎间盘突出", "冠心病", "2型糖尿病", "脑梗死", "胆囊结石", "骨折", "肺炎", "白内障"}

func genMedical(b *block) {
	w := b.w
	year := xunzhi.DateOf(b.period, 1, 1)
	b.residents(func(i uint32, p *person, hh *household) {
		x := w.hash(i, saltMedical+uint64(b.period)<<10)
		if x%100 >= 12 || p.death != 0 && xunzhi.Date(p.death) < year+370 || xunzhi.Date(p.birth) > year-30 {
			return
		}
		w.stay(b, i, year+xunzhi.Date(5+x>>8%140), x)
		if x>>20%3 == 0 {
			w.stay(b, i, year+xunzhi.Date(190+x>>28%130), mix(x))
		}
	})
}

func (w *world) stay(b *block, i uint32, in xunzhi.Date, x uint64) {
	out := in + 3 + xunzhi.Date(x>>36%12)
	if out+3 > w.asOf || in < w.m0.First() {
		return
	}
	v := b.row()
	w.medicalRow(v, stayLine{i, hospitals[x>>40%5], in, out, out + 1, diagnoses[x>>44%10], int64(180000 + x>>48%600000), 30})
	b.emit(v)
}

type stayLine struct {
	who              uint32
	hospital         string
	in, out, settled xunzhi.Date
	diagnosis        string
	cost             int64
	selfPct          int64
}

func (w *world) medicalRow(v []cell, l stayLine) {
	v[0], v[1], v[2], v[3], v[4], v[5], v[6] = nameOf(l.who), idOf(l.who), text(l.hospital), date(l.in), date(l.out), date(l.settled), text(l.diagnosis)
	self := l.cost * l.selfPct / 100
	v[7], v[8], v[9] = yuan(l.cost), yuan(l.cost-self), yuan(self)
}

func genParty(b *block) {
	w := b.w
	b.residents(func(i uint32, p *person, hh *household) {
		if p.death != 0 || w.ageAt(i, w.asOf) < 26 || !w.share(i, saltParty, 6) {
			return
		}
		v := b.row()
		by := xunzhi.Date(p.birth).Month().Year()
		v[0], v[1], v[2], v[3] = inVillage(b.v), nameOf(i), idOf(i), date(xunzhi.DateOf(by+22, 7, 1)+xunzhi.Date(w.hash(i, saltParty)>>20%1000))
		b.emit(v)
	})
}
