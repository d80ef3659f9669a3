/*
 * Steps of a mark phase in words and in coloured cells. See marking.h.
 */
#include "report/marking.h"

#include "base/memory.h"
#include "report/ink.h"

#include <stdlib.h>
#include <string.h>

enum { LINES = 9, LINES_A_ROW = 2, CELL = 11, PLACE_COLUMNS = 7 };

static const char *const colour_words[] = {
    [ESC_MARKING_FREE] = "free ",
    [ESC_MARKING_WHITE] = "white",
    [ESC_MARKING_GREY] = "grey ",
    [ESC_MARKING_BLACK] = "black",
};

/* Letter on ground, 256 colours: the collector's colours, whatever the terminal's are. */
static const char *const colour_codes[] = {
    [ESC_MARKING_FREE] = "\033[2m",
    [ESC_MARKING_WHITE] = "\033[38;5;16;48;5;231m",
    [ESC_MARKING_GREY] = "\033[38;5;16;48;5;246m",
    [ESC_MARKING_BLACK] = "\033[38;5;231;48;5;16m",
};

/* ---- in words ---- */

static void print_line(FILE *out, const char *what, const char *names)
{
    fprintf(out, "      %-7s %s\n", what, names);
}

static void print_colour(const struct esc_marking_step *step, enum esc_marking_colour colour,
                         FILE *out)
{
    char *names = esc_marking_names(step, colour);
    if (*names != '\0')
        print_line(out, colour_words[colour], names);
    free(names);
}

/* Grey in the order of the queue. */
static void print_state(const struct esc_marking_step *step, const struct esc_terminal *terminal,
                        FILE *out)
{
    print_colour(step, ESC_MARKING_BLACK, out);
    char *queue = esc_marking_spaced(step->queue);
    if (*queue != '\0')
        print_line(out, "grey", queue);
    free(queue);
    print_colour(step, ESC_MARKING_WHITE, out);
    print_colour(step, ESC_MARKING_FREE, out);
    char *stores = esc_marking_stores(step);
    char *clean = esc_ink_clean(stores, terminal);
    if (*clean != '\0')
        print_line(out, "barrier", clean);
    free(clean);
    free(stores);
}

static void print_words(const struct esc_marking *marking, size_t index,
                        const struct esc_terminal *terminal, FILE *out)
{
    const struct esc_marking_step *step = &marking->steps[index];
    char *number = esc_format("%3zu.  ", step->number);
    esc_ink_wrap(out, terminal, INK_BOLD, number, step->words);
    if (*step->why != '\0')
        esc_ink_wrap(out, terminal, INK_PLAIN, "      ", step->why);
    free(number);
}

void esc_report_marking(const struct esc_marking *marking, const struct esc_terminal *terminal,
                        FILE *out)
{
    for (size_t i = 0; i < marking->count; i++) {
        print_words(marking, i, terminal, out);
        print_state(&marking->steps[i], terminal, out);
        fputc('\n', out);
    }
}

/* ---- as a picture ---- */

static bool stands_at(struct esc_marking_place place, int line, int column)
{
    return (int)(place.row * (double)LINES_A_ROW + 0.5) == line &&
           (int)(place.column + 0.5) == column;
}

/* "[E]>JK": an object in its colour, and what it leads to; columns taken. */
static int print_object(const struct esc_marking_step *step, int i, FILE *out)
{
    fprintf(out, "%s %c \033[0m", colour_codes[step->colour[i]], step->name[i]);
    int taken = 3;
    for (int f = 0; f < ESC_MARKING_FIELDS; f++) {
        int to = step->points_to[i][f];
        if (to == ESC_MARKING_NOBODY)
            continue;
        fprintf(out, "%s%c", taken == 3 ? ">" : "", step->name[to]);
        taken += taken == 3 ? 2 : 1;
    }
    return taken;
}

static int print_place(const struct esc_marking_step *step, int line, int column, FILE *out)
{
    for (int r = 0; r < ESC_MARKING_ROOTS; r++)
        if (stands_at(esc_marking_root_places[r], line, column))
            return fprintf(out, "root>%c",
                           step->root[r] == ESC_MARKING_NOBODY ? '-' : step->name[step->root[r]]);
    for (int i = 0; i < ESC_MARKING_OBJECTS; i++)
        if (stands_at(esc_marking_places[i], line, column))
            return print_object(step, i, out);
    if (step->local != ESC_MARKING_NOBODY && stands_at(esc_marking_local_place, line, column))
        return fprintf(out, "x>%c", step->name[step->local]);
    return 0;
}

void esc_report_marking_frame(const struct esc_marking *marking, size_t index,
                              const struct esc_terminal *terminal, FILE *out)
{
    const struct esc_marking_step *step = &marking->steps[index];
    fputs("\033[H\033[2J", out);
    fprintf(out, "step %zu of %zu, %s the write barrier\n\n", step->number,
            marking->steps[marking->count - 1].number, marking->barrier ? "with" : "past");
    for (int line = 0; line < LINES; line++) {
        for (int column = 0; column < PLACE_COLUMNS; column++) {
            int taken = print_place(step, line, column, out);
            fprintf(out, "%*s", taken < CELL ? CELL - taken : 1, "");
        }
        fputc('\n', out);
    }
    fputc('\n', out);
    print_words(marking, index, terminal, out);
    print_state(step, terminal, out);
    fflush(out);
}
