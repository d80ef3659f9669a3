/*
 * Stage: nothing -> who serves allocations of each size, counted on the Go-model heap.
 */
#ifndef ESC_LESSON_CACHES_H
#define ESC_LESSON_CACHES_H

#include "base/error.h"
#include "noun/caches.h"

/*
 * A program with one P that keeps 4 MiB of objects of one size (at least 8 of them) and replaces
 * one of them at random by each new one, with collections as they come. One row a power of two from
 * 8 bytes to 1 MiB, counted once the 4 MiB are full. The process must have no heap yet, and has
 * none afterwards. `*rows` is the caller's to free. False with a message: there is no memory.
 */
bool esc_caches_run(struct esc_cache_row **rows, size_t *count, struct esc_error *error);

#endif
