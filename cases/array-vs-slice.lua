-- Sixty-four numbers as an array or as a slice. Both sides fill them and add them up.

return case {
    title = "An array against a slice", tags = { "slice", "size" },
    question = "Is an array cheaper than a slice, as one often reads?",
    because = [[
A slice is an address, a length and a capacity; where its array lies is another question. With a
constant length and no way out of the function it lies on the stack and costs what the array
costs (`constant-slice`). With a length that is known only at run time the frame has no place for
it ("non-constant size"), and that is what the array saves.]],
    remedy = [[
Use an array, or a slice of constant capacity, when the size has a bound that is known when the
program is written. "Arrays instead of slices" is right for run-time lengths and for results that
leave the function, where the array is copied and the slice escapes; between a local array and a
local slice of constant length there is nothing to gain.]],
    params = { { name = "length", values = { 64, 512 }, quick = { 64 }, unit = "count",
                 label = "ints" } },
    go = [[
//go:noinline
func add(s []uint64, x uint64) uint64 {
	for k := range s {
		s[k] = x + uint64(k)
	}
	sum := uint64(0)
	for _, v := range s {
		sum += v
	}
	return sum
}
]], c = [[
#include "gort/backing.h"
#include "gort/block.h"

typedef uint64_t word;
ESC_NOSCAN(word);

/* The asm stands for Go's loops, which are not vectorised. */
ESC_NOINLINE static uint64_t add(word *s, size_t n, uint64_t x) {
    uint64_t sum = 0;
    for (size_t k = 0; k < n; k++) {
        s[k] = x + k;
        esc_use(s);
    }
    for (size_t k = 0; k < n; k++) {
        sum += s[k];
        esc_unknown(sum);
    }
    return sum;
}
]],
    strategies = {
        stack = { go = [[
//go:noinline
func stackOp(x uint64) uint64 {
	var a [Length]uint64
	return add(a[:], x)
}
]], c = [[
ESC_NOINLINE static uint64_t stack_op(uint64_t x) {
    word a[LENGTH];
    gort_clear(a, sizeof a);
    return add(a, LENGTH, x);
}
]] },
        heap = { go = [[
//go:noinline
func inSlice(n int, x uint64) uint64 {
	s := make([]uint64, n)
	return add(s, x)
}

func heapOp(i uint64) uint64 { return inSlice(Length, i) }
]], c = [[
ESC_NOINLINE static uint64_t in_slice(size_t n, uint64_t x) {
    gort_backing room = GORT_BACKING; /* none in Go 1.19 */
    word *s = gort_make_here(word, n, &room);
    uint64_t sum = add(s, n, x);
    gort_here_done(s, &room);
    return sum;
}

static uint64_t heap_op(uint64_t i) {
    return in_slice(esc_hidden(LENGTH), i);
}
]], allocs = 1, bytes = function(point) return point.length * 8 end,
            escapes = { "from make([]uint64, n) (non-constant size)" },
            since = { { -- cmd/compile/internal/walk/builtin.go, walkMakeSlice
                go = "1.25", because = [[a make of variable size is decided when it runs: up to 32
bytes, four ints, lie in the frame; what is larger comes from the heap, as before]],
                escapes = { "make([]uint64, n) does not escape" },
            } } },
        ["constant-slice"] = { place = "stack", go = [[
//go:noinline
func constantSliceOp(x uint64) uint64 {
	s := make([]uint64, Length)
	return add(s, x)
}
]], c = [[
/* The same frame: a slice's array is an array. */
static uint64_t constant_slice_op(uint64_t x) { return stack_op(x); }
]], escapes = { "make([]uint64, Length) does not escape" } },
    },
}
