-- One escape of 64 bytes an operation, in a program that keeps nothing, or 4, 16 or 64 MiB. The
-- live data is never touched; only the collector goes through it.

return case {
    title = "An escape in a program that keeps much", tags = { "collector" },
    question = "What has the size of the live heap to do with the price of a small escape?",
    because = [[
Garbage is paid by the byte: when the heap has grown by GOGC percent of what is alive, all that
is alive is marked again, so an escape of s bytes buys s / (GOGC x live) of a mark phase: 22 ns a
64-byte node while it is in the cache, 48 beyond. How much is alive nearly cancels out: twice the
nodes to mark, half as often. (Where nothing is, the minimum heap of 4 MiB makes collections
frequent and cheap.) In real Go the same line costs some 18 ns with an empty heap, 50 to 60 at 4
MiB, 64 at 16 and 65 at 64. Where the nodes lie counts more: this tree is allocated parents
first; children first it lies in the order of marking, and the escape costs 35 ns instead of 66
at 16 MiB (go1.19.8). What escaped is not lost, as one sometimes reads: it is taken back.]],
    remedy = [[
Keep what lives long free of pointers: blocks without pointers are not scanned. Keep it small
enough for the cache: there it is marked in half the time. Raise GOGC where memory allows (case
gogc). The stack side is the same in all programs: a frame is never garbage.]],
    params = { { name = "live", values = { 0, 4, 16, 64 }, quick = { 0, 4 }, unit = "count",
                 label = "MiB of live heap" } },
    live_bytes = function(point) return point.live << 20 end,
    live_blocks = function(point) return point.live << 14 end,
    iterations = function(point) return point.live * 94000 end, -- about four collections
    runtimes = { "goheap", "boehm" },
    go = [[
type node struct {
	left, right *node
	words       [6]uint64
}

var live *node // what the program keeps

func grow(nodes int) *node {
	if nodes == 0 {
		return nil
	}
	half := (nodes - 1) / 2
	top := &node{}
	top.left, top.right = grow(half), grow(nodes-1-half)
	return top
}

type object struct{ words [8]uint64 }

//go:noinline
func ends(t *object) uint64 { return t.words[0] + t.words[7] }
]], c = [[
#define WORDS 8
#include "gort/object.h"
#include "gort/tree.h"
]],
    strategies = {
        stack = { go = [[
//go:noinline
func fill(t *object, x uint64) { t.words[0], t.words[7] = x, x }

func stackOp(i uint64) uint64 {
	var t object
	fill(&t, i)
	return ends(&t)
}
]], c = [[
ESC_NOINLINE static void fill(object *t, uint64_t x) {
    t->words[0] = x, t->words[7] = x;
    esc_use(t);
}

static uint64_t stack_op(uint64_t i) {
    object t = {0};
    fill(&t, i);
    return ends(&t);
}
]] },
        heap = { go = [[
//go:noinline
func byAddress(x uint64) *object {
	var t object
	t.words[0], t.words[7] = x, x
	return &t // t escapes here
}

func heapSetup() { live = grow(Live << 14) } // Live MiB

func heapOp(i uint64) uint64 { return ends(byAddress(i)) }
]], c = [[
ESC_NOINLINE static object *by_address(uint64_t x) {
    object *t = esc_new(object);
    t->words[0] = x, t->words[7] = x;
    return t;
}

static void heap_setup(void) {
    esc_store(&gort_live, gort_grow(LIVE << 14));
}

static uint64_t heap_op(uint64_t i) {
    object *t = by_address(i);
    uint64_t sum = ends(t);
    esc_done(t);
    return sum;
}
]], allocs = 1, bytes = 64,
            escapes = { "moved to heap: t" } },
    },
}
