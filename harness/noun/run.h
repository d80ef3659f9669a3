/*
 * A run: everything one call of `bench` measured, in three layers. Raw: records (one a sample).
 * Derived: figures (one a variant) and pairs (one a comparison), made from the records by stats/.
 * The drawn layer (tables, charts) reads this struct and nothing else.
 */
#ifndef ESC_NOUN_RUN_H
#define ESC_NOUN_RUN_H

#include "noun/case.h"
#include "noun/machine.h"
#include "noun/release.h"
#include "noun/sample.h"

#include <stddef.h>
#include <stdint.h>

enum esc_preset { ESC_PRESET_QUICK, ESC_PRESET_NORMAL, ESC_PRESET_THOROUGH, ESC_PRESETS };

/* strategy x runtime x point of one case. */
struct esc_variant {
    size_t case_index;           /* index into run.cases */
    size_t point;                /* index into the case's points */
    size_t strategy;             /* index into the case's strategies */
    enum esc_runtime_id runtime; /* ESC_RUNTIME_NONE for the C of a strategy on the stack */
    size_t go;                   /* ESC_RUNTIME_GO: index into run.gos */
    char *label;   /* "stack", "heap", "heap@malloc", "heap@1.27", "stack@go": the case's default
                    * runtime is not written; with several releases of Go "heap@go1.19.8" */
    char *name;    /* "pointer-return/heap@malloc/size:64", as in Google Benchmark's JSON */
    char *go_name; /* "BenchmarkPointerReturn/size=64/place=heap@malloc", Go's text format, no -N */
    uint64_t iterations; /* n of a sample; 0: not calibrated */
    double allocs_per_op, bytes_per_op,
        requested_bytes_per_op; /* exact counts; negative: not counted */
    struct esc_tally tally;     /* nothing in it where nothing was asked for */
    enum esc_status status;     /* not ESC_STATUS_OK: the row has no figures */
    char *message;              /* one sentence with strategy and cause; NULL when ok */
};

/* One sample as it is kept (struct esc_sample is its form inside the measuring child). */
struct esc_record {
    uint32_t round; /* from 0 */
    uint32_t order; /* position within the whole run, from 0 */
    size_t variant;
    enum esc_status status;
    uint64_t iterations, checksum;
    int64_t wall_ns, cpu_ns, child_wall_ns;
    struct esc_disturbance disturbance;
    struct esc_gc_sum gc;
    struct esc_gc_cycle *cycles; /* owned; at most ESC_SAMPLE_CYCLES of gc.cycles */
    size_t cycle_count;
    struct esc_heap_point *heap; /* owned; may be empty: kept for the first rounds only */
    size_t heap_count;
};

/* A median with its interval. Where `known` is false nothing was measured and nothing may be shown.
 */
struct esc_estimate {
    bool known;
    double median, low, high; /* interval by order statistics, see stats/interval.h */
    double confidence;        /* exact coverage of [low, high], e.g. 0.9614 */
    size_t n;
};

/* What an interval covers at least, where there are enough values (6 or more). */
#define ESC_CONFIDENCE 0.95

/* Of one value there is a median and no interval: [x, x] covers nothing. */
bool esc_estimate_has_interval(const struct esc_estimate *estimate);

struct esc_figures {
    struct esc_estimate ns_per_op; /* wall time */
    struct esc_estimate cpu_ns_per_op;
    double min_ns_per_op, max_ns_per_op;
    double noise;                       /* relative: 1.4826 * MAD / median of ns per op */
    struct esc_estimate cycles_per_mop; /* collections per million operations */
    struct esc_estimate gc_share;       /* collector's CPU time / process CPU time, 0…1 */
    struct esc_estimate pause_ns;       /* of single stops, over all samples */
    double pause_p99_ns, pause_max_ns;  /* negative: no stop seen or unknown */
    size_t disturbed;                   /* of the samples: esc_is_disturbed */
    double stw_ns_per_mop; /* total stopped time per million operations; negative: unknown */
};

enum esc_verdict {
    ESC_VERDICT_OK,
    ESC_VERDICT_NOISY,         /* interval wider than 10 % of the factor to either side */
    ESC_VERDICT_NOT_RESOLVED,  /* the interval holds 1 */
    ESC_VERDICT_FEW_ROUNDS,    /* the interval covers less than ESC_CONFIDENCE */
    ESC_VERDICT_CLOCK_LIMITED, /* a side ran too short for the clock */
    ESC_VERDICT_FAILED,        /* a side has no figures */
};

/* A strategy against the stack strategy of the same case and point, C against C and each release of
 * Go against itself. */
struct esc_pair {
    size_t base;                  /* variant: the stack side, see esc_variant_base() */
    size_t other;                 /* variant: heap or remedy */
    struct esc_estimate factor;   /* other / base, taken round by round */
    struct esc_estimate price_ns; /* other - base per operation, taken round by round */
    enum esc_verdict verdict;
};

struct esc_run {
    char *id;      /* "20261121-142501-normal": the folder's name */
    char *folder;  /* "results/<id>" */
    char *started; /* local time with offset, RFC 3339 */
    uint64_t seed;
    enum esc_preset preset;
    char *point;          /* only points with these parts were asked for; NULL: all */
    uint32_t rounds;      /* planned */
    uint32_t rounds_done; /* complete rounds on disk */
    bool interrupted;
    int gogc;       /* 100; -1: off */
    double wall_s;  /* after the build: counting, calibration, rounds */
    double timed_s; /* sum of the samples' timed work in that span, calibration included */
    double build_s;
    struct esc_machine machine;
    bool runtimes[ESC_RUNTIMES]; /* that were asked for */
    struct esc_go *gos;          /* releases of real Go, in the order of the rows; may be none */
    size_t go_count;
    struct esc_case *cases; /* loaded from a file of results: without C and Go texts */
    size_t case_count;
    struct esc_variant *variants; /* grouped by case, then point, stack first */
    size_t variant_count;
    struct esc_record *records;
    size_t record_count;
    struct esc_figures *figures; /* one a variant; NULL before stats */
    struct esc_pair *pairs;
    size_t pair_count;
    /* What another release of the Go model changed: `base` is a row on the first of the run's
     * releases, `other` the same strategy at the same point on a later one; price_ns is what it
     * costs more. Not among the pairs. */
    struct esc_pair *releases;
    size_t release_count;
};

/* "quick", "normal", "thorough" and back; rounds 12, 20, 50 (DESIGN, Measuring). */
const char *esc_preset_name(enum esc_preset preset);
bool esc_preset_find(const char *name, enum esc_preset *preset);
uint32_t esc_preset_rounds(enum esc_preset preset);

/* "ok", "noisy", "not resolved", "too few rounds", "clock-limited", "failed". */
const char *esc_verdict_words(enum esc_verdict verdict);

/* Whether more than ESC_SHARED_PART of a row's samples were disturbed: its figures may be off. */
#define ESC_SHARED_PART 0.25
bool esc_figures_shared(const struct esc_figures *figures);

/* It ended well, and others had part of its time: esc_is_disturbed(). */
bool esc_record_is_disturbed(const struct esc_record *record);

/* The part of all samples that was disturbed, and from where on nothing of a run is to be quoted.
 */
#define ESC_SHARED_RUN_PART 0.10
double esc_run_disturbed_part(const struct esc_run *run);

/* What figures are made of: the sample's wall time without what others had of it, per operation. */
double esc_record_ns_per_op(const struct esc_record *record);

/* Copies a child's sample into a new record of the run (cycles too, heap points if `keep_heap`). */
struct esc_record *esc_run_add_record(struct esc_run *run, uint32_t round, size_t variant,
                                      const struct esc_sample *sample, bool keep_heap);

/* The case, point and strategy behind a variant. */
const struct esc_case *esc_variant_case(const struct esc_run *run,
                                        const struct esc_variant *variant);
const struct esc_point *esc_variant_point(const struct esc_run *run,
                                          const struct esc_variant *variant);
const struct esc_strategy *esc_variant_strategy(const struct esc_run *run,
                                                const struct esc_variant *variant);

/*
 * The variant that a factor of `index` is taken against: the stack strategy of the same case and
 * point, in C for C and in the same release of Go for Go. A stack strategy that needs the heap (its
 * values stay, but one outgrows its frame) is measured with every runtime: then that of the
 * variant's own runtime, else the first. `index` itself where it is that one; run->variant_count
 * when there is none.
 */
size_t esc_variant_base(const struct esc_run *run, size_t index);

/* The row on the first of the run's releases of the Go model that `index`, a row on a later one,
 * is compared with; run->variant_count when it is none. */
size_t esc_variant_earlier(const struct esc_run *run, size_t index);

/* The first C variant of the strategy at the point; run->variant_count when none is planned. */
size_t esc_run_find_c(const struct esc_run *run, size_t case_index, size_t point, size_t strategy);

/* The release of Go that runs the variant; NULL for C. */
const struct esc_go *esc_variant_go(const struct esc_run *run, const struct esc_variant *variant);

/* Marks the variant failed with a formatted sentence, unless it already is. It may hold what others
 * wrote: what would steer a terminal is spelled out. */
void esc_variant_fail(struct esc_variant *variant, enum esc_status status, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Drops the variants of the cases for which `kept` is false, their records, and all pairs: figures
 * and pairs are to be made again. The cases themselves stay. */
void esc_run_keep_cases(struct esc_run *run, const bool *kept);

/* Frees everything inside and zeroes; takes half-filled and zeroed structs. */
void esc_run_free(struct esc_run *run);

/* The release of Go that all C of the run follows, go1.MINOR: that of the Go model where one
 * release of it was asked for and it is not goheap. 0: each runtime's own (esc_runtime_minor). */
int esc_run_minor(const struct esc_run *run);

/* The release that the C served by `runtime` follows in the run. */
int esc_run_minor_of(const struct esc_run *run, enum esc_runtime_id runtime);

#endif
