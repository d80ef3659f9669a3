-- Grades the exercise: `stack` says what the results must be, `heap` calls the task and says what an
-- operation may take. The task is task.go or task.c; this file is not the participant's.

return case {
    title = "the heap is right",
    question = [[
The other way round: Keep allocates nothing, and is wrong. It returns a part of the message, whose buffer the
caller uses again for the next one, so what was kept changes. How long it is kept nobody knows. Have Keep
return 16 bytes that stay as they are: one allocation each, no more bytes than 16. The grading keeps two.]],
    because = "why.md",
    remedy = "solution.go, solution.c",
    strategies = {
        stack = { go = [[
func stackOp(i uint64) uint64 {
	sum := uint64(0)
	for k := uint64(0); k < 2; k++ {
		for b := uint64(0); b < 16; b++ {
			sum = sum*31 + (i+k+b)%256
		}
	}
	return sum
}
]], c = [[
static uint64_t stack_op(uint64_t i)
{
    uint64_t sum = 0;
    for (uint64_t k = 0; k < 32; k++)
        sum = sum * 31 + (i + k / 16 + k % 16) % 256;
    return sum;
}
]] },
        heap = { go = [[
//go:noinline
func receive(message []byte, x uint64) {
	for k := range message {
		message[k] = byte(x + uint64(k))
	}
}

func checksum(sum uint64, kept []byte) uint64 {
	for _, b := range kept {
		sum = sum*31 + uint64(b)
	}
	return sum
}

//go:noinline
func heapOp(i uint64) uint64 {
	var message [64]byte
	receive(message[:], i)
	first := Keep(message[:])
	receive(message[:], i+1)
	second := Keep(message[:])
	return checksum(checksum(0, first), second)
}
]], c = [[
ESC_NOINLINE static void receive(unsigned char *message, uint64_t x)
{
    for (uint64_t k = 0; k < 64; k++)
        message[k] = (unsigned char)(x + k);
}

ESC_NOINLINE static uint64_t checksum(uint64_t sum, const unsigned char *kept)
{
    for (size_t k = 0; k < 16; k++)
        sum = sum * 31 + kept[k];
    return sum;
}

static uint64_t heap_op(uint64_t i)
{
    unsigned char message[64];
    receive(message, i);
    const unsigned char *first = keep(message);
    receive(message, i + 1);
    const unsigned char *second = keep(message);
    return checksum(checksum(0, first), second);
}
]], allocs = 2, bytes = 32 },
    },
}
