/*
 * The table of kinds and the way through them. See chart.h for the contract.
 */
#include "chart/chart.h"

#include "base/memory.h"
#include "base/text.h"
#include "chart/draw.h"
#include "chart/kinds.h"
#include "chart/slides.h"

#include <stdlib.h>
#include <string.h>

static const struct kind kinds[] = {
    {"pairs", esc_chart_has_pairs, esc_chart_pairs, NULL, false},
    {"then-and-now", esc_chart_has_releases, esc_chart_releases, esc_chart_releases_style, false},
    {"real-go", esc_chart_has_go, esc_chart_go, esc_chart_go_style, false},
    {"scaling", esc_chart_has_scaling, esc_chart_scaling, NULL, false},
    {"gc-pressure", esc_chart_has_pressure, esc_chart_pressure, NULL, false},
    {"gc-timeline", esc_chart_has_timeline, esc_chart_timeline, NULL, true},
    {"memory", esc_chart_has_memory, esc_chart_memory, NULL, false},
    {"distribution", esc_chart_has_distribution, esc_chart_distribution, NULL, true},
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

/* How a run's charts are chosen. */
struct choice {
    bool all; /* of every case, also where the kind is one of details */
    const struct esc_chart_slides *slides; /* NULL: none */
};

/* Whether the order names this detail and not just its kind. */
static bool is_named(const struct esc_chart_slides *slides, const char *kind, const char *name)
{
    size_t place = slides != NULL ? esc_slides_place(slides, name) : 0;
    return slides != NULL && place < slides->order_count && strcmp(slides->order[place], kind) != 0;
}

/* Drops the sheets from `first` on that are neither named KIND-CASE nor in the order. */
static void keep_case(struct sheets *sheets, size_t first, const char *kind, const char *name,
                      const struct esc_chart_slides *slides)
{
    char *wanted = esc_format("%s-%s", kind, name);
    size_t kept = first;
    for (size_t i = first; i < sheets->count; i++) {
        const char *own = sheets->sheets[i].name;
        if (strcmp(own, wanted) == 0 || is_named(slides, kind, own))
            sheets->sheets[kept++] = sheets->sheets[i];
        else
            esc_chart_sheet_free(&sheets->sheets[i]);
    }
    sheets->count = kept;
    free(wanted);
}

static void write_kind(const struct kind *kind, const struct esc_run *run,
                       const struct choice *choice, const struct style *style,
                       struct sheets *sheets)
{
    if (!kind->has_data(run))
        return;
    size_t first = sheets->count;
    kind->write(run, style, sheets);
    if (kind->is_detail && !choice->all && run->case_count > 0)
        keep_case(sheets, first, kind->name, telling_case(run)->name, choice->slides);
}

/* The sheets of a run. `styles` are how they look, one a kind, and must outlive them. */
static void write_kinds(const struct esc_run *run, const struct choice *choice,
                        const struct style *style, struct style styles[KINDS],
                        struct sheets *sheets)
{
    for (size_t k = 0; k < KINDS; k++) {
        styles[k] = kinds[k].look != NULL ? kinds[k].look(run, style) : *style;
        write_kind(&kinds[k], run, choice, &styles[k], sheets);
    }
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

static void free_sheets(struct sheets *sheets)
{
    for (size_t i = 0; i < sheets->count; i++)
        esc_chart_sheet_free(&sheets->sheets[i]);
    free(sheets->sheets);
}

/* Draws the sheets and frees them. */
static bool draw_sheets(struct sheets *sheets, const struct esc_chart_options *options,
                        size_t *drawn, struct esc_error *error)
{
    bool good = esc_chart_draw(sheets, options, drawn, error);
    free_sheets(sheets);
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
    struct style styles[KINDS];
    struct sheets sheets = {0};
    const struct choice choice = {.all = options->all};
    if (!begin(options, &style, drawn, error))
        return false;
    write_kinds(run, &choice, &style, styles, &sheets);
    return draw_all(&sheets, options, drawn, error);
}

const char *const *esc_chart_slide_kinds(void)
{
    static const char *names[KINDS + 2]; /* the same whoever fills it in */
    for (size_t k = 0; k < KINDS; k++)
        names[k] = kinds[k].name;
    names[KINDS] = "marking";
    return names;
}

bool esc_chart_slides(const struct esc_run *run, const struct esc_chart_slides *slides,
                      const struct esc_chart_options *options, size_t *drawn,
                      struct esc_error *error)
{
    struct style style;
    struct style styles[KINDS];
    struct sheets sheets = {0};
    const struct choice choice = {.all = options->all, .slides = slides};
    char *source = esc_format("%s/source", options->folder);
    struct esc_chart_options beside = *options;
    beside.folder = source;
    bool good = begin(&beside, &style, drawn, error);
    if (good) {
        write_kinds(run, &choice, &style, styles, &sheets);
        for (size_t i = 0; i < slides->film_count; i++)
            esc_chart_film(&slides->films[i], slides->films_made_by, &style, &sheets);
        esc_slides_sort(slides, &sheets);
        esc_slides_clear(options->folder, source);
        esc_chart_remove_stale(&sheets, source);
        good = esc_chart_draw(&sheets, &beside, drawn, error);
        good = esc_slides_number(&sheets, options->folder, source, error) && good;
    }
    free_sheets(&sheets);
    free(source);
    return good;
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
