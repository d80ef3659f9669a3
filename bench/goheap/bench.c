/* The C side of the comparison: the jobs of bench.go, on the heap that is linked in (bench.h).
 * usage: bench curve|trees|live|live-up VALUE PROCS; one line a figure: name ns B/op allocs/op
 * GC/Mop */
#include "bench.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

static struct {
    void *sink;
    struct live_node *keep;
    struct tree_node *tree;
} roots;

static double now_ns(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec * 1e9 + (double)now.tv_nsec;
}

static __attribute__((noinline)) void *job_noscan(size_t size)
{
    return make_noscan(size);
}

static __attribute__((noinline)) void *job_scan(size_t size)
{
    return make_scan(size / 8);
}

static __attribute__((noinline)) void *job_escape(size_t x)
{
    uint64_t *t = make_noscan(64);
    t[0] = t[7] = x;
    return t;
}

static void measure(const char *name, size_t value, long count, void *(*job)(size_t))
{
    collect();
    const struct counts before = read_counts();
    const double start_ns = now_ns();
    for (long i = 0; i < count; i++) {
        drop(roots.sink);
        store(&roots.sink, job(value));
    }
    const double ns = (now_ns() - start_ns) / (double)count;
    const struct counts after = read_counts();
    const double n = (double)count;
    printf("%s %.4g %.6g %.4f %.4g\n", name, ns, (after.bytes - before.bytes) / n,
           (after.mallocs - before.mallocs) / n, (after.cycles - before.cycles) / n * 1e6);
    drop(roots.sink);
    roots.sink = NULL;
}

static void curve(size_t size)
{
    char name[64];
    const long count = size > 100000 - 64 ? 3000 : (long)(300000000 / (size + 64));
    snprintf(name, sizeof name, "noscan/%zu", size);
    measure(name, size, count, job_noscan);
    snprintf(name, sizeof name, "scan/%zu", size);
    if (size % 8 == 0)
        measure(name, size, count, job_scan);
}

static struct tree_node *bottom_up(int depth)
{
    struct tree_node *node = make_tree_node();
    if (depth > 0) {
        store(&node->left, bottom_up(depth - 1));
        store(&node->right, bottom_up(depth - 1));
    }
    return node;
}

/* Nodes of a tree. */
static long check(const struct tree_node *node)
{
    return node->left ? 1 + check(node->left) + check(node->right) : 1;
}

static void drop_tree(struct tree_node *node)
{
#ifdef FREES
    if (node->left) {
        drop_tree(node->left);
        drop_tree(node->right);
    }
#endif
    drop(node);
}

static long check_and_drop(struct tree_node *node)
{
    const long count = check(node);
    drop_tree(node);
    return count;
}

/* A tree of depth d has 2^(d+1) - 1 nodes. */
static long trees_total(int depth)
{
    long total = (2L << (depth + 1)) - 1 + (2L << depth) - 1;
    for (int d = 4; d <= depth; d += 2)
        total += ((2L << d) - 1) << (depth - d + 4);
    return total;
}

static void trees(int depth)
{
    const double start_ns = now_ns();
    long total = check_and_drop(bottom_up(depth + 1));
    store(&roots.tree, bottom_up(depth));
    for (int d = 4; d <= depth; d += 2)
        for (int i = 0; i < 1 << (depth - d + 4); i++)
            total += check_and_drop(bottom_up(d));
    total += check(roots.tree);
    const double elapsed_ns = now_ns() - start_ns;
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    if (total != trees_total(depth))
        abort();
    printf("trees/%d %.4g %ld\n", depth, elapsed_ns, usage.ru_maxrss);
}

static struct live_node *build_live(long nodes)
{
    if (nodes <= 0)
        return NULL;
    struct live_node *node = make_live_node();
    store(&node->left, build_live((nodes - 1) / 2));
    store(&node->right, build_live(nodes - 1 - (nodes - 1) / 2));
    return node;
}

/* The same tree, allocated children first: it lies in memory in the order of marking. */
static struct live_node *build_live_up(long nodes)
{
    if (nodes <= 0)
        return NULL;
    struct live_node *left = build_live_up((nodes - 1) / 2);
    struct live_node *right = build_live_up(nodes - 1 - (nodes - 1) / 2);
    struct live_node *node = make_live_node();
    store(&node->left, left);
    store(&node->right, right);
    return node;
}

static void live(const char *job, long mebibytes, struct live_node *(*build)(long nodes))
{
    char name[64];
    store(&roots.keep, build((mebibytes << 20) / 64));
    snprintf(name, sizeof name, "%s/%ld", job, mebibytes);
    measure(name, 1, 4000000 + 250000 * mebibytes, job_escape);
}

int main(int count, char **arguments)
{
    if (count != 4)
        return 2;
    const long value = strtol(arguments[2], NULL, 10);
    start((int)strtol(arguments[3], NULL, 10));
    add_roots(&roots, &roots + 1);
    if (strcmp(arguments[1], "curve") == 0)
        curve((size_t)value);
    else if (strcmp(arguments[1], "trees") == 0)
        trees((int)value);
    else if (strcmp(arguments[1], "live") == 0)
        live("live", value, build_live);
    else if (strcmp(arguments[1], "live-up") == 0)
        live("live-up", value, build_live_up);
    return 0;
}
