/*
 * What was counted beside times and allocations, as a table of texts that terminal and page place.
 */
#ifndef ESC_WORDS_TALLY_H
#define ESC_WORDS_TALLY_H

#include "noun/run.h"

#include <stddef.h>

#define ESC_TALLY_COLUMNS (ESC_EVENTS + ESC_COUNTERS_MOST)

struct esc_tally_row {
    size_t variant;
    double values[ESC_TALLY_COLUMNS]; /* NaN: unknown */
    char *cells[ESC_TALLY_COLUMNS];   /* "n/a" where it is unknown */
};

/* Of one case: columns in which a row has something. Events are per operation; page faults and
 * switches per million. */
struct esc_tally_table {
    char *heads[ESC_TALLY_COLUMNS]; /* "cache misses", "occupancy (%, higher is better)" */
    size_t column_count;
    struct esc_tally_row *rows;
    size_t row_count;
};

/* No rows where nothing was counted. The caller frees. */
struct esc_tally_table esc_tally_table_of(const struct esc_run *run, size_t case_index);
void esc_tally_table_free(struct esc_tally_table *table);

/* Whether any case has rows. */
bool esc_tally_any(const struct esc_run *run);

/* What was asked for and not counted, once for the whole run, with the reason and what to do: "n/a:
 * instructions, cycles: …". NULL where all was counted or nothing asked for. Caller frees. */
char *esc_tally_refusals(const struct esc_run *run);

#endif
