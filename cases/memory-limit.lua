-- One escape of 64 bytes an operation in a program that keeps 16 MiB and has a memory limit so many
-- MiB beyond what it uses; 0 stands for no limit.

return case {
    title = "Near the memory limit", tags = { "collector" },
    question = "What does GOMEMLIMIT change in the price of an escape?",
    because = [[
The limit is soft: before the heap would grow beyond it, it is collected, however little has been
allocated since the last time. GOGC=100 lets 16 MiB grow by about as much, so 32 MiB of room change
nothing. With 8 or 4 it may grow by 7 or 3 (Go keeps one as headroom): four and nine times as many
collections in Go 1.19.8, each as dear as before. That is a cliff. With no room at all the program would
do nothing but collect, were it not for the limiter: after a second of that nobody has to help any
more, and half of the time is the program's again.]],
    remedy = [[
A limit is for peaks, not for every day: set it well above what lives, runtime included (some 9 MB in
Go 1.19, 4 MB in 1.27), and watch how often the program collects. Allocate less: what stays on
the stack costs nothing at any limit.]],
    params = { { name = "room", values = { 0, 4, 8, 32 }, quick = { 4, 32 },
                 unit = "count", label = "MiB of room under the limit (0: no limit)" } },
    live_bytes = 16 << 20, live_blocks = 16 << 14,
    runtimes = { "goheap" },
    iterations = function(point) return point.room == 0 and 1000000 or point.room * 60000 end,
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
	if Room > 0 {
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		debug.SetMemoryLimit(int64(m.Sys-m.HeapIdle) + Room<<20)
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
    if (ROOM > 0)
        esc_memory_limit((size_t)ROOM << 20); /* beyond what is in use */
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
