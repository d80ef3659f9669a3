return case {
    title = 5,
    question = { "A question?" },
    because = "A reason.",
    remedy = "A remedy.",
    params = "size",
    control = "yes",
    tolerance = "none",
    strategies = {
        stack = { go = [[func stackOp(i uint64) uint64 { return i }]], c = [[static uint64_t stack_op(uint64_t i) { return i; }]] },
        heap = { go = [[func heapOp(i uint64) uint64 { return i }]], c = [[static uint64_t heap_op(uint64_t i) { return i; }]], allocs = "one",
            escapes = "moved to heap: t" },
        pool = "none",
    },
}
