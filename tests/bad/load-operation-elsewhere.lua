return case {
    title = "A title",
    question = "A question?",
    because = "A reason.",
    remedy = "A remedy.",
    c = [[
static uint64_t stack_op(uint64_t i) { return i; }
static void heap_setup(void) {}
]],
    strategies = {
        stack = { c = [[ /* see above */ ]] },
        heap = { c = [[static uint64_t heap_op(uint64_t i) { return i; }]] },
    },
}
