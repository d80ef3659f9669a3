/*
 * The machine-code test: each heap side whose case expects allocations calls its runtime's
 * allocator, each stack side calls none.
 */
#ifndef ESC_SESSION_CODE_CHECK_H
#define ESC_SESSION_CODE_CHECK_H

#include "session/workbench.h"

/* With one compiler. Prints violations and a line of sums; returns what to exit with. */
int esc_code_check(const struct esc_workbench_options *options, const char *compiler);

/* The same with real Go, of the cases in Go at all points: heap sides call what takes memory, or
 * may; stack sides nothing that surely does. Says so and returns ESC_EXIT_OK where there is none.
 */
int esc_go_code_check(const struct esc_workbench_options *options);

#endif
