return case {
    name = "load-former-fields",
    title = "A title",
    question = "A question?",
    because = "A reason.",
    remedy = "A remedy.",
    params = { size = { 8, 64 } },
    quick = { size = { 64 } },
    go_shared = [[ type object struct{} ]],
    shared = [[ typedef struct { int x; } object; ]],
    strategies = {
        stack = { go = [[func stackOp(i uint64) uint64 { return i }]], c = [[ return i; ]] },
        heap = {
            go = [[func heapOp(i uint64) uint64 { return i }]],
            setup = [[ prepare(); ]],
            teardown = [[ clear(); ]],
            c = [[ return i; ]],
        },
    },
    expect = { stack = { allocs = 0 }, heap = { allocs = 1, bytes = 8 } },
}
