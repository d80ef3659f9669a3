package task

import "strconv"

//go:noinline
func checksum(text []byte) uint64 {
	sum := uint64(0)
	for _, b := range text {
		sum = sum*31 + uint64(b)
	}
	return sum
}

// Line is what the grading calls: the checksum of n as text, and the end of the line.
func Line(n uint64) uint64 {
	var room [24]byte // 20 digits at most
	text := strconv.AppendUint(room[:0], n, 10)
	return checksum(append(text, '\n'))
}
