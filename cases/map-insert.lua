-- A table of n keys: as a map that stays, as one that leaves its function, as one that is told its
-- size, and as pairs in an array. Keys are 0 to n-1; afterwards the first and the last are looked
-- up.

-- Swiss tables (internal/runtime/maps), and the one release before whose load factor was 6, not 6.5
-- (runtime/map.go, loadFactorNum: (bucketCnt * 13 / 16) * 2, in whole numbers).
local function by_length(figures) return function(point) return figures[point.length] end end
local function swiss(allocs, bytes)
    return { go = "1.24", because = "maps are Swiss tables",
             allocs = by_length(allocs), bytes = by_length(bytes) }
end
local function six(allocs, bytes)
    return { go = "1.21", before = "1.22", because = "maps grow at 6 keys a bucket, not 6.5",
             allocs = by_length(allocs), bytes = by_length(bytes), slack = 0.03 }
end

return case {
    title = "Inserting into a map", tags = { "map" },
    question = "What does it cost a map to leave its function, and what to grow while it is filled?",
    because = [[
A map is a header of 48 bytes and buckets of eight slots. One that escapes ("map[uint64]uint64{}
escapes to heap") takes both from the heap: two allocations. One that stays has header and first
bucket in the frame, and "does not escape" is all the compiler says; but from the ninth key on
its buckets come from the heap as well (`stack`). At 9, 14, 27, 53, 105 ... keys the table
doubles, and every write moves two old buckets over. Most of a map's time is hashing and moving,
not escape.]],
    remedy = [[
`make(map[K]V, n)` takes the right table at once: half the time and half the garbage (`sized`).
Up to eight keys a local map is free of allocations. If the keys are small whole numbers, an
array or a slice indexed by them is tens of times cheaper (`pairs`). The number of allocations
varies from run to run with the hash's seed, for overflow buckets come as they are needed.]],
    since = { { go = "1.24", because = [[
maps are Swiss tables: they double at 9, 15, 29, 57, 113 ... keys and have no overflow buckets;
eight keys still fit the frame, and the advice is the same]] } },
    params = { { name = "length", values = { 8, 64, 1024 }, quick = { 64 }, unit = "count",
                 label = "keys" } },
    tolerance = 0.5, -- the hash's seed decides about overflow buckets

    go = [[
//go:noinline
func look(m map[uint64]uint64) uint64 {
	return uint64(len(m)) + m[0] + m[Length-1]
}
]], c = [[
#include "gort/block.h"
#include "gort/map.h"

ESC_NOINLINE static uint64_t look(const gort_map *m) {
    return m->count + gort_map_get(m, 0) + gort_map_get(m, LENGTH - 1);
}
]],
    strategies = {
        stack = {
            place = "heap", -- its ninth key is
            go = [[
//go:noinline
func stackOp(x uint64) uint64 {
	m := map[uint64]uint64{}
	for k := uint64(0); k < Length; k++ {
		m[k] = x + k
	}
	return look(m)
}
]], c = [[
ESC_NOINLINE static uint64_t stack_op(uint64_t x) {
    gort_map m;
    gort_bucket first;
    gort_map_init_frame(&m, &first, 0);
    for (uint64_t k = 0; k < LENGTH; k++)
        *gort_map_assign(&m, k) = x + k;
    uint64_t sum = look(&m);
    gort_map_done(&m);
    return sum;
}
]], allocs = by_length({ [8] = 0, [64] = 12.5, [1024] = 64.5 }),
            escapes = { "map[uint64]uint64{} does not escape" },
            since = {
                six({ [64] = 10.3, [1024] = 48.1 }, { [64] = 5030, [1024] = 84450 }),
                swiss({ [64] = 9, [1024] = 20 }, { [64] = 4456, [1024] = 74264 }),
            } },
        heap = { go = [[
//go:noinline
func inMap(x uint64) map[uint64]uint64 {
	m := map[uint64]uint64{}
	for k := uint64(0); k < Length; k++ {
		m[k] = x + k
	}
	return m // m escapes here
}

func heapOp(i uint64) uint64 { return look(inMap(i)) }
]], c = [[
ESC_NOINLINE static gort_map *in_map(uint64_t x) {
    gort_map *m = gort_map_make(); /* map[uint64]uint64{} escapes to heap */
    for (uint64_t k = 0; k < LENGTH; k++)
        *gort_map_assign(m, k) = x + k;
    return m;
}

static uint64_t heap_op(uint64_t i) {
    gort_map *m = in_map(i);
    uint64_t sum = look(m);
    gort_map_done(m), esc_done(m);
    return sum;
}
]],
            -- Means over many seeds, as runtime.MemStats of Go 1.19 counts them.
            allocs = by_length({ [8] = 2, [64] = 14.5, [1024] = 66.4 }),
            escapes = { "map[uint64]uint64{} escapes to heap" },
            since = {
                six({ [64] = 12.4, [1024] = 49.8 }, { [64] = 5230, [1024] = 84600 }),
                swiss({ [64] = 11, [1024] = 22 }, { [64] = 4648, [1024] = 74456 }),
            } },
        pairs = { place = "stack", go = [[
type pair struct{ key, value uint64 }

//go:noinline
func lookAtPairs(a []pair) uint64 {
	return uint64(len(a)) + a[0].value + a[len(a)-1].value
}

//go:noinline
func pairsOp(x uint64) uint64 {
	var a [Length]pair
	for k := uint64(0); k < Length; k++ {
		a[k] = pair{k, x + k}
	}
	return lookAtPairs(a[:])
}
]], c = [[
typedef struct { uint64_t key, value; } pair;

ESC_NOINLINE static uint64_t look_at_pairs(const pair *a, size_t n) {
    esc_use(a);
    return n + a[0].value + a[n - 1].value;
}

ESC_NOINLINE static uint64_t pairs_op(uint64_t x) {
    pair a[LENGTH];
    gort_clear(a, sizeof a);
    for (uint64_t k = 0; k < LENGTH; k++) {
        a[k] = (pair){k, x + k};
        esc_use(a); /* Go does not vectorise */
    }
    return look_at_pairs(a, LENGTH);
}
]] },
        sized = { go = [[
//go:noinline
func inSizedMap(x uint64, n int) uint64 {
	m := make(map[uint64]uint64, n)
	for k := uint64(0); k < Length; k++ {
		m[k] = x + k
	}
	return look(m)
}

func sizedOp(i uint64) uint64 { return inSizedMap(i, Length) }
]], c = [[
ESC_NOINLINE static uint64_t in_sized_map(uint64_t x, size_t n) {
    gort_map m;
    gort_bucket first;
    gort_map_init_frame(&m, &first, n);
    for (uint64_t k = 0; k < LENGTH; k++)
        *gort_map_assign(&m, k) = x + k;
    uint64_t sum = look(&m);
    gort_map_done(&m);
    return sum;
}

static uint64_t sized_op(uint64_t i) {
    return in_sized_map(i, esc_hidden(LENGTH));
}
]], allocs = by_length({ [8] = 0, [64] = 2.6, [1024] = 6.6 }),
            escapes = { "make(map[uint64]uint64, n) does not escape" },
            since = {
                swiss({ [1024] = 5 }, { [1024] = 36944 }),
            } },
    },
}
