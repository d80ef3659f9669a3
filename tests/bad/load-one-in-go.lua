return case {
    title = "A title",
    question = "A question?",
    because = "A reason.",
    remedy = "A remedy.",
    params = {
        { name = "size_1", values = { 8 } },
        { name = "size1", values = { 8 } },
        { name = "ab", values = { 8 } },
        { name = "a_b", values = { 8 } },
    },
    strategies = {
        stack = { go = [[func stackOp(i uint64) uint64 { return i }]], c = [[static uint64_t stack_op(uint64_t i) { return i; }]] },
        heap = { go = [[func heapOp(i uint64) uint64 { return i }]], c = [[static uint64_t heap_op(uint64_t i) { return i; }]], allocs = 1, bytes = 8 },
        ["a-1"] = { go = [[func a1Op(i uint64) uint64 { return i }]], c = [[static uint64_t a_1_op(uint64_t i) { return i; }]] },
        a1 = { go = [[func a1Op(i uint64) uint64 { return i }]], c = [[static uint64_t a1_op(uint64_t i) { return i; }]] },
    },
}
