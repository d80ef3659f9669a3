/*
 * Prices from runs, for who has cases' names and sizes: from one run, or for each case from the
 * newest that has it.
 */
#ifndef ESC_SESSION_PRICES_H
#define ESC_SESSION_PRICES_H

#include "base/error.h"
#include "noun/cost.h"
#include "noun/run.h"
#include "session/folders.h"

#include <stdbool.h>
#include <stddef.h>

/* Zero-initialise before use. */
struct esc_prices {
    struct esc_folders folders;
    bool only;            /* the one run that was asked for */
    struct esc_run *runs; /* the newest first */
    size_t count;
    char **missing; /* cases that no run has */
    size_t missing_count;
};

/* `run`: a folder, an id, a baseline; NULL: the latest, and for a case that it lacks the newest
 * that has it. No run at all is no error there: then nothing has a price. */
bool esc_prices_open(struct esc_prices *prices, const char *run, struct esc_error *error);

/* What a value of the case's kind and that size costs (bytes < 0: unknown); bench_case NULL: not
 * known. */
struct esc_cost esc_prices_of(struct esc_prices *prices, const char *bench_case, double bytes);

/* Frees everything inside and zeroes. */
void esc_prices_free(struct esc_prices *prices);

#endif
