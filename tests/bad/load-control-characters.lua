return case {
    title = "A \27[31m title",
    question = "A question,\tand a tab?",
    because = "A reason.\127",
    remedy = [[
A remedy.
]],
    params = { { name = "size", values = { 8 }, label = "the\1size" } },
    strategies = {
        stack = { go = [[func stackOp(i uint64) uint64 { return i }]], c = "static uint64_t stack_op(uint64_t i)\f{ return i; }" },
        heap = { go = [[func heapOp(i uint64) uint64 { return i }]], c = [[static uint64_t heap_op(uint64_t i) { return i; }]], allocs = 1, bytes = 8 },
    },
}
