/*
 * Steps of a mark phase, a picture each: the objects in their colours, the pointers between them,
 * below them the legend, the queue and the write barrier's buffer. See chart.h.
 */
#include "chart/kinds.h"

#include "base/memory.h"
#include "noun/marking.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const double columns = 6.0, rows = 3.8, side = 0.55; /* of the places; free at the sides */

struct view {
    struct sheet *sheet;
    size_t clauses;                               /* of the plot command, so far */
    size_t begun;                                 /* where the rows of the datablock begin */
    const struct esc_marking_step *step, *before; /* before: NULL at the first */
    double left, top, column, row;                /* px: of the place 0, 0; of one of each */
    double radius;                                /* of an object, px */
    char *queue, *stores;                         /* of the step, in words */
};

struct spot {
    double x, y;
};

/* ---- datablocks, each with the function of plots/marks.gp that draws it ---- */

static void begin_block(struct view *view, const char *name)
{
    esc_text_addf(&view->sheet->data, "$%s << END\n", name);
    view->begun = view->sheet->data.length;
}

/* Later blocks lie above earlier ones; one without rows is not drawn. */
static void end_block(struct view *view, const char *name, const char *function)
{
    bool empty = view->sheet->data.length == view->begun;
    esc_text_add(&view->sheet->data, "END\n");
    if (!empty)
        esc_text_addf(&view->sheet->plot, "%s%s('$%s')",
                      view->clauses++ > 0 ? ".', '. \\\n    " : "", function, name);
}

/* ---- where things are ---- */

static struct spot spot_of(const struct view *view, struct esc_marking_place place)
{
    return (struct spot){view->left + place.column * view->column,
                         view->top + place.row * view->row};
}

static struct spot object_spot(const struct view *view, int object)
{
    return spot_of(view, esc_marking_places[object]);
}

static double line_px(const struct view *view)
{
    return 1.5 * esc_chart_px(view->sheet->style, TEXT_BODY);
}

/* Where a title of one line and two lines below it end: objects stand still from picture to
 * picture. */
static double usual_top(const struct sheet *sheet)
{
    const struct style *style = sheet->style;
    return 0.7 * sheet->left + 1.3 * esc_chart_px(style, TEXT_TITLE) +
           2 * 1.3 * esc_chart_px(style, TEXT_SUBTITLE) + 0.5 * style->font;
}

static void place_view(struct view *view)
{
    const struct sheet *sheet = view->sheet;
    const double bottom = sheet->bottom - 2.2 * line_px(view),
                 top = fmax(sheet->top, usual_top(sheet));
    view->column = (sheet->right - sheet->left) / (columns + 2 * side);
    view->row = (bottom - top) / (rows + 2 * side);
    view->left = sheet->left + side * view->column;
    view->top = top + side * view->row;
    view->radius = fmin(0.36 * view->row, 0.17 * view->column);
}

/* ---- pointers ---- */

static bool led(const struct esc_marking_step *step, int from, int to)
{
    for (int f = 0; f < ESC_MARKING_FIELDS; f++)
        if (step->points_to[from][f] == to)
            return true;
    return false;
}

/* From rim to rim; two that lead to each other lie beside each other. */
static void add_arrow(struct view *view, struct spot from, struct spot to, bool both)
{
    double dx = to.x - from.x, dy = to.y - from.y;
    double length = hypot(dx, dy);
    double ux = dx / length, uy = dy / length, gap = 1.15 * view->radius;
    double aside = both ? 0.4 * view->radius : 0;
    esc_text_addf(&view->sheet->data, "%.2f %.2f %.2f %.2f\n", from.x + ux * gap - uy * aside,
                  from.y + uy * gap + ux * aside, dx - 2 * ux * gap, dy - 2 * uy * gap);
}

/* The step's pointers that `other` has, or has not. */
static void add_pointers(struct view *view, const struct esc_marking_step *step,
                         const struct esc_marking_step *other, bool has)
{
    for (int i = 0; i < ESC_MARKING_OBJECTS; i++)
        for (int f = 0; f < ESC_MARKING_FIELDS; f++) {
            int to = step->points_to[i][f];
            if (to != ESC_MARKING_NOBODY && led(other, i, to) == has)
                add_arrow(view, object_spot(view, i), object_spot(view, to), led(step, to, i));
        }
}

static void add_variable(struct view *view, struct esc_marking_place place, const char *name,
                         int object)
{
    struct spot from = spot_of(view, place);
    double px = esc_chart_px(view->sheet->style, TEXT_BODY);
    esc_chart_text(view->sheet, from.x, from.y, ALIGN_CENTER, px, "ink", name);
    if (object != ESC_MARKING_NOBODY)
        add_arrow(view, from, object_spot(view, object), false);
}

static void add_roots(struct view *view)
{
    for (size_t r = 0; r < ESC_MARKING_ROOTS; r++)
        add_variable(view, esc_marking_root_places[r], "root", view->step->root[r]);
    if (view->step->local != ESC_MARKING_NOBODY)
        add_variable(view, esc_marking_local_place, "x", view->step->local);
}

/* Pointers that stand, that the program has stored in this step, that it has cut. */
static void add_arrows(struct view *view)
{
    const struct esc_marking_step *step = view->step, *before = view->before;
    bool wrote = step->actor == ESC_MARKING_PROGRAM && before != NULL;
    begin_block(view, "kept");
    add_roots(view);
    add_pointers(view, step, wrote ? before : step, true);
    end_block(view, "kept", "arrow");
    begin_block(view, "cut");
    if (wrote)
        add_pointers(view, before, step, false);
    end_block(view, "cut", "cut_arrow");
    begin_block(view, "new");
    if (wrote)
        add_pointers(view, step, before, false);
    end_block(view, "new", "new_arrow");
}

/* ---- objects ---- */

static const struct look {
    enum esc_marking_colour colour;
    const char *block, *function, *ink, *words;
} looks[] = {
    {ESC_MARKING_WHITE, "white", "white_object", "'#000000'", "white: not seen"},
    {ESC_MARKING_GREY, "grey", "grey_object", "'#000000'", "grey: seen, waits in the queue"},
    {ESC_MARKING_BLACK, "black", "black_object", "'#ffffff'", "black: seen, pointers read"},
    {ESC_MARKING_FREE, "free", "free_object", "muted", "free"},
};
enum { LOOKS = sizeof looks / sizeof *looks };

static void add_circle(struct view *view, struct spot spot, double radius)
{
    esc_text_addf(&view->sheet->data, "%.2f %.2f %.2f\n", spot.x, spot.y, radius);
}

static void add_objects(struct view *view, const struct look *look)
{
    double px = fmin(1.25 * view->radius, 1.2 * esc_chart_px(view->sheet->style, TEXT_BODY));
    for (int i = 0; i < ESC_MARKING_OBJECTS; i++) {
        if (view->step->colour[i] != look->colour)
            continue;
        const char name[2] = {view->step->name[i], '\0'};
        struct spot spot = object_spot(view, i);
        add_circle(view, spot, view->radius);
        esc_chart_bold(view->sheet, spot.x, spot.y, ALIGN_CENTER, px, look->ink, name);
    }
}

/* Around what the barrier has recorded, and around what the step is about. */
static void add_rings(struct view *view)
{
    begin_block(view, "recorded");
    for (int i = 0; i < ESC_MARKING_OBJECTS; i++)
        if (strchr(view->step->barrier, view->step->name[i]) != NULL)
            add_circle(view, object_spot(view, i), 1.3 * view->radius);
    end_block(view, "recorded", "recorded_ring");
    begin_block(view, "subject");
    if (view->step->subject != ESC_MARKING_NOBODY)
        add_circle(view, object_spot(view, view->step->subject), 1.3 * view->radius);
    end_block(view, "subject", "subject_ring");
}

/* ---- below ---- */

/* A small object and its words, into the block of its colour; where the next one begins. */
static double add_key(struct view *view, const struct look *look, double x, double y)
{
    double px = esc_chart_px(view->sheet->style, TEXT_TIC), radius = 0.42 * px;
    add_circle(view, (struct spot){x + radius, y}, radius);
    esc_chart_text(view->sheet, x + 3 * radius, y, ALIGN_LEFT, px, "ink", look->words);
    return x + 3 * radius + esc_chart_width(look->words, px, false) + px;
}

static void add_looks(struct view *view, double y)
{
    double x = view->sheet->left;
    for (size_t k = 0; k < LOOKS; k++) {
        begin_block(view, looks[k].block);
        add_objects(view, &looks[k]);
        x = add_key(view, &looks[k], x, y);
        end_block(view, looks[k].block, looks[k].function);
    }
}

static char *or_empty(char *text)
{
    if (*text != '\0')
        return text;
    free(text);
    return esc_strdup("empty");
}

static void add_lists(struct view *view, double y)
{
    struct sheet *sheet = view->sheet;
    double px = esc_chart_px(sheet->style, TEXT_BODY);
    char *queue = esc_format("mark queue, next first: %s", view->queue);
    char *buffer = esc_format("barrier’s buffer, old→new: %s", view->stores);
    esc_chart_text(sheet, sheet->left, y, ALIGN_LEFT, px, "ink", queue);
    esc_chart_text(sheet, sheet->right, y, ALIGN_RIGHT, px, "gc_text", buffer);
    free(buffer);
    free(queue);
}

/* ---- the sheet ---- */

static void add_state(struct view *view)
{
    struct sheet *sheet = view->sheet;
    esc_text_add(&sheet->tsv, "object\tcolour\tleft\tright\n");
    for (size_t k = 0; k < LOOKS; k++) {
        char *names = esc_marking_names(view->step, looks[k].colour);
        esc_text_addf(&sheet->alt, "%s: %s. ", looks[k].block, *names != '\0' ? names : "none");
        free(names);
    }
    esc_text_addf(&sheet->alt, "mark queue, next first: %s. barrier's buffer, old→new: %s.\n",
                  view->queue, view->stores);
}

static const char *block_of(enum esc_marking_colour colour)
{
    for (size_t k = 0; k < LOOKS; k++)
        if (looks[k].colour == colour)
            return looks[k].block;
    return "";
}

static void add_table(struct view *view)
{
    const struct esc_marking_step *step = view->step;
    for (size_t i = 0; i < ESC_MARKING_OBJECTS; i++) {
        esc_text_addf(&view->sheet->tsv, "%c\t%s", step->name[i], block_of(step->colour[i]));
        for (size_t f = 0; f < ESC_MARKING_FIELDS; f++) {
            int to = step->points_to[i][f];
            esc_text_addf(&view->sheet->tsv, "\t%c",
                          to == ESC_MARKING_NOBODY ? '-' : step->name[to]);
        }
        esc_text_add(&view->sheet->tsv, "\n");
    }
}

static void draw_step(const struct esc_chart_film *film, size_t index, const char *made_by,
                      const struct style *style, struct sheets *out)
{
    const struct esc_marking *marking = film->marking;
    const struct esc_marking_step *step = &marking->steps[index];
    size_t last = marking->steps[marking->count - 1].number;
    char *name = esc_format("%s-%02zu", film->name, step->number);
    char *second = esc_format("%zu of %zu. %s", step->number, last, step->why);
    struct sheet sheet = esc_chart_sheet_of(style, name, "", made_by, step->words, second);
    struct view view = {.sheet = &sheet,
                        .step = step,
                        .before = index > 0 ? step - 1 : NULL,
                        .queue = or_empty(esc_marking_spaced(step->queue)),
                        .stores = or_empty(esc_marking_stores(step))};
    place_view(&view);
    esc_chart_canvas(&sheet);
    add_arrows(&view);
    add_looks(&view, sheet.bottom - 1.45 * line_px(&view));
    add_rings(&view);
    add_lists(&view, sheet.bottom - 0.5 * line_px(&view));
    esc_text_add(&sheet.plot, "\n");
    add_state(&view);
    add_table(&view);
    esc_chart_add(out, sheet);
    free(view.stores);
    free(view.queue);
    free(second);
    free(name);
}

void esc_chart_film(const struct esc_chart_film *film, const char *made_by,
                    const struct style *style, struct sheets *out)
{
    for (size_t i = 0; i < film->marking->count; i++)
        draw_step(film, i, made_by, style, out);
}
