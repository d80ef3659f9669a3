-- Grades the exercise: `stack` says what the results must be, `heap` calls the task and says what an
-- operation may take. The task is task.go or task.c; this file is not the participant's.

return case {
    title = "return",
    question = [[
Sum makes a point and adds up its numbers. newPoint returns the address of its own variable, so each point
comes from the heap. Rewrite it so that Sum takes nothing from the heap, and the compiler has nothing to
say about it.]],
    because = "why.md",
    remedy = "solution.go, solution.c",
    strategies = {
        stack = { go = [[
func stackOp(i uint64) uint64 { return 4*i + 6 }
]], c = [[
static uint64_t stack_op(uint64_t i) { return 4 * i + 6; }
]] },
        heap = { go = [[
func heapOp(i uint64) uint64 { return Sum(i) }
]], c = [[
static uint64_t heap_op(uint64_t i) { return sum(i); }
]], allocs = 0, bytes = 0 },
    },
}
