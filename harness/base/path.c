/*
 * Parts of paths. See path.h.
 */
#include "base/path.h"

#include <stddef.h>
#include <string.h>

const char *esc_base_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash == NULL ? path : slash + 1;
}
