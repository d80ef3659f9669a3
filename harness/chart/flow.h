/*
 * Ways of values, laid out by graphviz's dot where it is there.
 */
#ifndef ESC_CHART_FLOW_H
#define ESC_CHART_FLOW_H

#include "base/error.h"
#include "noun/escape.h"
#include "noun/flow_layout.h"

#include <stdbool.h>
#include <stddef.h>

/* Whether dot can be started. */
bool esc_flow_can(void);

/*
 * Lays out the ways of each value into `layouts`, which are zeroed: by one dot for all of them,
 * through a file in `folder`. At most three ways of a value. False with a message where dot failed
 * or took too long: what came before that is there all the same. Texts are measured as DejaVu's.
 */
bool esc_flow_lay_out(const struct esc_escapes *escapes, const struct esc_go_value *const *values,
                      size_t count, const char *folder, struct esc_flow_layout *layouts,
                      struct esc_error *error);

#endif
