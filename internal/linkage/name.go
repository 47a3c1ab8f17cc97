package linkage

import (
	_ "embed"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// name is a person's name made comparable.
type name struct {
	main    string   // folded; "" when nothing that names anybody was written
	aliases []string // 曾用名, 又名, folded
	wild    bool     // main holds wildcards: characters that were hidden or could not be shown
}

// wildcard stands for a character that is not known: □, a private-use character, a * or 某.
const wildcard = '*'

//go:embed variants.txt
var variantsText string

// variants maps traditional and variant characters to the plain ones.
var variants = parseVariants(variantsText)

func parseVariants(text string) map[rune]rune {
	m := map[rune]rune{}
	for line := range strings.Lines(text) {
		line, _, _ = strings.Cut(line, "#")
		for pair := range strings.FieldsSeq(line) {
			rs := []rune(pair)
			for _, v := range rs[1:] {
				m[v] = rs[0]
			}
		}
	}
	return m
}

// nobody are texts that stand in a name's place and name nobody.
var nobody = map[string]bool{
	"无": true, "无名": true, "不详": true, "未知": true, "户主": true, "本人": true, "空": true, "待定": true, "无名氏": true, "同上": true,
}

// parseName folds a written name: width, case, spaces, separators, variant characters; what stands in brackets is left
// out, or is an alias when it says so; digits and notes behind the name are dropped.
func parseName(s string) name {
	s = norm.NFKC.String(s)
	var n name
	s, notes := splitNotes(s)
	n.main, n.wild = foldName(s)
	for _, note := range notes {
		for _, word := range []string{"曾用名", "又名", "原名", "别名", "化名", "小名"} {
			if _, alias, ok := strings.Cut(note, word); ok {
				if a, wild := foldName(strings.TrimLeft(alias, ":, ")); a != "" && !wild {
					n.aliases = append(n.aliases, a)
				}
			}
		}
	}
	if nobody[n.main] || strings.Trim(n.main, string(wildcard)) == "" {
		n.main, n.wild = "", false
	}
	return n
}

// splitNotes takes bracketed parts out of a name, and a 曾用名 that follows without brackets.
func splitNotes(s string) (rest string, notes []string) {
	var b strings.Builder
	depth, from := 0, 0
	for i, r := range s {
		switch r {
		case '(', '[', '【', '〔', '{', '<', '《':
			if depth == 0 {
				from = i
			}
			depth++
		case ')', ']', '】', '〕', '}', '>', '》':
			if depth == 1 {
				notes = append(notes, s[from:i])
			}
			depth = max(0, depth-1)
		default:
			if depth == 0 {
				b.WriteRune(r)
			}
		}
	}
	rest = b.String()
	for _, word := range []string{"曾用名", "又名"} {
		if i := strings.Index(rest, word); i > 0 {
			notes = append(notes, rest[i:])
			rest = rest[:i]
		}
	}
	return rest, notes
}

// foldOrganisation keeps what stands in brackets, and digits: 第二建筑公司 is not 第三.
func foldOrganisation(s string) (folded string, wild bool) {
	var b strings.Builder
	for _, r := range norm.NFKC.String(s) {
		if v, ok := variants[r]; ok {
			r = v
		}
		switch {
		case r == '*' || r == '□' || r == '?' || r == '某' || r == unicode.ReplacementChar || unicode.Is(unicode.Co, r):
			wild = true
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			b.WriteRune(unicode.ToUpper(r))
		}
	}
	return b.String(), wild
}

func foldName(s string) (folded string, wild bool) {
	var b strings.Builder
	for _, r := range s {
		if v, ok := variants[r]; ok {
			r = v
		}
		switch {
		case r == '*' || r == '□' || r == '■' || r == '?' || r == '×' || r == '某' || r == unicode.ReplacementChar ||
			r == '〓' || r == '〿' || r == '○' || r == '●' || unicode.Is(unicode.Co, r):
			b.WriteRune(wildcard)
			wild = true
		case unicode.IsLetter(r) || r == '〇':
			b.WriteRune(unicode.ToUpper(r))
		}
	}
	return b.String(), wild
}

// like tells whether two names may be one person's: equal after folding, an alias, the same reading by somebody who
// types by ear, one character wrong in three or more, or a wildcard in the place of the difference. It is symmetric.
func like(a, b name) bool {
	if a.main == "" || b.main == "" || a.main == b.main {
		return true
	}
	if aliasOf(a, b.main) || aliasOf(b, a.main) {
		return true
	}
	x, y := []rune(a.main), []rune(b.main)
	if a.wild || b.wild {
		return wildEqual(x, y)
	}
	if len(x) != len(y) {
		return truncated(x, y) || truncated(y, x)
	}
	differ := 0
	for i := range x {
		if x[i] != y[i] {
			differ++
		}
	}
	return differ == 1 && len(x) >= 3 || sameReading(x, y)
}

func aliasOf(n name, s string) bool {
	for _, a := range n.aliases {
		if a == s {
			return true
		}
	}
	return false
}

// wildEqual compares character by character; a wildcard agrees with any one, at the end with any number.
func wildEqual(x, y []rune) bool {
	i := 0
	for ; i < len(x) && i < len(y); i++ {
		if x[i] != y[i] && x[i] != wildcard && y[i] != wildcard {
			return false
		}
	}
	return len(x) == len(y) || i > 0 && (x[i-1] == wildcard || y[i-1] == wildcard)
}

// truncated tells whether a long name was cut off: minority names often are.
func truncated(short, long []rune) bool {
	return len(short) >= 3 && len(short) < len(long) && string(long[:len(short)]) == string(short)
}
