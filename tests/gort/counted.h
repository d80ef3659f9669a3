/*
 * For the unit tests of gort/: esc.h served by malloc, with every allocation counted. Include it
 * before any header of gort/.
 */
#ifndef TESTS_GORT_COUNTED_H
#define TESTS_GORT_COUNTED_H

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "gort/sizeclass.h"

/* Since the last count_from_here(). `rounded`: the bytes by their size classes, as Go counts them;
 * `last_bytes`: what the latest allocation asked for. */
static struct {
    size_t allocs, bytes, rounded, last_bytes, frees;
} counted;

/* Whether what the calling thread allocates has pointers. */
static _Thread_local bool counted_pointers __attribute__((unused));

/* The size class of a block, Go 1.22's with a header before pointers in more than 512 bytes. */
static inline size_t counted_class(size_t bytes);

static inline void *counted_malloc(size_t bytes)
{
    __atomic_fetch_add(&counted.allocs, 1, __ATOMIC_RELAXED);
    __atomic_fetch_add(&counted.bytes, bytes, __ATOMIC_RELAXED);
    __atomic_fetch_add(&counted.rounded, counted_class(bytes), __ATOMIC_RELAXED);
    counted.last_bytes = bytes;
    return malloc(bytes);
}

static inline void counted_free(void *block)
{
    if (block)
        __atomic_fetch_add(&counted.frees, 1, __ATOMIC_RELAXED);
    free(block);
}

static inline void count_from_here(void)
{
    counted.allocs = counted.bytes = counted.rounded = counted.last_bytes = counted.frees = 0;
}

static inline void assert_counted(size_t allocs, size_t bytes)
{
    assert_int_equal(counted.allocs, allocs);
    assert_int_equal(counted.bytes, bytes);
}

#define ESC_RUNTIME_ID 2
#define malloc counted_malloc
#define free counted_free
#include "kernel/esc.h"
#undef malloc
#undef free

#define esc_runtime_new(type) (counted_pointers = (type)->pointer_bytes > 0, esc_runtime_new(type))
#define esc_runtime_make(type, count)                                                              \
    (counted_pointers = (type)->pointer_bytes > 0, esc_runtime_make(type, count))
#define esc_runtime_bytes(bytes) (counted_pointers = false, esc_runtime_bytes(bytes))

static inline size_t counted_class(size_t bytes)
{
    const bool header = ESC_GO >= 22 && counted_pointers && bytes > 512 && bytes <= 32768 - 8;
    return gort_round_size(header ? bytes + 8 : bytes);
}

#endif
