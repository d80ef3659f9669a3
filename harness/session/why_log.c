/*
 * Finding and reading the compiler's logs. See why_log.h for the contracts.
 */
#include "session/why_log.h"

#include "base/memory.h"
#include "base/text.h"
#include "emit/go_log.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* ---- which files ---------------------------------------------------------------------------- */

struct paths {
    char **list;
    size_t count;
    bool has_go;
};

static bool is_kind(const char *path, mode_t kind)
{
    struct stat about;
    return stat(path, &about) == 0 && (about.st_mode & S_IFMT) == kind;
}

/* The files NAME.json of the folder, by name, and of its folders where `deeper`. */
static void find(const char *folder, bool deeper, struct paths *paths)
{
    struct dirent **entries = NULL;
    const int count = scandir(folder, &entries, NULL, alphasort);
    for (int k = 0; k < count; k++) {
        const char *name = entries[k]->d_name;
        char *path = esc_format("%s/%s", folder, name);
        paths->has_go = paths->has_go || (deeper && esc_ends(name, ".go"));
        if (deeper && name[0] != '.' && is_kind(path, S_IFDIR)) {
            find(path, false, paths);
        } else if (esc_ends(name, ".json") && is_kind(path, S_IFREG)) {
            paths->list = esc_grow(paths->list, &paths->count, sizeof *paths->list);
            paths->list[paths->count - 1] = esc_strdup(path);
        }
        free(path);
        free(entries[k]);
    }
    free(entries);
}

static void free_paths(struct paths *paths)
{
    for (size_t k = 0; k < paths->count; k++)
        free(paths->list[k]);
    free(paths->list);
}

bool esc_why_log_is(const char *folder)
{
    struct paths paths = {0};
    bool is = false;
    find(folder, true, &paths);
    for (size_t k = 0; !paths.has_go && !is && k < paths.count; k++)
        is = esc_go_log_is(paths.list[k]);
    free_paths(&paths);
    return is;
}

bool esc_why_log_begins(const char *bytes, size_t length)
{
    return esc_go_log_begins(bytes, length);
}

/* ---- reading -------------------------------------------------------------------------------- */

static void begin(void *to, const char *release, const char *file)
{
    struct esc_why_log *log = to;
    free(log->release);
    log->release = esc_strdup(release);
    log->files = esc_grow(log->files, &log->file_count, sizeof *log->files);
    log->files[log->file_count - 1] = esc_log_head(log->reader, file);
}

static void take(void *to, const struct esc_logged *logged)
{
    const struct esc_why_log *log = to;
    esc_log_take(log->reader, logged);
}

static void broken(void *to, const char *name, size_t line, const char *text, bool cut)
{
    const struct esc_why_log *log = to;
    esc_log_broken(log->reader, name, line, text, cut);
}

static struct esc_go_log_taker taker_of(struct esc_why_log *log, struct esc_escapes *into)
{
    if (log->reader == NULL) {
        log->here = getcwd(NULL, 0);
        log->reader = esc_log_begin(into, log->here);
    }
    return (struct esc_go_log_taker){.to = log, .begin = begin, .take = take, .broken = broken};
}

void esc_why_log_take(struct esc_why_log *log, struct esc_escapes *into, const char *bytes,
                      size_t length, const char *name)
{
    struct esc_error ignored = {0};
    const struct esc_go_log_taker taker = taker_of(log, into);
    esc_go_log_take(bytes, length, name, &taker, &ignored);
    esc_error_free(&ignored);
}

bool esc_why_log_read(struct esc_why_log *log, struct esc_escapes *into, const char *folder,
                      struct esc_error *error)
{
    struct paths paths = {0};
    const struct esc_go_log_taker taker = taker_of(log, into);
    bool good = true;
    find(folder, true, &paths);
    for (size_t k = 0; k < paths.count; k++) {
        if (esc_go_log_is(paths.list[k]))
            good = esc_go_log_read(paths.list[k], &taker, error) && good;
        else
            broken(log, paths.list[k], 1, "no log of Go's compiler begins so", false);
    }
    free_paths(&paths);
    into->packages = into->packages > 0 ? into->packages : 1;
    return good;
}

void esc_why_log_end(struct esc_why_log *log, const struct esc_source_files *sources)
{
    esc_log_end(log->reader, sources);
    log->reader = NULL;
}

void esc_why_log_free(struct esc_why_log *log)
{
    const struct esc_source_files none = {0};
    if (log->reader != NULL)
        esc_log_end(log->reader, &none);
    free(log->here);
    free(log->release);
    free(log->files);
    *log = (struct esc_why_log){0};
}
