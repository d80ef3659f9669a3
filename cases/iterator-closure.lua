-- A sum over a list by an iterator, a function that calls `yield` for each element. Its caller hands
-- over a closure; where the iterator is known the closure stays, where it is a value it leaves.

return case {
    title = "The body of a loop as an iterator's closure", tags = { "closure" },
    question = "What does it cost to walk a list through an iterator instead of a loop?",
    because = [[
The loop's body is a closure that the iterator calls, and it captures sum by reference, as it adds
to it. `l.all(...)` names the function: the compiler sees that all only calls yield, so nothing
escapes (`stack`). Through a variable of type seq, as a function's argument or field would be, it
cannot see who is called, so the closure leaks, and sum with it: two blocks, whatever the length.]],
    remedy = [[
Call the iterator by its name, not through a variable: then its closure is free of allocations; the
calls remain (`stack` beside `loop`). Small iterators that are inlined lose even those. Where the
iterator comes as a value, the two blocks are paid once a loop, not once an element: dear for short
lists, nothing for long ones.]],
    since = { { go = "1.23", because = [[
the same may be written `for w := range l.all`, and the compiler makes this closure of the body,
with one variable more that notices a yield after the end. It is a word beside sum and costs 16
bytes more (2 blocks, 40 bytes through a variable; nothing by name). Go 1.19 has no such loop, so
the case writes out what it becomes, in all releases]] } },
    params = { { name = "length", values = { 4, 256 }, quick = { 4 }, unit = "count",
                 label = "elements" } },
    go = [[
type list struct{ words [Length]uint64 }

//go:noinline
func (l *list) all(yield func(uint64) bool) {
	for i := range l.words {
		if !yield(l.words[i]) {
			return
		}
	}
}

type seq func(yield func(uint64) bool)

var numbers = new(list)
]], c = [[
#include "gort/closure.h"

typedef uint64_t word;
ESC_NOSCAN(word);

typedef struct { word words[LENGTH]; } list;

/* func(w uint64) bool { sum += w; return true } */
typedef struct body {
    bool (*code)(struct body *f, word w);
    word *sum;
} body;
ESC_POINTERS(body, ESC_PTR(body, sum));
_Static_assert(!GORT_BY_VALUE(sizeof(word), true), "by reference");

ESC_NOINLINE static bool add(body *f, word w) {
    *f->sum += w;
    esc_use(f->sum);
    return true;
}

ESC_NOINLINE static void all(const list *l, body *yield) {
    for (word i = 0; i < LENGTH; i++)
        if (!yield->code(yield, l->words[i]))
            return;
}

static list numbers;
]],
    strategies = {
        stack = { go = [[
//go:noinline
func stackOp(x uint64) uint64 {
	sum := x
	numbers.all(func(w uint64) bool { sum += w; return true })
	return sum
}
]], c = [[
ESC_NOINLINE static uint64_t stack_op(uint64_t x) {
    word sum = x;
    body f = {add, &sum};
    esc_use(&f);
    all(&numbers, &f);
    return sum;
}
]], escapes = { "func literal does not escape", "stackOp capturing by ref: sum" } },
        heap = { go = [[
var each seq = numbers.all

//go:noinline
func over(s seq, x uint64) uint64 {
	sum := x
	s(func(w uint64) bool { sum += w; return true })
	return sum
}

func heapOp(i uint64) uint64 { return over(each, i) }
]], c = [[
/* numbers.all as a value: the code, and the list that it is of */
typedef struct method_value {
    void (*code)(const struct method_value *f, body *yield);
    const list *of;
} method_value;

ESC_NOINLINE static void all_of(const method_value *f, body *yield) {
    all(f->of, yield);
}

static const method_value each = {all_of, &numbers};

ESC_NOINLINE static uint64_t over(const method_value *s, uint64_t x) {
    word *sum = esc_new(word); /* moved to heap: sum */
    *sum = x;
    body *f = esc_new(body); /* func literal escapes to heap */
    f->code = add, f->sum = sum;
    s->code(s, f);
    word result = *sum;
    esc_done(sum), esc_done(f);
    return result;
}

static uint64_t heap_op(uint64_t i) {
    const method_value *s = &each;
    esc_use(s);
    return over(s, i);
}
]], allocs = 2, bytes = 8 + 16, -- sum, and the closure: code and address
            escapes = { "moved to heap: sum", "func literal escapes to heap" } },
        loop = { place = "stack", go = [[
//go:noinline
func loopOp(x uint64) uint64 {
	sum := x
	for i := range numbers.words {
		sum += numbers.words[i]
	}
	return sum
}
]], c = [[
ESC_NOINLINE static uint64_t loop_op(uint64_t x) {
    word sum = x;
    for (word i = 0; i < LENGTH; i++) {
        sum += numbers.words[i];
        esc_unknown(sum); /* Go vectorises no loop */
    }
    return sum;
}
]] },
    },
}
