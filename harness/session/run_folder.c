/*
 * A run's folder by its name. See run_folder.h.
 */
#include "session/run_folder.h"

#include "base/memory.h"

#include <stddef.h>
#include <unistd.h>

char *esc_run_folder(const struct esc_folders *folders, const char *name)
{
    if (name == NULL)
        return esc_format("%s/latest", folders->results);
    if (access(name, F_OK) == 0)
        return esc_strdup(name);
    return esc_format("%s/%s", folders->results, name);
}
