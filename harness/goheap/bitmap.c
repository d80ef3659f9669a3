/* Writes pointer masks into the heap bitmap, once an object is handed out. */
#include "bitmap.h"

#include "memclr.h"

#include <string.h>

enum { PATTERN_WORDS = 64 - 7 }; /* a pattern and what is left of the last fit in 64 bits */

uint64_t goheap_type_mask(const struct goheap_type *type, size_t from, size_t count)
{
    const size_t pointer_words = type->pointer_bytes / 8;
    if (from >= pointer_words)
        return 0;
    if (count > pointer_words - from)
        count = pointer_words - from;
    const uint8_t *bytes = type->pointer_mask + from / 8;
    uint64_t bits = 0;
    for (size_t i = 0; i < (count + 7) / 8; i++)
        bits |= (uint64_t)bytes[i] << (8 * i);
    return bits & bitmap_ones(count);
}

void goheap_bitmap_init_span(const struct span *span)
{
    uint8_t *bits = bitmap_byte(span->base);
    const size_t bytes = ((size_t)span->pages << PAGE_SHIFT) / (8 * WORDS_PER_BYTE);
    if (span->element_bytes == 8)
        memset(bits, 0xff, bytes); /* one-word objects never write theirs */
    else
        goheap_memclr(bits, bytes);
}

static inline void put(uint8_t *at, unsigned bits)
{
    __atomic_store_n(at, (uint8_t)bits, __ATOMIC_RELAXED);
}

/* The words of `words` (one bit each, of four) get new bits, the neighbours
 * keep theirs. */
static inline void merge(uint8_t *at, unsigned words, unsigned bits)
{
    const unsigned old = __atomic_load_n(at, __ATOMIC_RELAXED);
    put(at, (old & ~(words | words << 4)) | bits);
}

static void set_two_words(uint8_t *at, unsigned shift, const struct goheap_type *type)
{
    const unsigned pointers = type->size == 8 ? 3 : type->pointer_mask[0] & 3u;
    const unsigned scans = type->size == 8 || type->pointer_bytes == 16 ? 3 : 1;
    merge(at, 3u << shift, (pointers | scans << 4) << shift);
}

static void set_three_words(uint8_t *at, unsigned shift, const struct goheap_type *type)
{
    const unsigned prefix = type->size == 8 ? 7 : (1u << (type->pointer_bytes / 8)) - 1;
    const unsigned pointers = (type->size == 8 ? 7 : type->pointer_mask[0] & prefix) << shift;
    const unsigned scans = prefix << shift, words = 7u << shift;
    merge(at, words & 15, (pointers & 15) | (scans & 15) << 4);
    if (shift > 1)
        merge(at + 1, words >> 4, pointers >> 4 | scans >> 4 << 4);
}

/* Supplies the mask bits of a value or of an array, word after word. */
struct feed {
    uint64_t bits;
    size_t count; /* valid bits; more than 64 says zeros follow */
    uint64_t pattern;
    size_t pattern_words; /* 0: from the mask itself */
    const struct goheap_type *type;
    size_t word; /* of the element, the next to be read from the mask */
};

/* A short element's mask as often as it fits, so that an array does not come
 * back to the type. */
static void make_pattern(struct feed *feed)
{
    const size_t words = feed->type->size / 8;
    uint64_t bits = goheap_type_mask(feed->type, 0, words);
    size_t filled = words;
    for (; filled * 2 <= PATTERN_WORDS; filled *= 2)
        bits |= bits << filled;
    const size_t whole = PATTERN_WORDS / words * words;
    if (filled < whole)
        bits |= bits << filled;
    feed->pattern = bits & bitmap_ones(whole);
    feed->pattern_words = whole;
}

static inline void refill(struct feed *feed)
{
    if (feed->pattern_words > 0) {
        feed->bits |= feed->pattern << feed->count;
        feed->count += feed->pattern_words;
        return;
    }
    const size_t words = feed->type->size / 8, pointer_words = feed->type->pointer_bytes / 8;
    feed->bits |= (uint64_t)feed->type->pointer_mask[feed->word / 8] << feed->count;
    feed->word += 8;
    feed->count += 8;
    if (feed->word < pointer_words)
        return;
    feed->bits &= bitmap_ones(feed->count - (feed->word - pointer_words));
    feed->count += words - feed->word; /* may take back what the mask's last byte had too much */
    feed->word = 0;
}

static inline unsigned take(struct feed *feed, unsigned words)
{
    while (feed->count < words)
        refill(feed);
    const unsigned bits = (unsigned)(feed->bits & bitmap_ones(words));
    feed->bits >>= words;
    feed->count -= words;
    return bits;
}

/* Slots of four words and more begin at a byte or in its middle.
 * `pointer_words`: up to the last element's last pointer; behind them the scan
 * bits end. */
static void set_many_words(uint8_t *at, bool middle, size_t slot_words, size_t pointer_words,
                           struct feed *feed)
{
    size_t word = 0;
    if (middle) {
        const unsigned scans = pointer_words > 1 ? 3 : 1;
        merge(at++, 0xc, (take(feed, 2) | scans << 4) << 2);
        word = 2;
    }
    for (; word + 4 < pointer_words; word += 4)
        put(at++, take(feed, 4) | BITS_SCAN_ALL);
    unsigned last = 0;
    if (word < pointer_words) {
        const unsigned ones = (1u << (pointer_words - word)) - 1;
        last = (take(feed, 4) & ones) | ones << 4;
    }
    for (; word + 4 <= slot_words; word += 4, last = 0)
        put(at++, last);
    if (word < slot_words)
        merge(at, 3, last);
}

__attribute__((noinline)) void goheap_bitmap_set_type(uintptr_t object, size_t slot_bytes,
                                                      size_t data_bytes,
                                                      const struct goheap_type *type)
{
    if (slot_bytes == 8)
        return;
    uint8_t *at = bitmap_byte(object);
    const unsigned shift = object / 8 % WORDS_PER_BYTE;
    if (slot_bytes == 16) {
        set_two_words(at, shift, type);
        return;
    }
    if (slot_bytes == 24) {
        set_three_words(at, shift, type);
        return;
    }
    struct feed feed = {.type = type};
    if (type->size < data_bytes && type->size <= PATTERN_WORDS * 8)
        make_pattern(&feed);
    const size_t pointer_words = (data_bytes - type->size + type->pointer_bytes) / 8;
    set_many_words(at, shift != 0, slot_bytes / 8, pointer_words, &feed);
}
