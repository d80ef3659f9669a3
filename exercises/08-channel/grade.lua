-- Grades the exercise: `stack` says what the results must be, `heap` calls the task and says what an
-- operation may take. The task is task.go or task.c; this file is not the participant's.

return case {
    title = "channel",
    question = [[
Relay sends a message through a channel and reads it at the other end. What is sent is its address, so the
message lives on the heap: whoever receives it may be anybody. Send it without the heap. You may change the
type of the channel's elements; it holds one.]],
    because = "why.md",
    remedy = "solution.go, solution.c",
    strategies = {
        stack = { go = [[
func stackOp(i uint64) uint64 { return 2*i + 7 }
]], c = [[
static uint64_t stack_op(uint64_t i) { return 2 * i + 7; }
]] },
        heap = { go = [[
func heapOp(i uint64) uint64 { return Relay(i) }
]], c = [[
static uint64_t heap_op(uint64_t i) { return relay(i); }
]], allocs = 0, bytes = 0 },
    },
}
