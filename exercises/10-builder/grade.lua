-- Grades the exercise: `stack` says what the results must be, `heap` calls the task and says what an
-- operation may take. The task is task.go or task.c; this file is not the participant's.

return case {
    title = "string builder",
    question = [[
Join puts eight words together with +=. Each += makes a new string and copies all that was there: seven
allocations, and all but the last are garbage. The result has to be on the heap. Have it be the one
allocation: 64 bytes.]],
    because = "why.md",
    remedy = "solution.go, solution.c",
    strategies = {
        stack = { go = [[
func stackOp(i uint64) uint64 {
	sum := uint64(0)
	for k := uint64(0); k < 8; k++ {
		for b := uint64(0); b < 8; b++ {
			sum = sum*31 + 'a' + (i+k)%8
		}
	}
	return sum
}
]], c = [[
static uint64_t stack_op(uint64_t i)
{
    uint64_t sum = 0;
    for (uint64_t k = 0; k < 64; k++)
        sum = sum * 31 + 'a' + (i + k / 8) % 8;
    return sum;
}
]] },
        heap = { go = [[
func heapOp(i uint64) uint64 {
	words := [8]string{"aaaaaaaa", "bbbbbbbb", "cccccccc", "dddddddd", "eeeeeeee", "ffffffff", "gggggggg", "hhhhhhhh"}
	var turned [8]string
	for k := range turned {
		turned[k] = words[(i+uint64(k))%8]
	}
	sum := uint64(0)
	for _, b := range []byte(Join(turned[:])) {
		sum = sum*31 + uint64(b)
	}
	return sum
}
]], c = [[
static uint64_t heap_op(uint64_t i)
{
    static const gort_string words[8] = {{"aaaaaaaa", 8}, {"bbbbbbbb", 8}, {"cccccccc", 8}, {"dddddddd", 8},
                                         {"eeeeeeee", 8}, {"ffffffff", 8}, {"gggggggg", 8}, {"hhhhhhhh", 8}};
    gort_string turned[8];
    for (size_t k = 0; k < 8; k++)
        turned[k] = words[(i + k) % 8];
    gort_string joined = join(turned, 8);
    uint64_t sum = 0;
    for (size_t k = 0; k < joined.length; k++)
        sum = sum * 31 + (unsigned char)joined.bytes[k];
    return sum;
}
]], allocs = 1, bytes = 64 },
    },
}
