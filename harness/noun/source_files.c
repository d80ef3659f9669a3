/*
 * Files and where their lines begin. See source_files.h for the contracts.
 */
#include "noun/source_files.h"

#include "base/memory.h"

#include <stdlib.h>
#include <string.h>

static void find_lines(struct esc_source_file *file)
{
    for (const char *at = file->text; at != NULL && *at != '\0';) {
        file->lines = esc_grow(file->lines, &file->line_count, sizeof *file->lines);
        file->lines[file->line_count - 1] = (size_t)(at - file->text);
        at = strchr(at, '\n');
        at = at != NULL ? at + 1 : NULL;
    }
}

void esc_source_files_add(struct esc_source_files *files, const char *name, const char *shown,
                          char *text)
{
    files->list = esc_grow(files->list, &files->count, sizeof *files->list);
    struct esc_source_file *file = &files->list[files->count - 1];
    file->name = esc_strdup(name);
    file->shown = esc_strdup(shown);
    file->text = text;
    find_lines(file);
}

const struct esc_source_file *esc_source_files_find(const struct esc_source_files *files,
                                                    const char *name)
{
    for (size_t k = 0; name != NULL && k < files->count; k++)
        if (strcmp(files->list[k].name, name) == 0)
            return &files->list[k];
    return NULL;
}

const char *esc_source_file_line(const struct esc_source_file *file, int number, size_t *length)
{
    if (file == NULL || number < 1 || (size_t)number > file->line_count)
        return NULL;
    const char *line = file->text + file->lines[number - 1];
    *length = strcspn(line, "\r\n");
    return line;
}

void esc_source_files_free(struct esc_source_files *files)
{
    for (size_t k = 0; k < files->count; k++) {
        free(files->list[k].name);
        free(files->list[k].shown);
        free(files->list[k].text);
        free(files->list[k].lines);
    }
    free(files->list);
    *files = (struct esc_source_files){0};
}
