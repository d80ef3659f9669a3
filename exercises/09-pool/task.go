package task

type buffer struct{ words [128]uint64 }

type encoder interface{ encode(b *buffer, x uint64) }

type short struct{}
type long struct{}

//go:noinline
func (*short) encode(b *buffer, x uint64) { b.words[x%64] = x + 1 }

//go:noinline
func (*long) encode(b *buffer, x uint64) { b.words[x%64], b.words[64+x%64] = x+1, 1 }

var one short
var two long

//go:noinline
func pick(x uint64) encoder {
	if x%2 == 0 {
		return &one
	}
	return &two
}

//go:noinline
func add(b *buffer) uint64 {
	sum := uint64(0)
	for k := range b.words {
		sum += b.words[k]
	}
	return sum
}

// Handle is what the grading calls: the sum of all words of an encoded buffer.
func Handle(x uint64) uint64 {
	b := new(buffer)
	pick(x).encode(b, x)
	return add(b)
}
