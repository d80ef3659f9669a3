/*
 * From words to files of results. See gather.h for the contract.
 */
#include "emit/gather.h"

#include "base/memory.h"
#include "base/text.h"
#include "emit/format.h"

#include <dirent.h>
#include <glob.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Nobody's run is larger; what is would take the memory of the machine that reads it. */
static const off_t largest = 256 << 20;

static bool is_same_file(const char *a, const char *b)
{
    struct stat one;
    struct stat other;
    return stat(a, &one) == 0 && stat(b, &other) == 0 && one.st_dev == other.st_dev &&
           one.st_ino == other.st_ino;
}

static void add(struct esc_gathering *gathering, const char *path, const char *reason)
{
    for (size_t i = 0; i < gathering->count; i++)
        if (is_same_file(gathering->files[i].path, path))
            return;
    gathering->files = esc_grow(gathering->files, &gathering->count, sizeof *gathering->files);
    gathering->files[gathering->count - 1] = (struct esc_gathered){
        .path = esc_strdup(path), .reason = reason, .guesses = esc_ends(path, ".tsv")};
}

/* Never opened unless it is a file: a pipe would wait for ever. */
static void add_file(struct esc_gathering *gathering, const char *path, const struct stat *about)
{
    if (!S_ISREG(about->st_mode))
        add(gathering, path, "is no file and no folder");
    else if (about->st_size > largest)
        add(gathering, path, "is larger than any run's results: 256 MiB");
    else if (access(path, R_OK) != 0)
        add(gathering, path, "may not be read");
    else
        add(gathering, path, NULL);
}

static bool is_listed(const char *name)
{
    return esc_ends(name, ".json") || (esc_starts(name, "guesses") && esc_ends(name, ".tsv"));
}

/* Run folders and files, no deeper. */
static void add_folder(struct esc_gathering *gathering, const char *folder)
{
    struct dirent **entries = NULL;
    bool seen = false;
    int count = scandir(folder, &entries, NULL, alphasort);
    for (int i = 0; i < count; i++) {
        const char *name = entries[i]->d_name;
        char *path = esc_format("%s/%s", folder, name);
        char *results = esc_format("%s/%s", path, ESC_RESULTS_NAME);
        struct stat about;
        const char *file = stat(results, &about) == 0 ? results : path;
        if (name[0] != '.' && (file == results || is_listed(name)) && stat(file, &about) == 0) {
            add_file(gathering, file, &about);
            seen = true;
        }
        free(results);
        free(path);
        free(entries[i]);
    }
    free(entries);
    if (!seen)
        add(gathering, folder, count < 0 ? "may not be read" : "holds no results.json and no run");
}

static void add_path(struct esc_gathering *gathering, const char *path)
{
    struct stat about;
    struct stat inside;
    char *results = esc_format("%s/%s", path, ESC_RESULTS_NAME);
    if (stat(path, &about) != 0)
        add(gathering, path, "is not there");
    else if (!S_ISDIR(about.st_mode))
        add_file(gathering, path, &about);
    else if (stat(results, &inside) == 0)
        add_file(gathering, results, &inside);
    else
        add_folder(gathering, path);
    free(results);
}

void esc_gather(struct esc_gathering *gathering, const char *word)
{
    glob_t found = {0};
    /* A path that is there is itself, whatever its letters mean to a shell. */
    bool plain = access(word, F_OK) == 0 || glob(word, GLOB_NOCHECK, NULL, &found) != 0;
    if (plain)
        add_path(gathering, word);
    for (size_t i = 0; !plain && i < found.gl_pathc; i++)
        add_path(gathering, found.gl_pathv[i]);
    globfree(&found);
}

void esc_gathering_free(struct esc_gathering *gathering)
{
    for (size_t i = 0; i < gathering->count; i++)
        free(gathering->files[i].path);
    free(gathering->files);
    *gathering = (struct esc_gathering){0};
}
