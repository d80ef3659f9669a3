/*
 * The cache's upkeep. See cache.h for the contracts.
 */
#include "build/cache.h"

#include "base/memory.h"

#include <dirent.h>
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { HASH_DIGITS = 16 };

const char *const esc_cache_headers[3] = {".", "../goheap", "../gort"};

static int is_header(const struct dirent *entry)
{
    size_t length = strlen(entry->d_name);
    return length > 2 && strcmp(entry->d_name + length - 2, ".h") == 0;
}

/* The text of all headers of a folder, in the order of their names. */
static bool add_headers(const char *folder, struct esc_text *out, struct esc_error *error)
{
    struct dirent **entries;
    int count = scandir(folder, &entries, is_header, alphasort);
    bool good = true;
    for (int i = 0; i < count; i++) {
        char *path = esc_format("%s/%s", folder, entries[i]->d_name);
        esc_text_addf(out, "%s\n", entries[i]->d_name);
        good = esc_text_read(out, path, error) && good;
        free(path);
        free(entries[i]);
    }
    if (count >= 0)
        free(entries);
    return good;
}

/* The file that posix_spawnp would start; NULL when there is none. The caller frees. */
static char *find_program(const char *name)
{
    if (strchr(name, '/') != NULL)
        return access(name, X_OK) == 0 ? esc_strdup(name) : NULL;
    const char *folders = getenv("PATH");
    char *copy = esc_strdup(folders == NULL ? "/usr/bin:/bin" : folders);
    char *rest = copy;
    char *found = NULL;
    for (char *folder = strsep(&rest, ":"); folder != NULL && found == NULL;
         folder = strsep(&rest, ":")) {
        char *path = esc_format("%s/%s", *folder == '\0' ? "." : folder, name);
        if (access(path, X_OK) == 0)
            found = path;
        else
            free(path);
    }
    free(copy);
    return found;
}

static bool add_compiler(const char *compiler, struct esc_text *out, struct esc_error *error)
{
    char *path = find_program(compiler);
    if (path == NULL) {
        esc_error_add(error, NULL, 0, "cannot find the C compiler '%s'", compiler);
        esc_error_hint(error, "install one (make deps), or name yours: CC=clang make bench");
        return false;
    }
    char *real = realpath(path, NULL);
    struct stat about;
    bool good = real != NULL && stat(real, &about) == 0;
    if (good)
        esc_text_addf(out, "%s %lld %lld.%09ld\n", real, (long long)about.st_size,
                      (long long)about.st_mtim.tv_sec, about.st_mtim.tv_nsec);
    else
        esc_error_add(error, path, 0, "cannot read the C compiler: %s", strerror(errno));
    free(real);
    free(path);
    return good;
}

bool esc_cache_describe(const struct esc_build_options *options, const char *compiler,
                        struct esc_text *out, struct esc_error *error)
{
    esc_text_addf(out, "%s\n%s\n%s\n%d\n%d\n", options->compiler, esc_build_flags(), options->flags,
                  options->minor, options->checked);
    bool good = add_compiler(compiler, out, error);
    for (size_t k = 0; k < sizeof esc_cache_headers / sizeof *esc_cache_headers; k++) {
        char *folder = esc_format("%s/%s", options->include, esc_cache_headers[k]);
        good = add_headers(folder, out, error) && good;
        free(folder);
    }
    return esc_text_read(out, options->counter, error) && good;
}

/* A library of the case in the cache, by the time it was last used. */
struct entry {
    char hash[HASH_DIGITS + 1];
    struct timespec used;
};

static int newest_first(const void *left, const void *right)
{
    const struct timespec *a = &((const struct entry *)left)->used;
    const struct timespec *b = &((const struct entry *)right)->used;
    if (a->tv_sec != b->tv_sec)
        return a->tv_sec < b->tv_sec ? 1 : -1;
    return (a->tv_nsec < b->tv_nsec) - (a->tv_nsec > b->tv_nsec);
}

/* "NAME-<hash>.so" gives the hash; everything else NULL. */
static const char *hash_of(const char *file, const char *name)
{
    size_t length = strlen(name);
    if (strncmp(file, name, length) != 0 || file[length] != '-')
        return NULL;
    const char *hash = file + length + 1;
    return strspn(hash, "0123456789abcdef") == HASH_DIGITS && strcmp(hash + HASH_DIGITS, ".so") == 0
               ? hash
               : NULL;
}

static void remove_library(const char *folder, const char *name, const char *hash)
{
    static const char *const endings[] = {".so", "-count.so", ".c"};
    for (size_t k = 0; k < sizeof endings / sizeof *endings; k++) {
        char *path = esc_format("%s/%s-%s%s", folder, name, hash, endings[k]);
        unlink(path);
        free(path);
    }
}

/* "NAME-<hash>.<pid>.work" of a process that is gone: it was killed while it compiled. */
static bool is_orphan(const char *file)
{
    const char *ending = strrchr(file, '.');
    if (ending == NULL || strcmp(ending, ".work") != 0)
        return false;
    const char *digits = ending;
    while (digits > file && digits[-1] != '.')
        digits--;
    long pid = strtol(digits, NULL, 10);
    return pid > 0 && kill((pid_t)pid, 0) != 0 && errno == ESRCH;
}

void esc_cache_remove_folder(const char *path)
{
    DIR *folder = opendir(path);
    if (folder == NULL)
        return;
    for (struct dirent *entry = readdir(folder); entry != NULL; entry = readdir(folder))
        if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
            unlinkat(dirfd(folder), entry->d_name, 0);
    closedir(folder);
    rmdir(path);
}

static void note_entry(DIR *folder, const char *file, const char *hash, struct entry **entries,
                       size_t *count)
{
    struct stat about;
    if (fstatat(dirfd(folder), file, &about, 0) != 0)
        return;
    *entries = esc_grow(*entries, count, sizeof **entries);
    struct entry *entry = &(*entries)[*count - 1];
    memcpy(entry->hash, hash, HASH_DIGITS);
    entry->used = about.st_mtim;
}

void esc_cache_clean(const char *path, const char *name)
{
    DIR *folder = opendir(path);
    if (folder == NULL)
        return;
    struct entry *entries = NULL;
    size_t count = 0;
    for (struct dirent *file = readdir(folder); file != NULL; file = readdir(folder)) {
        const char *hash = hash_of(file->d_name, name);
        if (hash != NULL)
            note_entry(folder, file->d_name, hash, &entries, &count);
        if (!is_orphan(file->d_name))
            continue;
        char *work = esc_format("%s/%s", path, file->d_name);
        esc_cache_remove_folder(work);
        free(work);
    }
    closedir(folder);
    if (count > 0)
        qsort(entries, count, sizeof *entries, newest_first);
    for (size_t k = ESC_CACHE_KEPT; k < count; k++)
        remove_library(path, name, entries[k].hash);
    free(entries);
}
