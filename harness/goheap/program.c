/* Globals with Go's density of pointers, objects with Go's sizes. */
#include "program.h"

enum { MASK_KINDS = 9, MASK_WORDS = 8 };

struct part {
    size_t bytes;
    /* Bytes of the mask with so many bits set. */
    unsigned mask_bytes[MASK_KINDS];
    /* Of the words that the mask calls pointers: so many are set, so many lead into the heap. */
    unsigned set_words, heap_words;
};

static const struct part parts[PROGRAM_PARTS] = {
    {PROGRAM_DATA_BYTES, {0, 0, 286, 46, 122, 7, 3, 0, 94}, 1426, 3},
    {PROGRAM_BSS_BYTES, {1268, 541, 159, 17, 24, 3, 0, 1, 1036}, 293, 163},
};

/* MemStats.BySize, mallocs less frees. "47184 B of heap scanned" (GODEBUG=gcpacertrace=1) is what
 * those of up to 4096 bytes add up to, within 2 %; the four above are buffers. */
static const struct {
    uint16_t bytes, count;
} objects[] = {
    {8, 6},    {16, 106}, {24, 10},  {32, 13},  {48, 28},  {64, 38},  {80, 6},   {96, 16},
    {112, 2},  {128, 4},  {160, 3},  {176, 3},  {208, 4},  {224, 1},  {320, 1},  {352, 5},
    {416, 21}, {640, 2},  {704, 2},  {896, 1},  {1024, 5}, {1152, 1}, {1792, 3}, {2304, 1},
    {3200, 1}, {4096, 1}, {5376, 1}, {8192, 1}, {9472, 2},
};

enum { SCANNED_MAX_BYTES = 4096 };

static size_t words_of(unsigned part)
{
    return parts[part].bytes / 8;
}

static size_t mask_bytes_of(unsigned part)
{
    return (words_of(part) + MASK_WORDS - 1) / MASK_WORDS;
}

static uintptr_t *words_at(unsigned part)
{
    return goheap_heap.program[part].words;
}

static uint8_t *mask_at(unsigned part)
{
    return goheap_heap.program[part].mask;
}

size_t goheap_program_bytes(void)
{
    return PROGRAM_GLOBALS_BYTES + mask_bytes_of(0) + mask_bytes_of(1);
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
            debt[k] += parts[part].mask_bytes[k];
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
    size_t set = 0, heap = 0, seen = 0;
    for (size_t word = 0; word < words_of(part); word++) {
        if (!is_pointer(part, word))
            continue;
        seen++;
        if (set * pointers >= seen * parts[part].set_words)
            continue;
        set++;
        uintptr_t value = (uintptr_t)&words_at(part)[word];
        if (heap * parts[part].set_words < set * parts[part].heap_words) {
            heap++;
            value = (uintptr_t)*object++;
        }
        words_at(part)[word] = value;
    }
    return object;
}

/* Scanned objects are all pointers; the first leads to the object so many before, so that those no
 * global holds are held by others. */
static bool allocate(void *made[PROGRAM_OBJECTS], size_t held_by_globals)
{
    static const uint8_t one[] = {1};
    static const struct goheap_type pointer = {8, 8, one};
    size_t count = 0;
    for (size_t i = sizeof objects / sizeof *objects; i-- > 0;)
        for (unsigned k = 0; k < objects[i].count; k++, count++) {
            const size_t bytes = objects[i].bytes;
            void **object = bytes > SCANNED_MAX_BYTES ? goheap_alloc_dirty(bytes)
                                                      : goheap_make(&pointer, bytes / 8);
            if (!object)
                return false;
            if (bytes <= SCANNED_MAX_BYTES && count >= held_by_globals)
                object[0] = made[count - held_by_globals];
            made[count] = object;
        }
    return true;
}

/* The words of both parts, then their masks. */
static void set_places(uintptr_t *tables)
{
    uint8_t *masks = (uint8_t *)(tables + words_of(0) + words_of(1));
    goheap_heap.program[0] = (struct masked_words){tables, masks, parts[0].bytes};
    goheap_heap.program[1] =
        (struct masked_words){tables + words_of(0), masks + mask_bytes_of(0), parts[1].bytes};
}

bool goheap_program_init(void *tables)
{
    set_places(tables);
    void *made[PROGRAM_OBJECTS];
    const size_t held = parts[0].heap_words + parts[1].heap_words;
    if (!allocate(made, held))
        return false;
    void *const *object = made + PROGRAM_OBJECTS - held;
    for (unsigned part = 0; part < PROGRAM_PARTS; part++) {
        lay_mask(part);
        object = fill_words(part, object);
    }
    return true;
}
