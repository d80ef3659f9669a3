/*
 * Rows and pages. See rows.h for the contracts.
 */
#include "words/rows.h"

#include "base/memory.h"
#include "base/text.h"
#include "words/units.h"

#include <stdlib.h>

static struct esc_row row_of(const struct esc_run *run, size_t case_index, size_t point)
{
    struct esc_row row = {case_index, point, esc_pick_variant(run, case_index, point, 0),
                          esc_pick_variant(run, case_index, point, 1), NULL};
    if (row.heap != ESC_PICK_NONE)
        row.pair = esc_pick_pair(run, row.heap);
    return row;
}

static bool is_planned(const struct esc_run *run, size_t case_index, size_t point)
{
    return esc_pick_variant(run, case_index, point, 0) != ESC_PICK_NONE ||
           esc_pick_variant(run, case_index, point, 1) != ESC_PICK_NONE;
}

static void add_row(const struct esc_run *run, size_t case_index, size_t point,
                    struct esc_row **rows, size_t *count)
{
    if (point == ESC_PICK_NONE || !is_planned(run, case_index, point))
        return;
    *rows = esc_grow(*rows, count, sizeof **rows);
    (*rows)[*count - 1] = row_of(run, case_index, point);
}

struct esc_row *esc_rows_one_each(const struct esc_run *run, size_t *count)
{
    struct esc_row *rows = NULL;
    *count = 0;
    for (size_t case_index = 0; case_index < run->case_count; case_index++)
        add_row(run, case_index, esc_pick_point(run, case_index), &rows, count);
    return rows;
}

static struct esc_row *all_points(const struct esc_run *run, size_t *count)
{
    struct esc_row *rows = NULL;
    *count = 0;
    for (size_t case_index = 0; case_index < run->case_count; case_index++)
        for (size_t point = 0; point < run->cases[case_index].point_count; point++)
            add_row(run, case_index, point, &rows, count);
    return rows;
}

struct ranked {
    struct esc_row row;
    int group; /* 0 a factor, 1 a control, 2 no figures */
    double rank;
    size_t index; /* keeps the order of equals */
};

static int compare_ranked(const void *one, const void *other)
{
    const struct ranked *a = one;
    const struct ranked *b = other;
    if (a->group != b->group)
        return a->group - b->group;
    if (a->group == 0 && (a->rank > b->rank || a->rank < b->rank))
        return a->rank > b->rank ? -1 : 1;
    return (a->index > b->index) - (a->index < b->index);
}

static struct ranked rank_by_factor(const struct esc_run *run, const struct esc_row *row, size_t i)
{
    bool figures = row->pair != NULL && row->pair->factor.known;
    int group = !figures ? 2 : run->cases[row->case_index].control ? 1 : 0;
    return (struct ranked){*row, group, figures ? row->pair->factor.median : 0, i};
}

static struct ranked rank_by_cycles(const struct esc_run *run, const struct esc_row *row, size_t i)
{
    return (struct ranked){*row, 0, esc_row_cycles(run, row), i};
}

static void sort_rows(const struct esc_run *run, struct esc_row *rows, size_t count,
                      struct ranked (*rank)(const struct esc_run *, const struct esc_row *, size_t))
{
    struct ranked *ranked = esc_calloc(count, sizeof *ranked);
    for (size_t i = 0; i < count; i++)
        ranked[i] = rank(run, &rows[i], i);
    qsort(ranked, count, sizeof *ranked, compare_ranked);
    for (size_t i = 0; i < count; i++)
        rows[i] = ranked[i].row;
    free(ranked);
}

struct esc_row *esc_rows_by_factor(const struct esc_run *run, size_t *count)
{
    struct esc_row *rows = esc_rows_one_each(run, count);
    sort_rows(run, rows, *count, rank_by_factor);
    return rows;
}

struct esc_row *esc_rows_shown(const struct esc_run *run, size_t most, size_t *count)
{
    struct esc_row *rows = all_points(run, count);
    if (*count <= most || run->case_count == 1)
        return rows;
    free(rows);
    return esc_rows_by_factor(run, count);
}

static bool is_collected(const struct esc_run *run, const struct esc_row *row)
{
    bool tells = esc_row_cycles(run, row) > 0 || esc_row_share(run, row) > 0;
    return tells && !run->cases[row->case_index].control;
}

/* Below each row those of real Go. Takes `rows`. */
static struct esc_row *with_go(const struct esc_run *run, struct esc_row *rows, size_t *count)
{
    struct esc_row *all = NULL;
    size_t total = 0;
    for (size_t i = 0; i < *count; i++)
        for (size_t go = 0; go <= run->go_count; go++) {
            struct esc_row row = go == 0 ? rows[i] : esc_row_go(run, &rows[i], go - 1);
            if (go > 0 && (row.heap == rows[i].heap || !is_collected(run, &row)))
                continue;
            all = esc_grow(all, &total, sizeof *all);
            all[total - 1] = row;
        }
    free(rows);
    *count = total;
    return all;
}

struct esc_row *esc_rows_collected(const struct esc_run *run, size_t most, size_t *count)
{
    size_t all;
    struct esc_row *rows = esc_rows_shown(run, most, &all);
    *count = 0;
    for (size_t i = 0; i < all; i++)
        if (is_collected(run, &rows[i]))
            rows[(*count)++] = rows[i];
    if (*count > 0)
        sort_rows(run, rows, *count, rank_by_cycles);
    return with_go(run, rows, count);
}

size_t esc_rows_page(size_t rows, size_t most, size_t page, size_t *first, size_t *pages)
{
    *pages = rows == 0 ? 1 : (rows + most - 1) / most;
    size_t least = rows / *pages;
    size_t larger = rows % *pages; /* pages with one row more */
    *first = page * least + (page < larger ? page : larger);
    return least + (page < larger);
}

/* First row of the group that `row` is in. */
static size_t group_of(const struct esc_row *rows, size_t count, size_t row)
{
    while (row > 0 && row < count && rows[row - 1].case_index == rows[row].case_index &&
           rows[row - 1].point == rows[row].point)
        row--;
    return row;
}

size_t esc_rows_page_whole(const struct esc_row *rows, size_t count, size_t most, size_t together,
                           size_t page, size_t *first, size_t *pages)
{
    /* A page may grow by the rest of a group that begins on it. */
    size_t room = most >= together ? most - together + 1 : 1;
    size_t n = esc_rows_page(count, room, page, first, pages);
    size_t end = group_of(rows, count, *first + n);
    *first = group_of(rows, count, *first);
    return end - *first;
}

double esc_row_cycles(const struct esc_run *run, const struct esc_row *row)
{
    if (!esc_pick_measured(run, row->heap) || !run->figures[row->heap].cycles_per_mop.known)
        return -1;
    return run->figures[row->heap].cycles_per_mop.median;
}

double esc_row_share(const struct esc_run *run, const struct esc_row *row)
{
    if (!esc_pick_measured(run, row->heap) || !run->figures[row->heap].gc_share.known)
        return -1;
    return run->figures[row->heap].gc_share.median;
}

const struct esc_estimate *esc_row_time(const struct esc_run *run, size_t variant)
{
    return esc_pick_measured(run, variant) ? &run->figures[variant].ns_per_op : NULL;
}

bool esc_row_is_remedy(const struct esc_run *run, const struct esc_row *row, size_t variant)
{
    const struct esc_variant *one = &run->variants[variant];
    return one->case_index == row->case_index && one->point == row->point &&
           esc_variant_strategy(run, one)->remedy && esc_pick_default(run, one) &&
           esc_pick_measured(run, variant);
}

char *esc_row_name(const struct esc_run *run, const struct esc_row *row)
{
    const struct esc_case *bench_case = &run->cases[row->case_index];
    return esc_format("%s%s", bench_case->name, bench_case->control ? " (control)" : "");
}

char *esc_row_detail(const struct esc_run *run, const struct esc_row *row)
{
    const struct esc_case *bench_case = &run->cases[row->case_index];
    char *point = esc_units_point(bench_case, &bench_case->points[row->point]);
    if (!esc_row_is_go(run, row))
        return point;
    const char *release = run->gos[run->variants[row->heap].go].version;
    char *detail = esc_format("%s%s%s", point, *point != '\0' ? ", " : "", release);
    free(point);
    return detail;
}

struct esc_row esc_row_go(const struct esc_run *run, const struct esc_row *row, size_t go)
{
    struct esc_row other = {row->case_index, row->point,
                            esc_pick_go(run, row->case_index, row->point, 0, go),
                            esc_pick_go(run, row->case_index, row->point, 1, go), NULL};
    if (other.heap != ESC_PICK_NONE)
        other.pair = esc_pick_pair(run, other.heap);
    return other;
}

bool esc_row_is_go(const struct esc_run *run, const struct esc_row *row)
{
    return row->heap != ESC_PICK_NONE && esc_pick_is_go(&run->variants[row->heap]);
}

bool esc_rows_have_c(const struct esc_run *run, const struct esc_row *rows, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (!esc_row_is_go(run, &rows[i]))
            return true;
    return false;
}

const char *esc_rows_runtime(const struct esc_run *run, const struct esc_row *rows, size_t count)
{
    enum esc_runtime_id first = ESC_RUNTIME_NONE;
    bool c = esc_rows_have_c(run, rows, count);
    for (size_t i = 0; i < count; i++) {
        if (rows[i].heap == ESC_PICK_NONE || (c && esc_row_is_go(run, &rows[i])))
            continue;
        enum esc_runtime_id id = run->variants[rows[i].heap].runtime;
        if (id == ESC_RUNTIME_NONE) /* of a control */
            continue;
        if (first != ESC_RUNTIME_NONE && id != first)
            return "each case's default runtime";
        first = id;
    }
    return first == ESC_RUNTIME_NONE ? "heap" : esc_runtime_title(first);
}

char *esc_rows_releases(const struct esc_run *run)
{
    struct esc_text text = {0};
    for (size_t go = 0; go < run->go_count; go++)
        esc_text_addf(&text, "%s%s", go > 0 ? ", " : "", run->gos[go].version);
    return esc_text_take(&text);
}
