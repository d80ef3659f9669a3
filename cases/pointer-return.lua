-- The classic: a function returns the address of its own variable. Both sides clear an object,
-- write its two ends in a function of their own and read them in another. They differ in one
-- thing: whose frame, or which heap, the object lives in.

return case {
    title = "Returning the address of a local",
    question = "What does it cost when a function returns &t instead of filling the caller's t?",
    because = [[
The address outlives the frame of the function that made it. The compiler follows `t` to the
result (`flow: ~r0 = &t`; Go 1.26 prints an arrow for the =), prints "moved to heap: t" and puts
a call of runtime.newobject where `var t` stands. Eight bytes cost least because the tiny
allocator shares one 16-byte block between two of them; page-sized objects cost most, because a
span holds only two. The stack column is the clearing of the object: a place in a frame takes no
instruction, not two as one often reads, for the frame is made anyway.]],
    remedy = [[
Let the caller own the object and pass its address down: a pointer that only travels towards the
callee does not escape. Returning the value is free of garbage as well, but not free: the result
is copied on its way out, and a struct written in 8-byte pieces and copied in 16-byte pieces
waits for its own stores (10 ns for 64 bytes, where the caller-owned object takes 2). A small
function that is inlined costs nothing in either form, for then there is no frame to outlive;
that is why these are go:noinline. `new(T)` and `var t T` are the same to the compiler (but for
what is larger than 64 KiB): neither word decides, and neither kind of memory is given back by
hand.]],
    params = {
        {
            name = "size",
            values = { 8, 64, 512, 4096 },
            quick = { 64 },
            unit = "bytes",
            label = "object size",
        },
    },

    go = [[
const Words = Size / 8

type object struct{ words [Words]uint64 }

//go:noinline
func ends(t *object) uint64 { return t.words[0] + t.words[Words-1] }
]],
    c = [[
#include "gort/block.h"

#define WORDS (SIZE / 8)

typedef struct {
    uint64_t words[WORDS];
} object;
ESC_NOSCAN(object);

/* The consumer: reads both ends, keeps nothing. */
ESC_NOINLINE static uint64_t ends(const object *t)
{
    esc_use(t);
    return t->words[0] + t->words[WORDS - 1];
}

/* stack: the caller's object is filled through its address. */
ESC_NOINLINE static void fill(object *t, uint64_t x)
{
    t->words[0] = x;
    t->words[WORDS - 1] = x;
    esc_use(t);
}

/* heap: what the compiler makes of `var t object` once its address is returned. */
ESC_NOINLINE static object *by_address(uint64_t x)
{
    object *t = esc_new(object);
    t->words[0] = x;
    t->words[WORDS - 1] = x;
    return t;
}

/* value: built in this frame, copied into the result. */
ESC_NOINLINE static void by_value(object *result, uint64_t x)
{
    object t;
    gort_clear(&t, sizeof t);
    t.words[0] = x;
    t.words[WORDS - 1] = x;
    esc_use(&t);
    gort_copy(result, &t, sizeof t);
}
]],

    strategies = {
        stack = {
            go = [[
//go:noinline
func fill(t *object, x uint64) { t.words[0], t.words[Words-1] = x, x }

func stackOp(i uint64) uint64 {
	var t object // cleared in this frame
	fill(&t, i)
	return ends(&t)
}
]],
            c = [[
static uint64_t stack_op(uint64_t i)
{
    object t;
    gort_clear(&t, sizeof t); /* var t object: zeroed the way Go zeroes it */
    fill(&t, i);
    return ends(&t);
}
]],
        },
        heap = {
            go = [[
//go:noinline
func byAddress(x uint64) *object {
	var t object
	t.words[0], t.words[Words-1] = x, x
	return &t // t escapes here
}

func heapOp(i uint64) uint64 { return ends(byAddress(i)) }
]],
            c = [[
static uint64_t heap_op(uint64_t i)
{
    object *t = by_address(i);
    uint64_t sum = ends(t);
    esc_done(t);
    return sum;
}
]],
            allocs = 1,
            bytes = function(point) return point.size end,
            escapes = { "t escapes to heap:", "moved to heap: t" },
        },
        value = {
            place = "stack",
            go = [[
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
]],
            c = [[
static uint64_t value_op(uint64_t i)
{
    object result; /* where Go's callee leaves its result */
    by_value(&result, i);
    esc_use(&result);
    object t;
    gort_copy(&t, &result, sizeof t);
    return ends(&t);
}
]],
        },
    },
}
