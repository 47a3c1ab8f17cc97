package intake

import "xunzhi/internal/intake/sheet"

// houseReader makes one record of every member of a household: fills the head where only members are named, the member
// where only the head is, and repeats a wide row's pairs.
type houseReader struct {
	on                                 bool
	headName, headNumber, name, number int
	relation                           int
	headBound, memberBound             bool
	wide                               []widePair
	wideRelation                       int
	lastName, lastNumber               Value // the head that rows below belong to
	memberly                           bool
	seenHead                           string
	number1                            *column
	name1                              *column
}

func newHouseReader(p *sheetPlan) houseReader {
	h := houseReader{wide: p.wide, memberly: p.memberly, wideRelation: -1}
	d := p.src.Household
	if d == nil {
		return h
	}
	s := p.src
	h.on = true
	h.headName, h.headNumber, h.name, h.number = s.fieldIndex(d.HeadName), s.fieldIndex(d.HeadNumber), s.fieldIndex(d.Name), s.fieldIndex(d.Number)
	h.relation = -1
	if d.Relation != "" {
		h.relation = s.fieldIndex(d.Relation)
	}
	have := p.boundFields()
	h.headBound = have[h.headName] || have[h.headNumber]
	h.memberBound = have[h.name] || have[h.number]
	if s.Wide != nil && s.Wide.Relation != "" {
		h.wideRelation = s.fieldIndex(s.Wide.Relation)
	}
	h.name1 = newColumn(0, h.name, &s.Fields[h.name])
	h.number1 = newColumn(0, h.number, &s.Fields[h.number])
	return h
}

// fill completes head and member of the row in r.rec.
func (h *houseReader) fill(r *rowReader, row *sheet.Row) {
	if !h.on {
		return
	}
	v := r.rec.Values
	isHead := h.relation >= 0 && v[h.relation].S == "户主"
	switch {
	case !h.headBound && h.relation >= 0 && r.byField[h.relation] != nil:
		if isHead || !h.lastName.Set {
			h.lastName, h.lastNumber = v[h.name], v[h.number]
		}
		v[h.headName], v[h.headNumber] = h.lastName, h.lastNumber
	case !h.headBound:
		v[h.headName], v[h.headNumber] = v[h.name], v[h.number]
	case !h.memberBound:
		v[h.name], v[h.number] = v[h.headName], v[h.headNumber]
		if h.relation >= 0 && h.relation < len(r.consts) && !v[h.relation].Set {
			v[h.relation] = Value{Set: true, S: "户主"}
		}
	default:
		h.carry(v, isHead)
	}
}

// carry completes a row that names a member and only part of the head: the head's number stands on the head's own row,
// and rows below leave head or member blank.
func (h *houseReader) carry(v []Value, isHead bool) {
	if !v[h.headName].Set && !v[h.headNumber].Set && (v[h.name].Set || v[h.number].Set) {
		v[h.headName], v[h.headNumber] = h.lastName, h.lastNumber
	}
	if !v[h.name].Set && !v[h.number].Set {
		v[h.name], v[h.number] = v[h.headName], v[h.headNumber]
	}
	own := isHead || v[h.name].Set && v[h.name].S == v[h.headName].S
	if !v[h.headNumber].Set {
		switch {
		case own:
			v[h.headNumber] = v[h.number]
		case v[h.headName].S == h.lastName.S:
			v[h.headNumber] = h.lastNumber
		}
	}
	h.lastName, h.lastNumber = v[h.headName], v[h.headNumber]
}

// append hands out the row's record, and the further ones that follow from it.
func (h *houseReader) append(r *rowReader, row *sheet.Row) error {
	if !h.on {
		return r.append()
	}
	if h.memberly {
		if err := h.appendHead(r); err != nil {
			return err
		}
	}
	if err := r.append(); err != nil {
		return err
	}
	if len(h.wide) == 0 {
		return nil
	}
	v := r.rec.Values
	for _, p := range h.wide {
		h.member(r, row, p)
		own := v[h.number].Set && v[h.number].S == v[h.headNumber].S || !v[h.number].Set && v[h.name].S == v[h.headName].S
		if !v[h.name].Set && !v[h.number].Set || own {
			continue
		}
		if err := r.append(); err != nil {
			return err
		}
	}
	return nil
}

// member puts a pair of a wide row into the record's member fields.
func (h *houseReader) member(r *rowReader, row *sheet.Row, p widePair) {
	v := r.rec.Values
	text := func(i int) string {
		if i >= 0 && i < len(row.Cells) {
			return row.Cells[i].Text
		}
		return ""
	}
	v[h.name], v[h.number] = Value{}, Value{State: "empty"}
	h.name1.read(text(p.name), &v[h.name])
	h.number1.read(text(p.number), &v[h.number])
	if h.wideRelation >= 0 {
		v[h.wideRelation] = Value{}
		if p.relation >= 0 {
			if c := r.byField[h.wideRelation]; c != nil {
				c.read(text(p.relation), &v[h.wideRelation])
			} else {
				newColumn(0, h.wideRelation, &r.plan.src.Fields[h.wideRelation]).read(text(p.relation), &v[h.wideRelation])
			}
		}
	}
}

// appendHead gives the head a record of his own where a file's rows name only the other members.
func (h *houseReader) appendHead(r *rowReader) error {
	v := r.rec.Values
	key := v[h.headNumber].S + "\x00" + v[h.headName].S
	if key == h.seenHead || key == "\x00" {
		return nil
	}
	h.seenHead = key
	name, number := v[h.name], v[h.number]
	var relation Value
	if stored := h.relation >= 0 && h.relation < len(r.consts); stored {
		relation = v[h.relation]
		v[h.relation] = Value{Set: true, S: "户主"}
		defer func() { v[h.relation] = relation }()
	}
	v[h.name], v[h.number] = v[h.headName], v[h.headNumber]
	err := r.append()
	v[h.name], v[h.number] = name, number
	return err
}
