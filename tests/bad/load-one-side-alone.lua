return case {
    title = "A title",
    question = "A question?",
    because = "A reason.",
    remedy = "A remedy.",
    strategies = {
        stack = { go = [[func stackOp(i uint64) uint64 { return i }]], c = [[static uint64_t stack_op(uint64_t i) { return i; }]] },
        heap = { c = [[static uint64_t heap_op(uint64_t i) { return i; }]] },
        pool = { go = [[func poolOp(i uint64) uint64 { return i }]] },
        none = { place = "stack" },
    },
}
