/*
 * What lines of a program allocated while somebody profiled it.
 */
#ifndef ESC_NOUN_ALLOC_LINES_H
#define ESC_NOUN_ALLOC_LINES_H

#include <stddef.h>
#include <stdint.h>

struct esc_alloc_line {
    char *file; /* as the profile calls it: a whole path, most times */
    int64_t line;
    int64_t blocks, bytes; /* estimates, where the profile was sampled */
};

/* Zero-initialise before use. */
struct esc_alloc_lines {
    struct esc_alloc_line *list; /* each line once */
    size_t count;
    int64_t blocks, bytes;           /* of the whole profile */
    int64_t live_blocks, live_bytes; /* of it in use, as the last collection saw it; 0: not told */
};

/* a + b, neither below 0, or the most there is: what a profile holds is somebody else's. */
int64_t esc_alloc_sum(int64_t a, int64_t b);

/* Appends; a line may come again until esc_alloc_lines_merge(). */
void esc_alloc_lines_add(struct esc_alloc_lines *lines, const char *file, int64_t line,
                         int64_t blocks, int64_t bytes);

/* To be called once all is there: sorts by file and line, and makes one of equal ones. */
void esc_alloc_lines_merge(struct esc_alloc_lines *lines);

/* Frees everything inside and zeroes. */
void esc_alloc_lines_free(struct esc_alloc_lines *lines);

#endif
