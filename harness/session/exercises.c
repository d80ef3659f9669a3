/*
 * The folders of the exercises and of a seat. See exercises.h for the contracts.
 */
#include "session/exercises.h"

#include "base/memory.h"
#include "base/path.h"
#include "base/text.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int is_exercise(const struct dirent *entry)
{
    const char *name = entry->d_name;
    return isdigit((unsigned char)name[0]) && isdigit((unsigned char)name[1]) && name[2] == '-';
}

bool esc_exercises_find(const char *folder, struct esc_exercises *exercises,
                        struct esc_error *error)
{
    struct dirent **entries = NULL;
    *exercises = (struct esc_exercises){.folder = esc_strdup(folder)};
    int count = scandir(exercises->folder, &entries, is_exercise, alphasort);
    for (int k = 0; k < count; k++) {
        exercises->names = esc_grow(exercises->names, &exercises->count, sizeof *exercises->names);
        exercises->names[k] = esc_strdup(entries[k]->d_name);
        free(entries[k]);
    }
    free(entries);
    return count > 0 ||
           esc_error_add(error, exercises->folder, 0, "there are no exercises in this folder");
}

void esc_exercises_free(struct esc_exercises *exercises)
{
    for (size_t k = 0; k < exercises->count; k++)
        free(exercises->names[k]);
    free(exercises->names);
    free(exercises->folder);
    *exercises = (struct esc_exercises){0};
}

static bool is_called(const char *name, const char *word)
{
    char *end;
    long number = strtol(word, &end, 10);
    if (*word != '\0' && *end == '\0')
        return atoi(name) == number;
    return strcmp(name, word) == 0 || strcmp(strchr(name, '-') + 1, word) == 0;
}

size_t esc_exercises_choose(const struct esc_exercises *exercises, const char *word,
                            struct esc_error *error)
{
    struct esc_text known = {0};
    size_t k = 0;
    while (k < exercises->count && !is_called(exercises->names[k], word))
        k++;
    if (k < exercises->count)
        return k;
    for (size_t i = 0; i < exercises->count; i++)
        esc_text_addf(&known, "%s%s", i > 0 ? ", " : "", exercises->names[i]);
    esc_error_add(error, NULL, 0, "there is no exercise \"%s\"", word);
    esc_error_hint(error, "choose from %s", known.bytes);
    esc_text_free(&known);
    return exercises->count;
}

size_t esc_exercises_of_file(const struct esc_exercises *exercises, const char *path)
{
    const char *file = esc_base_name(path);
    size_t k = 0;
    for (; k < exercises->count; k++) {
        size_t length = strlen(exercises->names[k]);
        const char *at = file - path > (ptrdiff_t)length ? file - 1 - length : path;
        if (strncmp(at, exercises->names[k], length) == 0 && at + length + 1 == file &&
            (at == path || at[-1] == '/'))
            break;
    }
    return k;
}

char *esc_exercises_file(const struct esc_exercises *exercises, size_t index, const char *name)
{
    return esc_format("%s/%s/%s", exercises->folder, exercises->names[index], name);
}

char *esc_exercises_text(const char *stem, enum esc_language language)
{
    return esc_format("%s.%s", stem, language == ESC_IN_GO ? "go" : "c");
}

static bool copy_file(const char *from, const char *to, struct esc_error *error)
{
    struct esc_text text = {0};
    bool good = esc_text_read(&text, from, error) &&
                esc_text_write(to, text.bytes != NULL ? text.bytes : "", text.length, error);
    esc_text_free(&text);
    return good;
}

static bool keep_before(const char *path, struct esc_error *error)
{
    char *before = esc_format("%s.before", path);
    bool kept = rename(path, before) == 0 || errno == ENOENT ||
                esc_error_add(error, before, 0, "cannot be written: %s", strerror(errno));
    free(before);
    return kept;
}

char *esc_exercises_task(const struct esc_exercises *exercises, size_t index, const char *seat,
                         enum esc_language language, bool anew, struct esc_error *error)
{
    char *name = esc_exercises_text("task", language);
    char *folder = esc_format("%s/%s", seat, exercises->names[index]);
    char *path = esc_format("%s/%s", folder, name);
    char *start = esc_exercises_file(exercises, index, name);
    bool good = esc_make_folder(folder, error) && (!anew || keep_before(path, error));
    if (good && access(path, F_OK) != 0)
        good = copy_file(start, path, error);
    free(start);
    free(folder);
    free(name);
    if (!good)
        free(path);
    return good ? path : NULL;
}
