-- Grades the exercise: `stack` says what the results must be, `heap` calls the task and says what an
-- operation may take. The task is task.go or task.c; this file is not the participant's.

return case {
    title = "closure",
    question = [[
Count makes a counter, a function that remembers a number, and asks it three times. The closure and the number
that it changes outlive makeCounter: two allocations. Count the same without the heap.]],
    because = "why.md",
    remedy = "solution.go, solution.c",
    strategies = {
        stack = { go = [[
func stackOp(i uint64) uint64 { return 3*i + 6 }
]], c = [[
static uint64_t stack_op(uint64_t i) { return 3 * i + 6; }
]] },
        heap = { go = [[
func heapOp(i uint64) uint64 { return Count(i) }
]], c = [[
static uint64_t heap_op(uint64_t i) { return count(i); }
]], allocs = 0, bytes = 0 },
    },
}
