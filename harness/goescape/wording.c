/*
 * See wording.h for the contracts.
 */
#include "goescape/wording.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

enum { COLUMNS = 79, LONGEST = 44, MOST_STARS = 16 };

/* ---- paragraphs ---- */

static int columns_of(const char *word, size_t length)
{
    int columns = 0;
    for (size_t k = 0; k < length; k++)
        columns += (word[k] & 0xc0) != 0x80;
    return columns;
}

static void add_words(struct esc_text *text, int first, int indent, const char *words)
{
    int column = first;
    esc_text_addf(text, "%*s", first, "");
    for (bool begins = true; *words != '\0'; begins = false) {
        const size_t length = strcspn(words, " ");
        const int columns = columns_of(words, length);
        if (!begins && column + 1 + columns > COLUMNS) {
            esc_text_addf(text, "\n%*s", indent, "");
            column = indent;
        } else if (!begins) {
            esc_text_add(text, " ");
            column++;
        }
        esc_text_add_bytes(text, words, length);
        column += columns;
        words += length + strspn(words + length, " ");
    }
    esc_text_add(text, "\n");
}

void esc_say(struct esc_text *text, int first, int indent, const char *format, ...)
{
    va_list arguments, again;
    va_start(arguments, format);
    va_copy(again, arguments);
    const int length = vsnprintf(NULL, 0, format, arguments);
    struct esc_arena arena = {0};
    char *words = esc_arena_take(&arena, (size_t)length + 1, 1);
    vsnprintf(words, (size_t)length + 1, format, again);
    va_end(again);
    va_end(arguments);
    add_words(text, first, indent, words);
    esc_arena_free(&arena);
}

/* ---- what stands in a graph ---- */

static const char *kept(const struct esc_graph *graph, struct esc_text *text)
{
    const char *copy = esc_arena_copy(graph->arena, text->bytes, text->length);
    esc_text_free(text);
    return copy;
}

/* A mark where it is cut, never within a character. */
static void cut(struct esc_text *text)
{
    if (text->length <= LONGEST)
        return;
    text->length = LONGEST;
    while ((text->bytes[text->length] & 0xc0) == 0x80)
        text->length--;
    text->bytes[text->length] = '\0';
    esc_text_add(text, "…");
}

const char *esc_say_node(const struct esc_graph *graph, const struct esc_ir_node *node)
{
    struct esc_text text = {0};
    esc_ir_text(&text, node, graph->package);
    cut(&text);
    return kept(graph, &text);
}

/* Helpers have no name; they are told apart by number. */
static size_t number_of(const struct esc_graph *graph, const struct esc_location *helper)
{
    size_t number = 0;
    for (size_t k = 0; k < graph->count; k++) {
        const struct esc_location *location = graph->locations[k];
        number += location->variable == NULL && location->node == NULL;
        if (location == helper)
            break;
    }
    return number;
}

const char *esc_say_location(const struct esc_graph *graph, const struct esc_location *location)
{
    struct esc_text text = {0};
    if (location == &graph->heap)
        return "the heap";
    if (location->variable != NULL)
        esc_text_addf(&text, "%s%s", location->variable->class == ESC_IR_RESULT ? "result " : "",
                      location->variable->name);
    else if (location->node != NULL && location->node->op == ESC_IR_CLOSURE &&
             location->node->function->is_wrapper)
        return "the memory of the go or defer";
    else if (location->node != NULL)
        esc_text_addf(&text, "the memory of %s", esc_say_node(graph, location->node));
    else
        esc_text_addf(&text, "temporary %zu", number_of(graph, location));
    return kept(graph, &text);
}

/* As it stands in a flow: as the compiler names it, a long expression cut. */
static const char *short_name(const struct esc_graph *graph, const struct esc_location *location)
{
    struct esc_text text = {0};
    if (location == &graph->heap || location->variable != NULL)
        return esc_location_text(graph, location);
    if (location->node == NULL) {
        esc_text_addf(&text, "{temp %zu}", number_of(graph, location));
        return kept(graph, &text);
    }
    if (location->node->op == ESC_IR_CLOSURE && location->node->function->is_wrapper)
        return "{storage for go or defer}";
    esc_text_addf(&text, "{storage for %s}", esc_say_node(graph, location->node));
    return kept(graph, &text);
}

const char *esc_say_flow(const struct esc_graph *graph, const struct esc_location *to, int derefs,
                         const struct esc_location *from)
{
    struct esc_text text = {0};
    esc_text_addf(&text, "%s = %s", short_name(graph, to), derefs < 0 ? "&" : "");
    for (int k = 0; k < derefs && k < MOST_STARS; k++)
        esc_text_add(&text, "*");
    esc_text_add(&text, short_name(graph, from));
    return kept(graph, &text);
}

const struct esc_note *esc_note_last(const struct esc_note *notes)
{
    while (notes != NULL && notes->next != NULL)
        notes = notes->next;
    return notes;
}

const char *esc_say_cause(const struct esc_graph *graph, const struct esc_note *notes)
{
    const struct esc_note *last = esc_note_last(notes);
    struct esc_text text = {0};
    if (last == NULL)
        return "";
    esc_text_addf(&text, "%s (%s), line %u", esc_say_node(graph, last->where), last->why,
                  last->where->at.line);
    return kept(graph, &text);
}

const char *esc_say_place(const struct esc_graph *graph, const struct esc_location *location)
{
    const char *path = NULL;
    if (location->variable == NULL && location->node == NULL)
        return "";
    const struct esc_go_place at = esc_location_at(location, &path);
    return path != NULL ? esc_go_place_text(graph->arena, path, at) : "";
}
