package synth

import (
	"fmt"

	"xunzhi"
)

// countyCode is a county that does not exist; every area code of this package begins with 99.
const countyCode = "990101"

// areaCodes are where people's numbers were issued: the county, its made-up neighbours, and far away.
var areaCodes = []string{countyCode, "990102", "990103", "990104", "990122", "990181", "990202", "990305", "991127"}

type township struct {
	name   string
	code   string // nine digits
	first  int    // its villages are villages[first:last]
	last   int
	priceF int // local level of land rents, percent
}

type village struct {
	code     xunzhi.VillageCode
	name     string // 张家庄村
	short    string // 张家庄
	town     int
	kind     string // 村 or 社区
	firstHH  uint32
	lastHH   uint32 // households[firstHH:lastHH]
	people   int
	surnames [4]uint8 // lineages that most families belong to
	cadres   []cadre
	land     int64 // contracted land, 1/10,000 mu
}

var townWords = []string{"青石", "柳河", "云台", "双泉", "龙岗", "白马", "石桥", "大河", "黄岭", "清溪", "桃园", "松山", "五里", "东湖", "红旗", "南关", "西岭", "临江", "平川", "永安", "长岭", "古城", "新集", "马店", "高坡", "玉泉", "三河", "金沟", "枫林", "太平", "仙台", "沙河", "牛角", "望山", "北塘", "丰乐", "曲阳", "荷塘", "铁炉", "凤鸣"}
var townKinds = []string{"镇", "镇", "镇", "乡", "镇", "街道", "镇"}
var placeFirst = []string{"东", "西", "南", "北", "上", "下", "前", "后", "大", "小", "中", "新", "老"}
var placeMid = []string{"石", "柳", "杨", "槐", "桃", "杏", "梨", "枣", "松", "柏", "竹", "龙", "凤", "虎", "马", "牛", "羊", "黄", "白", "青", "红", "黑", "清", "泉", "井", "桥", "庙", "寺", "窑", "坊", "磨", "铺"}
var placeLast = []string{"沟", "岭", "坡", "湾", "洼", "河", "山", "坪", "峪", "滩", "岗", "口", "塘", "堰", "寨", "店", "集", "营", "屯", "堡"}
var placeHouse = []string{"家庄", "家沟", "家岭", "家坡", "家湾", "家洼", "家寨", "家营", "家峪", "楼", "庄", "堂", "家岗", "家窑"}

func townName(i int) string {
	w := townWords[i%len(townWords)]
	if i >= len(townWords) {
		w = placeFirst[(i/len(townWords))%len(placeFirst)] + string([]rune(w)[0])
	}
	return w + townKinds[i%len(townKinds)]
}

// geography makes townships of about 29 villages. A village's name is alone in its township, not in the county.
func (w *world) geography() {
	nt := max(1, (w.cfg.Villages+14)/29)
	r := stream(w.cfg.Seed, "geo")
	for t := range nt {
		a, b := w.cfg.Villages*t/nt, w.cfg.Villages*(t+1)/nt
		tw := township{name: townName(t), first: a, last: b, priceF: r.between(80, 125)}
		tw.code = fmt.Sprintf("%s%03d", countyCode, 100+t)
		used := map[string]bool{}
		for i := a; i < b; i++ {
			w.villages = append(w.villages, w.newVillage(r, tw, t, i-a, used))
		}
		w.towns = append(w.towns, tw)
	}
}

func (w *world) newVillage(r *rng, tw township, t, i int, used map[string]bool) village {
	v := village{town: t, kind: "村"}
	num := 200 + i
	if tw.name[len(tw.name)-len("道"):] == "道" && i%4 == 0 || i == 0 && tw.last-tw.first > 8 {
		v.kind, num = "社区", 1+i
	}
	for k := range v.surnames {
		v.surnames[k] = pick(r, w.names.bySur)
	}
	for try := 0; ; try++ {
		v.short = placeName(r, w.names.surnames[v.surnames[0]], try)
		if !used[v.short] {
			break
		}
	}
	used[v.short] = true
	v.name = v.short + v.kind
	v.code = xunzhi.VillageCode(fmt.Sprintf("%s%03d", tw.code, num))
	return v
}

func placeName(r *rng, surname string, try int) string {
	switch k := r.n(10); {
	case k < 4 && try < 3:
		return surname + pick(r, placeHouse)
	case k < 7:
		return pick(r, placeMid) + pick(r, placeLast)
	case k < 9:
		return pick(r, placeFirst) + pick(r, placeMid) + pick(r, placeLast)
	}
	return pick(r, placeFirst) + pick(r, placeLast) + pick(r, []string{"头", "底", "庄", "子", ""})
}
