return case {
    name = "load-unknown-field-far",
    title = "A title",
    question = "A question?",
    because = "A reason.",
    remedy = "A remedy.",
    favourite_colour = "green",
    params = { size = { 8, 64 } },
    strategies = {
        stack = { go = [[func stackOp(i uint64) uint64 { return i }]], c = [[ return i; ]] },
        heap = { go = [[func heapOp(i uint64) uint64 { return i }]], c = [[ return i; ]] },
    },
    expect = { heap = { allocs = 1, bytes = 8 } },
}
