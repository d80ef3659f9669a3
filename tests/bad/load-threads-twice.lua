return case {
    name = "load-threads-twice",
    title = "A title",
    question = "A question?",
    because = "A reason.",
    remedy = "A remedy.",
    params = { threads = { 1, 2 } },
    threads = 2,
    strategies = {
        stack = { go = [[func stackOp(i uint64) uint64 { return i }]], c = [[ return i; ]] },
        heap = { go = [[func heapOp(i uint64) uint64 { return i }]], c = [[ return i; ]] },
    },
    expect = { heap = { allocs = 1, bytes = 8 } },
}
