-- t.add without the call: a function that remembers its t. Both sides bind it, hand it to a callee
-- that calls it and might note that it did; they differ in what it would note.

return case {
    title = "A method as a value", tags = { "closure" },
    question = "What does t.add cost when it is handed to somebody who may keep it?",
    because = [[
A method value is a closure: a block with the address of the code and a copy of the receiver, 8
bytes for a pointer, the whole value otherwise. Handed to a callee that only calls it, the block
lies in the caller's frame ("t.add does not escape"). If the callee may keep it, it "escapes to
heap": one allocation, 16 bytes at least, and the larger the receiver the more is copied and
cleared away again. Nothing in the source looks like an allocation.]],
    remedy = [[
Hand over the receiver and the function apart: `object.add` is a function that takes t as its first
argument and needs no block (`expression`). A method with a pointer receiver binds 16 bytes
whatever the receiver's size (`pointer`), but keeps what it points to alive, and a local one moves
to the heap. Where the same value is handed over again and again, as a handler or a callback, bind
it once, outside the loop. An interface value holds the receiver alone and finds the methods by
its type.]],
    params = { { name = "size", values = { 8, 24, 56, 120 }, quick = { 24 }, unit = "bytes",
                 label = "the receiver's size" } },
    go = [[
const Words = Size / 8

type object struct{ words [Words]uint64 }

//go:noinline
func (t object) add(x uint64) uint64 { return t.words[0] + t.words[Words-1] + x }

//go:noinline
func (t *object) addTo(x uint64) uint64 { return t.words[0] + t.words[Words-1] + x }

var notedArgument uint64
var noted func(uint64) uint64

//go:noinline
func callIt(f func(uint64) uint64, x uint64, note bool) uint64 {
	if note {
		notedArgument = x
	}
	return f(x)
}

//go:noinline
func callAndKeep(f func(uint64) uint64, x uint64, note bool) uint64 {
	if note {
		noted = f // never, and enough
	}
	return f(x)
}
]], c = [[
#include "gort/closure.h"
#include "gort/never.h"

#define WORDS (SIZE / 8)

typedef struct { uint64_t words[WORDS]; } object;

/* What a func(uint64) uint64 points to: code, then what it needs. */
typedef struct { uint64_t (*code)(void *self, uint64_t x); } function;

__attribute__((unused)) ESC_NOINLINE static uint64_t add(object t, uint64_t x) {
    return t.words[0] + t.words[WORDS - 1] + x;
}

__attribute__((unused)) ESC_NOINLINE static uint64_t add_to(const object *t, uint64_t x) {
    return t->words[0] + t->words[WORDS - 1] + x;
}

/* t.add: the block, and the wrapper that its code is. */
typedef GORT_METHOD_VALUE(uint64_t, object, uint64_t) bound;
ESC_NOSCAN(bound);

__attribute__((unused)) static uint64_t add_bound(void *self, uint64_t x) {
    return add(((bound *)self)->of, x);
}

static uint64_t noted_argument;
static function *noted;

__attribute__((unused)) ESC_NOINLINE static uint64_t call_it(function *f, uint64_t x, bool note) {
    if (note)
        noted_argument = x;
    esc_use(f);
    return f->code(f, x);
}

__attribute__((unused)) ESC_NOINLINE static uint64_t call_and_keep(function *f, uint64_t x,
                                                                   bool note) {
    if (note)
        esc_store(&noted, f);
    esc_use(f);
    return f->code(f, x);
}
]],
    strategies = {
        stack = { go = [[
//go:noinline
func bindInFrame(x uint64, note bool) uint64 {
	var t object
	t.words[0], t.words[Words-1] = x, x
	return callIt(t.add, 1, note)
}

func stackOp(i uint64) uint64 { return bindInFrame(i, false) }
]], c = [[
ESC_NOINLINE static uint64_t bind_in_frame(uint64_t x, bool note) {
    object t = {{0}};
    t.words[0] = x, t.words[WORDS - 1] = x;
    bound f = {add_bound, t};
    return call_it((function *)&f, 1, note);
}

static uint64_t stack_op(uint64_t i) { return bind_in_frame(i, gort_never()); }
]], escapes = { "t.add does not escape" } },
        heap = { go = [[
//go:noinline
func bindOnHeap(x uint64, note bool) uint64 {
	var t object
	t.words[0], t.words[Words-1] = x, x
	return callAndKeep(t.add, 1, note) // t.add escapes here
}

func heapOp(i uint64) uint64 { return bindOnHeap(i, false) }
]], c = [[
ESC_NOINLINE static uint64_t bind_on_heap(uint64_t x, bool note) {
    object t = {{0}};
    t.words[0] = x, t.words[WORDS - 1] = x;
    bound *f = esc_new(bound);
    f->code = add_bound, f->of = t;
    uint64_t sum = call_and_keep((function *)f, 1, note);
    esc_done(f);
    return sum;
}

static uint64_t heap_op(uint64_t i) { return bind_on_heap(i, gort_never()); }
]], allocs = 1, bytes = function(point) return 8 + point.size end,
            escapes = { "t.add escapes to heap" } },
        pointer = { remedy = false, go = [[
var shared object

//go:noinline
func bindPointer(x uint64, note bool) uint64 {
	t := &shared
	t.words[0], t.words[Words-1] = x, x
	return callAndKeep(t.addTo, 1, note)
}

func pointerOp(i uint64) uint64 { return bindPointer(i, false) }
]], c = [[
static object shared;

typedef GORT_METHOD_VALUE(uint64_t, object *, uint64_t) bound_pointer;
ESC_POINTERS(bound_pointer, ESC_PTR(bound_pointer, of));

static uint64_t add_to_bound(void *self, uint64_t x) {
    return add_to(((bound_pointer *)self)->of, x);
}

ESC_NOINLINE static uint64_t bind_pointer(uint64_t x, bool note) {
    shared.words[0] = x, shared.words[WORDS - 1] = x;
    bound_pointer *f = esc_new(bound_pointer);
    f->code = add_to_bound;
    esc_store(&f->of, &shared);
    uint64_t sum = call_and_keep((function *)f, 1, note);
    esc_done(f);
    return sum;
}

static uint64_t pointer_op(uint64_t i) { return bind_pointer(i, gort_never()); }
]], allocs = 1, bytes = 16, escapes = { "t.addTo escapes to heap" } },
        expression = { place = "stack", go = [[
var notedFunction func(object, uint64) uint64

//go:noinline
func callWith(f func(object, uint64) uint64, t object, x uint64, note bool) uint64 {
	if note {
		notedFunction = f
	}
	return f(t, x)
}

//go:noinline
func handOver(x uint64, note bool) uint64 {
	var t object
	t.words[0], t.words[Words-1] = x, x
	return callWith(object.add, t, 1, note)
}

func expressionOp(i uint64) uint64 { return handOver(i, false) }
]], c = [[
static uint64_t (*noted_function)(object t, uint64_t x);

ESC_NOINLINE static uint64_t call_with(uint64_t (*f)(object t, uint64_t x), object t, uint64_t x,
                                       bool note) {
    if (note)
        noted_function = f;
    esc_unknown(f);
    return f(t, x);
}

ESC_NOINLINE static uint64_t hand_over(uint64_t x, bool note) {
    object t = {{0}};
    t.words[0] = x, t.words[WORDS - 1] = x;
    return call_with(add, t, 1, note);
}

static uint64_t expression_op(uint64_t i) { return hand_over(i, gort_never()); }
]] },
    },
}
