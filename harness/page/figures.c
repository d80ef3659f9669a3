/*
 * A case's figures and samples. See parts.h.
 */
#include "base/memory.h"
#include "page/html.h"
#include "page/parts.h"
#include "words/price.h"
#include "words/remarks.h"
#include "words/units.h"
#include "words/verdict.h"

#include <stdlib.h>

static const char *class_of(const struct esc_run *run, const struct esc_variant *variant)
{
    static const char *const classes[ESC_ROLES] = {[ESC_ROLE_STACK] = "stack",
                                                   [ESC_ROLE_HEAP] = "heap",
                                                   [ESC_ROLE_REMEDY] = "remedy",
                                                   [ESC_ROLE_OTHER] = "other"};
    return classes[esc_pick_role(run, variant)];
}

/* "[1.2 ns, 1.4 ns]"; nothing where there is no interval. */
static void add_interval(struct esc_text *out, const struct esc_estimate *estimate,
                         char *(*units)(char *, double))
{
    char low[ESC_UNITS_TEXT];
    char high[ESC_UNITS_TEXT];
    if (esc_estimate_has_interval(estimate))
        esc_html(out, "<td>[%s, %s]</td>", units(low, estimate->low), units(high, estimate->high));
    else
        esc_html(out, "<td></td>");
}

static double median_of(const struct esc_estimate *estimate)
{
    return estimate->known ? estimate->median : -1;
}

static void add_measured(struct esc_text *out, const struct esc_variant *variant,
                         const struct esc_figures *figures)
{
    char words[ESC_UNITS_TEXT];
    esc_html(out, "<td data-value=\"%.5g\">%s%s</td>", figures->ns_per_op.median,
             esc_units_ns_drawn(words, figures->ns_per_op.median),
             esc_figures_shared(figures) ? " !" : "");
    add_interval(out, &figures->ns_per_op, esc_units_ns_drawn);
    esc_page_number(out, variant->allocs_per_op, esc_units_count);
    esc_page_number(out, variant->bytes_per_op, esc_units_bytes);
    esc_page_number(out, median_of(&figures->cycles_per_mop), esc_units_count);
    esc_page_number(out, median_of(&figures->gc_share), esc_units_percent);
    esc_page_number(out, figures->pause_p99_ns, esc_units_ns_drawn);
    esc_page_number(out, figures->noise, esc_units_percent);
}

static void add_comparison(struct esc_text *out, const struct esc_run *run,
                           const struct esc_pair *pair)
{
    char words[ESC_VERDICT_TEXT];
    if (pair == NULL || !pair->factor.known) {
        esc_html(out, "<td></td><td></td><td></td><td></td>");
        return;
    }
    esc_page_pair(out, run, pair, esc_pair_words(words, pair, "×"));
    esc_html(out, "<td>%s</td>", esc_verdict_words(pair->verdict));
}

static void add_row(struct esc_text *out, const struct esc_run *run, size_t v)
{
    const struct esc_variant *variant = &run->variants[v];
    char *point = esc_units_point(esc_variant_case(run, variant), esc_variant_point(run, variant));
    char *name = esc_pick_name(run, variant);
    esc_html(out, "<tr class=\"%s\"><th scope=\"row\">%s</th><td>%s</td>", class_of(run, variant),
             name, point);
    if (esc_pick_measured(run, v)) {
        add_measured(out, variant, &run->figures[v]);
        add_comparison(out, run, esc_pick_pair(run, v));
    } else {
        esc_html(out, "<td colspan=\"12\" class=\"failed\">%s</td>",
                 variant->status != ESC_STATUS_OK ? esc_status_words(variant->status)
                                                  : "no figures: no complete round");
    }
    esc_html(out, "</tr>\n");
    free(name);
    free(point);
}

static void add_notes(struct esc_text *out, const struct esc_run *run, size_t case_index)
{
    char *price = esc_price_words(&run->cases[case_index]);
    if (price != NULL)
        esc_html(out, "<p>%s %s</p>\n", ESC_PRICE_MARK, price);
    free(price);
    for (size_t v = 0; v < run->variant_count; v++) {
        char *failure =
            run->variants[v].case_index == case_index ? esc_remark_failure(run, v) : NULL;
        if (failure != NULL)
            esc_html(out, "<p class=\"failed\">%s</p>\n", failure);
        free(failure);
    }
}

static const struct esc_page_column columns[] = {
    {"side", false},    {"at", false},      {"time", true},       {"interval", false},
    {"allocs", true},   {"bytes", true},    {"GC/M", true},       {"GC share", true},
    {"p99 stop", true}, {"noise", true},    {"than stack", true}, {"interval", false},
    {"price", true},    {"verdict", false},
};

void esc_page_figures(const struct esc_page *page, size_t case_index, struct esc_text *out)
{
    const struct esc_run *run = page->run;
    char words[ESC_VERDICT_TEXT];
    char *id = esc_page_id(run, case_index);
    char *head = esc_format("%s_figures", id);
    esc_html(out, "<h3 id=\"%s\">Figures</h3>\n<p>Per operation, %s.</p>\n", head,
             esc_rounds_words(words, run->rounds_done));
    esc_page_open_table(out, head, columns, sizeof columns / sizeof *columns);
    for (size_t v = 0; v < run->variant_count; v++)
        if (run->variants[v].case_index == case_index)
            add_row(out, run, v);
    esc_page_close_table(out);
    add_notes(out, run, case_index);
    free(head);
    free(id);
}

/* ---- samples ---- */

/* ns per operation in the order of the rounds, those that others disturbed with a mark. */
static size_t add_values(struct esc_text *out, const struct esc_run *run, size_t v)
{
    size_t n = 0;
    for (size_t r = 0; r < run->record_count; r++) {
        const struct esc_record *record = &run->records[r];
        if (record->variant != v || record->status != ESC_STATUS_OK || record->iterations == 0)
            continue;
        esc_html(out, "%s%.4g%s", n++ > 0 ? " " : "", esc_record_ns_per_op(record),
                 esc_is_disturbed(&record->disturbance, record->wall_ns) ? "!" : "");
    }
    return n;
}

void esc_page_samples(const struct esc_page *page, size_t case_index, struct esc_text *out)
{
    const struct esc_run *run = page->run;
    if (page->samples_missing != NULL) {
        esc_html(out, "<p class=\"missing\">%s</p>\n", page->samples_missing);
        return;
    }
    esc_html(out,
             "<details>\n<summary>The samples</summary>\n<p>ns per operation, one value a "
             "round in the order of the rounds; ! means that another program had the "
             "processor meanwhile.</p>\n<table class=\"samples\">\n<thead><tr>"
             "<th scope=\"col\">row</th><th scope=\"col\">operations a sample</th>"
             "<th scope=\"col\">ns/op</th></tr></thead>\n<tbody>\n");
    for (size_t v = 0; v < run->variant_count; v++) {
        const struct esc_variant *variant = &run->variants[v];
        if (variant->case_index != case_index)
            continue;
        const char *point = esc_variant_point(run, variant)->name;
        char count[32];
        snprintf(count, sizeof count, "%llu", (unsigned long long)variant->iterations);
        esc_html(out, "<tr><th scope=\"row\">%s%s%s</th><td>%s</td><td>", variant->label,
                 point[0] != '\0' ? " " : "", point, count);
        if (add_values(out, run, v) == 0)
            esc_html(out, "none");
        esc_html(out, "</td></tr>\n");
    }
    esc_html(out, "</tbody>\n</table>\n</details>\n");
}
