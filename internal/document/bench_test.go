package document

import (
	"testing"

	"xunzhi/internal/document/documenttest"
)

func BenchmarkWrite(b *testing.B) {
	res := documenttest.County(20000)
	for b.Loop() {
		if err := Write(b.Context(), res, b.TempDir(), Options{}); err != nil {
			b.Fatal(err)
		}
	}
}
