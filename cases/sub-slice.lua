-- A message comes in, two of its words are kept in a ring of 4096 entries. The heap side keeps them
-- as a part of the message itself; the stack side copies them out, so the message stays in its frame.

return case {
    title = "A small part that keeps the whole", tags = { "slice", "collector" },
    question = "What does it cost to keep b[:2] of a buffer instead of a copy?",
    because = [[
A slice is a pointer into an array, and the collector knows arrays only as a whole: b[:2] in a
package variable keeps all of b. For the compiler it is an address of b that outlives the function
("flow: {heap} = &b ... from b.words[:2] (slice)"), so every buffer is made on the heap. For the
program it is memory that it does not miss: it keeps 4096 times 16 bytes, 64 KiB, and holds 4096
buffers, 16 MiB at 4096 bytes each. Nothing here leaks for good: what leaves the ring is collected.
A ring, cache, pool or map that only grows keeps it for ever, and no collector can know better.]],
    remedy = [[
Copy what is to be kept, into room of its own (`stack`) or into a new slice (`cloned`: bytes.Clone,
strings.Clone, append([]T(nil), s...)): sixteen bytes a message, and the buffer is on the stack.
Bound what grows: rings, caches and pools need a size, and a pooled buffer that was grown for one
large request should be dropped, not put back. The heap over time shows it: the line that the
collector falls back to climbs.]],
    params = { { name = "size", values = { 512, 4096 }, quick = { 4096 }, unit = "bytes",
                 label = "size of the message" } },
    live_bytes = function(point) return 4096 * point.size end, live_blocks = 4096,
    iterations = 20000, -- the ring is filled several times
    go = [[
const ring = 4096

type message struct{ words [Size / 8]uint64 }

//go:noinline
func read(m *message, x uint64) { m.words[0], m.words[1], m.words[Size/8-1] = x, x+1, x }
]], c = [[
#include "gort/block.h"

enum { RING = 4096 };

typedef struct { uint64_t words[SIZE / 8]; } message;
ESC_NOSCAN(message);

ESC_NOINLINE static void read_message(message *m, uint64_t x) {
    m->words[0] = x, m->words[1] = x + 1, m->words[SIZE / 8 - 1] = x;
    esc_use(m);
}
]],
    strategies = {
        stack = { go = [[
var copies [ring][2]uint64 // room for what is kept

//go:noinline
func stackOp(i uint64) uint64 {
	var m message
	read(&m, i)
	kept := &copies[i%ring]
	copy(kept[:], m.words[:2])
	return kept[0] + kept[1]
}
]], c = [[
static uint64_t copies[RING][2]; /* room for what is kept */

ESC_NOINLINE static uint64_t stack_op(uint64_t i) {
    message m;
    gort_clear(&m, sizeof m);
    read_message(&m, i);
    uint64_t *kept = copies[i % RING];
    memcpy(kept, m.words, 2 * sizeof *kept);
    esc_use(kept);
    return kept[0] + kept[1];
}
]] },
        heap = { go = [[
var parts [ring][]uint64

//go:noinline
func heapOp(i uint64) uint64 {
	var m message // m escapes here
	read(&m, i)
	kept := &parts[i%ring]
	*kept = m.words[:2]
	return (*kept)[0] + (*kept)[1]
}
]], c = [[
typedef struct { uint64_t *data; size_t length, capacity; } part;
static part parts[RING];

ESC_NOINLINE static uint64_t heap_op(uint64_t i) {
    message *m = esc_new(message);
    read_message(m, i);
    part *kept = &parts[i % RING];
    esc_done(kept->data); /* what was kept here: the whole message, for it begins there */
    kept->length = 2, kept->capacity = SIZE / 8;
    esc_store(&kept->data, m->words);
    esc_use(kept);
    return kept->data[0] + kept->data[1];
}

static void heap_teardown(void) {
    for (size_t k = 0; k < RING; k++) {
        esc_done(parts[k].data);
        esc_store(&parts[k].data, NULL);
    }
}
]], allocs = 1, bytes = function(point) return point.size end,
            escapes = { "from m.words[:2] (slice)", "moved to heap: m" } },
        cloned = { go = [[
var clones [ring][]uint64

//go:noinline
func clonedOp(i uint64) uint64 {
	var m message
	read(&m, i)
	kept := &clones[i%ring]
	*kept = append([]uint64(nil), m.words[:2]...)
	return (*kept)[0] + (*kept)[1]
}
]], c = [[
typedef struct { uint64_t words[2]; } pair;
ESC_NOSCAN(pair);
typedef struct { pair *data; size_t length, capacity; } copied;
static copied clones[RING];

ESC_NOINLINE static uint64_t cloned_op(uint64_t i) {
    message m;
    gort_clear(&m, sizeof m);
    read_message(&m, i);
    copied *kept = &clones[i % RING];
    esc_done(kept->data);
    pair *copy = esc_bytes(sizeof(pair)); /* append clears nothing that it overwrites */
    memcpy(copy, m.words, sizeof *copy);
    kept->length = kept->capacity = 2;
    esc_store(&kept->data, copy);
    esc_use(kept);
    return kept->data->words[0] + kept->data->words[1];
}

static void cloned_teardown(void) {
    for (size_t k = 0; k < RING; k++) {
        esc_done(clones[k].data);
        esc_store(&clones[k].data, NULL);
    }
}
]], allocs = 1, bytes = 16 },
    },
}
