-- A slice that starts empty and grows by append, against one that has its room from the start.
-- Both sides append the numbers 0 to length-1, then read the ends.

-- Capacities 1 2 4 ... 512 848 1280 1792 2560 3408 5120, as far as needed.
local arrays = { [16] = 5, [256] = 9, [4096] = 16 }
local bytes = { [16] = 248, [256] = 4088, [4096] = 128248 }

return case {
    title = "Growing a slice by append", tags = { "slice" },
    question = "What does it cost to let append find the room instead of making it beforehand?",
    because = [[
A slice on the stack is a frame's fixed room. When append finds it full, runtime.growslice takes
a larger array from the heap and copies: 1, 2, 4, 8 ... doubling up to 256 elements, then 1.25
times and a bit more, each rounded up to a size class. 4096 ints take 16 arrays and 128 KB on the
way, three times the 41 KB that stay. The compiler prints no line for it: growth is decided at
run time, so the diagnostics are silent where the allocations are loudest.]],
    remedy = [[
If the size has a bound, make the slice with that constant as its capacity: it stays on the stack
(`stack`). If it is known only at run time, `make([]int, 0, n)` is still one allocation instead
of sixteen (`sized`). Outgrowing the room on the stack by one element costs one growth to the
heap.]],
    differs = [[
the heap side also grows, through several arrays, each copied into the next, where
`sized` takes one]],
    since = { { go = "1.26", because = [[the line "append does not escape" speaks of the slice, not
of its growth; one of up to four ints that is returned is copied to the heap once, exactly]] } },
    params = { { name = "length", values = { 16, 256, 4096 }, quick = { 256 }, unit = "count",
                 label = "elements" } },
    go = [[
//go:noinline
func ends(s []uint64) uint64 { return s[0] + s[len(s)-1] }
]], c = [[
#include "gort/backing.h"
#include "gort/block.h"

typedef uint64_t word;
ESC_NOSCAN(word);

ESC_NOINLINE static uint64_t ends(const gort_slice *s) {
    const word *words = s->array;
    esc_use(words);
    return words[0] + words[s->length - 1];
}

/* A test, rarely a call, a store. esc_use, as Go vectorises no loop. `room`: what Go 1.26 has of it
 * in the frame. */
static inline void append(gort_slice *s, word x, gort_backing *room) {
    if (s->length == s->capacity)
        gort_slice_grow_here(s, s->length + 1, &esc_type_word, room);
    ((word *)s->array)[s->length++] = x;
    esc_use(s->array);
}
]],
    strategies = {
        stack = { go = [[
//go:noinline
func stackOp(x uint64) uint64 {
	s := make([]uint64, 0, Length)
	for k := uint64(0); k < Length; k++ {
		s = append(s, x+k)
	}
	return ends(s)
}
]], c = [[
ESC_NOINLINE static uint64_t stack_op(uint64_t x) {
    word array[LENGTH]; /* make([]uint64, 0, Length) */
    gort_clear(array, sizeof array);
    gort_backing room = GORT_BACKING;
    gort_slice s = {array, 0, LENGTH};
    for (uint64_t k = 0; k < LENGTH; k++)
        append(&s, x + k, &room);
    return ends(&s);
}
]], escapes = { "make([]uint64, 0, Length) does not escape" } },
        heap = { go = [[
//go:noinline
func heapOp(x uint64) uint64 {
	var s []uint64
	for k := uint64(0); k < Length; k++ {
		s = append(s, x+k) // grows on the heap, and no line says so
	}
	return ends(s)
}
]], c = [[
ESC_NOINLINE static uint64_t heap_op(uint64_t x) {
    gort_backing room = GORT_BACKING;
    gort_slice s = {NULL, 0, 0};
    for (uint64_t k = 0; k < LENGTH; k++)
        append(&s, x + k, &room);
    uint64_t sum = ends(&s);
    gort_here_done(s.array, &room);
    return sum;
}
]], allocs = function(point) return arrays[point.length] end,
            bytes = function(point) return bytes[point.length] end,
            since = { { -- cmd/compile/internal/slice/slice.go: none of 1, 2 and 4
                go = "1.26", because = "the first append of a nil slice has 32 bytes on the stack",
                allocs = function(point) return arrays[point.length] - 3 end,
                bytes = function(point) return bytes[point.length] - 8 * (1 + 2 + 4) end,
            } } },
        sized = { go = [[
//go:noinline
func appendSized(x uint64, n int) uint64 {
	s := make([]uint64, 0, n)
	for k := uint64(0); k < Length; k++ {
		s = append(s, x+k)
	}
	return ends(s)
}

func sizedOp(i uint64) uint64 { return appendSized(i, Length) }
]], c = [[
ESC_NOINLINE static uint64_t append_sized(uint64_t x, size_t n) {
    gort_backing room = GORT_BACKING;
    gort_slice s = {gort_make_here(word, n, &room), 0, n};
    for (uint64_t k = 0; k < LENGTH; k++)
        append(&s, x + k, &room);
    uint64_t sum = ends(&s);
    gort_here_done(s.array, &room);
    return sum;
}

static uint64_t sized_op(uint64_t i) {
    return append_sized(i, esc_hidden(LENGTH));
}
]], allocs = 1, bytes = function(point) return point.length * 8 end,
            escapes = { "from make([]uint64, 0, n) (non-constant size)" },
            since = { { -- cmd/compile/internal/walk/builtin.go, walkMakeSlice
                go = "1.25", because = "a make of variable size is decided when it runs",
                escapes = { "make([]uint64, 0, n) does not escape" },
            } } },
    },
}
