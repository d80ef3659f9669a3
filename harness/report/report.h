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

/* The same as one Markdown table (GitHub's) with what must be known to quote it: for an issue, a
 * chat, a page of a course. */
void esc_report_markdown(const struct esc_run *run, FILE *out);

/* What a participant reads when a run of many cases has ended, at most ESC_SCREEN_LINES lines at 80
 * columns and more: all cases on one scale, the findings, the noise floor, the machine. Of a run
 * with two releases of the Go model what changed between them, in all its rows, instead of the
 * scale. esc_report_files() follows when the files are written. */
void esc_report_screen(const struct esc_run *run, const struct esc_terminal *terminal, FILE *out);

enum {
    ESC_SCREEN_LINES = 40,
    ESC_SCREEN_CASES = 3 /* up to so many cases the whole table is the screen */
};

/* Where a run's files are, which one to send to who collects a class, and what to type next; paths
 * are never broken. NULL: not written. */
struct esc_report_files {
    const char *page, *table, *send;
};
void esc_report_files(const struct esc_run *run, const struct esc_report_files *files,
                      const struct esc_terminal *terminal, FILE *out);

/* Its line about what to send alone; `path` NULL: none. */
void esc_report_send(const struct esc_run *run, const char *path,
                     const struct esc_terminal *terminal, FILE *out);

/* Redraws the progress line; `done` of `total` samples after `elapsed_s`. Where progress is lines,
 * one is printed when ten seconds have passed since the last one, or since the start: `elapsed_s`
 * grows until something else begins. */
void esc_report_progress(const struct esc_terminal *terminal, FILE *out, const char *what,
                         size_t done, size_t total, double elapsed_s);
void esc_report_progress_end(const struct esc_terminal *terminal, FILE *out);

#endif
