return case {
    name = "load-expect-numbers",
    title = "A title",
    question = "A question?",
    because = "A reason.",
    remedy = "A remedy.",
    params = { size = { 8, 64 } },
    strategies = {
        stack = { go = [[func stackOp(i uint64) uint64 { return i }]], c = [[ return i; ]] },
        heap = { go = [[func heapOp(i uint64) uint64 { return i }]], c = [[ return i; ]] },
    },
    expect = {
        stack = { allocs = -1, bytes = 0 / 0 },
        heap = { escapes = { "" } },
    },
}
