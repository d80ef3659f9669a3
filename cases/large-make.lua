-- A slice of constant size that never leaves its function still escapes when it is too big. 8191
-- and 8192 ints stay, 8193 and 10000 do not: the heap side allocates nothing at the first two
-- lengths, and its price jumps from none to microseconds with one int more.

return case {
    title = "A slice just over 64 KiB", tags = { "slice", "size" },
    question = "What does one int more cost when make([]int, n) passes the 64 KiB limit?",
    because = [[
What `make`, `new`, `&T{}` and closures ask for is an implicit variable, and the compiler puts
implicit variables of more than 64 KiB (65 536 bytes still fit) on the heap: "too large for
stack", whoever keeps the slice. A variable with a name has another limit: `var a [10000]int` may
be 10 MiB. Over 32 KiB there is no size class either: every such object is a span of its own,
whole 8 KiB pages, so 8193 ints take nine. The P's page cache can hand out up to 15 of its 64
without a lock, but it is filled again only when it is empty: a loop that makes nothing else
leaves one page over and takes the page heap's lock from then on, at each slice (counted with gdb
in go1.19.8). And on a small heap one slice in forty starts a collection.]],
    remedy = [[
If the size is constant, declare an array and slice it: `var a [10000]int; s := a[:]`. If the
data can be worked through in pieces, 64 KiB at a time is enough. If neither, make the slice once
and use it again. The array is not free: clearing 64 KiB takes 0.4 to 1.2 us wherever it stands,
and a fresh goroutine must first grow its stack. Texts from the time of Go 1.14 name 8191 ints as
the last that stay; then exactly 64 KiB escaped.]],
    since = { { go = "1.24",
                because = "a variable may have 128 KiB on the stack, no longer 10 MiB" } },
    params = { { name = "length", values = { 8191, 8192, 8193, 10000 }, quick = { 8193 },
                 unit = "count",
                 label = "ints" } },
    go = [[
//go:noinline
func ends(s []uint64) uint64 { return s[0] + s[len(s)-1] }
]], c = [[
#include "gort/block.h"

typedef uint64_t word;
ESC_NOSCAN(word);

ESC_NOINLINE static word ends(const word *s, size_t length) {
    esc_use(s);
    return s[0] + s[length - 1];
}
]],
    strategies = {
        stack = { go = [[
//go:noinline
func inArray(x uint64) uint64 {
	var a [Length]uint64 // explicit: stays up to 10 MiB
	a[0], a[Length-1] = x, x
	return ends(a[:])
}

func stackOp(i uint64) uint64 { return inArray(i) }
]], c = [[
ESC_NOINLINE static word in_array(word x) {
    word a[LENGTH];
    gort_clear(a, sizeof a);
    a[0] = x, a[LENGTH - 1] = x;
    return ends(a, LENGTH);
}

static uint64_t stack_op(uint64_t i) { return in_array(i); }
]] },
        heap = { go = [[
//go:noinline
func inSlice(x uint64) uint64 {
	s := make([]uint64, Length) // implicit: stays up to 64 KiB
	s[0], s[Length-1] = x, x
	return ends(s)
}

func heapOp(i uint64) uint64 { return inSlice(i) }
]], c = [[
enum { STAYS = LENGTH * 8 <= 65536 }; /* as Go's compiler decides */

ESC_NOINLINE static word in_slice(word x) {
    word a[STAYS ? LENGTH : 1], *s = a;
    if (STAYS)
        gort_clear(a, sizeof a);
    else
        s = esc_make(word, LENGTH);
    s[0] = x, s[LENGTH - 1] = x;
    word sum = ends(s, LENGTH);
    if (!STAYS)
        esc_done(s);
    return sum;
}

static uint64_t heap_op(uint64_t i) { return in_slice(i); }
]], allocs = function(point) return point.length > 8192 and 1 or 0 end,
            bytes = function(point) return point.length > 8192 and point.length * 8 or 0 end,
            escapes = { -- from 8193 on
                "make([]uint64, Length) escapes to heap",
                "from make([]uint64, Length) (too large for stack)",
            } },
    },
}
