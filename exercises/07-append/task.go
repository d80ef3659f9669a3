package task

//go:noinline
func add(s []uint64) uint64 {
	sum := uint64(0)
	for _, x := range s {
		sum += x
	}
	return sum
}

// Evens is what the grading calls: x + (x+2) + (x+4) + …, n numbers, 64 at most.
func Evens(n, x uint64) uint64 {
	var s []uint64
	for k := uint64(0); k < 2*n; k++ {
		if k%2 == 0 {
			s = append(s, x+k)
		}
	}
	return add(s)
}
