/*
 * Paths. See path.h.
 */
#include "base/path.h"

#include "base/memory.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

const char *esc_base_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash == NULL ? path : slash + 1;
}

bool esc_has_file(const char *folder, const char *name)
{
    char *path = esc_format("%s/%s", folder, name);
    bool has = access(path, F_OK) == 0;
    free(path);
    return has;
}
