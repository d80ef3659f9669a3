-- One escape of 64 bytes an operation, in a program that keeps 4 MiB of objects of the same size. It
-- had made more of them, and dropped some of every sixteen: holes, which no collector of Go closes.

return case {
    title = "A heap full of holes", tags = { "collector" },
    question = "What does an escape cost when the free memory lies between what is kept?",
    because = [[
Go's collector moves nothing: an object stays where it is, and a span of 8 KiB stays in use as long
as one of its 128 slots of 64 bytes does. The search for a block that fits is cheap: a slot fits
exactly, for a span holds one size only, and the next free one is found by counting zeros in a
bitmap, 64 slots at a time; with 1 slot of 16 free an escape costs no more than with none. What costs
is that all is spread out: with half of the slots free the same 4 MiB lie in 8, marking, sweeping and
new objects go through twice the memory, and the escape costs 1.4 to 2 times as much in real Go (in
one run 75 ns of CPU time and 150 from 8 of 16 on, in another 104 and 140, 163 at 14; go1.19.8, one
processor). And the memory is gone for other sizes: with 14
of 16 free the program keeps 4 MiB and has 36 resident, in go1.19.8 as in 1.27. malloc's blocks do
not move either: 43 MiB.]],
    remedy = [[
Do not make garbage beside what is kept: the stack side leaves no holes at all. Make what lives long
in one go, before or after the garbage and not between it, or in one block (case slice-of-pointers,
`one-block`). A program that had one high tide of objects of one size keeps its spans: what the
system sees of it (RSS) is the tide, not the sea.]],
    params = { { name = "free", values = { 0, 1, 8, 14 }, quick = { 0, 8 }, unit = "count",
                 label = "slots of 16 that are free" } },
    live_bytes = 65536 * 64, live_blocks = 65536,
    iterations = 376000, -- four collections
    counters = { { name = "occupancy", label = "page use", unit = "%", better = "higher" } },
    runtimes = { "goheap", "malloc" },
    go = [[
type object struct {
	next  *object
	words [7]uint64
}

//go:noinline
func ends(t *object) uint64 { return t.words[0] + t.words[6] }
]], c = [[
#include "gort/base.h"
#include <stdlib.h>

typedef struct object {
    struct object *next;
    uint64_t words[7];
} object;
ESC_POINTERS(object, ESC_PTR(object, next));

ESC_NOINLINE static uint64_t ends(const object *t) {
    esc_use(t);
    return t->words[0] + t->words[6];
}
]],
    strategies = {
        stack = { go = [[
//go:noinline
func fill(t *object, x uint64) { t.words[0], t.words[6] = x, x }

func stackOp(i uint64) uint64 {
	var t object
	fill(&t, i)
	return ends(&t)
}
]], c = [[
ESC_NOINLINE static void fill(object *t, uint64_t x) {
    t->words[0] = x, t->words[6] = x;
    esc_use(t);
}

static uint64_t stack_op(uint64_t i) {
    object t = {0};
    fill(&t, i);
    return ends(&t);
}
]] },
        heap = { go = [[
var kept, dropped *object

// 65536 objects of 64 bytes stay, scattered over those that do not.
func heapSetup() {
	for k := 0; k < 65536*16/(16-Free); k++ {
		t := &object{}
		if k%16 < Free {
			t.next, dropped = dropped, t
		} else {
			t.next, kept = kept, t
		}
	}
	dropped = nil
}

//go:noinline
func byAddress(x uint64) *object {
	var t object
	t.words[0], t.words[6] = x, x
	return &t // t escapes here
}

func heapOp(i uint64) uint64 { return ends(byAddress(i)) }
]], c = [[
static object *kept, *dropped;

static void add(object **list, object *t) {
    esc_store(&t->next, *list);
    esc_store(list, t);
}

static void end_all(object **list) {
    while (*list != NULL) {
        object *t = *list;
        esc_store(list, t->next);
        esc_store(&t->next, NULL); /* so that no word left on the stack holds all that follow */
        esc_done(t);
    }
}

/* 65536 objects of 64 bytes stay, scattered over those that do not. */
static void heap_setup(void) {
    for (size_t k = 0; k < 65536 * 16 / (16 - FREE); k++) {
        object *t = esc_new(object);
        add(k % 16 < FREE ? &dropped : &kept, t);
    }
    end_all(&dropped);
}

ESC_NOINLINE static object *by_address(uint64_t x) {
    object *t = esc_new(object);
    t->words[0] = x, t->words[6] = x;
    return t;
}

static uint64_t heap_op(uint64_t i) {
    object *t = by_address(i);
    uint64_t sum = ends(t);
    esc_done(t);
    return sum;
}

static int compare(const void *a, const void *b) {
    const uintptr_t *left = a, *right = b;
    return (*left > *right) - (*left < *right);
}

/* What is kept as a part of the pages of 8 KiB in which some of it lies. */
static double occupancy(void) {
    static const size_t most = 65536;
    uintptr_t *pages = malloc(most * sizeof *pages);
    size_t count = 0, different = 0;
    for (const object *t = kept; pages != NULL && t != NULL && count < most; t = t->next)
        pages[count++] = (uintptr_t)t / 8192;
    if (pages != NULL)
        qsort(pages, count, sizeof *pages, compare);
    for (size_t k = 0; k < count; k++)
        different += k == 0 || pages[k] != pages[k - 1];
    free(pages);
    return different == 0 ? 0 : 100.0 * (double)(count * sizeof(object)) / (double)(different * 8192);
}

static void heap_teardown(void) {
    esc_counter_set(occupancy, occupancy());
    end_all(&kept);
}
]], allocs = 1, bytes = 64,
            escapes = { "moved to heap: t" } },
    },
}
