/*
 * Counters in words. See tally.h for the contracts.
 */
#include "words/tally.h"

#include "base/memory.h"
#include "base/text.h"
#include "words/units.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Columns are the events, then the case's counters. NaN: unknown. */
static double value_of(const struct esc_variant *variant, size_t column)
{
    const struct esc_tally *tally = &variant->tally;
    if (column >= ESC_EVENTS)
        return tally->set[column - ESC_EVENTS] ? tally->counters[column - ESC_EVENTS] : NAN;
    bool known = tally->events_taken && tally->refused[column] == ESC_REFUSAL_NONE;
    return known ? tally->events[column] : NAN;
}

static bool has_some(const struct esc_variant *variant)
{
    for (size_t c = 0; c < ESC_TALLY_COLUMNS; c++)
        if (!isnan(value_of(variant, c)))
            return true;
    return false;
}

static bool is_shown(const struct esc_run *run, size_t case_index, size_t column)
{
    for (size_t v = 0; v < run->variant_count; v++)
        if (run->variants[v].case_index == case_index &&
            !isnan(value_of(&run->variants[v], column)))
            return true;
    return false;
}

/* "occupancy (%, higher is better)" */
static char *counter_head(const struct esc_own_counter *counter)
{
    static const char *const pers[ESC_COUNTER_PERS] = {
        [ESC_PER_OPERATION] = "an operation", [ESC_PER_SECOND] = "a second"};
    struct esc_text words = {0};
    const char *between = " (";
    esc_text_add(&words, counter->label);
    if (counter->unit != NULL)
        esc_text_addf(&words, "%s%s", between, counter->unit);
    between = counter->unit != NULL ? " " : between;
    if (pers[counter->per] != NULL)
        esc_text_addf(&words, "%s%s", between, pers[counter->per]);
    between = counter->unit != NULL || pers[counter->per] != NULL ? ", " : between;
    if (counter->better != ESC_BETTER_NEITHER)
        esc_text_addf(&words, "%s%s is better", between, esc_betters[counter->better]);
    if (words.length > strlen(counter->label))
        esc_text_add(&words, ")");
    return esc_text_take(&words);
}

/* What is rare is told per million operations, as collections are (GC/M). */
static const struct {
    const char *head;
    double by;
} events[ESC_EVENTS] = {
    [ESC_EVENT_INSTRUCTIONS] = {"instructions", 1},
    [ESC_EVENT_CYCLES] = {"cycles", 1},
    [ESC_EVENT_CACHE_MISSES] = {"cache misses", 1},
    [ESC_EVENT_BRANCH_MISSES] = {"branch misses", 1},
    [ESC_EVENT_PAGE_FAULTS] = {"page faults/M", 1e6},
    [ESC_EVENT_CONTEXT_SWITCHES] = {"switches/M", 1e6},
};

static char *head_of(const struct esc_case *bench_case, size_t column)
{
    if (column < ESC_EVENTS)
        return esc_strdup(events[column].head);
    return counter_head(&bench_case->counters[column - ESC_EVENTS]);
}

static char *cell_of(double value, size_t column)
{
    char words[ESC_UNITS_TEXT];
    if (isnan(value))
        return esc_strdup("n/a");
    return column < ESC_EVENTS ? esc_strdup(esc_units_count(words, value * events[column].by))
                               : esc_format("%.4g", value);
}

static void add_row(struct esc_tally_table *table, const struct esc_run *run, size_t v,
                    const size_t *shown)
{
    table->rows = esc_grow(table->rows, &table->row_count, sizeof *table->rows);
    struct esc_tally_row *row = &table->rows[table->row_count - 1];
    row->variant = v;
    for (size_t c = 0; c < table->column_count; c++) {
        row->values[c] = value_of(&run->variants[v], shown[c]);
        row->cells[c] = cell_of(row->values[c], shown[c]);
    }
}

struct esc_tally_table esc_tally_table_of(const struct esc_run *run, size_t case_index)
{
    const struct esc_case *bench_case = &run->cases[case_index];
    struct esc_tally_table table = {0};
    size_t shown[ESC_TALLY_COLUMNS];
    for (size_t c = 0; c < ESC_EVENTS + bench_case->counter_count; c++) {
        if (!is_shown(run, case_index, c))
            continue;
        shown[table.column_count] = c;
        table.heads[table.column_count++] = head_of(bench_case, c);
    }
    for (size_t v = 0; v < run->variant_count; v++)
        if (run->variants[v].case_index == case_index && has_some(&run->variants[v]))
            add_row(&table, run, v, shown);
    return table;
}

void esc_tally_table_free(struct esc_tally_table *table)
{
    for (size_t c = 0; c < table->column_count; c++)
        free(table->heads[c]);
    for (size_t r = 0; r < table->row_count; r++)
        for (size_t c = 0; c < table->column_count; c++)
            free(table->rows[r].cells[c]);
    free(table->rows);
    *table = (struct esc_tally_table){0};
}

bool esc_tally_any(const struct esc_run *run)
{
    for (size_t v = 0; v < run->variant_count; v++)
        if (has_some(&run->variants[v]))
            return true;
    return false;
}

static bool is_refused(const struct esc_run *run, int event, enum esc_refusal refusal)
{
    for (size_t v = 0; v < run->variant_count; v++)
        if (run->variants[v].tally.events_taken && run->variants[v].tally.refused[event] == refusal)
            return true;
    return false;
}

char *esc_tally_refusals(const struct esc_run *run)
{
    static const char *const reasons[ESC_REFUSALS] = {
        [ESC_REFUSAL_ABSENT] = "this machine offers no such counter; many virtual ones do not",
        [ESC_REFUSAL_FORBIDDEN] =
            "the kernel forbids it; `sysctl kernel.perf_event_paranoid=1`, "
            "by root, allows it, in a container its own filter must, too",
        [ESC_REFUSAL_OTHER] = "the kernel could not open it",
    };
    struct esc_text words = {0};
    for (int refusal = ESC_REFUSAL_NONE + 1; refusal < ESC_REFUSALS; refusal++) {
        const char *between = words.length > 0 ? ". " : "n/a: ";
        size_t before = words.length;
        for (int e = 0; e < ESC_EVENTS; e++) {
            if (!is_refused(run, e, (enum esc_refusal)refusal))
                continue;
            esc_text_addf(&words, "%s%s", between, esc_event_words((enum esc_event)e));
            between = ", ";
        }
        if (words.length > before)
            esc_text_addf(&words, ": %s", reasons[refusal]);
    }
    return words.length > 0 ? esc_text_take(&words) : NULL;
}
