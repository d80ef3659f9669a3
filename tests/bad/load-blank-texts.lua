return case {
    title = "",
    question = "A question?",
    because = "A reason.",
    remedy = [[

]],
    params = { size = { 8, 64 } },
    strategies = {
        stack = { go = [[func stackOp(i uint64) uint64 { return i }]], c = [[static uint64_t stack_op(uint64_t i) { return i; }]] },
        heap = { go = [[func heapOp(i uint64) uint64 { return i }]], c = [[ ]], allocs = 1, bytes = 8 },
    },
}
