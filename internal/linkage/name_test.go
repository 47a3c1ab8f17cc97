package linkage

import (
	"math/rand"
	"testing"
)

func TestLike(t *testing.T) {
	for _, tt := range []struct {
		a, b string
		want bool
	}{
		{"王大", "王　大", true},
		{"張偉", "张伟", true},
		{"张伟", "张玮", true},    // read alike
		{"曾小贤", "增小贤", true},  // one of three
		{"单雄信", "善雄信", true},  // the surname is read shàn
		{"单田", "丹田", false},   // and not dān
		{"解晓", "谢晓", true},    // xiè
		{"陈琳", "陈玲", true},    // in and ing
		{"李娜", "李拉", true},    // n and l
		{"诸葛亮", "司马懿", false}, // no character in common
		{"张伟", "李娜", false},   // two unrelated of equal length
		{"张伟", "张强", false},   // one of two
		{"王建国", "王建军", true},  // one of three
		{"王建国", "李建军", false}, // two of three
		{"王小明", "王明小", false}, // characters swapped are another name
		{"欧阳修", "欧阳休", true},
		{"阿卜杜热合曼", "阿卜杜·热合曼", true},
		{"阿卜杜热合", "阿卜杜·热合曼", true}, // cut off
		{"王□", "王䶮", true},
		{"王\ue863", "王䶮", true}, // private use
		{"张*国", "张建国", true},
		{"张**", "张三", true},
		{"张*国", "李建国", false},
		{"张某某", "张建国", true},
		{"李四(曾用名:李二狗)", "李二狗", true},
		{"李四(已故)", "李四", true},
		{"李四2", "李四", true},
		{"", "李四", true},
		{"不详", "李四", true},
		{"Ｗａｎｇ", "WANG", true},
	} {
		if got := like(parseName(tt.a), parseName(tt.b)); got != tt.want {
			t.Errorf("like(%s, %s) = %v", tt.a, tt.b, got)
		}
	}
}

// Likeness holds both ways and of a name with itself, whatever the names.
func TestLikeSymmetric(t *testing.T) {
	r := rand.New(rand.NewSource(1))
	letters := []rune("王李张玮伟单善曾增解谢欧阳诸葛小晓明敏*□·(曾用名)某 1a\ue863無无")
	word := func() string {
		rs := make([]rune, r.Intn(7))
		for i := range rs {
			rs[i] = letters[r.Intn(len(letters))]
		}
		return string(rs)
	}
	for range 50000 {
		a, b := word(), word()
		x, y := parseName(a), parseName(b)
		if like(x, y) != like(y, x) {
			t.Fatalf("like(%q, %q) is %v one way only", a, b, like(x, y))
		}
		if !like(x, x) {
			t.Fatalf("%q is not like itself", a)
		}
		if again := parseName(x.main); !x.wild && again.main != x.main {
			t.Fatalf("folding %q twice: %q, %q", a, x.main, again.main)
		}
	}
}

func TestOrganisationName(t *testing.T) {
	a := organisationName("林泉市宏达建筑工程有限责任公司")
	if b := organisationName("林泉市宏达建筑工程（ 有限公司）"); a != b {
		t.Errorf("%q, %q", a, b)
	}
	for _, other := range []string{"林泉市宏达建筑工程第二有限公司", "林泉市宏达建筑工程有限公司2", "宏达建筑工程有限公司", "林泉市宏达建筑*有限公司", "王大"} {
		if organisationName(other) == a {
			t.Errorf("%s is taken for another", other)
		}
	}
	if organisationName("张三") != "" {
		t.Error("a person's name is taken for an organisation's")
	}
}

func FuzzParseName(f *testing.F) {
	for _, s := range []string{"王大", "李四(曾用名 李二)", "((", "))(", "张*国", "\xff\xfe", "曾用名", "单于", ""} {
		f.Add(s, "欧阳修")
	}
	f.Fuzz(func(t *testing.T, a, b string) {
		x, y := parseName(a), parseName(b)
		if like(x, y) != like(y, x) {
			t.Errorf("like(%q, %q) one way only", a, b)
		}
	})
}

// near never takes a number for another valid one that is further than its one step, and finds every single slip.
func FuzzNear(f *testing.F) {
	for _, s := range []string{"99010119631204318X", "9.90101E+17", "9901**********318", "", "*", "E", "1E+17", "990101631204318", "OOOOOOOOOOOOOOOOOO"} {
		f.Add(s)
	}
	num := idNumber("19631204", 318)
	f.Fuzz(func(t *testing.T, s string) {
		if n, ok := near(s, num); ok && (n.bits < 0 || n.bits > fullBits+checkBits || n.method == "") {
			t.Errorf("near(%q): %+v", s, n)
		}
	})
}

func TestNearEverySlip(t *testing.T) {
	r := rand.New(rand.NewSource(1))
	for range 3000 {
		num := idNumber([]string{"19631204", "20010930"}[r.Intn(2)], r.Intn(1000))
		i := r.Intn(17)
		slips := map[string]string{
			byDigit:  num[:i] + string('0'+(num[i]-'0'+1+byte(r.Intn(9)))%10) + num[i+1:],
			bySwap:   num[:i] + num[i+1:i+2] + num[i:i+1] + num[i+2:],
			byLength: num[:i] + num[i+1:],
			byMask:   num[:i] + "*" + num[i+1:],
		}
		for method, text := range slips {
			n, ok := near(text, num)
			if !ok || n.method != method && !(method == bySwap && num[i] == num[i+1]) && !(method == byLength) {
				t.Fatalf("%s of %s: %s gives %+v %v", method, num, text, n, ok)
			}
		}
	}
}

// However names come, every name of a person is like the one that leads, and those that lead are unlike each other.
func TestGroupsHoldVeto(t *testing.T) {
	r := rand.New(rand.NewSource(2))
	pool := []string{"王建国", "王建军", "王健国", "李四海", "李死海", "张伟", "张玮", "张强", "王*国", "不详", "赵钱孙", "欧阳修", "欧阳休", "欧阳"}
	for range 2000 {
		k := newKnown()
		s := &k.shards[shardOf(1<<40)]
		for range 1 + r.Intn(9) {
			s.note(1<<40, k.names.id(pool[r.Intn(len(pool))]), 0, r.Intn(5) == 0)
		}
		groups := k.grouped(k.get(1 << 40))
		for i, g := range groups {
			lead := k.names.parse(g[0].id)
			for _, n := range g[1:] {
				if !like(lead, k.names.parse(n.id)) {
					t.Fatalf("%s is taken for %s", k.names.text(n.id), k.names.text(g[0].id))
				}
			}
			for _, other := range groups[:i] {
				if like(lead, k.names.parse(other[0].id)) {
					t.Fatalf("%s and %s are held apart", k.names.text(g[0].id), k.names.text(other[0].id))
				}
			}
		}
	}
}
