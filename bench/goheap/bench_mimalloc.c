/* bench.h on mimalloc: no collector, the program frees. */
#include "bench.h"

#include <mimalloc.h>

void start(int procs)
{
    (void)procs;
}

void *make_noscan(size_t bytes)
{
    return mi_zalloc(bytes);
}

void *make_scan(size_t words)
{
    return mi_zalloc(words * 8);
}

struct tree_node *make_tree_node(void)
{
    return mi_zalloc(sizeof(struct tree_node));
}

struct live_node *make_live_node(void)
{
    return mi_zalloc(sizeof(struct live_node));
}

void store(void *slot, void *value)
{
    *(void **)slot = value;
}

void collect(void)
{
}

struct counts read_counts(void)
{
    return (struct counts){0};
}

void add_roots(void *begin, void *end)
{
    (void)begin;
    (void)end;
}

void drop(void *block)
{
    mi_free(block);
}
