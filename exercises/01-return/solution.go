package task

type point struct{ a, b, c, d uint64 }

// The caller owns the point; its address only goes down the stack.
//
//go:noinline
func setPoint(p *point, x uint64) {
	*p = point{x, x + 1, x + 2, x + 3}
}

//go:noinline
func add(p *point) uint64 { return p.a + p.b + p.c + p.d }

// Sum is what the grading calls: the sum of the point's numbers.
func Sum(x uint64) uint64 {
	var p point
	setPoint(&p, x)
	return add(&p)
}
