return case {
    name = "load-param-names",
    title = "A title",
    question = "A question?",
    because = "A reason.",
    remedy = "A remedy.",
    params = {
        { name = "Size", values = { 1 } },
        { name = "int", values = { 1 } },
        { name = "kind", values = { "scan", "scan_all" } },
        { name = "kind_scan", values = { 1 } },
        { name = "kind", values = { 2 } },
    },
    strategies = {
        stack = { go = [[func stackOp(i uint64) uint64 { return i }]], c = [[ return i; ]] },
        heap = { go = [[func heapOp(i uint64) uint64 { return i }]], c = [[ return i; ]] },
    },
    expect = { heap = { allocs = 1, bytes = 8 } },
}
