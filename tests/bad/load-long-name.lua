return case {
    name = [[A name without an end, thinks its maker© and reader
at least]],
    title = "A title",
    question = "A question?",
    because = "A reason.",
    remedy = "A remedy.",
    params = { ["two\nlines"] = { 8 } },
    strategies = {
        stack = { go = [[func stackOp(i uint64) uint64 { return i }]], c = [[ return i; ]] },
        heap = { go = [[func heapOp(i uint64) uint64 { return i }]], c = [[ return i; ]] },
    },
    expect = { heap = { allocs = 1, bytes = 8 } },
}
