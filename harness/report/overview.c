/*
 * All cases on one log scale, drawn with characters: the charts' dumbbells for a terminal. Dots,
 * not bars: on a log axis a bar's length says nothing.
 */
#include "report/notes.h"

#include "base/memory.h"
#include "words/price.h"
#include "words/units.h"
#include "words/verdict.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { LABEL_MOST = 32, WORDS = 15, PLOT_LEAST = 16, PLOT_MOST = 60, LINES_LEAST = 8 };

struct line {
    size_t stack, heap; /* variants */
    char *label;
    const struct esc_pair *pair;
    char *go; /* owned: the factors in real Go, one a release; NULL: none */
};

struct scale {
    double low, high; /* log10 of ns */
    int cells;
};

static const struct {
    const char *stack, *heap, *both, *bar;
} signs[] = {{"o", "#", "8", "-"}, {"●", "■", "◆", "─"}};

static int cell_of(const struct scale *scale, double ns)
{
    double share = (log10(ns) - scale->low) / (scale->high - scale->low);
    int cell = (int)(share * (scale->cells - 1) + 0.5);
    return cell < 0 ? 0 : cell >= scale->cells ? scale->cells - 1 : cell;
}

static double median_of(const struct esc_run *run, size_t variant)
{
    return run->figures[variant].ns_per_op.median;
}

static char *label_of(const struct esc_run *run, size_t case_index, size_t point,
                      const struct esc_terminal *terminal)
{
    const struct esc_case *one = &run->cases[case_index];
    char *words = esc_units_point(one, &one->points[point]);
    char *text = esc_format("%s%s%s", one->name, *words != '\0' ? ", " : "", words);
    char *clean = esc_ink_clean(text, terminal);
    free(words);
    free(text);
    return clean;
}

/* "go 8.1x", of several releases "go1.19.8 8.1x, go1.27.3 5.0x"; NULL where C is not beside it. */
static char *go_of(const struct esc_run *run, const struct esc_row *row,
                   const struct esc_terminal *terminal)
{
    struct esc_text text = {0};
    for (size_t go = 0; go < run->go_count; go++) {
        char words[ESC_VERDICT_TEXT];
        struct esc_row other = esc_row_go(run, row, go);
        if (other.heap == row->heap || other.pair == NULL)
            continue;
        esc_pair_factor(words, other.pair, esc_ink_times(terminal));
        esc_text_addf(&text, "%s%s %s", text.length > 0 ? ", " : "",
                      run->go_count == 1 ? "go" : run->gos[go].version, words);
    }
    return text.length > 0 ? esc_text_take(&text) : NULL;
}

static struct line *lines_of(const struct esc_run *run, const struct esc_terminal *terminal,
                             size_t *count)
{
    struct line *lines = NULL;
    *count = 0;
    size_t all;
    struct esc_row *rows = esc_rows_by_factor(run, &all);
    for (size_t i = 0; i < all; i++) {
        const struct esc_row *row = &rows[i];
        if (!esc_pick_measured(run, row->stack) || !esc_pick_measured(run, row->heap))
            continue;
        lines = esc_grow(lines, count, sizeof *lines);
        lines[*count - 1] = (struct line){row->stack, row->heap,
                                          label_of(run, row->case_index, row->point, terminal),
                                          row->pair, go_of(run, row, terminal)};
    }
    free(rows);
    return lines;
}

/* Whole decades around all medians. */
static struct scale scale_of(const struct esc_run *run, const struct line *lines, size_t count,
                             int cells)
{
    struct scale scale = {INFINITY, -INFINITY, cells};
    for (size_t i = 0; i < count; i++) {
        double ends[] = {median_of(run, lines[i].stack), median_of(run, lines[i].heap)};
        for (size_t k = 0; k < 2; k++) {
            scale.low = fmin(scale.low, floor(log10(ends[k])));
            scale.high = fmax(scale.high, ceil(log10(ends[k])));
        }
    }
    if (scale.high <= scale.low)
        scale.high = scale.low + 1;
    return scale;
}

/* "10 ns", "0.1 ns": a decade is exact, so it is written without the zeros that end its digits. */
static void decade_words(char *out, double decade)
{
    esc_units_ns(out, pow(10, decade));
    char *dot = strchr(out, '.');
    if (dot == NULL)
        return;
    char *behind = dot + 1 + strspn(dot + 1, "0123456789");
    char *end = behind;
    while (end[-1] == '0')
        end--;
    end -= end[-1] == '.';
    memmove(end, behind, strlen(behind) + 1);
}

static void print_axis(const struct scale *scale, int indent, const struct esc_terminal *terminal,
                       FILE *out)
{
    int at = 0;
    struct esc_text axis = {0};
    for (double decade = scale->low; decade <= scale->high; decade++) {
        char words[ESC_UNITS_TEXT];
        decade_words(words, decade);
        int cell = cell_of(scale, pow(10, decade));
        int room = scale->cells + WORDS - cell;
        if ((cell < at && at > 0) || (int)strlen(words) > room)
            continue;
        esc_text_addf(&axis, "%*s%s", cell - at, "", words);
        at = cell + (int)strlen(words) + 1;
        esc_text_add(&axis, decade < scale->high ? " " : "");
    }
    char *text = esc_text_take(&axis);
    fprintf(out, "%*s", indent, "");
    esc_ink_put(out, terminal, INK_MUTED, text);
    fputs("\n", out);
    free(text);
}

static void print_line(const struct esc_run *run, const struct line *line,
                       const struct scale *scale, int label_width,
                       const struct esc_terminal *terminal, FILE *out)
{
    int stack = cell_of(scale, median_of(run, line->stack));
    int heap = cell_of(scale, median_of(run, line->heap));
    esc_ink_pad(out, terminal, INK_PLAIN, line->label, label_width, false);
    fputs("  ", out);
    for (int cell = 0; cell < scale->cells; cell++) {
        bool between = (cell > stack) != (cell > heap);
        if (cell == stack && cell == heap)
            esc_ink_put(out, terminal, INK_PLAIN, signs[terminal->utf8].both);
        else if (cell == stack)
            esc_ink_put(out, terminal, INK_STACK, signs[terminal->utf8].stack);
        else if (cell == heap)
            esc_ink_put(out, terminal, INK_HEAP, signs[terminal->utf8].heap);
        else
            fputs(between ? signs[terminal->utf8].bar : " ", out);
    }
    char words[ESC_VERDICT_TEXT];
    const struct esc_pair *pair = line->pair;
    esc_pair_words(words, pair, esc_ink_times(terminal));
    bool noisy = pair != NULL && pair->verdict == ESC_VERDICT_NOISY;
    char *verdict = esc_format("%s%s%s", noisy ? "~" : "", words, esc_price_mark(run, pair));
    fputc(' ', out);
    esc_ink_pad(out, terminal, INK_PLAIN, verdict, line->go != NULL ? WORDS : 0, false);
    fprintf(out, "%s%s\n", line->go != NULL ? "  " : "", line->go != NULL ? line->go : "");
    free(verdict);
}

static int widest_label(const struct line *lines, size_t count)
{
    int widest = 0;
    for (size_t i = 0; i < count; i++) {
        int width = esc_ink_width(lines[i].label);
        widest = width > widest ? width : widest;
    }
    return widest;
}

/* Room for the words of real Go, the blanks before them included. */
static int widest_go(const struct line *lines, size_t count)
{
    int widest = 0;
    for (size_t i = 0; i < count; i++) {
        int width = lines[i].go != NULL ? esc_ink_width(lines[i].go) + 2 : 0;
        widest = width > widest ? width : widest;
    }
    return widest;
}

static void drop_go(struct line *lines, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        free(lines[i].go);
        lines[i].go = NULL;
    }
}

/* Long labels lose their end: the tables above carry the full names. */
static void shorten_labels(struct line *lines, size_t count, int most)
{
    for (size_t i = 0; i < count; i++) {
        char *label = lines[i].label;
        while (esc_ink_width(label) > most) {
            size_t last = strlen(label) - 1;
            while (last > 0 && ((unsigned char)label[last] & 0xc0) == 0x80)
                last--;
            label[last] = '\0';
        }
    }
}

/* Of `count` lines at most `most` are printed: the first ones, a line for those between, and the
 * last quarter. Returns how many first ones. */
static size_t shown_ends(size_t count, size_t most, size_t *last)
{
    *last = 0;
    if (count <= most)
        return count;
    most = most > LINES_LEAST ? most : LINES_LEAST;
    *last = most / 4;
    return most - 1 - *last;
}

/* "    9 more, 3.1x to 1.9x slower" */
static void print_left_out(const struct line *lines, size_t first, size_t end, int label_width,
                           const struct esc_terminal *terminal, FILE *out)
{
    char from[ESC_VERDICT_TEXT];
    char to[ESC_VERDICT_TEXT];
    esc_pair_words(from, lines[first].pair, esc_ink_times(terminal));
    esc_pair_words(to, lines[end - 1].pair, esc_ink_times(terminal));
    char *text = esc_format("%*s  %zu more: %s … %s", label_width, "", end - first, from, to);
    char *clean = esc_ink_clean(text, terminal);
    esc_ink_put(out, terminal, INK_MUTED, clean);
    fputc('\n', out);
    free(clean);
    free(text);
}

void esc_notes_overview(const struct esc_run *run, size_t most, const struct esc_terminal *terminal,
                        FILE *out)
{
    size_t count;
    struct line *lines = lines_of(run, terminal, &count);
    shorten_labels(lines, count, LABEL_MOST);
    int label_width = widest_label(lines, count);
    int cells = terminal->columns - label_width - 3 - WORDS - widest_go(lines, count);
    if (cells < PLOT_LEAST) {
        drop_go(lines, count); /* the tables above have them */
        cells = terminal->columns - label_width - 3 - WORDS;
    }
    if (count >= 2 && cells >= PLOT_LEAST) {
        size_t last = 0;
        size_t first = shown_ends(count, most, &last);
        struct scale scale = scale_of(run, lines, count, cells < PLOT_MOST ? cells : PLOT_MOST);
        esc_ink_put(out, terminal, INK_BOLD, "All cases");
        fprintf(out, ", time/op on a log scale: %s stack, %s heap\n", signs[terminal->utf8].stack,
                signs[terminal->utf8].heap);
        for (size_t i = 0; i < count; i++) {
            if (i == first && first + last < count)
                print_left_out(lines, first, count - last, label_width, terminal, out);
            else if (i < first || i >= count - last)
                print_line(run, &lines[i], &scale, label_width, terminal, out);
        }
        print_axis(&scale, label_width + 2, terminal, out);
        fputc('\n', out);
    }
    drop_go(lines, count);
    for (size_t i = 0; i < count; i++)
        free(lines[i].label);
    free(lines);
}
