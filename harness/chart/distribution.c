/*
 * Every sample of both sides of a case, cumulative: no bin or bandwidth to choose, and modes and
 * tails are seen.
 */
#include "chart/kinds.h"

#include "base/memory.h"
#include "base/quantile.h"
#include "chart/layout.h"
#include "words/finding.h"
#include "words/outlier.h"
#include "words/rows.h"
#include "words/units.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { SAMPLES_LEAST = 5, SIDES_MOST = 8 };

struct outlier {
    double ns;
    enum esc_outlier cause;
};

struct side {
    size_t variant;
    enum esc_role role;
    double *ns; /* sorted, owned */
    size_t n;
    struct outlier *outliers; /* the last of ns, in the same order; owned */
    size_t outlier_count;
};

struct distribution {
    const struct esc_run *run;
    const enum esc_outlier *outliers; /* one a record */
    size_t case_index, point;
    struct side side[SIDES_MOST]; /* [0] stack, [1] heap, then others */
    size_t count;
};

static int by_time(const void *a, const void *b)
{
    const struct outlier *one = a, *other = b;
    return (one->ns > other->ns) - (one->ns < other->ns);
}

/* All above the fence of the side's samples, so they are its last. */
static void add_outlier(struct side *side, double ns, enum esc_outlier cause)
{
    if (cause == ESC_OUTLIER_NONE)
        return;
    side->outliers = esc_grow(side->outliers, &side->outlier_count, sizeof *side->outliers);
    side->outliers[side->outlier_count - 1] = (struct outlier){ns, cause};
}

static void add_side(struct distribution *distribution, size_t variant)
{
    const struct esc_run *run = distribution->run;
    struct side side = {.variant = variant, .role = esc_pick_role(run, &run->variants[variant])};
    for (size_t r = 0; r < run->record_count; r++) {
        const struct esc_record *record = &run->records[r];
        if (record->variant != variant || record->status != ESC_STATUS_OK ||
            record->iterations == 0 || record->wall_ns <= 0)
            continue;
        side.ns = esc_grow(side.ns, &side.n, sizeof *side.ns);
        side.ns[side.n - 1] = esc_record_ns_per_op(record);
        add_outlier(&side, side.ns[side.n - 1], distribution->outliers[r]);
    }
    if (side.n > 0)
        esc_sort(side.ns, side.n);
    if (side.outlier_count > 0)
        qsort(side.outliers, side.outlier_count, sizeof *side.outliers, by_time);
    distribution->side[distribution->count++] = side;
}

static void free_sides(struct distribution *distribution)
{
    for (size_t i = 0; i < distribution->count; i++)
        free(distribution->side[i].ns), free(distribution->side[i].outliers);
}

/* Sides of C first, then real Go's stack and heap. */
static void add_sides(struct distribution *distribution, bool go)
{
    const struct esc_run *run = distribution->run;
    for (size_t v = 0; v < run->variant_count && distribution->count < SIDES_MOST; v++) {
        const struct esc_variant *variant = &run->variants[v];
        bool wanted =
            go ? esc_pick_is_go(variant) && variant->strategy < 2 : esc_pick_default(run, variant);
        if (wanted && variant->case_index == distribution->case_index &&
            variant->point == distribution->point && esc_pick_measured(run, v))
            add_side(distribution, v);
    }
}

/* False: one of the sides has too few samples for a picture. The caller frees the sides anyway. */
static bool find_sides(struct distribution *distribution)
{
    distribution->point = esc_pick_point(distribution->run, distribution->case_index);
    if (distribution->point == ESC_PICK_NONE)
        return false;
    add_sides(distribution, false);
    add_sides(distribution, true);
    size_t full = 0;
    for (size_t i = 0; i < distribution->count; i++)
        full += distribution->side[i].n >= SAMPLES_LEAST;
    bool both = distribution->count >= 2 && distribution->side[0].role == ESC_ROLE_STACK &&
                distribution->side[1].role == ESC_ROLE_HEAP;
    return both && full == distribution->count;
}

/* ---- words ---- */

static struct esc_samples samples_of(const struct distribution *distribution, size_t side)
{
    const struct side *one = &distribution->side[side];
    return (struct esc_samples){one->ns, one->n,
                                distribution->run->figures[one->variant].ns_per_op.median};
}

static char *finding(const struct distribution *distribution)
{
    struct esc_samples stack = samples_of(distribution, 0);
    struct esc_samples heap = samples_of(distribution, 1);
    return esc_finding_distribution(
        &stack, &heap, esc_pick_pair(distribution->run, distribution->side[1].variant));
}

static char *second_line(const struct distribution *distribution)
{
    const struct esc_case *bench_case = &distribution->run->cases[distribution->case_index];
    const struct esc_variant *heap = &distribution->run->variants[distribution->side[1].variant];
    const bool allocates = heap->runtime != ESC_RUNTIME_NONE;
    char *point = esc_units_point(bench_case, &bench_case->points[distribution->point]);
    char *releases = esc_rows_releases(distribution->run);
    char *text = esc_format("%s%s%s, %zu samples a side, %s%s%s%s", bench_case->name,
                            *point != '\0' ? ", " : "", point, distribution->side[1].n,
                            allocates ? "heap on the " : "both on the stack",
                            allocates ? esc_runtime_title(heap->runtime) : "",
                            *releases != '\0' ? "; dashed: real Go, " : "", releases);
    free(releases);
    free(point);
    return text;
}

/* ---- the figure ---- */

static bool is_go(const struct distribution *distribution, size_t side)
{
    return esc_pick_is_go(&distribution->run->variants[distribution->side[side].variant]);
}

/* "heap 20.4 ns". Caller frees. */
static char *name_of(const struct distribution *distribution, size_t side)
{
    char median[ESC_UNITS_TEXT];
    size_t variant = distribution->side[side].variant;
    char *name = esc_pick_name(distribution->run, &distribution->run->variants[variant]);
    char *label = esc_chart_clean(name);
    char *words = esc_format("%s %s", label,
                             esc_units_ns_drawn(median, samples_of(distribution, side).median_ns));
    free(label);
    free(name);
    return words;
}

static void add_curve(struct panel *panel, const struct distribution *distribution, size_t side)
{
    const struct side *one = &distribution->side[side];
    struct series *curve = esc_figure_series(panel, FORM_STEPS, esc_role_mark(one->role));
    curve->open = is_go(distribution, side);
    curve->label = name_of(distribution, side);
    curve->label_at = LABEL_CURVE;
    curve->label_colour = esc_role_ink(one->role);
    curve->label_size = side < 2 ? TEXT_BODY : TEXT_SMALL;
    esc_figure_point(curve, one->ns[0], 0, NAN, NAN);
    for (size_t k = 0; k < one->n; k++)
        esc_figure_point(curve, one->ns[k], 100 * (double)(k + 1) / (double)one->n, NAN, NAN);
}

/* A hollow mark on the curve for each, with its cause. */
static bool add_rings(struct panel *panel, const struct distribution *distribution, size_t side)
{
    const struct side *one = &distribution->side[side];
    if (one->outlier_count == 0)
        return false;
    struct series *rings = esc_figure_series(panel, FORM_DOT, esc_role_mark(one->role));
    rings->open = true;
    rings->words_at = WORDS_BESIDE;
    rings->words_size = TEXT_SMALL;
    rings->words_colour = esc_role_ink(one->role);
    for (size_t k = 0; k < one->outlier_count; k++) {
        const size_t rank = one->n - one->outlier_count + k + 1;
        struct point *point = esc_figure_point(rings, one->outliers[k].ns,
                                               100 * (double)rank / (double)one->n, NAN, NAN);
        point->words = esc_strdup(esc_outlier_words(one->outliers[k].cause));
    }
    return true;
}

static struct figure figure_of(const struct distribution *distribution)
{
    struct figure figure = {.beside = false};
    struct panel *panel = esc_figure_panel(&figure, 1);
    panel->x.words = esc_chart_ns_words;
    panel->x.spacing = 4.2;
    panel->x.force_log = true; /* the picture is about relative spread */
    panel->y = (struct axis){.title = "samples at or below",
                             .colour = "muted",
                             .words = esc_chart_percent_words,
                             .spacing = 1,
                             .top = 104,
                             .step = 25};
    for (size_t i = 0; i < distribution->count; i++)
        add_curve(panel, distribution, i);
    for (size_t i = 0; i < distribution->count; i++) {
        const char *mark = esc_role_mark(distribution->side[i].role);
        struct series *median = esc_figure_series(panel, FORM_DOT, mark);
        median->open = is_go(distribution, i);
        esc_figure_point(median, samples_of(distribution, i).median_ns, 50, NAN, NAN);
    }
    bool rings = false;
    for (size_t i = 0; i < distribution->count; i++)
        rings = add_rings(panel, distribution, i) || rings;
    figure.foot = esc_strdup("time per operation of a sample");
    figure.foot_more = esc_strdup(rings ? "; dot: median; hollow: unusually slow, with its cause"
                                        : "; dot: median");
    return figure;
}

static void add_tables(struct sheet *sheet, const struct distribution *distribution)
{
    esc_text_add(&sheet->tsv, "variant\tns_per_op\tshare\toutlier\n");
    for (size_t i = 0; i < distribution->count; i++) {
        const struct side *side = &distribution->side[i];
        for (size_t k = 0; k < side->n; k++) {
            esc_chart_tsv_text(sheet, distribution->run->variants[side->variant].label, "");
            const size_t usual = side->n - side->outlier_count;
            const enum esc_outlier cause =
                k < usual ? ESC_OUTLIER_NONE : side->outliers[k - usual].cause;
            esc_text_addf(&sheet->tsv, "\t%.10g\t%.6g\t%s\n", side->ns[k],
                          (double)(k + 1) / (double)side->n, esc_outlier_key(cause));
        }
    }
}

static void write_case(const struct distribution *distribution, const struct style *style,
                       struct sheets *out)
{
    char *name =
        esc_format("distribution-%s", distribution->run->cases[distribution->case_index].name);
    char *title = finding(distribution);
    char *second = second_line(distribution);
    struct sheet sheet = esc_chart_sheet(distribution->run, style, name, title, second);
    struct figure figure = figure_of(distribution);
    esc_layout(&sheet, &figure, 0, 0);
    add_tables(&sheet, distribution);
    esc_chart_add(out, sheet);
    esc_figure_free(&figure);
    free(second);
    free(title);
    free(name);
}

bool esc_chart_has_distribution(const struct esc_run *run)
{
    return run->record_count >= SAMPLES_LEAST;
}

void esc_chart_distribution(const struct esc_run *run, const struct style *style,
                            struct sheets *out)
{
    enum esc_outlier *outliers = esc_outliers(run);
    for (size_t case_index = 0; case_index < run->case_count; case_index++) {
        struct distribution distribution = {
            .run = run, .outliers = outliers, .case_index = case_index};
        if (find_sides(&distribution))
            write_case(&distribution, style, out);
        free_sides(&distribution);
    }
    free(outliers);
}
