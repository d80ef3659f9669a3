return case {
    title = "A title",
    question = "A question?",
    because = "A reason.",
    remedy = "A remedy.",
    counters = {
        { name = "page use" }, { name = "hits", better = "more" },
        { name = "hits", per = "sample", unit = "%\n" }, { label = "no name" },
        { name = "a" }, { name = "b" }, { name = "c" }, { name = "d" }, { name = "e" },
    },
    strategies = {
        stack = { c = [[static uint64_t stack_op(uint64_t i) { return i; }]] },
        heap = { c = [[static uint64_t heap_op(uint64_t i) { return i; }]] },
    },
}
