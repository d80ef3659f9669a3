/*
 * Which rows stand for the cases where all are shown together, and in what order: the table's
 * overview and the charts of all cases.
 */
#ifndef ESC_WORDS_ROWS_H
#define ESC_WORDS_ROWS_H

#include "words/pick.h"

/* One point of a case, its two sides on the default runtime. */
struct esc_row {
    size_t case_index, point;
    size_t stack, heap;          /* variants, ESC_PICK_NONE when not planned */
    const struct esc_pair *pair; /* NULL: none */
};

/* One row a case that has any, in the run's order, at its telling point (esc_pick_point). Caller
 * frees. */
struct esc_row *esc_rows_one_each(const struct esc_run *run, size_t *count);

/* The same by factor, largest first, controls and rows without figures last. Caller frees. */
struct esc_row *esc_rows_by_factor(const struct esc_run *run, size_t *count);

/* Every point of every case, in their order, where that makes at most `most` rows or there is one
 * case only; else as esc_rows_by_factor(). Caller frees. */
struct esc_row *esc_rows_shown(const struct esc_run *run, size_t most, size_t *count);

/* Those of esc_rows_shown() whose heap side had a collector that told about itself, most
 * collections first; controls are left out. Caller frees. */
struct esc_row *esc_rows_collected(const struct esc_run *run, size_t most, size_t *count);

/* Rows [first, first + n) of page `page`, pages as equal as can be. Returns n. */
size_t esc_rows_page(size_t rows, size_t most, size_t page, size_t *first, size_t *pages);

/* The same, but rows of one case and point, those of real Go, stay on one page, so that pages are
 * as equal as that allows. `together` is the most that such a group has; at most `most` rows,
 * unless a group alone has more. */
size_t esc_rows_page_whole(const struct esc_row *rows, size_t count, size_t most, size_t together,
                           size_t page, size_t *first, size_t *pages);

/* Collections per million operations and the collector's share of CPU time (0…1) of the row's heap
 * side; negative: unknown. */
double esc_row_cycles(const struct esc_run *run, const struct esc_row *row);
double esc_row_share(const struct esc_run *run, const struct esc_row *row);

/* The time per operation of a variant, or NULL when it has none. */
const struct esc_estimate *esc_row_time(const struct esc_run *run, size_t variant);

/* Whether the variant is a remedy of the row's case: a measured strategy beyond stack and heap at
 * the same point on the default runtime. The one place to tell a remedy from another strategy. */
bool esc_row_is_remedy(const struct esc_run *run, const struct esc_row *row, size_t variant);

/* "a-a (control)", and "size 64 B", with the release where the row is real Go's: "size 64 B,
 * go1.19.8". Caller frees. */
char *esc_row_name(const struct esc_run *run, const struct esc_row *row);
char *esc_row_detail(const struct esc_run *run, const struct esc_row *row);

/* The same point in real Go, release run.gos[go]; sides are ESC_PICK_NONE where there are none. */
struct esc_row esc_row_go(const struct esc_run *run, const struct esc_row *row, size_t go);

/* Whether the row's sides are real Go's. */
bool esc_row_is_go(const struct esc_run *run, const struct esc_row *row);

/* Whether any of the rows has sides in C. */
bool esc_rows_have_c(const struct esc_run *run, const struct esc_row *rows, size_t count);

/* "Go-model heap" where all rows in C have the same default runtime, else "each case's default
 * runtime"; "real Go" where no row is in C. */
const char *esc_rows_runtime(const struct esc_run *run, const struct esc_row *rows, size_t count);

/* "go1.19.8, go1.27.3"; "" without real Go. Caller frees. */
char *esc_rows_releases(const struct esc_run *run);

#endif
