/*
 * Panels that stand beside each other and share their rows. See place.h for the contracts.
 */
#include "chart/place.h"

#include "base/memory.h"

#include <math.h>
#include <stdlib.h>

/* ---- panels that share rows ---- */

/* Lines of a text block of one row, each with its own size; `left` or right of x. */
struct block {
    const char *text[ROW_WORDS];
    double px[ROW_WORDS];
    const char *colour[ROW_WORDS];
    size_t count;
};

static const double line_height = 1.2;

static double block_height(const struct block *block)
{
    double height = 0;
    for (size_t k = 0; k < block->count; k++)
        height += block->px[k] * line_height;
    return height;
}

/* Centred at y. What does not fit a row is left out from below; a single line shrinks. */
static void place_block(struct layout *layout, struct block *block, double x, double y,
                        enum align align, double room)
{
    while (block->count > 1 && block_height(block) > layout->pitch)
        block->count--;
    double shrink = fmin(1, layout->pitch / block_height(block));
    double top = y - shrink * block_height(block) / 2;
    for (size_t k = 0; k < block->count; k++) {
        double height = shrink * block->px[k] * line_height;
        double px = shrink * block->px[k];
        double least = fmin(px, shrink * esc_chart_px(layout->sheet->style, TEXT_SMALL));
        char *clean = esc_chart_clean(block->text[k]);
        double natural = esc_chart_width(clean, px, false);
        px = natural > room ? fmax(least, px * room / natural) : px;
        char *shown = esc_chart_cut(clean, px, false, room);
        esc_chart_text(layout->sheet, x, top + height / 2, align, px, block->colour[k], shown);
        top += height;
        free(shown);
        free(clean);
    }
}

static void add_line(struct block *block, const char *text, double px, const char *colour)
{
    if (text == NULL || *text == '\0')
        return;
    block->text[block->count] = text;
    block->px[block->count] = px;
    block->colour[block->count++] = colour;
}

static struct block name_block(const struct style *style, const struct figure_row *row)
{
    struct block block = {.count = 0};
    add_line(&block, row->name, esc_chart_px(style, TEXT_BODY), "ink");
    add_line(&block, row->detail, esc_chart_px(style, TEXT_SMALL), "muted");
    return block;
}

static struct block words_block(const struct style *style, const struct figure_row *row)
{
    struct block block = {.count = 0};
    add_line(&block, row->words[0], esc_chart_px(style, TEXT_BODY), row->strong ? "ink" : "muted");
    for (size_t k = 1; k < ROW_WORDS; k++)
        add_line(&block, row->words[k], esc_chart_px(style, TEXT_SMALL), "muted");
    return block;
}

static double column_width(const struct layout *layout, const char *head, double most,
                           struct block (*block_of)(const struct style *,
                                                    const struct figure_row *))
{
    const struct style *style = layout->sheet->style;
    double widest =
        head == NULL ? 0 : esc_chart_width(head, esc_chart_px(style, TEXT_SMALL), false);
    for (size_t i = 0; i < layout->figure->row_count; i++) {
        struct block block = block_of(style, &layout->figure->rows[i]);
        for (size_t k = 0; k < block.count; k++)
            widest = fmax(widest, esc_chart_width(block.text[k], block.px[k], false));
    }
    return fmin(widest, most * style->width);
}

enum { HEAD_LINES = 3 };

/* The panels' heads, or lines above them when `draw` is false: returns how many. */
static size_t place_heads(struct layout *layout, bool draw)
{
    struct sheet *sheet = layout->sheet;
    double px = esc_chart_px(sheet->style, TEXT_SMALL);
    size_t most = layout->figure->words_head != NULL || layout->figure->legend != NULL;
    for (size_t p = 0; p < layout->figure->panel_count; p++) {
        const struct panel *panel = &layout->figure->panel[p];
        const struct region *region = &layout->region[p];
        size_t count;
        if (panel->head == NULL)
            continue;
        char *head =
            esc_format("%s%s", panel->head, esc_axes_is_log(layout->figure, p) ? " (log)" : "");
        char **lines =
            esc_chart_wrap(head, " ", px, false, region->right - region->left, HEAD_LINES, &count);
        for (size_t i = 0; i < count && draw; i++)
            esc_chart_text(sheet, region->left,
                           region->top - ((double)(count - i) - 0.3) * line_height * px, ALIGN_LEFT,
                           px, panel->x.colour, lines[i]);
        most = count > most ? count : most;
        esc_chart_free_lines(lines, count);
        free(head);
    }
    return most;
}

static void divide_width(struct layout *layout, double left, double right)
{
    const struct figure *figure = layout->figure;
    const struct style *style = layout->sheet->style;
    double gap = 2.6 * style->font;
    double panels = (double)figure->panel_count;
    double width = (right - left - gap * (panels - 1)) / panels;
    for (size_t p = 0; p < figure->panel_count; p++) {
        struct region *region = &layout->region[p];
        region->left = left + (double)p * (width + gap);
        region->right = region->left + width;
        struct values values = esc_axes_values(&figure->panel[p], true);
        region->x =
            esc_axes_scale(&figure->panel[p].x, style, &values, region->left, region->right);
        free(values.at);
    }
}

static void divide_rows(struct layout *layout)
{
    const struct style *style = layout->sheet->style;
    double small = esc_chart_px(style, TEXT_SMALL);
    double heads = (double)place_heads(layout, false) * line_height * small;
    double top = layout->sheet->top + heads + (heads > 0 ? 0.1 * style->font : 0);
    double bottom = layout->sheet->bottom - esc_axes_below(style, layout->figure).end;
    layout->pitch = (bottom - top) / ((double)layout->count + esc_place_foot(layout->figure));
    for (size_t p = 0; p < layout->figure->panel_count; p++) {
        layout->region[p].top = top;
        layout->region[p].bottom = bottom;
    }
}

static void place_lanes(struct figure *figure)
{
    for (size_t p = 0; p < figure->panel_count; p++)
        for (size_t s = 0; s < figure->panel[p].count; s++)
            for (size_t i = 0; i < figure->panel[p].series[s].count; i++)
                figure->panel[p].series[s].points[i].down =
                    esc_place_lane(figure, figure->panel[p].series[s].lane);
}

static void place_rows(struct layout *layout, double names, double words)
{
    const struct figure *figure = layout->figure;
    const struct style *style = layout->sheet->style;
    double left = layout->region[0].left - 0.8 * style->font;
    for (size_t i = 0; i < layout->count; i++) {
        const struct figure_row *row = &figure->rows[layout->first + i];
        double y = layout->region[0].top + ((double)i + 0.5) * layout->pitch;
        struct block name = name_block(style, row);
        struct block said = words_block(style, row);
        place_block(layout, &name, left, y, ALIGN_RIGHT, names);
        place_block(layout, &said, layout->sheet->right - words, y, ALIGN_LEFT, words);
    }
}

void esc_place_beside(struct layout *layout)
{
    struct sheet *sheet = layout->sheet;
    struct figure *figure = layout->figure;
    const struct style *style = sheet->style;
    double small = esc_chart_px(style, TEXT_SMALL);
    double names = column_width(layout, NULL, 0.25, name_block);
    double words = column_width(layout, figure->words_head, 0.3, words_block);
    double after = words > 0 ? words + 1.2 * style->font : 1.5 * style->font;
    place_lanes(figure);
    divide_width(layout, sheet->left + names + 0.8 * style->font, sheet->right - after);
    divide_rows(layout);
    double head = layout->region[0].top - 0.7 * line_height * small;
    place_heads(layout, true);
    if (figure->words_head != NULL)
        esc_chart_text(sheet, sheet->right - words, head, ALIGN_LEFT, small, "muted",
                       figure->words_head);
    if (figure->legend != NULL)
        esc_chart_text(sheet, layout->region[0].left, head, ALIGN_LEFT, small, "muted",
                       figure->legend);
    place_rows(layout, names, words);
    for (size_t p = 0; p < figure->panel_count; p++)
        esc_axes_x_words(layout, p);
}
