-- An object that escapes anyway, because the function that uses it might keep it: taken fresh from
-- the heap each time, or from a sync.Pool; against one that stays.

return case {
    title = "A pool instead of fresh objects", tags = { "collector", "pointer" },
    question = "If an object must live on the heap, what does a sync.Pool save?",
    because = [[
`leak` may keep its parameter, so `new(object)` escapes and every call costs an allocation and
its share of a collection. A pool hands out an object that was used before: Get and Put touch one
slot of the P that runs (8 to 9 ns for both, no lock), and nothing becomes garbage. What comes
out is dirty: here it is cleared, as a fresh object is.]],
    remedy = [[
Keep the object from escaping if you can: at 64 bytes the stack is four times faster than the
pool. If you cannot, pool what is larger than a few words and short-lived: at 64 bytes a pool
saves a quarter of a fresh object's time, at 1 KiB three quarters, at 4 KiB four fifths; what is
left there is the clearing. Put pointers into it: `pool.Put(b)` of a []byte boxes the slice
header, one allocation each. The collector drops what lies unused for two cycles; and who still
holds an object after Put reads somebody else's data.]],
    params = { { name = "size", values = { 64, 1024, 4096 }, quick = { 1024 }, unit = "bytes",
                 label = "object size" } },
    go = [[
import "sync"

const Words = Size / 8

type object struct{ words [Words]uint64 }
]], c = [[
#define WORDS (SIZE / 8)
#include "gort/object.h"
#include "gort/never.h"
#include "gort/pool.h"
]],
    strategies = {
        stack = { go = [[
//go:noinline
func use(t *object, x uint64) uint64 {
	t.words[0], t.words[Words-1] = x, x
	return t.words[0] + t.words[Words-1]
}

//go:noinline
func stackOp(x uint64) uint64 {
	t := new(object)
	return use(t, x)
}
]], c = [[
ESC_NOINLINE static uint64_t use(object *t, uint64_t x) {
    t->words[0] = x, t->words[WORDS - 1] = x;
    esc_use(t);
    return t->words[0] + t->words[WORDS - 1];
}

ESC_NOINLINE static uint64_t stack_op(uint64_t x) {
    object t;
    gort_clear(&t, sizeof t);
    return use(&t, x);
}
]], escapes = { "new(object) does not escape" } },
        heap = { go = [[
var kept *object

//go:noinline
func leak(t *object, x uint64, keep bool) uint64 {
	t.words[0], t.words[Words-1] = x, x
	if keep { // never, and enough
		kept = t
	}
	return t.words[0] + t.words[Words-1]
}

//go:noinline
func fresh(x uint64, keep bool) uint64 {
	t := new(object)
	return leak(t, x, keep) // t escapes here
}

func heapOp(i uint64) uint64 { return fresh(i, false) }
]], c = [[
static object *kept;

ESC_NOINLINE static uint64_t leak(object *t, uint64_t x, bool keep) {
    t->words[0] = x, t->words[WORDS - 1] = x;
    if (keep) /* never, and enough */
        esc_store(&kept, t);
    esc_use(t);
    return t->words[0] + t->words[WORDS - 1];
}

ESC_NOINLINE static uint64_t fresh(uint64_t x, bool keep) {
    object *t = esc_new(object);
    uint64_t sum = leak(t, x, keep);
    esc_done(t);
    return sum;
}

static uint64_t heap_op(uint64_t i) { return fresh(i, gort_never()); }
]], allocs = 1, bytes = function(point) return point.size end,
            escapes = { "from leak(t, x, keep) (call parameter)", "new(object) escapes to heap" } },
        pool = { go = [[
var pool = sync.Pool{New: func() any { return new(object) }}

//go:noinline
func pooled(x uint64, keep bool) uint64 {
	t := pool.Get().(*object)
	*t = object{}
	sum := leak(t, x, keep)
	pool.Put(t)
	return sum
}

func poolOp(i uint64) uint64 { return pooled(i, false) }
]], c = [[
static struct gort_pool pool;

ESC_NOINLINE static uint64_t pooled(uint64_t x, bool keep) {
    object *t = gort_pool_get(&pool);
    if (!t)
        t = esc_new(object);
    gort_clear(t, sizeof *t);
    uint64_t sum = leak(t, x, keep);
    gort_pool_put(&pool, t);
    return sum;
}

static uint64_t pool_op(uint64_t i) { return pooled(i, gort_never()); }

static void pool_teardown(void) { gort_pool_drain(&pool); }
]], allocs = 0, bytes = 0 },
    },
}
