-- The control: both sides run the same function on the same stack. Whatever factor this case
-- shows is the noise of the machine, and no other case can be believed more finely than that.

return case {
    title = "The same code twice", tags = { "control" },
    question = "How large a difference does this machine show between two things that are equal?",
    because = [[
Nothing escapes and nothing differs: both strategies call one function. A factor away from 1
comes from the clock, the load, the frequency, the caches or where the linker put the loop.]],
    remedy = [[
Read every other price against this one. If the interval here does not hold 1, the machine was
disturbed: close what else runs, see what `make doctor` says, measure again.]],
    control = true,

    -- `work` is the whole of both sides, so that not even its address differs.
    go = [[
type object struct{ words [64]uint64 }

//go:noinline
func ends(t *object) uint64 { return t.words[0] + t.words[63] }

//go:noinline
func work(x uint64) uint64 {
	var t object
	t.words[0], t.words[63] = x, x
	return ends(&t)
}
]], c = [[
#define WORDS 64
#include "gort/object.h"

ESC_NOINLINE static uint64_t work(uint64_t x) {
    object t;
    gort_clear(&t, sizeof t);
    t.words[0] = x, t.words[63] = x;
    return ends(&t);
}
]],
    strategies = {
        stack = { go = [[
func stackOp(i uint64) uint64 { return work(i) }
]], c = [[
static uint64_t stack_op(uint64_t i) { return work(i); }
]] },
        heap = {
            place = "stack", -- the name of a side, not of a place: nothing is allocated
            go = [[
func heapOp(i uint64) uint64 { return work(i) }
]], c = [[
static uint64_t heap_op(uint64_t i) { return work(i); }
]] },
    },
}
