local long = string.rep("x", 30 << 20)

return case {
    name = "load-huge-case",
    title = "A title",
    question = "A question?",
    because = long,
    remedy = long,
    params = { size = { 8, 64 } },
    strategies = {
        stack = { go = [[func stackOp(i uint64) uint64 { return i }]], c = [[ return i; ]] },
        heap = { go = [[func heapOp(i uint64) uint64 { return i }]], c = [[ return i; ]] },
    },
    expect = { heap = { allocs = 1, bytes = 8 } },
}
