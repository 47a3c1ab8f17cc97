package screening

import (
	"math"
	"sort"
	"strconv"

	"xunzhi"
	"xunzhi/internal/rule"
)

// gradeWeight is what a grade multiplies a lead's priority with.
var gradeWeight = map[xunzhi.Grade]float64{xunzhi.Red: 4, xunzhi.Orange: 2.5, xunzhi.Yellow: 1.5, xunzhi.Blue: 0.5}

// weaken lowers the grade of a lead that rests on an inferred identity, however sure the inference is, and says so in
// its explanation: only a valid number or code is certain.
func weaken(l *xunzhi.Lead) {
	if l.Confidence >= 1 {
		return
	}
	l.Grade = l.Grade.Weaker()
	l.Explanation += "(身份系推断,把握" + strconv.FormatFloat(math.Floor(l.Confidence*1000)/10, 'f', 1, 64) + "%:请先核对证件号码或单位名称。)"
}

// rank gives every lead its priority: the rule's expected precision, times grade, times money on a log scale, times the
// link's confidence, times corroboration by other rules on the same subject and by petitions about the village in the
// year before. The parts stay with the lead. It sorts by falling priority, then id.
func rank(leads []xunzhi.Lead, cat *rule.Catalogue, petitions map[string]int64) {
	prior := map[string]float64{}
	for _, r := range cat.Rules {
		prior[r.ID] = r.Prior.Mean()
	}
	rulesOn := map[string]map[string]bool{}
	for i := range leads {
		l := &leads[i]
		if l.Grade == xunzhi.Blue {
			continue // a mere hint corroborates nothing
		}
		k := l.Subject.Kind + "/" + l.Subject.Key
		if rulesOn[k] == nil {
			rulesOn[k] = map[string]bool{}
		}
		rulesOn[k][l.Rule] = true
	}
	for i := range leads {
		l := &leads[i]
		others := len(rulesOn[l.Subject.Kind+"/"+l.Subject.Key])
		if l.Grade != xunzhi.Blue {
			others--
		}
		l.Parts = []xunzhi.Part{
			{Name: "规则的预期属实率", Value: round(prior[l.Rule])},
			{Name: "等级", Value: gradeWeight[l.Grade]},
			{Name: "金额", Value: round(money(l.Amount))},
			{Name: "身份把握", Value: round(l.Confidence)},
			{Name: "同一对象的其他规则", Value: 1 + 0.5*float64(min(others, 3))},
			{Name: "同村信访", Value: round(1 + 0.1*float64(min(petitions[l.Village], 5)))},
		}
		p := 1.0
		for _, part := range l.Parts {
			p *= part.Value
		}
		l.Priority = round(p)
	}
	sort.Slice(leads, func(i, j int) bool {
		if leads[i].Priority != leads[j].Priority {
			return leads[i].Priority > leads[j].Priority
		}
		return leads[i].ID < leads[j].ID
	})
}

// money is 1 for a lead without an amount, 2 at 10,000 yuan, 3 at 1,000,000 yuan.
func money(amount string) float64 {
	yuan, err := strconv.ParseFloat(amount, 64)
	if err != nil || yuan <= 0 {
		return 1
	}
	return 1 + math.Log10(1+yuan/100)/2
}

func round(x float64) float64 { return math.Round(x*1e4) / 1e4 }
