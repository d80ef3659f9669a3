/*
 * Lines of two texts, zipped. See columns.h.
 */
#include "report/columns.h"

#include "base/memory.h"
#include "report/ink.h"

#include <stdlib.h>
#include <string.h>

enum { COLUMNS_FOR_TWO = 120 };
static const char bar[] = " | ";

bool esc_columns_fit(const struct esc_terminal *terminal)
{
    return terminal->columns >= COLUMNS_FOR_TWO;
}

int esc_columns_width(const struct esc_terminal *terminal)
{
    return (terminal->columns - (int)strlen(bar)) / 2;
}

/* Columns that are seen: colour sequences, ESC [ … m, take none. */
static int visible_width(const char *line, size_t length)
{
    char *seen = esc_calloc(length + 1, 1);
    size_t kept = 0;
    for (size_t k = 0; k < length; k++) {
        if (line[k] == '\033')
            k += strcspn(line + k, "m");
        else
            seen[kept++] = line[k];
    }
    int width = esc_ink_width(seen);
    free(seen);
    return width;
}

static const char *after_line(const char *text, size_t length)
{
    return text[length] == '\n' ? text + length + 1 : text + length;
}

void esc_columns_print(const struct esc_terminal *terminal, FILE *out, const char *left,
                       const char *right)
{
    while (*left != '\0' || *right != '\0') {
        size_t length = strcspn(left, "\n");
        size_t other = strcspn(right, "\n");
        int gap = esc_columns_width(terminal) - visible_width(left, length);
        if (length + other > 0)
            fprintf(out, "%.*s%*s%s%.*s", (int)length, left, gap > 0 ? gap : 0, "",
                    other > 0 ? bar : " |", (int)other, right);
        fputc('\n', out);
        left = after_line(left, length);
        right = after_line(right, other);
    }
}
