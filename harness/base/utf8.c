/*
 * UTF-8, and control characters spelled out. See utf8.h for the contracts.
 */
#include "base/utf8.h"

#include "base/memory.h"

#include <locale.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <wchar.h>

/* Source: RFC 3629, section 4. */
size_t esc_utf8_length(const char *bytes, size_t left)
{
    static const struct {
        uint8_t first_least, first_most, second_least, second_most;
        size_t length;
    } forms[] = {
        {0x00, 0x7F, 0x00, 0x00, 1}, {0xC2, 0xDF, 0x80, 0xBF, 2}, {0xE0, 0xE0, 0xA0, 0xBF, 3},
        {0xE1, 0xEC, 0x80, 0xBF, 3}, {0xED, 0xED, 0x80, 0x9F, 3}, {0xEE, 0xEF, 0x80, 0xBF, 3},
        {0xF0, 0xF0, 0x90, 0xBF, 4}, {0xF1, 0xF3, 0x80, 0xBF, 4}, {0xF4, 0xF4, 0x80, 0x8F, 4},
    };
    const unsigned char *byte = (const unsigned char *)bytes;
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        if (*byte < forms[i].first_least || *byte > forms[i].first_most)
            continue;
        if (forms[i].length > left)
            return 0;
        if (forms[i].length > 1 &&
            (byte[1] < forms[i].second_least || byte[1] > forms[i].second_most))
            return 0;
        for (size_t k = 2; k < forms[i].length; k++)
            if (byte[k] < 0x80 || byte[k] > 0xBF)
                return 0;
        return forms[i].length;
    }
    return 0;
}

/* Of the character of so many bytes. */
static uint32_t code_point(const char *bytes, size_t length)
{
    const unsigned char *byte = (const unsigned char *)bytes;
    if (length == 2)
        return (byte[0] & 0x1Fu) << 6 | (byte[1] & 0x3Fu);
    if (length == 3)
        return (byte[0] & 0x0Fu) << 12 | (byte[1] & 0x3Fu) << 6 | (byte[2] & 0x3Fu);
    if (length == 4)
        return (byte[0] & 0x07u) << 18 | (byte[1] & 0x3Fu) << 12 | (byte[2] & 0x3Fu) << 6 |
               (byte[3] & 0x3Fu);
    return *byte;
}

/* C0, DEL, C1 (Unicode 15, 23.1), the bidirectional ones (Unicode Standard Annex #9, 2), and what
 * is no character at all (Unicode 15, 23.7), which XML refuses. */
bool esc_utf8_steers(const char *bytes, size_t length)
{
    uint32_t point = code_point(bytes, length);
    return (point < 0x20 && point != '\n' && point != '\t') || (point >= 0x7F && point < 0xA0) ||
           point == 0x61C || point == 0x200E || point == 0x200F ||
           (point >= 0x202A && point <= 0x202E) || (point >= 0x2066 && point <= 0x2069) ||
           point == 0xFFFE || point == 0xFFFF;
}

size_t esc_utf8_spell(char *out, const char *bytes, size_t left)
{
    size_t length = esc_utf8_length(bytes, left);
    bool steers = length > 0 && esc_utf8_steers(bytes, length);
    if (length == 0 || (length == 1 && steers))
        sprintf(out, "\\x%02X", (unsigned)(unsigned char)*bytes);
    else if (steers)
        sprintf(out, "\\u{%X}", (unsigned)code_point(bytes, length));
    else
        *(char *)mempcpy(out, bytes, length) = '\0';
    return length == 0 ? 1 : length;
}

char *esc_utf8_visible(const char *text)
{
    enum { MOST = 4 }; /* bytes for a byte: \xFF for one, \u{9B} for two, \u{202E} for three */
    if (text == NULL)
        return NULL;
    size_t left = strlen(text);
    char *visible = esc_calloc(left * MOST + ESC_UTF8_SPELLED, 1);
    for (char *end = visible; left > 0; end += strlen(end)) {
        size_t length = esc_utf8_spell(end, text, left);
        text += length;
        left -= length;
    }
    return visible;
}

/* Debian's, Fedora's and, from 2.35 on, glibc's own; without it characters beyond ASCII count 1. */
static locale_t wide_locale(void)
{
    static locale_t locale;
    if (locale == NULL)
        locale = newlocale(LC_CTYPE_MASK, "C.UTF-8", NULL);
    return locale;
}

int esc_utf8_columns(const char *text)
{
    locale_t wide = wide_locale();
    locale_t before = wide != NULL ? uselocale(wide) : NULL;
    int columns = 0;
    size_t length = 0;
    for (size_t left = strlen(text); left > 0; text += length, left -= length) {
        length = esc_utf8_length(text, left);
        int own = length == 0 ? 1 : wcwidth((wchar_t)code_point(text, length));
        columns += own < 0 ? 1 : own;
        length += length == 0;
    }
    if (before != NULL)
        uselocale(before);
    return columns;
}
