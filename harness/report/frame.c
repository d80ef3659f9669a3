/*
 * Frames drawn with characters. See frame.h for the contract.
 */
#include "report/frame.h"

#include "base/memory.h"
#include "report/ink.h"
#include "words/frame.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum { LEFT = 14, BOX = 40 }; /* columns before the box, and inside it */

static void print_edge(FILE *out, const char *words)
{
    size_t length = strlen(words);
    if (length > BOX - 2) /* a name's end tells more */
        words += length - (BOX - 2);
    int used = *words != '\0' ? (int)strlen(words) + 2 : 0;
    fprintf(out, "%*s+-%s%s%s", LEFT, "", used > 0 ? " " : "", words, used > 0 ? " " : "");
    for (int i = used; i < BOX; i++)
        fputc('-', out);
    fputs("-+\n", out);
}

/* "bp ->", "sp ->", "bp sp ->": which registers point to the slot's first byte. */
static const char *pointers(const struct esc_frame *frame, const struct esc_slot *slot, bool last)
{
    bool base = frame->base == slot->offset;
    bool top = last && frame->bottom == slot->offset;
    return base && top ? "bp sp ->" : base ? "bp ->" : top ? "sp ->" : "";
}

static void print_slot(const struct esc_frames *frames, size_t index, const struct esc_slot *slot,
                       const struct esc_terminal *terminal, FILE *out)
{
    const struct esc_frame *frame = &frames->list[index];
    char *words = esc_slot_words(slot, index > 0 ? frame - 1 : NULL);
    bool last = index + 1 == frames->count;
    int room = terminal->columns - LEFT - BOX - 6;
    fprintf(out, "%8s %5" PRId64 "| ", pointers(frame, slot, last), slot->offset);
    esc_ink_pad(out, terminal,
                slot->kind == ESC_SLOT_VARIABLE || slot->kind == ESC_SLOT_OBJECT ? INK_STACK
                                                                                 : INK_PLAIN,
                words, BOX, false);
    fputs(" |", out);
    if (slot->by != NULL && room >= (int)strlen(slot->by) && slot->kind != ESC_SLOT_RETURN)
        fprintf(out, "  %s", slot->by);
    fputc('\n', out);
    free(words);
}

static void print_frame(const struct esc_frames *frames, size_t index,
                        const struct esc_terminal *terminal, FILE *out)
{
    const struct esc_frame *frame = &frames->list[index];
    char *edge = esc_format("call %s", frame->function);
    print_edge(out, edge);
    for (size_t i = 0; i < frame->count; i++) {
        if (i > 0)
            print_edge(out, "");
        print_slot(frames, index, &frame->slots[i], terminal, out);
    }
    free(edge);
}

static void print_steps(const struct esc_frame *frame, const struct esc_terminal *terminal,
                        FILE *out)
{
    fprintf(out, "\n%s, instruction by instruction:\n", frame->function);
    for (size_t i = 0; i < frame->step_count; i++) {
        char *first = esc_format("  %-26s ", frame->steps[i].instruction);
        esc_ink_wrap(out, terminal, INK_PLAIN, first, frame->steps[i].does);
        free(first);
    }
}

static void print_taker(const struct esc_frames *frames, const struct esc_terminal *terminal,
                        FILE *out)
{
    const struct esc_frame *taker = esc_frames_taker(frames);
    char *text = taker != NULL ? esc_format(
                                     "%s calls %s: the object lies on the heap, in no frame, "
                                     "and stays when %s returns.",
                                     taker->function, taker->calls, taker->function)
                               : esc_strdup(
                                     "What lies in a frame is gone when its function "
                                     "returns: sp goes up, and the next call writes over it.");
    fputc('\n', out);
    esc_ink_wrap(out, terminal, taker != NULL ? INK_HEAP : INK_STACK, "", text);
    free(text);
}

void esc_report_frames(const struct esc_frames *frames, const char *title, bool on_heap,
                       const struct esc_terminal *terminal, FILE *out)
{
    esc_ink_put(out, terminal, on_heap ? INK_HEAP : INK_STACK, title);
    fputs("\n\n", out);
    for (size_t i = 0; i < frames->count; i++)
        print_frame(frames, i, terminal, out);
    print_edge(out, "");
    print_taker(frames, terminal, out);
    for (size_t i = 0; i < frames->count; i++)
        print_steps(&frames->list[i], terminal, out);
    fputc('\n', out);
}
