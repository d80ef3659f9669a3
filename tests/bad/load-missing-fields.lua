return case {
    name = "load-missing-fields",
    question = "A question?",
    remedy = "A remedy.",
    params = { size = { 8, 64 } },
    strategies = {
        stack = { go = [[func stackOp(i uint64) uint64 { return i }]], c = [[ return i; ]] },
        heap = { c = [[ return i; ]] },
    },
    expect = { heap = { allocs = 1, bytes = 8 } },
}
