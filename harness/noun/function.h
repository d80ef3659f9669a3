/*
 * The functions of a strategy in its C text: how they are called, and whether the text has them.
 */
#ifndef ESC_NOUN_FUNCTION_H
#define ESC_NOUN_FUNCTION_H

#include <stdbool.h>

/* "constant-capacity", "op" -> "constant_capacity_op"; the caller frees. */
char *esc_function_name(const char *strategy, const char *suffix);

/*
 * Whether the C text defines that function: outside comments and literals, its name, an argument
 * list and a brace, with nothing but words and attributes between the last two. Macros are not
 * expanded.
 */
bool esc_function_defined(const char *text, const char *name);

#endif
