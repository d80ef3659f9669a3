/*
 * The program that allocates, and who served it. See caches.h.
 */
#include "lesson/caches.h"

#include "base/memory.h"
#include "goheap/observe.h"

#include <stdlib.h>
#include <string.h>

enum { LEAST_BYTES = 8, MOST_BYTES = 1 << 20, KEPT_BYTES = 4 << 20, KEPT_LEAST = 8 };
enum { OBJECTS_MOST = 400000, BYTES_MOST = 512 << 20 };

/* The globals of the program: what it keeps. */
static void *kept[KEPT_BYTES / LEAST_BYTES];

/* xorshift64 (Marsaglia 2003): the same objects die in every run. */
static uint64_t next_random(uint64_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 7;
    return *state ^= *state << 17;
}

static size_t larger(size_t a, size_t b)
{
    return a > b ? a : b;
}

static size_t smaller(size_t a, size_t b)
{
    return a < b ? a : b;
}

static bool allocate(struct esc_cache_row *row, size_t slot, bool counts)
{
    enum goheap_server server;
    void *object = goheap_new_observed(row->bytes, &server);
    if (object == NULL)
        return false;
    goheap_store(&kept[slot], object);
    row->span_bytes = goheap_span_bytes(object);
    if (counts)
        row->served[server]++;
    return true;
}

static bool count_size(struct esc_cache_row *row)
{
    const size_t slots = larger(KEPT_BYTES / row->bytes, KEPT_LEAST);
    const size_t objects = smaller(OBJECTS_MOST, BYTES_MOST / row->bytes);
    uint64_t state = 1;
    bool good = true;
    for (size_t i = 0; i < slots && good; i++)
        good = allocate(row, i, false);
    for (size_t i = 0; i < objects && good; i++)
        good = allocate(row, next_random(&state) % slots, true);
    return good;
}

/* A heap of its own for each size: spans of the size before are no part of this one's. */
static bool run_size(struct esc_cache_row *row)
{
    struct goheap_config config = goheap_config_default();
    config.program = false;
    bool good = goheap_init(&config) && goheap_add_roots(kept, kept + sizeof kept / sizeof *kept) &&
                count_size(row);
    goheap_shutdown();
    memset(kept, 0, sizeof kept);
    return good;
}

bool esc_caches_run(struct esc_cache_row **rows, size_t *count, struct esc_error *error)
{
    *rows = NULL;
    *count = 0;
    for (size_t bytes = LEAST_BYTES; bytes <= MOST_BYTES; bytes *= 2) {
        *rows = esc_grow(*rows, count, sizeof **rows);
        struct esc_cache_row *row = &(*rows)[*count - 1];
        row->bytes = bytes;
        if (!run_size(row))
            return esc_error_add(error, NULL, 0, "no memory for objects of %zu bytes", bytes);
    }
    return true;
}
