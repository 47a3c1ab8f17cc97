package synth

import (
	"context"
	"os"
	"strconv"
	"testing"
)

func TestTry(t *testing.T) {
	dir := os.Getenv("SYNTH_DIR")
	n, _ := strconv.Atoi(os.Getenv("SYNTH_V"))
	m, _ := strconv.Atoi(os.Getenv("SYNTH_P"))
	ls, _ := strconv.Atoi(os.Getenv("SYNTH_L"))
	rows, _ := strconv.Atoi(os.Getenv("SYNTH_R"))
	os.RemoveAll(dir)
	os.RemoveAll(dir + "-truth")
	s, err := Generate(context.Background(), Config{Villages: n, People: m, Seed: 1, LayoutSeed: uint64(ls), Rows: rows, Dir: dir})
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%+v", s)
}
