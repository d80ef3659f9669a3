#include "gort/fmt.h"

ESC_NOINLINE static uint64_t checksum(const char *text, size_t length)
{
    uint64_t sum = 0;
    for (size_t k = 0; k < length; k++)
        sum = sum * 31 + (unsigned char)text[k];
    return sum;
}

/* strconv.AppendUint: digits into room that the caller has. */
ESC_NOINLINE static size_t append_word(char *room, uint64_t n)
{
    char digits[20];
    size_t at = sizeof digits;
    do
        digits[--at] = (char)('0' + n % 10);
    while ((n /= 10) > 0);
    memcpy(room, digits + at, sizeof digits - at);
    return sizeof digits - at;
}

/* What the grading calls: the checksum of n as text, and the end of the line. */
static uint64_t line(uint64_t n)
{
    char room[24]; /* 20 digits at most */
    size_t length = append_word(room, n);
    room[length++] = '\n';
    return checksum(room, length);
}
