package synth

import "xunzhi"

// kind says what a cell holds and so how a layout may write it.
type kind uint8

const (
	kNone    kind = iota
	kText         // s
	kName         // i person
	kID           // i person
	kCode         // s organisation code
	kYuan         // i fen
	kPrice        // i 1/1,000,000 yuan
	kMu           // i 1/10,000 mu
	kDate         // i xunzhi.Date
	kMonth        // i xunzhi.Month
	kInt          // i
	kBool         // i
	kVillage      // i village
	kYear         // i year: a date of which only the year is written
)

// cell is one canonical value of a row.
type cell struct {
	i int64
	s string
	k kind
}

func text(s string) cell        { return cell{k: kText, s: s} }
func nameOf(p uint32) cell      { return cell{k: kName, i: int64(p)} }
func idOf(p uint32) cell        { return cell{k: kID, i: int64(p)} }
func codeOf(s string) cell      { return cell{k: kCode, s: s} }
func yuan(fen int64) cell       { return cell{k: kYuan, i: fen} }
func price(v int64) cell        { return cell{k: kPrice, i: v} }
func mu(v int64) cell           { return cell{k: kMu, i: v} }
func date(d xunzhi.Date) cell   { return cell{k: kDate, i: int64(d)} }
func month(m xunzhi.Month) cell { return cell{k: kMonth, i: int64(m)} }
func count(n int) cell          { return cell{k: kInt, i: int64(n)} }
func yes(b bool) cell           { return cell{k: kBool, i: int64(bit(b))} }
func inVillage(v int) cell      { return cell{k: kVillage, i: int64(v)} }
func dateOrNone(d int32) cell {
	if d == 0 {
		return cell{}
	}
	return date(xunzhi.Date(d))
}

// row is one canonical row of a source on its way into a file.
type row struct {
	vals    []cell
	village int // −1: no village
	period  int // months or years for sources that are split by them, else 0
	refs    []ref
	chanl   channel
	who     uint32 // whose number or name was spoilt
	pair    int    // relief: which member that is, 0 the head's own columns
}

// ref ties a row to a planted case; main is the row that the case is about, pair the relief member it is about.
type ref struct {
	c    *Case
	main bool
	pair int
}

// f is a row by field names, as planted rows are written.
type f map[string]cell

// extra adds a planted or small-source row. Fields that are not named stay empty.
func (w *world) extra(src string, v, period int, vals f, refs ...ref) *row {
	s := w.src(src)
	r := &row{vals: make([]cell, len(s.fields)), village: v, period: period, refs: refs}
	for k, c := range vals {
		i, ok := s.index[k]
		if !ok {
			panic("synth: source " + src + " has no field " + k)
		}
		r.vals[i] = c
	}
	s.extras = append(s.extras, r)
	return r
}
