/*
 * Lua texts inside the program.
 */
#ifndef ESC_LOAD_EMBEDDED_H
#define ESC_LOAD_EMBEDDED_H

#include <stddef.h>

struct esc_embedded {
    const char *name;         /* "check": lua/check.lua */
    const char *bytes, *stop; /* [bytes, stop) */
};

/* NULL: there is none of that name. */
const struct esc_embedded *esc_embedded_find(const char *name);

#endif
