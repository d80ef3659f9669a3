/*
 * Parts of explanations. See block.h for the contracts.
 */
#include "why/block.h"

#include "words/expression.h"

const char *block_keep(struct esc_escapes *into, struct part part)
{
    return esc_intern(&into->texts, part.bytes, part.length);
}

bool block_leak(struct part text, struct leak *leak)
{
    struct part rest, number;
    *leak = (struct leak){0};
    if (!part_cut_start(&text, "parameter ") ||
        !part_split(text, " leaks to ", &leak->name, &rest) ||
        !part_split_last(rest, " with derefs=", &leak->to, &number) ||
        !part_number(number, &leak->derefs))
        return false;
    part_split_outside(leak->to, " for ", &leak->to, &leak->function);
    return true;
}

void block_begin(struct esc_escapes *into, struct esc_go_value *value, const char *to, int derefs,
                 const char *function)
{
    if (function != NULL)
        value->function = function;
    struct esc_path *path = esc_escapes_path(into, value);
    path->to = to;
    path->derefs = derefs;
}

bool block_flow(struct esc_escapes *into, struct part text)
{
    struct part to, from;
    if (!part_cut_end(&text, ":") || (!part_split_outside(text, " \xe2\x86\x90 ", &to, &from) &&
                                      !part_split_outside(text, " = ", &to, &from)))
        return false;
    int derefs = 0;
    if (part_cut_start(&from, "&"))
        derefs = -1;
    else
        while (part_cut_start(&from, "*"))
            derefs++;
    struct esc_flow *flow = esc_escapes_flow(into);
    flow->to = block_keep(into, to);
    flow->from = block_keep(into, from);
    flow->derefs = derefs;
    return to.length > 0 && from.length > 0;
}

bool block_step(struct esc_escapes *into, struct part text, struct esc_spot at)
{
    struct part expression, reason;
    if (into->path_count == 0 || into->paths[into->path_count - 1].flow_count == 0 ||
        !part_cut_end(&text, ")") || !part_split_last(text, " (", &expression, &reason))
        return false;
    *esc_escapes_step(into) = (struct esc_step){
        .expression = block_keep(into, expression), .reason = block_keep(into, reason), .at = at};
    return true;
}

/* A method value's receiver gets into its memory by a flow without a step; what is put into an
 * interface gets there by one. */
void block_finish(struct esc_escapes *into)
{
    for (size_t k = 0; k < into->flow_count; k++) {
        const struct esc_flow *flow = &into->flows[k];
        size_t length;
        const char *storage =
            flow->step_count == 0 ? esc_expression_storage(flow->to, &length) : NULL;
        if (storage != NULL)
            esc_escapes_method_value(into, esc_intern(&into->texts, storage, length));
    }
    esc_escapes_finish(into);
}
