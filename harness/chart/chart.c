/*
 * The table of kinds and the way through them. See chart.h for the contract.
 */
#include "chart/chart.h"

#include "base/memory.h"
#include "base/text.h"
#include "chart/draw.h"
#include "chart/kinds.h"

#include <stdlib.h>
#include <string.h>

static const struct kind kinds[] = {
    {"pairs", esc_chart_has_pairs, esc_chart_pairs, false},
    {"scaling", esc_chart_has_scaling, esc_chart_scaling, false},
    {"gc-pressure", esc_chart_has_pressure, esc_chart_pressure, false},
    {"gc-timeline", esc_chart_has_timeline, esc_chart_timeline, true},
    {"memory", esc_chart_has_memory, esc_chart_memory, false},
    {"distribution", esc_chart_has_distribution, esc_chart_distribution, true},
};
enum { KINDS = sizeof kinds / sizeof *kinds };

/* The case whose samples show most of the collector: the greatest share of CPU time. */
static const struct esc_case *telling_case(const struct esc_run *run)
{
    const struct esc_case *telling = &run->cases[0];
    double greatest = -1;
    for (size_t v = 0; v < run->variant_count; v++) {
        const struct esc_estimate *share = &run->figures[v].gc_share;
        if (!share->known || share->median <= greatest)
            continue;
        greatest = share->median;
        telling = esc_variant_case(run, &run->variants[v]);
    }
    return telling;
}

/* Drops the sheets from `first` on that are not named KIND-CASE. */
static void keep_case(struct sheets *sheets, size_t first, const char *kind, const char *name)
{
    char *wanted = esc_format("%s-%s", kind, name);
    size_t kept = first;
    for (size_t i = first; i < sheets->count; i++) {
        if (strcmp(sheets->sheets[i].name, wanted) == 0)
            sheets->sheets[kept++] = sheets->sheets[i];
        else
            esc_chart_sheet_free(&sheets->sheets[i]);
    }
    sheets->count = kept;
    free(wanted);
}

static void write_kind(const struct kind *kind, const struct esc_run *run, bool all,
                       const struct style *style, struct sheets *sheets)
{
    if (!kind->has_data(run))
        return;
    size_t first = sheets->count;
    kind->write(run, style, sheets);
    if (kind->is_detail && !all && run->case_count > 0)
        keep_case(sheets, first, kind->name, telling_case(run)->name);
}

/* How the sheets of one call look; false where none can be drawn. */
static bool begin(const struct esc_chart_options *options, struct style *style, size_t *drawn,
                  struct esc_error *error)
{
    *drawn = 0;
    *style = esc_chart_style(options->preset, options->theme);
    if (esc_chart_can_draw(options->gnuplot))
        return esc_make_folder(options->folder, error);
    esc_error_add(error, NULL, 0, "no charts were drawn: there is no %s", options->gnuplot);
    esc_error_hint(error, "apt-get install gnuplot-nox, then `make charts`");
    return false;
}

/* Draws the sheets and frees them. */
static bool draw_sheets(struct sheets *sheets, const struct esc_chart_options *options,
                        size_t *drawn, struct esc_error *error)
{
    bool good = esc_chart_draw(sheets, options, drawn, error);
    for (size_t i = 0; i < sheets->count; i++)
        esc_chart_sheet_free(&sheets->sheets[i]);
    free(sheets->sheets);
    return good;
}

/* The same instead of what an earlier drawing left. */
static bool draw_all(struct sheets *sheets, const struct esc_chart_options *options, size_t *drawn,
                     struct esc_error *error)
{
    esc_chart_remove_stale(sheets, options->folder);
    return draw_sheets(sheets, options, drawn, error);
}

bool esc_chart(const struct esc_run *run, const struct esc_chart_options *options, size_t *drawn,
               struct esc_error *error)
{
    struct style style;
    struct sheets sheets = {0};
    if (!begin(options, &style, drawn, error))
        return false;
    for (size_t k = 0; k < KINDS; k++)
        write_kind(&kinds[k], run, options->all, &style, &sheets);
    return draw_all(&sheets, options, drawn, error);
}

bool esc_chart_comparison(const struct esc_comparison *comparison,
                          const struct esc_chart_options *options, size_t *drawn,
                          struct esc_error *error)
{
    struct style style;
    struct sheets sheets = {0};
    if (!begin(options, &style, drawn, error))
        return false;
    esc_chart_changes(comparison, &style, &sheets);
    return draw_all(&sheets, options, drawn, error);
}

bool esc_chart_marking(const struct esc_chart_film *films, size_t count, const char *made_by,
                       const struct esc_chart_options *options, size_t *drawn,
                       struct esc_error *error)
{
    struct style style;
    struct sheets sheets = {0};
    if (!begin(options, &style, drawn, error))
        return false;
    for (size_t i = 0; i < count; i++)
        esc_chart_film(&films[i], made_by, &style, &sheets);
    return draw_all(&sheets, options, drawn, error);
}

bool esc_chart_caches(const struct esc_cache_row *rows, size_t count, const char *made_by,
                      const struct esc_chart_options *options, size_t *drawn,
                      struct esc_error *error)
{
    struct style style;
    struct sheets sheets = {0};
    if (!begin(options, &style, drawn, error))
        return false;
    esc_chart_layers(rows, count, made_by, &style, &sheets);
    return draw_all(&sheets, options, drawn, error);
}

bool esc_chart_frame(const struct esc_chart_frames *pictures, size_t count, const char *point,
                     const struct esc_chart_options *options, size_t *drawn,
                     struct esc_error *error)
{
    struct style style;
    struct sheets sheets = {0};
    if (!begin(options, &style, drawn, error))
        return false;
    for (size_t i = 0; i < count; i++)
        esc_chart_frame_sheet(&pictures[i], point, &style, &sheets);
    return draw_sheets(&sheets, options, drawn, error);
}

bool esc_chart_class(const struct esc_class *class, const struct esc_beliefs *beliefs,
                     const struct esc_chart_options *options, size_t *drawn,
                     struct esc_error *error)
{
    struct style style;
    struct sheets sheets = {0};
    if (!begin(options, &style, drawn, error))
        return false;
    struct style tall =
        esc_chart_class_style(&style, class->row_count, esc_chart_class_lanes(class));
    struct style other = esc_chart_class_style(&style, beliefs->count, 1);
    esc_chart_class_sheets(class, &tall, &sheets);
    esc_chart_beliefs_sheets(beliefs, &other, &sheets);
    return draw_all(&sheets, options, drawn, error);
}
