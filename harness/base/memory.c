/*
 * Allocation wrappers of the harness: they abort when memory runs out.
 * See memory.h for the contracts.
 */
#include "base/memory.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void *or_abort(void *block)
{
    if (block == NULL) {
        fputs("escapement: out of memory\n", stderr);
        abort();
    }
    return block;
}

void *esc_calloc(size_t count, size_t size)
{
    return or_abort(calloc(count > 0 ? count : 1, size > 0 ? size : 1));
}

void *esc_resize(void *block, size_t count, size_t size)
{
    if (size != 0 && count > SIZE_MAX / size)
        return or_abort(NULL);
    size_t bytes = count * size;
    return or_abort(realloc(block, bytes > 0 ? bytes : 1));
}

char *esc_strdup(const char *text)
{
    return text == NULL ? NULL : or_abort(strdup(text));
}

char *esc_format(const char *format, ...)
{
    char *text = NULL;
    va_list arguments;
    va_start(arguments, format);
    int length = vasprintf(&text, format, arguments);
    va_end(arguments);
    return or_abort(length < 0 ? NULL : text);
}

void *esc_grow(void *items, size_t *count, size_t size)
{
    bool full = (*count & (*count - 1)) == 0; /* 0 and every power of two */
    if (full)
        items = esc_resize(items, *count == 0 ? 1 : *count * 2, size);
    memset((char *)items + *count * size, 0, size);
    *count += 1;
    return items;
}

FILE *esc_memory_stream(char **text, size_t *length)
{
    *text = NULL;
    *length = 0;
    return or_abort(open_memstream(text, length));
}
