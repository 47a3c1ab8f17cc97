package synth

// rng is SplitMix64: small, fast, and a stream of its own for every thing that is made, so that the order in which
// things are made, or by how many processors, changes nothing.
type rng struct{ s uint64 }

// mix finishes a 64-bit value (the finaliser of SplitMix64).
func mix(z uint64) uint64 {
	z = (z ^ z>>30) * 0xBF58476D1CE4E5B9
	z = (z ^ z>>27) * 0x94D049BB133111EB
	return z ^ z>>31
}

// stream gives the generator for one thing: a label and up to a few numbers under a seed.
func stream(seed uint64, label string, keys ...uint64) *rng {
	h := mix(seed + 0x9E3779B97F4A7C15)
	for i := 0; i < len(label); i++ {
		h = (h ^ uint64(label[i])) * 1099511628211
	}
	for _, k := range keys {
		h = mix(h ^ mix(k+0x632BE59BD9B4E019))
	}
	return &rng{mix(h)}
}

func (r *rng) next() uint64 {
	r.s += 0x9E3779B97F4A7C15
	return mix(r.s)
}

// n gives 0 … n−1; n must be positive.
func (r *rng) n(n int) int { return int(r.next() >> 33 % uint64(n)) }

// between gives a … b, both included.
func (r *rng) between(a, b int) int {
	if b <= a {
		return a
	}
	return a + r.n(b-a+1)
}

// chance is true in pct of 100 cases.
func (r *rng) chance(pct int) bool { return r.n(100) < pct }

// skew gives 0 … n−1 with small values far likelier, as names are.
func (r *rng) skew(n int) int { return min(r.n(n), r.n(n), r.n(n)) }

func pick[T any](r *rng, xs []T) T { return xs[r.n(len(xs))] }

func shuffle[T any](r *rng, xs []T) {
	for i := len(xs) - 1; i > 0; i-- {
		j := r.n(i + 1)
		xs[i], xs[j] = xs[j], xs[i]
	}
}
