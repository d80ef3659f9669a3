-- A function literal that outlives its function takes the variables it uses with it. All sides
-- compute x + 1: by three closures that hold x in different ways, and by a plain call. Stack and
-- heap capture x alike and differ in who outlives whom.

return case {
    title = "A variable captured by a closure", tags = { "closure" },
    question = "What does a counter cost as a closure that is returned instead of handed down?",
    because = [[
The literal is returned, so it escapes, and with it the block that holds what it captured: one
allocation. x is assigned inside it, so it is captured by reference ("capturing by ref: x (...
assign=true ...)"), and the variable itself moves to the heap: a second one. A variable that is
not assigned after the capture, whose address is nowhere taken and that has at most 128 bytes is
copied into the block instead.]],
    remedy = [[
A literal that is only handed down, to a callee that does not keep it, does not escape, and
neither does x, although it is captured by reference (`stack`): capturing is not the price,
outliving is. If it must be returned, do not assign to what it captures: by value it is one
allocation instead of two (`by-value`). What needs no closure passes x as a parameter
(`parameter`).]],

    -- A func value is the address of such a block: the code first, then what was captured.
    c = [[
#include "gort/closure.h"

typedef uint64_t word;
ESC_NOSCAN(word);

/* func() uint64 { x++; return x }: assigned, so by reference. */
typedef struct counter {
    word (*code)(struct counter *f);
    word *x;
} counter;
ESC_POINTERS(counter, ESC_PTR(counter, x));
_Static_assert(!GORT_BY_VALUE(sizeof(word), true), "by reference");

ESC_NOINLINE
static word count(counter *f) { return ++*f->x; }
]],
    strategies = {
        stack = { go = [[
//go:noinline
func callNow(f func() uint64) uint64 { return f() }

func stackOp(i uint64) uint64 {
	x := i
	return callNow(func() uint64 { x++; return x })
}
]], c = [[
ESC_NOINLINE
static word call_now(counter *f) { esc_use(f); return f->code(f); }

static uint64_t stack_op(uint64_t i) {
    word x = i;
    counter f = {count, &x};
    return call_now(&f);
}
]], escapes = { "stackOp capturing by ref: x", "func literal does not escape" } },
        heap = { go = [[
//go:noinline
func makeCounter(x uint64) func() uint64 {
	return func() uint64 { x++; return x } // escapes, and x with it
}

func heapOp(i uint64) uint64 { return makeCounter(i)() }
]], c = [[
ESC_NOINLINE static counter *make_counter(word value) {
    word *x = esc_new(word); /* moved to heap: x */
    *x = value;
    counter *f = esc_new(counter); /* func literal escapes to heap */
    f->code = count, f->x = x;
    return f;
}

static uint64_t heap_op(uint64_t i) {
    counter *f = make_counter(i);
    word next = f->code(f);
    esc_done(f->x), esc_done(f);
    return next;
}
]], allocs = 2, bytes = 8 + 16, -- x, and the block: code and address
            escapes = { "makeCounter capturing by ref: x", "moved to heap: x",
                        "func literal escapes to heap" } },
        ["by-value"] = { go = [[
//go:noinline
func makeAdder(x uint64) func(uint64) uint64 {
	return func(y uint64) uint64 { return x + y }
}

func byValueOp(i uint64) uint64 { return makeAdder(i)(1) }
]], c = [[
typedef struct adder {
    word (*code)(struct adder *f, word y);
    word x;
} adder;
ESC_NOSCAN(adder);
_Static_assert(GORT_BY_VALUE(sizeof(word), false), "by value");

ESC_NOINLINE
static word add(adder *f, word y) { esc_use(f); return f->x + y; }

ESC_NOINLINE static adder *make_adder(word x) {
    adder *f = esc_new(adder);
    f->code = add, f->x = x;
    return f;
}

static uint64_t by_value_op(uint64_t i) {
    adder *f = make_adder(i);
    word sum = f->code(f, 1);
    esc_done(f);
    return sum;
}
]], allocs = 1, bytes = 16,
            escapes = { "makeAdder capturing by value: x", "func literal escapes to heap" } },
        parameter = { place = "stack", go = [[
//go:noinline
func parameterOp(x uint64) uint64 { x++; return x }
]], c = [[
ESC_NOINLINE
static uint64_t parameter_op(uint64_t x) { esc_unknown(x); return ++x; }
]] },
    },
}
