-- One escape of 64 bytes an operation in a program that keeps 16 MiB. 0 stands for GOGC=off.

return case {
    title = "The pace of the collector", tags = { "collector" },
    question = "What does GOGC change in the price of an escape?",
    because = [[
GOGC says by how many percent of the live data the heap may grow before it is collected: 100 lets
16 MiB become 32. Twice the GOGC is half as many collections, each as dear as before: they mark
what is alive. In real Go: 116 ns at 50, 64 at 100, 40 at 200, 33 at 400. Off does not go on so:
every object lies in fresh memory, to be mapped and cleared; a recycled heap is twice as fast.]],
    remedy = [[
Set GOGC higher where there is memory to use, and a soft limit beside it (GOMEMLIMIT, since Go
1.19): near it the collector runs more often, up to half of the CPU time. GOGC makes garbage
cheaper, not free: the escape that is not there costs nothing at any setting.]],
    params = { { name = "gogc", values = { 0, 50, 100, 200, 400 }, quick = { 100, 400 },
                 unit = "count", label = "GOGC, percent (0: off)" } },
    live_bytes = 16 << 20, live_blocks = 16 << 14, gogc = function(point) return point.gogc end,
    runtimes = { "goheap" }, iterations = function(point) return point.gogc * 15000 end, -- 4 cycles
    go = [[
import "runtime"
import "runtime/debug"

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

func heapSetup() {
	live = grow(16 << 14) // 16 MiB
	runtime.GC()
	if debug.SetGCPercent(Gogc); Gogc == 0 {
		debug.SetGCPercent(-1)
	}
}

func heapOp(i uint64) uint64 { return ends(byAddress(i)) }
]], c = [[
ESC_NOINLINE static object *by_address(uint64_t x) {
    object *t = esc_new(object);
    t->words[0] = x, t->words[7] = x;
    return t;
}

static void heap_setup(void) {
    esc_store(&gort_live, gort_grow(16 << 14)); /* 16 MiB */
    esc_collect();
    esc_gogc(GOGC == 0 ? -1 : GOGC);
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
