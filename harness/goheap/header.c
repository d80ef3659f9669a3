/* Walking over an object by its type. See header.h. */
#include "header.h"

/* Mask bits of 64 words from `at` on, which is 64 words or a multiple into the element; none of
 * them at `limit` or behind. */
static uint64_t bits_at(const struct type_pointers *pointers)
{
    const struct goheap_type *type = pointers->type;
    const uint64_t bits = type_words(type) <= 8
                              ? type->pointer_mask[0] & bitmap_ones(type_words(type))
                              : goheap_type_mask(type, (pointers->at - pointers->element) / 8, 64);
    return bits & bitmap_ones((pointers->limit - pointers->at) / 8);
}

/* typePointers.fastForward */
struct type_pointers goheap_type_pointers(const struct goheap_type *type, uintptr_t object,
                                          uintptr_t begin, uintptr_t limit)
{
    struct type_pointers pointers = {.limit = limit, .type = type};
    pointers.element = pointers.at = object + (begin - object) / type->size * type->size;
    if (begin - pointers.element >= type->pointer_bytes)
        pointers.at = pointers.element += type->size;
    else
        pointers.at += (begin - pointers.element) / (64 * 8) * (64 * 8);
    if (pointers.at >= limit)
        return pointers;
    pointers.mask = bits_at(&pointers);
    if (begin > pointers.at)
        pointers.mask &= ~bitmap_ones((begin - pointers.at) / 8);
    return pointers;
}

__attribute__((noinline)) uintptr_t goheap_type_pointers_next(struct type_pointers *pointers)
{
    const struct goheap_type *type = pointers->type;
    while (pointers->mask == 0) {
        pointers->at += 64 * 8;
        if (pointers->at >= pointers->element + type->pointer_bytes)
            pointers->at = pointers->element += type->size;
        if (pointers->at >= pointers->limit)
            return 0;
        pointers->mask = bits_at(pointers);
    }
    return type_pointers_next(pointers);
}

bool goheap_header_is_pointer(const struct span *span, uintptr_t slot, uintptr_t word)
{
    if (inline_heap_bits(span->element_bytes))
        return inline_heap_bits_at(span->base, slot, span->element_bytes) >> (word - slot) / 8 & 1;
    uintptr_t object;
    const struct goheap_type *type = header_type(span, slot, &object);
    if (!type || word < object)
        return false;
    const size_t offset = (word - object) % type->size / 8;
    return offset < type_words(type) && (type->pointer_mask[offset / 8] >> offset % 8 & 1);
}

size_t goheap_round_size_1_27(size_t bytes, bool pointers)
{
    if (bytes > SMALL_WITH_HEADER_MAX_BYTES)
        return bytes > SIZE_MAX - PAGE_BYTES ? bytes : page_round(bytes);
    const size_t header = pointers && !inline_heap_bits(bytes) ? HEADER_BYTES : 0;
    return goheap_round_size(bytes + header) - header;
}
