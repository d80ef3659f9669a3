-- @NAME@: say in a line what the two sides differ in, and that they differ in nothing else.
-- This file works as it stands: make bench CASE=@NAME@ QUICK=1
-- It is C alone, so the model measures it; docs/adding-a-case.md says how Go comes beside it.
-- All fields: docs/case-reference.md.

return case {
    title = "An object that outlives its function",
    question = "What does it cost when a function returns the address of its own variable?",
    because = [[
The address leaves the function, so the compiler moves the variable to the heap.]],
    remedy = [[
Let the caller own the variable and pass its address down.]],

    -- Every value is measured, with QUICK=1 those of `quick`. In C it is the macro
    -- SIZE.
    params = {
        {
            name = "size",
            values = { 16, 64, 256 },
            quick = { 64 },
            unit = "bytes",
            label = "object size",
        },
    },

    -- What all strategies need: types, helpers.
    c = [[
#include "gort/block.h"

typedef struct {
    uint64_t words[SIZE / 8];
} object;
ESC_NOSCAN(object); /* it holds no pointers; else ESC_POINTERS, see harness/kernel/esc.h */
]],

    -- Each strategy has a function of its name, stack_op. All do the same visible work and return the
    -- same value for the same i: checksums are compared before anything is timed. ESC_NOINLINE: the
    -- function is really called.
    strategies = {
        stack = { c = [[
ESC_NOINLINE static void fill(object *t, uint64_t x) {
    t->words[0] = x;
    esc_use(t); /* the compiler must not see through this call */
}

static uint64_t stack_op(uint64_t i) {
    object t;
    gort_clear(&t, sizeof t); /* Go clears what it declares */
    fill(&t, i);
    return t.words[0];
}
]] },
        heap = { c = [[
ESC_NOINLINE static object *by_address(uint64_t x) {
    object *t = esc_new(object);
    t->words[0] = x;
    return t;
}

static uint64_t heap_op(uint64_t i) {
    object *t = by_address(i);
    esc_use(t);
    uint64_t value = t->words[0];
    esc_done(t); /* malloc frees here; collectors do nothing */
    return value;
}
]],
            -- What one operation must allocate; counted in an untimed pass, so that a heap side
            -- which the compiler has optimised away is found out.
            allocs = 1,
            bytes = function(p) return p.size end, -- asked for, before the runtime rounds it up
        },
    },
}
