/*
 * Two printed texts beside each other.
 */
#ifndef ESC_REPORT_COLUMNS_H
#define ESC_REPORT_COLUMNS_H

#include "report/report.h"

#include <stdbool.h>
#include <stdio.h>

/* Whether the terminal has room for two columns of code, and the columns of one of them. */
bool esc_columns_fit(const struct esc_terminal *terminal);
int esc_columns_width(const struct esc_terminal *terminal);

/* The lines of `left`, which are at most as wide as one column, with those of `right` behind them
 * and a bar between. Both may hold colours (ink.h); the shorter text ends in empty lines. */
void esc_columns_print(const struct esc_terminal *terminal, FILE *out, const char *left,
                       const char *right);

#endif
