return case {
    title = "A title",
    question = "A question?",
    because = "A reason.",
    remedy = "A remedy.",
    params = {
        { name = "a", values = { 8, -1, 1.5, 0 / 0, 1 / 0, true } },
        { name = "b", values = { 8, 8, "word" } },
        { name = "c", values = { "No Word" } },
        { name = "d", values = {} },
        { name = "e", values = 8, unit = "byte" },
    },
    strategies = {
        stack = { go = [[func stackOp(i uint64) uint64 { return i }]], c = [[static uint64_t stack_op(uint64_t i) { return i; }]] },
        heap = { go = [[func heapOp(i uint64) uint64 { return i }]], c = [[static uint64_t heap_op(uint64_t i) { return i; }]], allocs = 1, bytes = 8 },
    },
}
