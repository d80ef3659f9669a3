/*
 * Paths. See path.h.
 */
#include "base/path.h"

#include "base/memory.h"

#include <errno.h>
#include <ftw.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
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

static bool can_run(const char *path)
{
    struct stat status;
    return stat(path, &status) == 0 && S_ISREG(status.st_mode) && access(path, X_OK) == 0;
}

bool esc_program_found(const char *name)
{
    if (strchr(name, '/') != NULL)
        return can_run(name);
    const char *value = getenv("PATH");
    char *path = esc_strdup(value != NULL ? value : "/usr/bin:/bin");
    bool found = false;
    char *rest = path;
    for (char *folder = strsep(&rest, ":"); folder != NULL && !found; folder = strsep(&rest, ":")) {
        char *program = esc_format("%s/%s", *folder != '\0' ? folder : ".", name);
        found = can_run(program);
        free(program);
    }
    free(path);
    return found;
}

static int remove_entry(const char *path, const struct stat *status, int kind, struct FTW *where)
{
    (void)status;
    (void)kind;
    (void)where;
    return remove(path);
}

char *esc_temporary_folder(struct esc_error *error)
{
    const char *above = getenv("TMPDIR");
    char *folder =
        esc_format("%s/escapement-XXXXXX", above != NULL && *above != '\0' ? above : "/tmp");
    if (mkdtemp(folder) != NULL)
        return folder;
    esc_error_add(error, folder, 0, "cannot make a folder: %s", strerror(errno));
    esc_error_hint(error, "TMPDIR= names a folder that can be written");
    free(folder);
    return NULL;
}

void esc_remove_folder(const char *folder)
{
    enum { FILES = 16 }; /* open at a time */
    nftw(folder, remove_entry, FILES, FTW_DEPTH | FTW_PHYS);
}
