/*
 * Drawing: composed sheets become files, by as many gnuplot processes at a time as there are
 * processors.
 * Private to the charts.
 */
#ifndef ESC_CHART_DRAW_H
#define ESC_CHART_DRAW_H

#include "chart/kinds.h"

#include "base/error.h"
#include "chart/colours.h"

/* Whether the program can be started: a path, or a name found in PATH. */
bool esc_chart_can_draw(const char *gnuplot);

/* The whole script of a sheet: theme, canvas and marks are inlined from the folder `plots`. False
 * with a message when one of those files cannot be read. */
bool esc_chart_script(const struct sheet *sheet, const char *plots, struct esc_text *script,
                      struct esc_error *error);

/* Writes .gp, .tsv and .alt.txt of every sheet, then draws it in every format. `*drawn` counts the
 * sheets that have all formats. False with a message for each that has not. */
bool esc_chart_draw(const struct sheets *sheets, const struct esc_chart_options *options,
                    size_t *drawn, struct esc_error *error);

/* The first line of every script, by which a later drawing knows it: NAME twice. */
#define ESC_CHART_FIRST_LINE "# Draws %s.svg beside itself: gnuplot %s.gp\n"

/* Whether the script NAME.gp in the folder was written by esc_chart_script(): it says so in its
 * first line. */
bool esc_chart_is_ours(const char *folder, const char *name);

/* Removes what an earlier drawing left in the folder under names that `sheets` has not: those whose
 * script begins as ours do, and no other file. */
void esc_chart_remove_stale(const struct sheets *sheets, const char *folder);

/* Makes gnuplot's svg fit for a page: the finding as <title>, `description` as <desc>, role="img",
 * ids that are unique among charts on one page, no empty groups (how many gnuplot begins a picture
 * with depends on the one before). With `colours`, which may be NULL, these become custom
 * properties and the prolog goes. `*svg` is replaced. */
void esc_chart_mend_svg(struct esc_text *svg, const char *name, const char *title,
                        const char *description, const struct colours *colours);

/* Overwrites the time of creation in a PDF with `date` ("2026-11-21"), so that equal data give
 * equal bytes. */
void esc_chart_mend_pdf(struct esc_text *pdf, const char *date);

#endif
