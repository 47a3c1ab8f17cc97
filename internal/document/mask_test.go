package document

import (
	"strings"
	"testing"
	"testing/quick"

	"xunzhi"
	"xunzhi/internal/document/documenttest"
)

func TestMaskText(t *testing.T) {
	id := documenttest.Number(7)
	wide := strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r + 0xFEE0
		}
		return r
	}, id)
	masked := xunzhi.MaskID(id)
	for in, want := range map[string]string{
		"":                    "",
		"王大(" + id + ")死亡":    "王大(" + masked + ")死亡",
		wide:                  masked,
		id[:6] + " " + id[6:]: masked,
		id[:6] + id[8:17]:     id[:4] + "*******" + id[13:17], // 15 digits
		"电话13800001234。":      "电话1380***1234。",
		"卡6217000012345670":   "卡6217********5670",
		"2024-09-01至2025-05-01发放9笔,合计32904.96元": "2024-09-01至2025-05-01发放9笔,合计32904.96元",
		"合同HX-HT-2023-0237":                     "合同HX-HT-2023-0237",
		"村990101100200":                         "村990101100200",
		"发票24412000000012345678":                "发票24412000000012345678",
		"时间20240131123000":                      "时间20240131123000",
		masked:                                  masked,
	} {
		if got := MaskText(in); got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
	}
}

func TestMaskTextNeverLeavesAValidNumber(t *testing.T) {
	leaves := func(n uint16, before, after string) bool {
		id := documenttest.Number(int(n))
		text := strings.TrimRight(before, "0123456789") + "证" + id + "号" + after
		got := MaskText(text)
		return !strings.Contains(got, id) && MaskText(got) == got
	}
	if err := quick.Check(leaves, nil); err != nil {
		t.Error(err)
	}
}

func TestMaskCell(t *testing.T) {
	for _, c := range []struct{ head, in, want string }{
		{"身份证号码", "4105811990010112", "4105********0112"}, // too short to be a number, but stands under its head
		{"开户账号", "00012345678", "0001***5678"},
		{"联系电话", "0372-6812345", "0372-*******"},
		{"合同编号", "202401010001", "202401010001"},
		{"承包方证件号", "91330106673959654P", "91330106673959654P"}, // an organisation's code
		{"金额", "1234567.00", "1234567.00"},
		{"身份证号", "4.10521E+17", "4.10521E+17"},
	} {
		if got := MaskCell(c.head, c.in); got != c.want {
			t.Errorf("%s %q: got %q, want %q", c.head, c.in, got, c.want)
		}
	}
}

func TestMaskKey(t *testing.T) {
	id := documenttest.Number(9)
	for _, c := range []struct{ kind, in, want string }{
		{"person", id, xunzhi.MaskID(id)},
		{"household", id, xunzhi.MaskID(id)},
		{"account", "6217000012345678901", "6217***********8901"},
		{"person", "石板岩村 王大 无号码", "石板岩村 王大 无号码"},
		{"contract", "HT-2024-001", "HT-2024-001"},
		{"village", "990101100200", "990101100200"},
	} {
		if got := MaskKey(c.kind, c.in); got != c.want {
			t.Errorf("%s %q: got %q, want %q", c.kind, c.in, got, c.want)
		}
	}
}

func FuzzMaskText(f *testing.F) {
	f.Add("王大", "，死亡后领取", uint16(3))
	f.Add("1", "2", uint16(900))
	f.Add(" ０", "Ｘ ", uint16(77))
	f.Fuzz(func(t *testing.T, before, after string, n uint16) {
		id := documenttest.Number(int(n))
		if strings.Contains(MaskText(before+"号"+id+"号"+after), id) {
			t.Errorf("left in %q", before+"号"+id+"号"+after)
		}
		for _, s := range []string{before, before + after} {
			if strings.Contains(MaskCell("身份证号", s+"号"+id+"号"), id) {
				t.Errorf("left under its head in %q", s)
			}
		}
	})
}
