-- Both sides make the same slice and write its ends; one learns its length at run time, when its
-- frame has long been laid out.

return case {
    title = "A slice whose length is known only at run time", tags = { "slice", "size" },
    question = "What does make([]int, n) cost when n is a variable instead of a constant?",
    because = [[
"non-constant size": the compiler cannot reserve room for what it cannot count, so the block
comes from runtime.makeslice, however short it turns out to be and although nobody keeps it. A
variable that always holds the same number is still a variable: `n := 4; make([]int, n)` escapes
as well.]],
    remedy = [[
Give make a constant capacity and keep the length variable: `make([]int, n, 4096)` stays on the
stack as long as the capacity fits 64 KiB, and panics if n is larger, so test first. The price of
that is clearing the whole capacity each time. Or take a buffer from the caller, or make one and
use it again.]],
    since = { { go = "1.25", because = "the compiler sees through `n := 4; make([]int, n)`" } },
    params = { { name = "length", values = { 4, 16, 256, 4096 }, quick = { 16 }, unit = "count",
                 label = "ints" } },
    go = [[
//go:noinline
func ends(s []uint64) uint64 { return s[0] + s[len(s)-1] }
]], c = [[
#include "gort/backing.h"
#include "gort/block.h"

typedef uint64_t word;
ESC_NOSCAN(word);

ESC_NOINLINE static uint64_t ends(const word *s, size_t length) {
    esc_use(s);
    return s[0] + s[length - 1];
}
]],
    strategies = {
        stack = { go = [[
//go:noinline
func stackOp(x uint64) uint64 {
	s := make([]uint64, Length)
	s[0], s[Length-1] = x, x
	return ends(s)
}
]], c = [[
ESC_NOINLINE static uint64_t stack_op(uint64_t x) {
    word s[LENGTH];
    gort_clear(s, sizeof s);
    s[0] = x, s[LENGTH - 1] = x;
    return ends(s, LENGTH);
}
]], escapes = { "make([]uint64, Length) does not escape" } },
        heap = { go = [[
//go:noinline
func makeDynamic(n int, x uint64) uint64 {
	s := make([]uint64, n)
	s[0], s[n-1] = x, x
	return ends(s)
}

func heapOp(i uint64) uint64 { return makeDynamic(Length, i) }
]], c = [[
ESC_NOINLINE static uint64_t make_dynamic(size_t n, uint64_t x) {
    gort_backing room = GORT_BACKING; /* none in Go 1.19 */
    word *s = gort_make_here(word, n, &room);
    s[0] = x, s[n - 1] = x;
    uint64_t sum = ends(s, n);
    gort_here_done(s, &room);
    return sum;
}

static uint64_t heap_op(uint64_t i) {
    return make_dynamic(esc_hidden(LENGTH), i);
}
]], allocs = 1, bytes = function(point) return point.length * 8 end,
            escapes = { "make([]uint64, n) escapes to heap",
                        "from make([]uint64, n) (non-constant size)" },
            since = { { -- cmd/compile/internal/walk/builtin.go, walkMakeSlice
                go = "1.25", because = [[a make of variable size is decided when it runs: up to 32
bytes lie in the frame, more comes from the heap, and no line says which]],
                allocs = function(point) if point.length <= 4 then return 0 end end,
                bytes = function(point) if point.length <= 4 then return 0 end end,
                escapes = { "make([]uint64, n) does not escape" },
            } } },
        ["constant-capacity"] = { place = "stack", go = [[
//go:noinline
func makeCapped(n int, x uint64) uint64 {
	s := make([]uint64, n, Length)
	s[0], s[n-1] = x, x
	return ends(s)
}

func constantCapacityOp(i uint64) uint64 { return makeCapped(Length, i) }
]], c = [[
ESC_NOINLINE static uint64_t make_capped(size_t n, uint64_t x) {
    word s[LENGTH];
    gort_clear(s, sizeof s);
    s[0] = x, s[n - 1] = x;
    return ends(s, n);
}

static uint64_t constant_capacity_op(uint64_t i) {
    return make_capped(esc_hidden(LENGTH), i);
}
]], escapes = { "make([]uint64, n, Length) does not escape" } },
    },
}
