package task

type point struct{ a, b, c, d uint64 }

//go:noinline
func newPoint(x uint64) *point {
	p := point{x, x + 1, x + 2, x + 3}
	return &p
}

//go:noinline
func add(p *point) uint64 { return p.a + p.b + p.c + p.d }

// Sum is what the grading calls: the sum of the point's numbers.
func Sum(x uint64) uint64 {
	return add(newPoint(x))
}
