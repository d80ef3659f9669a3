/*
 * Texts that are kept once: a compiler's output repeats a few names a hundred thousand times.
 */
#ifndef ESC_BASE_INTERN_H
#define ESC_BASE_INTERN_H

#include <stddef.h>
#include <stdint.h>

/* Zero-initialise before use. */
struct esc_intern {
    char **blocks; /* the texts lie in them, each with a NUL behind it; they never move */
    size_t block_count;
    size_t used, size;  /* of the newest block, bytes */
    const char **slots; /* open addressing; NULL: free */
    size_t slot_count;  /* 0 or a power of two, never more than half full */
    size_t count;
};

/* The one copy of these bytes; equal texts have equal addresses. Lives until esc_intern_free(). A
 * NUL among the bytes ends the text. */
const char *esc_intern(struct esc_intern *pool, const char *bytes, size_t length);

/* Frees everything inside and zeroes. */
void esc_intern_free(struct esc_intern *pool);

#endif
