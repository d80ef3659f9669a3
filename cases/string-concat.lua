-- A string and one byte more, looked at and dropped: as a local string, a result, an array. Up to
-- 32 bytes stack and heap differ in where the bytes live; beyond, both take a block.

return case {
    title = "Concatenating strings", tags = { "string" },
    question = "When does b + \"!\" allocate, and what does it cost when the result is returned?",
    because = [[
If the result does not leave the function, the compiler reserves 32 bytes in the frame, which the
runtime uses when it fits (`stack`). If it is returned, stored or converted to an interface ("b +
"!" escapes to heap"), its bytes come from the heap at any length. From 33 bytes on both
allocate, and the escape costs nothing more, though the compiler still prints "does not escape":
it cannot know the length.]],
    remedy = [[
In a hot loop append to a byte array of your own (`array`): it has no limit of 32 and allocates
nothing as long as the capacity holds. strings.Builder with Grow makes one block for many pieces.
`fmt.Println(c)` costs twice: the bytes escape, and the string header is boxed.]],
    params = { { name = "length", values = { 8, 32, 33, 64 }, quick = { 32, 33 }, unit = "bytes",
                 label = "length of the result" } },
    go = [[
var base = string(make([]byte, Length-1))

//go:noinline
func look(s string) uint64 {
	return uint64(len(s)) + uint64(s[0]) + uint64(s[len(s)-1])
}
]], c = [[
#include "gort/slice.h"
#include "gort/string.h"
static const gort_string base = {(const char[LENGTH]){0}, LENGTH - 1};

ESC_NOINLINE static uint64_t look(gort_string s) {
    esc_use(s.bytes);
    return s.length + gort_byte_of(s, 0) + gort_byte_of(s, s.length - 1);
}
]],
    strategies = {
        stack = {
            place = "heap", -- past 32 bytes the runtime takes a block, escape or not
            go = [[
//go:noinline
func local(b string) uint64 {
	c := b + "!" // in the frame if it fits
	return look(c)
}

func stackOp(i uint64) uint64 { return i + local(base) }
]], c = [[
ESC_NOINLINE static uint64_t local(gort_string b) {
    gort_tmp tmp; /* 32 bytes of the frame */
    gort_string c = gort_concat(&tmp, b, GORT_STRING("!"));
    uint64_t sum = look(c);
    gort_string_done(c, &tmp);
    return sum;
}

static uint64_t stack_op(uint64_t i) {
    return i + local(gort_unknown_string(base));
}
]], allocs = function(point) return point.length > 32 and 1 or 0 end,
            bytes = function(point) return point.length > 32 and point.length or 0 end,
            escapes = { 'b + "!" does not escape' } },
        heap = { go = [[
//go:noinline
func returned(b string) string { return b + "!" } // escapes

func heapOp(i uint64) uint64 { return i + look(returned(base)) }
]], c = [[
ESC_NOINLINE static gort_string returned(gort_string b) {
    return gort_concat(NULL, b, GORT_STRING("!"));
}

static uint64_t heap_op(uint64_t i) {
    gort_string c = returned(gort_unknown_string(base));
    uint64_t sum = i + look(c);
    gort_string_done(c, NULL);
    return sum;
}
]], allocs = 1, bytes = function(point) return point.length end,
            escapes = { 'from return b + "!" (return)', 'b + "!" escapes to heap' } },
        array = { place = "stack", go = [[
//go:noinline
func lookBytes(s []byte) uint64 {
	return uint64(len(s)) + uint64(s[0]) + uint64(s[len(s)-1])
}

//go:noinline
func inArray(b string) uint64 {
	var room [Length]byte
	return lookBytes(append(append(room[:0], b...), '!'))
}

func arrayOp(i uint64) uint64 { return i + inArray(base) }
]], c = [[
typedef char byte;
ESC_NOSCAN(byte);

ESC_NOINLINE static uint64_t in_array(gort_string b) {
    byte room[LENGTH] = {0};
    gort_slice s = {room, 0, LENGTH};
    if (b.length > s.capacity)
        gort_slice_grow(&s, b.length, &esc_type_byte);
    memcpy(s.array, b.bytes, b.length);
    s.length = b.length;
    gort_append(byte, &s, '!');
    return look((gort_string){s.array, s.length});
}

static uint64_t array_op(uint64_t i) {
    return i + in_array(gort_unknown_string(base));
}
]] },
    },
}
