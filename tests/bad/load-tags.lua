return case {
    title = "A title", tags = { "slice", "Slice", "slice", 7 },
    question = "A question?",
    because = "A reason.",
    remedy = "A remedy.",
    strategies = {
        stack = { c = [[static uint64_t stack_op(uint64_t i) { return i; }]] },
        heap = { c = [[static uint64_t heap_op(uint64_t i) { return i; }]] },
    },
}
