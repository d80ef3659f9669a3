-- Reversing a string, from a well-known article: ReverseA collects the runes in deferred closures
-- and returns a pointer to the result, ReverseB swaps them in place. A look replaces the print.

return case {
    title = "Reversing a string, twice", tags = { "string", "slice" },
    question = "What does a deferred closure for each rune cost against swapping in place?",
    because = [[
In ReverseA `result` is captured by reference and its address is returned: the slice header moves
to the heap. Its array leaves with it and has a run-time capacity (len(str)), so it escapes too.
Each `defer` is in a loop, so it cannot be open-coded, and its closure outlives its turn: one
block of 24 bytes a rune, holding &result and v. v itself is not moved: it is never assigned
again and is captured by value. Nine runes: 11 allocations.]],
    remedy = [[
Work in place on what the caller owns (ReverseB). []rune(s) has a place in the frame for 32
runes, string(runes) for 29 bytes (the runtime asks for three more than it needs): from 30 bytes
B makes one allocation, from 33 runes two. The article hands B a constant, which the compiler
turns into an array literal; here both get a string.]],
    differs = "the heap side also defers a closure for each rune, and appends where the other swaps",
    params = { { name = "runes", values = { 9, 29 }, quick = { 9 },
                 unit = "count", label = "runes" } },
    go = [[
var words = "Ding Ding Ding Ding Ding Ding"

//go:noinline
func look(s string) uint64 {
	return uint64(len(s)) + uint64(s[0]) + uint64(s[len(s)-1])
}
]], c = [[
#include "gort/defer.h"
#include "gort/slice.h"
#include "gort/string.h"

ESC_NOSCAN(gort_rune);
typedef struct {
    void (*code)(void *self);
    gort_slice *result;
    gort_rune v;
} closure;
ESC_POINTERS(closure, ESC_PTR(closure, result));

/* func() { result = append(result, v) } */
ESC_NOINLINE static void append_v(void *self) {
    closure *f = self;
    gort_append(gort_rune, f->result, f->v);
    esc_done(f); /* nobody calls it again */
}

static const gort_string words = {"Ding Ding Ding Ding Ding Ding", RUNES};

ESC_NOINLINE static uint64_t look(gort_string s) {
    esc_use(s.bytes);
    return s.length + gort_byte_of(s, 0) + gort_byte_of(s, s.length - 1);
}
]],
    strategies = {
        stack = { go = [[
//go:noinline
func ReverseB(runes []rune) {
	for i, j := 0, len(runes)-1; i < j; i, j = i+1, j-1 {
		runes[i], runes[j] = runes[j], runes[i]
	}
}

//go:noinline
func lookAtB(str string) uint64 {
	result := []rune(str)
	ReverseB(result)
	return look(string(result))
}

func stackOp(i uint64) uint64 { return i + lookAtB(words[:Runes]) }
]], c = [[
ESC_NOINLINE static void reverse_b(gort_rune *runes, size_t count) {
    for (size_t i = 0, j = count - 1; i < j; i++, j--) {
        gort_rune rune = runes[i];
        runes[i] = runes[j], runes[j] = rune;
    }
}

ESC_NOINLINE static uint64_t look_at_b(gort_string str) {
    gort_tmp_runes room; /* of this frame, as is tmp */
    gort_tmp tmp;
    size_t count;
    gort_rune *result = gort_runes_of_string(&room, str, &count);
    reverse_b(result, count);
    return look(gort_string_of_runes(&tmp, result, count));
}

static uint64_t stack_op(uint64_t i) {
    return i + look_at_b(gort_unknown_string(words));
}
]], escapes = { "([]rune)(str) does not escape", "string(result) does not escape" } },
        heap = { go = [[
//go:noinline
func ReverseA(str string) *[]rune {
	result := make([]rune, 0, len(str))
	for _, v := range []rune(str) {
		v := v
		defer func() { result = append(result, v) }()
	}
	return &result
}

//go:noinline
func lookAtA(str string) uint64 { return look(string(*ReverseA(str))) }

func heapOp(i uint64) uint64 { return i + lookAtA(words[:Runes]) }
]], c = [[
ESC_NOINLINE static gort_slice *reverse_a(gort_string str) {
    gort_slice *result = esc_new(gort_slice); /* moved to heap: result */
    esc_store(&result->array, esc_make(gort_rune, str.length));
    result->capacity = str.length;
    struct gort_record *deferred = NULL;
    gort_tmp_runes tmp;
    size_t count;
    gort_rune *runes = gort_runes_of_string(&tmp, str, &count);
    for (size_t k = 0; k < count; k++) {
        closure *f = esc_new(closure); /* func literal escapes to heap */
        *f = (closure){append_v, result, runes[k]};
        gort_defer(&deferred, f);
    }
    gort_defer_return(&deferred);
    return result;
}

ESC_NOINLINE static uint64_t look_at_a(gort_string str) {
    gort_slice *result = reverse_a(str);
    gort_tmp tmp;
    uint64_t sum =
        look(gort_string_of_runes(&tmp, result->array, result->length));
    esc_done(result->array), esc_done(result);
    return sum;
}

static uint64_t heap_op(uint64_t i) {
    return i + look_at_a(gort_unknown_string(words));
}
]], allocs = function(point) return 2 + point.runes end,
            bytes = function(point) return 24 + 4 * point.runes + 24 * point.runes end,
            escapes = { "moved to heap: result", "make([]rune, 0, len(str)) escapes to heap",
                "func literal escapes to heap" } },
    },
}
