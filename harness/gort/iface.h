/*
 * `any`: the address of a type and the address of a value. Converting a value to an interface takes
 * its address, so it needs a home: a word under 256 has one in a static table, any other gets 8
 * bytes from the heap. Source: runtime/iface.go (convT64, convTstring, convT).
 */
#ifndef GORT_IFACE_H
#define GORT_IFACE_H

#include "gort/base.h"
#include "gort/string.h"
#include "gort/words.h"

typedef struct {
    const struct esc_type *type; /* its address tells types apart, like Go's *_type */
    const void *data;
} gort_any;

/* convT64: the address of a word with this value; a new one (8 bytes, not cleared) from 256 on. */
GORT_CALL const void *gort_box_word(uint64_t value)
{
    if (value < GORT_SMALL_WORDS)
        return &gort_small_words[value];
    uint64_t *box = gort_heap_bytes(sizeof *box);
    *box = value;
    return box;
}

static const gort_string gort_empty_string __attribute__((unused));

/* convTstring: the header's 16 bytes, none for the empty string. The string's bytes stay. */
GORT_CALL const void *gort_box_string(gort_string s)
{
    if (s.length == 0)
        return &gort_empty_string;
    gort_string *box = gort_heap_make(&esc_type_gort_string, 1);
    gort_string_store(box, s);
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
    if (gort_is_small_word(box) || box == &gort_empty_string)
        return;
    gort_check(!gort_on_stack(box), "a box's life ends that is in a frame");
    esc_done(box);
}

#ifdef ESC_CHECKED
#define gort_box_done(...) GORT_AT(gort_box_done(__VA_ARGS__))
#endif

/* any(value), for arguments of fmt. Their lives end with gort_box_done(x.data). */
static inline gort_any gort_any_word(uint64_t value)
{
    return (gort_any){&gort_type_word, gort_box_word(value)};
}

static inline gort_any gort_any_string(gort_string s)
{
    return (gort_any){&esc_type_gort_string, gort_box_string(s)};
}

#endif
