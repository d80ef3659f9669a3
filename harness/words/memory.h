/*
 * What a program keeps, and what it holds of the system's memory for it.
 */
#ifndef ESC_WORDS_MEMORY_H
#define ESC_WORDS_MEMORY_H

#include "noun/run.h"

/* Medians over a variant's samples, bytes. */
struct esc_memory {
    size_t variant;
    double live, resident;
};

/* The variants of the case that tell both and keep at least a MiB, in the run's order: less than
 * that is lost beside the process itself. Caller frees. */
struct esc_memory *esc_memory_of(const struct esc_run *run, size_t case_index, size_t *count);

/* "In use 4 MiB, resident 39 MiB (heap, free 14)", of the row that holds the most for what it has
 * in use; count > 0. Caller frees. */
char *esc_memory_finding(const struct esc_run *run, const struct esc_memory *rows, size_t count);

#endif
