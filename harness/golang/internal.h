/*
 * What the files of this stage share. Private to golang/.
 */
#ifndef ESC_GOLANG_INTERNAL_H
#define ESC_GOLANG_INTERNAL_H

#include "golang/golang.h"

/* Appends the package's second file: the loop over each strategy's operation, set-up, teardown. */
void esc_go_loops(const struct esc_case *bench_case, struct esc_text *out);

/* Appends the table of sides of a point's program: each strategy's loop by its name. */
void esc_go_sides(const struct esc_case *bench_case, size_t point, struct esc_text *out);

/* The rest of a point's program, runner.go: runs a pass and writes its figures. */
extern const char esc_go_runner[];

/* Environment in which go builds: no network, no other toolchain, no workspace. NULL-terminated. */
extern const char *const esc_go_environment[];

/* What stands before the compiler's output when all packages compiled. */
extern const char esc_go_ended_well[];

/*
 * Parses what the compiler printed; lines about other files are left out. Where `output` does not
 * begin with esc_go_ended_well, errors are told from remarks.
 */
void esc_go_parse(const struct esc_case *cases, const struct esc_go_unit *units, size_t unit_count,
                  const char *output, struct esc_diagnostics *diagnostics);

/*
 * What go said of cases without a place in them: a package that cannot be loaded, a name that the
 * harness's own lines lack, a program that cannot be linked. Appends it as the compiler would have
 * printed it, at the case's line where it has none, marks the cases, and returns how many lines.
 * Remarks of -m=2 must not be among the lines of a case that has no fault.
 */
size_t esc_go_attribute(const struct esc_case *cases, const struct esc_go_unit *units,
                        size_t unit_count, const char *output, struct esc_text *out, bool *blamed);

#endif
