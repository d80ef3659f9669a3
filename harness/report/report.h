/*
 * Stage: run -> text for a terminal: the table, the progress line. Colour, width and character set
 * are decided once (struct esc_terminal), never asked for again further down.
 */
#ifndef ESC_REPORT_REPORT_H
#define ESC_REPORT_REPORT_H

#include "noun/run.h"

#include <stdbool.h>
#include <stdio.h>

struct esc_terminal {
    int columns; /* 80 when not a tty and COLUMNS is not set */
    bool tty;    /* progress is one line that is drawn over */
    bool lines;  /* progress is a line every ten seconds: a pipe, a log */
    bool
        colour; /* NO_COLOR, CLICOLOR_FORCE, TERM=dumb, tty (no-color.org, bixense.com/clicolors) */
    bool utf8;  /* locale's character set */
};

/* Reads the environment and `out`. setlocale(LC_ALL, "") must have been called. */
struct esc_terminal esc_terminal_of(FILE *out);

/* The whole report of a run: table a case, failures with their causes, notes. */
void esc_report(const struct esc_run *run, const struct esc_terminal *terminal, FILE *out);

/* Redraws the progress line; `done` of `total` samples after `elapsed_s`. Where progress is lines,
 * one is printed when ten seconds have passed since the last one, or since the start: `elapsed_s`
 * grows until something else begins. */
void esc_report_progress(const struct esc_terminal *terminal, FILE *out, const char *what,
                         size_t done, size_t total, double elapsed_s);
void esc_report_progress_end(const struct esc_terminal *terminal, FILE *out);

#endif
