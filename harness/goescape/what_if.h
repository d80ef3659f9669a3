/*
 * Which verdicts change when one rule is left out: what the rule is for.
 */
#ifndef ESC_GOESCAPE_WHAT_IF_H
#define ESC_GOESCAPE_WHAT_IF_H

#include "goescape/analyse.h"

#include <stdbool.h>

/*
 * The rule's name, "no-loop-depth", "no-limits" or "tags-to-heap", into *without. False with a
 * message: there is none of that name, or it is "inline", which is not known.
 */
bool esc_go_without(const char *name, struct esc_without *without, struct esc_error *error);

/*
 * Appends each place at which the compiler's words would be others without the rules, both of
 * them, and how many. False: a message, as of esc_go_analyse().
 */
bool esc_go_what_if(struct esc_text *text, const struct esc_go_subject *subject,
                    const struct esc_without *without, struct esc_error *error);

#endif
