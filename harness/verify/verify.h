/*
 * Stage: a run of ours and real Go's -> how the two compare, row by row and summed up.
 */
#ifndef ESC_VERIFY_VERIFY_H
#define ESC_VERIFY_VERIFY_H

#include "base/error.h"
#include "base/text.h"
#include "noun/diagnostic.h"
#include "noun/run.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

/* ---- comparison ----------------------------------------------------------------------------- */

enum esc_side { ESC_SIDE_OURS, ESC_SIDE_GO, ESC_SIDES };

struct esc_fidelity_side {
    bool counted;
    double allocs, bytes; /* per operation */
    bool timed;
    double ns;                 /* per operation, median */
    double price_ns;           /* against the stack strategy, median of the rounds' differences */
    struct esc_estimate price; /* the same with its interval */
    double cycles_per_mop;
};

/* What may differ between ours and Go's, as bits. The first ESC_EXPLAINABLE may be the doing of a
 * newer release. */
enum { ESC_EXPLAINABLE = 3 };
enum esc_difference {
    ESC_DIFFERS_DIAGNOSTIC = 1,
    ESC_DIFFERS_ALLOCS = 2,
    ESC_DIFFERS_BYTES = 4,
    ESC_DIFFERS_CHECKSUM = 8,
    ESC_DIFFERS_FAILED = 16, /* one side has no figures, see `failure` */
    ESC_DIFFERS_CYCLES = 32, /* more than 10 % apart: reported, not judged */
};

/* One strategy at one point on the case's default runtime. */
struct esc_fidelity_row {
    const struct esc_case *bench_case;
    size_t point, strategy;
    enum esc_runtime_id runtime; /* whose figures are ours */
    int minor;                   /* the release that ours follows, go1.MINOR */
    uint64_t cycle_iterations;   /* of the sample that counted cycles; 0: none did */
    char *const *expected;       /* the diagnostics of that release, the case's own */
    size_t lines_expected, lines_found;
    bool other_values; /* Go's side returns others than the stack side in C */
    bool says_newer;   /* Go printed what a later release than ours prints instead */
    struct esc_fidelity_side sides[ESC_SIDES];
    char *failure; /* one sentence; NULL: none */
    /* filled by esc_fidelity_judge(): */
    unsigned differences; /* bits of enum esc_difference */
    unsigned explained;   /* those of them that a Go release later than ours brought */
    const char *causes[ESC_EXPLAINABLE]; /* of bit 1 << k: which release and how; NULL: none */
    /* It and its stack row allocate the same in Go, the stack row nothing: its price is of one
     * thing, and no difference of two allocations that is all noise. */
    bool comparable;
};

/* A diagnostic that was expected and not printed. */
struct esc_fidelity_missing {
    const struct esc_case *bench_case;
    size_t point, strategy;
    char *text;
};

struct esc_fidelity {
    const struct esc_go *go;
    char *machine; /* one line: where and when */
    unsigned rounds;
    struct esc_fidelity_row *rows; /* grouped by case and point, the stack strategy first */
    size_t count;
    struct esc_fidelity_missing *missing;
    size_t missing_count;
    /* filled by esc_fidelity_judge(): */
    size_t lines_expected, lines_found, unexpected, explained;
    size_t compared_counts, equal_counts;
    size_t compared_cycles, close_cycles;
    size_t priced;           /* rows with a price on both sides */
    double rank_correlation; /* of the prices (Spearman) */
    double median_factor;    /* our price / Go's */
    size_t far_prices;       /* rows whose price factor is outside of what is wanted */
    unsigned missed;         /* targets that the sums miss: bits of enum esc_target */
};

/* What is asked of a faithful model as a whole, as bits. A missed one is no fault of a row. */
enum esc_target {
    ESC_TARGET_RANKS = 1,  /* rank correlation of the prices at least ESC_LEAST_CORRELATION */
    ESC_TARGET_FACTOR = 2, /* median price factor within [ESC_LEAST_MEDIAN, ESC_MOST_MEDIAN] */
    ESC_TARGET_PRICES = 4, /* each row's price factor within [ESC_LEAST_FACTOR, ESC_MOST_FACTOR] */
    ESC_TARGET_CYCLES = 8, /* collections within 10 % in ESC_CLOSE_CYCLES of the rows */
};
#define ESC_LEAST_CORRELATION 0.95
#define ESC_CLOSE_CYCLES 0.95
#define ESC_LEAST_MEDIAN 0.6
#define ESC_MOST_MEDIAN 1.1
#define ESC_LEAST_FACTOR 0.5
#define ESC_MOST_FACTOR 1.3

/* What go1.MINOR prints about the strategy instead of its `escapes` lines; NULL: those. */
const struct esc_since *esc_go_newer_diagnostic(const struct esc_strategy *strategy, int minor);

/*
 * The rows of one release of the run: each strategy with Go beside its C, if it has any; of several
 * releases of the Go model the latest that is no later than Go's own. `printed`
 * is what that release's compiler said; `cycles` is one a variant, NULL: none were counted. Fills
 * all but `machine`. Points into the run. Free with esc_fidelity_free().
 */
void esc_fidelity_of(const struct esc_run *run, size_t go, const struct esc_diagnostics *printed,
                     const struct esc_cycle_count *cycles, struct esc_fidelity *fidelity);

/* Compares each row, tells which differences the Go release explains, sums up. */
void esc_fidelity_judge(struct esc_fidelity *fidelity);

/* The bits among `differences` that fail a row when no release explains them. */
unsigned esc_fidelity_faults(const struct esc_fidelity_row *row);

/* The table, what falls outside with its cause, and the summary, for a terminal with that many
 * columns. */
void esc_fidelity_print(const struct esc_fidelity *fidelity, int columns, FILE *out);

/* The same as Markdown with all columns: a section of docs/fidelity.md, headed "## Go 1.27". */
void esc_fidelity_markdown(const struct esc_fidelity *fidelity, struct esc_text *out);

/* ---- one release beside the next ------------------------------------------------------------ */

/* A row with a price on both sides in both releases whose price Go changed: its two intervals are
 * apart. Ours changed with it when its medians did the same way. */
struct esc_turn {
    const struct esc_fidelity_row *then, *now;
    bool cheaper; /* in Go; else dearer */
    bool same;    /* in ours as in Go */
};

#define ESC_LEAST_SAME 0.9 /* wanted: the share of those rows in which ours changed as Go did */

struct esc_turns {
    const struct esc_fidelity *then, *now;
    struct esc_turn *list; /* in the order of the rows */
    size_t count, same;
    size_t priced; /* rows with a price in both releases and on both sides */
};

/* Points into both, which must be judged and of the same run. Free `list`. */
void esc_turns_of(const struct esc_fidelity *then, const struct esc_fidelity *now,
                  struct esc_turns *turns);

/* How many there are, and those that ours changed otherwise. */
void esc_turns_print(const struct esc_turns *turns, FILE *out);

/* The same with all of them: a section headed "## From Go 1.19 to Go 1.27". */
void esc_turns_markdown(const struct esc_turns *turns, struct esc_text *out);

/* ---- the document --------------------------------------------------------------------------- */

/*
 * Appends `document` with the section in the place of the one with the same first line; without one
 * before the first whose heading sorts behind it. Sections begin with "## ". Without a document
 * (NULL) its head is made.
 */
void esc_fidelity_put(const char *document, const char *section, struct esc_text *out);

void esc_fidelity_free(struct esc_fidelity *fidelity);

#endif
