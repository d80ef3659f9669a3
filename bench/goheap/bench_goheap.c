/* bench.h on the model of Go's heap. */
#include "bench.h"

#include "../../harness/goheap/goheap.h"

#include <stdlib.h>

#ifndef RELEASE /* compare.sh */
#define RELEASE GOHEAP_GO_1_19
#endif

static const uint8_t one[] = {1}, two[] = {3};
static const struct goheap_type byte_type = {1, 0, NULL}, pointer_type = {8, 8, one};
static const struct goheap_type tree_type = {sizeof(struct tree_node), 16, two};
static const struct goheap_type live_type = {sizeof(struct live_node), 16, two};

void start(int procs)
{
    struct goheap_config config = goheap_config_default();
    config.release = RELEASE;
    config.procs = procs;
    if (!goheap_init(&config))
        abort();
}

void *make_noscan(size_t bytes)
{
    return goheap_make(&byte_type, bytes);
}

void *make_scan(size_t words)
{
    return goheap_make(&pointer_type, words);
}

struct tree_node *make_tree_node(void)
{
    return goheap_new(&tree_type);
}

struct live_node *make_live_node(void)
{
    return goheap_new(&live_type);
}

void store(void *slot, void *value)
{
    goheap_store(slot, value);
}

void collect(void)
{
    goheap_collect();
}

struct counts read_counts(void)
{
    struct goheap_stats stats;
    goheap_stats_read(&stats);
    return (struct counts){(double)stats.total_alloc_bytes, (double)stats.mallocs,
                           (double)stats.cycles};
}

void add_roots(void *begin, void *end)
{
    if (!goheap_add_roots(begin, end))
        abort();
}
