-- Grades the exercise: `stack` says what the results must be, `heap` calls the task and says what an
-- operation may take. The task is task.go or task.c; this file is not the participant's.

return case {
    title = "append",
    question = [[
Evens collects numbers by append. The compiler says nothing about the slice, and still it comes from the heap,
several times over. There are never more than 64 of them. Have it collect without the heap.]],
    because = "why.md",
    remedy = "solution.go, solution.c",
    strategies = {
        stack = { go = [[
func stackOp(i uint64) uint64 {
	n := 20 + i%45
	return n*(n-1) + i*n
}
]], c = [[
static uint64_t stack_op(uint64_t i)
{
    uint64_t n = 20 + i % 45;
    return n * (n - 1) + i * n;
}
]] },
        heap = { go = [[
func heapOp(i uint64) uint64 { return Evens(20+i%45, i) }
]], c = [[
static uint64_t heap_op(uint64_t i) { return evens(20 + i % 45, i); }
]], allocs = 0, bytes = 0 },
    },
}
