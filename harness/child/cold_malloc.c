/*
 * Cold side of malloc/free, and of strategies without a heap: no collector, nothing to tell.
 */
#include "child/runtime.h"

static bool start(const struct esc_runtime_options *options)
{
    (void)options;
    return true;
}

static void add_roots(void *low, void *high)
{
    (void)low;
    (void)high;
}

static void nothing(void)
{
}

/* Allocations are counted in a pass of their own: counting them here would cost time. */
static void end(struct esc_sample *sample)
{
    sample->gc = (struct esc_gc_sum){.allocs = -1, .alloc_bytes = -1, .heap_peak_bytes = -1};
}

const struct esc_runtime esc_runtime_malloc = {.start = start,
                                               .add_roots = add_roots,
                                               .attach = nothing,
                                               .detach = nothing,
                                               .settle = nothing,
                                               .begin = nothing,
                                               .end = end};
