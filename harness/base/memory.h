/*
 * Memory for the harness itself. One policy when memory runs out: print one line and abort, so
 * that no caller has to test for NULL. (The measured heaps return NULL instead: they are the
 * subject.)
 */
#ifndef ESC_BASE_MEMORY_H
#define ESC_BASE_MEMORY_H

#include <stddef.h>
#include <stdio.h>

/* Zeroed memory for `count` elements of `size` bytes; never NULL. The caller frees with free(). */
void *esc_calloc(size_t count, size_t size);

/* realloc() that never returns NULL; `count * size` is checked for overflow. New bytes are
 * undefined. */
void *esc_resize(void *block, size_t count, size_t size);

/* Copy of `text` (NULL gives NULL); the caller frees with free(). */
char *esc_strdup(const char *text);

/* printf into fresh memory; the caller frees with free(). */
char *esc_format(const char *format, ...) __attribute__((format(printf, 1, 2)));

/*
 * Room for one more element in a growing array: returns `items`, perhaps moved, with the element at
 * index *count zeroed, and raises *count. Capacity is the power of two at or above *count.
 */
void *esc_grow(void *items, size_t *count, size_t size);

/* A stream into memory, never NULL: `*text`, which the caller frees, and `*length` are what was
 * written once fclose() has closed it. */
FILE *esc_memory_stream(char **text, size_t *length);

#endif
