/*
 * A run by its name. See run_folder.h.
 */
#include "session/run_folder.h"

#include "base/memory.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>
#include <unistd.h>

char *esc_run_folder(const char *results, const char *name)
{
    if (name == NULL)
        return esc_format("%s/latest", results);
    if (access(name, F_OK) == 0)
        return esc_strdup(name);
    char *run = esc_format("%s/%s", results, name);
    char *baseline = esc_format("%s/baselines/%s", results, name);
    bool saved = access(run, F_OK) != 0 && access(baseline, F_OK) == 0;
    free(saved ? run : baseline);
    return saved ? baseline : run;
}
