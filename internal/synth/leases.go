package synth

import (
	"fmt"

	"xunzhi"
)

// lease is one contract over one asset, with what was paid and who voted.
type lease struct {
	no, assetNo, assetName string
	kind                   string
	area                   int64 // 1/10,000 mu, 0 for buildings
	assetArea              int64
	party                  string
	partyID                cell
	nameCell               cell
	phone                  string
	signed, start, end     xunzhi.Date
	annual, total          int64
	paid                   []payment
	arrears                int64
	openBid                bool
	voted                  xunzhi.Date // 0: no meeting
	should, attended, yes  int
	approved               xunzhi.Date // township, 0 none
	state                  string
	assetState             string
	ident                  ident
	refs, assetRefs        []ref
	noAsset                bool // the asset stands in the register already
}

type payment struct {
	due, on xunzhi.Date
	fen     int64
	refs    []ref
}

// landRent is the usual rent of a class of land, yuan a mu and year.
var landRent = map[string]int64{"耕地": 620, "机动地": 560, "林地": 90, "草地": 70, "水面": 430}

var leaseKinds = []string{"耕地", "耕地", "林地", "耕地", "水面", "林地", "草地", "房屋"}
var assetWords = map[string][]string{"耕地": {"村东耕地", "河滩地", "西坡地", "南洼地", "园子地", "北岗地"}, "机动地": {"机动地"}, "林地": {"后山林地", "东山林场", "防护林地", "果园"}, "草地": {"北坡草地", "草场"}, "水面": {"水库水面", "鱼塘", "坑塘"}, "房屋": {"旧学校房屋", "村集体门面房", "旧村部", "仓库"}, "设备": {"变压器及机井", "烘干设备"}}

// rentOf gives the fair yearly rent of an asset: the township's level, a little up or down.
func (p *planner) rentOf(v int, kind string, area int64) int64 {
	if kind == "房屋" || kind == "设备" {
		return int64(p.r.between(30, 160)) * 10000
	}
	perMu := landRent[kind] * int64(p.w.towns[p.w.villages[v].town].priceF) / 100 * int64(p.r.between(90, 112)) / 100
	return perMu * area / 10000 * 100
}

// newLease drafts an innocent contract over a new asset; cases change what they need before [planner.sign].
func (p *planner) newLease(v int, kind string, start xunzhi.Date, years int) *lease {
	p.assetN[v]++
	p.dealN[v]++
	vl := &p.w.villages[v]
	l := &lease{kind: kind, start: start, state: "履行", openBid: p.r.chance(50)}
	l.assetNo = fmt.Sprintf("ZY%s%03d", vl.code[6:], p.assetN[v])
	l.assetName = fmt.Sprintf("%s%s%d号", vl.short, pick(p.r, assetWords[kind]), p.assetN[v])
	l.no = fmt.Sprintf("HT%s-%d-%03d", vl.code[6:], start.Month().Year(), p.dealN[v])
	if kind != "房屋" && kind != "设备" {
		l.area = int64(p.r.between(200, 380)) * 1000
	}
	l.assetArea = l.area
	l.annual = p.rentOf(v, kind, l.area)
	l.signed = start - xunzhi.Date(p.r.between(3, 20))
	l.voted = l.signed - xunzhi.Date(p.r.between(12, 35))
	l.should = p.r.between(30, 60)
	l.attended = l.should*p.r.between(80, 98)/100 + 1
	l.yes = l.attended*p.r.between(82, 100)/100 + 1
	l.yes = min(l.yes, l.attended)
	l.phone = phone(p.r)
	l.term(years)
	l.payOnTime(p)
	return l
}

// term sets the end: so many whole years.
func (l *lease) term(years int) {
	y, m, d := l.start.YMD()
	l.end = xunzhi.DateOf(y+years, m, min(d, 28)) - 1
	l.total = l.annual * int64(years)
}

// anniversary gives the day on which the k-th year's rent is due (k from 0).
func (l *lease) anniversary(k int) xunzhi.Date {
	y, m, d := l.start.YMD()
	return xunzhi.DateOf(y+k, m, min(d, 28))
}

// payOnTime pays every year's rent that is due by the last day.
func (l *lease) payOnTime(p *planner) {
	l.paid, l.arrears = nil, 0
	for k := 0; l.anniversary(k) <= p.w.asOf && l.anniversary(k) < l.end; k++ {
		due := l.anniversary(k)
		l.paid = append(l.paid, payment{due: due, on: min(due+xunzhi.Date(p.r.between(-8, 20)), p.w.asOf), fen: l.annual})
	}
}

func (l *lease) received() int64 {
	var s int64
	for _, x := range l.paid {
		s += x.fen
	}
	return s
}

// person and firm set the party.
func (l *lease) person(p *planner, who uint32) *lease { return l.writtenAs(p, p.as(clean, who)) }

func (l *lease) writtenAs(p *planner, id ident) *lease {
	l.ident, l.nameCell, l.partyID, l.party = id, id.name, id.id, p.w.name(id.who)
	return l
}

func (l *lease) firm(p *planner, c int) *lease {
	l.party, l.nameCell, l.partyID = p.w.companies[c].name, text(p.w.companies[c].name), codeOf(p.w.companies[c].uscc)
	l.approve()
	return l
}

// approve has the township agree between vote and signature.
func (l *lease) approve() *lease {
	l.approved = l.voted + (l.signed-l.voted)/2
	return l
}

// sign writes contract, asset, meeting, collections and vouchers.
func (p *planner) sign(v int, l *lease) {
	w := p.w
	c := f{"contract_no": text(l.no), "village": inVillage(v), "asset_no": text(l.assetNo), "asset_name": text(l.assetName), "kind": text(l.kind), "party": l.nameCell, "party_id": l.partyID,
		"phone": text(l.phone), "signed": date(l.signed), "start": date(l.start), "end": date(l.end), "annual_amount": yuan(l.annual), "total_amount": yuan(l.total), "received": yuan(l.received()),
		"arrears": yuan(l.arrears), "open_bid": yes(l.openBid), "meeting_date": dateOrNone(int32(l.voted)), "township_approval": dateOrNone(int32(l.approved)), "status": text(l.state)}
	if l.area != 0 {
		c["area_mu"] = mu(l.area)
	}
	l.ident.mark(w.extra("contract", v, 0, c, l.refs...))
	if !l.noAsset {
		p.putAsset(v, l)
	}
	if l.voted != 0 {
		w.extra("meeting", v, 0, f{"village": inVillage(v), "date": date(l.voted), "topic": text("关于发包" + l.assetName + "的决议"), "object_no": text(l.no), "should_attend": count(l.should), "attended": count(l.attended), "agreed": count(l.yes)})
	}
	for _, x := range l.paid {
		p.collect(v, l, x)
	}
	if l.area != 0 && l.end > w.asOf {
		p.leases[v] = append(p.leases[v], *l)
	}
}

func (p *planner) putAsset(v int, l *lease) {
	state := l.assetState
	if state == "" {
		state = "发包"
		if l.kind == "房屋" || l.kind == "设备" {
			state = "出租"
		}
	}
	class, kind := l.kind, "资源"
	a := f{"asset_no": text(l.assetNo), "village": inVillage(v), "name": text(l.assetName), "class": text(class), "location": text(p.w.villages[v].name), "state": text(state),
		"tenant": l.nameCell, "contract_no": text(l.no), "acquired": date(xunzhi.DateOf(2017, 12, 31))}
	if l.kind == "房屋" || l.kind == "设备" {
		kind = "资产"
		a["original_value"] = yuan(int64(p.r.between(40, 300)) * 100_000)
	} else {
		a["area_mu"] = mu(l.assetArea)
	}
	a["kind"] = text(kind)
	if l.ident.ch != clean {
		a["tenant"] = text(p.w.name(l.ident.who))
	}
	p.w.extra("asset", v, 0, a, l.assetRefs...)
}

func (p *planner) collect(v int, l *lease, x payment) {
	w := p.w
	no := w.nextVoucher(v, x.on)
	w.extra("collection", v, 0, f{"contract_no": text(l.no), "due": date(x.due), "received_on": date(x.on), "amount": yuan(x.fen), "voucher_no": text(no)}, x.refs...)
	chief, clerk := w.signers(v)
	w.events[v] = append(w.events[v], &event{day: x.on, no: no, summary: "收" + l.assetName + "承包费(" + l.no + ")", entries: earn(acIncome, x.fen), bank: x.fen, party: l.party,
		handler: clerk, approver: chief, method: "转账", attachments: 2, invoice: fmt.Sprintf("SJ%07d", p.r.n(10_000_000))})
}

// background leases and works every village's assets in innocence.
func (p *planner) background() {
	for v := range p.w.villages {
		p.ownLand(v)
		for _, k := range leaseKinds[:max(6, min(8, 5+p.r.n(4)))] {
			p.fairLease(v, k)
		}
		p.works(v)
	}
}

// fairLease lets one asset; now and then an earlier contract over it has run out and been replaced.
func (p *planner) fairLease(v int, kind string) {
	w := p.w
	start := w.asOf - 50 - xunzhi.Date(p.r.n(1590))
	l := p.newLease(v, kind, start, p.r.between(5, 10))
	p.party(v, l)
	if p.r.chance(12) {
		old := *l
		p.dealN[v]++
		old.no = fmt.Sprintf("HT%s-%d-%03d", w.villages[v].code[6:], 2017, p.dealN[v])
		old.start = l.start - xunzhi.Date(p.r.between(3, 20)) - 3*365
		old.signed, old.voted = old.start-10, old.start-30
		old.term(3)
		old.end = l.start - 2
		old.state, old.noAsset = "终止", true
		if old.approved != 0 {
			old.approve()
		}
		old.payOnTime(p)
		p.sign(v, &old)
	}
	p.sign(v, l)
}

// party finds a tenant who is nobody's kin in office: a villager, a firm, or somebody from elsewhere with approval.
func (p *planner) party(v int, l *lease) {
	w := p.w
	switch k := p.r.n(10); {
	case k < 6:
		if who := p.tenant(v); who != 0 {
			l.person(p, who)
			return
		}
	case k < 8:
		c := p.r.n(len(w.companies))
		if w.companies[c].status == "存续" && w.companies[c].est < l.signed && !p.isBuilder(c) {
			l.firm(p, c)
			return
		}
	}
	l.person(p, w.outsider(p.r, p.r.chance(70), p.r.between(1962, 1992))).approve()
}

func (p *planner) isBuilder(c int) bool { return c < len(p.w.builders) }

func (p *planner) tenant(v int) uint32 {
	w := p.w
	vl := &w.villages[v]
	for range 30 {
		h := vl.firstHH + uint32(p.r.n(int(vl.lastHH-vl.firstHH)))
		if i := w.grown(h, 28, 62); i != 0 && w.households[h].use == useFree && !p.kinOfficer(i) {
			w.households[h].use = useBusiness
			return i
		}
	}
	return 0
}

// ownLand registers what the village keeps for itself: its reserve land (2 % of what families hold) and its buildings.
func (p *planner) ownLand(v int) {
	w := p.w
	vl := &w.villages[v]
	for h := vl.firstHH; h < vl.lastHH; h++ {
		vl.land += int64(w.households[h].area) * 100
	}
	p.ownAsset(v, "机动地", "资源", "机动地", vl.land/5000*100)
	p.ownAsset(v, "村部办公楼", "资产", "房屋", 0)
	p.ownAsset(v, "文化活动中心", "资产", "房屋", 0)
}

func (p *planner) ownAsset(v int, name, kind, class string, area int64, refs ...ref) {
	p.assetN[v]++
	a := f{"asset_no": text(fmt.Sprintf("ZY%s%03d", p.w.villages[v].code[6:], p.assetN[v])), "village": inVillage(v), "name": text(p.w.villages[v].short + name), "kind": text(kind), "class": text(class),
		"location": text(p.w.villages[v].name), "state": text("自用"), "acquired": date(xunzhi.DateOf(2016, 6, 30))}
	if area != 0 {
		a["area_mu"] = mu(area)
	} else {
		a["original_value"] = yuan(int64(p.r.between(100, 900)) * 100_000)
	}
	p.w.extra("asset", v, 0, a, refs...)
}
