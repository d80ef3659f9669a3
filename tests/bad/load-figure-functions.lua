return case {
    title = "A title",
    question = "A question?",
    because = "A reason.",
    remedy = "A remedy.",
    params = { size = { 8, 64 } },
    strategies = {
        stack = {
            go = [[func stackOp(i uint64) uint64 { return i }]],
            c = [[static uint64_t stack_op(uint64_t i) { return i; }]],
            allocs = function(p) return 8 - p.size end,
            bytes = function(p) return p.size .. "B" end,
        },
        heap = {
            go = [[func heapOp(i uint64) uint64 { return i }]],
            c = [[static uint64_t heap_op(uint64_t i) { return i; }]],
            allocs = function(p)
                return p.sise
            end,
            bytes = function() while true do end end,
        },
    },
}
