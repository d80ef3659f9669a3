/*
 * What the files of the explain command share.
 */
#ifndef ESC_COMMAND_EXPLAIN_H
#define ESC_COMMAND_EXPLAIN_H

#include "noun/run.h"
#include "report/report.h"
#include "verify/verify.h"

#include <stddef.h>
#include <stdio.h>

/* The lesson's subject and where it is printed. */
struct esc_lesson {
    const struct esc_case *item;
    size_t point;                       /* whose verdicts and expectations are shown */
    const struct esc_go *go;            /* NULL: there is none, expected lines are listed */
    const struct esc_go_module *module; /* NULL: no verdicts */
    const struct esc_terminal *terminal;
    FILE *out;
};

/* The Go of all strategies, each verdict under the line it is about. */
void esc_explain_go(const struct esc_lesson *lesson);

/* The C of all strategies. */
void esc_explain_c(const struct esc_lesson *lesson);

/* The figures of the case in the run of that folder; says so when there are none. */
void esc_explain_figures(const struct esc_lesson *lesson, const char *folder);

/* A bold line with an empty one before it. */
void esc_explain_heading(const struct esc_lesson *lesson, const char *text);

#endif
