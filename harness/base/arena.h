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

/* Frees everything inside and zeroes. */
void esc_arena_free(struct esc_arena *arena);

#endif
