package sheet

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"
)

// randomCell gives a value for excelize and what has to be shown for it.
func randomCell(rnd *rand.Rand, dateStyle, timeStyle int) (any, Cell) {
	day := time.Date(1950+rnd.IntN(100), 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, rnd.IntN(366))
	serial := day.Sub(time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)).Hours() / 24
	switch rnd.IntN(9) {
	case 0:
		n := rnd.Int64N(1e15) / int64(math.Pow10(rnd.IntN(15)))
		return n, Cell{Kind: Number, Text: strconv.FormatInt(n, 10)}
	case 1:
		cents := rnd.Int64N(1e11) - 5e10
		return float64(cents) / 100, Cell{Kind: Number, Text: cents100(cents)}
	case 2:
		v := rnd.IntN(2) == 0
		return v, Cell{Kind: Bool, Text: strings.ToUpper(strconv.FormatBool(v))}
	case 3:
		return excelize.Cell{StyleID: dateStyle, Value: serial}, Cell{Kind: Date, Text: day.Format("2006-01-02")}
	case 4:
		sec := 1 + rnd.IntN(86399)
		at := day.Add(time.Duration(sec) * time.Second)
		return excelize.Cell{StyleID: timeStyle, Value: serial + float64(sec)/86400}, Cell{Kind: Date, Text: at.Format("2006-01-02 15:04:05")}
	case 5:
		return nil, Cell{}
	case 6:
		s := fmt.Sprintf("990101%012d", rnd.Int64N(1e12))
		return s, Cell{Kind: Text, Text: s}
	case 7:
		pieces := []string{"王", "<", "&", "\"", "\n", "_", " ", "é", "𠮷", "'", "]]>", "\t", "a", "1"}
		var s strings.Builder
		for range 1 + rnd.IntN(6) {
			s.WriteString(pieces[rnd.IntN(len(pieces))])
		}
		return s.String() + "末", Cell{Kind: Text, Text: s.String() + "末"}
	}
	s := "张三" + strconv.Itoa(rnd.IntN(20))
	return s, Cell{Kind: Text, Text: s}
}

func cents100(c int64) string {
	sign := ""
	if c < 0 {
		sign, c = "-", -c
	}
	s := strings.TrimRight(strings.TrimRight(fmt.Sprintf("%d.%02d", c/100, c%100), "0"), ".")
	if s == "0" {
		sign = ""
	}
	return sign + s
}

// randomBook writes a book and gives what its rows must be.
func randomBook(t *testing.T, rnd *rand.Rand, path string) map[int][]Cell {
	f := excelize.NewFile()
	defer f.Close()
	date, err := f.NewStyle(&excelize.Style{CustomNumFmt: ptr(`yyyy"年"m"月"d"日"`)})
	check(t, err)
	clock, err := f.NewStyle(&excelize.Style{NumFmt: 22})
	check(t, err)
	want := map[int][]Cell{}
	streamed := rnd.IntN(2) == 0
	var w *excelize.StreamWriter
	if streamed {
		w, err = f.NewStreamWriter("Sheet1")
		check(t, err)
	}
	for row := 1; row < 60; row += 1 + rnd.IntN(3) {
		values, cells := make([]any, rnd.IntN(12)), []Cell{}
		for i := range values {
			var c Cell
			values[i], c = randomCell(rnd, date, clock)
			cells = append(cells, c)
		}
		for len(cells) > 0 && cells[len(cells)-1].Kind == Empty {
			cells = cells[:len(cells)-1]
		}
		if len(cells) > 0 {
			want[row] = cells
		}
		if streamed {
			check(t, w.SetRow(fmt.Sprintf("A%d", row), values))
		} else {
			writeRow(t, f, row, values)
		}
	}
	if streamed {
		check(t, w.Flush())
	}
	check(t, f.SaveAs(path))
	return want
}

func writeRow(t *testing.T, f *excelize.File, row int, values []any) {
	for i, v := range values {
		at, err := excelize.CoordinatesToCellName(i+1, row)
		check(t, err)
		if c, ok := v.(excelize.Cell); ok {
			check(t, f.SetCellStyle("Sheet1", at, at, c.StyleID))
			v = c.Value
		}
		if v != nil {
			check(t, f.SetCellValue("Sheet1", at, v))
		}
	}
}

func ptr[T any](v T) *T { return &v }

func check(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// TestRandomBooks: what excelize wrote into cells is what comes out, and excelize reads the same texts back.
func TestRandomBooks(t *testing.T) {
	for seed := range uint64(60) {
		rnd := rand.New(rand.NewPCG(seed, 7))
		path := filepath.Join(t.TempDir(), "a.xlsx")
		want := randomBook(t, rnd, path)
		got := map[int][]Cell{}
		b := mustOpen(t, path, Options{held: int64(1 + rnd.IntN(2)*heldPart)})
		check(t, b.Read(context.Background(), 0, func(r *Row) error {
			got[r.Number] = append([]Cell{}, r.Cells...)
			return nil
		}))
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("seed %d: %s", seed, diff)
		}
		compareExcelize(t, path, got)
	}
}

// compareExcelize holds our texts and booleans against excelize's reading of the same file.
func compareExcelize(t *testing.T, path string, got map[int][]Cell) {
	f, err := excelize.OpenFile(path)
	check(t, err)
	defer f.Close()
	rows, err := f.GetRows("Sheet1", excelize.Options{RawCellValue: true})
	check(t, err)
	for number, cells := range got {
		for i, c := range cells {
			theirs := ""
			if number <= len(rows) && i < len(rows[number-1]) {
				theirs = rows[number-1][i]
			}
			if c.Kind == Text && c.Text != theirs || c.Kind == Number && !sameNumber(c.Text, theirs) {
				t.Errorf("%s%d: ours %q, excelize %q", ColumnName(i), number, c.Text, theirs)
			}
		}
	}
}

func sameNumber(a, b string) bool {
	x, err1 := strconv.ParseFloat(a, 64)
	y, err2 := strconv.ParseFloat(b, 64)
	return err1 == nil && err2 == nil && math.Abs(x-y) <= math.Abs(x)*1e-14
}

// TestRandomMerges holds the spreading of regions against a plain grid.
func TestRandomMerges(t *testing.T) {
	for seed := range uint64(200) {
		rnd := rand.New(rand.NewPCG(seed, 8))
		const size = gridSize
		var grid, want [size][size]Cell
		var rows, merges strings.Builder
		for y := range size {
			fmt.Fprintf(&rows, `<row r="%d">`, y+1)
			for x := range size {
				if rnd.IntN(3) > 0 {
					grid[y][x] = Cell{Kind: Number, Text: strconv.Itoa(y*size + x)}
					fmt.Fprintf(&rows, `<c r="%s%d"><v>%d</v></c>`, ColumnName(x), y+1, y*size+x)
				}
			}
			rows.WriteString(`</row>`)
		}
		want = grid
		for _, r := range disjoint(rnd, size) {
			fmt.Fprintf(&merges, `<mergeCell ref="%s%d:%s%d"/>`, ColumnName(r.left), r.top+1, ColumnName(r.right), r.bottom+1)
			spread(&want, grid, r)
		}
		b := mustOpen(t, write(t, "a.xlsx", zipOf(t, bookParts(worksheet(rows.String(), `<mergeCells>`+merges.String()+`</mergeCells>`)))), Options{})
		check(t, b.Read(context.Background(), 0, func(r *Row) error {
			y := r.Number - 1
			for x := range size {
				var c Cell
				if x < len(r.Cells) {
					c = r.Cells[x]
				}
				if c != want[y][x] {
					t.Fatalf("seed %d, %s%d: got %v, want %v", seed, ColumnName(x), y+1, c, want[y][x])
				}
			}
			return nil
		}))
	}
}

const gridSize = 12

// spread fills a region of the grid with its anchor; an anchor without text leaves the rest alone.
func spread(want *[gridSize][gridSize]Cell, grid [gridSize][gridSize]Cell, r region) {
	anchor := grid[r.top][r.left]
	if anchor.Kind == Empty {
		return
	}
	anchor.Merged = true
	for y := r.top; y <= r.bottom; y++ {
		for x := r.left; x <= r.right; x++ {
			if y > r.top || x > r.left {
				want[y][x] = anchor
			}
		}
	}
}

// disjoint makes regions that do not overlap, as spreadsheet programs demand.
func disjoint(rnd *rand.Rand, size int) []region {
	var out []region
	taken := map[[2]int]bool{}
	for range 8 {
		r := region{top: rnd.IntN(size), left: rnd.IntN(size)}
		r.bottom, r.right = min(size-1, r.top+rnd.IntN(4)), min(size-1, r.left+rnd.IntN(4))
		free := true
		for y := r.top; y <= r.bottom; y++ {
			for x := r.left; x <= r.right; x++ {
				free = free && !taken[[2]int{y, x}]
			}
		}
		if !free {
			continue
		}
		for y := r.top; y <= r.bottom; y++ {
			for x := r.left; x <= r.right; x++ {
				taken[[2]int{y, x}] = true
			}
		}
		out = append(out, r)
	}
	return out
}
