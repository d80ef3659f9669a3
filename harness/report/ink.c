/*
 * Display width, wrapping, colours. See ink.h for the contracts.
 */
#include "report/ink.h"

#include "base/memory.h"
#include "base/utf8.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

/* ECMA-48 SGR sequences; 256-colour numbers near the charts' palette. */
static const char *const sequences[] = {
    [INK_PLAIN] = "",
    [INK_BOLD] = "\033[1m",
    [INK_MUTED] = "\033[2m",
    [INK_STACK] = "\033[38;5;32m",
    [INK_HEAP] = "\033[38;5;208m",
    [INK_REMEDY] = "\033[38;5;36m",
    [INK_FAILED] = "\033[1;38;5;160m",
};

/* Decodes one character; malformed bytes give U+FFFD and one byte of progress (RFC 3629). */
static uint32_t decode(const char *text, size_t *length)
{
    const unsigned char *byte = (const unsigned char *)text;
    size_t more = byte[0] >= 0xf0 ? 3 : byte[0] >= 0xe0 ? 2 : byte[0] >= 0xc2 ? 1 : 0;
    uint32_t point = more == 0 ? byte[0] : byte[0] & (0x3fu >> more);
    *length = 1;
    if (byte[0] >= 0x80 && (more == 0 || byte[0] > 0xf4))
        return 0xfffd;
    for (size_t i = 1; i <= more; i++) {
        if ((byte[i] & 0xc0) != 0x80)
            return 0xfffd;
        point = point << 6 | (byte[i] & 0x3fu);
    }
    *length = more + 1;
    return point;
}

static bool is_control(uint32_t point)
{
    return point < 0x20 || (point >= 0x7f && point < 0xa0);
}

static const char *in_ascii(uint32_t point)
{
    static const struct {
        uint32_t point;
        const char *text;
    } table[] = {{0xd7, "x"},    {0xb7, "-"},     {0xb5, "u"},   {0x2013, "-"},
                 {0x2014, "-"},  {0x2018, "'"},   {0x2019, "'"}, {0x201c, "\""},
                 {0x201d, "\""}, {0x2026, "..."}, {0x2192, "->"}};
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        if (table[i].point == point)
            return table[i].text;
    return "?";
}

char *esc_ink_clean(const char *text, const struct esc_terminal *terminal)
{
    struct esc_text clean = {0};
    size_t length;
    for (const char *at = text == NULL ? "" : text; *at != '\0'; at += length) {
        uint32_t point = decode(at, &length);
        if (is_control(point)) {
            esc_text_add(&clean, " ");
        } else if (point != 0xfffd && esc_utf8_steers(at, length)) {
            char spelled[ESC_UTF8_SPELLED];
            esc_utf8_spell(spelled, at, length);
            esc_text_add(&clean, spelled);
        } else if (point < 0x80 || (terminal->utf8 && point != 0xfffd)) {
            esc_text_add_bytes(&clean, at, length);
        } else {
            esc_text_add(&clean, in_ascii(point));
        }
    }
    return esc_text_take(&clean);
}

int esc_ink_width(const char *text)
{
    int width = 0;
    size_t length;
    for (const char *at = text; *at != '\0'; at += length) {
        int columns = wcwidth((wchar_t)decode(at, &length));
        width += columns < 0 ? 1 : columns;
    }
    return width;
}

void esc_ink_put(FILE *out, const struct esc_terminal *terminal, enum ink ink, const char *text)
{
    bool coloured = terminal->colour && ink != INK_PLAIN && *text != '\0';
    fprintf(out, "%s%s%s", coloured ? sequences[ink] : "", text, coloured ? "\033[0m" : "");
}

void esc_ink_pad(FILE *out, const struct esc_terminal *terminal, enum ink ink, const char *text,
                 int width, bool right)
{
    int blanks = width - esc_ink_width(text);
    if (blanks > 0 && right)
        fprintf(out, "%*s", blanks, "");
    esc_ink_put(out, terminal, ink, text);
    if (blanks > 0 && !right)
        fprintf(out, "%*s", blanks, "");
}

/* Bytes of `text` that fit into `room` columns: up to a blank if there is one, else as they come,
 * at least one character. */
static size_t fitting(const char *text, int room)
{
    size_t last_blank = 0;
    size_t at = 0;
    size_t length;
    for (int used = 0; text[at] != '\0'; at += length) {
        int columns = wcwidth((wchar_t)decode(text + at, &length));
        used += columns < 0 ? 1 : columns;
        if (text[at] == ' ' && at > 0)
            last_blank = at;
        if (used > room)
            return last_blank > 0 ? last_blank : at > 0 ? at : length;
    }
    return at;
}

void esc_ink_wrap(FILE *out, const struct esc_terminal *terminal, enum ink ink, const char *first,
                  const char *text)
{
    int indent = esc_ink_width(first);
    int room = terminal->columns - indent;
    char *clean = esc_ink_clean(text, terminal);
    fputs(first, out);
    for (const char *at = clean + strspn(clean, " "); *at != '\0';) {
        size_t length = fitting(at, room > 8 ? room : 8);
        char *line = strndup(at, length);
        esc_ink_put(out, terminal, ink, line != NULL ? line : "");
        free(line);
        at += length;
        at += strspn(at, " ");
        if (*at != '\0')
            fprintf(out, "\n%*s", indent, "");
    }
    fputc('\n', out);
    free(clean);
}

const char *esc_ink_times(const struct esc_terminal *terminal)
{
    return terminal->utf8 ? "×" : "x";
}
