return case {
    name = "load-blank-texts",
    title = "",
    question = "A question?",
    because = "A reason.",
    remedy = [[

]],
    params = { size = { 8, 64 } },
    strategies = {
        stack = { go = [[func stackOp(i uint64) uint64 { return i }]], c = [[ return i; ]] },
        heap = { go = [[func heapOp(i uint64) uint64 { return i }]], c = [[ ]] },
    },
    expect = { heap = { allocs = 1, bytes = 8 } },
}
