#include "gort/block.h"

typedef uint64_t word;
ESC_NOSCAN(word);

ESC_NOINLINE static uint64_t add(const word *s, size_t length)
{
    uint64_t sum = 0;
    for (size_t k = 0; k < length; k++)
        sum += s[k];
    return sum;
}

/* What the grading calls: x + (x+1) + …, n numbers, 64 at most. */
static uint64_t sum(uint64_t n, uint64_t x)
{
    word *s = esc_make(word, n); /* make([]uint64, n): the length is not known to the compiler */
    for (size_t k = 0; k < n; k++)
        s[k] = x + k;
    return add(s, n);
}
