-- A table of objects, as values in one array or as pointers in a slice. Neither slice leaves its
-- function. Both sides write the two ends of every object and add up what they read back.

return case {
    title = "Pointers stored in a slice", tags = { "slice", "pointer", "collector" },
    question = "What does []*T cost instead of []T, when the slice itself stays on the stack?",
    because = [[
The slice's array is on the stack on both sides. But escape analysis does not tell the elements
of a slice apart from what else its pointer might lead to: storing &t through s[i] is storing it
anywhere ("flow: {heap} = &t: ... from s[i] = &t (assign)"), so every t is moved to the heap, one
allocation each. That holds for []*string, []any and whatever else holds pointers.]],
    remedy = [[
Store values: one array, in order, no garbage (`stack`). If pointers are needed, let them point
into one array (`one-block`): one allocation for all. It is not true that what a []*T points to
is always on the heap: the compiler looks through a literal `[]*T{&t}` and an array element
`a[0] = &t`, and leaves t where it is.]],
    since = { { go = "1.26", because = "the diagnostics print an arrow for the = of a flow" } },
    params = { { name = "length", values = { 1, 64 }, quick = { 64 }, unit = "count",
                 label = "objects of 64 bytes" } },
    go = [[
type object struct{ words [8]uint64 }

//go:noinline
func addPointers(s []*object) uint64 {
	sum := uint64(0)
	for k := range s {
		sum += s[k].words[0] + s[k].words[7]
	}
	return sum
}
]], c = [[
#include "gort/block.h"

typedef struct { uint64_t words[8]; } object;
ESC_NOSCAN(object);

ESC_NOINLINE static uint64_t add_pointers(object *const *s, size_t n) {
    uint64_t sum = 0;
    esc_use(s);
    for (size_t k = 0; k < n; k++)
        sum += s[k]->words[0] + s[k]->words[7];
    return sum;
}
]],
    strategies = {
        stack = { go = [[
//go:noinline
func addValues(s []object) uint64 {
	sum := uint64(0)
	for k := range s {
		sum += s[k].words[0] + s[k].words[7]
	}
	return sum
}

//go:noinline
func stackOp(x uint64) uint64 {
	s := make([]object, Length)
	for k := range s {
		s[k].words[0], s[k].words[7] = x, uint64(k)
	}
	return addValues(s)
}
]], c = [[
ESC_NOINLINE static uint64_t add_values(const object *s, size_t n) {
    uint64_t sum = 0;
    esc_use(s);
    for (size_t k = 0; k < n; k++)
        sum += s[k].words[0] + s[k].words[7];
    return sum;
}

ESC_NOINLINE static uint64_t stack_op(uint64_t x) {
    object s[LENGTH];
    gort_clear(s, sizeof s);
    for (size_t k = 0; k < LENGTH; k++)
        s[k].words[0] = x, s[k].words[7] = k;
    return add_values(s, LENGTH);
}
]], escapes = { "make([]object, Length) does not escape" } },
        heap = { go = [[
//go:noinline
func heapOp(x uint64) uint64 {
	s := make([]*object, Length)
	for k := range s {
		var t object
		t.words[0], t.words[7] = x, uint64(k)
		s[k] = &t // each t escapes here
	}
	return addPointers(s)
}
]], c = [[
ESC_NOINLINE static uint64_t heap_op(uint64_t x) {
    object *s[LENGTH];
    gort_clear(s, sizeof s);
    for (size_t k = 0; k < LENGTH; k++) {
        object *t = esc_new(object); /* moved to heap: t */
        t->words[0] = x, t->words[7] = k;
        s[k] = t;
    }
    uint64_t sum = add_pointers(s, LENGTH);
    for (size_t k = 0; k < LENGTH; k++)
        esc_done(s[k]);
    return sum;
}
]], allocs = function(point) return point.length end,
            bytes = function(point) return point.length * 64 end,
            escapes = { "make([]*object, Length) does not escape", "from s[k] = &t (assign)",
                "moved to heap: t" } },
        ["one-block"] = { go = [[
//go:noinline
func oneBlockOp(x uint64) uint64 {
	block := make([]object, Length)
	s := make([]*object, Length)
	for k := range s {
		t := &block[k]
		t.words[0], t.words[7] = x, uint64(k)
		s[k] = t // the block escapes here
	}
	return addPointers(s)
}
]], c = [[
ESC_NOINLINE static uint64_t one_block_op(uint64_t x) {
    object *block = esc_make(object, LENGTH), *s[LENGTH];
    gort_clear(s, sizeof s);
    for (size_t k = 0; k < LENGTH; k++) {
        object *t = &block[k];
        t->words[0] = x, t->words[7] = k;
        s[k] = t;
    }
    uint64_t sum = add_pointers(s, LENGTH);
    esc_done(block);
    return sum;
}
]], allocs = 1, bytes = function(point) return point.length * 64 end,
            escapes = { "make([]object, Length) escapes to heap", "from s[k] = t (assign)" } },
    },
}
