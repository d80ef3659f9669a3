/*
 * The table of cold sides for a measuring child into which no collector is linked (see stack.c):
 * stands in for harness/child/cold.c.
 */
#include "child/runtime.h"

const struct esc_runtime *esc_runtime_cold(enum esc_runtime_id id)
{
    (void)id;
    return &esc_runtime_malloc;
}
