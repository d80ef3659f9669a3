-- The same escape in one thread and in several at once. Each thread has its own objects; what
-- they share is the heap.

return case {
    title = "Escapes in several threads at once", tags = { "concurrency" },
    question = "Does an escape cost more when other threads allocate as well?",
    because = [[
A frame belongs to its thread, so the stack side scales with the processors. Of Go's heap little
is shared: each P allocates from a cache of its own without a lock, and only blocks over 120 KiB
always take the page heap's. But all threads fill the same heap, and it is collected as soon as
their sum says so: a heap of 3 MB a thousand times a second, each time stopping every
thread, waking workers, refilling caches. In real Go two procs allocate slower than one here, by
the wall clock (200 ns against 77 at 1 KiB); the model's threads stop each other at a fraction of
that, so its figures for several threads are too low.]],
    remedy = [[
Fewer and smaller escapes in what runs in parallel, objects that are used again, per-worker
buffers. A larger heap goal makes the common collections rarer: GOGC=400, or GOGC=off under a
memory limit (a limit alone raises no goal and changed nothing here). With two procs of go1.19.8
either takes four tenths off the time at 1 KiB, and a quarter at 64 bytes.]],
    params = {
        { name = "size", values = { 64, 1024 }, quick = { 64 },
          unit = "bytes", label = "object size" },
        { name = "threads", values = { 1, 2, 4 }, quick = { 1, 2 },
          unit = "count", label = "threads" },
    },
    go = [[
const Words = Size / 8

type object struct{ words [Words]uint64 }

//go:noinline
func ends(t *object) uint64 { return t.words[0] + t.words[Words-1] }
]], c = [[
#define WORDS (SIZE / 8)
#include "gort/object.h"
]],
    strategies = {
        stack = { go = [[
//go:noinline
func fill(t *object, x uint64) { t.words[0], t.words[Words-1] = x, x }

func stackOp(i uint64) uint64 {
	var t object
	fill(&t, i)
	return ends(&t)
}
]], c = [[
ESC_NOINLINE static void fill(object *t, uint64_t x) {
    t->words[0] = x, t->words[WORDS - 1] = x;
    esc_use(t);
}

static uint64_t stack_op(uint64_t i) {
    object t;
    gort_clear(&t, sizeof t);
    fill(&t, i);
    return ends(&t);
}
]] },
        heap = { go = [[
//go:noinline
func byAddress(x uint64) *object {
	var t object
	t.words[0], t.words[Words-1] = x, x
	return &t // t escapes here
}

func heapOp(i uint64) uint64 { return ends(byAddress(i)) }
]], c = [[
ESC_NOINLINE static object *by_address(uint64_t x) {
    object *t = esc_new(object);
    t->words[0] = x, t->words[WORDS - 1] = x;
    return t;
}

static uint64_t heap_op(uint64_t i) {
    object *t = by_address(i);
    uint64_t sum = ends(t);
    esc_done(t);
    return sum;
}
]], allocs = 1, bytes = function(point) return point.size end,
            escapes = { "moved to heap: t" } },
    },
}
