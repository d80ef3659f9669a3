/*
 * A grade as plain data. See grade.h for the contracts.
 */
#include "noun/grade.h"

#include <stdlib.h>

const char *esc_check_name(enum esc_check_kind kind)
{
    static const char *const names[ESC_CHECKS] = {"rules",       "compiles",    "results",
                                                  "diagnostics", "allocations", "bytes"};
    return names[kind];
}

void esc_grade_free(struct esc_grade *grade)
{
    for (size_t k = 0; k < ESC_CHECKS; k++)
        free(grade->checks[k].detail);
    *grade = (struct esc_grade){0};
}
