-- Grades the exercise: `stack` says what the results must be, `heap` calls the task and says what an
-- operation may take. The task is task.go or task.c; this file is not the participant's.

return case {
    title = "make n",
    question = [[
Sum needs room for n numbers. n is known when the program runs, not when it is compiled; it is never more than
64. Have it work without the heap.]],
    because = "why.md",
    remedy = "solution.go, solution.c",
    strategies = {
        stack = { go = [[
func stackOp(i uint64) uint64 {
	n := 8 + i%57
	return n*i + n*(n-1)/2
}
]], c = [[
static uint64_t stack_op(uint64_t i)
{
    uint64_t n = 8 + i % 57;
    return n * i + n * (n - 1) / 2;
}
]] },
        heap = { go = [[
func heapOp(i uint64) uint64 { return Sum(8+i%57, i) }
]], c = [[
static uint64_t heap_op(uint64_t i) { return sum(8 + i % 57, i); }
]], allocs = 0, bytes = 0 },
    },
}
