/*
 * Tab-separated tables. One function writes a row's cells; called with `names` set, the same
 * function writes the header line, so names and cells cannot drift apart. Unknown is an empty cell.
 */
#ifndef ESC_EMIT_TSV_H
#define ESC_EMIT_TSV_H

#include "base/text.h"

#include <stdbool.h>
#include <stdint.h>

/* Zero-initialise before use; free the text with esc_text_free(). */
struct esc_tsv {
    struct esc_text text;
    bool names;  /* write the columns' names instead of the values */
    bool inside; /* a row was begun */
};

/* Tabs, line ends and backslashes in `value` become \t, \n, \r, \\; NULL is an empty cell. */
void esc_tsv_text(struct esc_tsv *tsv, const char *name, const char *value);
void esc_tsv_whole(struct esc_tsv *tsv, const char *name, int64_t value);
/* The same, with an empty cell for negative values. */
void esc_tsv_count(struct esc_tsv *tsv, const char *name, int64_t value);
/* An empty cell unless `known` and finite. Call between esc_plain_begin() and esc_plain_end(). */
void esc_tsv_real(struct esc_tsv *tsv, const char *name, double value, bool known);
void esc_tsv_hash(struct esc_tsv *tsv, const char *name, uint64_t value); /* 16 hex digits */
void esc_tsv_end(struct esc_tsv *tsv);

/* Cuts `line` at its tabs in place, undoing the escapes; at most `most` cells; how many. */
size_t esc_tsv_split(char *line, char **cells, size_t most);

#endif
