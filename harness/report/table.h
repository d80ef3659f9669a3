/*
 * The table: columns of fixed meaning, one row a variant. The columns' widths fit the whole report,
 * so that blocks stand under each other; columns that a terminal has no room for are left out in a
 * fixed order. Private to the report.
 */
#ifndef ESC_REPORT_TABLE_H
#define ESC_REPORT_TABLE_H

#include "report/ink.h"

#include <stdbool.h>
#include <stddef.h>

enum column {
    COLUMN_LABEL,
    COLUMN_TIME,
    COLUMN_ALLOCS,
    COLUMN_BYTES,
    COLUMN_CYCLES,
    COLUMN_SHARE,
    COLUMN_FACTOR,
    COLUMN_INTERVAL,
    COLUMN_PRICE,
    COLUMN_VERDICT,
    COLUMN_NOISE,
    COLUMN_PAUSE,
    COLUMNS
};

struct table_row {
    size_t variant;
    enum ink ink;
    char *cells[COLUMNS]; /* owned; NULL: empty */
    char *failure;        /* owned: written behind the label instead of the figures; NULL: ok */
};

struct table {
    struct table_row *rows;
    size_t count;
    int widths[COLUMNS];
    bool shown[COLUMNS];
};

/* A row for every variant of the run, laid out for the terminal. Free with esc_table_free(). */
struct table esc_table_of(const struct esc_run *run, const struct esc_terminal *terminal);

/* "time/op"; "" for the label and the interval. */
const char *esc_table_title(enum column column);

void esc_table_head(const struct table *table, const struct esc_terminal *terminal, FILE *out);
void esc_table_row(const struct table *table, size_t row, const struct esc_terminal *terminal,
                   FILE *out);
void esc_table_free(struct table *table);

#endif
