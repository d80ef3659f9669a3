return case {
    title = "A counter that was not declared",
    question = "What does the harness say?",
    because = "The test asks for it.",
    remedy = "None.",
    counters = { { name = "hits" } },
    strategies = {
        stack = { c = [[
static uint64_t stack_op(uint64_t i) { return i; }
]] },
        heap = { c = [[
static uint64_t heap_op(uint64_t i) { return i; }

static void heap_teardown(void) {
    esc_counter_set(hits, 1);
    esc_counter_set(hitz, 1);
}
]] },
    },
}
