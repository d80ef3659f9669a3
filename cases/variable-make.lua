-- A buffer for a moment, whose size a variable holds: from which size on is it a heap block? Since
-- Go 1.25 the answer depends on the value, and no diagnostic shows it.

return case {
    title = "A small buffer whose size is a variable", tags = { "slice", "size" },
    question = "From how many bytes on does make([]byte, n) cost a heap block?",
    because = [[
Up to Go 1.24 from the first byte on: "make([]byte, n) escapes to heap", because of a
"non-constant size", whatever n holds, although b never leaves its function. Since Go 1.25 the
frame has 32 bytes for it, and a test when the program runs decides: up to 32 bytes stay, more is a
heap block as before.]],
    remedy = [[
Where most sizes are small, give the function room of its own and take the heap only above it:
`var room [64]byte; b := room[:]; if n > len(room) { b = make([]byte, n) }; b = b[:n]` (`room`).
It clears its room each time, and works alike in all releases. What leaves its function, a returned
buffer, is a heap block in all of them.]],
    since = { { go = "1.25", because = [[
the compiler says "make([]byte, n) does not escape" and means the value, not the block: at 33
bytes and above there is one allocation all the same, and only counting shows it]] } },
    params = { { name = "size", values = { 32, 40, 256 }, quick = { 32 }, unit = "bytes",
                 label = "bytes in the buffer" } },
    go = [[
//go:noinline
func ends(b []byte) uint64 { return uint64(b[0]) + uint64(b[len(b)-1]) }
]], c = [[
#include "gort/backing.h"
#include "gort/block.h"

typedef unsigned char byte;
ESC_NOSCAN(byte);

ESC_NOINLINE static uint64_t ends(const byte *b, size_t n) {
    esc_use(b);
    return (uint64_t)b[0] + b[n - 1];
}
]],
    strategies = {
        stack = { go = [[
//go:noinline
func stackOp(x uint64) uint64 {
	b := make([]byte, Size)
	b[0] = byte(x)
	return ends(b)
}
]], c = [[
ESC_NOINLINE static uint64_t stack_op(uint64_t x) {
    byte b[SIZE];
    gort_clear(b, sizeof b);
    b[0] = (byte)x;
    return ends(b, SIZE);
}
]], escapes = { "make([]byte, Size) does not escape" } },
        heap = { go = [[
//go:noinline
func variable(n int, x uint64) uint64 {
	b := make([]byte, n)
	b[0] = byte(x)
	return ends(b)
}

func heapOp(i uint64) uint64 { return variable(Size, i) }
]], c = [[
ESC_NOINLINE static uint64_t variable(size_t n, uint64_t x) {
    gort_backing room = GORT_BACKING; /* none before Go 1.25 */
    byte *b = gort_make_here(byte, n, &room);
    b[0] = (byte)x;
    uint64_t sum = ends(b, n);
    gort_here_done(b, &room);
    return sum;
}

static uint64_t heap_op(uint64_t i) { return variable(esc_hidden(SIZE), i); }
]], allocs = 1, bytes = function(point) return point.size end,
            escapes = { "make([]byte, n) escapes to heap",
                        "from make([]byte, n) (non-constant size)" },
            since = { { -- cmd/compile/internal/walk/builtin.go, walkMakeSlice
                go = "1.25", because = "a make of variable size has 32 bytes in the frame",
                allocs = function(point) if point.size <= 32 then return 0 end end,
                bytes = function(point) if point.size <= 32 then return 0 end end,
                escapes = { "make([]byte, n) does not escape" },
            } } },
        returned = { remedy = false, go = [[
//go:noinline
func newBuffer(n int, x uint64) []byte {
	b := make([]byte, n)
	b[0] = byte(x)
	return b // leaves: a block at every size, in every release
}

func returnedOp(i uint64) uint64 { return ends(newBuffer(Size, i)) }
]], c = [[
ESC_NOINLINE static byte *new_buffer(size_t n, uint64_t x) {
    byte *b = esc_make(byte, n);
    b[0] = (byte)x;
    return b;
}

static uint64_t returned_op(uint64_t i) {
    byte *b = new_buffer(esc_hidden(SIZE), i);
    uint64_t sum = ends(b, SIZE);
    esc_done(b);
    return sum;
}
]], allocs = 1, bytes = function(point) return point.size end,
            escapes = { "make([]byte, n) escapes to heap" } },
        room = { go = [[
//go:noinline
func inRoom(n int, x uint64) uint64 {
	var room [64]byte
	b := room[:]
	if n > len(room) {
		b = make([]byte, n)
	}
	b = b[:n]
	b[0] = byte(x)
	return ends(b)
}

func roomOp(i uint64) uint64 { return inRoom(Size, i) }
]], c = [[
ESC_NOINLINE static uint64_t in_room(size_t n, uint64_t x) {
    gort_backing small = GORT_BACKING;
    byte room[64], *b = room;
    gort_clear(room, sizeof room);
    if (n > sizeof room)
        b = gort_make_here(byte, n, &small);
    b[0] = (byte)x;
    uint64_t sum = ends(b, n);
    if (b != room)
        gort_here_done(b, &small);
    return sum;
}

static uint64_t room_op(uint64_t i) { return in_room(esc_hidden(SIZE), i); }
]], allocs = function(point) return point.size <= 64 and 0 or 1 end,
            bytes = function(point) return point.size <= 64 and 0 or point.size end },
    },
}
