package task

//go:noinline
func collect(votes []uint64, x uint64) {
	for k := range votes {
		votes[k] = uint64(k) % 8
	}
	for k := uint64(1); k < 4; k++ { // three more for this one
		votes[(x+k)%8] = x % 8
	}
}

//go:noinline
func tally(votes []uint64) map[uint64]uint64 {
	count := map[uint64]uint64{}
	for _, candidate := range votes {
		count[candidate]++
	}
	return count
}

// Winner is what the grading calls: 100 times the candidate with the most votes, and how many.
func Winner(x uint64) uint64 {
	var votes [8]uint64
	collect(votes[:], x)
	count := tally(votes[:])
	best := uint64(0)
	for candidate := uint64(0); candidate < 8; candidate++ {
		if count[candidate] > count[best] {
			best = candidate
		}
	}
	return 100*best + count[best]
}
