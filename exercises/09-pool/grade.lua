-- Grades the exercise: `stack` says what the results must be, `heap` calls the task and says what an
-- operation may take. The task is task.go or task.c; this file is not the participant's.

return case {
    title = "pool",
    question = [[
Each call of Handle takes a new buffer of 1024 bytes and hands it to an encoder through an interface, so it is on
the heap. Neither the encoders nor the call may change. Have buffers used again by a sync.Pool named pool,
whose New returns new(buffer): no allocation a call, and the same results.]],
    because = "why.md",
    remedy = "solution.go, solution.c",
    strategies = {
        stack = { go = [[
func stackOp(i uint64) uint64 { return i + 1 + i%2 }
]], c = [[
static uint64_t stack_op(uint64_t i) { return i + 1 + i % 2; }
]] },
        heap = { go = [[
func heapOp(i uint64) uint64 { return Handle(i) }
]], c = [[
static uint64_t heap_op(uint64_t i) { return handle(i); }
]], allocs = 0, bytes = 0,
            escapes = { "new(buffer) escapes to heap" } },
    },
}
