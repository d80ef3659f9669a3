/* Writes pointer masks into the heap bitmap, once an object is handed out. */
#include "bitmap.h"

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

/* As many whole elements as fit into 64 words. */
static uint64_t repeat(uint64_t element_bits, size_t element_words, size_t count)
{
    if (element_words == 1)
        return element_bits ? bitmap_ones(count) : 0;
    uint64_t bits = 0;
    for (size_t i = 0; i < count; i++)
        bits |= element_bits << (i * element_words);
    return bits;
}

static size_t put_big_elements(size_t word, const struct goheap_type *type, size_t count)
{
    const size_t element_words = type->size / 8;
    for (size_t i = 0; i < count; i++)
        for (size_t from = 0; from < element_words; from += 64) {
            const size_t here = element_words - from < 64 ? element_words - from : 64;
            bitmap_put(word + i * element_words + from, goheap_type_mask(type, from, here), here);
        }
    return word + count * element_words;
}

static size_t put_small_elements(size_t word, const struct goheap_type *type, size_t count)
{
    const size_t element_words = type->size / 8;
    const size_t at_once = 64 / element_words;
    const uint64_t element_bits = goheap_type_mask(type, 0, element_words);
    const uint64_t full = repeat(element_bits, element_words, count < at_once ? count : at_once);
    for (; count > at_once; count -= at_once, word += at_once * element_words)
        bitmap_put(word, full, at_once * element_words);
    bitmap_put(word, full & bitmap_ones(count * element_words), count * element_words);
    return word + count * element_words;
}

void goheap_bitmap_write(uintptr_t object, size_t slot_bytes, const struct goheap_type *type,
                         size_t count)
{
    const size_t begin = (object - goheap_heap.base) / 8, end = begin + slot_bytes / 8;
    const size_t element_words = type->size / 8;
    if (slot_bytes <= 512 && element_words > 0) {
        const uint64_t bits = goheap_type_mask(type, 0, element_words);
        bitmap_put(begin, repeat(bits, element_words, count), slot_bytes / 8);
        return;
    }
    size_t word = element_words > 64 ? put_big_elements(begin, type, count)
                                     : put_small_elements(begin, type, count);
    for (; word < end; word += 64)
        bitmap_put(word, 0, end - word < 64 ? end - word : 64);
}
