/*
 * Source files by name, for showing their lines.
 */
#ifndef ESC_NOUN_SOURCE_FILES_H
#define ESC_NOUN_SOURCE_FILES_H

#include <stddef.h>

struct esc_source_file {
    char *name;    /* as a compiler calls it */
    char *shown;   /* as a reader of ours finds it */
    char *text;    /* NULL: it cannot be read */
    size_t *lines; /* where each begins */
    size_t line_count;
};

/* Zero-initialise before use. */
struct esc_source_files {
    struct esc_source_file *list;
    size_t count;
};

/* Appends a file; takes over `text`, which may be NULL, and copies the names. */
void esc_source_files_add(struct esc_source_files *files, const char *name, const char *shown,
                          char *text);

/* The file of that name, or NULL. */
const struct esc_source_file *esc_source_files_find(const struct esc_source_files *files,
                                                    const char *name);

/* Line `number`, from 1, and its length without the line end; NULL where there is none. */
const char *esc_source_file_line(const struct esc_source_file *file, int number, size_t *length);

/* Frees everything inside and zeroes. */
void esc_source_files_free(struct esc_source_files *files);

#endif
