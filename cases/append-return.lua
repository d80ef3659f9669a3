-- A function collects numbers by append and returns the slice. Who owns the room decides: the
-- function that grows it, the one that was told how much, or the caller.

local allocs = { [3] = 3, [16] = 5, [256] = 9 } -- arrays of 1, 2, 4, 8 ... 256 words
local bytes = { [3] = 56, [16] = 248, [256] = 4088 }
local since_1_26 = { [3] = { 1, 24 }, [16] = { 2, 192 }, [256] = { 6, 4032 } }

return case {
    title = "A slice that is built by append and returned", tags = { "slice" },
    question = "What does it cost a function to collect a result by append and return it?",
    because = [[
The result outlives its function, so its array cannot be in the frame. Up to Go 1.25 every array
on the way is on the heap too: 1, 2, 4, 8 ... elements, each copied into the next, and all but the
last are garbage. Three numbers cost three blocks of 8, 16 and 32 bytes. The compiler prints no
line for it.]],
    remedy = [[
Say the size beforehand where it is known: `make([]T, 0, n)` is one block, exactly (`sized`). Or
let the caller own the room: `func appendTo(dst []T) []T`, as strconv.AppendInt and many others in
the standard library do it, called with an array of the caller's frame, allocates nothing while
that has room (`callers`). Since Go 1.26 a short result needs neither.]],
    differs = "the heap side also grows, through several arrays, each copied into the next",
    since = { { go = "1.26", because = [[
the first elements are collected in 32 bytes of the frame and copied to the heap once, at the
return, in a block of their size ("move2heap"): three words cost one block of 24 bytes instead of
three blocks of 56. What is longer starts there and grows on the heap as before]] } },
    params = { { name = "length", values = { 3, 16, 256 }, quick = { 3 }, unit = "count",
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
]],
    strategies = {
        stack = { go = [[
//go:noinline
func stackOp(x uint64) uint64 {
	s := make([]uint64, 0, Length)
	for k := uint64(0); k < Length; k++ {
		s = append(s, x+k)
	}
	return ends(s) // used here, not returned
}
]], c = [[
ESC_NOINLINE static uint64_t stack_op(uint64_t x) {
    word array[LENGTH]; /* make([]uint64, 0, Length) */
    gort_clear(array, sizeof array);
    gort_backing room = GORT_BACKING;
    gort_slice s = {array, 0, LENGTH};
    for (uint64_t k = 0; k < LENGTH; k++) {
        gort_append_here(word, &s, x + k, &room);
        esc_use(s.array); /* Go vectorises no loop */
    }
    return ends(&s);
}
]], escapes = { "make([]uint64, 0, Length) does not escape" } },
        heap = { go = [[
//go:noinline
func collect(x uint64) []uint64 {
	var s []uint64
	for k := uint64(0); k < Length; k++ {
		s = append(s, x+k)
	}
	return s // its array leaves
}

func heapOp(i uint64) uint64 { return ends(collect(i)) }
]], c = [[
ESC_NOINLINE static gort_slice collect(uint64_t x) {
    gort_backing room = GORT_BACKING; /* nothing before Go 1.26 */
    gort_slice s = {NULL, 0, 0};
    for (uint64_t k = 0; k < LENGTH; k++) {
        gort_append_here(word, &s, x + k, &room);
        esc_use(s.array);
    }
    gort_slice_move(&s, &room, &esc_type_word); /* move2heap */
    return s;
}

static uint64_t heap_op(uint64_t i) {
    gort_slice s = collect(i);
    uint64_t sum = ends(&s);
    esc_done(s.array);
    return sum;
}
]], allocs = function(point) return allocs[point.length] end,
            bytes = function(point) return bytes[point.length] end,
            since = { { -- cmd/compile/internal/slice/slice.go
                go = "1.26", because = "append collects in the frame, and moves the result once",
                allocs = function(point) return since_1_26[point.length][1] end,
                bytes = function(point) return since_1_26[point.length][2] end,
                escapes = { "append escapes to heap" },
            } } },
        sized = { go = [[
//go:noinline
func collectSized(x uint64, n int) []uint64 {
	s := make([]uint64, 0, n)
	for k := uint64(0); k < Length; k++ {
		s = append(s, x+k)
	}
	return s
}

func sizedOp(i uint64) uint64 { return ends(collectSized(i, Length)) }
]], c = [[
ESC_NOINLINE static gort_slice collect_sized(uint64_t x, size_t n) {
    gort_slice s = {esc_make(word, n), 0, n};
    for (uint64_t k = 0; k < LENGTH; k++) {
        if (s.length == s.capacity)
            gort_slice_grow(&s, s.length + 1, &esc_type_word);
        ((word *)s.array)[s.length++] = x + k;
        esc_use(s.array);
    }
    return s;
}

static uint64_t sized_op(uint64_t i) {
    gort_slice s = collect_sized(i, esc_hidden(LENGTH));
    uint64_t sum = ends(&s);
    esc_done(s.array);
    return sum;
}
]], allocs = 1, bytes = function(point) return point.length * 8 end,
            escapes = { "make([]uint64, 0, n) escapes to heap" } },
        callers = { place = "stack", go = [[
//go:noinline
func appendTo(s []uint64, x uint64) []uint64 {
	for k := uint64(0); k < Length; k++ {
		s = append(s, x+k)
	}
	return s
}

//go:noinline
func callersOp(x uint64) uint64 {
	var room [Length]uint64
	return ends(appendTo(room[:0], x))
}
]], c = [[
ESC_NOINLINE static gort_slice append_to(gort_slice s, uint64_t x) {
    gort_backing room = GORT_BACKING;
    for (uint64_t k = 0; k < LENGTH; k++) {
        gort_append_here(word, &s, x + k, &room);
        esc_use(s.array);
    }
    return s;
}

ESC_NOINLINE static uint64_t callers_op(uint64_t x) {
    word room[LENGTH];
    gort_clear(room, sizeof room);
    gort_slice s = append_to((gort_slice){room, 0, LENGTH}, x);
    return ends(&s);
}
]], escapes = { "leaking param: s to result ~r0 level=0" } },
    },
}
