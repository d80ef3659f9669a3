package task

import (
	"bytes"
	"fmt"
)

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
	var out bytes.Buffer
	fmt.Fprintln(&out, n)
	return checksum(out.Bytes())
}
