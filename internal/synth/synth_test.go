package synth

import (
	"context"
	"os"
	"testing"
)

func TestTry(t *testing.T) {
	dir := os.Getenv("SYNTH_DIR")
	os.RemoveAll(dir)
	os.RemoveAll(dir + "-truth")
	s, err := Generate(context.Background(), Config{Villages: 20, People: 7000, Seed: 1, LayoutSeed: 1, Dir: dir})
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%+v", s)
}
