return case {
    title = "A title",
    question = "A question?",
    because = "A reason.",
    remedy = "A remedy.",
    since = { { go = "1.26", because = "News.", allocs = 1 }, { because = "Ours." } },
    params = { size = { 8, 64 } },
    strategies = {
        stack = { go = [[func stackOp(i uint64) uint64 { return i }]] },
        heap = {
            go = [[func heapOp(i uint64) uint64 { return i }]],
            since = {
                { go = 1.25, because = "A number.", allocs = 1 },
                { go = "1.22.3", because = "A patch.", allocs = 1 },
                { go = "1.19", because = "The first.", allocs = 1 },
                { go = "1.24", before = "1.24", because = "No time.", allocs = 1 },
                { go = "1.24", because = "No change." },
                { go = "1.24", because = "A text.", bytes = "8", slack = 3 },
                { go = "1.24", because = "Less.", bytes = function(p) return 8 - p.size end },
                { go = "1.24", because = "Two.", escapes = { "moved to heap: a", "moved to heap: b" } },
                "1.25",
            },
        },
    },
}
