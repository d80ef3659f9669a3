-- A string is copied into bytes, because one of them is to be changed. Both sides convert, change,
-- read and might note that they did; they differ in what they would note: a length, or the bytes.

return case {
    title = "A string converted to bytes", tags = { "string", "slice" },
    question = "When does []byte(s) allocate, and what does it cost when the bytes are kept?",
    because = [[
A string cannot be changed, so []byte(s) copies. Where the bytes stay in the function, the
compiler reserves 32 of them in the frame, and the runtime uses these when the string fits. Where
they may be kept ("([]byte)(s) escapes to heap") they come from the heap at any length, rounded
up to their size class. From 33 bytes on both come from the heap, though the compiler prints
"([]byte)(s) does not escape": it cannot know the length (`beyond`, 32 bytes longer). The way
back, string(b), has the same 32 bytes; it too copies, for the bytes could change under the
string (`back`).]],
    remedy = [[
Convert once, outside the loop, or append into a buffer that is used again (`reused`): no limit of
32, no garbage. Take the form that the next call wants: the packages strings and bytes have the
same functions, and io.WriteString and AppendX come by without a copy. `for i, c := range
[]byte(s)` copies nothing, nor do string(b) == s and m[string(b)].]],
    since = { { go = "1.22", because = [[
[]byte(s) copies nothing where the compiler sees that nobody writes to the bytes and that they
stay; here they are written to]] } },
    params = { { name = "length", values = { 8, 16, 32 }, quick = { 32 }, unit = "bytes",
                 label = "length of the string" } },
    go = [[
var text = string(make([]byte, Length))
var long = string(make([]byte, Length+32))

var notedLength int
var noted []byte

//go:noinline
func change(b []byte, x uint64, note bool) uint64 {
	if note {
		notedLength = len(b)
	}
	b[0] = byte(x)
	return uint64(b[0]) + uint64(b[len(b)-1])
}

//go:noinline
func changeAndKeep(b []byte, x uint64, note bool) uint64 {
	if note {
		noted = b // never, and enough
	}
	b[0] = byte(x)
	return uint64(b[0]) + uint64(b[len(b)-1])
}
]], c = [[
#include "gort/never.h"
#include "gort/string.h"

static const gort_string text = {(const char[LENGTH]){0}, LENGTH};
static const gort_string longer = {(const char[LENGTH + 32]){0}, LENGTH + 32};

static size_t noted_length;
static gort_slice noted;

__attribute__((unused)) ESC_NOINLINE static uint64_t change(gort_slice b, uint64_t x, bool note) {
    unsigned char *bytes = b.array;
    if (note)
        noted_length = b.length;
    bytes[0] = (unsigned char)x;
    return (uint64_t)bytes[0] + bytes[b.length - 1];
}

__attribute__((unused)) ESC_NOINLINE static uint64_t change_and_keep(gort_slice b, uint64_t x,
                                                                     bool note) {
    unsigned char *bytes = b.array;
    if (note) {
        esc_store(&noted.array, b.array);
        noted.length = b.length, noted.capacity = b.capacity;
    }
    bytes[0] = (unsigned char)x;
    return (uint64_t)bytes[0] + bytes[b.length - 1];
}

__attribute__((unused)) ESC_NOINLINE static uint64_t in_frame(gort_string s, uint64_t x,
                                                              bool note) {
    gort_tmp tmp; /* 32 bytes of the frame */
    gort_slice b = gort_bytes_of_string(&tmp, s);
    uint64_t sum = change(b, x, note);
    gort_bytes_done(b, &tmp);
    return sum;
}
]],
    strategies = {
        stack = { go = [[
//go:noinline
func inFrame(s string, x uint64, note bool) uint64 {
	return change([]byte(s), x, note) // in the frame if it fits
}

func stackOp(i uint64) uint64 { return i + inFrame(text, i, false) }
]], c = [[
static uint64_t stack_op(uint64_t i) {
    return i + in_frame(gort_unknown_string(text), i, gort_never());
}
]], escapes = { "([]byte)(s) does not escape" } },
        heap = { go = [[
//go:noinline
func onHeap(s string, x uint64, note bool) uint64 {
	return changeAndKeep([]byte(s), x, note) // escapes
}

func heapOp(i uint64) uint64 { return i + onHeap(text, i, false) }
]], c = [[
ESC_NOINLINE static uint64_t on_heap(gort_string s, uint64_t x, bool note) {
    gort_slice b = gort_bytes_of_string(NULL, s);
    uint64_t sum = change_and_keep(b, x, note);
    gort_bytes_done(b, NULL);
    return sum;
}

static uint64_t heap_op(uint64_t i) {
    return i + on_heap(gort_unknown_string(text), i, gort_never());
}
]], allocs = 1, bytes = function(point) return point.length end,
            escapes = { "([]byte)(s) escapes to heap" } },
        beyond = { remedy = false, go = [[
//go:noinline
func tooLongForFrame(s string, x uint64, note bool) uint64 {
	return change([]byte(s), x, note) // stays, and does not fit
}

func beyondOp(i uint64) uint64 { return i + tooLongForFrame(long, i, false) }
]], c = [[
static uint64_t beyond_op(uint64_t i) {
    return i + in_frame(gort_unknown_string(longer), i, gort_never());
}
]], allocs = 1, -- 40, 48 and 64 bytes, by their size class
            bytes = function(point) return point.length == 32 and 64 or 48 end,
            escapes = { "([]byte)(s) does not escape" } },
        back = { remedy = false, go = [[
var bytesOfText = []byte(text)
var notedString string

//go:noinline
func lookAndKeep(s string, note bool) uint64 {
	if note {
		notedString = s
	}
	return uint64(s[0]) + uint64(s[len(s)-1])
}

//go:noinline
func backToString(b []byte, x uint64, note bool) uint64 {
	b[0] = byte(x)
	return lookAndKeep(string(b), note) // escapes
}

func backOp(i uint64) uint64 { return i + backToString(bytesOfText, i, false) }
]], c = [[
static char bytes_of_text[LENGTH];
static gort_string noted_string;

ESC_NOINLINE static uint64_t look_and_keep(gort_string s, bool note) {
    if (note)
        gort_string_store(&noted_string, s);
    return gort_byte_of(s, 0) + gort_byte_of(s, s.length - 1);
}

ESC_NOINLINE static uint64_t back_to_string(char *b, size_t n, uint64_t x, bool note) {
    b[0] = (char)x;
    gort_string s = gort_string_of_bytes(NULL, b, n);
    uint64_t sum = look_and_keep(s, note);
    gort_string_done(s, NULL);
    return sum;
}

static uint64_t back_op(uint64_t i) {
    return i + back_to_string(bytes_of_text, esc_hidden(LENGTH), i, gort_never());
}
]], allocs = 1, bytes = function(point) return point.length end,
            escapes = { "string(b) escapes to heap" } },
        reused = { place = "stack", go = [[
var buffer = make([]byte, 0, Length)

//go:noinline
func inBuffer(s string, x uint64, note bool) uint64 {
	buffer = append(buffer[:0], s...)
	return change(buffer, x, note)
}

func reusedOp(i uint64) uint64 { return i + inBuffer(text, i, false) }
]], c = [[
static char room[LENGTH];
static gort_slice buffer = {room, 0, LENGTH};

ESC_NOINLINE static uint64_t in_buffer(gort_string s, uint64_t x, bool note) {
    if (s.length > buffer.capacity)
        gort_slice_grow_stored(&buffer, s.length, &gort_type_byte);
    memcpy(buffer.array, s.bytes, s.length);
    buffer.length = s.length;
    return change(buffer, x, note);
}

static uint64_t reused_op(uint64_t i) {
    return i + in_buffer(gort_unknown_string(text), i, gort_never());
}
]] },
    },
}
