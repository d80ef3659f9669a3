-- A function literal adds to a variable of the function around it, in a callee that might keep
-- the literal, against one that cannot.

return case {
    title = "A reference to a variable of the enclosing function", tags = { "closure", "pointer" },
    question = "What does it cost when an inner function refers to a variable outside it?",
    because = [[
The literal assigns to `total`, so it captures it by reference. `visit` lets its argument reach a
package variable in a branch that is never taken: "leaking param: f". So the literal escapes, and
whatever it refers to must live as long: "moved to heap: total". Every later use of total, also
in the outer function, goes through that pointer.]],
    remedy = [[
Let the callee keep nothing: then literal and variable both stay in the frame, reference or not
(`stack`). Or pass the value as a parameter and take it back as a result (`parameter`). A
reference to an outer variable alone does not make it escape; what counts is how long the one who
refers can live. That is why a small scope helps: what nobody outside can reach cannot be kept.]],
    c = [[
#include "gort/closure.h"
#include "gort/never.h"

typedef uint64_t word;
ESC_NOSCAN(word);

/* func(v uint64) { total += v }: code, and the address of total. */
typedef struct visitor visitor;
struct visitor { void (*code)(visitor *f, word v); word *total; };
ESC_POINTERS(visitor, ESC_PTR(visitor, total));

ESC_NOINLINE static void add(visitor *f, word v) { *f->total += v; }
]],
    strategies = {
        stack = { go = [[
//go:noinline
func visitOnly(x uint64, f func(uint64)) {
	f(x)
	f(1)
}

//go:noinline
func notKept(x uint64) uint64 {
	total := uint64(0)
	visitOnly(x, func(v uint64) { total += v })
	return total
}

func stackOp(i uint64) uint64 { return notKept(i) }
]], c = [[
ESC_NOINLINE static void visit_only(word x, visitor *f) {
    esc_use(f);
    f->code(f, x);
    f->code(f, 1);
}

ESC_NOINLINE static word not_kept(word x) {
    word total = 0;
    visitor f = {add, &total};
    visit_only(x, &f);
    return total;
}

static uint64_t stack_op(uint64_t i) { return not_kept(i); }
]], escapes = { "notKept capturing by ref: total", "func literal does not escape" } },
        heap = { go = [[
var kept func(uint64)

//go:noinline
func visit(x uint64, f func(uint64), keep bool) {
	if keep { // never, and enough
		kept = f
	}
	f(x)
	f(1)
}

//go:noinline
func byReference(x uint64) uint64 {
	total := uint64(0)
	visit(x, func(v uint64) { total += v }, false) // both escape here
	return total
}

func heapOp(i uint64) uint64 { return byReference(i) }
]], c = [[
static visitor *kept;

ESC_NOINLINE static void visit(word x, visitor *f, bool keep) {
    if (keep) /* never, and enough */
        esc_store(&kept, f);
    esc_use(f);
    f->code(f, x);
    f->code(f, 1);
}

ESC_NOINLINE static word by_reference(word x) {
    word *total = esc_new(word);   /* moved to heap: total */
    visitor *f = esc_new(visitor); /* func literal escapes to heap */
    *f = (visitor){add, total};
    visit(x, f, gort_never());
    word sum = *total;
    esc_done(f), esc_done(total);
    return sum;
}

static uint64_t heap_op(uint64_t i) { return by_reference(i); }
]], allocs = 2, bytes = 8 + 16, -- total, and the literal: code and address
            escapes = { "leaking param: f", "moved to heap: total",
                        "func literal escapes to heap" } },
        parameter = { place = "stack", go = [[
//go:noinline
func addTo(total, v uint64) uint64 { return total + v }

//go:noinline
func byParameter(x uint64) uint64 {
	total := uint64(0)
	total = addTo(total, x)
	total = addTo(total, 1)
	return total
}

func parameterOp(i uint64) uint64 { return byParameter(i) }
]], c = [[
ESC_NOINLINE static word add_to(word total, word v) { return total + v; }

ESC_NOINLINE static word by_parameter(word x) {
    word total = 0;
    total = add_to(total, x);
    total = add_to(total, 1);
    return total;
}

static uint64_t parameter_op(uint64_t i) { return by_parameter(i); }
]] },
    },
}
