-- A closure for each turn of a loop, kept in an array of the same function and called afterwards,
-- against one that is called in its own turn.

return case {
    title = "A closure made in every turn of a loop", tags = { "closure" },
    question = "What does it cost when a function literal outlives its turn of the loop?",
    because = [[
The array `fs` is declared outside the loop, so what is stored in it outlives the turn that made
it. The literal's block would be one place in the frame for all turns; as it must be a new one
each time, it comes from the heap ("flow: fs = &{storage for func literal}"), although fs never
leaves the function. One block of 24 bytes a turn: the code, k and x, both captured by value.]],
    remedy = [[
Use the literal up in its own turn (`stack`): then one place in the frame serves all turns, and
nothing escapes. Or call with parameters what you would capture (`parameters`). Without `k := k`
all the closures share the loop's own variable: a heap variable more (17 allocations for 16
turns) and a classic bug.]],
    since = { { go = "1.22", because = [[
every turn has its own k, with `k := k` or without, in a module that asks for Go 1.22]] } },
    params = { { name = "count", values = { 4, 16 }, quick = { 16 }, unit = "count",
                 label = "turns" } },
    c = [[
#include "gort/block.h"
#include "gort/closure.h"

typedef uint64_t word;

/* func() uint64 { return k + x } */
typedef struct closure {
    word (*code)(struct closure *f);
    word k, x;
} closure;
ESC_NOSCAN(closure);

ESC_NOINLINE
static word sum_of(closure *f) { esc_use(f); return f->k + f->x; }
]],
    strategies = {
        stack = { go = [[
//go:noinline
func call(f func() uint64) uint64 { return f() }

//go:noinline
func stackOp(x uint64) uint64 {
	sum := uint64(0)
	for k := uint64(0); k < Count; k++ {
		k := k
		sum += call(func() uint64 { return k + x })
	}
	return sum
}
]], c = [[
ESC_NOINLINE
static word call(closure *f) { esc_use(f); return f->code(f); }

ESC_NOINLINE static uint64_t stack_op(uint64_t x) {
    word sum = 0;
    for (word k = 0; k < COUNT; k++) {
        closure f = {sum_of, k, x};
        sum += call(&f);
    }
    return sum;
}
]], escapes = { "func literal does not escape" } },
        heap = { go = [[
//go:noinline
func heapOp(x uint64) uint64 {
	var fs [Count]func() uint64
	for k := uint64(0); k < Count; k++ {
		k := k
		fs[k] = func() uint64 { return k + x } // outlives its turn
	}
	sum := uint64(0)
	for j := range fs { // over the values it would copy the array
		sum += fs[j]()
	}
	return sum
}
]], c = [[
ESC_NOINLINE static uint64_t heap_op(uint64_t x) {
    closure *fs[COUNT];
    gort_clear(fs, sizeof fs);
    for (word k = 0; k < COUNT; k++) {
        fs[k] = esc_new(closure);
        *fs[k] = (closure){sum_of, k, x}; /* outlives its turn */
    }
    esc_use(fs);
    word sum = 0;
    for (word k = 0; k < COUNT; k++) {
        sum += fs[k]->code(fs[k]);
        esc_done(fs[k]);
    }
    return sum;
}
]], allocs = function(point) return point.count end,
            bytes = function(point) return point.count * 24 end,
            escapes = { "flow: fs = &{storage for func literal}",
                        "func literal escapes to heap" } },
        parameters = { place = "stack", go = [[
//go:noinline
func add(k, x uint64) uint64 { return k + x }

//go:noinline
func parametersOp(x uint64) uint64 {
	sum := uint64(0)
	for k := uint64(0); k < Count; k++ {
		sum += add(k, x)
	}
	return sum
}
]], c = [[
ESC_NOINLINE
static word add(word k, word x) { esc_unknown(k); return k + x; }

ESC_NOINLINE static uint64_t parameters_op(uint64_t x) {
    word sum = 0;
    for (word k = 0; k < COUNT; k++)
        sum += add(k, x);
    return sum;
}
]] },
    },
}
