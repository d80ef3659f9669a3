/*
 * The link `latest` beside the run folders. See files.h for the contract.
 */
#include "emit/files.h"

#include "base/memory.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* A link cannot be changed in place: a new one is made beside it and renamed over it. */
static bool replace_link(const char *link, const char *target, struct esc_error *error)
{
    char *temporary = esc_format("%s.%ld.tmp", link, (long)getpid());
    unlink(temporary);
    bool made = symlink(target, temporary) == 0 && rename(temporary, link) == 0;
    if (!made) {
        esc_error_add(error, link, 0, "cannot point at %s: %s", target, strerror(errno));
        esc_error_hint(error, "RUN=%s names the run for make charts", target);
        unlink(temporary);
    }
    free(temporary);
    return made;
}

bool esc_link_latest(const char *folder, struct esc_error *error)
{
    char *path = esc_strdup(folder);
    size_t length = strlen(path);
    while (length > 1 && path[length - 1] == '/')
        path[--length] = '\0';
    char *slash = strrchr(path, '/');
    const char *name = slash == NULL ? path : slash + 1;
    int parent = slash == NULL ? 0 : (int)(slash + 1 - path);
    char *link = esc_format("%.*slatest", parent, path);
    bool made = strcmp(name, "latest") == 0 || replace_link(link, name, error);
    free(link);
    free(path);
    return made;
}
