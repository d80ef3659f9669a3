-- An object handed to a function that might keep the pointer, to one that only reads through it,
-- and by value: then one that exists, for a new one would be built in its place without a copy.

return case {
    title = "A pointer parameter that might be kept", tags = { "pointer" },
    question = "When does a pointer parameter make its object escape, and is the value cheaper?",
    because = [[
It is the callee that decides. `ends(t *object)` only reads, so its parameter "does not escape",
and neither does the caller's t. `leak` stores its parameter in a package variable in a branch
that is never taken. The analysis knows no flow and no conditions: "leaking param: t", and every
object that is passed to it is moved to the heap, in every caller.]],
    remedy = [[
Keep the storing out of functions that many call: split `leak` into a part that reads and a part
that keeps. A value cannot leak (`by-value`), and the copy of an object that exists already and is in
the cache, up to 4096 bytes here, is far below the escape. "Values instead of pointers"
is good advice for what is small or would otherwise escape; a pointer to a callee that does not
keep it costs nothing at all.]],
    params = { { name = "size", values = { 64, 512, 4096 }, quick = { 512 }, unit = "bytes",
                 label = "object size" } },
    go = [[
const Words = Size / 8

type object struct{ words [Words]uint64 }

//go:noinline
func ends(t *object) uint64 { return t.words[0] + t.words[Words-1] }
]], c = [[
#define WORDS (SIZE / 8)
#include "gort/object.h" /* object and ends, as in Go */
#include "gort/never.h"
]],
    strategies = {
        stack = { go = [[
//go:noinline
func stackOp(x uint64) uint64 {
	var t object
	t.words[0], t.words[Words-1] = x, x
	return ends(&t)
}
]], c = [[
ESC_NOINLINE static uint64_t stack_op(uint64_t x) {
    object t;
    gort_clear(&t, sizeof t);
    t.words[0] = x, t.words[WORDS - 1] = x;
    return ends(&t);
}
]], escapes = { "t does not escape" } },
        heap = { go = [[
var kept *object

//go:noinline
func leak(t *object, keep bool) uint64 {
	if keep { // never, and enough
		kept = t
	}
	return t.words[0] + t.words[Words-1]
}

//go:noinline
func heapOp(x uint64) uint64 {
	var t object
	t.words[0], t.words[Words-1] = x, x
	return leak(&t, false) // t escapes here
}
]], c = [[
static object *kept;

ESC_NOINLINE static uint64_t leak(object *t, bool keep) {
    if (keep) /* never, and enough */
        esc_store(&kept, t);
    esc_use(t);
    return t->words[0] + t->words[WORDS - 1];
}

ESC_NOINLINE static uint64_t heap_op(uint64_t x) {
    object *t = esc_new(object);
    t->words[0] = x, t->words[WORDS - 1] = x;
    uint64_t sum = leak(t, gort_never());
    esc_done(t);
    return sum;
}
]], allocs = 1, bytes = function(point) return point.size end,
            escapes = { "leaking param: t", "from leak(&t, false) (call parameter)",
                "moved to heap: t" } },
        ["by-value"] = { place = "stack", go = [[
var existing object

//go:noinline
func useValue(t object) uint64 { return t.words[0] + t.words[Words-1] }

//go:noinline
func byValueOp(x uint64) uint64 { return useValue(existing) + 2*x }
]], c = [[
static object existing;

ESC_NOINLINE static uint64_t by_value_op(uint64_t x) {
    object argument; /* the copy in the argument's place */
    gort_copy(&argument, &existing, sizeof argument);
    return ends(&argument) + 2 * x;
}
]] },
    },
}
