/*
 * The words 0 to 255 as Go's runtime keeps them: the home of a small number that is converted to an
 * interface, and of a string of one byte. Source: runtime/iface.go (staticuint64s).
 */
#ifndef GORT_WORDS_H
#define GORT_WORDS_H

#include <stdbool.h>
#include <stdint.h>

enum { GORT_SMALL_WORDS = 256 };

#define GORT_FOUR(k) (k), (k) + 1, (k) + 2, (k) + 3
#define GORT_SIXTEEN(k) GORT_FOUR(k), GORT_FOUR((k) + 4), GORT_FOUR((k) + 8), GORT_FOUR((k) + 12)
#define GORT_SIXTY_FOUR(k)                                                                         \
    GORT_SIXTEEN(k), GORT_SIXTEEN((k) + 16), GORT_SIXTEEN((k) + 32), GORT_SIXTEEN((k) + 48)

static const uint64_t gort_small_words[GORT_SMALL_WORDS] __attribute__((unused)) = {
    GORT_SIXTY_FOUR(0), GORT_SIXTY_FOUR(64), GORT_SIXTY_FOUR(128), GORT_SIXTY_FOUR(192)};

/* Whether `at` is in the table: then its life never ends. */
static inline bool gort_is_small_word(const void *at)
{
    const char *byte = at, *table = (const char *)gort_small_words;
    return byte >= table && byte < table + sizeof gort_small_words;
}

#endif
