-- The number 1000 becomes an interface value that is kept. What the compiler knows of the number
-- decides whether that takes memory: a literal, a variable that is set once, one that is handed in.

return case {
    title = "A number the compiler knows, converted to an interface", tags = { "interface" },
    question = "Does `n := 1000; keep(n)` cost more than `keep(1000)`, where keep takes any?",
    because = [[
An interface holds an address, so the number needs a home that lasts. For a constant the compiler
lays one down beside the program, read-only, and nothing is allocated (`literal`). A variable is no
constant: up to Go 1.25 runtime.convT64 takes 8 bytes from the heap and copies n there, although
nobody ever changes it ("n escapes to heap").]],
    remedy = [[
Write the constant itself, or name it with `const` instead of `:=`: that needs no newer Go
(`literal`). What only the run knows is boxed in every release (`handed-in`); take the concrete type
there, or a callee that does not keep its argument.]],
    since = { { go = "1.26", because = [[
the compiler follows a variable that is set once, to a constant, and prints the value for the name
("1000 escapes to heap"): it lies beside the program as a literal does. Strings and structs that it
knows so, too. The line still says "escapes", and nothing is allocated]] } },
    go = [[
var kept any

//go:noinline
func keep(v any) uint64 {
	kept = v
	return uint64(v.(int))
}
]], c = [[
#include "gort/iface.h"

ESC_NOINLINE static uint64_t value_of(const gort_any *v) {
    esc_use(v);
    return *(const uint64_t *)v->data;
}

static gort_any kept;

ESC_NOINLINE static uint64_t keep(gort_any v) {
    kept.type = v.type;
    esc_store(&kept.data, v.data);
    return value_of(&v);
}

static const uint64_t thousand = 1000; /* read-only data */
]],
    strategies = {
        stack = { go = [[
//go:noinline
func look(v any) uint64 { return uint64(v.(int)) }

//go:noinline
func stays(n int, x uint64) uint64 { return look(n) + x } // not kept: n waits in the frame

func stackOp(i uint64) uint64 { return stays(1000, i) }
]], c = [[
ESC_NOINLINE static uint64_t look(gort_any v) { return value_of(&v); }

ESC_NOINLINE static uint64_t stays(uint64_t n, uint64_t x) {
    return look((gort_any){&gort_type_word, &n}) + x;
}

static uint64_t stack_op(uint64_t i) { return stays(esc_hidden(1000), i); }
]], escapes = { "n does not escape" } },
        heap = { go = [[
//go:noinline
func heapOp(x uint64) uint64 {
	n := 1000
	return keep(n) + x // n escapes here
}
]], c = [[
ESC_NOINLINE static uint64_t heap_op(uint64_t x) {
#if ESC_GO >= 26
    return keep((gort_any){&gort_type_word, &thousand}) + x;
#else
    const void *box = gort_box_word(esc_hidden(1000));
    uint64_t sum = keep((gort_any){&gort_type_word, box}) + x;
    gort_box_done(box);
    return sum;
#endif
}
]], allocs = 1, bytes = 8, escapes = { "n escapes to heap" },
            since = { { -- cmd/compile/internal/walk/convert.go, dataWord
                go = "1.26", because = "a variable that only ever holds a constant is one",
                allocs = 0, bytes = 0, escapes = { "1000 escapes to heap" } } } },
        literal = { place = "stack", go = [[
//go:noinline
func literalOp(x uint64) uint64 { return keep(1000) + x }
]], c = [[
ESC_NOINLINE static uint64_t literal_op(uint64_t x) {
    return keep((gort_any){&gort_type_word, &thousand}) + x;
}
]], escapes = { "1000 escapes to heap" } },
        ["handed-in"] = { remedy = false, go = [[
//go:noinline
func handedIn(n int, x uint64) uint64 { return keep(n) + x }

func handedInOp(i uint64) uint64 { return handedIn(1000, i) }
]], c = [[
ESC_NOINLINE static uint64_t handed_in(uint64_t n, uint64_t x) {
    const void *box = gort_box_word(n);
    uint64_t sum = keep((gort_any){&gort_type_word, box}) + x;
    gort_box_done(box);
    return sum;
}

static uint64_t handed_in_op(uint64_t i) { return handed_in(esc_hidden(1000), i); }
]], allocs = 1, bytes = 8, escapes = { "n escapes to heap" } },
    },
}
