/*
 * Reading a case file. See file.h for the contracts.
 */
#include "load/file.h"

#include "base/memory.h"
#include "base/path.h"
#include "base/utf8.h"
#include "load/load.h"
#include "load/nearest.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static const char mark[] = "\xEF\xBB\xBF"; /* U+FEFF in UTF-8 */

char *esc_file_stem(const char *path)
{
    char *stem = esc_strdup(esc_base_name(path));
    size_t length = strlen(stem);
    if (length > 4 && strcmp(stem + length - 4, ".lua") == 0)
        stem[length - 4] = '\0';
    return stem;
}

static char *folder_of(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash == NULL ? esc_strdup(".") : esc_format("%.*s", (int)(slash - path), path);
}

static bool missing(const char *path, struct esc_error *error)
{
    struct esc_error unheard = {0}; /* a folder that cannot be listed gives no suggestion */
    char *folder = folder_of(path);
    char *stem = esc_file_stem(path);
    size_t count = 0;
    char **names = esc_load_list(folder, &count, &unheard);
    const char *nearest = names == NULL ? NULL : esc_nearest_of(stem, (const char *const *)names);
    struct stat link;
    if (lstat(path, &link) == 0)
        esc_error_add(error, path, 0, "is a link to a file that is not there");
    else if (nearest == NULL)
        esc_error_add(error, path, 0, "there is no such file; check the path");
    else
        esc_error_add(error, path, 0, "there is no such file; did you mean %s/%s.lua?", folder,
                      nearest);
    for (size_t i = 0; i < count; i++)
        free(names[i]);
    free(names);
    free(stem);
    free(folder);
    esc_error_free(&unheard);
    return false;
}

static bool check_kind(const char *path, struct esc_error *error)
{
    struct stat status;
    if (stat(path, &status) != 0)
        return errno == ENOENT ? missing(path, error)
                               : esc_error_add(error, path, 0, "cannot read: %s", strerror(errno));
    if (S_ISDIR(status.st_mode))
        return esc_error_add(error, path, 0, "is a folder; name a case file in it");
    if (!S_ISREG(status.st_mode))
        return esc_error_add(error, path, 0, "is not a regular file; name a case file");
    if (status.st_size == 0)
        return esc_error_add(error, path, 0,
                             "the file is empty; write return case { … }, see "
                             "docs/adding-a-case.md");
    if (status.st_size > (off_t)ESC_FILE_MIB << 20)
        return esc_error_add(error, path, 0, "the file is larger than %d MiB; is it a case file?",
                             ESC_FILE_MIB);
    return true;
}

bool esc_file_is_utf8(const char *bytes, size_t length, size_t *where)
{
    for (*where = 0; *where < length;) {
        size_t step = esc_utf8_length(bytes + *where, length - *where);
        if (step == 0)
            return false;
        *where += step;
    }
    return true;
}

/* A fault at the byte, in words. Always false. */
static bool refuse_byte(const struct esc_text *text, size_t offset, const char *path,
                        const char *words, struct esc_error *error)
{
    struct esc_excerpt excerpt = esc_excerpt_at(text->bytes, text->length, offset, offset + 1);
    esc_error_add(error, path, excerpt.number, "%s", words);
    esc_error_show(error, &excerpt);
    return false;
}

static bool check_text(const struct esc_text *text, const char *path, struct esc_error *error)
{
    if (text->length > 0 && text->bytes[0] == '\x1b')
        return esc_error_add(error, path, 0, "the file is compiled Lua; give its source text");
    const char *nul = memchr(text->bytes, '\0', text->length);
    if (nul != NULL)
        return refuse_byte(text, (size_t)(nul - text->bytes), path,
                           "the file is not text, it holds a NUL byte; give a Lua source file",
                           error);
    size_t where;
    if (!esc_file_is_utf8(text->bytes, text->length, &where))
        return refuse_byte(text, where, path, "the file is not UTF-8 here; save it as UTF-8",
                           error);
    return true;
}

bool esc_file_read(struct esc_text *text, const char *path, struct esc_error *error)
{
    struct esc_text whole = {0};
    bool good = check_kind(path, error) && esc_text_read(&whole, path, error) &&
                check_text(&whole, path, error);
    if (good) {
        bool marked = whole.length >= 3 && memcmp(whole.bytes, mark, 3) == 0;
        size_t skip = marked ? 3 : 0;
        esc_text_add_bytes(text, whole.bytes + skip, whole.length - skip);
    }
    esc_text_free(&whole);
    return good;
}
