/*
 * Escaping. See html.h for the contracts.
 */
#include "page/html.h"

#include "base/utf8.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *entity_of(char byte)
{
    switch (byte) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return "&quot;";
    case '\'':
        return "&#39;";
    default:
        return NULL;
    }
}

void esc_html_text(struct esc_text *out, const char *text)
{
    char *visible = esc_utf8_visible(text);
    const char *from = visible;
    const char *at = visible;
    for (; at != NULL && *at != '\0'; at++) {
        const char *entity = entity_of(*at);
        if (entity == NULL)
            continue;
        esc_text_add_bytes(out, from, (size_t)(at - from));
        esc_text_add(out, entity);
        from = at + 1;
    }
    if (at != NULL)
        esc_text_add_bytes(out, from, (size_t)(at - from));
    free(visible);
}

/* One number by its own specification, "%.4g", into the text. */
#define ADD_NUMBER(out, specification, value)                                                      \
    do {                                                                                           \
        char number[64];                                                                           \
        snprintf(number, sizeof number, specification, value);                                     \
        esc_text_add(out, number);                                                                 \
    } while (0)

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
static void add_value(struct esc_text *out, const char *specification, va_list *values)
{
    size_t last = strlen(specification) - 1;
    switch (specification[last]) {
    case 's':
        esc_html_text(out, va_arg(*values, const char *));
        break;
    case 'd':
        ADD_NUMBER(out, specification, va_arg(*values, int));
        break;
    case 'u':
        if (specification[last - 1] == 'z')
            ADD_NUMBER(out, specification, va_arg(*values, size_t));
        else
            ADD_NUMBER(out, specification, va_arg(*values, unsigned));
        break;
    case 'g':
        ADD_NUMBER(out, specification, va_arg(*values, double));
        break;
    default:
        esc_text_add(out, "%");
    }
}
#pragma GCC diagnostic pop

void esc_html(struct esc_text *out, const char *markup, ...)
{
    va_list values;
    va_start(values, markup);
    while (*markup != '\0') {
        size_t plain = strcspn(markup, "%");
        esc_text_add_bytes(out, markup, plain);
        markup += plain;
        if (*markup == '\0')
            break;
        size_t length = 1 + strspn(markup + 1, ".0123456789z") + 1;
        char specification[16];
        snprintf(specification, sizeof specification, "%.*s", (int)length, markup);
        add_value(out, specification, &values);
        markup += length;
    }
    va_end(values);
}

void esc_html_paragraphs(struct esc_text *out, const char *text)
{
    while (text != NULL && *text != '\0') {
        const char *end = strstr(text, "\n\n");
        char *paragraph = end != NULL ? strndup(text, (size_t)(end - text)) : strdup(text);
        esc_html(out, "<p>%s</p>\n", paragraph);
        free(paragraph);
        text = end != NULL ? end + strspn(end, "\n") : NULL;
    }
}

void esc_html_base64(struct esc_text *out, const char *bytes, size_t length)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (size_t i = 0; i < length; i += 3) {
        size_t left = length - i < 3 ? length - i : 3;
        unsigned group = 0;
        for (size_t k = 0; k < 3; k++)
            group = group << 8 | (k < left ? (unsigned char)bytes[i + k] : 0u);
        char four[4];
        for (size_t k = 0; k < 4; k++)
            four[k] = k <= left ? digits[group >> (18 - 6 * k) & 63] : '=';
        esc_text_add_bytes(out, four, 4);
    }
}
