local many = {}
for i = 1, 65 do many[i] = i end

return case {
    name = "load-too-many-points",
    title = "A title",
    question = "A question?",
    because = "A reason.",
    remedy = "A remedy.",
    params = { size = many, length = many },
    strategies = {
        stack = { go = [[func stackOp(i uint64) uint64 { return i }]], c = [[ return i; ]] },
        heap = { go = [[func heapOp(i uint64) uint64 { return i }]], c = [[ return i; ]] },
    },
    expect = { heap = { allocs = 1, bytes = 8 } },
}
