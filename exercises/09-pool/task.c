#include "gort/block.h"
#include "gort/pool.h"

typedef struct {
    uint64_t words[128];
} buffer;
ESC_NOSCAN(buffer);

typedef struct {
    void (*encode)(buffer *b, uint64_t x);
} encoder;

ESC_NOINLINE static void encode_short(buffer *b, uint64_t x)
{
    b->words[x % 64] = x + 1;
}

ESC_NOINLINE static void encode_long(buffer *b, uint64_t x)
{
    b->words[x % 64] = x + 1;
    b->words[64 + x % 64] = 1;
}

static const encoder one = {encode_short};
static const encoder two = {encode_long};

ESC_NOINLINE static const encoder *pick(uint64_t x)
{
    return x % 2 == 0 ? &one : &two;
}

ESC_NOINLINE static uint64_t add(const buffer *b)
{
    uint64_t sum = 0;
    for (size_t k = 0; k < 128; k++)
        sum += b->words[k];
    return sum;
}

/* What the grading calls: the sum of all words of an encoded buffer. The pool to be: a
 * static struct gort_pool pool; outside of the functions, gort_pool_get(&pool), which gives NULL
 * where it is empty, and gort_pool_put(&pool, b). */
static uint64_t handle(uint64_t x)
{
    buffer *b = esc_new(buffer); /* new(buffer) escapes to heap: an encoder may keep it */
    pick(x)->encode(b, x);
    return add(b);
}
