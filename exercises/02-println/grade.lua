-- Grades the exercise: `stack` says what the results must be, `heap` calls the task and says what an
-- operation may take. The task is task.go or task.c; this file is not the participant's.

return case {
    title = "println",
    question = [[
Line prints a number and the end of the line, and returns a checksum of the text. fmt takes its arguments as
interfaces and may keep them, so the number is copied to the heap, and the buffer is there too. Print the
same text without the heap.]],
    because = "why.md",
    remedy = "solution.go, solution.c",
    strategies = {
        stack = { go = [[
func stackOp(i uint64) uint64 {
	n, scale, sum := i+1000, uint64(1000), uint64(0)
	for ; scale > 0; scale /= 10 {
		sum = sum*31 + '0' + n/scale%10
	}
	return sum*31 + '\n'
}
]], c = [[
static uint64_t stack_op(uint64_t i)
{
    uint64_t sum = 0;
    for (uint64_t scale = 1000; scale > 0; scale /= 10)
        sum = sum * 31 + '0' + (i + 1000) / scale % 10;
    return sum * 31 + '\n';
}
]] },
        heap = { go = [[
func heapOp(i uint64) uint64 { return Line(i + 1000) } // four digits, in a thousand operations
]], c = [[
static uint64_t heap_op(uint64_t i) { return line(i + 1000); } /* four digits, in a thousand operations */
]], allocs = 0, bytes = 0 },
    },
}
