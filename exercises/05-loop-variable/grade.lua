-- Grades the exercise: `stack` says what the results must be, `heap` calls the task and says what an
-- operation may take. The task is task.go or task.c; this file is not the participant's.

return case {
    title = "loop variable",
    question = [[
Best looks for the item with the highest score and remembers the address of the loop's variable. In modules
that ask for Go 1.22 each turn has a variable of its own, so that is eight of them, on the heap; before 1.22
there is one, and the result is wrong. Find the same item without the heap, in any release.]],
    because = "why.md",
    remedy = "solution.go, solution.c",
    strategies = {
        stack = { go = [[
func stackOp(i uint64) uint64 { return 107 + i + i%8*10 }
]], c = [[
static uint64_t stack_op(uint64_t i) { return 107 + i + i % 8 * 10; }
]] },
        heap = { go = [[
func heapOp(i uint64) uint64 { return Best(i) }
]], c = [[
static uint64_t heap_op(uint64_t i) { return best(i); }
]], allocs = 0, bytes = 0 },
    },
}
