-- A dictionary that gives each word a number, asked about words it knows. Both sides convert the
-- bytes to a string, look it up, and would add it if it were new. They differ in where the
-- conversion stands, and so in whether the string may have to outlive the call.

local function asked_for(point) return point.length end

return case {
    title = "Bytes as the key of a map", tags = { "string", "map" },
    question = "Why does m[string(b)] allocate nothing, and key := string(b); m[key] something?",
    because = [[
A key that is stored in a map outlives the call, so a string that may be stored escapes
("string(b) escapes to heap") and its bytes are copied to the heap, at every call, also where the
word is long known and nothing is stored. Written inside the brackets of a look-up, nobody can
keep the string: the compiler takes the bytes as they lie, without any copy, at any length. One
that is only looked up but has a name is copied into 32 bytes of the frame, and from 33 bytes on
to the heap, though the compiler still prints "does not escape" (`stays`). An assignment
m[string(b)] = n copies always, for the compiler cannot know that the key is there (`update`).]],
    remedy = [[
Look up with m[string(b)] and convert again only where the key is new: one copy a key instead of
one a call. To count words take a map of pointers, `if n := m[string(b)]; n != nil { *n++ }`, for
m[string(b)]++ is an assignment. The same holds for string(b) == s and for string(b) between two
pluses.]],
    since = { { go = "1.27", because = [[
a string that is only looked up, and once, is not copied under a name either; perhaps since
before. In `stays` its length is read as well, so it still is]] } },
    params = { { name = "length", values = { 8, 32, 33, 48 }, quick = { 33 }, unit = "bytes",
                 label = "length of the key" } },
    go = [[
const Keys = 8

var numbers = map[string]uint64{}
var words [Keys][]byte

func init() {
	for k := range words {
		words[k] = make([]byte, Length)
		words[k][0] = byte(k)
		numbers[string(words[k])] = uint64(k)
	}
}
]], c = [[
#include "gort/mapstring.h"

enum { KEYS = 8 };

GORT_MAP_OF_STRINGS(dictionary, uint64_t, &gort_type_word);

/* Eight keys fit the first bucket, which like the map is never anybody else's. */
static gort_map numbers;
static dictionary_bucket bucket;
static char words[KEYS][LENGTH], kept[KEYS][LENGTH];

__attribute__((unused)) static void learn(void) {
    gort_map_init_frame_of(&dictionary, &numbers, &bucket, 0);
    for (size_t k = 0; k < KEYS; k++) {
        words[k][0] = kept[k][0] = (char)k;
        gort_string key = {kept[k], LENGTH};
        *(uint64_t *)gort_map_assign_string(&dictionary, &numbers, key) = k;
    }
}

__attribute__((unused)) static uint64_t add(gort_string key) {
    uint64_t number = numbers.count;
    *(uint64_t *)gort_map_assign_string(&dictionary, &numbers, key) = number;
    return number;
}
]],
    strategies = {
        stack = { go = [[
//go:noinline
func number(b []byte) uint64 {
	if n, known := numbers[string(b)]; known { // no copy
		return n
	}
	n := uint64(len(numbers))
	numbers[string(b)] = n // one, for a new word
	return n
}

func stackOp(i uint64) uint64 { return i + number(words[i%Keys]) }
]], c = [[
static void stack_setup(void) { learn(); }

ESC_NOINLINE static uint64_t number(const char *b, size_t n) {
    gort_string key = gort_string_borrowed(b, n);
    const uint64_t *known = gort_map_get_string(&dictionary, &numbers, key);
    return known ? *known : add(gort_string_of_bytes(NULL, b, n));
}

static uint64_t stack_op(uint64_t i) {
    return i + number(words[i % KEYS], esc_hidden(LENGTH));
}
]] },
        heap = { go = [[
//go:noinline
func numberOfKey(b []byte) uint64 {
	key := string(b) // escapes: it may be kept
	if n, known := numbers[key]; known {
		return n
	}
	n := uint64(len(numbers))
	numbers[key] = n
	return n
}

func heapOp(i uint64) uint64 { return i + numberOfKey(words[i%Keys]) }
]], c = [[
static void heap_setup(void) { learn(); }

ESC_NOINLINE static uint64_t number_of_key(const char *b, size_t n) {
    gort_string key = gort_string_of_bytes(NULL, b, n);
    const uint64_t *known = gort_map_get_string(&dictionary, &numbers, key);
    uint64_t number = known ? *known : add(key);
    if (known)
        gort_string_done(key, NULL);
    return number;
}

static uint64_t heap_op(uint64_t i) {
    return i + number_of_key(words[i % KEYS], esc_hidden(LENGTH));
}
]], allocs = 1, bytes = asked_for, escapes = { "string(b) escapes to heap" } },
        stays = { remedy = false, go = [[
//go:noinline
func numberOfKnown(b []byte) uint64 {
	key := string(b) // in the frame if it fits
	return numbers[key] + uint64(len(key)) - Length
}

func staysOp(i uint64) uint64 { return i + numberOfKnown(words[i%Keys]) }
]], c = [[
static void stays_setup(void) { learn(); }

ESC_NOINLINE static uint64_t number_of_known(const char *b, size_t n) {
    gort_tmp tmp; /* 32 bytes of the frame */
    gort_string key = gort_string_of_bytes(&tmp, b, n);
    const uint64_t *known = gort_map_get_string(&dictionary, &numbers, key);
    uint64_t number = (known ? *known : 0) + key.length - LENGTH;
    gort_string_done(key, &tmp);
    return number;
}

static uint64_t stays_op(uint64_t i) {
    return i + number_of_known(words[i % KEYS], esc_hidden(LENGTH));
}
]], allocs = function(point) return point.length > 32 and 1 or 0 end,
            bytes = function(point) return point.length > 32 and point.length or 0 end,
            escapes = { "string(b) does not escape" } },
        update = { remedy = false, go = [[
//go:noinline
func setNumber(b []byte, n uint64) uint64 {
	numbers[string(b)] = n // a copy, though the key is there
	return n
}

func updateOp(i uint64) uint64 { return i + setNumber(words[i%Keys], i%Keys) }
]], c = [[
static void update_setup(void) { learn(); }

ESC_NOINLINE static uint64_t set_number(const char *b, size_t n, uint64_t number) {
    static gort_string last[KEYS]; /* the map has the latest copy of each, until the next */
    gort_string key = gort_string_of_bytes(NULL, b, n);
    *(uint64_t *)gort_map_assign_string(&dictionary, &numbers, key) = number;
    gort_string_done(last[number], NULL);
    last[number] = key;
    return number;
}

static uint64_t update_op(uint64_t i) {
    return i + set_number(words[i % KEYS], esc_hidden(LENGTH), i % KEYS);
}
]], allocs = 1, bytes = asked_for, escapes = { "string(b) escapes to heap" } },
    },
}
