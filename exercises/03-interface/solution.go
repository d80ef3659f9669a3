package task

import "io"

type ones struct{}
type twos struct{}

//go:noinline
func (*ones) Read(b []byte) (int, error) {
	b[0], b[len(b)-1] = 1, 1
	return len(b), nil
}

//go:noinline
func (*twos) Read(b []byte) (int, error) {
	b[0], b[len(b)-1] = 2, 2
	return len(b), nil
}

var one ones
var two twos

//go:noinline
func pick(i uint64) io.Reader {
	if i%2 == 0 {
		return &one
	}
	return &two
}

// Read is what the grading calls: what the reader says that it has read, and two of the bytes.
func Read(i uint64) uint64 {
	var b [64]byte
	n := 0
	switch r := pick(i).(type) { // in each case the compiler knows the method
	case *ones:
		n, _ = r.Read(b[:])
	case *twos:
		n, _ = r.Read(b[:])
	}
	return uint64(n) + uint64(b[0]) + uint64(b[63])
}
