/*
 * Paths in words. See path.h for the contracts.
 */
#include "words/path.h"

#include "base/memory.h"
#include "words/expression.h"
#include "words/own_names.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

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
    {"range", "a range loop reads its elements"},
    {"range-deref", "a range loop reads its elements"},
    {"switch case", "a type switch binds it"},
    {"send", "it is sent over a channel, to whoever may keep it"},
    {"appendee slice", "append copies what it holds where it grows"},
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

static bool has_reason(const struct esc_escapes *escapes, const struct esc_flow *flow,
                       const char *reason)
{
    return flow->step_count > 0 &&
           strcmp(escapes->steps[flow->first_step + flow->step_count - 1].reason, reason) == 0;
}

/* What the flow's target is called: an expression by its text. The memory of an interface has that
 * of what is put into it. Caller frees. */
static char *name_of(const struct esc_escapes *escapes, const struct esc_go_value *value,
                     const struct esc_flow *flow)
{
    size_t length;
    const char *expression = esc_expression_storage(flow->to, &length);
    if (expression == NULL)
        return esc_own_names(flow->to);
    if (has_reason(escapes, flow, "interface-converted"))
        return esc_strdup("what the interface points to");
    char *name = strndup(expression, length);
    char *shown = esc_own_names(name);
    char *words = esc_format("%s%s", strcmp(name, value->name) == 0 ? "another " : "", shown);
    free(shown);
    free(name);
    return words;
}

static bool is_result(const char *location)
{
    return esc_starts(location, "~r") || esc_starts(location, "~b");
}

/* "result 0", "result err". Caller frees. */
static char *result_of(const char *location)
{
    return location[0] == '~' ? esc_own_names(location) : esc_format("result %s", location);
}

/* Whether the path ends in a result: of its own function, not of a call that was replaced by its
 * callee's body, which has the same names. */
static bool ends_in_result(const struct esc_escapes *escapes, const struct esc_go_value *value,
                           const struct esc_path *path, const struct esc_flow *last)
{
    return path->to_result ||
           (is_result(last->to) && (esc_escapes_inlined_at(escapes, value->at) == NULL ||
                                    has_reason(escapes, last, "return")));
}

static void say_outlived(const char *what, const char *location, struct esc_text *text)
{
    char *name = is_result(location) || esc_starts(location, "~R")
                     ? esc_strdup("what the inlined call returns")
                     : esc_own_names(location);
    esc_text_addf(text, "so %s must live as long as %s, which outlives it", what, name);
    free(name);
}

/*
 * What a location has of the path's value: its address (derefs < 0), the value itself (0), or what
 * is read through it, that many pointers on. The compiler adds up the flows from the location back
 * to the value, and a sum below 0 counts 0 further on (walkOne in escape/solve.go).
 */
struct reach {
    int derefs;
    bool is_far; /* the location has the address of something that has it */
};

static struct reach reach_of(const struct esc_escapes *escapes, const struct esc_path *path,
                             size_t flow)
{
    struct reach reach = {0};
    for (size_t k = flow + 1; k-- > 0;) {
        reach.is_far = reach.is_far || reach.derefs < 0;
        reach.derefs =
            (reach.derefs > 0 ? reach.derefs : 0) + escapes->flows[path->first_flow + k].derefs;
    }
    return reach;
}

static void add_far(int derefs, struct esc_text *text)
{
    if (derefs > 1)
        esc_text_addf(text, ", %d pointers on", derefs);
}

/* "points to it", "holds what is read through it, 2 pointers on". */
static void say_reach(struct reach reach, struct esc_text *text)
{
    esc_text_add(text, reach.is_far ? "leads to " : reach.derefs < 0 ? "points to " : "holds ");
    esc_text_add(text, reach.derefs > 0 ? "what is read through it" : "it");
    add_far(reach.derefs, text);
}

/* The words for a location where it is not the end: nothing for what has no name in the source. */
static void say_between(const struct esc_escapes *escapes, const struct esc_go_value *value,
                        const struct esc_flow *flow, struct reach reach, struct esc_text *text)
{
    size_t length;
    if (strchr("{~.#", flow->to[0]) != NULL && esc_expression_storage(flow->to, &length) == NULL)
        return;
    char *name = name_of(escapes, value, flow);
    esc_text_addf(text, "now %s ", name);
    say_reach(reach, text);
    free(name);
}

/* An expression's memory that stays outlives what was made in a loop, or a function literal,
 * within.
 */
static void say_storage(const struct esc_escapes *escapes, const struct esc_go_value *value,
                        const struct esc_flow *flow, struct reach reach, struct esc_text *text)
{
    size_t length;
    const char *expression = esc_expression_storage(flow->to, &length);
    const bool stays = esc_escapes_stays(escapes, value, expression, length);
    char *name = name_of(escapes, value, flow);
    esc_text_addf(text, stays ? "%s outlives it, and " : "%s is on the heap itself, and ", name);
    say_reach(reach, text);
    free(name);
}

/* Of a parameter not the parameter itself outlives the call, but what it points to, or holds. */
static void say_end(const struct esc_escapes *escapes, const struct esc_go_value *value,
                    const struct esc_path *path, const struct esc_flow *flow, struct reach reach,
                    struct esc_text *text)
{
    const char *what = reach.derefs > 0 ? "what is read through it" : "it";
    size_t length;
    if (esc_expression_storage(flow->to, &length) != NULL) {
        say_storage(escapes, value, flow, reach, text);
        return;
    }
    char *result = result_of(flow->to);
    if (strcmp(flow->to, "{heap}") == 0)
        esc_text_addf(text, "so %s may outlive the call", what);
    else if (ends_in_result(escapes, value, path, flow))
        esc_text_addf(text, "so %s outlives the call, as %s", what, result);
    else
        say_outlived(what, flow->to, text);
    free(result);
    add_far(reach.derefs, text);
}

/* What of an expression is worth reading: of a type switch's case not its body, and nothing of what
 * the compiler only calls by its kind. */
static size_t shown_of(const char *expression, const char *reason)
{
    if (strcmp(expression, "for loop") == 0)
        return 0;
    const char *end = strcmp(reason, "switch case") == 0 ? strchr(expression, ':') : NULL;
    return end != NULL ? (size_t)(end - expression) : strlen(expression);
}

static const char *words_of(const struct esc_escapes *escapes, const struct esc_go_value *value,
                            const struct esc_step *step)
{
    if (strcmp(step->reason, "spill") == 0) {
        const enum esc_expression kind = esc_expression_of(escapes, value);
        return kind == ESC_EXPRESSION_BOXED || kind == ESC_EXPRESSION_CONSTANT
                   ? "put into an interface, it needs memory of its own"
                   : "it needs memory of its own";
    }
    /* Two reasons are those of escape/expr.go for something else as well. */
    if (strcmp(step->reason, "dot") == 0 && esc_ends(step->expression, ")"))
        return "its type is asserted";
    if (strcmp(step->reason, "dot of pointer") == 0 && esc_ends(step->expression, "]"))
        return "an element of the slice is read";
    /* Assignments of an inlined body, and to its parameters and results, have the call's place. */
    if (esc_starts(step->reason, "assign") && esc_escapes_inlined_at(escapes, step->at) != NULL)
        return strncasecmp(step->expression, "~r", 2) == 0
                   ? "a call that is inlined returns it"
                   : "it is assigned, in a call that is inlined";
    return esc_path_reason(step->reason);
}

/* Of what an inlined call returns only that: "~R0 = x". */
static const char *given_of(const struct esc_escapes *escapes, const struct esc_step *step)
{
    const char *given = strncasecmp(step->expression, "~r", 2) == 0 &&
                                esc_starts(step->reason, "assign") &&
                                esc_escapes_inlined_at(escapes, step->at) != NULL
                            ? strstr(step->expression, " = ")
                            : NULL;
    return given != NULL ? given + strlen(" = ") : step->expression;
}

/* Says nothing where another expression gets memory: the flow before has named that already. */
static void say_step(const struct esc_escapes *escapes, const struct esc_go_value *value,
                     const struct esc_step *step, struct esc_text *text)
{
    if (strcmp(step->reason, "spill") == 0 && strcmp(step->expression, value->name) != 0)
        return;
    esc_text_add(text, words_of(escapes, value, step));
    char *expression = esc_own_names(given_of(escapes, step));
    const size_t length = shown_of(expression, step->reason);
    if (length > 0)
        esc_text_addf(text, ": %.*s", (int)length, expression);
    free(expression);
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
        const struct reach reach = reach_of(escapes, path, k);
        if (last)
            say_end(escapes, value, path, flow, reach, &text);
        else
            say_between(escapes, value, flow, reach, &text);
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

static void say_result(const struct esc_tag *tag, struct esc_text *out)
{
    char *result = result_of(tag->result);
    if (tag->level == 0)
        esc_text_addf(out,
                      "%s may point to it: what it points to lives as long as the caller keeps "
                      "that result",
                      result);
    else
        esc_text_addf(out,
                      "%s may be something that it leads to (%d pointer%s on): what it points to "
                      "itself may stay on the caller's stack",
                      result, tag->level, tag->level == 1 ? "" : "s");
    free(result);
}

void esc_tag_words(const struct esc_tag *tag, struct esc_text *out)
{
    switch (tag->kind) {
    case ESC_TAG_HEAP:
        esc_text_add(out, "the function may keep it: what it points to must be on the heap");
        return;
    case ESC_TAG_CONTENT:
        esc_text_add(out,
                     "the function may keep pointers that are read through it: what those point to "
                     "must be on the heap, what it points to itself may stay on the caller's "
                     "stack");
        return;
    case ESC_TAG_RESULT:
        say_result(tag, out);
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
