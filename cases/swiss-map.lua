-- A table of n keys that is filled and then read: as a map that grows, one that was told its size,
-- one that is emptied and filled again, one that is only read or walked, and as an array. Keys are 0
-- to n-1; every side sums up all values.

-- Figures of real Go by length: allocations up to 1.23 vary with the seed of the hash.
local function by_length(figures) return function(point) return figures[point.length] end end
local function swiss(allocs, bytes)
    return { go = "1.24", because = "maps are Swiss tables",
             allocs = by_length(allocs), bytes = by_length(bytes) }
end

return case {
    title = "Maps before and since Swiss tables", tags = { "map" },
    question = "What does a map take from the heap as it grows, and what does reading it cost?",
    because = [[
Up to Go 1.23 a map is a row of buckets of eight slots. It doubles at 9, 14, 27, 53 ... keys and
moves two old buckets with every write; a bucket that is full gets an overflow bucket, so how many
allocations there are depends on the hash's seed. Since 1.24 it is a Swiss table: groups of eight
slots and a word of control bytes that is compared at once, no overflow, open addressing up to
seven eighths; it doubles at 9, 15, 29, 57 ... keys, all at once, and above 1024 slots splits in two.
Fewer and larger blocks, and their number is the same in every run.]],
    remedy = [[
In both: tell make the size (`sized`), and keep a map that is needed again and again: emptied by
`for k := range m { delete(m, k) }` it keeps its table, and filling it again allocates nothing
(`cleared`; with buckets a few overflow buckets). Small whole numbers as keys want no map but a slice
(`stack`). Reading allocates nothing at all (`lookup`, `walk`).]],
    differs = "the stack side is an array indexed by the key: neither hashing nor growing",
    since = { { go = "1.24", because = "maps are Swiss tables" } },
    params = { { name = "length", values = { 14, 100 }, quick = { 14 }, unit = "count",
                 label = "keys" } },
    tolerance = 0.5, -- the hash's seed decides about overflow buckets
    go = [[
//go:noinline
func sum(m map[uint64]uint64) uint64 {
	s := uint64(0)
	for k := uint64(0); k < Length; k++ {
		s += m[k]
	}
	return s
}

func fill(m map[uint64]uint64, x uint64) {
	for k := uint64(0); k < Length; k++ {
		m[k] = k + x
	}
}

var kept map[uint64]uint64

func keepOne() {
	kept = map[uint64]uint64{}
	fill(kept, 0)
}
]], c = [[
#include "gort/block.h"
#include "gort/map.h"
#include "gort/maprange.h"

ESC_NOINLINE static uint64_t sum(const gort_map *m) {
    uint64_t s = 0;
    for (uint64_t k = 0; k < LENGTH; k++)
        s += gort_map_get(m, k);
    return s;
}

static inline void fill(gort_map *m, uint64_t x) {
    for (uint64_t k = 0; k < LENGTH; k++)
        *gort_map_assign(m, k) = k + x;
}

static gort_map *kept;

static inline void keep_one(void) {
    esc_store(&kept, gort_map_make());
    fill(kept, 0);
}

static inline void drop_it(void) {
    gort_map_done(kept), esc_done(kept);
    esc_store(&kept, NULL);
}
]],
    strategies = {
        stack = { go = [[
//go:noinline
func sumOf(a []uint64) uint64 {
	s := uint64(0)
	for k := range a {
		s += a[k]
	}
	return s
}

//go:noinline
func stackOp(x uint64) uint64 {
	var a [Length]uint64
	for k := range a {
		a[k] = uint64(k) + x
	}
	return sumOf(a[:])
}
]], c = [[
ESC_NOINLINE static uint64_t sum_of(const uint64_t *a, size_t n) {
    uint64_t s = 0;
    for (size_t k = 0; k < n; k++) {
        s += a[k];
        esc_unknown(s); /* Go vectorises no loop */
    }
    return s;
}

ESC_NOINLINE static uint64_t stack_op(uint64_t x) {
    uint64_t a[LENGTH];
    gort_clear(a, sizeof a);
    for (uint64_t k = 0; k < LENGTH; k++) {
        a[k] = k + x;
        esc_use(a);
    }
    return sum_of(a, LENGTH);
}
]] },
        heap = { go = [[
//go:noinline
func grown(x uint64) map[uint64]uint64 {
	m := map[uint64]uint64{}
	fill(m, x)
	return m
}

func heapOp(i uint64) uint64 { return sum(grown(i)) }
]], c = [[
ESC_NOINLINE static gort_map *grown(uint64_t x) {
    gort_map *m = gort_map_make(); /* map[uint64]uint64{} escapes to heap */
    fill(m, x);
    return m;
}

static uint64_t heap_op(uint64_t i) {
    gort_map *m = grown(i);
    uint64_t s = sum(m);
    gort_map_done(m), esc_done(m);
    return s;
}
]], allocs = by_length({ [14] = 5.09, [100] = 18.4 }),
            escapes = { "map[uint64]uint64{} escapes to heap" },
            since = { swiss({ [14] = 5, [100] = 11 }, { [14] = 520, [100] = 4648 }) } },
        sized = { go = [[
//go:noinline
func sized(n int, x uint64) map[uint64]uint64 {
	m := make(map[uint64]uint64, n)
	fill(m, x)
	return m
}

func sizedOp(i uint64) uint64 { return sum(sized(Length, i)) }
]], c = [[
ESC_NOINLINE static gort_map *sized(size_t n, uint64_t x) {
    gort_map *m = gort_map_make_of(&gort_map_words, n);
    fill(m, x);
    return m;
}

static uint64_t sized_op(uint64_t i) {
    gort_map *m = sized(esc_hidden(LENGTH), i);
    uint64_t s = sum(m);
    gort_map_done(m), esc_done(m);
    return s;
}
]], allocs = by_length({ [14] = 2.03, [100] = 7.4 }),
            escapes = { "make(map[uint64]uint64, n) escapes to heap" },
            since = { swiss({ [14] = 4, [100] = 4 }, { [14] = 376, [100] = 2392 }) } },
        cleared = { go = [[
func clearedSetup() { keepOne() }

func clearedTeardown() { kept = nil }

//go:noinline
func clearedOp(x uint64) uint64 {
	for k := range kept {
		delete(kept, k)
	}
	fill(kept, x)
	return sum(kept)
}
]], c = [[
static void cleared_setup(void) { keep_one(); }

static void cleared_teardown(void) { drop_it(); }

ESC_NOINLINE static uint64_t cleared_op(uint64_t x) {
    gort_map_clear(&gort_map_words, kept);
    fill(kept, x);
    return sum(kept);
}
]], allocs = by_length({ [14] = 0.03, [100] = 4.4 }),
            since = { swiss({ [14] = 0, [100] = 0 }, { [14] = 0, [100] = 0 }) } },
        lookup = { remedy = false, go = [[
func lookupSetup() { keepOne() }

func lookupTeardown() { kept = nil }

func lookupOp(i uint64) uint64 { return sum(kept) + Length*i }
]], c = [[
static void lookup_setup(void) { keep_one(); }

static void lookup_teardown(void) { drop_it(); }

static uint64_t lookup_op(uint64_t i) { return sum(kept) + LENGTH * i; }
]], allocs = 0, bytes = 0 },
        walk = { remedy = false, go = [[
func walkSetup() { keepOne() }

func walkTeardown() { kept = nil }

//go:noinline
func walkOp(x uint64) uint64 {
	s := uint64(0)
	for _, v := range kept {
		s += v + x
	}
	return s
}
]], c = [[
static void walk_setup(void) { keep_one(); }

static void walk_teardown(void) { drop_it(); }

ESC_NOINLINE static uint64_t walk_op(uint64_t x) {
    uint64_t s = 0;
    gort_map_iter it;
    for (gort_map_range(&gort_map_words, kept, &it); it.key; gort_map_next(&it))
        s += *(const uint64_t *)it.value + x;
    return s;
}
]], allocs = 0, bytes = 0 },
    },
}
