package xunzhi_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"xunzhi"
)

// number makes a valid number of an area that does not exist.
func number(r *rand.Rand) string {
	for {
		body := fmt.Sprintf("9901%02d%04d%02d%02d%03d", r.IntN(100), 1900+r.IntN(120), 1+r.IntN(12), 1+r.IntN(28), r.IntN(1000))
		return body + string(xunzhi.IDCheckChar(body))
	}
}

func TestParseIDNumberReadsWhatDepartmentsWrite(t *testing.T) {
	const want = "99010119491231028X"
	if got := string(xunzhi.IDCheckChar(want)); got != "X" {
		t.Fatalf("the example's check character is %s", got)
	}
	for _, s := range []string{want, "99010119491231028x", " 990101 19491231 028X ", "'99010119491231028X", "９９０１０１１９４９１２３１０２８Ｘ",
		"99010119491231028X\u00a0", "\ufeff99010119491231028X", "990101-19491231-028X", "99010119491231028X11", "990101491231028"} {
		id, _, state := xunzhi.ParseIDNumber(s)
		if string(id) != want || !state.Valid() {
			t.Errorf("%q: %q %s", s, id, state)
		}
	}
}

func TestParseIDNumberNamesWhatIsWrong(t *testing.T) {
	for s, want := range map[string]xunzhi.IDState{
		"": xunzhi.IDEmpty, "  ": xunzhi.IDEmpty, "9.90101E+17": xunzhi.IDLost, "990101194912310000": xunzhi.IDLost, "990101********028X": xunzhi.IDMasked,
		"990101＊＊＊＊＊＊＊＊028X": xunzhi.IDMasked, "990101194912310281": xunzhi.IDCheck, "990101194913310020": xunzhi.IDDate, "99010119491231028": xunzhi.IDLength,
		"99010119491231OO2X": xunzhi.IDChar, "990101490231028": xunzhi.IDDate, "无": xunzhi.IDLength,
	} {
		if id, _, state := xunzhi.ParseIDNumber(s); state != want || id != "" {
			t.Errorf("%q: %q %s, want %s", s, id, state, want)
		}
	}
}

// TestCheckCharacterFindsEveryTypoAndSwap is the law of ISO 7064 MOD 11-2: a single wrong digit and two neighbours
// swapped are always found (in body and check character alike).
func TestCheckCharacterFindsEveryTypoAndSwap(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 500 {
		id := number(r)
		for i := range 17 {
			for d := byte('0'); d <= '9'; d++ {
				if d == id[i] {
					continue
				}
				if bad := id[:i] + string(d) + id[i+1:]; valid(bad) {
					t.Fatalf("%s: one digit of %s changed and still valid", bad, id)
				}
			}
			if i < 16 && id[i] != id[i+1] {
				if bad := id[:i] + string(id[i+1]) + string(id[i]) + id[i+2:]; valid(bad) {
					t.Fatalf("%s: two digits of %s swapped and still valid", bad, id)
				}
			}
		}
	}
}

func valid(s string) bool {
	_, _, state := xunzhi.ParseIDNumber(s)
	return state.Valid()
}

func TestFifteenDigitsNameTheSamePerson(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for range 2000 {
		id := number(r)
		if id[6:8] != "19" {
			continue
		}
		got, _, state := xunzhi.ParseIDNumber(id[:6] + id[8:17])
		if string(got) != id || state != xunzhi.ID15 {
			t.Fatalf("%s: %s %s", id, got, state)
		}
	}
}

func TestEntitiesNeverMeet(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	seen := map[xunzhi.Entity]string{}
	for range 200_000 {
		id := number(r)
		parsed, _, _ := xunzhi.ParseIDNumber(id)
		for v := range uint8(3) {
			e := xunzhi.PersonEntity(parsed, v)
			key := fmt.Sprint(id[:17], v)
			if old, ok := seen[e]; ok && old != key {
				t.Fatalf("%s and %s share entity %d", old, key, e)
			}
			seen[e] = key
			if e <= 0 || e.Organisation() {
				t.Fatalf("%s: entity %d is not a person's", id, e)
			}
		}
	}
	if e := xunzhi.OrganisationEntity("91990101MA0000000X"); e <= 0 || !e.Organisation() {
		t.Fatalf("organisation %d", e)
	}
}

func TestNumberTellsBirthSexAndMask(t *testing.T) {
	id, _, _ := xunzhi.ParseIDNumber("99010119491231028X")
	if got := strings.Join([]string{id.Birth().String(), id.Sex(), id.Area(), id.Mask()}, " "); got != "1949-12-31 女 990101 9901**********028X" {
		t.Error(got)
	}
}

func FuzzParseIDNumber(f *testing.F) {
	for _, s := range []string{"99010119491231028X", "990101491231028", "4.10521E+17", "９９０", "99010119491231028X11", "*"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		id, clean, state := xunzhi.ParseIDNumber(s)
		if (id != "") != state.Valid() {
			t.Fatalf("%q: number %q in state %s", s, id, state)
		}
		if id == "" {
			return
		}
		if again, _, st := xunzhi.ParseIDNumber(string(id)); again != id || st != xunzhi.IDOK {
			t.Fatalf("%q → %q, which reads back as %q %s", s, id, again, st)
		}
		if strings.TrimSpace(clean) == "" {
			t.Fatalf("%q: valid but clean is empty", s)
		}
	})
}

func TestUSCC(t *testing.T) {
	body := "91990101MA9000001"
	code := body + string(xunzhi.USCCCheckChar(body))
	if got, _, st := xunzhi.ParseUSCC(" " + strings.ToLower(code) + " "); string(got) != code || st != xunzhi.USCCOK {
		t.Errorf("%s: %s %s", code, got, st)
	}
	wrong := body + "0"
	if wrong == code {
		wrong = body + "1"
	}
	if got, _, st := xunzhi.ParseUSCC(wrong); string(got) != wrong || st != xunzhi.USCCCheck {
		t.Errorf("a wrong check character only warns: %s %s", got, st)
	}
	for s, want := range map[string]xunzhi.USCCState{"": xunzhi.USCCEmpty, "91990101MA": xunzhi.USCCLength, "91990101MI90000010": xunzhi.USCCChar} {
		if _, _, st := xunzhi.ParseUSCC(s); st != want {
			t.Errorf("%q: %s, want %s", s, st, want)
		}
	}
}
