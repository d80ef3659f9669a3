/*
 * Lines that allocate. See alloc_lines.h for the contracts.
 */
#include "noun/alloc_lines.h"

#include "base/memory.h"

#include <stdlib.h>
#include <string.h>

/* a + b, or the most there is: what a profile holds is somebody else's. */
static int64_t sum(int64_t a, int64_t b)
{
    int64_t whole;
    return __builtin_add_overflow(a, b, &whole) ? INT64_MAX : whole;
}

void esc_alloc_lines_add(struct esc_alloc_lines *lines, const char *file, int64_t line,
                         int64_t blocks, int64_t bytes)
{
    lines->list = esc_grow(lines->list, &lines->count, sizeof *lines->list);
    lines->list[lines->count - 1] = (struct esc_alloc_line){esc_strdup(file), line, blocks, bytes};
    lines->blocks = sum(lines->blocks, blocks);
    lines->bytes = sum(lines->bytes, bytes);
}

static int compare_lines(const void *a, const void *b)
{
    const struct esc_alloc_line *x = a, *y = b;
    const int files = strcmp(x->file, y->file);
    return files != 0 ? files : (x->line > y->line) - (x->line < y->line);
}

void esc_alloc_lines_merge(struct esc_alloc_lines *lines)
{
    size_t kept = 0;
    if (lines->count > 0)
        qsort(lines->list, lines->count, sizeof *lines->list, compare_lines);
    for (size_t k = 0; k < lines->count; k++) {
        struct esc_alloc_line *last = kept > 0 ? &lines->list[kept - 1] : NULL;
        if (last == NULL || compare_lines(last, &lines->list[k]) != 0) {
            lines->list[kept++] = lines->list[k];
            continue;
        }
        last->blocks = sum(last->blocks, lines->list[k].blocks);
        last->bytes = sum(last->bytes, lines->list[k].bytes);
        free(lines->list[k].file);
    }
    lines->count = kept;
}

void esc_alloc_lines_free(struct esc_alloc_lines *lines)
{
    for (size_t k = 0; k < lines->count; k++)
        free(lines->list[k].file);
    free(lines->list);
    *lines = (struct esc_alloc_lines){0};
}
