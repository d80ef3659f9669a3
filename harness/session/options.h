/*
 * Options that several commands share, as an argp child, and checked numbers.
 */
#ifndef ESC_SESSION_OPTIONS_H
#define ESC_SESSION_OPTIONS_H

#include <argp.h>
#include <stdbool.h>

/* Parses into the struct esc_workbench_options given as child input; also takes case names. */
extern const struct argp esc_workbench_argp;

/*
 * argp_parse() with the whole command line, for every command: exit code ESC_EXIT_USAGE for what is
 * wrong, and long options only as they are spelt in full: argp would take --round for --rounds, and
 * for another option once there is a second that begins so. Ends the process itself where it
 * refuses, and where all that is asked for is --list-options, which a shell's completion reads: a
 * line an option, "--rounds=N", a tab, what it does.
 */
bool esc_options_parse(const struct argp *argp, int argc, char **argv, void *input);

/* The number in `argument` if it lies in [low, high]; else ends with usage (argp_error). */
double esc_option_number(struct argp_state *state, const char *option, const char *argument,
                         double low, double high);

/* The same for a whole number. */
double esc_option_whole(struct argp_state *state, const char *option, const char *argument,
                        double low, double high);

/* The name of a seat: 1 to 32 letters, digits, '-', '_' and '.', fit for the name of a file; else
 * ends with usage. Returns it. */
const char *esc_option_seat(struct argp_state *state, const char *argument);

#endif
