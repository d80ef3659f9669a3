-- @NAME@: say in a line what the two sides differ in, and that they differ in nothing else.
-- This file works as it stands, where a go of 1.19 or later is in PATH:
--     make bench CASE=@NAME@ QUICK=1
-- It is Go alone, so real Go measures it; docs/adding-a-case.md says how C comes beside it.
-- All fields: docs/case-reference.md.

return case {
    title = "An object that outlives its function",
    question = "What does it cost when a function returns the address of its own variable?",
    because = [[
The address leaves the function, so the compiler moves the variable to the heap.]],
    remedy = [[
Let the caller own the variable and pass its address down.]],

    -- Every value is measured, with QUICK=1 those of `quick`. In Go it is the constant Size.
    params = {
        {
            name = "size",
            values = { 16, 64, 256 },
            quick = { 64 },
            unit = "bytes",
            label = "object size",
        },
    },

    -- What all strategies need: imports, types, helpers.
    go = [[
type object struct{ words [Size / 8]uint64 }
]],

    -- Each strategy has a function of its name, stackOp. All do the same visible work and return the
    -- same value for the same i: checksums are compared before anything is timed.
    strategies = {
        stack = { go = [[
//go:noinline
func fill(t *object, x uint64) { t.words[0] = x }

func stackOp(i uint64) uint64 {
	var t object
	fill(&t, i)
	return t.words[0]
}
]] },
        heap = { go = [[
//go:noinline
func byAddress(x uint64) *object {
	var t object
	t.words[0] = x
	return &t // t escapes here
}

func heapOp(i uint64) uint64 { return byAddress(i).words[0] }
]],
            -- What one operation must allocate, and a line that the compiler must print.
            allocs = 1,
            bytes = function(p) return p.size end, -- asked for, before the runtime rounds it up
            escapes = { "moved to heap: t" } },
    },
}
