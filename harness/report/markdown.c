/*
 * Text inside Markdown. See markdown.h for the contracts.
 */
#include "report/markdown.h"

#include "base/utf8.h"

#include <stdlib.h>
#include <string.h>

void esc_markdown_code(FILE *out, const char *text)
{
    char *visible = esc_utf8_visible(text);
    fputc('`', out);
    for (const char *at = visible; *at != '\0'; at++) {
        if (*at == '|')
            fputs("\\|", out);
        else
            fputc(*at == '`' ? '\'' : *at == '\n' || *at == '\t' ? ' ' : *at, out);
    }
    fputc('`', out);
    free(visible);
}

void esc_markdown_text(FILE *out, char *text)
{
    char *visible = esc_utf8_visible(text);
    for (const char *at = visible; *at != '\0'; at++) {
        if (strchr("\\`*_{}[]<>#|~@!&", *at) != NULL)
            fputc('\\', out);
        fputc(*at == '\n' || *at == '\t' ? ' ' : *at, out);
    }
    free(visible);
    free(text);
}
