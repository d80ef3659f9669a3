-- A number becomes an interface value, as it does in every call of fmt.Println. An interface
-- holds an address, so the number needs a home; small numbers have one.

return case {
    title = "A number converted to an interface", tags = { "interface" },
    question = "What does it cost to pass an integer as any to a function that keeps it?",
    because = [[
`any` is two words: the address of a type and the address of a value. The callee lets its
argument reach a package variable (as fmt does in its depths; one branch is enough, even if it is
never taken), so the value's home must outlive the call: the compiler prints "v escapes to heap"
and calls runtime.convT64. That function keeps a table of the words 0 to 255 and allocates only
above. So at 100 the same line escapes and allocates nothing: "escapes" says where a value may
go, not that there is an allocation.]],
    remedy = [[
Take the concrete type in the parameter where one type is meant (`stack`), or a type parameter. A
callee that does not keep its argument needs no box, the value waits in the caller's frame
(`peek`). For printing in a hot loop, strconv.AppendInt into a buffer costs a quarter of
fmt.Fprintln. Constants, booleans, single bytes, empty strings and pointers are never boxed; a
struct of 64 bytes costs 20 ns. The often quoted `a := 123; fmt.Println(a)` does print "a escapes
to heap", and allocates nothing; `a := 1000` costs an allocation.]],
    since = { { go = "1.26", because = [[
`a := 1000; fmt.Println(a)` allocates nothing, for the compiler sees that a is a constant]] } },
    params = { { name = "value", values = { 100, 1000 }, quick = { 1000 }, unit = "count",
                 label = "the number" } },
    c = [[
#include "gort/iface.h"
]],
    strategies = {
        stack = { go = [[
//go:noinline
func takeWord(v uint64) uint64 { return v }

func stackOp(i uint64) uint64 { return takeWord(Value + i%16) }
]], c = [[
ESC_NOINLINE
static uint64_t take_word(uint64_t v) { esc_unknown(v); return v; }

static uint64_t stack_op(uint64_t i) { return take_word(VALUE + i % 16); }
]] },
        heap = { go = [[
var kept any

//go:noinline
func takeAny(v any) uint64 {
	switch v := v.(type) {
	case uint64:
		return v
	default:
		kept = v // never reached, and enough
	}
	return 0
}

func heapOp(i uint64) uint64 {
	v := Value + i%16
	return takeAny(v) // v escapes here
}
]], c = [[
static gort_any kept;

ESC_NOINLINE static uint64_t take_any(gort_any v) {
    esc_use(v.data);
    if (v.type == &gort_type_word)
        return *(const uint64_t *)v.data;
    kept.type = v.type;
    esc_store(&kept.data, v.data);
    return 0;
}

static uint64_t heap_op(uint64_t i) {
    const void *box = gort_box_word(VALUE + i % 16);
    uint64_t v = take_any((gort_any){&gort_type_word, box});
    gort_box_done(box);
    return v;
}
]], allocs = function(point) return point.value < 256 and 0 or 1 end,
            bytes = function(point) return point.value < 256 and 0 or 8 end,
            escapes = { "from takeAny(v) (call parameter)", "v escapes to heap" } },
        peek = { place = "stack", go = [[
//go:noinline
func peekAny(v any) uint64 {
	switch v := v.(type) {
	case uint64:
		return v
	}
	return 0
}

func peekOp(i uint64) uint64 {
	v := Value + i%16
	return peekAny(v)
}
]], c = [[
ESC_NOINLINE static uint64_t peek_any(gort_any v) {
    esc_use(v.data);
    return v.type == &gort_type_word ? *(const uint64_t *)v.data : 0;
}

static uint64_t peek_op(uint64_t i) {
    uint64_t v = VALUE + i % 16;
    return peek_any((gort_any){&gort_type_word, &v});
}
]], escapes = { "v does not escape" } },
    },
}
