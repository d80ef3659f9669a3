-- Grades the exercise: `stack` says what the results must be, `heap` calls the task and says what an
-- operation may take. The task is task.go or task.c; this file is not the participant's.

return case {
    title = "map",
    question = [[
Winner counts votes for eight candidates in a map that tally makes and returns. A map that leaves its function
is on the heap, header and slots. Have it count without the heap. A map may stay a map.]],
    because = "why.md",
    remedy = "solution.go, solution.c",
    strategies = {
        stack = { go = [[
func stackOp(i uint64) uint64 { return i%8*100 + 4 }
]], c = [[
static uint64_t stack_op(uint64_t i) { return i % 8 * 100 + 4; }
]] },
        heap = { go = [[
func heapOp(i uint64) uint64 { return Winner(i) }
]], c = [[
static uint64_t heap_op(uint64_t i) { return winner(i); }
]], allocs = 0, bytes = 0 },
    },
}
