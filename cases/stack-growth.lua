-- A goroutine that has just started needs a buffer for a moment: in its frame, so that its stack
-- has to grow; from the heap; and in a goroutine whose stack has grown long ago. C models the
-- memory (a small stack taken, a larger one taken and copied into, both given back), but neither
-- the scheduler (300 ns in Go, both sides) nor the walk through the frames that copying needs. So
-- compare stack with heap here; what growing itself costs, only Go's own figures show.

-- cmd/compile/internal/ir/cfg.go, MaxStackVarSize (golang/go issue 73536).
local large_variables = {
    go = "1.24", because = "a variable may have 128 KiB on the stack, no longer 10 MiB",
    allocs = function(point) if point.size > 131072 then return 1 end end,
    bytes = function(point) if point.size > 131072 then return point.size end end,
}

return case {
    title = "A large frame in a fresh goroutine", tags = { "concurrency", "size" },
    question = "What does a large frame cost a goroutine that has just started?",
    because = [[
A goroutine starts with 2 KiB. A function whose frame does not fit finds that out in its first
instructions, and the runtime gives it a stack twice as large, or as many times as it takes,
copies what is in use and adjusts the pointers: 0.6 us for one jump to 128 KiB, 9.6 us if sixty
frames of 1 KiB get there step by step. Then the buffer is cleared like any other: 64 KiB are 0.4
to 1.2 us wherever they lie. When the goroutine ends, the large stack is given back.]],
    remedy = [[
Even so the heap is dearer. Where it matters, let goroutines live: a worker that takes many jobs
grows its stack once (`grown`). The collector halves a stack of which less than a quarter is in
use; a fresh one is as large as the average in use.]],
    differs = "the stack side also grows the goroutine's stack, so the escape alone costs more",
    since = { { go = "1.24", because = [[
at 512 KiB all three sides allocate, and only the smaller sizes compare stack with heap]] } },
    params = { { name = "size", values = { 1024, 65536, 524288 }, quick = { 65536 },
                 unit = "bytes", label = "buffer size" } },
    go = [[
var argument uint64
var done = make(chan uint64)

//go:noinline
func ends(b []byte) uint64 { return uint64(b[0]) + uint64(b[len(b)-1]) }

//go:noinline
func frame(x uint64) uint64 {
	var b [Size]byte
	b[0], b[Size-1] = byte(x), 1
	return ends(b[:])
}
]], c = [[
#include "gort/backing.h"
#include "gort/block.h"
#include "gort/stack.h"

typedef unsigned char byte;
ESC_NOSCAN(byte);

ESC_NOINLINE static uint64_t ends(const byte *b, size_t n) {
    esc_use(b);
    return (uint64_t)b[0] + b[n - 1];
}

#if ESC_GO >= 24 && SIZE > 131072
enum { FRAME = 64 };

ESC_NOINLINE static uint64_t frame(uint64_t x) {
    byte *b = esc_make(byte, SIZE); /* moved to heap: b */
    b[0] = (byte)x, b[SIZE - 1] = 1;
    uint64_t sum = ends(b, SIZE);
    esc_done(b);
    return sum;
}
#else
enum { FRAME = SIZE + 64 }; /* the buffer and its surroundings */

ESC_NOINLINE static uint64_t frame(uint64_t x) {
    byte b[SIZE];
    gort_clear(b, sizeof b);
    b[0] = (byte)x, b[SIZE - 1] = 1;
    return ends(b, sizeof b);
}
#endif

ESC_NOINLINE static uint64_t small_frame(uint64_t x) {
    esc_unknown(x);
    return x;
}
]],
    strategies = {
        stack = { go = [[
func inFrame() { done <- frame(argument) }

func stackOp(i uint64) uint64 {
	argument = i
	go inFrame()
	return <-done
}
]], c = [[
static uint64_t stack_op(uint64_t i) {
#if ESC_GO >= 24 && SIZE > 131072
    return frame(gort_go(small_frame, i, FRAME)); /* what allocates, on the thread's own stack */
#else
    return gort_go(frame, i, FRAME);
#endif
}
]], since = { large_variables } },
        heap = { go = [[
//go:noinline
func block(x uint64, n int) uint64 {
	b := make([]byte, n)
	b[0], b[n-1] = byte(x), 1
	return ends(b)
}

func inBlock() { done <- block(argument, Size) }

func heapOp(i uint64) uint64 {
	argument = i
	go inBlock()
	return <-done
}
]], c = [[
ESC_NOINLINE static uint64_t block(uint64_t x, size_t n) {
    gort_backing room = GORT_BACKING; /* none in Go 1.19 */
    byte *b = gort_make_here(byte, n, &room);
    b[0] = (byte)x, b[n - 1] = 1;
    uint64_t sum = ends(b, n);
    gort_here_done(b, &room);
    return sum;
}

static uint64_t heap_op(uint64_t i) {
    uint64_t x = gort_go(small_frame, i, 64);
    return block(x, esc_hidden(SIZE)); /* on the thread's own stack */
}
]], allocs = 1, bytes = function(point) return point.size end,
            escapes = { "from make([]byte, n) (non-constant size)" },
            since = { -- cmd/compile/internal/walk/builtin.go, walkMakeSlice
                { go = "1.25", because = "a make of variable size is decided when it runs",
                  escapes = { "make([]byte, n) does not escape" } },
            } },
        grown = { place = "stack", go = [[
func grownOp(i uint64) uint64 { return frame(i) }
]], c = [[
static uint64_t grown_op(uint64_t i) { return frame(i); }
]], since = { large_variables } },
    },
}
