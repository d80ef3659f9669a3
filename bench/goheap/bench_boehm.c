/* bench.h on libgc. */
#include "bench.h"

#include <gc.h>
#include <string.h>

void start(int procs)
{
    (void)procs;
    GC_INIT();
}

void *make_noscan(size_t bytes)
{
    return memset(GC_MALLOC_ATOMIC(bytes), 0, bytes);
}

void *make_scan(size_t words)
{
    return GC_MALLOC(words * 8);
}

struct tree_node *make_tree_node(void)
{
    return GC_MALLOC(sizeof(struct tree_node));
}

struct live_node *make_live_node(void)
{
    return GC_MALLOC(sizeof(struct live_node));
}

void store(void *slot, void *value)
{
    *(void **)slot = value;
}

void collect(void)
{
    GC_gcollect();
}

struct counts read_counts(void)
{
    return (struct counts){.bytes = (double)GC_get_total_bytes(), .cycles = (double)GC_get_gc_no()};
}

void add_roots(void *begin, void *end) /* libgc finds them itself */
{
    (void)begin;
    (void)end;
}
