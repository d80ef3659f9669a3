/*
 * Words of points. See place.h for the contracts. A text looks for a place among a few candidates,
 * best first.
 */
#include "chart/place.h"

#include "base/memory.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* A point's words on their way to a place. */
struct words {
    struct layout *layout;
    size_t panel;
    const struct series *series;
    struct point *point;
    double px, mark; /* heights of the text; from the mark's middle to the text, px */
    char *text;      /* clean */
};

static void put(const struct words *words, double x, double y, enum align align)
{
    esc_place_text(words->layout, x, y, align, words->px, words->series->words_colour, words->text);
}

static void put_beside(const struct words *words, double x, double y)
{
    const struct region *region = &words->layout->region[words->panel];
    double font = words->layout->sheet->style->font;
    double width = esc_chart_width(words->text, words->px, false);
    bool right = x + words->mark + width <= region->right + 0.6 * font;
    put(words, right ? x + words->mark : x - words->mark, y, right ? ALIGN_LEFT : ALIGN_RIGHT);
}

/* Centred, but not far beyond the panel's left or the sheet's right. */
static void put_below(const struct words *words, double x, double y)
{
    const struct region *region = &words->layout->region[words->panel];
    double font = words->layout->sheet->style->font;
    double half = esc_chart_width(words->text, words->px, false) / 2;
    x = fmin(fmax(x, region->left - font + half), words->layout->sheet->right - half);
    put(words, x, y + 0.85 * words->mark + 0.4 * words->px, ALIGN_CENTER);
}

enum { LEVELS = 2 };

/* The place of mark and name together: right, left, then the same a level further down. */
static void put_named(const struct words *words, double x)
{
    struct layout *layout = words->layout;
    const struct region *region = &layout->region[words->panel];
    double below = esc_place_lane(layout->figure, layout->figure->lanes - 1);
    for (size_t k = 0; k < 2 * LEVELS; k++) {
        bool right = k % 2 == 0;
        words->point->down = below + 0.28 + 0.24 * (double)(k / 2);
        double y = esc_place_y(layout, words->panel, words->point);
        double at = right ? x + words->mark : x - words->mark;
        enum align align = right ? ALIGN_LEFT : ALIGN_RIGHT;
        struct box box = esc_chart_box(at, y, align, words->px, words->text);
        box.left -= right ? 2 * words->mark : 0;
        box.right += right ? 0 : 2 * words->mark;
        bool inside = box.left > region->left && box.right < region->right;
        if (!inside || !esc_chart_is_free(layout->sheet, &box))
            continue;
        esc_chart_text(layout->sheet, at, y, align, words->px, words->series->words_colour,
                       words->text);
        esc_chart_take(layout->sheet, box);
        return;
    }
    words->point->down = below + 0.28;
}

static void put_words(const struct words *words)
{
    const struct layout *layout = words->layout;
    double font = layout->sheet->style->font;
    double x = esc_place_x(layout, words->panel, words->point);
    double y = esc_place_y(layout, words->panel, words->point);
    if (words->series->words_at == WORDS_NAMED)
        put_named(words, x);
    else if (words->series->words_at == WORDS_BESIDE)
        put_beside(words, x, y);
    else if (words->series->words_at == WORDS_AFTER)
        put(words, x + 0.4 * font, y, ALIGN_LEFT);
    else if (words->series->words_at == WORDS_ABOVE)
        put(words, x, y - 0.8 * words->px, ALIGN_CENTER);
    else
        put_below(words, x, y);
}

static double words_px(const struct layout *layout, const struct series *series)
{
    const struct style *style = layout->sheet->style;
    bool tight = layout->figure->beside && layout->pitch < 2.8 * style->font;
    return esc_chart_px(style, tight ? TEXT_CAPTION : series->words_size);
}

/* Leaves out what stands behind the last comma, then what stands behind the last but one, … before
 * it cuts letters. Caller frees. */
static char *shortened(const char *words, double px, double room)
{
    char *clean = esc_chart_clean(words);
    for (char *comma;
         esc_chart_width(clean, px, false) > room && (comma = strrchr(clean, ',')) != NULL;)
        *comma = '\0';
    char *shown = esc_chart_cut(clean, px, false, room);
    free(clean);
    return shown;
}

static double words_room(const struct layout *layout, size_t panel, const struct series *series)
{
    const struct region *region = &layout->region[panel];
    double least = 0.2 * layout->sheet->style->width;
    double width = region->right - region->left + 2 * layout->sheet->style->font;
    return series->words_at == WORDS_BELOW ? width : least;
}

/* Words keep off bars. */
static void take_bars(struct layout *layout, size_t panel, const struct series *series)
{
    const struct region *region = &layout->region[panel];
    double half = 0.2 * layout->sheet->style->font;
    for (size_t i = 0; i < series->count; i++) {
        double x = esc_place_x(layout, panel, &series->points[i]);
        double y = esc_place_y(layout, panel, &series->points[i]);
        esc_chart_take(layout->sheet, (struct box){x - half, x + half, y, region->bottom});
    }
}

void esc_labels_points(struct layout *layout, size_t panel)
{
    const struct style *style = layout->sheet->style;
    struct panel *declared = &layout->figure->panel[panel];
    for (size_t s = 0; s < declared->count && !layout->figure->beside; s++)
        if ((declared->series[s].forms & FORM_BAR) != 0)
            take_bars(layout, panel, &declared->series[s]);
    for (size_t s = 0; s < declared->count; s++)
        for (size_t i = 0; i < declared->series[s].count; i++) {
            struct point *point = &declared->series[s].points[i];
            if (point->words == NULL || !esc_place_shown(layout, point))
                continue;
            struct words words = {.layout = layout,
                                  .panel = panel,
                                  .series = &declared->series[s],
                                  .point = point,
                                  .px = words_px(layout, &declared->series[s]),
                                  .mark = esc_chart_mark(style) + 0.3 * style->font};
            words.text =
                shortened(point->words, words.px, words_room(layout, panel, &declared->series[s]));
            put_words(&words);
            free(words.text);
        }
}
