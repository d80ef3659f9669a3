package task

//go:noinline
func makeCounter(x uint64) func() uint64 {
	return func() uint64 { x++; return x }
}

//go:noinline
func threeOf(next func() uint64) uint64 { return next() + next() + next() }

// Count is what the grading calls: the sum of the three numbers behind x.
func Count(x uint64) uint64 {
	return threeOf(makeCounter(x))
}
