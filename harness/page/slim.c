/*
 * gnuplot's SVG made small: a page holds a hundred of them. See parts.h.
 */
#include "page/parts.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* What says nothing wherever it stands: initial values (SVG 1.1, properties stroke-linecap and
 * stroke-linejoin), a class that no style has, and the page's own font. */
static const char *const nothing[] = {" stroke-linecap=\"butt\"", " stroke-linejoin=\"miter\"",
                                      " class=\"gridline\"",
                                      " font-family=\"system-ui&#44; 'DejaVu Sans'&#44; sans-serif\""};

static size_t nothing_at(const char *at)
{
    for (size_t i = 0; i < sizeof nothing / sizeof *nothing; i++)
        if (strncmp(at, nothing[i], strlen(nothing[i])) == 0)
            return strlen(nothing[i]);
    return 0;
}

/* `var(--esc-ink, rgb( 31, 35, 40))` at `at`: the length up to the comma, and of the whole. The
 * page sets all of these properties. */
static size_t colour_at(const char *at, size_t *whole)
{
    static const char opening[] = "var(--esc-";
    if (strncmp(at, opening, sizeof opening - 1) != 0)
        return 0;
    size_t name = strcspn(at, ",)<");
    if (at[name] != ',')
        return 0;
    int open = 1;
    size_t end = name;
    while (open > 0 && at[end] != '\0' && at[end] != '<') {
        open += (at[end] == '(') - (at[end] == ')');
        end++;
    }
    *whole = end;
    return open == 0 ? name : 0;
}

/* "583.20" at `at` as "583.2": a tenth of a unit of 1200 is seen nowhere. */
static size_t add_number(const char *at, struct esc_text *out)
{
    size_t whole = strspn(at, "0123456789");
    size_t digits = at[whole] == '.' ? strspn(at + whole + 1, "0123456789") : 0;
    size_t length = whole + (digits > 0 ? digits + 1 : 0);
    if (digits != 2 || at[length] == '.') {
        esc_text_add_bytes(out, at, length);
        return length;
    }
    double value = strtod(at, NULL);
    esc_text_addf(out, "%.1f", value);
    if (out->bytes[out->length - 1] == '0') {
        out->length -= 2;
        out->bytes[out->length] = '\0';
    }
    return length;
}

/* The attribute d='…' of a path at `at`, its coordinates shortened and its line breaks gone. */
static size_t add_path(const char *at, struct esc_text *out)
{
    char quote = at[2];
    size_t i = 3;
    esc_text_add_bytes(out, at, 3);
    while (at[i] != quote && at[i] != '\0') {
        if (isdigit((unsigned char)at[i])) {
            i += add_number(at + i, out);
        } else if (isspace((unsigned char)at[i])) {
            size_t blanks = strspn(at + i, " \t\n");
            if (strchr("ML", at[i + blanks]) == NULL && at[i + blanks] != quote)
                esc_text_add(out, " ");
            i += blanks;
        } else {
            esc_text_add_bytes(out, at + i++, 1);
        }
    }
    return i;
}

static void add_tag(const char *tag, size_t length, struct esc_text *out)
{
    for (size_t i = 0; i < length;) {
        size_t whole = 0;
        size_t name = colour_at(tag + i, &whole);
        size_t gone = nothing_at(tag + i);
        bool path = tag[i] == 'd' && tag[i + 1] == '=' && i > 0 && tag[i - 1] == ' ';
        if (name > 0) {
            esc_text_add_bytes(out, tag + i, name);
            esc_text_add(out, ")");
            i += whole;
        } else if (gone > 0) {
            i += gone;
        } else if (path) {
            i += add_path(tag + i, out);
        } else {
            esc_text_add_bytes(out, tag + i++, 1);
        }
    }
}
