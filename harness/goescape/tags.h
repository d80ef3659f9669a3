/*
 * What functions promise their callers: the tag of each parameter, in the compiler's words.
 */
#ifndef ESC_GOESCAPE_TAGS_H
#define ESC_GOESCAPE_TAGS_H

#include "base/error.h"
#include "goescape/analyse.h"

#include <stdbool.h>

/*
 * Appends each function and function literal that has parameters, in the order of the source: its
 * place and head, and a line for each parameter, the receiver first:
 * `p  leaking param: p to result ~r0 level=0`. False: a message, as of esc_go_analyse().
 */
bool esc_go_tags(struct esc_text *text, const struct esc_go_subject *subject,
                 struct esc_error *error);

/*
 * The same of the standard library: `what` is a package ("net/http"), a function of it
 * ("strings.Map"), a type for its methods ("strings.Builder"), or one method
 * ("strings.Builder.Grow", "(*strings.Builder).Grow"). False: a message, there is no such thing.
 */
bool esc_go_tags_library(struct esc_text *text, struct esc_go_world *world, const char *what,
                         struct esc_error *error);

#endif
