/*
 * What the files of this stage share. Private to verify/.
 */
#ifndef ESC_VERIFY_INTERNAL_H
#define ESC_VERIFY_INTERNAL_H

#include "verify/verify.h"

/*
 * Whether releases after the row's own and up to go1.MINOR brought that one difference of the row:
 * Go's figure, or the diagnostic it prints instead, must be the one known of them. In words; NULL:
 * they did not.
 */
const char *esc_go_cause(const struct esc_fidelity_row *row, enum esc_difference difference,
                         int minor);

/* Why the row's price or collections are far from Go's, in words; says so when it is not known. */
const char *esc_fidelity_cause(const struct esc_fidelity_row *row);

/* Whether the row's collections can be compared: the Go-model heap's, timed on both sides, and of
 * the same garbage. */
bool esc_fidelity_has_cycles(const struct esc_fidelity_row *row);

/* Whether the row has a price of escape on both sides. */
bool esc_fidelity_is_priced(const struct esc_fidelity_row *row);

/* "case/strategy/point"; caller frees. */
char *esc_fidelity_name(const struct esc_fidelity_row *row);

/* Whether our price is that far from Go's: see ESC_TARGET_PRICES. */
bool esc_fidelity_is_far(const struct esc_fidelity_row *row);

#endif
