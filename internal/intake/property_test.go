package intake

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"xunzhi"
)

// grid is a table of a source as a department could have made it.
func gridOf(s *Source) (fields []int, rows [][]string) {
	for k := range s.Fields {
		fields = append(fields, k)
	}
	for i := range 8 {
		var row []string
		for _, k := range fields {
			row = append(row, sampleValue(&s.Fields[k], i))
		}
		rows = append(rows, row)
	}
	return fields, rows
}

func writeGrid(t testing.TB, heads []string, rows [][]string, titles int) string {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	for i := range titles {
		if err := w.Write(append([]string{fmt.Sprintf("第%d部分情况登记", i+1)}, make([]string, len(heads)-1)...)); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.WriteAll(append([][]string{heads}, rows...)); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// TestFormDoesNotMatter is a law: moving columns about, titles above the head, and every other word for a head give the
// same records.
func TestFormDoesNotMatter(t *testing.T) {
	l, err := loaded()
	if err != nil {
		t.Fatal(err)
	}
	rng := rand.New(rand.NewPCG(1, 2))
	for si, s := range l.sources {
		if s.Internal || s.ID == petition { // of a petition, unmapped columns are left out, so their place shows
			continue
		}
		t.Run(s.ID, func(t *testing.T) {
			fields, rows := gridOf(s)
			ids := make([]string, len(fields))
			heads := make([]string, len(fields))
			for i, k := range fields {
				ids[i], heads[i] = s.Fields[k].ID, s.Fields[k].Name
			}
			name := s.Words[0] + ".csv"
			k, _ := loadFiles(t, map[string]string{"村名册.csv": villages, name: writeGrid(t, heads, rows, 0)})
			first := recordsOf(k, s, name, ids)
			if len(first) != len(rows) {
				t.Fatalf("%d records of %d rows", len(first), len(rows))
			}
			for range 4 {
				order := rng.Perm(len(fields))
				var h []string
				for _, i := range order {
					h = append(h, synonym(l, rng, si, fields[i], heads[i]))
				}
				var moved [][]string
				for _, r := range rows {
					var m []string
					for _, i := range order {
						m = append(m, r[i])
					}
					moved = append(moved, m)
				}
				k, rep := loadFiles(t, map[string]string{"村名册.csv": villages, name: writeGrid(t, h, moved, rng.IntN(5))})
				if d := cmp.Diff(first, recordsOf(k, s, name, ids)); d != "" {
					t.Fatalf("head %v: %s\n%+v", h, d, fileOf(t, rep, name).Sheets[0].Mapping)
				}
			}
		})
	}
}

func recordsOf(k *keep, s *Source, name string, ids []string) []string {
	var out []string
	for _, b := range k.batches {
		if b.src != s || b.batch.File != name {
			continue
		}
		for _, r := range b.rows {
			var x []string
			for _, id := range ids {
				i := s.fieldIndex(id)
				x = append(x, show(&s.Fields[i], r.Values[i]))
			}
			out = append(out, strings.Join(x, "|"))
		}
	}
	return out
}

// synonym picks a word that means this field of the source and no other one of it, or sometimes decorates it.
func synonym(l *lexicon, rng *rand.Rand, source, field int, name string) string {
	var words []string
	for w, hits := range l.words {
		own, other := false, false
		for _, h := range hits {
			if h.source == source {
				own = own || h.field == field
				other = other || h.field != field
			}
		}
		if own && !other && !l.isPetitioner(w) && !strings.Contains(w, "万元") { // another unit is another amount
			words = append(words, w)
		}
	}
	slices.Sort(words)
	if len(words) > 0 && rng.IntN(4) > 0 {
		name = words[rng.IntN(len(words))]
	}
	switch rng.IntN(6) {
	case 0:
		return "*" + name
	case 1:
		return " " + name + " "
	case 2:
		return name + "(必填)"
	case 3:
		if rs := []rune(name); len(rs) > 1 {
			return string(rs[0]) + "  " + string(rs[1:])
		}
	}
	return name
}

// TestCatalogueIsWhole: definitions are complete, and mistakes are reported with file and field.
func TestCatalogueIsWhole(t *testing.T) {
	sources, err := Catalogue()
	if err != nil {
		t.Fatal(err)
	}
	if len(sources) != 39 {
		t.Errorf("%d sources", len(sources))
	}
	roles := map[string]string{"id_number": "person", "head_id_number": "head", "cadre_id_number": "cadre", "kin_id_number": "kin", "beneficiary_id_number": "beneficiary", "holder_id": "holder",
		"owner_id": "owner", "party_id": "party_entity", "legal_rep_id": "legal_rep_entity", "uscc": "org", "unit_uscc": "employer", "contractor_uscc": "contractor_entity", "bidder_uscc": "bidder_entity"}
	for _, s := range sources {
		if !s.Internal && len(s.Words) == 0 {
			t.Errorf("%s has no words for file names", s.ID)
		}
		for _, f := range s.Fields {
			if f.Role != roles[f.ID] {
				t.Errorf("%s.%s has role %q", s.ID, f.ID, f.Role)
			}
		}
	}
}

type oneFile struct{ text string }

func (o oneFile) ReadFile(string) ([]byte, error) { return []byte(o.text), nil }

func TestCatalogueErrors(t *testing.T) {
	for text, want := range map[string]string{
		"id: x\nname: 某\nowner: 某\nfields:\n  - {id: a, name: 甲, type: txt}\n":                                    "字段 a",
		"id: x\nname: 某\nowner: 某\nfields:\n  - {id: a, name: 甲, type: text}\n  - {id: a, name: 乙, type: text}\n": "出现两次",
		"id: y\nname: 某\nowner: 某\nfields:\n  - {id: a, name: 甲, type: text}\n":                                   "文件名",
		"id: x\nname: 某\nowner: 某\nfields:\n  - {id: a, name: 甲, type: text, wrods: [乙]}\n":                       "x.yml",
		"id: x\nname: 某\nowner: 某\nfields:\n  - {id: a, name: 甲, type: text}\nkey: [b]\n":                         "b",
		"id: x\nname: 某\nowner: 某\nfields:\n  - {id: a, name: 甲, type: text, values: {一: [二], 三: [二]}}\n":         "二",
		"id: x\nname: 某\nowner: 某\nfields:\n  - {id: a, name: 甲, type: text, role: person}\n":                     "role",
	} {
		_, err := readSources(oneFile{text}, []string{"sources/x.yml"})
		if err == nil || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), "x.yml") {
			t.Errorf("%q: %v", text, err)
		}
	}
}

// FuzzConvert: no text makes a converter fail, a value that is set is of its type, and null never carries a value.
func FuzzConvert(f *testing.F) {
	for _, s := range []string{"", "2024年1月", "7，000.00", "人民币7,000元", "4.10521E+17", "1.39E+10", "+86 139", "是", "30%", "990101200300", "长期", "二〇二四年一月", "(1)", "1e999", "'", "一級", "\u00a0\x1f"} {
		for i := range byte(12) {
			f.Add(s, i)
		}
	}
	types := []FieldType{Text, ID, USCC, Party, Date, Month, Yuan, Price, Mu, Int, Bool, Village}
	formats := []string{"", "account", "phone", "code", "plate"}
	f.Fuzz(func(t *testing.T, s string, kind byte) {
		fd := Field{ID: "x", Type: types[int(kind)%len(types)], Format: formats[int(kind/16)%len(formats)], Year: kind&1 != 0, Last: kind&2 != 0, Values: map[string][]string{"是": {"成功"}, "否": nil}}
		if kind > 200 {
			fd.Unit = "percent"
		}
		c := newColumn(0, 0, &fd)
		c.num, c.den = 15, 2000
		var v, w Value
		out, why := c.convert(s, &v)
		out2, _ := c.convert(s, &w)
		if out != out2 || v != w {
			t.Fatalf("%q: %v then %v", s, v, w)
		}
		if (out == cellOK) != v.Set || (out == cellBad) != (why != "") || out == cellBad && adviceFor[why] == "" {
			t.Fatalf("%q: outcome %d, why %q, %+v", s, out, why, v)
		}
		if !v.Set && (v.I != 0 || v.S != "") {
			t.Fatalf("%q: null holds %+v", s, v)
		}
		if v.Set && fd.Type == Month {
			if _, _, d := xunzhi.Date(v.I).YMD(); d != 1 {
				t.Fatalf("%q: a month lies on its first day: %v", s, v)
			}
		}
	})
}

// FuzzHeader: whatever the first rows hold, the head found lies inside them and its data begins after it.
func FuzzHeader(f *testing.F) {
	f.Add("姓名|身份证号\n王大|990101194001020011\n")
	f.Add("标题\n姓名||金额\n||元\n1|2|3\n合计|3\n")
	f.Add("||||\n姓名1|身份证1|姓名2\n")
	l, err := loaded()
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) > 2000 {
			return
		}
		var rows []gridRow
		for i, line := range strings.Split(text, "\n") {
			cells := strings.Split(line, "|")
			merged := make([]bool, len(cells))
			for j := range merged {
				merged[j] = j > 0 && cells[j] == cells[j-1] && len(cells[j])%2 == 1
			}
			rows = append(rows, gridRow{number: i + 1, cells: cells, merged: merged})
		}
		tb := l.newTable("目录/文件2024年5月.csv", "表", rows)
		if h := tb.head; h.found && (h.first < 1 || h.data <= h.first || h.data > h.first+2) {
			t.Fatalf("head on %d, data from %d", h.first, h.data)
		}
		for _, c := range l.rank(tb) {
			if c.confidence < 0 || c.confidence > 1 {
				t.Fatalf("confidence %f", c.confidence)
			}
			seen := map[int]bool{}
			for _, b := range c.bounds {
				if seen[b.col] || b.col >= len(tb.stats) {
					t.Fatalf("column %d bound twice or outside", b.col)
				}
				seen[b.col] = true
			}
		}
	})
}

// FuzzNames: a month found in a name is a month, and a village found is in the register.
func FuzzNames(f *testing.F) {
	for _, s := range []string{"合涧镇202403", "2025年5月", "二〇二五年十二月", "2023-2024年", "截至2025年6月30日", "临河乡张庄村", "5月", "2024.05"} {
		f.Add(s)
	}
	v := NewVillages([]KnownVillage{{"990101100201", "合涧镇", "小庄村"}, {"990101101201", "临河乡", "张庄村"}})
	f.Fuzz(func(t *testing.T, s string) {
		if !utf8.ValidString(s) {
			return
		}
		near := newSurroundings(s+".csv", s, []string{s})
		if m, ok := near.month(); ok && (m.Year() < 1990 || m.Year() > 2099) {
			t.Fatalf("%q: %v", s, m)
		}
		if p := v.find(s); p.village != "" && v.byCode[p.village].Code == "" {
			t.Fatalf("%q: %v", s, p)
		}
		if code, state := v.resolve(s, s); (code != "") != (state == villageOK) {
			t.Fatalf("%q: %q %d", s, code, state)
		}
	})
}

func TestMonthsInNames(t *testing.T) {
	for s, want := range map[string]string{
		"合涧镇202403": "2024-03", "2025年5月": "2025-05", "2025年05月份": "2025-05", "二〇二五年十二月": "2025-12", "2024-05": "2024-05", "2024.05发放": "2024-05", "20240531": "2024-05", "发放表(2024年11月)": "2024-11",
		"2023-2024年": "", "火化登记2024.12-2025.5": "", "2024年1月-6月": "", "2024年1-12月": "", "截至2025年6月30日": "", "13800138000": "", "2024年": "", "第5批": "", "2024年13月": "", "2024年第1季度": "", "410521199001011234": "",
	} {
		got := ""
		if m, ok := newSurroundings("x.csv", s, nil).month(); ok {
			got = m.String()
		}
		if got != want {
			t.Errorf("%q: %q, want %q", s, got, want)
		}
	}
}
