-- The price of a block by its size, without and with pointers: Go's allocation curve. The sizes
-- stand at the edges: under 16 bytes the tiny allocator, to 32 KiB the size classes, above whole
-- pages.

-- cmd/compile/internal/ir/cfg.go, MaxStackVarSize (golang/go issue 73536).
local large_variables = {
    go = "1.24", because = "a variable may have 128 KiB on the stack, no longer 10 MiB",
    allocs = function(point) if point.size > 131072 then return 1 end end,
    bytes = function(point) if point.size > 131072 then return point.size end end,
}
local function none_if_small(point) if point.size <= 32 then return 0 end end
local small_makes = { -- base.Debug's VariableMakeThreshold
    go = "1.25", because = "a make of variable size has 32 bytes on the stack",
    allocs = none_if_small, bytes = none_if_small,
}
local function when_it_runs(make) -- cmd/compile/internal/walk/builtin.go, walkMakeSlice
    return { go = "1.25", because = "a make of variable size is decided when it runs",
             escapes = { make .. " does not escape" } }
end

return case {
    title = "The price of a block by its size", tags = { "size" },
    question = "How does the price of an escape depend on how large it is, and on pointers in it?",
    because = [[
Up to 32 KiB a block comes from a span of equal blocks, one of 67 size classes: the next free bit
of a bitmap. (What a P keeps in its cache are such spans, of 8 to 80 KiB each, not blocks of 32
KB as one reads.) Under 16 bytes without pointers, two or more objects share one block (tiny
allocator). Above 32 KiB each object is a span of its own, whole pages. Over 120 KiB they always
come under the page heap's lock; below, from the P's page cache if what is left of its 64 pages
has such a run, which in a loop of one size it soon has not. About 15 ns, then 0.11 ns a byte
for clearing and for its share of collections, falling to 0.065 at 1 MiB. A block with pointers
must be described to the collector (the heap bitmap): 3 to 6 ns up to 24 bytes, 11 to 20 from 32
to 512, then 16 to 37 percent; and it will be scanned.]],
    remedy = [[
Round sizes to the class below rather than the one above: 33 bytes cost 48, and 32 769 cost 40
960. Keep pointers out of large blocks: an index into an array is no pointer. Two small structs
that are made together are cheaper as one. Above 32 KiB use a block again; nothing else helps.]],
    params = {
        { name = "size", unit = "bytes", label = "block size", quick = { 64, 4096 },
          values = { 8, 16, 32, 64, 256, 1024, 4096, 32768, 32776, 262144, 1048576 } },
    },
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
	var b [Size]byte
	b[0] = byte(x)
	return ends(b[:])
}
]], c = [[
ESC_NOINLINE static uint64_t stack_op(uint64_t x) {
#if ESC_GO >= 24 && SIZE > 131072 /* moved to heap: b */
    byte *b = esc_make(byte, SIZE);
    b[0] = (byte)x;
    uint64_t sum = ends(b, SIZE);
    esc_done(b);
    return sum;
#else
    byte b[SIZE];
    gort_clear(b, sizeof b);
    b[0] = (byte)x;
    return ends(b, SIZE);
#endif
}
]], since = { large_variables } },
        heap = { go = [[
//go:noinline
func inBytes(n int, x uint64) uint64 {
	b := make([]byte, n)
	b[0] = byte(x)
	return ends(b)
}

func heapOp(i uint64) uint64 { return inBytes(Size, i) }
]], c = [[
ESC_NOINLINE static uint64_t in_bytes(size_t n, uint64_t x) {
    gort_backing room = GORT_BACKING; /* none in Go 1.19 */
    byte *b = gort_make_here(byte, n, &room);
    b[0] = (byte)x;
    uint64_t sum = ends(b, n);
    gort_here_done(b, &room);
    return sum;
}

static uint64_t heap_op(uint64_t i) { return in_bytes(esc_hidden(SIZE), i); }
]], allocs = 1, bytes = function(point) return point.size end,
            escapes = { "from make([]byte, n) (non-constant size)" },
            since = { when_it_runs("make([]byte, n)"), small_makes } },
        pointers = { remedy = false, go = [[
//go:noinline
func nils(p []*byte) uint64 {
	if p[0] == nil && p[len(p)-1] == nil {
		return 0
	}
	return 1
}

//go:noinline
func inPointers(n int, x uint64) uint64 {
	p := make([]*byte, n)
	return uint64(byte(x)) + nils(p)
}

func pointersOp(i uint64) uint64 { return inPointers(Size/8, i) }
]], c = [[
ESC_NOINLINE static uint64_t nils(byte *const *p, size_t n) {
    esc_use(p);
    return p[0] == NULL && p[n - 1] == NULL ? 0 : 1;
}

ESC_NOINLINE static uint64_t in_pointers(size_t n, uint64_t x) {
    gort_backing room = GORT_BACKING;
    byte **p = gort_makeslice_here(&gort_type_pointer, n, &room);
    uint64_t sum = (byte)x + nils(p, n);
    gort_here_done(p, &room);
    return sum;
}

static uint64_t pointers_op(uint64_t i) {
    return in_pointers(esc_hidden(SIZE / 8), i);
}
]], allocs = 1, bytes = function(point) return point.size end,
            escapes = { "from make([]*byte, n) (non-constant size)" },
            since = {
                { -- runtime/mbitmap.go, minSizeForMallocHeader
                    go = "1.22", because = "a block with pointers over 512 bytes has a header of 8",
                    bytes = function(at) return ({ [1024] = 1152, [4096] = 4864 })[at.size] end,
                },
                when_it_runs("make([]*byte, n)"), small_makes,
            } },
    },
}
