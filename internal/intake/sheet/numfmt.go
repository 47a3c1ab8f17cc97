package sheet

import (
	"strings"
	"unicode/utf8"
)

// styleClass is how a number format shows a number, as far as we follow it.
type styleClass uint8

const (
	stylePlain   styleClass = iota
	styleDate               // shows a day, month or year
	styleTime               // shows a time of day only
	styleElapsed            // [h]:mm:ss
)

// style is the display of a cell. pad is the width of a format of nothing but zeros (000000), which shows codes.
type style struct {
	class styleClass
	pad   uint8
}

// builtin gives the formats that have a number and no text. 27–36 and 50–58 are those of Chinese editions
// (ECMA-376 part 1, 18.8.30); which of them are times follows zh-cn.
func builtin(id int) style {
	switch {
	case id >= 14 && id <= 17, id == 22, id >= 27 && id <= 31, id == 36, id >= 50 && id <= 54, id == 57, id == 58:
		return style{class: styleDate}
	case id >= 18 && id <= 21, id == 45, id == 47, id >= 32 && id <= 35, id == 55, id == 56:
		return style{class: styleTime}
	case id == 46:
		return style{class: styleElapsed}
	}
	return style{}
}

// parseFormat reads a number format's text. A letter counts as date part only where it is one: not in quotes, after a
// backslash, in [Red] or [$¥-804], in General, nor in a section that has digit places.
func parseFormat(code string) style {
	if code != "" && len(code) <= 32 && strings.Trim(code, "0") == "" {
		if len(code) > 1 {
			return style{pad: uint8(len(code))}
		}
		return style{}
	}
	var best styleClass
	for code != "" {
		var class styleClass
		class, code = formatSection(code)
		if class == styleDate || best == stylePlain {
			best = class
		}
	}
	return style{class: best}
}

// section is what one section of a format shows.
type section struct{ day, clock, elapsed, month, digit, second bool }

func formatSection(code string) (styleClass, string) {
	var s section
	for i := 0; i < len(code); {
		c := code[i]
		switch {
		case c == ';':
			return s.class(), code[i+1:]
		case c == '"':
			i += quoted(code[i:])
		case c == '\\' || c == '_' || c == '*':
			_, n := utf8.DecodeRuneInString(code[i+1:])
			i += 1 + n
		case c == '[':
			i += s.bracket(code[i:])
		default:
			i += s.letter(code[i:])
		}
	}
	return s.class(), ""
}

func quoted(s string) int {
	if n := strings.IndexByte(s[1:], '"'); n >= 0 {
		return n + 2
	}
	return len(s)
}

// bracket reads a colour, condition, currency or an elapsed unit.
func (s *section) bracket(code string) int {
	n := strings.IndexByte(code, ']')
	if n < 0 {
		return len(code)
	}
	unit := strings.ToLower(code[1:n])
	if unit != "" && (strings.Trim(unit, "h") == "" || strings.Trim(unit, "m") == "" || strings.Trim(unit, "s") == "") {
		s.elapsed = true
	}
	return n + 1
}

func (s *section) letter(code string) int {
	if n := literalWord(code); n > 0 {
		s.clock = s.clock || code[0] != 'G' && code[0] != 'g'
		return n
	}
	run := 1
	for run < len(code) && code[run]|0x20 == code[0]|0x20 {
		run++
	}
	switch code[0] | 0x20 {
	case 'y', 'd', 'b':
		s.day = true
	case 'e':
		s.day = s.day || run >= len(code) || code[run] != '+' && code[run] != '-'
	case 'a':
		s.day = s.day || run >= 3 // aaa and aaaa are weekdays
	case 'h':
		s.clock = true
	case 's':
		s.clock, s.second = true, true
	case 'm':
		s.month = true
	case '0', '#', '?':
		s.digit = s.digit || !s.second // ss.000 has digit places too
	}
	return run
}

// literalWord is the length of a word that is no date part though it has such letters, or that marks a time.
func literalWord(code string) int {
	for _, w := range [...]string{"general", "g/通用格式", "am/pm", "a/p", "上午/下午"} {
		if len(code) >= len(w) && strings.EqualFold(code[:len(w)], w) {
			return len(w)
		}
	}
	return 0
}

// class decides what a section shows. An m beside hours or seconds is minutes.
func (s *section) class() styleClass {
	switch {
	case s.elapsed:
		return styleElapsed
	case s.digit:
		return stylePlain
	case s.day, s.month && !s.clock:
		return styleDate
	case s.clock:
		return styleTime
	}
	return stylePlain
}
