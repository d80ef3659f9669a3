/*
 * Stack frames as a picture: both sides beside each other, addresses falling downwards. Heights are
 * not to scale; what lies where is.
 */
#include "chart/kinds.h"

#include "base/memory.h"
#include "words/frame.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>

/* What a slot is drawn as: a datablock, and its colours' function in plots/marks.gp. */
enum look { LOOK_CONTROL, LOOK_OBJECT, LOOK_REST, LOOK_HEAP, LOOKS };

static const char *const blocks[LOOKS] = {"control", "object", "rest", "onheap"};
static const char *const functions[LOOKS] = {"control_box", "object_box", "rest_box", "heap_box"};

/* One side of the picture while it is composed; px. */
struct column {
    struct sheet *sheet;
    const struct esc_frames *frames;
    double left, right, box_left, box_right;
    double unit;           /* of a slot's height */
    double y;              /* where the next slot begins */
    struct esc_text *data; /* LOOKS of them */
};

static const double head_units = 1.1, edge_units = 0.9, foot_units = 2.3;

static double slot_units(const struct esc_slot *slot)
{
    return slot->bytes <= 16 ? 1 : slot->bytes <= 64 ? 1.5 : 2;
}

static double side_units(const struct esc_frames *frames)
{
    double units = head_units + foot_units;
    for (size_t i = 0; i < frames->count; i++) {
        units += edge_units;
        for (size_t k = 0; k < frames->list[i].count; k++)
            units += slot_units(&frames->list[i].slots[k]);
    }
    return units;
}

static enum look look_of(const struct esc_slot *slot)
{
    if (slot->kind == ESC_SLOT_VARIABLE || slot->kind == ESC_SLOT_OBJECT)
        return LOOK_OBJECT;
    return slot->kind == ESC_SLOT_REST ? LOOK_REST : LOOK_CONTROL;
}

static void add_box(struct column *column, enum look look, double top, double bottom)
{
    esc_text_addf(&column->data[look], "%.5g %.5g %.5g %.5g %.5g %.5g\n",
                  (column->box_left + column->box_right) / 2, (top + bottom) / 2, column->box_left,
                  column->box_right, top, bottom);
}

/* Text that fits between two places: smaller where it must be, cut where that is not enough. */
static void add_text(struct column *column, double x, double room, double y, enum align align,
                     enum text size, const char *colour, const char *text)
{
    const struct style *style = column->sheet->style;
    double px = fmin(esc_chart_px(style, size), 0.75 * column->unit);
    double width = esc_chart_width(text, px, false);
    if (width > room)
        px = fmin(px, fmax(style->least, px * room / width));
    char *cut = esc_chart_cut(text, px, false, room);
    esc_chart_text(column->sheet, x, y, align, px, colour, cut);
    free(cut);
}

/* The offset stands at the slot's lower edge, which it names, and so do bp and sp. */
static void add_marks(struct column *column, const struct esc_frame *frame,
                      const struct esc_slot *slot, bool works, double bottom)
{
    double gap = 0.4 * column->sheet->style->font;
    double room = 0.68 * (column->box_left - column->left - gap);
    bool base = frame->base == slot->offset;
    bool top = works && frame->bottom == slot->offset;
    char *offset = esc_format("%" PRId64, slot->offset);
    double y = bottom - 0.45 * column->unit;
    add_text(column, column->box_left - gap, column->box_left - gap - column->left - room, y,
             ALIGN_RIGHT, TEXT_SMALL, "muted", offset);
    if (base || top)
        add_text(column, column->left + room, room, y, ALIGN_RIGHT, TEXT_TIC, "ink",
                 base && top ? "bp sp →"
                 : base      ? "bp →"
                             : "sp →");
    free(offset);
}

static void add_slot(struct column *column, size_t index, const struct esc_slot *slot)
{
    const struct esc_frame *frame = &column->frames->list[index];
    double gap = 0.4 * column->sheet->style->font;
    double top = column->y, bottom = top + slot_units(slot) * column->unit;
    double middle = (top + bottom) / 2;
    char *words = esc_slot_words(slot, index > 0 ? frame - 1 : NULL);
    add_box(column, look_of(slot), top, bottom);
    add_text(column, (column->box_left + column->box_right) / 2,
             column->box_right - column->box_left - gap, middle, ALIGN_CENTER, TEXT_TIC, "ink",
             words);
    if (slot->by != NULL && slot->kind != ESC_SLOT_RETURN)
        add_text(column, column->box_right + gap, column->right - column->box_right - gap, middle,
                 ALIGN_LEFT, TEXT_SMALL, "muted", slot->by);
    add_marks(column, frame, slot, index + 1 == column->frames->count, bottom);
    esc_text_addf(&column->sheet->alt, "  %" PRId64 " %s\n", slot->offset, words);
    esc_text_addf(&column->sheet->tsv, "%s\t%" PRId64 "\t%" PRId64 "\t%s\t%s\n", frame->function,
                  slot->offset, slot->bytes, words, slot->by != NULL ? slot->by : "");
    column->y = bottom;
    free(words);
}

static void add_frame(struct column *column, size_t index)
{
    const struct esc_frame *frame = &column->frames->list[index];
    char *call = esc_format("↓ call %s: sp − 8   ↑ ret: sp + 8", frame->function);
    column->y += edge_units * column->unit;
    add_text(column, column->box_left - 0.06 * (column->right - column->left),
             column->right - column->box_left + 0.06 * (column->right - column->left),
             column->y - 0.42 * column->unit, ALIGN_LEFT, TEXT_SMALL, "ink", call);
    esc_text_addf(&column->sheet->alt, "call %s\n", frame->function);
    for (size_t k = 0; k < frame->count; k++)
        add_slot(column, index, &frame->slots[k]);
    free(call);
}

/* Below the frames: what becomes of the object. */
static void add_foot(struct column *column)
{
    const struct esc_frame *taker = esc_frames_taker(column->frames);
    char *text = taker != NULL
                     ? esc_format("what %s gives to %s stays", taker->calls, taker->function)
                     : esc_strdup("gone when its function returns: sp goes up");
    column->y += 0.5 * column->unit;
    if (taker != NULL)
        add_box(column, LOOK_HEAP, column->y, column->y + 1.2 * column->unit);
    if (taker != NULL)
        add_text(column, (column->box_left + column->box_right) / 2,
                 column->box_right - column->box_left, column->y + 0.6 * column->unit, ALIGN_CENTER,
                 TEXT_TIC, "ink", "the object, on the heap");
    column->y += (taker != NULL ? 1.8 : 0.5) * column->unit;
    add_text(column, column->left, column->right - column->left, column->y, ALIGN_LEFT, TEXT_TIC,
             taker != NULL ? "heap_text" : "stack_text", text);
    esc_text_addf(&column->sheet->alt, "%s\n", text);
    free(text);
}

static void add_column(struct column *column, const char *title, bool on_heap)
{
    double px = esc_chart_px(column->sheet->style, TEXT_BODY);
    char *cut = esc_chart_cut(title, px, true, column->right - column->left);
    esc_chart_bold(column->sheet, column->left, column->y + 0.5 * px, ALIGN_LEFT, px,
                   on_heap ? "heap_text" : "stack_text", cut);
    free(cut);
    esc_text_addf(&column->sheet->alt, "%s\n", title);
    esc_text_addf(&column->sheet->tsv, "# %s\n", title);
    column->y += head_units * column->unit;
    for (size_t i = 0; i < column->frames->count; i++)
        add_frame(column, i);
    add_foot(column);
}

static void place_columns(struct sheet *sheet, const struct esc_chart_frames *picture,
                          struct esc_text data[LOOKS])
{
    double gap = 2 * sheet->style->font;
    double width = (sheet->right - sheet->left - gap) / 2;
    double most = fmax(side_units(&picture->sides[0]), side_units(&picture->sides[1]));
    double unit = fmin((sheet->bottom - sheet->top) / most, 2.2 * sheet->style->font);
    for (size_t k = 0; k < 2; k++) {
        double left = sheet->left + (double)k * (width + gap);
        struct column column = {.sheet = sheet,
                                .frames = &picture->sides[k],
                                .left = left,
                                .right = left + width,
                                .box_left = left + 0.22 * width,
                                .box_right = left + 0.72 * width,
                                .unit = unit,
                                .y = sheet->top,
                                .data = data};
        add_column(&column, picture->titles[k], k > 0);
    }
}

static void add_plot(struct sheet *sheet, struct esc_text data[LOOKS])
{
    const char *separator = "";
    esc_chart_canvas(sheet);
    for (size_t look = 0; look < LOOKS; look++) {
        if (data[look].length == 0)
            continue;
        esc_text_addf(&sheet->data, "$%s << END\n%sEND\n", blocks[look], data[look].bytes);
        esc_text_addf(&sheet->plot, "%s%s('$%s')", separator, functions[look], blocks[look]);
        separator = ".', '.";
    }
    esc_text_add(&sheet->plot, "\n");
}

void esc_chart_frame_sheet(const struct esc_chart_frames *picture, const char *point,
                           const struct style *style, struct sheets *out)
{
    struct esc_text data[LOOKS] = {{0}};
    char *second = esc_format(
        "%s. Addresses fall; numbers are offsets from a frame’s top. Not to scale.", point);
    struct sheet sheet = esc_chart_sheet_of(
        style, picture->name, "",
        "x86-64 · read from the machine code: its instructions and its debug information",
        "A call makes a frame on the stack, its return gives it back", second);
    esc_text_add(&sheet.tsv, "function\toffset\tbytes\twhat\tinstruction\n");
    place_columns(&sheet, picture, data);
    add_plot(&sheet, data);
    for (size_t look = 0; look < LOOKS; look++)
        esc_text_free(&data[look]);
    esc_chart_add(out, sheet);
    free(second);
}
