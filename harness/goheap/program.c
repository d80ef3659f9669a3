/* Globals with Go's density of pointers, objects with Go's sizes. */
#include "program.h"

#include "header.h"

enum { MASK_KINDS = 9, MASK_WORDS = 8, SIZES = 32, OBJECTS_MAX = 288 };

struct part {
    size_t bytes;
    /* Bytes of the mask with so many bits set. */
    unsigned mask_bytes[MASK_KINDS];
    /* Of the words that the mask calls pointers: so many are set, so many lead into the heap. */
    unsigned set_words, heap_words;
};

/* Data and bss; objects by MemStats.BySize, mallocs less frees, bytes of their slots. */
struct program {
    struct part parts[PROGRAM_PARTS];
    struct {
        uint16_t bytes, count;
    } objects[SIZES];
};

/* "47184 B of heap scanned" in 1.19, "53480" in 1.27 (GODEBUG=gcpacertrace=1) is what the objects
 * of up to 4096 bytes add up to, within 2 % and within 4 %; those above are buffers. */
enum { SCANNED_MAX_BYTES = 4096 };

static const struct program programs[GOHEAP_RELEASES] = {
    [GOHEAP_GO_1_19] = {{{35696, {0, 0, 286, 46, 122, 7, 3, 0, 94}, 1426, 3},
                         {195136, {1268, 541, 159, 17, 24, 3, 0, 1, 1036}, 293, 163}},
                        {{8, 6},    {16, 106}, {24, 10},  {32, 13},  {48, 28},  {64, 38},
                         {80, 6},   {96, 16},  {112, 2},  {128, 4},  {160, 3},  {176, 3},
                         {208, 4},  {224, 1},  {320, 1},  {352, 5},  {416, 21}, {640, 2},
                         {704, 2},  {896, 1},  {1024, 5}, {1152, 1}, {1792, 3}, {2304, 1},
                         {3200, 1}, {4096, 1}, {5376, 1}, {8192, 1}, {9472, 2}}},
    [GOHEAP_GO_1_27] = {{{44304, {0, 2, 197, 160, 186, 26, 5, 0, 117}, 2118, 4},
                         {135256, {294, 557, 173, 26, 16, 3, 2, 0, 1043}, 291, 115}},
                        {{8, 17},   {16, 59},  {24, 19},  {32, 16},  {48, 36},  {64, 46},
                         {80, 6},   {96, 4},   {112, 8},  {128, 4},  {144, 2},  {160, 4},
                         {176, 1},  {208, 4},  {320, 2},  {352, 4},  {384, 1},  {416, 2},
                         {480, 15}, {512, 1},  {576, 2},  {640, 2},  {896, 2},  {1024, 1},
                         {1152, 9}, {1792, 3}, {2048, 3}, {2304, 1}, {6528, 1}, {16384, 1}}},
};

static const struct program *program(void)
{
    return &programs[goheap_heap.config.release];
}

static size_t part_words(const struct part *part)
{
    return part->bytes / 8;
}

static size_t part_mask_bytes(const struct part *part)
{
    return (part_words(part) + MASK_WORDS - 1) / MASK_WORDS;
}

static size_t words_of(unsigned part)
{
    return part_words(&program()->parts[part]);
}

static size_t mask_bytes_of(unsigned part)
{
    return part_mask_bytes(&program()->parts[part]);
}

static uintptr_t *words_at(unsigned part)
{
    return goheap_heap.program[part].words;
}

static uint8_t *mask_at(unsigned part)
{
    return goheap_heap.program[part].mask;
}

size_t goheap_program_globals_bytes(enum goheap_release release)
{
    const struct part *parts = programs[release].parts;
    return parts[0].bytes + parts[1].bytes;
}

size_t goheap_program_bytes(enum goheap_release release)
{
    const struct part *parts = programs[release].parts;
    return goheap_program_globals_bytes(release) + part_mask_bytes(&parts[0]) +
           part_mask_bytes(&parts[1]);
}

/* Which kinds of variables lie beside each other is not known: the kinds take turns, each as often
 * as its share asks (Bresenham), and a byte's low words are the pointers. */
static void lay_mask(unsigned part)
{
    const long total = (long)mask_bytes_of(part);
    long debt[MASK_KINDS] = {0};
    for (long i = 0; i < total; i++) {
        unsigned kind = 0;
        for (unsigned k = 0; k < MASK_KINDS; k++) {
            debt[k] += program()->parts[part].mask_bytes[k];
            if (debt[k] > debt[kind])
                kind = k;
        }
        debt[kind] -= total;
        mask_at(part)[i] = (uint8_t)((1u << kind) - 1);
    }
}

static bool is_pointer(unsigned part, size_t word)
{
    return mask_at(part)[word / MASK_WORDS] >> (word % MASK_WORDS) & 1;
}

static size_t pointer_words(unsigned part)
{
    size_t count = 0;
    for (size_t i = 0; i < mask_bytes_of(part); i++)
        count += (size_t)__builtin_popcount(mask_at(part)[i]);
    return count;
}

/* Set words spread evenly over the pointer words; those that lead into the heap over the set. */
static void *const *fill_words(unsigned part, void *const *object)
{
    const size_t pointers = pointer_words(part);
    const struct part *given = &program()->parts[part];
    size_t set = 0, heap = 0, seen = 0;
    for (size_t word = 0; word < words_of(part); word++) {
        if (!is_pointer(part, word))
            continue;
        seen++;
        if (set * pointers >= seen * given->set_words)
            continue;
        set++;
        uintptr_t value = (uintptr_t)&words_at(part)[word];
        if (heap * given->set_words < set * given->heap_words) {
            heap++;
            value = (uintptr_t)*object++;
        }
        words_at(part)[word] = value;
    }
    return object;
}

/* All pointers, in a slot of `bytes`, which has room for a header where there is one. */
static void **new_scanned(size_t bytes)
{
    static const uint8_t one[] = {1};
    static const struct goheap_type pointer = {8, 8, one};
    const bool header = heap_is_1_27() && !inline_heap_bits(bytes);
    return goheap_make(&pointer, (bytes - (header ? HEADER_BYTES : 0)) / 8);
}

/* The first word of a scanned object leads to the object so many before, so that those no global
 * holds are held by others. How many were made; 0: no memory. */
static size_t allocate(void *made[OBJECTS_MAX], size_t held_by_globals)
{
    const struct program *given = program();
    size_t count = 0;
    for (size_t i = SIZES; i-- > 0;)
        for (unsigned k = 0; k < given->objects[i].count; k++, count++) {
            const size_t bytes = given->objects[i].bytes;
            const bool scanned = bytes <= SCANNED_MAX_BYTES;
            void **object = scanned ? new_scanned(bytes) : goheap_alloc_dirty(bytes);
            if (!object)
                return 0;
            if (scanned && count >= held_by_globals)
                object[0] = made[count - held_by_globals];
            made[count] = object;
        }
    return count;
}

/* The words of both parts, then their masks. */
static void set_places(uintptr_t *tables)
{
    uint8_t *masks = (uint8_t *)(tables + words_of(0) + words_of(1));
    const struct part *parts = program()->parts;
    goheap_heap.program[0] = (struct masked_words){tables, masks, parts[0].bytes};
    goheap_heap.program[1] =
        (struct masked_words){tables + words_of(0), masks + mask_bytes_of(0), parts[1].bytes};
}

bool goheap_program_init(void *tables)
{
    set_places(tables);
    void *made[OBJECTS_MAX];
    const size_t held = program()->parts[0].heap_words + program()->parts[1].heap_words;
    const size_t count = allocate(made, held);
    if (count == 0)
        return false;
    void *const *object = made + count - held;
    for (unsigned part = 0; part < PROGRAM_PARTS; part++) {
        lay_mask(part);
        object = fill_words(part, object);
    }
    return true;
}
