package screening

import (
	"slices"
	"strconv"
	"strings"

	"xunzhi"
	"xunzhi/internal/intake"
)

// caseValue reads a canonical value as a case states it; departments' spellings are intake's business, not a case's.
func caseValue(f intake.Field, s string) (v intake.Value, ok bool) {
	s = strings.TrimSuffix(canonical(f, s), "%")
	v = intake.Value{Set: true, S: s}
	switch f.Type {
	case intake.ID, intake.Party, intake.USCC:
		return numberValue(f.Type, s), true
	case intake.Date, intake.Month:
		d, p := xunzhi.ParseDate(s)
		if f.Type == intake.Month && p != xunzhi.NoDate {
			d = d.Month().First()
		}
		v.I = int64(d)
		return v, p != xunzhi.NoDate && p != xunzhi.OpenEnded
	case intake.Yuan:
		v.I, ok = xunzhi.ParseDecimal(s, xunzhi.YuanScale)
	case intake.Price:
		v.I, ok = xunzhi.ParseDecimal(s, xunzhi.PriceScale)
	case intake.Mu:
		v.I, ok = xunzhi.ParseDecimal(s, xunzhi.MuScale)
	case intake.Int:
		n, err := strconv.ParseInt(s, 10, 64)
		v.I, ok = n, err == nil
	case intake.Bool:
		if v.I = 0; s == "是" {
			v.I = 1
		}
		ok = s == "是" || s == "否"
	default:
		ok = true
	}
	return v, ok
}

// canonical gives the value that a field's catalogue entry means by a department's word.
func canonical(f intake.Field, s string) string {
	for value, words := range f.Values {
		if slices.Contains(words, s) {
			return value
		}
	}
	return s
}

// numberValue reads a person's number, an organisation's code, or either.
func numberValue(t intake.FieldType, s string) intake.Value {
	if t != intake.USCC {
		id, clean, state := xunzhi.ParseIDNumber(s)
		if state.Valid() {
			return intake.Value{Set: true, S: string(id), State: string(state), I: int64(id.Key())}
		}
		if t == intake.ID {
			return intake.Value{Set: true, S: clean, State: string(state)}
		}
	}
	code, clean, state := xunzhi.ParseUSCC(s)
	if !state.Valid() {
		return intake.Value{Set: true, S: clean, State: string(state)}
	}
	return intake.Value{Set: true, S: string(code), State: string(state), I: int64(code.Key())}
}
