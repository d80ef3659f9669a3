/* Go's 68 size classes and the rounding of sizes (sizeclasses.go, msize.go).
 * Pure tables; class 0 stands for large objects. */
#ifndef GOHEAP_SIZECLASS_H
#define GOHEAP_SIZECLASS_H

#include <stddef.h>
#include <stdint.h>

enum {
    PAGE_SHIFT = 13,
    PAGE_BYTES = 1 << PAGE_SHIFT,
    SIZE_CLASSES = 68,
    SPAN_CLASSES = 2 * SIZE_CLASSES, /* span class = size class * 2 + noscan (mheap.go) */
    SMALL_MAX_BYTES = 32768,
    LOOKUP_8_MAX_BYTES = 1024 - 8, /* sizeclasses.go: smallSizeMax - 8 */
    TINY_BYTES = 16,
    TINY_CLASS = 2,
    MAX_ELEMENTS = PAGE_BYTES / 8,
};

extern const uint16_t goheap_class_bytes[SIZE_CLASSES] __attribute__((visibility("hidden")));
extern const uint8_t goheap_class_pages[SIZE_CLASSES] __attribute__((visibility("hidden")));
/* divide_magic_of each class. */
extern uint32_t goheap_class_magic[SIZE_CLASSES] __attribute__((visibility("hidden")));
/* Classes by (bytes + 7) / 8 and by (bytes - 1024 + 127) / 128. All three are filled by
 * goheap_sizeclass_init. */
extern uint8_t goheap_class_of_8[LOOKUP_8_MAX_BYTES / 8 + 1] __attribute__((visibility("hidden")));
extern uint8_t goheap_class_of_128[(SMALL_MAX_BYTES - 1024) / 128 + 1]
    __attribute__((visibility("hidden")));

void goheap_sizeclass_init(void);

/* 1 <= bytes <= SMALL_MAX_BYTES. */
static inline unsigned size_class_of(size_t bytes)
{
    if (bytes <= LOOKUP_8_MAX_BYTES)
        return goheap_class_of_8[(bytes + 7) / 8];
    return goheap_class_of_128[(bytes - 1024 + 127) / 128];
}

static inline size_t page_round(size_t bytes)
{
    return (bytes + PAGE_BYTES - 1) & ~(size_t)(PAGE_BYTES - 1);
}

/* (offset * magic) >> 32 == offset / bytes for every offset inside a span (mksizeclasses.go). */
static inline uint32_t divide_magic_of(size_t bytes)
{
    return UINT32_MAX / (uint32_t)bytes + 1;
}

#endif
