/*
 * Paths in words. See path.h for the contracts.
 */
#include "words/path.h"

#include "base/memory.h"
#include "words/expression.h"

#include <stdlib.h>
#include <string.h>

/* Each stands before the expression: "its address is taken: &t". */
static const struct {
    const char *reason, *words;
} reasons[] = {
    {"address-of", "its address is taken"},
    {"return", "it is returned, to a caller that may keep it"},
    {"assign", "it is assigned"},
    {"assign-pair", "it is assigned"},
    {"assign-pair-dot-type", "it is assigned, its type asserted"},
    {"assign-pair-receive", "it is assigned, received from a channel"},
    {"assign-pair-mapr", "it is assigned, read from a map"},
    {"call parameter", "it is handed to a call"},
    {"spill", "it gets memory of its own, whose address goes on"},
    {"interface-converted", "it is put into an interface"},
    {"dot", "a field of it is used"},
    {"dot of pointer", "a field is reached through the pointer"},
    {"indirection", "what it points to is read"},
    {"fixed-array-index-of", "an element of the array is used"},
    {"slice", "it is sliced: a slice points into its array"},
    {"slice-literal-element", "it becomes an element of a slice"},
    {"array literal element", "it becomes an element of an array"},
    {"struct literal element", "it becomes a field of a struct"},
    {"map literal key", "it becomes a key of a map"},
    {"map literal value", "it becomes a value of a map"},
    {"key of map put", "it becomes a key of a map"},
    {"captured by a closure", "a function literal uses it"},
    {"reference", "and by reference: it is the variable itself, no copy"},
    {"range", "a range loop takes it"},
    {"range-deref", "a range loop takes what it holds"},
    {"switch case", "a type switch binds it"},
    {"send", "it is sent over a channel, to whoever may keep it"},
    {"appendee slice", "append may copy what it holds to the heap"},
    {"appended slice...", "append copies what it holds"},
    {"copied slice", "copy copies what it holds"},
    {"too large for stack", "it is too large for the stack"},
    {"non-constant size", "its size is known only when the program runs"},
    {"too aligned for stack", "the stack has no such alignment"},
    {"conversion to unsafe.Pointer", "it becomes an unsafe.Pointer"},
    {"reflect.Header.Data", "it becomes the data of a reflect header"},
    {"//go:uintptrescapes", "it is handed to a call that is marked //go:uintptrescapes"},
};

const char *esc_path_reason(const char *reason)
{
    for (size_t k = 0; k < sizeof reasons / sizeof *reasons; k++)
        if (strcmp(reasons[k].reason, reason) == 0)
            return reasons[k].words;
    return reason;
}

static void add_line(struct esc_path_lines *lines, struct esc_spot at, struct esc_text *text)
{
    lines->list = esc_grow(lines->list, &lines->count, sizeof *lines->list);
    lines->list[lines->count - 1] = (struct esc_path_line){at, esc_text_take(text)};
}

/* The name that the compiler gives to the slice of a variadic call's arguments. */
static const char *readable(const char *expression)
{
    return strcmp(expression, "... argument") == 0 ? "the slice of arguments" : expression;
}

/* "{storage for &T{...}}" -> "&T{...}"; NULL: another location. */
static char *storage_of(const char *location)
{
    static const char opening[] = "{storage for ";
    if (!esc_starts(location, opening))
        return NULL;
    const char *name = location + strlen(opening);
    return strndup(name, strlen(name) - 1);
}

static bool is_result(const char *location)
{
    return esc_starts(location, "~r") || esc_starts(location, "~b");
}

/* The words for a location where it is not the end: nothing for what has no name in the source. */
static void say_between(const struct esc_flow *flow, struct esc_text *text)
{
    char *storage = storage_of(flow->to);
    const char *verb = flow->derefs < 0 ? "points to it" : "holds it";
    if (flow->derefs > 0)
        verb = "holds what it points to";
    if (storage != NULL)
        esc_text_addf(text, "now %s %s", readable(storage), verb);
    else if (strchr("{~.#", flow->to[0]) == NULL)
        esc_text_addf(text, "now %s %s", flow->to, verb);
    free(storage);
}

static void say_end(const struct esc_go_value *value, const struct esc_path *path,
                    const struct esc_flow *flow, struct esc_text *text)
{
    char *storage = storage_of(flow->to);
    if (storage != NULL)
        esc_text_addf(text, "%s is on the heap itself, and points to it",
                      strcmp(storage, value->name) == 0 ? "the interface" : readable(storage));
    else if (strcmp(flow->to, "{heap}") == 0)
        esc_text_add(text, "so it may outlive the call");
    else if (path->to_result || is_result(flow->to))
        esc_text_addf(text, "so it outlives the call, as a result (%s)", flow->to);
    else
        esc_text_addf(text, "so it must live as long as %s, which outlives it", flow->to);
    free(storage);
}

/* Says nothing where another expression gets memory: the flow before has named that already. */
static void say_step(const struct esc_escapes *escapes, const struct esc_go_value *value,
                     const struct esc_step *step, struct esc_text *text)
{
    const char *words = esc_path_reason(step->reason);
    if (strcmp(step->reason, "spill") == 0) {
        if (strcmp(step->expression, value->name) != 0)
            return;
        const enum esc_expression kind = esc_expression_of(escapes, value);
        if (kind == ESC_EXPRESSION_BOXED || kind == ESC_EXPRESSION_CONSTANT)
            words = "put into an interface, it needs memory of its own";
        else
            words = "it needs memory of its own";
    }
    esc_text_addf(text, "%s: %s", words, readable(step->expression));
}

struct esc_path_lines esc_path_words(const struct esc_escapes *escapes,
                                     const struct esc_go_value *value, const struct esc_path *path)
{
    struct esc_path_lines lines = {0};
    const struct esc_spot nowhere = {.file = NULL};
    for (size_t k = 0; k < path->flow_count; k++) {
        const struct esc_flow *flow = &escapes->flows[path->first_flow + k];
        const bool last = k + 1 == path->flow_count;
        struct esc_text text = {0};
        for (size_t s = 0; s < flow->step_count; s++) {
            const struct esc_step *step = &escapes->steps[flow->first_step + s];
            say_step(escapes, value, step, &text);
            if (text.length > 0)
                add_line(&lines, step->at, &text);
        }
        if (last)
            say_end(value, path, flow, &text);
        else
            say_between(flow, &text);
        if (text.length > 0)
            add_line(&lines, nowhere, &text);
    }
    if (path->cut) {
        struct esc_text text = {0};
        esc_text_add(&text, "here the compiler breaks off: the assignments go in a circle");
        add_line(&lines, nowhere, &text);
    }
    return lines;
}

void esc_path_lines_free(struct esc_path_lines *lines)
{
    for (size_t k = 0; k < lines->count; k++)
        free(lines->list[k].text);
    free(lines->list);
    *lines = (struct esc_path_lines){0};
}

/* ---- tags ----------------------------------------------------------------------------------- */

void esc_tag_words(const struct esc_tag *tag, struct esc_text *out)
{
    switch (tag->kind) {
    case ESC_TAG_HEAP:
        esc_text_add(out, "the function may keep it: what it points to must be on the heap");
        return;
    case ESC_TAG_CONTENT:
        esc_text_add(out,
                     "the function may keep what it holds pointers to: that must be on the "
                     "heap, what it points to itself may stay on the caller's stack");
        return;
    case ESC_TAG_RESULT:
        if (tag->level == 0)
            esc_text_addf(out,
                          "result %s may point to it: what it points to lives as long as the "
                          "caller keeps that result",
                          tag->result);
        else
            esc_text_addf(out,
                          "result %s may be something that it leads to (%d pointer%s on): what it "
                          "points to itself may stay on the caller's stack",
                          tag->result, tag->level, tag->level == 1 ? "" : "s");
        return;
    }
}

/* In its verdict on an append the compiler leaves the arguments out. */
static const char *named(const struct esc_go_value *value)
{
    return esc_starts(value->name, "append(") ? "append" : value->name;
}

void esc_escape_verdict(const struct esc_go_value *value, struct esc_text *out)
{
    switch (value->fate) {
    case ESC_FATE_MOVED:
        esc_text_addf(out, "moved to heap: %s", value->name);
        return;
    case ESC_FATE_ESCAPES:
        esc_text_addf(out, "%s escapes to heap", named(value));
        return;
    case ESC_FATE_STAYS:
        esc_text_addf(out, "%s does not escape", named(value));
        return;
    case ESC_FATE_UNTOLD:
        return;
    }
}

void esc_tag_verdict(const struct esc_go_value *value, const struct esc_tag *tag,
                     struct esc_text *out)
{
    switch (tag->kind) {
    case ESC_TAG_HEAP:
        esc_text_addf(out, "leaking param: %s", value->name);
        return;
    case ESC_TAG_CONTENT:
        esc_text_addf(out, "leaking param content: %s", value->name);
        return;
    case ESC_TAG_RESULT:
        esc_text_addf(out, "leaking param: %s to result %s level=%d", value->name, tag->result,
                      tag->level);
        return;
    }
}
