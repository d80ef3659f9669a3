/*
 * The dumbbell chart of all cases: where each side lies on one time axis, and the factor in words.
 */
#include "chart/kinds.h"

#include "base/memory.h"
#include "words/units.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* What one page is drawn from. */
struct page {
    const struct esc_run *run;
    const struct style *style;
    struct sheet *sheet;
    const struct row *rows;
    size_t count;
    struct scale x;
    double pitch; /* px between rows */
};

bool esc_chart_has_pairs(const struct esc_run *run)
{
    return run->case_count > 0;
}

static const struct esc_estimate *time_of(const struct esc_run *run, size_t variant)
{
    return esc_pick_measured(run, variant) ? &run->figures[variant].ns_per_op : NULL;
}

/* The remedies of a row: measured variants beyond stack and heap on the default runtime. */
static bool is_remedy(const struct esc_run *run, const struct row *row, size_t variant)
{
    const struct esc_variant *one = &run->variants[variant];
    return one->item == row->item && one->point == row->point && one->strategy > 1 &&
           esc_pick_default(one) && esc_pick_measured(run, variant);
}

/* In rows, below the last one: its remedies may take a second line. */
static const double foot = 0.25;

static double row_y(const struct page *page, size_t index)
{
    return page->sheet->top + ((double)index + 0.5) * page->pitch;
}

/* ---- the finding ---- */

static char *finding(const struct esc_run *run, const struct row *rows, size_t count)
{
    double low = INFINITY;
    double high = 0;
    for (size_t i = 0; i < count; i++) {
        if (!esc_pick_resolved(rows[i].pair) || run->cases[rows[i].item].control)
            continue;
        low = fmin(low, rows[i].pair->factor.median);
        high = fmax(high, rows[i].pair->factor.median);
    }
    char from[ESC_UNITS_TEXT];
    char to[ESC_UNITS_TEXT];
    if (high <= 0)
        return esc_strdup("Stack or heap: no difference resolved");
    esc_units_factor(from, low);
    esc_units_factor(to, high);
    if (strcmp(from, to) == 0)
        return esc_format("The heap side takes %s× as long as the stack side", to);
    return esc_format("The heap side takes %s× to %s× as long as the stack side", from, to);
}

static char *second_line(const struct esc_run *run, const struct row *rows, size_t count,
                         size_t page, size_t pages)
{
    size_t resolved = 0;
    size_t compared = 0;
    size_t failed = 0;
    for (size_t i = 0; i < count; i++) {
        bool control = run->cases[rows[i].item].control;
        bool figures = rows[i].pair != NULL && rows[i].pair->factor.known;
        failed += !figures;
        compared += figures && !control;
        resolved += !control && esc_pick_resolved(rows[i].pair);
    }
    struct esc_text text = {0};
    if (compared + failed == 0)
        esc_text_add(&text, "The control alone: the same code on both sides");
    else
        esc_text_addf(&text, "Heap (%s) against the stack: %zu of %zu differences resolved",
                      esc_chart_runtime_words(run, rows, count), resolved, compared);
    if (failed > 0)
        esc_text_addf(&text, ", %zu without figures", failed);
    if (pages > 1)
        esc_text_addf(&text, " (page %zu of %zu)", page + 1, pages);
    return esc_text_take(&text);
}

/* ---- the words at the right ---- */

static void verdict_words(const struct page *page, const struct row *row, char *out, size_t size)
{
    const struct esc_pair *pair = row->pair;
    size_t failed = row->heap;
    if (row->stack != ESC_PICK_NONE && page->run->variants[row->stack].status != ESC_STATUS_OK)
        failed = row->stack;
    if (esc_pick_resolved(pair))
        esc_units_verdict(out, size, pair->factor.median, pair->factor.low, pair->factor.high, "×");
    else if (pair != NULL && pair->factor.known)
        snprintf(out, size, "%s", esc_verdict_words(pair->verdict));
    else if (failed != ESC_PICK_NONE && page->run->variants[failed].status != ESC_STATUS_OK)
        snprintf(out, size, "%s", esc_status_words(page->run->variants[failed].status));
    else
        snprintf(out, size, "no figures");
}

static void interval_words(const struct row *row, char *out, size_t size)
{
    const struct esc_pair *pair = row->pair;
    out[0] = '\0';
    if (pair == NULL || !pair->factor.known)
        return;
    esc_units_interval(out, size, pair->factor.low, pair->factor.high);
    if (pair->verdict == ESC_VERDICT_NOISY)
        snprintf(out + strlen(out), size - strlen(out), " noisy");
}

static const char *const words_head = "heap ÷ stack";

static double words_width(const struct page *page)
{
    double font = page->style->font;
    double widest = esc_chart_width(words_head, TEXT_SMALL * font, false);
    char words[96];
    for (size_t i = 0; i < page->count; i++) {
        verdict_words(page, &page->rows[i], words, sizeof words);
        widest = fmax(widest, esc_chart_width(words, TEXT_BODY * font, false));
        interval_words(&page->rows[i], words, sizeof words);
        widest = fmax(widest, esc_chart_width(words, TEXT_SMALL * font, false));
    }
    return widest;
}

static void place_words(const struct page *page, double x)
{
    char verdict[96];
    char interval[96];
    double font = page->style->font;
    esc_chart_text(page->sheet, x, page->sheet->top - 0.5 * font, ALIGN_LEFT, TEXT_SMALL, "muted",
                   words_head);
    for (size_t i = 0; i < page->count; i++) {
        double y = row_y(page, i);
        verdict_words(page, &page->rows[i], verdict, sizeof verdict);
        interval_words(&page->rows[i], interval, sizeof interval);
        bool two = interval[0] != '\0';
        esc_chart_text(page->sheet, x, y - (two ? 0.42 * font : 0), ALIGN_LEFT, TEXT_BODY,
                       esc_pick_resolved(page->rows[i].pair) ? "ink" : "muted", verdict);
        esc_chart_text(page->sheet, x, y + 0.5 * font, ALIGN_LEFT, TEXT_SMALL, "muted", interval);
    }
}

/* ---- marks ---- */

static void add_side(struct page *page, const char *name, bool heap)
{
    esc_chart_data_open(page->sheet, name);
    for (size_t i = 0; i < page->count; i++) {
        const struct row *row = &page->rows[i];
        const struct esc_estimate *time = time_of(page->run, heap ? row->heap : row->stack);
        if (time != NULL)
            esc_chart_data(page->sheet, "%zu %.10g %.10g %.10g", page->count - i, time->median,
                           time->low, time->high);
    }
    esc_chart_data_close(page->sheet);
}

static void add_links(struct page *page)
{
    esc_chart_data_open(page->sheet, "links");
    for (size_t i = 0; i < page->count; i++) {
        const struct esc_estimate *stack = time_of(page->run, page->rows[i].stack);
        const struct esc_estimate *heap = time_of(page->run, page->rows[i].heap);
        if (stack != NULL && heap != NULL)
            esc_chart_data(page->sheet, "%zu %.10g %.10g", page->count - i, stack->median,
                           heap->median);
    }
    esc_chart_data_close(page->sheet);
}

/* What is drawn in a row below its dumbbell: none may cover another. */
struct box {
    double low, high; /* px */
    size_t level;
};

struct boxes {
    struct box box[16];
    size_t count;
};
enum { LEVELS = 2 };

static bool is_free(const struct boxes *boxes, struct box wanted)
{
    for (size_t i = 0; i < boxes->count; i++) {
        const struct box *box = &boxes->box[i];
        if (box->level == wanted.level && box->low < wanted.high && wanted.low < box->high)
            return false;
    }
    return true;
}

/* Tries the right of the mark, then the left, then the next level; false when all is taken. */
static bool find_place(const struct page *page, struct boxes *boxes, double x, double mark,
                       double width, bool *right)
{
    for (size_t level = 0; level < LEVELS && boxes->count < 16; level++)
        for (int side = 0; side < 2; side++) {
            *right = side == 0;
            struct box box = {*right ? x - mark : x - mark - width,
                              *right ? x + mark + width : x + mark, level};
            bool inside = box.low > page->x.from && box.high < page->x.to;
            if (!inside || !is_free(boxes, box))
                continue;
            boxes->box[boxes->count++] = box;
            return true;
        }
    return false;
}

/* Remedies stand below their row's dumbbell, each with its name beside it. One that finds no room
 * for its name keeps its mark. */
static void place_remedy(struct page *page, size_t variant, size_t index, struct boxes *boxes)
{
    double font = page->style->font;
    double size = page->pitch > 2.8 * font ? TEXT_SMALL : TEXT_CAPTION;
    double ns = page->run->figures[variant].ns_per_op.median;
    double x = esc_chart_place(&page->x, ns);
    double mark = 0.8 * esc_chart_mark(page->style) + 0.3 * font;
    char *name = esc_chart_clean(page->run->variants[variant].label);
    char *shown = esc_chart_cut(name, size * font, false, 0.2 * page->style->width);
    bool right = true;
    bool named = find_place(page, boxes, x, mark,
                            esc_chart_width(shown, size * font, false) + 0.3 * font, &right);
    size_t level = named ? boxes->box[boxes->count - 1].level : 0;
    double down = 0.28 + 0.24 * (double)level;
    esc_chart_data(page->sheet, "%.4f %.10g", (double)(page->count - index) - down, ns);
    if (named)
        esc_chart_text(page->sheet, right ? x + mark : x - mark,
                       row_y(page, index) + down * page->pitch, right ? ALIGN_LEFT : ALIGN_RIGHT,
                       size, "remedy_text", shown);
    free(shown);
    free(name);
}

static void add_remedies(struct page *page)
{
    esc_chart_data_open(page->sheet, "remedies");
    for (size_t i = 0; i < page->count; i++) {
        struct boxes boxes = {.count = 0};
        for (size_t v = 0; v < page->run->variant_count; v++)
            if (is_remedy(page->run, &page->rows[i], v))
                place_remedy(page, v, i, &boxes);
    }
    esc_chart_data_close(page->sheet);
}

/* "stack" and "heap" above the first dumbbell that has both, pushed apart where they would touch.
 */
static void place_sides(const struct page *page)
{
    size_t i = 0;
    while (i < page->count && (time_of(page->run, page->rows[i].stack) == NULL ||
                               time_of(page->run, page->rows[i].heap) == NULL))
        i++;
    if (i == page->count)
        return;
    double font = page->style->font;
    double half_stack = esc_chart_width("stack", TEXT_BODY * font, false) / 2;
    double half_heap = esc_chart_width("heap", TEXT_BODY * font, false) / 2;
    double stack = esc_chart_place(&page->x, time_of(page->run, page->rows[i].stack)->median);
    double heap = esc_chart_place(&page->x, time_of(page->run, page->rows[i].heap)->median);
    double y = row_y(page, i) - esc_chart_mark(page->style) - 0.6 * font;
    double gap = half_stack + half_heap + 0.5 * font - fabs(heap - stack);
    double side = heap >= stack ? 1 : -1;
    if (gap > 0) {
        stack -= side * gap / 2;
        heap += side * gap / 2;
    }
    esc_chart_text(page->sheet, fmax(stack, page->x.from + half_stack), y, ALIGN_CENTER, TEXT_BODY,
                   "stack_text", "stack");
    esc_chart_text(page->sheet, fmin(heap, page->x.to - half_heap), y, ALIGN_CENTER, TEXT_BODY,
                   "heap_text", "heap");
}

/* ---- the page ---- */

static void add_values(const struct esc_run *run, size_t variant, double **values, size_t *count)
{
    const struct esc_estimate *time = time_of(run, variant);
    if (time == NULL)
        return;
    double ends[] = {time->low, time->median, time->high};
    for (size_t k = 0; k < 3; k++) {
        *values = esc_grow(*values, count, sizeof **values);
        (*values)[*count - 1] = ends[k];
    }
}

/* One axis for all pages: of all rows, remedies included. */
static struct scale scale_of(const struct esc_run *run, const struct style *style,
                             const struct row *rows, size_t count, double from, double to)
{
    double *values = NULL;
    size_t value_count = 0;
    for (size_t i = 0; i < count; i++) {
        add_values(run, rows[i].stack, &values, &value_count);
        add_values(run, rows[i].heap, &values, &value_count);
        for (size_t v = 0; v < run->variant_count; v++)
            if (is_remedy(run, &rows[i], v))
                add_values(run, v, &values, &value_count);
    }
    struct scale scale = esc_chart_scale(values, value_count, from, to, false, 4.2 * style->font,
                                         esc_chart_ns_words);
    free(values);
    return scale;
}

static bool any_measured(const struct esc_run *run, const struct row *rows, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (time_of(run, rows[i].stack) != NULL || time_of(run, rows[i].heap) != NULL)
            return true;
    return false;
}

static void add_tables(struct page *page)
{
    char verdict[96];
    char interval[96];
    esc_text_add(&page->sheet->tsv,
                 "case\tpoint\tstack_ns\tstack_low_ns\tstack_high_ns\theap_ns\t"
                 "heap_low_ns\theap_high_ns\tfactor\tfactor_low\tfactor_high\t"
                 "verdict\n");
    for (size_t i = 0; i < page->count; i++) {
        const struct row *row = &page->rows[i];
        const struct esc_case *item = &page->run->cases[row->item];
        const struct esc_estimate none = {0};
        const struct esc_estimate *stack = time_of(page->run, row->stack);
        const struct esc_estimate *heap = time_of(page->run, row->heap);
        const struct esc_estimate *factor = row->pair != NULL ? &row->pair->factor : &none;
        verdict_words(page, row, verdict, sizeof verdict);
        interval_words(row, interval, sizeof interval);
        esc_chart_tsv_text(page->sheet, item->name, "\t");
        esc_chart_tsv_text(page->sheet, item->points[row->point].name, "");
        esc_chart_tsv_estimate(page->sheet, stack);
        esc_chart_tsv_estimate(page->sheet, heap);
        esc_chart_tsv_estimate(page->sheet, factor->known ? factor : NULL);
        esc_text_addf(&page->sheet->tsv, "\t%s\n",
                      row->pair != NULL ? esc_verdict_words(row->pair->verdict) : "failed");
        esc_text_addf(&page->sheet->alt, "%s %s: %s %s\n", item->name,
                      item->points[row->point].name, verdict, interval);
    }
}

static void compose(struct page *page, const struct row *all, size_t all_count)
{
    struct sheet *sheet = page->sheet;
    double font = page->style->font;
    double names = esc_chart_names_width(page->run, page->style, all, all_count);
    double words = words_width(page);
    double left = sheet->left + names + 0.8 * font;
    double right = sheet->right - words - 1.2 * font;
    double bottom = sheet->bottom - 2.9 * font;
    sheet->top += 1.0 * font;
    page->pitch = (bottom - sheet->top) / ((double)page->count + foot);
    page->x = scale_of(page->run, page->style, all, all_count, left, right);
    esc_chart_panel(sheet, "main", left, right, sheet->top, bottom);
    esc_chart_axis(sheet, "x", &page->x);
    esc_chart_x_words(sheet, &page->x, bottom);
    esc_chart_number(sheet, "rows", (double)page->count);
    esc_chart_number(sheet, "foot", foot);
    for (size_t i = 0; i < page->count; i++)
        esc_chart_name(sheet, page->run, &page->rows[i], left - 0.8 * font, names, row_y(page, i));
    place_words(page, right + 1.2 * font);
    place_sides(page);
    add_links(page);
    add_side(page, "stack_side", false);
    add_side(page, "heap_side", true);
    add_remedies(page);
    char *axis = esc_format("time per operation%s: median and 95 %% interval of %u rounds",
                            page->x.log ? ", log scale" : "", page->run->rounds_done);
    esc_chart_text(sheet, left, bottom + 2.3 * font, ALIGN_LEFT, TEXT_SMALL, "muted", axis);
    free(axis);
    add_tables(page);
}

static void write_page(const struct esc_run *run, const struct style *style, const struct row *rows,
                       size_t count, size_t number, struct sheets *out)
{
    size_t first;
    size_t pages;
    size_t n = esc_chart_page(count, style->rows, number, &first, &pages);
    char *name = number == 0 ? esc_strdup("pairs") : esc_format("pairs-%zu", number + 1);
    char *title = finding(run, rows, count);
    char *second = second_line(run, rows, count, number, pages);
    struct sheet sheet = esc_chart_sheet(run, style, name, "pairs", title, second);
    struct page page = {
        .run = run, .style = style, .sheet = &sheet, .rows = rows + first, .count = n};
    compose(&page, rows, count);
    esc_chart_add(out, sheet);
    free(second);
    free(title);
    free(name);
}

void esc_chart_pairs(const struct esc_run *run, const struct style *style, struct sheets *out)
{
    size_t count;
    size_t pages;
    size_t first;
    struct row *rows = esc_chart_rows(run, style->rows, &count);
    esc_chart_page(count, style->rows, 0, &first, &pages);
    if (!any_measured(run, rows, count))
        esc_chart_add(out, esc_chart_empty(run, style, "pairs", "Nothing was measured",
                                           "No case of this run has figures. The table of the run "
                                           "says what went wrong with each of them."));
    else
        for (size_t page = 0; page < pages; page++)
            write_page(run, style, rows, count, page, out);
    free(rows);
}
