/*
 * Prices from runs, for who has cases' names and sizes: from one run, or for each case from the
 * newest that has it.
 */
#ifndef ESC_SESSION_PRICES_H
#define ESC_SESSION_PRICES_H

#include "base/error.h"
#include "load/load.h"
#include "noun/cost.h"
#include "noun/run.h"
#include "session/folders.h"
#include "stats/cost.h"

#include <stdbool.h>
#include <stddef.h>

/* Zero-initialise before use. */
struct esc_prices {
    struct esc_folders folders;
    bool only;                   /* the one run that was asked for */
    struct esc_run *runs;        /* the newest first */
    struct esc_cost_book *books; /* of each */
    size_t count;
    struct esc_case **missing; /* cases that no run has: name, and what their files say */
    size_t missing_count;
    struct esc_loader *loader;
    struct esc_cost_heap heap; /* of the program that prices are for; no blocks: not known */
};

/* `run`: a folder, an id, a baseline; NULL: the latest, and for a case that it lacks the newest
 * that has it. No run at all is no error there: then nothing has a price. */
bool esc_prices_open(struct esc_prices *prices, const char *run, struct esc_error *error);

/* What a value of the case's kind and that size costs (bytes < 0: unknown). Without the case in any
 * run, or without a case, the newest run's prices of all kinds. */
struct esc_cost esc_prices_of(struct esc_prices *prices, const char *bench_case, double bytes);

/* Frees everything inside and zeroes. */
void esc_prices_free(struct esc_prices *prices);

#endif
