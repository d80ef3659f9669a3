-- Closures that capture the loop's own variable, made in every turn and kept for later: one variable
-- for all turns, or one each? Each closure is also called in its own turn, so that both give one sum.

return case {
    title = "The loop's own variable, captured", tags = { "closure" },
    question = "How many variables does `for k := 0; k < n; k++` have, and what do closures pay for it?",
    because = [[
Up to Go 1.21 one: k is declared once for the whole loop, k++ assigns to it, so closures capture
it by reference, and as they outlive their turn it moves to the heap ("moved to heap: k"): one block
for k beside one for each closure. Called after the loop they would all see its last value, the
classic bug.]],
    remedy = [[
`k := k` in the body makes a variable of each turn's own, which nobody assigns to, so that it is
captured by value: no block for k and no bug, in every release (`copied`). If the closure is used up
in its turn it needs no heap at all (`stack`); nor does what is called with k as a parameter.]],
    since = { { go = "1.22", because = [[
in a module whose go.mod says go 1.22 or later, or a file that says //go:build go1.22, each turn has
a k of its own, `k := k` or not: it is captured by value. The same text in an older module, built by
the newest Go, still has one k; here each release builds a module of its own version]] } },
    params = { { name = "count", values = { 4, 16 }, quick = { 16 }, unit = "count",
                 label = "turns" } },
    c = [[
#include "gort/block.h"
#include "gort/closure.h"

typedef uint64_t word;
ESC_NOSCAN(word);

/* func() uint64 { return k + x }, a k for each turn: by value */
typedef struct own {
    word (*code)(struct own *f);
    word k, x;
} own;
ESC_NOSCAN(own);

ESC_NOINLINE static word sum_own(own *f) { esc_use(f); return f->k + f->x; }

/* the same, one k for all turns: by reference, for k++ assigns to it */
typedef struct shared {
    word (*code)(struct shared *f);
    word *k, x;
} shared;
ESC_POINTERS(shared, ESC_PTR(shared, k));

ESC_NOINLINE static word sum_shared(shared *f) { esc_use(f); return *f->k + f->x; }
]],
    strategies = {
        stack = { go = [[
//go:noinline
func call(f func() uint64) uint64 { return f() }

//go:noinline
func stackOp(x uint64) uint64 {
	sum := uint64(0)
	for k := uint64(0); k < Count; k++ {
		sum += call(func() uint64 { return k + x })
	}
	return sum
}
]], c = [[
#if ESC_GO >= 22
ESC_NOINLINE static word call(own *f) { esc_use(f); return f->code(f); }
#else
ESC_NOINLINE static word call(shared *f) { esc_use(f); return f->code(f); }
#endif

ESC_NOINLINE static uint64_t stack_op(uint64_t x) {
    word sum = 0;
    for (word k = 0; k < COUNT; k++) {
#if ESC_GO >= 22
        own f = {sum_own, k, x};
#else
        shared f = {sum_shared, &k, x};
#endif
        sum += call(&f);
    }
    return sum;
}
]], escapes = { "func literal does not escape" } },
        heap = { go = [[
//go:noinline
func heapOp(x uint64) uint64 {
	var fs [Count]func() uint64
	sum := uint64(0)
	for k := uint64(0); k < Count; k++ {
		f := func() uint64 { return k + x }
		fs[k] = f // outlives its turn
		sum += f()
	}
	return sum + uint64(len(fs)) - Count
}
]], c = [[
ESC_NOINLINE static uint64_t heap_op(uint64_t x) {
    word sum = 0;
#if ESC_GO >= 22
    own *fs[COUNT];
    gort_clear(fs, sizeof fs);
    for (word k = 0; k < COUNT; k++) {
        own *f = esc_new(own);
        *f = (own){sum_own, k, x};
        fs[k] = f;
        esc_use(fs);
        sum += f->code(f);
    }
#else
    shared *fs[COUNT];
    gort_clear(fs, sizeof fs);
    word *k = esc_new(word); /* moved to heap: k */
    for (*k = 0; *k < COUNT; ++*k) {
        shared *f = esc_new(shared);
        *f = (shared){sum_shared, k, x};
        fs[*k] = f;
        esc_use(fs);
        sum += f->code(f);
    }
    esc_done(k);
#endif
    for (word j = 0; j < COUNT; j++)
        esc_done(fs[j]);
    return sum;
}
]], allocs = function(point) return point.count + 1 end,
            bytes = function(point) return point.count * 24 + 8 end,
            escapes = { "moved to heap: k", "func literal escapes to heap" },
            since = { {
                go = "1.22", because = "each turn of a loop has a variable of its own",
                allocs = function(point) return point.count end,
                bytes = function(point) return point.count * 24 end,
                escapes = { "func literal escapes to heap" },
            } } },
        copied = { go = [[
//go:noinline
func copiedOp(x uint64) uint64 {
	var fs [Count]func() uint64
	sum := uint64(0)
	for k := uint64(0); k < Count; k++ {
		k := k
		f := func() uint64 { return k + x }
		fs[k] = f
		sum += f()
	}
	return sum + uint64(len(fs)) - Count
}
]], c = [[
ESC_NOINLINE static uint64_t copied_op(uint64_t x) {
    word sum = 0;
    own *fs[COUNT];
    gort_clear(fs, sizeof fs);
    for (word k = 0; k < COUNT; k++) {
        own *f = esc_new(own);
        *f = (own){sum_own, k, x};
        fs[k] = f;
        esc_use(fs);
        sum += f->code(f);
    }
    for (word j = 0; j < COUNT; j++)
        esc_done(fs[j]);
    return sum;
}
]], allocs = function(point) return point.count end,
            bytes = function(point) return point.count * 24 end,
            escapes = { "func literal escapes to heap" } },
    },
}
