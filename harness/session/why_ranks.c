/*
 * Profile and values. See why_ranks.h for the contract.
 */
#include "session/why_ranks.h"

#include "base/memory.h"
#include "base/text.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* "./a/b.go" is the end of "/elsewhere/a/b.go". */
static bool is_end(const char *whole, const char *name)
{
    name += esc_starts(name, "./") ? strlen("./") : 0;
    const size_t length = strlen(whole), end = strlen(name);
    return end > 0 && length >= end && strcmp(whole + length - end, name) == 0 &&
           (length == end || whole[length - end - 1] == '/');
}

/* Whether the profile's file is that one; `path` is where it lies, NULL: unknown. */
static bool is_file(const char *profiled, const char *name, const char *path)
{
    if (path != NULL && strcmp(profiled, path) == 0)
        return true;
    return is_end(profiled, name) && (path == NULL || access(profiled, F_OK) != 0);
}

static void add_line(const struct esc_escapes *escapes, const char *file,
                     const struct esc_alloc_line *line, struct esc_rank *ranks)
{
    for (size_t k = 0; k < escapes->value_count; k++)
        if (escapes->values[k].at.line == line->line &&
            strcmp(escapes->values[k].at.file, file) == 0) {
            ranks[k].blocks += line->blocks;
            ranks[k].bytes += line->bytes;
        }
}

struct esc_rank *esc_why_ranks(const struct esc_why *why, const struct esc_alloc_lines *lines)
{
    struct esc_rank *ranks = esc_calloc(why->escapes.value_count + 1, sizeof *ranks);
    for (size_t f = 0; f < why->sources.count; f++) {
        const struct esc_source_file *file = &why->sources.list[f];
        char *path = realpath(file->shown, NULL);
        for (size_t k = 0; k < lines->count; k++)
            if (is_file(lines->list[k].file, file->name, path))
                add_line(&why->escapes, file->name, &lines->list[k], ranks);
        free(path);
    }
    return ranks;
}
