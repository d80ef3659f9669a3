/*
 * The progress line with the time that is left. See report.h for the contracts.
 */
#include "report/ink.h"

#include "base/memory.h"

#include <stdlib.h>
#include <string.h>

enum { SECONDS_BETWEEN = 10 };

static const char *const to_end_of_line = "\033[K"; /* ECMA-48 EL */

static char *left_of(size_t done, size_t total, double elapsed_s)
{
    if (done == 0 || done >= total || elapsed_s <= 0)
        return esc_strdup("");
    double left_s = elapsed_s / (double)done * (double)(total - done);
    long seconds = (long)(left_s + 0.5);
    return esc_format("  %ld:%02ld left", seconds / 60, seconds % 60);
}

static char *bar_of(const struct esc_terminal *terminal, size_t done, size_t total, int cells)
{
    struct esc_text bar = {0};
    int full = total > 0 ? (int)((double)done / (double)total * cells) : 0;
    for (int i = 0; i < cells; i++) {
        const char *cell = terminal->utf8 ? (i < full ? "█" : "░") : (i < full ? "#" : ".");
        esc_text_add(&bar, cell);
    }
    return esc_text_take(&bar);
}

/* Cut after `room` columns, so that the line never wraps and can be drawn over. */
static void cut(char *text, int room)
{
    while (*text != '\0' && esc_ink_width(text) > room) {
        size_t last = strlen(text) - 1;
        while (last > 0 && ((unsigned char)text[last] & 0xc0) == 0x80)
            last--;
        text[last] = '\0';
    }
}

/* "measuring: 120/480  0:30 left", every ten seconds. What is remembered is of the phase that runs:
 * a process has one. */
static void print_line(const struct esc_terminal *terminal, FILE *out, const char *what,
                       size_t done, size_t total, double elapsed_s)
{
    static double told_s;
    if (elapsed_s < told_s)
        told_s = 0;
    if (!terminal->lines || elapsed_s - told_s < (double)SECONDS_BETWEEN)
        return;
    told_s = elapsed_s;
    char *left = left_of(done, total, elapsed_s);
    char *name = esc_ink_clean(what, terminal);
    fprintf(out, "%s: %zu/%zu%s\n", name, done, total, left);
    fflush(out);
    free(name);
    free(left);
}

void esc_report_progress(const struct esc_terminal *terminal, FILE *out, const char *what,
                         size_t done, size_t total, double elapsed_s)
{
    if (!terminal->tty)
        return print_line(terminal, out, what, done, total, elapsed_s);
    char *bar = bar_of(terminal, done, total, 20);
    char *left = left_of(done, total, elapsed_s);
    char *name = esc_ink_clean(what, terminal);
    char *line = esc_format("%s %zu/%zu%s  %s", bar, done, total, left, name);
    cut(line, terminal->columns - 1);
    fprintf(out, "\r%s%s", line, to_end_of_line);
    fflush(out);
    free(line);
    free(name);
    free(left);
    free(bar);
}

void esc_report_progress_end(const struct esc_terminal *terminal, FILE *out)
{
    if (!terminal->tty)
        return;
    fprintf(out, "\r%s", to_end_of_line);
    fflush(out);
}
