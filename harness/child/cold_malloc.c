/*
 * Cold side of malloc/free, and of strategies without a heap: no collector, nothing to tell.
 */
#include "child/runtime.h"

#include <malloc.h>

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

/* Bytes of the blocks that malloc has handed out, with its own headers; large ones are mapped. A
 * malloc that is not libc's says 0 where its programs have long allocated: not told. */
static int64_t used_bytes(void)
{
    const struct mallinfo2 info = mallinfo2();
    int64_t bytes = (int64_t)(info.uordblks + info.hblkhd);
    return bytes > 0 ? bytes : -1;
}

/* Allocations are counted in a pass of their own: counting them here would cost time. */
static void end(struct esc_sample *sample)
{
    sample->gc = (struct esc_gc_sum){
        .allocs = -1, .alloc_bytes = -1, .heap_peak_bytes = -1, .live_bytes = used_bytes()};
}

const struct esc_runtime esc_runtime_malloc = {.start = start,
                                               .add_roots = add_roots,
                                               .attach = nothing,
                                               .detach = nothing,
                                               .settle = nothing,
                                               .begin = nothing,
                                               .end = end};
