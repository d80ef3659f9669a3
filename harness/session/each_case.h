/*
 * Commands that look at the cases they are given, one after another, and time nothing.
 */
#ifndef ESC_SESSION_EACH_CASE_H
#define ESC_SESSION_EACH_CASE_H

#include "base/error.h"
#include "session/workbench.h"

#include <stddef.h>

/* Shows bench->run.cases[case_index]; returns the exit code of that (base/error.h). `options` are
 * the command's own. */
typedef int esc_show_case(const struct esc_workbench *bench, size_t case_index, const void *options,
                          struct esc_error *error);

/*
 * Loads and compiles the cases as esc_workbench_open() does, shows each, prints what went wrong.
 * Returns the exit code of the last case that failed, ESC_EXIT_USAGE where a file was rejected,
 * else 0. What `cases` holds is freed.
 */
int esc_each_case(const struct esc_workbench_options *cases, esc_show_case *show,
                  const void *options);

#endif
