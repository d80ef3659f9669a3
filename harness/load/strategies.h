/*
 * Strategies and what is expected of them.
 */
#ifndef ESC_LOAD_STRATEGIES_H
#define ESC_LOAD_STRATEGIES_H

#include "load/check.h"
#include "load/node.h"
#include "noun/case.h"

#include <stdbool.h>

/* The text of a field with the line of its first character; empty when it is absent. */
struct esc_source esc_read_source(const struct esc_check *check, const struct esc_node *table,
                                  const char *around, const char *field);

/*
 * Fills the strategies of `item`, "stack" and "heap" first, after esc_params_read(). Without
 * points no expectation is judged. False: something is wrong; faults that the schema knows are not
 * added again.
 */
bool esc_strategies_read(const struct esc_check *check, const struct esc_node *root,
                         struct esc_case *item);

#endif
