/*
 * The dumbbell chart of all cases: where each side lies on one time axis, and the factor in words.
 */
#include "chart/kinds.h"

#include "base/memory.h"
#include "words/finding.h"
#include "words/verdict.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* What one page is drawn from. */
struct page {
    const struct esc_run *run;
    const struct style *style;
    struct sheet *sheet;
    const struct esc_row *rows;
    size_t count;
    struct scale x;
    double pitch; /* px between rows */
};

bool esc_chart_has_pairs(const struct esc_run *run)
{
    return run->case_count > 0;
}

/* In rows, below the last one: its remedies may take a second line. */
static const double foot = 0.25;

static double row_y(const struct page *page, size_t index)
{
    return page->sheet->top + ((double)index + 0.5) * page->pitch;
}

/* ---- the words at the right ---- */

static const char *const words_head = "heap ÷ stack";

static double words_width(const struct page *page)
{
    double font = page->style->font;
    double widest = esc_chart_width(words_head, TEXT_SMALL * font, false);
    char words[ESC_VERDICT_TEXT];
    for (size_t i = 0; i < page->count; i++) {
        esc_row_words(words, page->run, &page->rows[i]);
        widest = fmax(widest, esc_chart_width(words, TEXT_BODY * font, false));
        esc_pair_interval_noisy(words, page->rows[i].pair);
        widest = fmax(widest, esc_chart_width(words, TEXT_SMALL * font, false));
    }
    return widest;
}

static void place_words(const struct page *page, double x)
{
    char verdict[ESC_VERDICT_TEXT];
    char interval[ESC_VERDICT_TEXT];
    double font = page->style->font;
    esc_chart_text(page->sheet, x, page->sheet->top - 0.5 * font, ALIGN_LEFT, TEXT_SMALL, "muted",
                   words_head);
    for (size_t i = 0; i < page->count; i++) {
        double y = row_y(page, i);
        esc_row_words(verdict, page->run, &page->rows[i]);
        esc_pair_interval_noisy(interval, page->rows[i].pair);
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
        const struct esc_row *row = &page->rows[i];
        const struct esc_estimate *time = esc_row_time(page->run, heap ? row->heap : row->stack);
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
        const struct esc_estimate *stack = esc_row_time(page->run, page->rows[i].stack);
        const struct esc_estimate *heap = esc_row_time(page->run, page->rows[i].heap);
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
            if (esc_row_is_remedy(page->run, &page->rows[i], v))
                place_remedy(page, v, i, &boxes);
    }
    esc_chart_data_close(page->sheet);
}

/* "stack" and "heap" above the first dumbbell that has both, pushed apart where they would touch.
 */
static void place_sides(const struct page *page)
{
    size_t i = 0;
    while (i < page->count && (esc_row_time(page->run, page->rows[i].stack) == NULL ||
                               esc_row_time(page->run, page->rows[i].heap) == NULL))
        i++;
    if (i == page->count)
        return;
    double font = page->style->font;
    double half_stack = esc_chart_width("stack", TEXT_BODY * font, false) / 2;
    double half_heap = esc_chart_width("heap", TEXT_BODY * font, false) / 2;
    double stack = esc_chart_place(&page->x, esc_row_time(page->run, page->rows[i].stack)->median);
    double heap = esc_chart_place(&page->x, esc_row_time(page->run, page->rows[i].heap)->median);
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
    const struct esc_estimate *time = esc_row_time(run, variant);
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
                             const struct esc_row *rows, size_t count, double from, double to)
{
    double *values = NULL;
    size_t value_count = 0;
    for (size_t i = 0; i < count; i++) {
        add_values(run, rows[i].stack, &values, &value_count);
        add_values(run, rows[i].heap, &values, &value_count);
        for (size_t v = 0; v < run->variant_count; v++)
            if (esc_row_is_remedy(run, &rows[i], v))
                add_values(run, v, &values, &value_count);
    }
    struct scale scale = esc_chart_scale(values, value_count, from, to, false, 4.2 * style->font,
                                         esc_chart_ns_words);
    free(values);
    return scale;
}

static bool any_measured(const struct esc_run *run, const struct esc_row *rows, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (esc_row_time(run, rows[i].stack) != NULL || esc_row_time(run, rows[i].heap) != NULL)
            return true;
    return false;
}

static void add_tables(struct page *page)
{
    char verdict[ESC_VERDICT_TEXT];
    char interval[ESC_VERDICT_TEXT];
    esc_text_add(&page->sheet->tsv,
                 "case\tpoint\tstack_ns\tstack_low_ns\tstack_high_ns\theap_ns\t"
                 "heap_low_ns\theap_high_ns\tfactor\tfactor_low\tfactor_high\t"
                 "verdict\n");
    for (size_t i = 0; i < page->count; i++) {
        const struct esc_row *row = &page->rows[i];
        const struct esc_case *item = &page->run->cases[row->item];
        const struct esc_estimate none = {0};
        const struct esc_estimate *stack = esc_row_time(page->run, row->stack);
        const struct esc_estimate *heap = esc_row_time(page->run, row->heap);
        const struct esc_estimate *factor = row->pair != NULL ? &row->pair->factor : &none;
        esc_row_words(verdict, page->run, row);
        esc_pair_interval_noisy(interval, row->pair);
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

static void compose(struct page *page, const struct esc_row *all, size_t all_count)
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

static void write_page(const struct esc_run *run, const struct style *style,
                       const struct esc_row *rows, size_t count, size_t number, struct sheets *out)
{
    size_t first;
    size_t pages;
    size_t n = esc_rows_page(count, style->rows, number, &first, &pages);
    char *name = number == 0 ? esc_strdup("pairs") : esc_format("pairs-%zu", number + 1);
    char *title = esc_finding_pairs(run, rows + first, n);
    char *resolved = esc_finding_resolved(run, rows + first, n);
    char *second = pages > 1 ? esc_format("%s (page %zu of %zu)", resolved, number + 1, pages)
                             : esc_strdup(resolved);
    struct sheet sheet = esc_chart_sheet(run, style, name, "pairs", title, second);
    struct page page = {
        .run = run, .style = style, .sheet = &sheet, .rows = rows + first, .count = n};
    compose(&page, rows, count);
    esc_chart_add(out, sheet);
    free(second);
    free(resolved);
    free(title);
    free(name);
}

void esc_chart_pairs(const struct esc_run *run, const struct style *style, struct sheets *out)
{
    size_t count;
    size_t pages;
    size_t first;
    struct esc_row *rows = esc_rows_shown(run, style->rows, &count);
    esc_rows_page(count, style->rows, 0, &first, &pages);
    if (!any_measured(run, rows, count))
        esc_chart_add(out, esc_chart_empty(run, style, "pairs", "Nothing was measured",
                                           "No case of this run has figures. The table of the run "
                                           "says what went wrong with each of them."));
    else
        for (size_t page = 0; page < pages; page++)
            write_page(run, style, rows, count, page, out);
    free(rows);
}
