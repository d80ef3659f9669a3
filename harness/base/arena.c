/*
 * Blocks from which memory is cut off piece by piece. See arena.h.
 */
#include "base/arena.h"

#include "base/memory.h"

#include <stdalign.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum { BLOCK = 1 << 16 };

static void begin_block(struct esc_arena *arena, size_t least)
{
    arena->blocks = esc_grow(arena->blocks, &arena->block_count, sizeof *arena->blocks);
    arena->size = least > BLOCK ? least : BLOCK;
    arena->used = 0;
    arena->total += arena->size;
    arena->blocks[arena->block_count - 1] = esc_calloc(arena->size, 1);
}

void *esc_arena_take(struct esc_arena *arena, size_t count, size_t size)
{
    const size_t unit = alignof(max_align_t);
    if (size != 0 && count > ((size_t)-1 - unit) / size)
        abort(); /* more than there are addresses */
    const size_t bytes = (count * size + unit - 1) / unit * unit;
    if (bytes > arena->size - arena->used || arena->block_count == 0)
        begin_block(arena, bytes);
    void *piece = arena->blocks[arena->block_count - 1] + arena->used;
    arena->used += bytes;
    return piece;
}

void *esc_arena_grow(struct esc_arena *arena, void *items, size_t *count, size_t size)
{
    const bool full = (*count & (*count - 1)) == 0; /* 0 and every power of two */
    if (full) {
        void *larger = esc_arena_take(arena, *count == 0 ? 1 : *count * 2, size);
        if (*count > 0)
            memcpy(larger, items, *count * size);
        items = larger;
    }
    memset((char *)items + *count * size, 0, size);
    *count += 1;
    return items;
}

char *esc_arena_copy(struct esc_arena *arena, const char *bytes, size_t length)
{
    char *copy = esc_arena_take(arena, length + 1, 1);
    if (length > 0)
        memcpy(copy, bytes, length);
    return copy;
}

void esc_arena_free(struct esc_arena *arena)
{
    for (size_t k = 0; k < arena->block_count; k++)
        free(arena->blocks[k]);
    free(arena->blocks);
    *arena = (struct esc_arena){0};
}
