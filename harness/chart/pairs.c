/*
 * The dumbbell chart of all cases: where each side lies on one time axis, and the factor in words.
 */
#include "chart/kinds.h"

#include "base/memory.h"
#include "chart/layout.h"
#include "words/finding.h"
#include "words/price.h"
#include "words/verdict.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

bool esc_chart_has_pairs(const struct esc_run *run)
{
    return run->case_count > 0;
}

/* ---- the figure, of the rows of all pages ---- */

/* Releases of real Go have a dumbbell each, hollow, below that of the C sides. */
struct lanes {
    bool c; /* the first lane is C's */
    size_t count;
};

static struct lanes lanes_of(const struct esc_run *run, const struct esc_row *rows, size_t count)
{
    bool c = esc_rows_have_c(run, rows, count);
    size_t lanes = c + run->go_count;
    return (struct lanes){c, lanes > 0 ? lanes : 1};
}

/* "go1.19.8 8.1× [7.9, 8.3]" below the words of C, one line a release. */
static void add_go_words(struct figure_row *out, const struct esc_run *run,
                         const struct esc_row *row)
{
    char words[ESC_VERDICT_TEXT];
    size_t k = 2;
    for (size_t go = 0; go < run->go_count && k < ROW_WORDS; go++) {
        struct esc_row other = esc_row_go(run, row, go);
        if (other.heap != row->heap && *esc_pair_brief(words, other.pair, "×") != '\0')
            out->words[k++] =
                esc_format("%s %s%s", run->gos[go].version, words, esc_price_mark(run, other.pair));
    }
}

static void add_row(struct figure *figure, const struct esc_run *run, const struct esc_row *row)
{
    char words[ESC_VERDICT_TEXT];
    struct figure_row *out = esc_figure_row(figure);
    out->name = esc_row_name(run, row);
    out->detail = esc_row_detail(run, row);
    out->words[0] =
        esc_format("%s%s", esc_row_words(words, run, row), esc_price_mark(run, row->pair));
    out->words[1] = esc_strdup(esc_pair_interval_noisy(words, row->pair));
    out->strong = esc_pick_resolved(row->pair);
    add_go_words(out, run, row);
}

static void add_time(struct series *series, const struct esc_estimate *time, size_t row)
{
    if (time == NULL)
        return;
    bool drawn = esc_estimate_has_interval(time);
    esc_figure_point(series, time->median, (double)row, drawn ? time->low : NAN,
                     drawn ? time->high : NAN);
}

static struct series *add_side(struct panel *panel, enum esc_role role, size_t lane, bool open)
{
    struct series *side = esc_figure_series(panel, FORM_DOT | FORM_INTERVAL, esc_role_mark(role));
    side->lane = lane;
    side->open = open;
    if (lane > 0)
        return side;
    side->label = esc_strdup(esc_role_mark(role));
    side->label_at = LABEL_OVER;
    side->label_colour = esc_role_ink(role);
    side->label_size = TEXT_BODY;
    return side;
}

/* One lane of all rows; `rows` are C's or those of one release. */
static void add_lane(struct panel *panel, const struct esc_run *run, const struct esc_row *rows,
                     size_t count, size_t lane, bool open)
{
    struct series *stack = add_side(panel, ESC_ROLE_STACK, lane, open);
    struct series *heap = add_side(panel, ESC_ROLE_HEAP, lane, open);
    struct series *links = esc_figure_series(panel, FORM_LINK, "link");
    links->lane = lane;
    links->open = open;
    for (size_t i = 0; i < count; i++) {
        if (esc_row_is_go(run, &rows[i]) != open)
            continue;
        const struct esc_estimate *one = esc_row_time(run, rows[i].stack);
        const struct esc_estimate *other = esc_row_time(run, rows[i].heap);
        add_time(stack, one, i);
        add_time(heap, other, i);
        if (one != NULL && other != NULL)
            esc_figure_point(links, one->median, (double)i, one->median, other->median);
    }
}

static void add_lanes(struct panel *panel, const struct esc_run *run, const struct esc_row *rows,
                      size_t count, struct lanes lanes)
{
    struct esc_row *others = esc_calloc(count, sizeof *others);
    if (lanes.c)
        add_lane(panel, run, rows, count, 0, false);
    for (size_t go = 0; go < run->go_count; go++) {
        for (size_t i = 0; i < count; i++)
            others[i] = esc_row_go(run, &rows[i], go);
        add_lane(panel, run, others, count, lanes.c + go, true);
    }
    free(others);
}

static void add_remedies(struct panel *panel, const struct esc_run *run, const struct esc_row *rows,
                         size_t count)
{
    struct series *remedies = esc_figure_series(panel, FORM_DOT, esc_role_mark(ESC_ROLE_REMEDY));
    remedies->words_at = WORDS_NAMED;
    remedies->words_colour = esc_role_ink(ESC_ROLE_REMEDY);
    for (size_t i = 0; i < count; i++)
        for (size_t v = 0; v < run->variant_count; v++) {
            if (!esc_row_is_remedy(run, &rows[i], v))
                continue;
            double ns = run->figures[v].ns_per_op.median;
            esc_figure_point(remedies, ns, (double)i, NAN, NAN)->words =
                esc_strdup(run->variants[v].label);
        }
}

/* "●■ C, Go-model heap · ○□ real Go, go1.19.8"; NULL without real Go. */
static char *legend_of(const struct esc_run *run, const struct esc_row *rows, size_t count,
                       struct lanes lanes)
{
    if (run->go_count == 0)
        return NULL;
    char *releases = esc_rows_releases(run);
    char *c = lanes.c ? esc_format("●■ C, %s · ", esc_rows_runtime(run, rows, count)) : NULL;
    char *legend = esc_format("%s○□ real Go, %s%s", c != NULL ? c : "", releases,
                              run->go_count > 1 ? " below each other" : "");
    free(c);
    free(releases);
    return legend;
}

static struct figure figure_of(const struct esc_run *run, const struct esc_row *rows, size_t count)
{
    struct lanes lanes = lanes_of(run, rows, count);
    char words[ESC_VERDICT_TEXT];
    struct figure figure = {.beside = true, .lanes = lanes.count, .words_head = "heap ÷ stack"};
    struct panel *panel = esc_figure_panel(&figure, 1);
    panel->x.words = esc_chart_ns_words;
    panel->x.spacing = 4.2;
    for (size_t i = 0; i < count; i++)
        add_row(&figure, run, &rows[i]);
    add_lanes(panel, run, rows, count, lanes);
    add_remedies(panel, run, rows, count);
    figure.legend = legend_of(run, rows, count, lanes);
    figure.foot = esc_strdup("time per operation");
    figure.foot_more = esc_format(": %s", esc_rounds_words(words, run->rounds_done));
    return figure;
}

/* ---- tables ---- */

static void add_table_row(struct sheet *sheet, const struct esc_run *run, const struct esc_row *row)
{
    char verdict[ESC_VERDICT_TEXT];
    char interval[ESC_VERDICT_TEXT];
    const struct esc_case *bench_case = &run->cases[row->case_index];
    const struct esc_estimate *factor = row->pair != NULL ? &row->pair->factor : NULL;
    const char *release =
        esc_row_is_go(run, row) ? run->gos[run->variants[row->heap].go].version : "";
    esc_chart_tsv_text(sheet, bench_case->name, "\t");
    esc_chart_tsv_text(sheet, bench_case->points[row->point].name, "");
    esc_chart_tsv_estimate(sheet, esc_row_time(run, row->stack));
    esc_chart_tsv_estimate(sheet, esc_row_time(run, row->heap));
    esc_chart_tsv_estimate(sheet, factor != NULL && factor->known ? factor : NULL);
    esc_text_addf(&sheet->tsv, "\t%s\t%s\t%s\n",
                  row->pair != NULL ? esc_verdict_words(row->pair->verdict) : "failed", release,
                  esc_price_is_whole(run, row->pair) ? "remedy" : "escape");
    esc_text_addf(&sheet->alt, "%s%s %s%s%s: %s %s\n", bench_case->name,
                  esc_price_mark(run, row->pair), bench_case->points[row->point].name,
                  *release != '\0' ? " " : "", release, esc_row_words(verdict, run, row),
                  esc_pair_interval_noisy(interval, row->pair));
}

static void add_tables(struct sheet *sheet, const struct esc_run *run, const struct esc_row *rows,
                       size_t count)
{
    esc_text_add(&sheet->tsv,
                 "case\tpoint\tstack_ns\tstack_low_ns\tstack_high_ns\theap_ns\t"
                 "heap_low_ns\theap_high_ns\tfactor\tfactor_low\tfactor_high\t"
                 "verdict\tgo\tprice_of\n");
    for (size_t i = 0; i < count; i++) {
        add_table_row(sheet, run, &rows[i]);
        for (size_t go = 0; go < run->go_count; go++) {
            struct esc_row other = esc_row_go(run, &rows[i], go);
            if (other.heap != ESC_PICK_NONE && other.heap != rows[i].heap)
                add_table_row(sheet, run, &other);
        }
    }
}

/* ---- pages ---- */

static void write_page(const struct esc_run *run, const struct style *style, struct figure *figure,
                       const struct esc_row *rows, size_t number, struct sheets *out)
{
    size_t first;
    size_t pages;
    size_t most = esc_layout_rows(style, figure->lanes);
    size_t n = esc_rows_page(figure->row_count, most, number, &first, &pages);
    char *name = number == 0 ? esc_strdup("pairs") : esc_format("pairs-%zu", number + 1);
    char *title = esc_finding_pairs(run, rows + first, n);
    char *resolved = esc_finding_resolved(run, rows + first, n);
    char *second = pages > 1 ? esc_format("%s (page %zu of %zu)", resolved, number + 1, pages)
                             : esc_strdup(resolved);
    struct sheet sheet = esc_chart_sheet(run, style, name, title, second);
    esc_layout(&sheet, figure, first, n);
    add_tables(&sheet, run, rows + first, n);
    esc_chart_add(out, sheet);
    free(second);
    free(resolved);
    free(title);
    free(name);
}

static bool any_measured(const struct esc_run *run, const struct esc_row *rows, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (esc_row_time(run, rows[i].stack) != NULL || esc_row_time(run, rows[i].heap) != NULL)
            return true;
    return false;
}

void esc_chart_pairs(const struct esc_run *run, const struct style *style, struct sheets *out)
{
    size_t count;
    size_t pages;
    size_t first;
    size_t most = esc_layout_rows(style, 1 + run->go_count);
    struct esc_row *rows = esc_rows_shown(run, most, &count);
    if (!any_measured(run, rows, count)) {
        esc_chart_add(out, esc_chart_empty(run, style, "pairs", "Nothing was measured",
                                           "No case of this run has figures. The table of the run "
                                           "says what went wrong with each of them."));
        free(rows);
        return;
    }
    struct figure figure = figure_of(run, rows, count);
    most = esc_layout_rows(style, figure.lanes);
    esc_rows_page(count, most, 0, &first, &pages);
    for (size_t page = 0; page < pages; page++)
        write_page(run, style, &figure, rows, page, out);
    esc_figure_free(&figure);
    free(rows);
}
