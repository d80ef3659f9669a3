/*
 * A case: one escape scenario, as its Lua file declares it. Plain data: the loader fills it, code
 * generation and planning read it. Nothing in here points into a Lua state.
 */
#ifndef ESC_NOUN_CASE_H
#define ESC_NOUN_CASE_H

#include "base/error.h"
#include "noun/runtime.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A piece of C or Go with the line of the Lua file on which its first character stands. */
struct esc_source {
    char *text; /* NULL: the field was not given */
    int line;   /* 1-based */
};

/* The line of the Lua file in which the text ends; without a text, `line`. */
int esc_source_last_line(const struct esc_source *source);

/* Whether there is a text and that line of the Lua file is one of its. */
bool esc_source_has_line(const struct esc_source *source, int line);

enum esc_unit { ESC_UNIT_NONE, ESC_UNIT_BYTES, ESC_UNIT_COUNT };

/* One value of a parameter. Whole numbers become `#define SIZE 64`; words `#define KIND_SCAN 1`. */
struct esc_value {
    char *text;     /* as written in row names: "64", "scan" */
    int64_t number; /* the number, or the word's index from 0 */
    bool is_word;
};

/* A parameter; `name` is lower case (size), the C macro is its upper case (SIZE). */
struct esc_param {
    char *name;
    char *label; /* for axes, e.g. "object size"; the name when not given */
    enum esc_unit unit;
    struct esc_value *values;
    size_t count;
};

/* What stands beside the work in the heap side's heap, as the case declares it. */
struct esc_workload {
    bool known;                     /* false: of a run from before it was recorded */
    double live_bytes, live_blocks; /* what is alive all the time */
    int gogc;                       /* percent, 0: off; negative: the run's own */
};

/*
 * One point of the cartesian product of the parameters, in declaration order (the last varies
 * fastest). `values[k]` indexes params[k].values.
 */
struct esc_point {
    char *name; /* "size:64", "kind:scan/size:64", or "" for a case without parameters */
    size_t *values;
    bool quick;                /* also measured by the quick preset */
    uint64_t least_iterations; /* of a sample; 0: as many as fill its time */
    struct esc_workload workload;
};

enum esc_place { ESC_PLACE_STACK, ESC_PLACE_HEAP };

/* What a case counts itself; its C sets it (kernel.h). */
enum esc_counter_per { ESC_PER_VALUE, ESC_PER_OPERATION, ESC_PER_SECOND, ESC_COUNTER_PERS };
enum esc_better { ESC_BETTER_NEITHER, ESC_BETTER_LOWER, ESC_BETTER_HIGHER, ESC_BETTERS };
struct esc_own_counter {
    char *name;  /* [a-z][a-z0-9_]* */
    char *label; /* for heads; the name when not given */
    char *unit;  /* such as "%"; NULL: none */
    enum esc_counter_per per;
    enum esc_better better;
};

/* Stable keys for files and the case language: "value", "operation", "second"; "neither", "lower",
 * "higher". */
extern const char *const esc_counter_pers[ESC_COUNTER_PERS];
extern const char *const esc_betters[ESC_BETTERS];

/* What one operation must allocate, per point. Negative: nothing is expected, nothing is checked.
 */
struct esc_expectation {
    double allocs; /* calls to the allocator per operation */
    double bytes;  /* bytes asked for per operation (before any rounding by the runtime) */
};

/* What releases of Go after 1.19 count or print otherwise. */
struct esc_since {
    int minor;  /* since go1.MINOR */
    int before; /* go1.BEFORE has it no more; 0: they all do */
    char *because;
    char *cause;                    /* the same behind its releases: "Go 1.21 alone: …" */
    struct esc_expectation *expect; /* one per point, negative: unchanged; NULL: all are */
    char **escapes;                 /* printed instead of the strategy's; none: those */
    size_t escape_count;
    double slack; /* share of a figure by which Go's own varies, hash seeds */
};

/* One way to do the work: top-level declarations with a function named after it in each language. A
 * case has Go everywhere, C everywhere, or both. */
struct esc_strategy {
    char *name; /* "stack", "heap", "pool", … ; [a-z][a-z0-9-]* */
    enum esc_place place;
    bool remedy; /* avoids the escape; false for stack, heap and what is there to compare */
    struct esc_source go;           /* heapOp, perhaps heapSetup, heapTeardown */
    struct esc_source c;            /* heap_op, perhaps heap_setup, heap_teardown: function.h */
    struct esc_expectation *expect; /* one per point */
    char **escapes;                 /* lines that `go build -gcflags=-m` must print */
    size_t escape_count;
    struct esc_since *since; /* in the order of the file */
    size_t since_count;
};

struct esc_case {
    char *path;         /* as given, for messages */
    char *name;         /* kebab-case, the file's base name */
    int line;           /* of `return case {` */
    uint64_t text_hash; /* esc_hash() of the file's text; 0: not known, of a run made before it was
                         * recorded */
    char *title, *question, *because, *remedy;
    char **tags; /* what it is about, each [a-z][a-z0-9-]*, in the order of the file */
    size_t tag_count;
    struct esc_since *since; /* of the case as a whole: releases and prose alone */
    size_t since_count;
    bool control;  /* the A/A control: both sides are the same code, factors show the noise floor */
    char *differs; /* what else stack and heap differ in; NULL: in where the object lives alone */
    double tolerance; /* allowed absolute deviation of counted from expected allocs/op; 0 = exact */
    struct esc_source c;  /* C text before all strategies */
    struct esc_source go; /* Go text before all strategies (types, helpers, imports) */
    struct esc_param *params;
    size_t param_count;
    struct esc_own_counter *counters; /* at most ESC_COUNTERS_MOST */
    size_t counter_count;
    struct esc_point *points;
    size_t point_count;              /* at least 1 */
    struct esc_strategy *strategies; /* [0] is "stack", [1] is "heap", then the others by name */
    size_t strategy_count;
    bool runtimes[ESC_RUNTIMES]; /* which runtimes may serve its heap strategies */
    unsigned threads;            /* 1, or 0 when the parameter named "threads" says it */
};

/* The number of threads that `point` asks for; at least 1. */
unsigned esc_case_threads(const struct esc_case *bench_case, const struct esc_point *point);

bool esc_case_has_tag(const struct esc_case *bench_case, const char *tag);

/* The strategy of that name, or NULL. */
const struct esc_strategy *esc_case_strategy(const struct esc_case *bench_case, const char *name);

/*
 * Allocations an operation that the release go1.MINOR is known to make at the point: as its last
 * change that speaks of them says, else the strategy's word, which is Go 1.19's. *slack becomes the
 * share by which that release's figures vary.
 */
double esc_strategy_allocs(const struct esc_strategy *strategy, size_t point, int minor,
                           double *slack);

/* The same for bytes: those asked for, or those that a later release hands out. */
double esc_strategy_bytes(const struct esc_strategy *strategy, size_t point, int minor);

/* Whether they are the latter. */
bool esc_strategy_has_own_bytes(const struct esc_strategy *strategy, size_t point, int minor);

/* The last change that speaks of the allocations at the point in that release, else of the bytes;
 * NULL: none does. */
const struct esc_since *esc_strategy_change(const struct esc_strategy *strategy, size_t point,
                                            int minor);

/*
 * Whether the strategy's objects lie in frames at the point as go1.MINOR compiles it: it is one on
 * the stack, and no change up to that release says that it allocates there.
 */
bool esc_strategy_stays(const struct esc_strategy *strategy, size_t point, int minor);

/* The lines that the compiler of that release must print, *count of them. */
char *const *esc_strategy_escapes(const struct esc_strategy *strategy, int minor, size_t *count);

/* Whether the point has all parts of `name`: "size:64" of "kind:scan/size:64". */
bool esc_point_has(const struct esc_point *point, const char *name);

/* The point of that name into *found. False with a message that lists those there are. */
bool esc_case_find_point(const struct esc_case *bench_case, const char *name, size_t *found,
                         struct esc_error *error);

/* The same; without a name the first point that the quick preset measures. */
bool esc_case_choose_point(const struct esc_case *bench_case, const char *name, size_t *found,
                           struct esc_error *error);

/* The point of a lesson: the first quick one that allocates something, else the first quick one. */
size_t esc_case_telling_point(const struct esc_case *bench_case);

/* The strategy of that name into *found, likewise. */
bool esc_case_find_strategy(const struct esc_case *bench_case, const char *name, size_t *found,
                            struct esc_error *error);

/* Frees everything inside and zeroes; takes half-filled and zeroed structs. */
void esc_case_free(struct esc_case *bench_case);

#endif
