/*
 * Options that several commands share, as an argp child, and checked numbers.
 */
#ifndef ESC_SESSION_OPTIONS_H
#define ESC_SESSION_OPTIONS_H

#include <argp.h>

/* Parses into the struct esc_workbench_options given as child input; also takes case names. */
extern const struct argp esc_workbench_argp;

/* The number in `argument` if it lies in [low, high]; else ends with usage (argp_error). */
double esc_option_number(struct argp_state *state, const char *option, const char *argument,
                         double low, double high);

/* The same for a whole number. */
double esc_option_whole(struct argp_state *state, const char *option, const char *argument,
                        double low, double high);

#endif
