/* Go's own memory, by release. Asked of real Go (runtime/metrics, /memory/classes; a program that
 * links the testing package, GOMAXPROCS=1): what is mapped less heap/free, heap/objects and
 * heap/unused is 8.80 MB in go1.19.8 and 4.15 MB in go1.27.3 while the heap is one arena, and grows
 * by an arena's and by the spans' descriptors. */
#include "budget.h"

static const struct {
    uint64_t base;       /* stacks, tables of pages, profiling, all but the two below */
    uint64_t arena;      /* mheap.go: heapArena, in whole pages; 1.19's has the bitmap */
    uint64_t descriptor; /* mheap.go: mspan */
} own_bytes[] = {
    [GOHEAP_GO_1_19] = {6630000, 2166784, 144},
    [GOHEAP_GO_1_27] = {4070000, 73728, 160},
};
/* Marks, allocation bits, and the marks of the cycle before, until they are swept. */
enum { BITMAPS = 3 };

void goheap_budget_init(void)
{
    const struct goheap_config *config = &goheap_heap.config;
    atomic_store(&goheap_heap.own_bytes, config->program ? own_bytes[config->release].base : 0);
}

void goheap_budget_add_arenas(size_t count)
{
    add(&goheap_heap.own_bytes, count * own_bytes[goheap_heap.config.release].arena);
}

void goheap_budget_add_descriptors(size_t count, unsigned words)
{
    const uint64_t each = own_bytes[goheap_heap.config.release].descriptor +
                          BITMAPS * (uint64_t)words * sizeof(uint64_t);
    add(&goheap_heap.own_bytes, count * each);
}

struct pacer_memory goheap_budget_read(void)
{
    const struct heap *heap = &goheap_heap;
    struct pacer_memory memory = {.free = get(&heap->heap_free),
                                  .objects = get(&heap->object_bytes)};
    const uint64_t in_use = get(&heap->heap_in_use);
    if (memory.objects > in_use)
        memory.objects = in_use; /* a span's objects were counted before the span */
    memory.mapped = in_use + memory.free + get(&heap->own_bytes);
    return memory;
}
