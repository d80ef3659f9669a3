package task

//go:noinline
func threeOf(next func() uint64) uint64 { return next() + next() + next() }

// Count is what the grading calls: the sum of the three numbers behind x. The closure is made where
// x lives, and goes down to a function that does not keep it.
func Count(x uint64) uint64 {
	return threeOf(func() uint64 { x++; return x })
}
