/*
 * A case as a lesson for a terminal: Go and C with line numbers, what the compiler printed under
 * the lines it is about, the last figures.
 */
#ifndef ESC_REPORT_LESSON_H
#define ESC_REPORT_LESSON_H

#include "noun/diagnostic.h"
#include "noun/run.h"
#include "report/report.h"

#include <stddef.h>
#include <stdio.h>

/* The lesson's subject and where it is printed. */
struct esc_lesson {
    const struct esc_case *bench_case;
    size_t point;        /* whose diagnostics and expectations are shown */
    const char *release; /* of the Go that was asked, "go1.19.8"; NULL: none was */
    /* Of the case as the only one that was compiled; NULL: none, expected lines are listed. */
    const struct esc_diagnostics *diagnostics;
    const struct esc_terminal *terminal;
    FILE *out;
};

/* What the strategies share, then each strategy: its Go with each diagnostic under the line it is
 * about, and its C, side by side where the terminal has room for two, and what it allocates. */
void esc_lesson_code(const struct esc_lesson *lesson);

/* What the lines of plain -m mean that stand under the code (with +), and those about methods that
 * the compiler wrote itself; nothing where it printed none. */
void esc_lesson_inlining(const struct esc_lesson *lesson);

/* Only the Go of stack and heap, in an order that does not tell which is which, without comments
 * and without the strategies' names; then where the answer is. */
void esc_lesson_guess(const struct esc_lesson *lesson);

/* The same without the last sentence; and the strategy, 0 stack or 1 heap, that stands there as
 * `side`, 0 "one" or 1 "other". Lines are numbered from 1 in each block. */
void esc_lesson_guess_code(const struct esc_lesson *lesson);
size_t esc_lesson_guess_strategy(const struct esc_case *bench_case, size_t side);

/* A release in a lesson of two. */
struct esc_lesson_release {
    const char *name; /* "Go 1.19", "go1.19.8" */
    int minor;
    const struct esc_diagnostics *diagnostics; /* NULL: what the case expects */
};

/* Each strategy's counts and diagnostics of both releases, the earlier one first, beside each other
 * (below, on a narrow terminal), and with = what changed in between. */
void esc_lesson_releases(const struct esc_lesson *lesson,
                         const struct esc_lesson_release releases[2]);

/* A source with its line numbers. */
void esc_lesson_source(const struct esc_lesson *lesson, const struct esc_source *source);

/* The figures of the case in that run, with its figures and pairs made; says so when it holds none,
 * or is NULL. */
void esc_lesson_figures(const struct esc_lesson *lesson, const struct esc_run *run);

/* The same lesson printed into memory, half as wide as its terminal: what is begun must be ended,
 * which returns the text, of the caller to free. */
struct esc_lesson_column {
    struct esc_lesson lesson;
    struct esc_terminal terminal;
    char *text;
    size_t length;
};
void esc_lesson_column_begin(struct esc_lesson_column *column, const struct esc_lesson *lesson);
char *esc_lesson_column_end(struct esc_lesson_column *column);

/* A bold line with an empty one before it. */
void esc_lesson_heading(const struct esc_lesson *lesson, const char *text);

/* A heading, then paragraphs, wrapped; an empty line of `text` parts them. */
void esc_lesson_paragraphs(const struct esc_lesson *lesson, const char *heading, const char *text);

#endif
