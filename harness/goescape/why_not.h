/*
 * Why something does not escape: what the compiler followed, and why none of it was a way out.
 */
#ifndef ESC_GOESCAPE_WHY_NOT_H
#define ESC_GOESCAPE_WHY_NOT_H

#include "goescape/analyse.h"

#include <stdbool.h>

/*
 * Appends an answer for each variable and each expression that needs memory which `value` names: a
 * line of the source ("12", "12:5" with its column) or a variable ("p", "main.p" of one function).
 * *escapes: whether one of them does, or leaks; of that the way is told as by -m=2. False: a
 * message; there is no such value, or the package is not analysed.
 */
bool esc_go_why_not(struct esc_text *text, const struct esc_go_subject *subject, const char *value,
                    bool *escapes, struct esc_error *error);

#endif
