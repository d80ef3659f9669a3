/*
 * Every sample of both sides of a case, cumulative: no bin or bandwidth to choose, and modes and
 * tails are seen.
 */
#include "chart/kinds.h"

#include "base/memory.h"
#include "words/finding.h"
#include "words/units.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { SAMPLES_LEAST = 5, SIDES_MOST = 8 };

struct side {
    size_t variant;
    const char *role;
    double *ns; /* sorted, owned */
    size_t n;
};

struct distribution {
    const struct esc_run *run;
    const struct style *style;
    struct sheet *sheet;
    size_t item, point;
    struct side side[SIDES_MOST]; /* [0] stack, [1] heap, then remedies */
    size_t count;
    struct scale x, y;
};

static int compare_numbers(const void *one, const void *other)
{
    double a = *(const double *)one;
    double b = *(const double *)other;
    return (a > b) - (a < b);
}

static void add_side(struct distribution *distribution, size_t variant, const char *role)
{
    const struct esc_run *run = distribution->run;
    struct side side = {.variant = variant, .role = role};
    for (size_t r = 0; r < run->record_count; r++) {
        const struct esc_record *record = &run->records[r];
        if (record->variant != variant || record->status != ESC_STATUS_OK ||
            record->iterations == 0 || record->wall_ns <= 0)
            continue;
        side.ns = esc_grow(side.ns, &side.n, sizeof *side.ns);
        side.ns[side.n - 1] = (double)record->wall_ns / (double)record->iterations;
    }
    if (side.n > 0)
        qsort(side.ns, side.n, sizeof *side.ns, compare_numbers);
    distribution->side[distribution->count++] = side;
}

static void free_sides(struct distribution *distribution)
{
    for (size_t i = 0; i < distribution->count; i++)
        free(distribution->side[i].ns);
}

/* False: one of the sides has too few samples for a picture. The caller frees the sides anyway. */
static bool find_sides(struct distribution *distribution)
{
    const struct esc_run *run = distribution->run;
    distribution->point = esc_pick_point(run, distribution->item);
    if (distribution->point == ESC_PICK_NONE)
        return false;
    for (size_t v = 0; v < run->variant_count && distribution->count < SIDES_MOST; v++) {
        const struct esc_variant *variant = &run->variants[v];
        static const char *const roles[] = {"stack", "heap", "remedy"};
        if (variant->item == distribution->item && variant->point == distribution->point &&
            esc_pick_default(variant) && esc_pick_measured(run, v))
            add_side(distribution, v, roles[variant->strategy < 2 ? variant->strategy : 2]);
    }
    size_t full = 0;
    for (size_t i = 0; i < distribution->count; i++)
        full += distribution->side[i].n >= SAMPLES_LEAST;
    bool both = distribution->count >= 2 && strcmp(distribution->side[0].role, "stack") == 0 &&
                strcmp(distribution->side[1].role, "heap") == 0;
    return both && full == distribution->count;
}

/* ---- the finding ---- */

static double median_of(const struct distribution *distribution, size_t side)
{
    return distribution->run->figures[distribution->side[side].variant].ns_per_op.median;
}

static struct esc_samples samples_of(const struct distribution *distribution, size_t side)
{
    return (struct esc_samples){distribution->side[side].ns, distribution->side[side].n,
                                median_of(distribution, side)};
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
    const struct esc_case *item = &distribution->run->cases[distribution->item];
    const struct esc_variant *heap = &distribution->run->variants[distribution->side[1].variant];
    const bool allocates = heap->runtime != ESC_RUNTIME_NONE;
    char *point = esc_units_point(item, &item->points[distribution->point]);
    char *text =
        esc_format("%s%s%s, %zu samples a side, %s%s", item->name, *point != '\0' ? ", " : "",
                   point, distribution->side[1].n, allocates ? "heap on the " : "both on the stack",
                   allocates ? esc_runtime_title(heap->runtime) : "");
    free(point);
    return text;
}

/* ---- composing ---- */

/* "heap 20.4 ns". Caller frees. */
static char *name_of(const struct distribution *distribution, size_t side)
{
    char median[TIC_TEXT];
    size_t variant = distribution->side[side].variant;
    char *label = esc_chart_clean(distribution->run->variants[variant].label);
    esc_chart_ns_value(median, median_of(distribution, side));
    char *words = esc_format("%s %s", label, median);
    free(label);
    return words;
}

static double name_size(size_t side)
{
    return side < 2 ? TEXT_BODY : TEXT_SMALL;
}

static double widest_name(const struct distribution *distribution)
{
    double widest = 0;
    for (size_t i = 0; i < distribution->count; i++) {
        char *name = name_of(distribution, i);
        double px = name_size(i) * distribution->style->font;
        widest = fmax(widest, esc_chart_width(name, px, false));
        free(name);
    }
    return widest;
}

/* Always logarithmic: the picture is about relative spread. Both ends leave room for a name. */
static struct scale x_scale(const struct distribution *distribution, double from, double to)
{
    double least = INFINITY;
    double most = 0;
    for (size_t i = 0; i < distribution->count; i++) {
        const struct side *side = &distribution->side[i];
        least = fmin(least, side->ns[0]);
        most = fmax(most, side->ns[side->n - 1]);
    }
    double room = fmin(widest_name(distribution) + distribution->style->font, 0.3 * (to - from));
    double span = fmax(most / least, 1.02);
    double margin = pow(span, room / (to - from - 2 * room));
    double values[] = {least / margin, most * margin};
    return esc_chart_scale(values, 2, from, to, true, 4.2 * distribution->style->font,
                           esc_chart_ns_words);
}

static struct scale share_scale(double from, double to)
{
    struct scale scale = {.high = 1.04, .from = from, .to = to};
    static const double at[] = {0, 0.25, 0.5, 0.75, 1};
    for (size_t i = 0; i < sizeof at / sizeof *at; i++) {
        scale.tics[scale.tic_count].at = at[i];
        esc_chart_percent_words(scale.tics[scale.tic_count++].text, 100 * at[i]);
    }
    return scale;
}

static void add_curves(struct distribution *distribution)
{
    struct sheet *sheet = distribution->sheet;
    struct esc_text roles = {0};
    esc_text_add(&sheet->tsv, "variant\tns_per_op\tshare\n");
    esc_chart_data_open(sheet, "curves");
    for (size_t i = 0; i < distribution->count; i++) {
        const struct side *side = &distribution->side[i];
        esc_text_addf(&roles, "%s%s", i > 0 ? " " : "", side->role);
        esc_chart_data(sheet, "%.10g 0", side->ns[0]);
        for (size_t k = 0; k < side->n; k++) {
            double share = (double)(k + 1) / (double)side->n;
            esc_chart_data(sheet, "%.10g %.6g", side->ns[k], share);
            esc_chart_tsv_text(sheet, distribution->run->variants[side->variant].label, "");
            esc_text_addf(&sheet->tsv, "\t%.10g\t%.6g\n", side->ns[k], share);
        }
        esc_chart_data(sheet, "\n");
    }
    esc_chart_data_close(sheet);
    esc_chart_data_open(sheet, "medians");
    for (size_t i = 0; i < distribution->count; i++)
        esc_chart_data(sheet, "%.10g 0.5\n\n", median_of(distribution, i));
    esc_chart_data_close(sheet);
    esc_text_addf(&sheet->data, "roles = '%s'\n", roles.bytes);
    esc_text_free(&roles);
}

/* A place for a name: px. */
struct box {
    double left, right, top, bottom;
};

static double rank_x(const struct distribution *distribution, const struct side *side, double share)
{
    double rank = fmin(fmax(share * (double)side->n, 0), (double)side->n - 1);
    return esc_chart_place(&distribution->x, side->ns[(size_t)rank]);
}

/* Whether a curve runs through the box. */
static bool is_crossed(const struct distribution *distribution, const struct box *box)
{
    double height = distribution->y.from - distribution->y.to;
    double low = (distribution->y.from - box->bottom) / height * distribution->y.high;
    double high = (distribution->y.from - box->top) / height * distribution->y.high;
    for (size_t i = 0; i < distribution->count; i++) {
        const struct side *side = &distribution->side[i];
        double one = 1 / (double)side->n;
        double left = rank_x(distribution, side, low - one);
        double right = rank_x(distribution, side, high);
        if (left < box->right && right > box->left)
            return true;
    }
    return false;
}

static bool is_taken(const struct box *boxes, size_t count, const struct box *wanted)
{
    for (size_t i = 0; i < count; i++)
        if (boxes[i].left < wanted->right && wanted->left < boxes[i].right &&
            boxes[i].top < wanted->bottom && wanted->top < boxes[i].bottom)
            return true;
    return false;
}

/* Beside its own curve, at a height where neither a curve nor another name is in the way: the
 * median's first, then further away from it. Without such a place: below the median, at the right.
 */
static struct box find_place(const struct distribution *distribution, size_t side, double width,
                             const struct box *boxes, size_t count)
{
    static const double shares[] = {0.5,  0.38, 0.62, 0.3,  0.7,  0.22, 0.78,
                                    0.14, 0.86, 0.92, 0.08, 0.05, 0.97};
    double font = distribution->style->font;
    double away = esc_chart_mark(distribution->style) + 0.4 * font;
    struct box box = {0};
    for (size_t k = 0; k < 2 * sizeof shares / sizeof *shares; k++) {
        double share = shares[k / 2];
        bool right = (k % 2 == 0) == (side > 0);
        double x = rank_x(distribution, &distribution->side[side], share);
        double y = esc_chart_place(&distribution->y, share);
        double left = right ? x + away : x - away - width;
        box = (struct box){left, left + width, y - 0.6 * font, y + 0.6 * font};
        bool inside = box.left > distribution->x.from && box.right < distribution->sheet->right;
        if (inside && !is_crossed(distribution, &box) && !is_taken(boxes, count, &box))
            return box;
    }
    double x = rank_x(distribution, &distribution->side[side], 0.36);
    double y = esc_chart_place(&distribution->y, 0.36 - 0.09 * (double)side);
    return (struct box){x + away, x + away + width, y - 0.6 * font, y + 0.6 * font};
}

static void place_names(struct distribution *distribution)
{
    static const char *const colours[] = {"stack_text", "heap_text"};
    struct box boxes[SIDES_MOST];
    for (size_t i = 0; i < distribution->count; i++) {
        char *name = name_of(distribution, i);
        double px = name_size(i) * distribution->style->font;
        boxes[i] = find_place(distribution, i, esc_chart_width(name, px, false), boxes, i);
        esc_chart_text(distribution->sheet, boxes[i].left, (boxes[i].top + boxes[i].bottom) / 2,
                       ALIGN_LEFT, name_size(i), i < 2 ? colours[i] : "remedy_text", name);
        free(name);
    }
}

static void compose(struct distribution *distribution)
{
    struct sheet *sheet = distribution->sheet;
    double font = distribution->style->font;
    double bottom = sheet->bottom - 2.9 * font;
    distribution->y = share_scale(bottom, sheet->top);
    double left = sheet->left + esc_chart_y_room(sheet, &distribution->y);
    double right = sheet->right - 1.2 * font;
    distribution->x = x_scale(distribution, left, right);
    esc_chart_panel(sheet, "main", left, right, sheet->top, bottom);
    esc_chart_axis(sheet, "x", &distribution->x);
    esc_chart_axis(sheet, "y", &distribution->y);
    esc_chart_x_words(sheet, &distribution->x, bottom);
    esc_chart_y_words(sheet, &distribution->y, left);
    add_curves(distribution);
    place_names(distribution);
    esc_chart_text_up(sheet, sheet->left + 0.4 * font, (sheet->top + bottom) / 2, TEXT_SMALL,
                      "muted", "samples at or below");
    char *axis = esc_format("time per operation of a sample%s; dot: median",
                            distribution->x.log ? ", log scale" : "");
    esc_chart_text(sheet, left, bottom + 2.3 * font, ALIGN_LEFT, TEXT_SMALL, "muted", axis);
    free(axis);
}

static void write_case(struct distribution *distribution, struct sheets *out)
{
    char *name = esc_format("distribution-%s", distribution->run->cases[distribution->item].name);
    char *title = finding(distribution);
    char *second = second_line(distribution);
    struct sheet sheet = esc_chart_sheet(distribution->run, distribution->style, name,
                                         "distribution", title, second);
    distribution->sheet = &sheet;
    compose(distribution);
    esc_chart_add(out, sheet);
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
    for (size_t item = 0; item < run->case_count; item++) {
        struct distribution distribution = {.run = run, .style = style, .item = item};
        if (find_sides(&distribution))
            write_case(&distribution, out);
        free_sides(&distribution);
    }
}
