/*
 * The table itself: every field of the case language, once. See schema.h.
 */
#include "load/schema.h"

#include <ctype.h>
#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))
#define MOST_WHOLE 9007199254740992.0 /* 2^53: whole numbers up to here are exact as doubles */

static const char *const places[] = {"stack", "heap", NULL};
static const char *const units[] = {"bytes", "count", NULL};
static const char *const runtimes[] = {"goheap", "boehm", "malloc", NULL};

static const struct esc_type value = {.shape = ESC_SHAPE_VALUE, .least = 0, .most = MOST_WHOLE};
static const struct esc_type values = {.shape = ESC_SHAPE_LIST, .element = &value};
static const struct esc_type line = {.shape = ESC_SHAPE_LINE};
static const struct esc_type runtime = {.shape = ESC_SHAPE_CHOICE, .choices = runtimes};

/* clang-format off: a table that is read by column */
static const struct esc_field param_fields[] = {
    {"name",
     true,
     {.shape = ESC_SHAPE_NAME, .naming = ESC_NAMING_SNAKE},
     "The name in rows (`size:64`); in C the macro `SIZE`, in Go the constant `Size`.",
     NULL,
     "name = \"size\""},
    {"values",
     true,
     {.shape = ESC_SHAPE_LIST, .element = &value},
     "Whole numbers, or words. A word is a number in C: for `kind = { \"scan\", \"noscan\" }` there "
     "are `KIND_SCAN` 0, `KIND_NOSCAN` 1 and `KIND`, which is one of them.",
     NULL,
     "values = { 8, 64 }"},
    {"quick",
     false,
     {.shape = ESC_SHAPE_LIST, .element = &value},
     "Those of the values that `QUICK=1` measures.",
     "the middle one",
     NULL},
    {"label",
     false,
     {.shape = ESC_SHAPE_LINE},
     "What the axis of a chart says, such as `object size`.",
     "the name",
     NULL},
    {"unit",
     false,
     {.shape = ESC_SHAPE_CHOICE, .choices = units},
     "How charts and tables scale the values.",
     "plain numbers",
     NULL},
};

static const struct esc_record param_record = {
    .name = "param",
    .title = "A parameter, long form",
    .fields = param_fields,
    .count = COUNT(param_fields),
};

static const struct esc_type param = {.shape = ESC_SHAPE_RECORD, .record = &param_record};

static const struct esc_record params_record = {
    .name = "params",
    .title = "`params`",
    .others = &values,
    .naming = ESC_NAMING_SNAKE,
    .others_meaning =
        "A parameter and its values; the names are sorted. Where order, quick values, "
        "unit or label matter, use the long form: a list of tables, whose order is kept.",
};

static const struct esc_field strategy_fields[] = {
    {"go",
     false,
     {.shape = ESC_SHAPE_CODE},
     "The Go side: top-level declarations with a function named after the strategy, `func heapOp(i "
     "uint64) uint64`, that does the same work and returns the same value as the C. `heapSetup` and "
     "`heapTeardown`, where it declares them, run outside the clock. Parameters are constants: "
     "`Size`.",
     "the case has C alone",
     "go = [[func heapOp(i uint64) uint64 { … }]]"},
    {"c",
     false,
     {.shape = ESC_SHAPE_CODE},
     "The C side: top-level declarations with a function named after the strategy, `static uint64_t "
     "heap_op(uint64_t i)`, operation number `i`. The value it returns goes into the checksum, which "
     "must be the same for all strategies. `heap_setup(void)` and `heap_teardown(void)`, where it "
     "defines them, run outside the clock.",
     "the case has Go alone",
     "c = [[static uint64_t heap_op(uint64_t i) { … }]]"},
    {"place",
     false,
     {.shape = ESC_SHAPE_CHOICE, .choices = places},
     "Where its objects live. A strategy on the stack is measured once, one on the heap with every "
     "runtime.",
     "`stack` for the strategy `stack`, `heap` for all others",
     NULL},
    {"allocs",
     false,
     {.shape = ESC_SHAPE_EXPECTED, .least = 0, .most = MOST_WHOLE},
     "Calls to the allocator per operation: a number, or a function from the point to one.",
     "0 for `place = \"stack\"`, else counted and not checked",
     "allocs = 1"},
    {"bytes",
     false,
     {.shape = ESC_SHAPE_EXPECTED, .least = 0, .most = MOST_WHOLE},
     "Bytes asked for per operation, before the runtime rounds them up: a number, or a function "
     "such as `function(p) return p.size end`.",
     "0 for `place = \"stack\"`, else counted and not checked",
     "bytes = function(p) return p.size end"},
    {"escapes",
     false,
     {.shape = ESC_SHAPE_LIST, .element = &line},
     "What `go build -gcflags='-m=2 -l'` must say of the Go side, such as `moved to heap: t`.",
     "nothing is looked for",
     "escapes = { \"moved to heap: t\" }"},
};

static const struct esc_record strategy_record = {
    .name = "strategy",
    .title = "A strategy",
    .fields = strategy_fields,
    .count = COUNT(strategy_fields),
};

static const struct esc_type strategy = {.shape = ESC_SHAPE_RECORD, .record = &strategy_record};

static const struct esc_field strategies_fields[] = {
    {"stack",
     true,
     {.shape = ESC_SHAPE_RECORD, .record = &strategy_record},
     "The work without an escape.",
     NULL,
     "stack = { go = [[…]], c = [[…]] }"},
    {"heap",
     true,
     {.shape = ESC_SHAPE_RECORD, .record = &strategy_record},
     "The same work with the escape.",
     NULL,
     "heap = { go = [[…]], c = [[…]] }"},
};

static const struct esc_record strategies_record = {
    .name = "strategies",
    .title = "`strategies`",
    .fields = strategies_fields,
    .count = COUNT(strategies_fields),
    .others = &strategy,
    .naming = ESC_NAMING_KEBAB,
    .others_meaning = "A remedy: another way to do the same work, such as `pool` or `prealloc`.",
};

static const struct esc_field case_fields[] = {
    {"title",
     true,
     {.shape = ESC_SHAPE_LINE},
     "The case in a few words.",
     NULL,
     "title = \"Returning the address of a local\""},
    {"question",
     true,
     {.shape = ESC_SHAPE_PROSE},
     "What the reader wants to know.",
     NULL,
     "question = \"What does it cost when a function returns &t instead of t?\""},
    {"because",
     true,
     {.shape = ESC_SHAPE_PROSE},
     "Why the value escapes.",
     NULL,
     "because = \"The address outlives the frame, so the compiler moves t to the heap.\""},
    {"remedy",
     true,
     {.shape = ESC_SHAPE_PROSE},
     "How to keep it on the stack.",
     NULL,
     "remedy = \"Return the value.\""},
    {"params",
     false,
     {.shape = ESC_SHAPE_RECORD, .record = &params_record, .or_list = &param},
     "What varies. Each combination of values is a point, measured on its own; at most 4096.",
     "one point without parameters",
     "params = { size = { 8, 64 } }"},
    {"go",
     false,
     {.shape = ESC_SHAPE_CODE},
     "Go that stands before the strategies: imports, types, helpers.",
     "nothing",
     NULL},
    {"c",
     false,
     {.shape = ESC_SHAPE_CODE},
     "C that stands before the strategies: types, helpers.",
     "nothing",
     NULL},
    {"strategies",
     true,
     {.shape = ESC_SHAPE_RECORD, .record = &strategies_record},
     "The ways to do the work; `stack` and `heap` always.",
     NULL,
     "strategies = { stack = {…}, heap = {…} }"},
    {"control",
     false,
     {.shape = ESC_SHAPE_FLAG},
     "Both sides are the same code, so that the factor shows the noise floor.",
     "`false`",
     NULL},
    {"threads",
     false,
     {.shape = ESC_SHAPE_WHOLE, .least = 1, .most = ESC_MOST_THREADS},
     "How many threads do the work at once. Or name a parameter `threads`.",
     "1",
     "threads = 4"},
    {"runtimes",
     false,
     {.shape = ESC_SHAPE_LIST, .element = &runtime},
     "Which runtimes may serve the strategies on the heap.",
     "all of them",
     "runtimes = { \"goheap\", \"malloc\" }"},
    {"iterations",
     false,
     {.shape = ESC_SHAPE_EXPECTED, .least = 0, .most = MOST_WHOLE},
     "Operations that a sample must have at least, however long they take: a number, or a function "
     "from the point to one. For work whose price comes in lumps, such as a collection in every "
     "million operations: give it room for a few.",
     "as many as fill a sample's time",
     "iterations = function(p) return p.live * 94000 end"},
    {"tolerance",
     false,
     {.shape = ESC_SHAPE_NUMBER, .least = 0, .most = MOST_WHOLE},
     "By how much the counted allocations per operation may differ from the expected ones.",
     "0, so they must be exact",
     "tolerance = 0.01"},
};
/* clang-format on */

const struct esc_record esc_schema_case = {
    .name = "case",
    .title = "The case",
    .fields = case_fields,
    .count = COUNT(case_fields),
};

const struct esc_record *const esc_schema_records[] = {
    &esc_schema_case, &params_record, &param_record, &strategies_record, &strategy_record, NULL,
};

/* [a-z][a-z0-9]*, then groups of `joint` and [a-z0-9]+. Names become parts of file names and of
 * symbols, so they have an end. */
static bool joined(const char *name, char joint)
{
    if (!islower((unsigned char)*name) || strlen(name) > ESC_NAME_MOST)
        return false;
    for (; *name != '\0'; name++) {
        bool joins = *name == joint && name[1] != joint && name[1] != '\0';
        bool plain = islower((unsigned char)*name) || isdigit((unsigned char)*name);
        if (!plain && !joins)
            return false;
    }
    return true;
}

bool esc_schema_named(enum esc_naming naming, const char *name)
{
    if (naming == ESC_NAMING_ANY)
        return true;
    return joined(name, naming == ESC_NAMING_KEBAB ? '-' : '_');
}

const char *esc_schema_naming_words(enum esc_naming naming)
{
    static const char *const words[] = {
        [ESC_NAMING_ANY] = "any text",
        [ESC_NAMING_KEBAB] = "up to 60 lower-case letters and digits joined by hyphens",
        [ESC_NAMING_SNAKE] = "up to 60 lower-case letters and digits joined by underscores",
    };
    return words[naming];
}
