/*
 * Charts as the commands ask for them.
 */
#ifndef ESC_SESSION_DRAWING_H
#define ESC_SESSION_DRAWING_H

#include "base/error.h"
#include "chart/chart.h"
#include "noun/run.h"
#include "session/folders.h"

#include <stdbool.h>
#include <sys/types.h>

/* Draws into RUN/charts as SVG and PNG, screen preset, light; prints one line with the folder. A
 * run of a few cases gets every chart of each. */
bool esc_drawing_default(const struct esc_run *run, const struct esc_folders *folders,
                         struct esc_error *error);

/* Where pictures of no run go that the command line does not say it of: results/NAME. Fills that
 * in, and the folder of the .gp files; returns what to free once all is drawn. */
char *esc_drawing_place(struct esc_chart_options *options, const struct esc_folders *folders,
                        const char *name);

/* "3 pictures in FOLDER"; nothing where none was drawn. `what` is the word for one. */
void esc_drawing_tell(size_t drawn, const char *what, const char *folder);

/* Draws as told and prints one line with the number of charts and the folder. */
bool esc_drawing(const struct esc_run *run, const struct esc_chart_options *options,
                 struct esc_error *error);

/*
 * esc_drawing_default() in a process of its own, so that the page is made meanwhile: pictures wait
 * for gnuplot, and a page is mostly written by one processor. Where there is no process to be had
 * it is done at once. Faults are printed. What is in the buffers of stdio must be written before.
 */
struct esc_drawing_apart {
    pid_t process; /* 0: none */
    int result;    /* read end of the pipe on which it says that all is good */
    bool good;     /* without a process */
};
struct esc_drawing_apart esc_drawing_begin(const struct esc_run *run,
                                           const struct esc_folders *folders);

/* Waits for its end; a stop that was asked for (session/stop.h), of either
 * process, is the other's too. False where a chart
 * is missing. */
bool esc_drawing_end(struct esc_drawing_apart *apart);

#endif
