/*
 * Finds the project's folders from /proc/self/exe. See folders.h for the contracts.
 */
#include "session/folders.h"

#include "base/memory.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static bool cut_last_name(char *path)
{
    char *slash = strrchr(path, '/');
    if (slash == NULL || slash == path)
        return false;
    *slash = '\0';
    return true;
}

static bool is_root(const char *folder)
{
    char *mark = esc_format("%s/harness/kernel/esc.h", folder);
    bool found = access(mark, R_OK) == 0;
    free(mark);
    return found;
}

/* Without the current folder's prefix: "/home/me/escapement/cases" -> "cases". */
static char *shorten(char *path)
{
    char here[PATH_MAX];
    if (getcwd(here, sizeof here) == NULL)
        return path;
    size_t length = strlen(here);
    if (strncmp(path, here, length) != 0 || path[length] != '/')
        return path;
    char *shorter = esc_strdup(path + length + 1);
    free(path);
    return shorter;
}

/* The folder of the caches; caller frees. A relative XDG_CACHE_HOME is to be ignored, says the
 * specification. */
static char *caches_of_user(void)
{
    const char *cache = getenv("XDG_CACHE_HOME");
    if (cache != NULL && *cache == '/')
        return esc_format("%s/escapement", cache);
    const char *home = getenv("HOME");
    return esc_format("%s/.cache/escapement", home != NULL ? home : "");
}

static void fill(struct esc_folders *folders, const char *programs)
{
    folders->cases = shorten(esc_format("%s/cases", folders->root));
    bool installed = strcmp(folders->root, programs) == 0;
    folders->own = installed ? esc_strdup(".") : esc_strdup(folders->cases);
    folders->results =
        installed ? esc_strdup("results") : shorten(esc_format("%s/results", folders->root));
    folders->plots = shorten(esc_format("%s/plots", folders->root));
    folders->exercises = shorten(esc_format("%s/exercises", folders->root));
    folders->seat = installed ? esc_strdup("seat") : shorten(esc_format("%s/seat", folders->root));
    folders->lua = shorten(esc_format("%s/lua", folders->root));
    folders->include = esc_format("%s/harness/kernel", folders->root);
    folders->child = esc_format("%s/escapement-child", programs);
    folders->counter = esc_format("%s/count.o", programs);
    char *caches = installed ? caches_of_user() : esc_strdup(programs);
    folders->cache = esc_format("%s/cases", caches);
    folders->go = esc_format("%s/go", caches);
    folders->go_asked = esc_format("%s/explain", caches);
    folders->go_code = esc_format("%s/disasm", caches);
    free(caches);
}

bool esc_folders_find(struct esc_folders *folders, struct esc_error *error)
{
    char program[PATH_MAX];
    ssize_t length = readlink("/proc/self/exe", program, sizeof program - 1);
    if (length < 0)
        return esc_error_add(error, NULL, 0, "cannot read /proc/self/exe: is /proc mounted?");
    program[length] = '\0';
    cut_last_name(program);
    char *root = esc_strdup(program);
    while (!is_root(root)) {
        if (cut_last_name(root))
            continue;
        free(root);
        esc_error_add(error, NULL, 0, "the program is not inside the project's folder: %s",
                      program);
        esc_error_hint(error, "build it with make and leave it in build/, or: make install");
        return false;
    }
    folders->root = root;
    fill(folders, program);
    return true;
}

void esc_folders_free(struct esc_folders *folders)
{
    char *paths[] = {folders->root,    folders->cases,     folders->own,     folders->results,
                     folders->plots,   folders->lua,       folders->include, folders->child,
                     folders->counter, folders->exercises, folders->seat,    folders->cache,
                     folders->go,      folders->go_asked,  folders->go_code};
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++)
        free(paths[i]);
    *folders = (struct esc_folders){0};
}
