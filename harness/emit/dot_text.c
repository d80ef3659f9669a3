/*
 * See dot_text.h for the contracts.
 */
#include "emit/dot_text.h"

#include "base/utf8.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum { LONGEST_TEXT = 80 };

void esc_dot_put(const char *text, FILE *out)
{
    char *visible = esc_utf8_visible(text);
    for (const char *at = visible; *at != '\0'; at++)
        if (*at == '\n')
            fputs("\\n", out);
        else if (*at == '&')
            fputs("&amp;", out);
        else if (*at == '"' || *at == '\\')
            fprintf(out, "\\%c", *at);
        else
            fputc(*at, out);
    free(visible);
}

void esc_dot_put_cut(const char *text, FILE *out)
{
    size_t length = strlen(text);
    const bool cut = length > LONGEST_TEXT;
    for (length = cut ? LONGEST_TEXT : length; cut && length > 0 && (text[length] & 0xc0) == 0x80;)
        length--;
    char *copy = strndup(text, length);
    esc_dot_put(copy, out);
    fputs(cut ? "…" : "", out);
    free(copy);
}
