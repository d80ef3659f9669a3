-- For bench/compare/compare.sh: both sides do the same turns, until the script gives the heap side
-- 20 % more of them. Each turn waits for the one before it.

return case {
    title = "So many turns on either side",
    question = "Does a comparison of two runs find a fifth more work?",
    because = "Nothing escapes: the sides differ in the number of turns alone, once that is changed.",
    remedy = "Take the change out again.",
    c = [[
ESC_NOINLINE static uint64_t turn(uint64_t x, unsigned turns) {
    uint64_t value = x | 1;
    for (unsigned k = 0; k < turns; k++)
        value = value * 6364136223846793005u + 1442695040888963407u;
    esc_use(&value);
    return x;
}
]],
    strategies = {
        stack = { c = [[
static uint64_t stack_op(uint64_t i) { return turn(i, 100); }
]] },
        heap = {
            place = "stack", -- the name of a side, not of a place
            c = [[
static uint64_t heap_op(uint64_t i) { return turn(i, 100); }
]] },
    },
}
