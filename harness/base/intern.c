/*
 * A pool of texts: blocks that never move, and a table of what lies in them. See intern.h.
 */
#include "base/intern.h"

#include "base/memory.h"
#include "base/text.h"

#include <stdlib.h>
#include <string.h>

enum { BLOCK = 1 << 16, FEWEST_SLOTS = 256 };

static bool is_text(const char *text, const char *bytes, size_t length)
{
    return strncmp(text, bytes, length) == 0 && text[length] == '\0';
}

/* Where the text is, or belongs. */
static size_t find_slot(const struct esc_intern *pool, const char *bytes, size_t length)
{
    size_t mask = pool->slot_count - 1;
    size_t at = (size_t)esc_hash(ESC_HASH_START, bytes, length) & mask;
    while (pool->slots[at] != NULL && !is_text(pool->slots[at], bytes, length))
        at = (at + 1) & mask;
    return at;
}

static void enlarge(struct esc_intern *pool)
{
    const char **former = pool->slots;
    const size_t count = pool->slot_count;
    pool->slot_count = count > 0 ? count * 2 : FEWEST_SLOTS;
    pool->slots = esc_calloc(pool->slot_count, sizeof *pool->slots);
    for (size_t k = 0; k < count; k++)
        if (former[k] != NULL)
            pool->slots[find_slot(pool, former[k], strlen(former[k]))] = former[k];
    free(former);
}

static char *room_for(struct esc_intern *pool, size_t size)
{
    if (size > pool->size - pool->used) {
        pool->blocks = esc_grow(pool->blocks, &pool->block_count, sizeof *pool->blocks);
        pool->size = size > BLOCK ? size : BLOCK;
        pool->used = 0;
        pool->blocks[pool->block_count - 1] = esc_calloc(pool->size, 1);
    }
    char *room = pool->blocks[pool->block_count - 1] + pool->used;
    pool->used += size;
    return room;
}

const char *esc_intern(struct esc_intern *pool, const char *bytes, size_t length)
{
    length = strnlen(bytes, length);
    if (pool->count >= pool->slot_count / 2)
        enlarge(pool);
    size_t at = find_slot(pool, bytes, length);
    if (pool->slots[at] == NULL) {
        char *text = room_for(pool, length + 1);
        memcpy(text, bytes, length);
        pool->slots[at] = text;
        pool->count++;
    }
    return pool->slots[at];
}

void esc_intern_free(struct esc_intern *pool)
{
    for (size_t k = 0; k < pool->block_count; k++)
        free(pool->blocks[k]);
    free(pool->blocks);
    free(pool->slots);
    *pool = (struct esc_intern){0};
}
