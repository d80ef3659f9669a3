-- Grades the exercise: `stack` says what the results must be, `heap` calls the task and says what an
-- operation may take. The task is task.go or task.c; this file is not the participant's.

return case {
    title = "interface",
    question = [[
Read has a reader fill a buffer of its own. The reader is one of two types, which only the run decides, so the
compiler cannot see what Read does with the buffer, and moves it to the heap. Read the same bytes without
the heap. pick stays what it is.]],
    because = "why.md",
    remedy = "solution.go, solution.c",
    strategies = {
        stack = { go = [[
func stackOp(i uint64) uint64 { return 64 + 2*(1+i%2) }
]], c = [[
static uint64_t stack_op(uint64_t i) { return 64 + 2 * (1 + i % 2); }
]] },
        heap = { go = [[
func heapOp(i uint64) uint64 { return Read(i) }
]], c = [[
static uint64_t heap_op(uint64_t i) { return read_one(i); }
]], allocs = 0, bytes = 0 },
    },
}
