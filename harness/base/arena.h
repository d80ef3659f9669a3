/*
 * Memory that is freed all at once: trees, graphs and tables whose parts live as long as the whole.
 */
#ifndef ESC_BASE_ARENA_H
#define ESC_BASE_ARENA_H

#include <stddef.h>

/* Zero-initialise before use. */
struct esc_arena {
    char **blocks; /* what was handed out never moves */
    size_t block_count;
    size_t used, size; /* of the newest block, bytes */
    size_t total;      /* bytes of all blocks */
};

/* Zeroed memory for `count` elements of `size` bytes, aligned for any type; never NULL. Lives until
 * esc_arena_free(). */
void *esc_arena_take(struct esc_arena *arena, size_t count, size_t size);

/*
 * Room for one more element in a growing array of the arena, as esc_grow() of base/memory.h makes
 * it: returns `items`, perhaps as a copy, with the element at index *count zeroed, and raises
 * *count. What it was before stays as it is. Every array that is grown so was begun so, with NULL
 * and 0.
 */
void *esc_arena_grow(struct esc_arena *arena, void *items, size_t *count, size_t size);

/* A copy of `length` bytes, "\0" behind them; `bytes` may be NULL where there are none. */
char *esc_arena_copy(struct esc_arena *arena, const char *bytes, size_t length);

/* Frees everything inside and zeroes. */
void esc_arena_free(struct esc_arena *arena);

#endif
