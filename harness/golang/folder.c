/*
 * Modules on disk: writing a file, and which modules are kept. See internal.h.
 */
#include "golang/internal.h"

#include "base/memory.h"
#include "base/path.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { KEPT_MODULES = 3 };

bool esc_go_write_file(const char *folder, const char *path, const char *text,
                       struct esc_error *error)
{
    char *whole = esc_format("%s/%s", folder, path);
    char *slash = strrchr(whole, '/');
    *slash = '\0';
    bool made = esc_make_folder(whole, error);
    *slash = '/';
    FILE *file = made ? fopen(whole, "we") : NULL;
    bool written = file != NULL && fputs(text, file) >= 0;
    written = file != NULL && fclose(file) == 0 && written;
    if (made && !written)
        esc_error_add(error, whole, 0, "cannot write: %s", strerror(errno));
    free(whole);
    return written;
}

static bool is_older(const struct timespec *a, const struct timespec *b)
{
    return a->tv_sec != b->tv_sec ? a->tv_sec < b->tv_sec : a->tv_nsec < b->tv_nsec;
}

/* The module used longest ago, `used` left out; NULL when there are no more than are kept. A
 * module's name is the hash's sixteen digits. Caller frees. */
static char *find_oldest(const char *cache, const char *used)
{
    DIR *folder = opendir(cache);
    char *oldest = NULL;
    struct timespec oldest_time = {0};
    size_t count = 0;
    for (struct dirent *entry; folder != NULL && (entry = readdir(folder)) != NULL;) {
        struct stat status;
        char *path = esc_format("%s/%s", cache, entry->d_name);
        bool module = strlen(entry->d_name) == 16 && stat(path, &status) == 0;
        count += module;
        if (module && strcmp(path, used) != 0 &&
            (oldest == NULL || is_older(&status.st_mtim, &oldest_time))) {
            free(oldest);
            oldest = path;
            oldest_time = status.st_mtim;
        } else {
            free(path);
        }
    }
    if (folder != NULL)
        closedir(folder);
    if (count > KEPT_MODULES)
        return oldest;
    free(oldest);
    return NULL;
}

void esc_go_prune(const char *cache, const char *used)
{
    for (char *oldest; (oldest = find_oldest(cache, used)) != NULL; free(oldest))
        esc_remove_folder(oldest);
}
