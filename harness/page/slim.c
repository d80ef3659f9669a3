/*
 * gnuplot's SVG made small: a page holds a hundred of them. See parts.h.
 */
#include "page/parts.h"

#include "base/memory.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* What says nothing wherever it stands: initial values (SVG 1.1, properties stroke-linecap,
 * stroke-linejoin and text-anchor), a class that no style has, the page's own font, and the names
 * of spaces that HTML knows by the element. */
static const char *const nothing[] = {
    " stroke-linecap=\"butt\"",
    " stroke-linejoin=\"miter\"",
    " text-anchor=\"start\"",
    " class=\"gridline\"",
    " font-family=\"system-ui&#44; 'DejaVu Sans'&#44; sans-serif\"",
    " shape-rendering='crispEdges'",
    "\n xmlns=\"http://www.w3.org/2000/svg\"",
    "\n xmlns:xlink=\"http://www.w3.org/1999/xlink\"",
};

/* Attributes that come often and what is shorter: classes of style.css. */
static const struct {
    const char *attributes, *shorter;
} shorts[] = {
    {" fill=\"none\" color=\"black\" stroke=\"currentColor\"", " class=\"d\""},
    {" stroke=\"none\" fill=\"var(--esc-ink)\"", " class=\"i\""},
    {" stroke=\"none\" fill=\"var(--esc-muted)\"", " class=\"m\""},
    {" xlink:href='", " href='"}, /* SVG 2, 16.1.5: the same */
};

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

/* ` id="pairs-gnuplot_plot_1"` at `at`: the ids of gnuplot's groups, to which nothing refers. */
static size_t group_id_at(const char *at)
{
    size_t length = strncmp(at, " id=\"", 5) == 0 ? 5 + strcspn(at + 5, "\"<") : 0;
    return length > 0 && memmem(at, length, "-gnuplot_", 9) != NULL ? length + 1 : 0;
}

/* Where the coordinates of an attribute d='…' or points = '…' at `at` begin; 0: it is neither. */
static size_t coordinates_at(const char *at)
{
    static const char *const openings[] = {" d='", " points = '"};
    for (size_t i = 0; i < sizeof openings / sizeof *openings; i++)
        if (strncmp(at, openings[i], strlen(openings[i])) == 0)
            return strlen(openings[i]);
    return 0;
}

/* That attribute, its coordinates shortened and its line breaks gone; its length. */
static size_t add_coordinates(const char *at, size_t begin, struct esc_text *out)
{
    const char quote = '\'';
    size_t i = begin;
    esc_text_add_bytes(out, at, begin);
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

static void add_attributes(const char *tag, size_t length, struct esc_text *out)
{
    for (size_t i = 0; i < length;) {
        size_t whole = 0;
        size_t name = colour_at(tag + i, &whole);
        size_t gone = nothing_at(tag + i) + group_id_at(tag + i);
        if (gone == 0 && strchr(" \n", tag[i]) != NULL && strchr(" \n/>", tag[i + 1]) != NULL)
            gone = 1;
        size_t begin = coordinates_at(tag + i);
        if (name > 0) {
            esc_text_add_bytes(out, tag + i, name);
            esc_text_add(out, ")");
            i += whole;
        } else if (gone > 0) {
            i += gone;
        } else if (i > 0 && isdigit((unsigned char)tag[i]) && strchr("(,\"'", tag[i - 1]) != NULL) {
            i += add_number(tag + i, out);
        } else if (begin > 0) {
            i += add_coordinates(tag + i, begin, out);
        } else {
            esc_text_add_bytes(out, tag + i++, 1);
        }
    }
}

static void add_tag(const char *tag, size_t length, struct esc_text *out)
{
    struct esc_text shorter = {0};
    add_attributes(tag, length, &shorter);
    for (size_t i = 0; i < sizeof shorts / sizeof *shorts; i++) {
        const char *found = strstr(shorter.bytes, shorts[i].attributes);
        if (found == NULL)
            continue;
        esc_text_add_bytes(out, shorter.bytes, (size_t)(found - shorter.bytes));
        esc_text_addf(out, "%s%s", shorts[i].shorter, found + strlen(shorts[i].attributes));
        esc_text_free(&shorter);
        return;
    }
    esc_text_add_bytes(out, shorter.bytes, shorter.length);
    esc_text_free(&shorter);
}

/* ---- elements that go ---- */

/* The end of the element of that name at `at`, which holds none of its own name; NULL: none. */
static const char *element_end(const char *at, const char *name)
{
    size_t length = strlen(name);
    if (at[0] != '<' || strncmp(at + 1, name, length) != 0 ||
        isalnum((unsigned char)at[1 + length]))
        return NULL;
    const char *tag = strchr(at, '>');
    if (tag == NULL || tag[-1] == '/')
        return tag != NULL ? tag + 1 : NULL;
    for (const char *end = tag; (end = strstr(end, "</")) != NULL; end += 2)
        if (strncmp(end + 2, name, length) == 0 && end[2 + length] == '>')
            return end + length + 3;
    return NULL;
}

/* A label without a text: `<g …>` around `<text></text>` alone. */
static const char *empty_label_end(const char *at)
{
    static const char empty[] = "<text></text>";
    const char *end = element_end(at, "g");
    const char *tag = end != NULL ? strchr(at, '>') + 1 : NULL;
    if (end == NULL || tag >= end)
        return NULL;
    tag += strspn(tag, " \t\n");
    if (strncmp(tag, empty, sizeof empty - 1) != 0)
        return NULL;
    tag += sizeof empty - 1;
    tag += strspn(tag, " \t\n");
    return strncmp(tag, "</g>", 4) == 0 ? tag + 4 : NULL;
}

/* A label as one element: `<g …><text>…</text></g>` as `<text …>…</text>`. Its end, NULL: none. */
static const char *add_label(const char *at, struct esc_text *out)
{
    static const char open[] = "<text>";
    static const char close[] = "</text>";
    const char *tag = strncmp(at, "<g transform=", 13) == 0 ? strchr(at, '>') : NULL;
    const char *text = tag != NULL ? tag + 1 + strspn(tag + 1, " \t\n") : "";
    const char *end = strncmp(text, open, sizeof open - 1) == 0 ? strstr(text, close) : NULL;
    if (end == NULL)
        return NULL;
    const char *rest = end + sizeof close - 1;
    rest += strspn(rest, " \t\n");
    if (strncmp(rest, "</g>", 4) != 0)
        return NULL;
    esc_text_add(out, "<text");
    add_tag(at + 2, (size_t)(tag - at) - 1, out);
    text += sizeof open - 1;
    esc_text_add_bytes(out, text, (size_t)(end - text) + sizeof close - 1);
    return rest + 4;
}

/* Marks and filters of <defs>: gnuplot writes all it has. */
enum { DEFINITIONS = 32 };
struct definition {
    const char *begin, *end;
    char id[80];
    bool used;
};
struct definitions {
    struct definition list[DEFINITIONS];
    size_t count;
    const char *begin, *end; /* of <defs> */
};

static bool read_definition(const char *at, struct definition *definition)
{
    static const char *const names[] = {"circle", "path", "use", "rect", "filter"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const char *end = element_end(at, names[i]);
        const char *id = end != NULL ? strstr(at, " id='") : NULL;
        if (id == NULL || id >= end)
            continue;
        id += 5;
        *definition = (struct definition){.begin = at, .end = end};
        size_t length = strcspn(id, "'");
        if (length + 2 > sizeof definition->id)
            return false;
        definition->id[0] = '#';
        memcpy(definition->id + 1, id, length);
        return true;
    }
    return false;
}

/* Whether [at, end) refers to the definition. */
static bool refers(const char *at, const char *end, const struct definition *definition)
{
    size_t length = strlen(definition->id);
    for (; (at = strstr(at, definition->id)) != NULL && at < end; at += length)
        if (strchr("'\")", at[length]) != NULL)
            return true;
    return false;
}

/* A mark may be made of another: what a used one refers to is used. */
static void find_used(struct definitions *definitions, const char *svg)
{
    const char *stop = svg + strlen(svg);
    for (size_t i = 0; i < definitions->count; i++)
        definitions->list[i].used = refers(svg, definitions->begin, &definitions->list[i]) ||
                                    refers(definitions->end, stop, &definitions->list[i]);
    for (bool changed = true; changed;) {
        changed = false;
        for (size_t i = 0; i < definitions->count; i++)
            for (size_t k = 0; k < definitions->count && !definitions->list[i].used; k++) {
                const struct definition *by = &definitions->list[k];
                if (by->used && refers(by->begin, by->end, &definitions->list[i]))
                    changed = definitions->list[i].used = true;
            }
    }
}

static void read_definitions(const char *svg, struct definitions *definitions)
{
    *definitions = (struct definitions){.begin = strstr(svg, "<defs>")};
    if (definitions->begin == NULL)
        return;
    definitions->end = element_end(definitions->begin, "defs");
    for (const char *at = definitions->begin + 6;
         at != NULL && at < definitions->end && definitions->count < DEFINITIONS;
         at = strchr(at, '<')) {
        struct definition *one = &definitions->list[definitions->count];
        bool read = read_definition(at, one);
        at = read ? one->end : at + 1;
        definitions->count += read;
    }
    find_used(definitions, svg);
}

static const char *unused_end(const char *at, const struct definitions *definitions)
{
    for (size_t i = 0; i < definitions->count; i++)
        if (definitions->list[i].begin == at && !definitions->list[i].used)
            return definitions->list[i].end;
    return NULL;
}

/* ---- the lines of axes and grid ---- */

/* gnuplot draws each by itself. Those of one look that follow each other become one path: their
 * order is not seen. */
enum { LOOKS = 8 };
struct look {
    char *opening; /* `<g …><path …` up to the coordinates */
    struct esc_text path;
};
struct axes {
    struct look looks[LOOKS];
    size_t count;
};

static struct esc_text *look_of(struct axes *axes, const char *opening)
{
    for (size_t i = 0; i < axes->count; i++)
        if (strcmp(axes->looks[i].opening, opening) == 0)
            return &axes->looks[i].path;
    if (axes->count == LOOKS)
        return NULL;
    axes->looks[axes->count] = (struct look){.opening = esc_strdup(opening)};
    return &axes->looks[axes->count++].path;
}

/* A group that holds one path and no more, but perhaps an empty label. Its end, its opening as it
 * will be written and its coordinates; NULL: it is something else. */
static const char *read_line(const char *at, struct esc_text *opening, struct esc_text *path)
{
    const char *tag = strncmp(at, "<g ", 3) == 0 ? strchr(at, '>') : NULL;
    const char *line = tag != NULL ? tag + 1 + strspn(tag + 1, " \t\n") : "";
    const char *end = strncmp(line, "<path ", 6) == 0 ? strstr(line, "/>") : NULL;
    const char *data = end != NULL ? strstr(line, " d='") : NULL;
    if (data == NULL || data > end)
        return NULL;
    const char *rest = end + 2 + strspn(end + 2, " \t\n");
    const char *label = empty_label_end(rest);
    rest = label != NULL ? label + strspn(label, " \t\n") : rest;
    if (strncmp(rest, "</g>", 4) != 0)
        return NULL;
    add_tag(at, (size_t)(tag - at) + 1, opening);
    add_tag(line, (size_t)(data - line), opening);
    struct esc_text coordinates = {0};
    add_coordinates(data, 4, &coordinates);
    esc_text_add(path, coordinates.bytes + 4);
    esc_text_free(&coordinates);
    return rest + 4;
}

/* Takes such a group away; its end, or NULL. */
static const char *take_line(struct axes *axes, const char *at)
{
    struct esc_text opening = {0};
    struct esc_text path = {0};
    const char *end = read_line(at, &opening, &path);
    struct esc_text *look = end != NULL ? look_of(axes, opening.bytes) : NULL;
    if (look != NULL && path.bytes != NULL)
        esc_text_add_bytes(look, path.bytes, path.length);
    esc_text_free(&opening);
    esc_text_free(&path);
    return look != NULL ? end : NULL;
}

static void add_axes(struct axes *axes, struct esc_text *out)
{
    for (size_t i = 0; i < axes->count; i++) {
        struct look *look = &axes->looks[i];
        esc_text_addf(out, "%s d='%s'/></g>", look->opening,
                      look->path.bytes != NULL ? look->path.bytes : "");
        esc_text_free(&look->path);
        free(look->opening);
    }
    axes->count = 0;
}

/* Line ends and tabs between elements: gnuplot's layout. */
static const char *layout_end(const char *svg, const char *at)
{
    size_t blanks = strspn(at, " \t\n");
    bool between = at > svg && at[-1] == '>' && (at[blanks] == '<' || at[blanks] == '\0');
    return between && strcspn(at, "\t\n") < blanks ? at + blanks : NULL;
}

void esc_page_slim(const char *svg, struct esc_text *out)
{
    struct definitions definitions;
    struct axes axes = {0};
    bool titled = false; /* the picture's; its parts repeat it */
    read_definitions(svg, &definitions);
    for (const char *at = svg; *at != '\0';) {
        const char *title = element_end(at, "title");
        const char *gone = title != NULL && titled ? title : layout_end(svg, at);
        gone = gone != NULL ? gone : empty_label_end(at);
        gone = gone != NULL ? gone : unused_end(at, &definitions);
        gone = gone != NULL ? gone : take_line(&axes, at);
        titled = titled || title != NULL;
        if (gone != NULL) {
            at = gone;
            continue;
        }
        add_axes(&axes, out);
        const char *label = add_label(at, out);
        const char *end = *at == '<' ? strchr(at, '>') : NULL;
        if (label != NULL) {
            at = label;
        } else if (end != NULL) {
            add_tag(at, (size_t)(end - at) + 1, out);
            at = end + 1;
        } else {
            esc_text_add_bytes(out, at++, 1);
        }
    }
}
