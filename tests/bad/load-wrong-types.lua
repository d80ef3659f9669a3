return case {
    name = "load-wrong-types",
    title = 5,
    question = { "A question?" },
    because = "A reason.",
    remedy = "A remedy.",
    params = "size",
    control = "yes",
    tolerance = "none",
    strategies = {
        stack = { go = [[func stackOp(i uint64) uint64 { return i }]], c = [[ return i; ]] },
        heap = "none",
    },
    expect = { heap = { allocs = "one", escapes = "moved to heap: t" } },
}
