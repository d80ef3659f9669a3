/* Push claims the tail, pop claims the head with compare-and-swap; blocks come from a pool. */
#include "spanset.h"

#include <pthread.h>
#include <sched.h>
#include <string.h>

static struct {
    pthread_mutex_t lock; /* taken once in 512 pushes and pops */
    struct span_block *free;
    char *next, *end;
    size_t spine_blocks; /* a power of two */
} pool = {.lock = PTHREAD_MUTEX_INITIALIZER};

/* Room for all blocks at once, one partly used at each end, and pops that have yet to finish. */
static size_t spine_blocks_for(size_t pages)
{
    size_t blocks = 4;
    while (blocks < pages / SPAN_BLOCK_ENTRIES + 3)
        blocks *= 2;
    return blocks;
}

static size_t blocks_for(size_t pages, size_t sets)
{
    return pages / SPAN_BLOCK_ENTRIES + 3 * sets;
}

size_t goheap_span_sets_bytes(size_t pages, size_t sets)
{
    return 64 + blocks_for(pages, sets) * sizeof(struct span_block) +
           sets * spine_blocks_for(pages) * sizeof(struct span_block *);
}

void goheap_span_sets_init(struct span_set *const sets[], size_t count, size_t pages, void *memory)
{
    char *next = (char *)(((uintptr_t)memory + 63) & ~(uintptr_t)63);
    pool.free = NULL;
    pool.next = next;
    pool.end = next + blocks_for(pages, count) * sizeof(struct span_block);
    pool.spine_blocks = spine_blocks_for(pages);
    next = pool.end;
    for (size_t i = 0; i < count; i++) {
        atomic_store(&sets[i]->index, 0);
        sets[i]->spine = (struct span_block * _Atomic *)(void *)next;
        next += pool.spine_blocks * sizeof(struct span_block *);
    }
}

static struct span_block *take_block(uint64_t number)
{
    struct span_block *block = pool.free;
    if (block) {
        pool.free = block->next;
    } else {
        block = (struct span_block *)(void *)pool.next;
        pool.next += sizeof *block;
        if (pool.next > pool.end)
            __builtin_trap(); /* a span is in two sets */
    }
    atomic_store_explicit(&block->popped, 0, memory_order_relaxed);
    atomic_store_explicit(&block->number, number, memory_order_relaxed);
    return block;
}

static void give_block(struct span_block *block)
{
    pthread_mutex_lock(&pool.lock);
    block->next = pool.free;
    pool.free = block;
    pthread_mutex_unlock(&pool.lock);
}

static struct span_block *_Atomic *spine_of(const struct span_set *set, uint64_t number)
{
    return &set->spine[number & (pool.spine_blocks - 1)];
}

/* The block if it is on the spine. A ring's slot may hold an earlier block whose last pop is not
 * done, and that one may be on another spine by the time its number is read. */
static struct span_block *block_at(const struct span_set *set, uint64_t number)
{
    struct span_block *_Atomic *slot = spine_of(set, number);
    struct span_block *block = atomic_load_explicit(slot, memory_order_acquire);
    if (!block || atomic_load_explicit(&block->number, memory_order_acquire) != number ||
        atomic_load_explicit(slot, memory_order_acquire) != block)
        return NULL;
    return block;
}

static struct span_block *add_block(struct span_set *set, uint64_t number)
{
    for (;; sched_yield()) {
        pthread_mutex_lock(&pool.lock);
        struct span_block *_Atomic *slot = spine_of(set, number);
        struct span_block *block = atomic_load_explicit(slot, memory_order_acquire);
        if (!block) {
            block = take_block(number);
            atomic_store_explicit(slot, block, memory_order_release);
        }
        const bool mine = atomic_load_explicit(&block->number, memory_order_relaxed) == number;
        pthread_mutex_unlock(&pool.lock);
        if (mine)
            return block;
    }
}

void goheap_span_set_push(struct span_set *set, struct span *span)
{
    const uint32_t cursor = (uint32_t)atomic_fetch_add(&set->index, 1);
    if (cursor == UINT32_MAX)
        __builtin_trap(); /* "headTailIndex overflow": 2^32 pushes without a collection */
    const uint64_t number = cursor / SPAN_BLOCK_ENTRIES;
    struct span_block *block = block_at(set, number);
    if (!block)
        block = add_block(set, number);
    atomic_store_explicit(&block->entries[cursor % SPAN_BLOCK_ENTRIES], span, memory_order_release);
}

static bool claim(struct span_set *set, uint32_t *cursor)
{
    uint64_t index = atomic_load(&set->index);
    do {
        *cursor = (uint32_t)(index >> 32);
        if (*cursor >= (uint32_t)index)
            return false;
    } while (!atomic_compare_exchange_weak(&set->index, &index, index + (UINT64_C(1) << 32)));
    return true;
}

/* What was claimed may still be on its way in: its pusher is between claiming and filling. */
static struct span *take_entry(struct span_block *block, uint32_t entry)
{
    struct span *span;
    while (!(span = atomic_load_explicit(&block->entries[entry], memory_order_acquire)))
        sched_yield();
    atomic_store_explicit(&block->entries[entry], NULL, memory_order_relaxed);
    return span;
}

struct span *goheap_span_set_pop(struct span_set *set)
{
    uint32_t cursor;
    if (!claim(set, &cursor))
        return NULL;
    const uint64_t number = cursor / SPAN_BLOCK_ENTRIES;
    struct span_block *block;
    while (!(block = block_at(set, number)))
        sched_yield();
    struct span *span = take_entry(block, cursor % SPAN_BLOCK_ENTRIES);
    if (atomic_fetch_add(&block->popped, 1) + 1 == SPAN_BLOCK_ENTRIES) {
        atomic_store_explicit(spine_of(set, number), NULL, memory_order_release);
        give_block(block);
    }
    return span;
}

void goheap_span_set_reset(struct span_set *set)
{
    if (atomic_load(&set->index) == 0)
        return; /* nothing was pushed since: its spine, a page of its own, stays untouched */
    const uint32_t head = (uint32_t)(atomic_load(&set->index) >> 32);
    struct span_block *_Atomic *slot = spine_of(set, head / SPAN_BLOCK_ENTRIES);
    struct span_block *block = atomic_load(slot);
    if (block) {
        atomic_store(slot, NULL);
        give_block(block);
    }
    atomic_store(&set->index, 0);
}

size_t goheap_span_set_count(const struct span_set *set)
{
    const uint64_t index = atomic_load(&set->index);
    return span_set_is_empty(set) ? 0 : (uint32_t)index - (uint32_t)(index >> 32);
}

struct span *goheap_span_set_at(const struct span_set *set, size_t entry)
{
    const uint64_t cursor = (atomic_load(&set->index) >> 32) + entry;
    const struct span_block *block = block_at(set, cursor / SPAN_BLOCK_ENTRIES);
    return block ? atomic_load(&block->entries[cursor % SPAN_BLOCK_ENTRIES]) : NULL;
}
