/*
 * After gnuplot: what its terminals cannot be told to write. See draw.h for the contracts.
 */
#include "chart/draw.h"

#include "base/utf8.h"

#include <stdlib.h>
#include <string.h>

/* A case's or a machine's text: XML has no control characters, and none is to turn the writing
 * direction of what follows. */
static void add_escaped(struct esc_text *out, const char *text)
{
    char *visible = esc_utf8_visible(text);
    for (const char *at = visible; *at != '\0'; at++) {
        if (*at == '&')
            esc_text_add(out, "&amp;");
        else if (*at == '<')
            esc_text_add(out, "&lt;");
        else if (*at == '>')
            esc_text_add(out, "&gt;");
        else
            esc_text_add_bytes(out, at, 1);
    }
    free(visible);
}

/* Where an id is named: behind each of these the chart's name is put in front of it. */
static const char *const id_places[] = {" id=\"", " id='", "href='#", "href=\"#", "url(#"};

static const char *id_place(const char *at)
{
    for (size_t i = 0; i < sizeof id_places / sizeof *id_places; i++)
        if (strncmp(at, id_places[i], strlen(id_places[i])) == 0)
            return id_places[i];
    return NULL;
}

/* `var(--esc-ink, rgb(…))` instead of one of the theme's colours; its length, or 0. */
static size_t add_colour(struct esc_text *out, const char *at, const struct colours *colours)
{
    size_t length = 0;
    const struct colour *colour = NULL;
    if (colours != NULL && (*at == 'r' || *at == '#'))
        colour = esc_colours_at(colours, at, &length);
    if (colour == NULL)
        return 0;
    esc_text_add(out, "var(");
    esc_colours_add_name(out, colour);
    esc_text_addf(out, ", %.*s)", (int)length, at);
    return length;
}

/* One tag from '<' to '>'. */
static void add_tag(struct esc_text *out, const char *tag, size_t length, const char *name,
                    const struct colours *colours)
{
    for (size_t i = 0; i < length;) {
        const char *place = id_place(tag + i);
        size_t colour = 0;
        if (place != NULL) {
            esc_text_addf(out, "%s%s-", place, name);
            i += strlen(place);
        } else if ((colour = add_colour(out, tag + i, colours)) > 0) {
            i += colour;
        } else {
            esc_text_add_bytes(out, tag + i++, 1);
        }
    }
}

/* An element that gnuplot writes on one line, `<title>Gnuplot</title>`; its length, or 0. */
static size_t element_length(const char *at, const char *open, const char *close)
{
    if (strncmp(at, open, strlen(open)) != 0)
        return 0;
    const char *end = strstr(at, close);
    return end == NULL ? 0 : (size_t)(end - at) + strlen(close);
}

/* `<g …>` with nothing in it up to `</g>` and the end of that line; its length, or 0. */
static size_t empty_group_length(const char *at)
{
    static const char close[] = ">\n</g>\n";
    const char *end = strncmp(at, "<g ", 3) == 0 ? strchr(at, '>') : NULL;
    bool empty = end != NULL && strncmp(end, close, sizeof close - 1) == 0;
    return empty ? (size_t)(end - at) + sizeof close - 1 : 0;
}

/* What stands before an <svg> in a file of its own; its length, or 0. */
static size_t prolog_length(const char *at)
{
    const char *end = at[0] == '<' && (at[1] == '?' || at[1] == '!') ? strstr(at, ">\n") : NULL;
    return end != NULL ? (size_t)(end - at) + 2 : 0;
}

void esc_chart_mend_svg(struct esc_text *svg, const char *name, const char *title,
                        const char *description, const struct colours *colours)
{
    struct esc_text out = {0};
    char *bytes = esc_text_take(svg);
    for (const char *at = bytes; *at != '\0';) {
        size_t length = element_length(at, "<title>", "</title>");
        if (length > 0) {
            esc_text_add(&out, "<title>");
            add_escaped(&out, title);
            esc_text_add(&out, "</title>");
        } else if ((length = element_length(at, "<desc>", "</desc>")) > 0) {
            esc_text_add(&out, "<desc>");
            add_escaped(&out, description);
            esc_text_add(&out, "</desc>");
        } else if ((length = empty_group_length(at)) > 0 ||
                   (colours != NULL && (length = prolog_length(at)) > 0)) {
            /* is left out */
        } else if (strncmp(at, "<svg ", 5) == 0) {
            const char *end = strchr(at, '>');
            length = end != NULL ? (size_t)(end - at) + 1 : strlen(at);
            esc_text_add(&out, "<svg role=\"img\" ");
            esc_text_add_bytes(&out, at + 5, length - 5);
        } else if (*at == '<') {
            const char *end = strchr(at, '>');
            length = end != NULL ? (size_t)(end - at) + 1 : strlen(at);
            add_tag(&out, at, length, name, colours);
        } else if (*at == '>') { /* of a text; gnuplot leaves it, and XML refuses "]]>" */
            length = 1;
            esc_text_add(&out, "&gt;");
        } else {
            length = 1;
            esc_text_add_bytes(&out, at, 1);
        }
        at += length;
    }
    free(bytes);
    *svg = out;
}

void esc_chart_mend_pdf(struct esc_text *pdf, const char *date)
{
    static const char key[] = "/CreationDate (D:";
    char *at = memmem(pdf->bytes, pdf->length, key, sizeof key - 1);
    if (at == NULL || strlen(date) < 10)
        return;
    at += sizeof key - 1;
    size_t room = (size_t)(pdf->bytes + pdf->length - at);
    char *end = memchr(at, ')', room);
    char stamp[] = "00000000000000+00'00";
    memcpy(stamp, date, 4);
    memcpy(stamp + 4, date + 5, 2);
    memcpy(stamp + 6, date + 8, 2);
    if (end != NULL)
        for (size_t i = 0; at + i < end; i++)
            at[i] = i < sizeof stamp - 1 ? stamp[i] : ' ';
}
