#include "gort/fmt.h"

ESC_NOINLINE static uint64_t checksum(const char *text, size_t length)
{
    uint64_t sum = 0;
    for (size_t k = 0; k < length; k++)
        sum = sum * 31 + (unsigned char)text[k];
    return sum;
}

/* What the grading calls: the checksum of n as text, and the end of the line. */
static uint64_t line(uint64_t n)
{
    gort_any argument = gort_any_word(n); /* boxed: 8 bytes */
    gort_string text = gort_sprintf(GORT_STRING("%d\n"), &argument, 1);
    return checksum(text.bytes, text.length);
}
