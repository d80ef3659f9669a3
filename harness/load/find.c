/*
 * From what a user typed to a case file, and the list of all cases. See load.h for the contracts.
 */
#include "load/load.h"

#include "base/memory.h"
#include "load/nearest.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static bool ends_with_lua(const char *name)
{
    size_t length = strlen(name);
    return length > 4 && strcmp(name + length - 4, ".lua") == 0;
}

static int compare_names(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* Files that begin with a dot are editors' locks and backups. */
static char **read_names(DIR *folder, size_t *count)
{
    char **names = NULL;
    for (const struct dirent *entry; (entry = readdir(folder)) != NULL;) {
        if (entry->d_name[0] == '.' || !ends_with_lua(entry->d_name))
            continue;
        names = esc_grow(names, count, sizeof *names);
        names[*count - 1] = esc_format("%.*s", (int)strlen(entry->d_name) - 4, entry->d_name);
    }
    return names;
}

char **esc_load_list(const char *folder, size_t *count, struct esc_error *error)
{
    size_t found = 0;
    if (count != NULL)
        *count = 0;
    DIR *stream = opendir(folder);
    if (stream == NULL) {
        esc_error_add(error, folder, 0, "cannot list the case files in it: %s", strerror(errno));
        return NULL;
    }
    char **names = read_names(stream, &found);
    closedir(stream);
    if (found > 1)
        qsort(names, found, sizeof *names, compare_names);
    names = esc_resize(names, found + 1, sizeof *names);
    names[found] = NULL;
    if (count != NULL)
        *count = found;
    return names;
}

static void unknown_case(const char *folder, const char *name, struct esc_error *error)
{
    char **names = esc_load_list(folder, NULL, error);
    if (names == NULL)
        return;
    const char *nearest = esc_nearest_of(name, (const char *const *)names);
    if (nearest != NULL)
        esc_error_add(error, NULL, 0, "there is no case \"%s\" in %s; did you mean \"%s\"?", name,
                      folder, nearest);
    else
        esc_error_add(error, NULL, 0, "there is no case \"%s\" in %s; make list shows all", name,
                      folder);
    for (size_t i = 0; names[i] != NULL; i++)
        free(names[i]);
    free(names);
}

char *esc_load_find(const char *folder, const char *name, struct esc_error *error)
{
    if (strchr(name, '/') != NULL)
        return esc_strdup(name);
    char *path = esc_format("%s/%s%s", folder, name, ends_with_lua(name) ? "" : ".lua");
    if (access(path, F_OK) == 0 && (!ends_with_lua(name) || access(name, F_OK) != 0))
        return path;
    free(path);
    if (ends_with_lua(name))
        return esc_strdup(name);
    unknown_case(folder, name, error);
    return NULL;
}
