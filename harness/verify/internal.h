/*
 * What the files of this stage share. Private to verify/.
 */
#ifndef ESC_VERIFY_INTERNAL_H
#define ESC_VERIFY_INTERNAL_H

#include "verify/verify.h"

/* Appends the package's second file: the loop over each strategy's operation, set-up, teardown. */
void esc_go_loops(const struct esc_case *item, struct esc_text *out);

/* Appends the table of sides of a point's program: each strategy's loop by its name. */
void esc_go_sides(const struct esc_case *item, size_t point, struct esc_text *out);

/* The rest of a point's program: runs passes and prints a line of figures for each. */
extern const char esc_go_runner[];

/* Environment in which go builds: no network, no other toolchain, no workspace. NULL-terminated. */
extern const char *const esc_go_environment[];

/* What stands before the compiler's output when all packages compiled. */
extern const char esc_go_ended_well[];

/*
 * Parses what the compiler printed into module->lines; lines about other files are left out. Where
 * `output` does not begin with esc_go_ended_well, errors are told from remarks.
 */
void esc_go_parse(const struct esc_case *cases, const struct esc_go_unit *units, size_t unit_count,
                  const char *output, struct esc_go_module *module);

/* `text` with the constants that stand for parameters replaced by their values at that point.
 * Caller frees. */
char *esc_go_with_values(const struct esc_case *item, size_t point, const char *text);

/*
 * Whether releases up to go1.MINOR brought that one difference of the row: Go's figure, or the
 * verdict line it prints instead, must be the one known of them. In words; NULL: they did not.
 */
const char *esc_go_cause(const struct esc_fidelity_row *row, enum esc_difference difference,
                         int minor);

/* Whether that parameter of the row's point lies in [low, high]; always for NULL, never for one
 * that the case does not have. */
bool esc_go_param_within(const struct esc_fidelity_row *row, const char *param, int64_t low,
                         int64_t high);

/* Why the row's price or collections are far from Go's, in words; says so when it is not known. */
const char *esc_fidelity_cause(const struct esc_fidelity_row *row);

/* Whether the row's collections can be compared: the Go-model heap's, timed on both sides, and of
 * the same garbage. */
bool esc_fidelity_has_cycles(const struct esc_fidelity_row *row);

/* Whether the row has a price of escape on both sides. */
bool esc_fidelity_is_priced(const struct esc_fidelity_row *row);

#endif
