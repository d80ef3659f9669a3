/*
 * How much of what the allocator hands out is the caller's. Source: runtime/msize.go (roundupsize).
 */
#ifndef GORT_ROOM_H
#define GORT_ROOM_H

#include "gort/base.h"
#include "gort/sizeclass.h"

/* The rounded size. Go puts since 1.22 eight bytes before what has pointers and is bigger than 512;
 * what has no room for them in the largest class is a large object. */
static inline size_t gort_room_size(size_t bytes, bool pointers)
{
    enum { HEADER_BYTES = 8, MOST_WITHOUT = 512 };
    if (ESC_GO < 22 || !pointers || bytes <= MOST_WITHOUT ||
        bytes > GORT_MAX_SMALL_BYTES - HEADER_BYTES)
        return gort_round_size(bytes);
    return gort_round_size(bytes + HEADER_BYTES) - HEADER_BYTES;
}

#endif
