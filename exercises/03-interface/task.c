#include "gort/block.h"

typedef unsigned char byte, buffer[64];
ESC_NOSCAN(buffer);

/* An io.Reader: the table of methods of its type. */
typedef struct {
    uint64_t (*read)(byte *b, uint64_t n);
} io_reader;

ESC_NOINLINE static uint64_t read_ones(byte *b, uint64_t n)
{
    b[0] = b[n - 1] = 1;
    esc_use(b);
    return n;
}

ESC_NOINLINE static uint64_t read_twos(byte *b, uint64_t n)
{
    b[0] = b[n - 1] = 2;
    esc_use(b);
    return n;
}

static const io_reader ones = {read_ones};
static const io_reader twos = {read_twos};

ESC_NOINLINE static const io_reader *pick(uint64_t i)
{
    return i % 2 == 0 ? &ones : &twos;
}

/* What the grading calls: what the reader says that it has read, and two of the bytes. */
static uint64_t read_one(uint64_t i)
{
    const io_reader *r = pick(i);
    byte *b = *esc_new(buffer); /* moved to heap: b, for r.Read may keep it */
    uint64_t n = r->read(b, 64);
    return n + b[0] + b[63];
}
