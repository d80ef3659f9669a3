/* Descriptors are cut off one piece of memory and never given back to the system. Take, free and
 * flush are called with the heap's lock held. */
#include "descriptors.h"

#include "budget.h"

static size_t descriptor_bytes(unsigned words)
{
    return (sizeof(struct span) + 2 * words * sizeof(uint64_t) + 63) & ~(size_t)63;
}

unsigned goheap_descriptor_words(size_t page_count, unsigned size_class)
{
    const size_t element_bytes = goheap_class_bytes[size_class];
    if (element_bytes == 0)
        return 1;
    return (unsigned)(((page_count << PAGE_SHIFT) / element_bytes + 63) / 64);
}

size_t goheap_descriptors_bytes(size_t page_count)
{
    size_t most[DESCRIPTOR_LENGTHS] = {0}; /* bytes a page, by words */
    for (unsigned class = 1; class < SIZE_CLASSES; class ++) {
        const size_t pages = goheap_class_pages[class];
        const unsigned words = goheap_descriptor_words(pages, class);
        const size_t bytes = (descriptor_bytes(words) + pages - 1) / pages;
        most[words] = bytes > most[words] ? bytes : most[words];
    }
    size_t sum = 0;
    for (size_t words = 0; words < DESCRIPTOR_LENGTHS; words++)
        sum += most[words];
    return page_count * sum;
}

static void push(struct span **list, struct span *span)
{
    span->next = *list;
    *list = span;
}

static struct span *pop(struct span **list)
{
    struct span *span = *list;
    *list = span->next;
    return span;
}

struct span *goheap_descriptor_try(struct thread *self, unsigned words)
{
    struct descriptor_cache *cache = &self->descriptors[words];
    if (cache->used_count > 0) {
        cache->used_count--;
        return pop(&cache->used);
    }
    if (cache->fresh_count == 0)
        return NULL;
    struct span *span = (struct span *)(void *)cache->fresh;
    cache->fresh += descriptor_bytes(words);
    cache->fresh_count--;
    return span;
}

/* Half of what it can hold; used ones first. Go fills its cache with addresses as well: nothing of
 * the fresh ones is touched. */
static void refill(struct descriptor_cache *cache, unsigned words)
{
    struct heap *heap = &goheap_heap;
    for (; heap->free_descriptors[words] && cache->used_count < DESCRIPTOR_REFILL;
         cache->used_count++)
        push(&cache->used, pop(&heap->free_descriptors[words]));
    if (cache->used_count > 0)
        return;
    const size_t bytes = descriptor_bytes(words);
    const size_t room = (size_t)(heap->descriptors_end - heap->descriptors) / bytes;
    cache->fresh = heap->descriptors;
    cache->fresh_count = room < DESCRIPTOR_REFILL ? (uint32_t)room : DESCRIPTOR_REFILL;
    heap->descriptors += cache->fresh_count * bytes;
    goheap_budget_add_descriptors(cache->fresh_count, words);
}

struct span *goheap_descriptor_take(struct thread *self, unsigned words)
{
    struct descriptor_cache *cache = &self->descriptors[words];
    if (cache->used_count + cache->fresh_count == 0)
        refill(cache, words);
    return goheap_descriptor_try(self, words);
}

void goheap_descriptor_free(struct thread *self, struct span *span)
{
    struct descriptor_cache *cache = &self->descriptors[span->words];
    if (!self->attached || cache->used_count + cache->fresh_count == DESCRIPTOR_CACHE_MAX) {
        push(&goheap_heap.free_descriptors[span->words], span);
        return;
    }
    push(&cache->used, span);
    cache->used_count++;
}

void goheap_descriptors_flush(struct thread *self)
{
    for (unsigned words = 0; words < DESCRIPTOR_LENGTHS; words++)
        for (struct span *span; (span = goheap_descriptor_try(self, words)) != NULL;)
            push(&goheap_heap.free_descriptors[words], span);
}
