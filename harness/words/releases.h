/*
 * Then and now: the heap on the model of two releases of Go in one run, in words; the same in the
 * table, the chart and the page. Rows where one of both has no figures are left out. Texts that are
 * returned are freed by the caller.
 */
#ifndef ESC_WORDS_RELEASES_H
#define ESC_WORDS_RELEASES_H

#include "words/pick.h"

#include <stdbool.h>
#include <stddef.h>

/* A strategy at a point on both releases. */
struct esc_release_row {
    size_t case_index, point, strategy;
    size_t stack;                /* variant, or ESC_PICK_NONE */
    size_t then, now;            /* variants */
    const struct esc_pair *pair; /* of run->releases: now ÷ then */
    size_t group;                /* index of its reason */
};

/* Why rows changed, "Go 1.24: maps are Swiss tables", and those it holds of. */
struct esc_release_group {
    char *reason;
    size_t first, count; /* of the rows */
};

struct esc_release_rows {
    struct esc_release_row *rows; /* group after group, in each what got cheapest first */
    size_t count;
    struct esc_release_group
        *groups; /* that with the greatest change first; unresolved ones last */
    size_t group_count;
};

/*
 * Of each case its heap side at the telling point, and beside it what else changed its allocations
 * or bytes there; of a run of one case, or where that makes a dozen rows at most, all strategies at
 * all points. Controls are left out.
 */
struct esc_release_rows esc_release_rows(const struct esc_run *run);
void esc_release_rows_free(struct esc_release_rows *rows);

/* The same rows in the order of their change, the one that got cheapest first. Caller frees. */
struct esc_release_row *esc_release_rows_sorted(const struct esc_release_rows *rows);

/* Whether the run has rows on two releases of the Go model. */
bool esc_release_any(const struct esc_run *run);

/* "Go 1.19" and "Go 1.27" of the run; static. */
const char *esc_release_then(const struct esc_run *run);
const char *esc_release_now(const struct esc_run *run);

/* "dynamic-make", of another strategy than heap "dynamic-make, sized"; and "length 4". */
char *esc_release_name(const struct esc_run *run, const struct esc_release_row *row);
char *esc_release_detail(const struct esc_run *run, const struct esc_release_row *row);

/* "0.71×", "~0.71×" where it is noisy, where it may not be quoted "not resolved"; "[0.69, 0.73]"
 * whatever it is. Write into `out` (ESC_VERDICT_TEXT bytes) and return it. */
char *esc_release_factor(char *out, const struct esc_pair *pair, const char *times);
char *esc_release_interval(char *out, const struct esc_pair *pair);

/* Whether they differ by more than what a hash seed makes of them. */
bool esc_release_counts_differ(const struct esc_run *run, const struct esc_release_row *row);

/* "1 → 0", "5 → 2"; of equal ones "1"; with another arrow "1 > 0". In bytes "32 B → 0 B". */
char *esc_release_allocs(const struct esc_run *run, const struct esc_release_row *row,
                         const char *arrow);
char *esc_release_bytes(const struct esc_run *run, const struct esc_release_row *row,
                        const char *arrow);

/* "Go 1.27 takes 0.09× to 0.93× of Go 1.19's time in 20 of 24 rows; 2 are dearer, up to 1.31×; 2
 * not resolved". Of the rows alone. */
char *esc_release_finding(const struct esc_run *run, const struct esc_release_row *rows,
                          size_t count);

/* "4 of 24 rows allocate less, 1 more", for what stands below the finding. */
char *esc_release_counts(const struct esc_run *run, const struct esc_release_row *rows,
                         size_t count);

#endif
