/* What the jobs of bench.c need from a heap: bench_goheap.c, bench_boehm.c or bench_mimalloc.c. */
#ifndef BENCH_H
#define BENCH_H

#include <stddef.h>
#include <stdint.h>

struct tree_node {
    struct tree_node *left, *right;
};

struct live_node {
    struct live_node *left, *right;
    uint64_t rest[6];
};

/* Since the start; what a heap does not tell is 0. */
struct counts {
    double bytes, mallocs, cycles;
};

void start(int procs);
/* Cleared memory, as Go's make gives it. */
void *make_noscan(size_t bytes);
void *make_scan(size_t words); /* of pointers */
struct tree_node *make_tree_node(void);
struct live_node *make_live_node(void);
/* Stores a pointer into the heap or a root. */
void store(void *slot, void *value);
void collect(void);
struct counts read_counts(void);
void add_roots(void *begin, void *end);

/* The program is done with a block: nothing where a collector finds out itself. */
#ifdef FREES
void drop(void *block);
#else
static inline void drop(void *block)
{
    (void)block;
}
#endif

#endif
