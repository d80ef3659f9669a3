-- Both sides hand a buffer of their own to the same Read; one calls it through an interface and
-- does not know whose Read it is.

return case {
    title = "A buffer handed to an interface method", tags = { "interface", "slice" },
    question = "What does a local buffer cost when it is filled through an io.Reader?",
    because = [[
`r.Read(b[:])` on an interface is an indirect call. Escape analysis cannot look inside, treats
every argument as leaking ("from r.Read(b[:]) (call parameter)") and moves b to the heap,
although no Read in the program keeps it. The dynamic call itself is not the price: it costs half
a nanosecond. The value in the interface escapes for the same reason; here both readers are
package variables, so only the buffer shows.]],
    remedy = [[
Reuse a buffer that lives outside the call (`reused`): the same dynamic call, no garbage. Or ask
for the concrete type first (`type-switch`): in the branch where it is known, the call is direct
and b stays. Where the compiler sees the type by itself (`var r io.Reader = z; r.Read(b[:])`) it
does the same and prints "devirtualizing r.Read". Take concrete types in inner loops, interfaces
at the edges.]],
    params = { { name = "size", values = { 64, 1024 }, quick = { 64 }, unit = "bytes",
                 label = "buffer size" } },
    go = [[
import "io"

type ones struct{ calls uint64 }
type twos struct{ calls uint64 }

//go:noinline
func (*ones) Read(b []byte) (int, error) {
	b[0], b[len(b)-1] = 1, 1
	return len(b), nil
}

//go:noinline
func (*twos) Read(b []byte) (int, error) {
	b[0], b[len(b)-1] = 2, 2
	return len(b), nil
}

var one = new(ones)
var readers = [2]io.Reader{one, new(twos)}

//go:noinline
func pick(i uint64) io.Reader { return readers[i>>63] } // always ones
]],
    -- An interface value is the table of methods for its dynamic type, and the value's address.
    c = [[
#include "gort/block.h"

typedef unsigned char byte, buffer[SIZE];
ESC_NOSCAN(buffer);

typedef struct { uint64_t calls; } reader;
typedef struct { int64_t (*read)(reader *r, byte *b, int64_t n); } itab;
typedef struct { const itab *table; reader *self; } io_reader;

ESC_NOINLINE static int64_t read_ones(reader *o, byte *b, int64_t n) {
    b[0] = b[n - 1] = 1;
    esc_use(b);
    return n;
}

ESC_NOINLINE static int64_t read_twos(reader *t, byte *b, int64_t n) {
    b[0] = b[n - 1] = 2;
    esc_use(b);
    return n;
}

static reader one, two;
static const itab ones = {read_ones}, twos = {read_twos};
static io_reader readers[2] = {{&ones, &one}, {&twos, &two}};

ESC_NOINLINE static io_reader pick(uint64_t i) {
    esc_use(readers);
    return readers[i >> 63];
}
]],
    strategies = {
        stack = { go = [[
//go:noinline
func readDirect(r *ones) uint64 {
	var b [Size]byte
	n, _ := r.Read(b[:])
	return uint64(n) + uint64(b[0]) + uint64(b[Size-1])
}

func stackOp(i uint64) uint64 {
	pick(i) // asked as well, so that only the call differs
	return i + readDirect(one)
}
]], c = [[
ESC_NOINLINE static uint64_t read_direct(reader *r) {
    buffer b;
    gort_clear(b, sizeof b);
    int64_t n = read_ones(r, b, SIZE);
    return (uint64_t)n + b[0] + b[SIZE - 1];
}

static uint64_t stack_op(uint64_t i) {
    pick(i); /* asked as well, so that only the call differs */
    return i + read_direct(&one);
}
]] },
        heap = { go = [[
//go:noinline
func readInterface(r io.Reader) uint64 {
	var b [Size]byte
	n, _ := r.Read(b[:]) // b escapes here
	return uint64(n) + uint64(b[0]) + uint64(b[Size-1])
}

func heapOp(i uint64) uint64 { return i + readInterface(pick(i)) }
]], c = [[
ESC_NOINLINE static uint64_t read_interface(io_reader r) {
    byte *b = *esc_new(buffer);
    int64_t n = r.table->read(r.self, b, SIZE);
    uint64_t sum = (uint64_t)n + b[0] + b[SIZE - 1];
    esc_done(b);
    return sum;
}

static uint64_t heap_op(uint64_t i) {
    return i + read_interface(pick(i));
}
]], allocs = 1, bytes = function(point) return point.size end,
            escapes = { "from r.Read(b[:]) (call parameter)", "moved to heap: b" } },
        ["type-switch"] = { place = "stack", go = [[
//go:noinline
func readSwitch(r io.Reader) uint64 {
	var b [Size]byte
	n := 0
	switch r := r.(type) {
	case *ones:
		n, _ = r.Read(b[:])
	case *twos:
		n, _ = r.Read(b[:])
	}
	return uint64(n) + uint64(b[0]) + uint64(b[Size-1])
}

func typeSwitchOp(i uint64) uint64 { return i + readSwitch(pick(i)) }
]], c = [[
ESC_NOINLINE static uint64_t read_switch(io_reader r) {
    buffer b;
    gort_clear(b, sizeof b);
    int64_t n = 0;
    if (r.table == &ones)
        n = read_ones(r.self, b, SIZE);
    else if (r.table == &twos)
        n = read_twos(r.self, b, SIZE);
    return (uint64_t)n + b[0] + b[SIZE - 1];
}

static uint64_t type_switch_op(uint64_t i) {
    return i + read_switch(pick(i));
}
]] },
        reused = { place = "stack", go = [[
var kept [Size]byte

//go:noinline
func readReused(r io.Reader) uint64 {
	kept = [Size]byte{}
	n, _ := r.Read(kept[:])
	return uint64(n) + uint64(kept[0]) + uint64(kept[Size-1])
}

func reusedOp(i uint64) uint64 { return i + readReused(pick(i)) }
]], c = [[
static buffer kept;

ESC_NOINLINE static uint64_t read_reused(io_reader r) {
    gort_clear(kept, sizeof kept);
    int64_t n = r.table->read(r.self, kept, SIZE);
    return (uint64_t)n + kept[0] + kept[SIZE - 1];
}

static uint64_t reused_op(uint64_t i) { return i + read_reused(pick(i)); }
]] },
    },
}
