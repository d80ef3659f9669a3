/*
 * The runs of many machines become rows, orders and odd ones. See class.h for the contracts.
 */
#include "stats/class.h"

#include "base/memory.h"
#include "base/path.h"
#include "base/quantile.h"
#include "base/rank.h"
#include "base/text.h"
#include "words/pick.h"
#include "words/price.h"

#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* ---- adding ---- */

/* Two files are of one run when all factors are the same to the last digit: ids are times of a
 * second, and a room starts together. */
static uint64_t print_of(const struct esc_run *run)
{
    unsigned long long hash = esc_hash(ESC_HASH_START, run->id, strlen(run->id));
    hash = esc_hash(hash, &run->seed, sizeof run->seed);
    for (size_t i = 0; i < run->pair_count; i++) {
        const struct esc_pair *pair = &run->pairs[i];
        const double values[] = {pair->factor.median, pair->factor.low, pair->price_ns.median};
        if (pair->factor.known)
            hash = esc_hash(hash, values, sizeof values);
    }
    return hash;
}

/* "Intel(R) Core(TM) i7-8550U CPU @ 1.80GHz" -> "Intel Core i7-8550U". Caller frees. */
static char *processor_of(const char *cpu)
{
    static const char *const noise[] = {"(R)", "(r)", "(TM)", "(tm)", " CPU", " Processor"};
    struct esc_text out = {0};
    const char *at = cpu != NULL && *cpu != '\0' ? cpu : "unknown processor";
    while (*at != '\0' && strncmp(at, " @ ", 3) != 0 && strncmp(at, " with ", 6) != 0) {
        size_t skip = 0;
        for (size_t i = 0; i < sizeof noise / sizeof *noise && skip == 0; i++)
            skip = strncmp(at, noise[i], strlen(noise[i])) == 0 ? strlen(noise[i]) : 0;
        bool blank = isspace((unsigned char)*at) != 0;
        if (skip == 0 && !(blank && (out.length == 0 || out.bytes[out.length - 1] == ' ')))
            esc_text_add_bytes(&out, blank ? " " : at, 1);
        at += skip > 0 ? skip : 1;
    }
    while (out.length > 0 && out.bytes[out.length - 1] == ' ')
        out.bytes[--out.length] = '\0';
    return esc_text_take(&out);
}

static bool same_text(const char *a, const char *b)
{
    return a == NULL || b == NULL ? a == b : strcmp(a, b) == 0;
}

/* Whether two rows are one case of one text on one runtime; points may differ. */
static bool same_case(const struct esc_class_row *a, const struct esc_class_row *b)
{
    return strcmp(a->case_name, b->case_name) == 0 && a->text_hash == b->text_hash &&
           same_text(a->release, b->release);
}

static struct esc_class_row *find_row(struct esc_class *class, const struct esc_class_row *wanted)
{
    for (size_t i = 0; i < class->row_count; i++)
        if (same_case(&class->rows[i], wanted) && strcmp(class->rows[i].point, wanted->point) == 0)
            return &class->rows[i];
    class->rows = esc_grow(class->rows, &class->row_count, sizeof *class->rows);
    struct esc_class_row *row = &class->rows[class->row_count - 1];
    *row = *wanted;
    row->case_name = esc_strdup(wanted->case_name);
    row->point = esc_strdup(wanted->point);
    row->release = esc_strdup(wanted->release);
    return row;
}

static bool is_factor(const struct esc_pair *pair)
{
    return pair != NULL && pair->factor.known && isfinite(pair->factor.median) &&
           pair->factor.median > 0;
}

/* A constant text, so that rows of two releases are two rows. */
static char *release_of(const struct esc_run *run, const struct esc_variant *variant)
{
    static char later[] = "Go 1.27 model heap";
    const struct esc_go *go = esc_variant_go(run, variant);
    return go != NULL ? go->version : variant->runtime == ESC_RUNTIME_GOHEAP_1_27 ? later : NULL;
}

/* Whether there was one. */
static bool add_factor(struct esc_class *class, const struct esc_run *run, size_t case_index,
                       size_t point)
{
    size_t heap = esc_pick_variant(run, case_index, point, 1);
    const struct esc_pair *pair = heap != ESC_PICK_NONE ? esc_pick_pair(run, heap) : NULL;
    if (!is_factor(pair))
        return false;
    const struct esc_case *bench_case = &run->cases[case_index];
    const struct esc_class_row wanted = {.case_name = bench_case->name,
                                         .point = bench_case->points[point].name,
                                         .release = release_of(run, &run->variants[heap]),
                                         .text_hash = bench_case->text_hash,
                                         .control = bench_case->control,
                                         .whole = esc_price_is_whole(run, pair)};
    struct esc_class_row *row = find_row(class, &wanted);
    row->dots = esc_grow(row->dots, &row->dot_count, sizeof *row->dots);
    row->dots[row->dot_count - 1] = (struct esc_class_dot){.machine = class->machine_count,
                                                           .factor = pair->factor,
                                                           .verdict = pair->verdict,
                                                           .resolved = esc_pick_resolved(pair)};
    return true;
}

static struct esc_class_machine machine_of(const struct esc_run *run, const char *path)
{
    const struct esc_machine *machine = &run->machine;
    bool named = machine->host != NULL && *machine->host != '\0';
    return (struct esc_class_machine){
        .name = esc_strdup(named ? machine->host : esc_base_name(path)),
        .processor = processor_of(machine->cpu),
        .path = esc_strdup(path),
        .run_id = esc_strdup(run->id),
        .started = esc_strdup(run->started),
        .version = esc_strdup(machine->version != NULL ? machine->version : "unknown"),
        .preset = esc_strdup(esc_preset_name(run->preset)),
        .rounds = run->rounds_done,
        .print = print_of(run),
        .order = NAN};
}

bool esc_class_add(struct esc_class *class, const struct esc_run *run, const char *path)
{
    uint64_t print = print_of(run);
    for (size_t i = 0; i < class->machine_count; i++) {
        if (class->machines[i].print != print)
            continue;
        esc_class_leave(class, path, NULL);
        class->left[class->left_count - 1].machine = i;
        return false;
    }
    size_t factors = 0;
    for (size_t c = 0; c < run->case_count; c++)
        for (size_t p = 0; p < run->cases[c].point_count; p++)
            factors += add_factor(class, run, c, p);
    if (factors == 0) {
        esc_class_leave(class, path, "has no factor of a case on its default runtime");
        return false;
    }
    class->machines = esc_grow(class->machines, &class->machine_count, sizeof *class->machines);
    class->machines[class->machine_count - 1] = machine_of(run, path);
    return true;
}

/* ---- rows ---- */

/* Whether more machines have the other row; of equals the earlier one is ahead. */
static bool is_ahead(const struct esc_class_row *other, const struct esc_class_row *row)
{
    return other->dot_count > row->dot_count || (other->dot_count == row->dot_count && other < row);
}

/* Whether another point of the same case stands for it. */
static bool is_outvoted(const struct esc_class *class, size_t index)
{
    const struct esc_class_row *row = &class->rows[index];
    for (size_t i = 0; i < class->row_count; i++)
        if (same_case(row, &class->rows[i]) && is_ahead(&class->rows[i], row))
            return true;
    return false;
}

static void keep_one_point_each(struct esc_class *class)
{
    bool *outvoted = esc_calloc(class->row_count, sizeof *outvoted);
    size_t kept = 0;
    for (size_t i = 0; i < class->row_count; i++)
        outvoted[i] = is_outvoted(class, i);
    for (size_t i = 0; i < class->row_count; i++) {
        if (outvoted[i])
            esc_class_row_free(&class->rows[i]);
        else
            class->rows[kept++] = class->rows[i];
    }
    class->row_count = kept;
    free(outvoted);
}

/* Of the texts and runtimes of one case the one that most machines have stands for it. */
static void mark_asides(struct esc_class *class)
{
    for (size_t i = 0; i < class->row_count; i++)
        for (size_t k = 0; k < class->row_count; k++) {
            struct esc_class_row *row = &class->rows[i];
            const struct esc_class_row *other = &class->rows[k];
            if (strcmp(row->case_name, other->case_name) == 0 && is_ahead(other, row))
                row->aside = true;
        }
}

/* Factors of a row's dots; caller frees. */
static double *factors_of(const struct esc_class_row *row)
{
    double *factors = esc_calloc(row->dot_count, sizeof *factors);
    for (size_t i = 0; i < row->dot_count; i++)
        factors[i] = row->dots[i].factor.median;
    return factors;
}

static void count_signs(struct esc_class_row *row)
{
    for (size_t i = 0; i < row->dot_count; i++) {
        const struct esc_class_dot *dot = &row->dots[i];
        row->slower += dot->resolved && dot->factor.median > 1;
        row->faster += dot->resolved && dot->factor.median < 1;
        row->open += !dot->resolved;
    }
}

static void find_odd(struct esc_class *class, struct esc_class_row *row, double *factors)
{
    double *scores = esc_calloc(row->dot_count, sizeof *scores);
    for (size_t i = 0; i < row->dot_count; i++)
        factors[i] = log(row->dots[i].factor.median);
    esc_modified_z(factors, row->dot_count, scores);
    for (size_t i = 0; i < row->dot_count; i++) {
        struct esc_class_dot *dot = &row->dots[i];
        dot->distance = scores[i];
        double off = fabs(log(dot->factor.median / row->median));
        dot->odd = fabs(scores[i]) > ESC_FAR_FROM_MEDIAN && off > log1p(ESC_CLASS_LEAST_DIFFERENCE);
        row->odd += dot->odd;
        class->machines[dot->machine].odd += dot->odd;
    }
    free(scores);
}

static void sum_up_row(struct esc_class *class, struct esc_class_row *row)
{
    double *factors = factors_of(row);
    row->median = esc_median(factors, row->dot_count);
    row->least = factors[0];
    row->most = factors[row->dot_count - 1];
    count_signs(row);
    if (row->dot_count >= ESC_CLASS_LEAST_DOTS)
        find_odd(class, row, factors);
    class->unknown_texts = class->unknown_texts || row->text_hash == 0;
    free(factors);
}

static int by_median(const void *a, const void *b)
{
    const struct esc_class_row *one = a;
    const struct esc_class_row *other = b;
    if (one->aside != other->aside)
        return one->aside - other->aside;
    if (one->control != other->control)
        return one->control - other->control;
    if (one->median != other->median)
        return one->median < other->median ? 1 : -1;
    return strcmp(one->case_name, other->case_name);
}

/* ---- orders ---- */

static void order_machine(struct esc_class *class, size_t index)
{
    struct esc_class_machine *machine = &class->machines[index];
    double *own = esc_calloc(2 * class->row_count + 1, sizeof *own);
    double *medians = own + class->row_count;
    for (size_t i = 0; i < class->row_count; i++) {
        const struct esc_class_row *row = &class->rows[i];
        const struct esc_class_dot *dot = esc_class_dot(row, index);
        if (dot == NULL || !esc_class_counts(row))
            continue;
        own[machine->rows] = dot->factor.median;
        medians[machine->rows++] = row->median;
    }
    if (machine->rows >= ESC_CLASS_LEAST_ROWS)
        machine->order = esc_spearman(own, medians, machine->rows);
    class->ordered += isfinite(machine->order) != 0;
    class->same_order += machine->order >= ESC_CLASS_SAME_ORDER;
    free(own);
}

/* Whether the row counts and no machine lacks it. */
static bool is_common(const struct esc_class *class, const struct esc_class_row *row)
{
    return esc_class_counts(row) && row->dot_count == class->machine_count;
}

static void find_concordance(struct esc_class *class)
{
    double *values = esc_calloc(class->machine_count * class->row_count + 1, sizeof *values);
    size_t rows = 0;
    for (size_t i = 0; i < class->row_count; i++)
        rows += is_common(class, &class->rows[i]);
    size_t at = 0;
    for (size_t i = 0; i < class->row_count; i++) {
        const struct esc_class_row *row = &class->rows[i];
        if (!is_common(class, row))
            continue;
        for (size_t m = 0; m < class->machine_count; m++)
            values[m * rows + at] = esc_class_dot(row, m)->factor.median;
        at++;
    }
    class->concordance_rows = rows;
    class->concordance = rows < ESC_CLASS_LEAST_ROWS
                             ? (double)NAN
                             : esc_kendall_w(values, class->machine_count, rows);
    free(values);
}

/* ---- names and groups ---- */

static size_t same_names(const struct esc_class *class, const char *name)
{
    size_t count = 0;
    for (size_t i = 0; i < class->machine_count; i++)
        count += strcmp(class->machines[i].name, name) == 0;
    return count;
}

/* Paths hold names of people. */
static void hide_paths(struct esc_class *class)
{
    for (size_t i = 0; i < class->machine_count; i++) {
        free(class->machines[i].path);
        class->machines[i].path = esc_format("file %zu", i + 1);
    }
    for (size_t i = 0; i < class->left_count; i++) {
        free(class->left[i].path);
        class->left[i].path = esc_strdup("a file");
    }
}

/* What is the run of a machine again says so by the name that its file has by now. */
static void give_reasons(struct esc_class *class)
{
    for (size_t i = 0; i < class->left_count; i++) {
        struct esc_class_left *left = &class->left[i];
        if (left->reason == NULL)
            left->reason = esc_format("is the run of %s again, which is counted once",
                                      class->machines[left->machine].path);
    }
}

/* "debian" of six laptops becomes "debian #2" of the second machine. */
static void name_machines(struct esc_class *class, bool anonymous)
{
    char **names = esc_calloc(class->machine_count, sizeof *names);
    for (size_t i = 0; i < class->machine_count; i++) {
        const struct esc_class_machine *machine = &class->machines[i];
        if (anonymous)
            names[i] = esc_format("machine %zu", i + 1);
        else if (same_names(class, machine->name) == 1)
            names[i] = esc_strdup(machine->name);
        else
            names[i] = esc_format("%s #%zu", machine->name, i + 1);
    }
    for (size_t i = 0; i < class->machine_count; i++) {
        free(class->machines[i].name);
        class->machines[i].name = names[i];
    }
    free(names);
}

static int by_machines(const void *a, const void *b)
{
    const struct esc_class_group *one = a;
    const struct esc_class_group *other = b;
    if (one->machines != other->machines)
        return one->machines < other->machines ? 1 : -1;
    return strcmp(one->processor, other->processor);
}

static size_t find_group(const struct esc_class *class, const char *processor)
{
    size_t g = 0;
    while (g < class->group_count && strcmp(class->groups[g].processor, processor) != 0)
        g++;
    return g;
}

static void group_machines(struct esc_class *class)
{
    for (size_t i = 0; i < class->machine_count; i++) {
        size_t g = find_group(class, class->machines[i].processor);
        if (g == class->group_count) {
            class->groups = esc_grow(class->groups, &class->group_count, sizeof *class->groups);
            class->groups[g].processor = esc_strdup(class->machines[i].processor);
        }
        class->groups[g].machines++;
    }
    if (class->group_count > 0)
        qsort(class->groups, class->group_count, sizeof *class->groups, by_machines);
    for (size_t i = 0; i < class->machine_count; i++)
        class->machines[i].group = find_group(class, class->machines[i].processor);
}

void esc_class_finish(struct esc_class *class, bool anonymous)
{
    keep_one_point_each(class);
    mark_asides(class);
    name_machines(class, anonymous);
    if (anonymous)
        hide_paths(class);
    give_reasons(class);
    group_machines(class);
    for (size_t i = 0; i < class->row_count; i++)
        sum_up_row(class, &class->rows[i]);
    if (class->row_count > 0)
        qsort(class->rows, class->row_count, sizeof *class->rows, by_median);
    for (size_t i = 0; i < class->machine_count; i++)
        order_machine(class, i);
    find_concordance(class);
}
