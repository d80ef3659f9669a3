return case {
    title = "A title",
    question = "A question?",
    because = "A reason.",
    remedy = "A remedy.",
    params = { size = { 8, 64 } },
    strategies = {
        stack = { go = [[func stackOp(i uint64) uint64 { return i }]], c = [[static uint64_t stack_op(uint64_t i) { return i; }]] },
        heap = {
            remedy = true,
            go = [[func heapOp(i uint64) uint64 { return i }]],
            c = [[static uint64_t heap_op(uint64_t i) { return i; }]],
            allocs = 1, bytes = 8,
        },
        third = {
            remedy = "no",
            go = [[func thirdOp(i uint64) uint64 { return i }]],
            c = [[static uint64_t third_op(uint64_t i) { return i; }]],
        },
    },
}
