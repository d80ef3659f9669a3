/*
 * Parameters, their points, and which of those are quick.
 */
#ifndef ESC_LOAD_PARAMS_H
#define ESC_LOAD_PARAMS_H

#include "load/check.h"
#include "load/node.h"
#include "noun/case.h"

#include <stdbool.h>

enum { ESC_MOST_POINTS = 4096 };

/*
 * Fills params, points and threads of `item` from the tree. False: something is wrong; faults that
 * the schema does not know are added, those it does know are not added again. The points are there,
 * and point_count is not 0, whenever the parameters are sound, even if `quick` is not.
 */
bool esc_params_read(const struct esc_check *check, const struct esc_node *root,
                     struct esc_case *item);

#endif
