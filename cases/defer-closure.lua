-- Both sides make a bar and set its variable to nil in a deferred function. One returns the bar.

return case {
    title = "new, a deferred closure, and what is returned", tags = { "closure" },
    question = "Does new(bar) escape when a deferred closure refers to the variable that holds it?",
    because = [[
Neither `new` nor the closure decides, but the return. `return *f` copies the bar out: "new(bar)
does not escape". `return f` lets the address out ("flow: ~r0 = f: from return f (return)"), and
new(bar) escapes. The deferred literal refers to f by reference on both sides and stays in the
frame on both, because a deferred function runs before the frame is gone.]],
    remedy = [[
Return the value. The defer costs no memory: outside loops it is open-coded, a bit set and a call
at the end, 2 to 3 ns. In a loop each takes a closure from the heap, and a record used again.]],
    go = [[
type bar struct{ s string }

var names = [2]string{"Ding", "Dingdong"}

//go:noinline
func look(f *bar) uint64 { return uint64(len(f.s)) + uint64(f.s[0]) }
]], c = [[
#include "gort/defer.h"
#include "gort/string.h"

typedef struct { gort_string s; } bar;
ESC_POINTERS(bar, ESC_PTR(bar, s.bytes));

static const gort_string names[2] = {{"Ding", 4}, {"Dingdong", 8}};

ESC_NOINLINE static uint64_t look(const bar *f) {
    esc_use(f);
    return f->s.length + (uint64_t)(unsigned char)f->s.bytes[0];
}

/* func() { f = nil }: code, and the address of f. */
typedef struct closure {
    void (*code)(struct closure *c);
    bar **f;
} closure;

ESC_NOINLINE
static void set_nil(closure *c) { *c->f = NULL; esc_use(c->f); }
]],
    strategies = {
        stack = { go = [[
//go:noinline
func byValue(s string) bar {
	f := new(bar)
	defer func() { f = nil }()
	f.s = s
	return *f
}

func stackOp(i uint64) uint64 {
	f := byValue(names[i%2])
	return i + look(&f)
}
]], c = [[
ESC_NOINLINE static bar by_value(gort_string s) {
    bar object = {0}, *f = &object; /* new(bar) does not escape */
    closure c = {set_nil, &f};
    struct gort_open open = {0};
    gort_open_defer(&open, 0);
    f->s = s;
    bar result = *f;
    if (gort_open_pending(&open, 0))
        c.code(&c);
    return result;
}

static uint64_t stack_op(uint64_t i) {
    bar f = by_value(names[i % 2]);
    return i + look(&f);
}
]], escapes = { "new(bar) does not escape", "func literal does not escape" } },
        heap = { go = [[
//go:noinline
func byAddress(s string) *bar {
	f := new(bar)
	defer func() { f = nil }()
	f.s = s
	return f // what f points to escapes here
}

func heapOp(i uint64) uint64 { return i + look(byAddress(names[i%2])) }
]], c = [[
ESC_NOINLINE static bar *by_address(gort_string s) {
    bar *f = esc_new(bar);
    closure c = {set_nil, &f};
    struct gort_open open = {0};
    gort_open_defer(&open, 0);
    esc_store(&f->s.bytes, s.bytes);
    f->s.length = s.length;
    bar *result = f;
    if (gort_open_pending(&open, 0))
        c.code(&c);
    return result;
}

static uint64_t heap_op(uint64_t i) {
    bar *f = by_address(names[i % 2]);
    uint64_t sum = i + look(f);
    esc_done(f);
    return sum;
}
]], allocs = 1, bytes = 16,
            escapes = { "from return f (return)", "new(bar) escapes to heap" } },
    },
}
