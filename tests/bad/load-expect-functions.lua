return case {
    name = "load-expect-functions",
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
        stack = {
            allocs = function(p) return 8 - p.size end,
            bytes = function(p) return p.size .. "B" end,
        },
        heap = {
            allocs = function(p)
                return p.sise
            end,
            bytes = function() while true do end end,
        },
    },
}
