return case {
    title = "A title",
    question = "A question?",
    because = "A reason.",
    remedy = "A remedy.",
    params = { size = { 8, 64 } },
    strategies = {
        stack = {
            c = [[static uint64_t stack_op(uint64_t i) { return i; }]],
            allocs = 0,
            bytes = function(p) return p.size - 8 end,
        },
        heap = { c = [[static uint64_t heap_op(uint64_t i) { return i; }]], place = "stack", allocs = 1 },
    },
}
