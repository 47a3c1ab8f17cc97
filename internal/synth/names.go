package synth

import "strings"

// surnameTable holds surnames with a weight near their share (in ‰) of the Chinese population; the tail is flattened.
const surnameTable = `王71 李72 张68 刘54 陈45 杨31 黄22 赵21 周20 吴19 徐17 孙15 马14 朱13 胡13 郭12 何12 林11 高11 罗10 郑9 梁9 谢8 宋8 唐8 许8 韩7 冯7 邓7 曹7 彭6 曾6 肖6 田6 董6 袁5 潘5 于5 蒋5 蔡5 余5 杜5 叶5 程5 苏4 魏5 吕4 丁4 任4 沈4 姚4 卢4 姜4 崔4 钟3 谭3 陆3 汪3 范3 金3 石3 廖3 贾3 夏3 韦2 付2 方2 白2 邹2 孟2 熊2 秦2 邱2 江2 尹2 薛2 闫2 段2 雷2 侯2 龙2 史2 陶2 黎2 贺2 顾2 毛2 郝2 龚2 邵2 万2 钱2 严2 覃1 武1 戴1 莫1 孔1 向1 汤1 常1 温1 康1 施1 文1 牛1 樊1 葛1 邢1 安1 齐1 易1 乔1 伍1 庞1 颜1 倪1 庄1 聂1 章1 鲁1 岳1 翟1 殷1 申1 欧阳1 耿1 关1 兰1 焦1 俞1 左1 柳1 甘1 祝1 包1 宁1 尚1 符1 舒1 阮1 柯1 纪1 梅1 童1 凌1 毕1 单1 季1 裴1 霍1 涂1 成1 苗1 谷1 盛1 曲1 翁1 冉1 骆1 蓝1 路1 游1 辛1 靳1 管1 柴1 蒙1 鲍1 华1 喻1 祁1 蒲1 房1 滕1 屈1 饶1 解1 牟1 艾1 尤1 阳1 时1 穆1 农1 司1 卓1 古1 吉1 缪1 简1 车1 项1 连1 芦1 麦1 褚1 娄1 窦1 戚1 岑1 景1 党1 宫1 费1 卜1 冷1 晏1 席1 卫1 米1 柏1 宗1 瞿1 桂1 全1 佟1 应1 臧1 闵1 苟1 邬1 边1 卞1 姬1 师1 和1 仇1 栾1 隋1 商1 刁1 沙1 荣1 巫1 寇1 桑1 郎1 甄1 丛1 仲1 虞1 敖1 巩1 明1 佘1 池1 查1 麻1 苑1 迟1 邝1`

// Given names by generation and sex. Popular names come first and are drawn more often; the rest is made of two
// characters from the lists beneath.
var givenEras = []struct {
	until    int // birth years before this one
	male     string
	female   string
	mFirst   string
	mSecond  string
	fFirst   string
	fSecond  string
	singles  int // percent of names of one character
	mSingles string
	fSingles string
}{
	{1962, "建国 国强 玉山 德福 长顺 福生 保国 金山 文明 永福 德胜 国庆 天才 学文 有才 树林 玉林 富贵 来福 根生 水生 贵生 满仓 有福 全福 铁柱 石头 二牛 发财 春生",
		"秀英 桂英 秀兰 玉兰 玉英 桂兰 秀珍 凤英 淑珍 春梅 玉梅 秀芳 凤兰 桂芳 素珍 兰英 玉珍 菊英 爱英 秀花 金花 腊梅 改香 巧云 小英 桃花 翠花 喜莲 香莲 麦叶",
		"建国玉德长福保金文永学有树富贵天春全万世庆明守正志荣清太怀恩", "国山福顺生明胜才林贵财旺海江河昌喜发祥祺田保成安民和忠义堂", "秀桂玉凤淑素兰菊爱金春翠香巧喜梅月雪银荣", "英兰珍梅芳花莲云香琴娥芝荣凤仙叶枝娟华秋", 8, "旺福贵林山海江生", "英兰梅芳花香荣珍"},
	{1980, "建军 军 志强 建华 国华 红军 卫东 卫国 爱国 文革 建平 建民 志刚 海涛 永强 建设 建明 国平 晓东 保民 新民 长江 红旗 跃进 解放 援朝 文军 志军 俊杰 海军",
		"红梅 丽 敏 秀丽 红霞 爱华 小红 卫红 建英 玉红 春霞 艳红 丽华 海霞 素芬 爱玲 红英 桂花 霞 秋霞 瑞英 美丽 彩霞 改英 爱芳 丽娟 文英 翠平 小霞 冬梅",
		"建志国红卫爱文海永新晓长俊军保跃明学金东玉春庆向立宏宪永继", "军强华东国平民刚涛明设旗进林杰伟峰波勇辉斌超宏生兵亮武阳利义", "红丽秀爱小春艳海素玉秋瑞美彩翠冬文晓桂建", "梅霞华红英芬玲花丽娟敏艳萍琴芳荣云平兰珍", 24, "军伟强勇刚斌涛辉波平杰明超林峰", "丽敏霞艳红梅玲娟芳萍燕静英慧琴"},
	{2000, "伟 磊 鹏 超 杰 涛 强 浩 飞 帅 志伟 建伟 鹏飞 晓明 文杰 志鹏 海波 少华 亚飞 国栋 世杰 晓峰 振华 俊峰 永杰 海龙 瑞 凯 龙 旭",
		"静 婷 艳 娟 丽丽 晓燕 婷婷 芳芳 丹丹 莉莉 倩倩 娜 雪 玲玲 燕 佳 慧敏 亚楠 海燕 晓丽 梦 园园 媛媛 文静 雅静 瑞芳 红艳 俊霞 亚男 亚丽",
		"志建鹏晓文海少亚国世振俊永瑞明天子浩泽家凯旭宏嘉新彦景士耀向", "伟飞明杰鹏波华栋峰龙辉超凯阳磊涛洋宇斌亮坤康浩东光林强军恒昌", "静婷丽晓芳丹莉倩亚海慧雅瑞红俊文佳梦雪媛", "静婷丽燕芳敏楠霞艳娟玲娜洁莹颖媛慧雯琳琪", 26, "伟磊鹏超杰涛强浩飞帅凯龙旭阳瑞宇", "静婷艳娟丹娜雪燕佳倩莉敏颖莹洁"},
	{2100, "浩宇 子轩 浩然 宇轩 梓轩 俊熙 一鸣 子涵 博文 梓豪 宇航 奕辰 沐辰 浩轩 子豪 家豪 天佑 明轩 皓轩 泽宇 嘉乐 文博 宇辰 俊豪 铭泽 晨阳 思远 子墨 佳豪 昊天",
		"梓涵 欣怡 诗涵 雨涵 一诺 子涵 可欣 梦瑶 佳怡 思涵 若曦 语桐 梓萱 雨萱 欣妍 紫涵 雨桐 梦琪 佳琪 诗琪 静怡 馨月 依诺 雅琪 艺涵 晨曦 可馨 雨欣 思琪 嘉怡",
		"子浩宇梓俊一博奕沐家天明皓泽嘉文铭晨思佳昊睿辰瑞煜逸承景恒书", "轩宇然熙鸣涵文豪航辰佑泽乐博阳远墨天睿霖诚哲杰晨恒毅凯瑜彬琦", "梓欣诗雨一可梦佳思若语紫静馨依雅艺晨嘉子", "涵怡萱欣瑶曦桐妍琪月诺馨彤婷雯宁熙颖悦岚", 6, "睿轩昊煜泽辰宸博瀚宇", "彤妍瑶萱涵悦琪怡昕琳"},
}

// nameTable holds every surname and given name once; people keep indices.
type nameTable struct {
	surnames []string
	bySur    []uint8     // drawing table: index of a surname, repeated by weight
	given    []string    // all given names
	groups   [8]nameList // era × 2 + sex (0 female, 1 male)
}

// nameList is one era's names of one sex inside nameTable.given: popular, then singles, then first × second.
type nameList struct {
	popular, nPopular, singles, nSingles, pairs, nFirst, nSecond int
	singlePct                                                    int
}

func newNameTable() *nameTable {
	t := &nameTable{}
	for _, w := range strings.Fields(surnameTable) {
		k := strings.TrimRight(w, "0123456789")
		n := 0
		for _, c := range w[len(k):] {
			n = n*10 + int(c-'0')
		}
		for range n {
			t.bySur = append(t.bySur, uint8(len(t.surnames)))
		}
		t.surnames = append(t.surnames, k)
	}
	for e, era := range givenEras {
		t.groups[e*2] = t.addNames(era.female, era.fSingles, era.fFirst, era.fSecond, era.singles)
		t.groups[e*2+1] = t.addNames(era.male, era.mSingles, era.mFirst, era.mSecond, era.singles)
	}
	return t
}

func (t *nameTable) addNames(popular, singles, first, second string, pct int) nameList {
	l := nameList{singlePct: pct, popular: len(t.given)}
	t.given = append(t.given, strings.Fields(popular)...)
	l.nPopular = len(t.given) - l.popular
	l.singles = len(t.given)
	for _, c := range singles {
		t.given = append(t.given, string(c))
	}
	l.nSingles = len(t.given) - l.singles
	l.pairs = len(t.given)
	f, s := []rune(first), []rune(second)
	l.nFirst, l.nSecond = len(f), len(s)
	for _, a := range f {
		for _, b := range s {
			t.given = append(t.given, string(a)+string(b))
		}
	}
	return l
}

func eraOf(birthYear int) int {
	for i, e := range givenEras {
		if birthYear < e.until {
			return i
		}
	}
	return len(givenEras) - 1
}

// givenName draws a given name. A family's generation character (shared 0 or more) makes brothers' names alike.
func (t *nameTable) givenName(r *rng, male bool, birthYear, shared int) uint16 {
	g := eraOf(birthYear) * 2
	if male {
		g++
	}
	l := t.groups[g]
	if shared >= 0 && male && r.chance(60) {
		return uint16(l.pairs + shared%l.nFirst*l.nSecond + r.n(l.nSecond))
	}
	switch {
	case r.chance(l.singlePct):
		return uint16(l.singles + r.n(l.nSingles))
	case r.chance(26):
		return uint16(l.popular + r.skew(l.nPopular))
	}
	return uint16(l.pairs + min(r.n(l.nFirst), r.n(l.nFirst))*l.nSecond + min(r.n(l.nSecond), r.n(l.nSecond)))
}

// alike maps a character to one of the same reading, as a clerk who types by sound would take it.
var alike = map[rune]rune{'伟': '炜', '军': '君', '志': '智', '建': '健', '丽': '莉', '莉': '丽', '华': '桦', '红': '洪', '明': '铭', '强': '蔷', '平': '萍', '萍': '平', '玲': '铃', '英': '瑛', '兰': '岚', '梅': '玫', '霞': '遐', '峰': '锋', '杰': '洁', '涛': '滔', '辉': '晖', '文': '雯', '燕': '艳', '艳': '燕', '芳': '坊', '生': '声', '福': '富', '林': '琳', '国': '帼', '秀': '绣', '淑': '书', '珍': '真', '敏': '闵', '静': '净', '婷': '亭', '浩': '昊', '宇': '雨', '轩': '宣', '涵': '晗', '欣': '新', '怡': '宜', '德': '得', '长': '常', '春': '椿', '玉': '钰', '桂': '贵', '凤': '奉', '勇': '永', '永': '勇', '刚': '钢', '斌': '彬', '超': '朝', '鹏': '朋', '飞': '非', '晓': '小', '小': '晓', '亚': '雅', '新': '欣', '世': '士', '俊': '峻', '保': '宝', '金': '今', '学': '雪', '树': '述', '香': '湘', '花': '华', '荣': '容', '云': '芸', '琴': '勤'}

// variantForm maps a character to another form of the same one.
var variantForm = map[rune]rune{'峰': '峯', '国': '國', '强': '強', '华': '華', '军': '軍', '兰': '蘭', '凤': '鳳', '云': '雲', '贵': '貴', '荣': '榮', '红': '紅', '丽': '麗', '伟': '偉', '东': '東', '龙': '龍', '鹏': '鵬', '飞': '飛', '庆': '慶', '宝': '寶', '学': '學', '树': '樹', '长': '長', '刘': '劉', '张': '張', '陈': '陳', '杨': '楊', '赵': '趙', '吴': '吳', '孙': '孫', '马': '馬'}
