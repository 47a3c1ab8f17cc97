package xunzhi

import (
	"fmt"
	"math/rand"
	"testing"
)

// A person's entity tells the number and variant that it was made from, and no organisation's tells any.
func TestEntityNumber(t *testing.T) {
	r := rand.New(rand.NewSource(1))
	for range 20000 {
		s := fmt.Sprintf("990101%04d%02d%02d%03d", 1900+r.Intn(120), 1+r.Intn(12), 1+r.Intn(28), r.Intn(1000))
		id, _, _ := ParseIDNumber(s + string(IDCheckChar(s)))
		variant := uint8(r.Intn(8))
		e := PersonEntity(id, variant)
		if got, v, ok := e.Number(); !ok || got != id || v != variant || e.Organisation() || e <= 0 {
			t.Fatalf("%s/%d came back as %s/%d, %v", id, variant, got, v, ok)
		}
		if got, _, ok := OrganisationEntity(s).Number(); ok {
			t.Fatalf("an organisation has the number %s", got)
		}
	}
	if _, _, ok := Entity(0).Number(); ok {
		t.Error("nobody has a number")
	}
}
