/*
 * `any`: the address of a type and the address of a value. Converting a value to an interface takes
 * its address, so it needs a home: a word under 256 has one in a static table, any other gets 8
 * bytes from the heap. Source: runtime/iface.go (convT64, staticuint64s).
 */
#ifndef GORT_IFACE_H
#define GORT_IFACE_H

#include "gort/base.h"

typedef struct {
    const struct esc_type *type; /* its address tells types apart, like Go's *_type */
    const void *data;
} gort_any;

enum { GORT_SMALL_WORDS = 256 };

#define GORT_FOUR(k) (k), (k) + 1, (k) + 2, (k) + 3
#define GORT_SIXTEEN(k) GORT_FOUR(k), GORT_FOUR((k) + 4), GORT_FOUR((k) + 8), GORT_FOUR((k) + 12)
#define GORT_SIXTY_FOUR(k)                                                                         \
    GORT_SIXTEEN(k), GORT_SIXTEEN((k) + 16), GORT_SIXTEEN((k) + 32), GORT_SIXTEEN((k) + 48)

static const uint64_t gort_small_words[GORT_SMALL_WORDS] __attribute__((unused)) = {
    GORT_SIXTY_FOUR(0), GORT_SIXTY_FOUR(64), GORT_SIXTY_FOUR(128), GORT_SIXTY_FOUR(192)};

/* convT64: the address of a word with this value; a new one (8 bytes, not cleared) from 256 on. */
GORT_CALL const void *gort_box_word(uint64_t value)
{
    if (value < GORT_SMALL_WORDS)
        return &gort_small_words[value];
    uint64_t *box = gort_heap_bytes(sizeof *box);
    *box = value;
    return box;
}

/* Any other type without pointers (convT): `type->size` bytes, copied. */
GORT_CALL const void *gort_box(const struct esc_type *type, const void *value)
{
    void *box = type->pointer_bytes > 0 ? gort_heap_make(type, 1) : gort_heap_bytes(type->size);
    return memcpy(box, value, type->size);
}

/* End of a box's life, for runtimes without a collector. */
static inline void gort_box_done(const void *box)
{
    const char *at = box, *table = (const char *)gort_small_words;
    if (at < table || at >= table + sizeof gort_small_words)
        esc_done(box);
}

#endif
