-- The address of a local stored in a package variable, against storing the value itself.

return case {
    title = "The address of a local stored in a package variable", tags = { "pointer" },
    question = "What does it cost to publish &t in a global instead of copying t into one?",
    because = [[
A package variable lives as long as the program, so what it points to must not be in a frame:
"flow: {heap} = &t: ... from pointer = &t (assign)". Beside the allocation there is the write
barrier: every store of a pointer into a global or into the heap first tests whether a collection
is marking. That test is a fraction of a nanosecond; while marking is on, the store costs about
ten: Go's barrier is a hybrid (not an "isolation barrier", as one reads) that records both what
the place held and what it gets.]],
    remedy = [[
Keep the value in the package variable, not a pointer to it: `value = t`. The compiler builds t
in place, there is not even a copy to see. Better still, no global: hand the object to those who
need it. (Readers in other goroutines need a lock for the value; a pointer that is swapped
atomically is a good reason to pay for the escape.)]],
    params = { { name = "size", values = { 64, 1024 }, quick = { 64 }, unit = "bytes",
                 label = "object size" } },
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
var value object

//go:noinline
func storeValue(x uint64) {
	var t object
	t.words[0], t.words[Words-1] = x, x
	value = t
}

func stackOp(i uint64) uint64 {
	storeValue(i)
	return ends(&value)
}
]], c = [[
static object value;

ESC_NOINLINE static void store_value(uint64_t x) {
    gort_clear(&value, sizeof value); /* Go builds t in place, too */
    value.words[0] = x, value.words[WORDS - 1] = x;
    esc_use(&value);
}

static uint64_t stack_op(uint64_t i) {
    store_value(i);
    return ends(&value);
}
]] },
        heap = { go = [[
var pointer *object

//go:noinline
func storePointer(x uint64) {
	var t object
	t.words[0], t.words[Words-1] = x, x
	pointer = &t // t escapes here
}

func heapOp(i uint64) uint64 {
	storePointer(i)
	return ends(pointer)
}
]], c = [[
static object *pointer;

ESC_NOINLINE static void store_pointer(uint64_t x) {
    object *t = esc_new(object);
    t->words[0] = x, t->words[WORDS - 1] = x;
    esc_done(pointer); /* nobody can reach the old one any more */
    esc_store(&pointer, t);
}

static uint64_t heap_op(uint64_t i) {
    store_pointer(i);
    return ends(pointer);
}

static void heap_teardown(void) { esc_done(pointer), pointer = NULL; }
]], allocs = 1, bytes = function(point) return point.size end,
            escapes = { "from pointer = &t (assign)", "moved to heap: t" } },
    },
}
