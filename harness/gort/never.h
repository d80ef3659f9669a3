/*
 * The argument `false` of a go:noinline function. Go's compiler follows no constant into such a
 * call. clang does, and would remove the branch that might keep the object. Costs no instruction
 * more than the constant.
 */
#ifndef GORT_NEVER_H
#define GORT_NEVER_H

#include "kernel/esc.h"

#include <stdbool.h>

static inline bool gort_never(void)
{
    bool never = false;
    esc_unknown(never);
    return never;
}

#endif
