/* What the gbench tests share: a list that keeps a copy of every reported row, and kernels that
 * count how often they were entered. */
#ifndef GBENCH_ROWS_H
#define GBENCH_ROWS_H

#include "gbench/gbench.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

enum { ROWS_MAX = 64, COUNTERS_MAX = 8 };

struct kept_row {
    char name[128];
    char run_name[128];
    char family[64];
    char aggregate[16];
    char label[64];
    char message[128];
    char counter_names[COUNTERS_MAX][32];
    struct gb_counter counters[COUNTERS_MAX];
    struct gb_row row; /* its pointers are dead */
};

struct kept_rows {
    size_t count;
    struct kept_row rows[ROWS_MAX];
};

static inline void keep_text(char *copy, size_t capacity, const char *text)
{
    assert_in_range(strlen(text), 0, capacity - 1);
    snprintf(copy, capacity, "%s", text);
}

static inline void keep_row(void *user, const struct gb_row *row)
{
    struct kept_rows *rows = user;
    assert_in_range(rows->count, 0, ROWS_MAX - 1);
    assert_in_range(row->counter_count, 0, COUNTERS_MAX);
    struct kept_row *kept = &rows->rows[rows->count++];
    kept->row = *row;
    keep_text(kept->name, sizeof kept->name, row->name);
    keep_text(kept->run_name, sizeof kept->run_name, row->run_name);
    keep_text(kept->family, sizeof kept->family, row->family);
    keep_text(kept->aggregate, sizeof kept->aggregate, row->aggregate);
    keep_text(kept->label, sizeof kept->label, row->label);
    keep_text(kept->message, sizeof kept->message, row->message);
    for (size_t i = 0; i < row->counter_count; i++) {
        kept->counters[i] = row->counters[i];
        keep_text(kept->counter_names[i], sizeof kept->counter_names[i], row->counters[i].name);
    }
}

/* The counter's value; the test fails if there is none. */
static inline double kept_counter(const struct kept_row *kept, const char *name)
{
    for (size_t i = 0; i < kept->row.counter_count; i++)
        if (strcmp(kept->counter_names[i], name) == 0)
            return kept->counters[i].value;
    fail_msg("no counter %s in %s", name, kept->name);
    return 0;
}

/* Registers spec alone and runs it; all rows into `rows`. */
static inline void run_alone(const struct gb_spec *spec, struct kept_rows *rows)
{
    struct gb_error error = {""};
    *rows = (struct kept_rows){0};
    assert_true(gb_clear());
    if (!gb_register(spec, &error))
        fail_msg("gb_register: %s", error.text);
    if (gb_run(NULL, keep_row, rows, &error) == 0)
        fail_msg("gb_run: %s", error.text);
    assert_true(gb_clear());
}

/* Adds the iterations it does to *user, a long. For one thread. */
static inline void count_iterations(struct gb_state *state, void *user)
{
    long *done = user;
    for (int64_t n; (n = gb_batch(state)) > 0;)
        for (; n > 0; n--) {
            ++*done;
            gb_clobber_memory();
        }
}

#endif
