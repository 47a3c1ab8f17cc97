package xunzhi

import "sort"

// PolicyValue is one dated entry of the policy table: what a key is worth from one day to another, and by which clause.
// Values holds one text for a plain value, several for a list; Pairs is set instead for a list of pairs.
type PolicyValue struct {
	Key    string
	Unit   string
	Clause string
	From   Date // first day in force
	To     Date // last day in force
	Values []string
	Pairs  [][2]string
}

// The ends of policy time: what has no date is in force from the first to the last.
var (
	PolicyStart = DateOf(1, 1, 1)
	PolicyEnd   = DateOf(9999, 12, 31)
)

// Policy is a county's dated policy table.
type Policy struct{ entries map[string][]PolicyValue }

// NewPolicy makes a policy from entries. Two entries of one key must not be in force on the same day, and no entry may
// end before it begins.
func NewPolicy(entries []PolicyValue) (*Policy, error) {
	p := &Policy{entries: map[string][]PolicyValue{}}
	for _, e := range entries {
		if e.Key == "" || e.From > e.To {
			return nil, Errorf(CodeInvalid, "政策参数「%s」的生效日期 %s 晚于失效日期 %s", e.Key, e.From, e.To).WithHint("请改正 valid_from 与 valid_to")
		}
		p.entries[e.Key] = append(p.entries[e.Key], e)
	}
	for key, es := range p.entries {
		sort.Slice(es, func(i, j int) bool { return es[i].From < es[j].From })
		for i := 1; i < len(es); i++ {
			if es[i].From <= es[i-1].To {
				return nil, Errorf(CodeInvalid, "政策参数「%s」有两个值在 %s 同时有效", key, es[i].From).WithHint("请让前一个值在后一个值生效的前一天失效")
			}
		}
	}
	return p, nil
}

// All gives the entries of a key by date; none when the policy does not know it.
func (p *Policy) All(key string) []PolicyValue { return p.entries[key] }

// At gives the entry of a key in force on a day.
func (p *Policy) At(key string, d Date) (PolicyValue, bool) {
	for _, e := range p.entries[key] {
		if e.From <= d && d <= e.To {
			return e, true
		}
	}
	return PolicyValue{}, false
}

// Keys gives all keys in order.
func (p *Policy) Keys() []string {
	keys := make([]string, 0, len(p.entries))
	for k := range p.entries {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	return keys
}
