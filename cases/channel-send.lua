-- A pointer that is sent on a channel escapes; a value that is sent is copied instead, into the
-- channel's buffer and out of it. Both sides send one thing and receive it again, in one
-- thread, on a channel with room for one, made beforehand. Nobody waits.

return case {
    title = "Sending a pointer on a channel", tags = { "concurrency", "pointer" },
    question = "What does it cost to send &t on a channel instead of t?",
    because = [[
Nobody can know at compile time who receives, nor when: `ch <- &t` makes t flow to the heap
(`from ch <- &t (send)`), even if the same function receives it a line later. The channel itself
need not escape for that. A send and a receive cost some 35 ns on either side (two pairs of lock
and unlock), so the factor looks milder here than for a plain return: read the price.]],
    remedy = [[
Send the value. Three copies (into the slot, out of it, and into r) beat an allocation, although
they grow with the object: in Go still at 8 KiB; with the model's cheaper blocks the two meet
there. (An element must be under 64 KiB.) Send a pointer when it points to something that lives
long anyway. Values that hold pointers drag what they point to onto the heap just the same.]],
    differs = "the stack side also copies the object, three times, so the escape alone costs more",
    params = { { name = "size", values = { 64, 1024, 8192 }, quick = { 1024 }, unit = "bytes",
                 label = "object size" } },
    go = [[
const Words = Size / 8

type object struct{ words [Words]uint64 }

//go:noinline
func ends(t *object) uint64 { return t.words[0] + t.words[Words-1] }
]], c = [[
#define WORDS (SIZE / 8)
#include "gort/object.h"
#include "gort/chan.h"
]],
    strategies = {
        stack = { go = [[
var values = make(chan object, 1)

//go:noinline
func stackOp(x uint64) uint64 {
	var t object
	t.words[0], t.words[Words-1] = x, x
	values <- t
	r := <-values
	return ends(&r)
}
]], c = [[
static object value_slot[1];
static gort_chan values = GORT_CHAN(&esc_type_object, value_slot);

ESC_NOINLINE static uint64_t stack_op(uint64_t x) {
    object t, received, r;
    gort_clear(&t, sizeof t);
    t.words[0] = x, t.words[WORDS - 1] = x;
    gort_chan_send(&values, &t); /* copied into the slot, */
    gort_clear(&received, sizeof received);
    gort_chan_receive(&values, &received); /* out into a temporary, */
    gort_copy(&r, &received, sizeof r); /* and into r */
    return ends(&r);
}
]] },
        heap = { go = [[
var pointers = make(chan *object, 1)

//go:noinline
func heapOp(x uint64) uint64 {
	var t object
	t.words[0], t.words[Words-1] = x, x
	pointers <- &t // t escapes here
	r := <-pointers
	return ends(r)
}
]], c = [[
static object *pointer_slot[1];
static gort_chan pointers = GORT_CHAN(&gort_type_pointer, pointer_slot);

ESC_NOINLINE static uint64_t heap_op(uint64_t x) {
    object *t = esc_new(object), *r;
    t->words[0] = x, t->words[WORDS - 1] = x;
    gort_chan_send(&pointers, &t);
    gort_chan_receive(&pointers, &r);
    uint64_t sum = ends(r);
    esc_done(r);
    return sum;
}
]], allocs = 1, bytes = function(point) return point.size end,
            escapes = { "from pointers <- &t (send)", "moved to heap: t" } },
    },
}
