return case {
    title = "A title",
    question = "A question?",
    because = "A reason.",
    remedy = "A remedy.",
    strategies = {
        stack = { c = [[static uint64_t stack_op(uint64_t i) { return i; }]] },
        heap = { c = [[/* heap_op(i) {} */ static uint64_t heap_opp(uint64_t i) { return i; }]] },
        ["pre-alloc"] = { c = [[static uint64_t pre_alloc_op(uint64_t i);]] },
    },
}
