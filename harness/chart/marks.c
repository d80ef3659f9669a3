/*
 * What gnuplot draws of a panel: its data as datablocks, its series as clauses of one plot command.
 * How each form looks is said in plots/marks.gp.
 */
#include "chart/place.h"

#include <math.h>

/* A form and the function of plots/marks.gp that draws it, for panels beside each other and above
 * each other; from the bottom to the top. */
static const struct {
    enum form form;
    const char *beside, *above;
} clauses[] = {
    {FORM_BAND, "band", "band"},        {FORM_LINK, "x_link", "y_link"},
    {FORM_GUIDE, "guide", "guide"},     {FORM_LINE, "trace", "trace"},
    {FORM_STEPS, "stairs", "stairs"},   {FORM_INTERVAL, "x_interval", "y_interval"},
    {FORM_THICK, "x_thick", "y_thick"}, {FORM_BAR, "x_bar", "y_bar"},
    {FORM_TICK, "tick_up", "tick_up"},  {FORM_TICK, "tick_down", "tick_down"},
    {FORM_ARROW, "x_arrow", "x_arrow"}, {FORM_DOT, "halo", "halo"},
    {FORM_DOT, "dot", "dot"},
};
enum { CLAUSES = sizeof clauses / sizeof *clauses };

static size_t count_shown(const struct layout *layout, const struct series *series)
{
    size_t shown = 0;
    for (size_t i = 0; i < series->count; i++)
        shown += esc_place_shown(layout, &series->points[i]);
    return shown;
}

static void add_number(struct esc_text *out, double value)
{
    if (isfinite(value))
        esc_text_addf(out, " %.10g", value);
    else
        esc_text_add(out, " NaN");
}

static void add_block(const struct layout *layout, size_t panel, size_t number)
{
    const struct series *series = &layout->figure->panel[panel].series[number];
    struct esc_text *out = &layout->sheet->data;
    esc_text_addf(out, "$p%zu_%zu << END\n", panel, number);
    for (size_t i = 0; i < series->count; i++) {
        const struct point *point = &series->points[i];
        if (!esc_place_shown(layout, point))
            continue;
        double row = point->y - (double)layout->first + 0.5 + point->down;
        esc_text_addf(out, "%.10g", esc_place_station(layout, point->x));
        add_number(out, layout->figure->beside ? row : point->y);
        add_number(out, point->low);
        add_number(out, point->high);
        esc_text_add(out, "\n");
    }
    esc_text_add(out, "END\n");
}

static bool is_measured_log(const struct layout *layout, size_t panel)
{
    const struct region *region = &layout->region[panel];
    return layout->figure->beside ? region->x.log : region->y.log;
}

/* The last declared lies below: the first series is the one to see. */
static size_t add_clauses(struct layout *layout, size_t panel)
{
    const struct panel *declared = &layout->figure->panel[panel];
    struct esc_text *out = &layout->sheet->plot;
    size_t count = 0;
    for (size_t k = 0; k < CLAUSES; k++)
        for (size_t s = declared->count; s-- > 0;) {
            const struct series *series = &declared->series[s];
            bool lies = clauses[k].form == FORM_BAR && is_measured_log(layout, panel);
            /* A halo belongs to its own mark: both are drawn before the next series. */
            bool marks = clauses[k].form == FORM_DOT;
            if ((series->forms & clauses[k].form) == 0 || lies || (marks && k + 1 == CLAUSES) ||
                count_shown(layout, series) == 0)
                continue;
            for (size_t more = 0; more < (marks ? 2 : 1); more++) {
                const char *name =
                    layout->figure->beside ? clauses[k + more].beside : clauses[k + more].above;
                esc_text_addf(out, "%s%s('$p%zu_%zu', '%s', %d)",
                              count++ > 0 ? ".', '. \\\n    " : "", name, panel, s, series->role,
                              series->open);
            }
        }
    return count;
}

static void add_axis(struct layout *layout, size_t panel, char which, const struct scale *scale)
{
    struct esc_text *out = &layout->sheet->data;
    esc_text_addf(out, "p%zu%c_low = %.10g; p%zu%c_high = %.10g\np%zu%c_tics = '(", panel, which,
                  scale->low, panel, which, scale->high, panel, which);
    for (size_t i = 0; i < scale->tic_count; i++)
        esc_text_addf(out, "%s\"\" %.10g%s", i > 0 ? ", " : "", scale->tics[i].at,
                      scale->tics[i].text[0] == '\0' ? " 1" : "");
    esc_text_add(out, ")'\n");
    out = &layout->sheet->plot;
    /* gnuplot carries a range over from the panel before, wrongly where only one is logarithmic. */
    esc_text_addf(
        out, "unset logscale %c; set %crange [p%zu%c_low:p%zu%c_high]; set %ctics @p%zu%c_tics\n",
        which, which, panel, which, panel, which, which, panel, which);
    if (scale->log)
        esc_text_addf(out, "set logscale %c\n", which);
}

/* Rows run downwards: the range is turned round. */
static void add_rows(struct layout *layout)
{
    esc_text_addf(&layout->sheet->plot, "set yrange [%.10g:0]; unset ytics\n",
                  (double)layout->count + esc_place_foot(layout->figure));
}

static void add_margins(struct layout *layout, size_t panel)
{
    const struct region *region = &layout->region[panel];
    const struct style *style = layout->sheet->style;
    esc_text_addf(&layout->sheet->plot,
                  "set lmargin at screen %.5f; set rmargin at screen %.5f\n"
                  "set tmargin at screen %.5f; set bmargin at screen %.5f\n",
                  region->left / style->width, region->right / style->width,
                  1 - region->top / style->height, 1 - region->bottom / style->height);
}

void esc_marks(struct layout *layout, size_t panel)
{
    const struct panel *declared = &layout->figure->panel[panel];
    struct esc_text *out = &layout->sheet->plot;
    for (size_t s = 0; s < declared->count; s++)
        add_block(layout, panel, s);
    add_margins(layout, panel);
    add_axis(layout, panel, 'x', &layout->region[panel].x);
    if (layout->figure->beside)
        add_rows(layout);
    else
        add_axis(layout, panel, 'y', &layout->region[panel].y);
    esc_text_addf(out, "set border %d\n", layout->figure->beside ? 1 : 3);
    esc_text_add(out, "eval 'plot '.");
    if (add_clauses(layout, panel) == 0)
        esc_text_add(out, "'NaN notitle'");
    esc_text_add(out, "\nunset label\n");
}
