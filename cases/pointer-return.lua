-- The classic: a function returns the address of its own variable. Both sides clear an object,
-- write its two ends in one function and read them in another. They differ in where it lives.

return case {
    title = "Returning the address of a local", tags = { "pointer" },
    question = "What does it cost when a function returns &t instead of filling the caller's t?",
    because = [[
The address outlives the frame of the function that made it. The compiler follows `t` to the
result (`flow: ~r0 = &t`), prints "moved to heap: t" and puts a call of runtime.newobject where
`var t` stands. Eight bytes cost least: the tiny allocator puts two of them into one 16-byte
block. Page-sized objects cost most: a span holds only two. The stack column is the clearing of
the object; a place in a frame takes no instruction.]],
    remedy = [[
Let the caller own the object and pass its address down: a pointer that only travels towards the
callee does not escape. Returning the value makes no garbage either, but its copies take time: 10
ns for 64 bytes where the caller's object takes 2, for what was written in 8-byte pieces and is
copied in 16-byte pieces waits for its own stores. A function that is inlined costs nothing in
either form (`inlined`): plain -m says "inlining call to small", and asked once more in the
caller, the object stays. Hence go:noinline elsewhere. `new(T)` or `var t T` (up to 64 KiB) does
not decide.]],
    params = { { name = "size", values = { 8, 64, 512, 4096 }, quick = { 64 }, unit = "bytes",
                 label = "object size" } },
    go = [[
const Words = Size / 8

type object struct{ words [Words]uint64 }

//go:noinline
func ends(t *object) uint64 { return t.words[0] + t.words[Words-1] }
]], c = [[
#define WORDS (SIZE / 8)
#include "gort/object.h" /* object and ends, as in Go */
]],
    strategies = {
        stack = { go = [[
//go:noinline
func fill(t *object, x uint64) { t.words[0], t.words[Words-1] = x, x }

func stackOp(i uint64) uint64 {
	var t object // cleared in this frame
	fill(&t, i)
	return ends(&t)
}
]], c = [[
ESC_NOINLINE static void fill(object *t, uint64_t x) {
    t->words[0] = x, t->words[WORDS - 1] = x;
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
    esc_done(t); /* malloc frees here; collectors do nothing */
    return sum;
}
]], allocs = 1, bytes = function(point) return point.size end,
            escapes = { "t escapes to heap:", "moved to heap: t" } },
        inlined = { place = "stack", go = [[
func small(x uint64) *object { // small enough to stand where it is called
	t := new(object)
	t.words[0], t.words[Words-1] = x, x
	return t // escapes from small, not from its caller
}

func inlinedOp(i uint64) uint64 { return ends(small(i)) }
]], c = [[
/* What the compiler makes of it: the body of small where the call stood. */
static uint64_t inlined_op(uint64_t i) {
    object t;
    gort_clear(&t, sizeof t);
    t.words[0] = i, t.words[WORDS - 1] = i;
    return ends(&t);
}
]], escapes = { "new(object) escapes to heap", "inlining call to small" } },
        value = { place = "stack", go = [[
//go:noinline
func byValue(x uint64) object {
	var t object
	t.words[0], t.words[Words-1] = x, x
	return t // copied into the result
}

func valueOp(i uint64) uint64 {
	t := byValue(i) // copied out of it
	return ends(&t)
}
]], c = [[
ESC_NOINLINE static void by_value(object *result, uint64_t x) {
    object t;
    gort_clear(&t, sizeof t);
    t.words[0] = x, t.words[WORDS - 1] = x;
    esc_use(&t);
    gort_copy(result, &t, sizeof t);
}

static uint64_t value_op(uint64_t i) {
    object result, t;
    by_value(&result, i);
    esc_use(&result);
    gort_copy(&t, &result, sizeof t);
    return ends(&t);
}
]] },
    },
}
