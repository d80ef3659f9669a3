/*
 * The file of `why --json`. See why.h for the contract.
 */
#include "emit/why.h"

#include "base/memory.h"
#include "base/text.h"
#include "emit/json.h"
#include "noun/locations.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* "{heap}" is one for all. */
static size_t node_of(struct esc_locations *nodes, const char *function, const char *location)
{
    const bool heap = strcmp(location, "{heap}") == 0;
    return esc_locations_index(nodes, heap ? NULL : function, location);
}

/* ---- parts ---------------------------------------------------------------------------------- */

static json_t *spot_json(struct esc_spot at)
{
    json_t *object = json_object();
    esc_json_set_text(object, "file", at.file);
    esc_json_set_whole(object, "line", at.line);
    if (at.column > 0)
        esc_json_set_whole(object, "column", at.column);
    return object;
}

/* Writes the elements of an array, one a line. */
struct array {
    FILE *out;
    bool more;
};

static struct array begin_array(FILE *out, const char *name)
{
    fprintf(out, ",\n  \"%s\": [", name);
    return (struct array){out, false};
}

static void add_element(struct array *array, json_t *element)
{
    struct esc_text text = {0};
    esc_json_add_line(&text, element);
    fprintf(array->out, "%s\n    %s", array->more ? "," : "", text.bytes);
    array->more = true;
    esc_text_free(&text);
    json_decref(element);
}

static void end_array(const struct array *array)
{
    fprintf(array->out, "%s]", array->more ? "\n  " : "");
}

static json_t *tags_json(const struct esc_escapes *escapes, const struct esc_go_value *value)
{
    static const char *const to[] = {
        [ESC_TAG_HEAP] = "heap", [ESC_TAG_CONTENT] = "content", [ESC_TAG_RESULT] = "result"};
    json_t *array = json_array();
    for (size_t k = value->first_tag; k != ESC_NONE; k = escapes->tags[k].next) {
        const struct esc_tag *tag = &escapes->tags[k];
        json_t *object = json_object();
        esc_json_set_text(object, "to", to[tag->kind]);
        esc_json_set_text(object, "result", tag->result);
        if (tag->kind == ESC_TAG_RESULT)
            esc_json_set_whole(object, "level", tag->level);
        json_array_append_new(array, object);
    }
    return array;
}

static json_t *cost_at_json(const struct esc_cost_at *at)
{
    json_t *object = json_object();
    esc_json_set_real(object, "bytes", at->bytes);
    esc_json_set_real(object, "ns", at->ns);
    esc_json_set_real(object, "low", at->low);
    esc_json_set_real(object, "high", at->high);
    esc_json_set_real(object, "gc_share", at->gc_share);
    return object;
}

static json_t *cost_json(const struct esc_cost *cost)
{
    json_t *object = json_object();
    json_t *at = json_array();
    json_array_append_new(at, cost_at_json(&cost->at[0]));
    if (!cost->sized && cost->at[1].bytes > cost->at[0].bytes)
        json_array_append_new(at, cost_at_json(&cost->at[1]));
    esc_json_set_text(object, "from_case", cost->bench_case);
    esc_json_set_flag(object, "of_its_size", cost->sized);
    esc_json_set_flag(object, "beyond", cost->beyond);
    esc_json_set_whole(object, "cases", (int64_t)cost->cases);
    if (cost->marked)
        esc_json_set_real(object, "marking_ns", cost->marking_ns);
    json_object_set_new(object, "at", at);
    return object;
}

static json_t *value_json(const struct esc_why_file *file, size_t index,
                          struct esc_locations *nodes)
{
    static const char *const verdicts[] = {[ESC_FATE_UNTOLD] = NULL,
                                           [ESC_FATE_STAYS] = "does not escape",
                                           [ESC_FATE_ESCAPES] = "escapes to heap",
                                           [ESC_FATE_MOVED] = "moved to heap"};
    const struct esc_go_value *value = &file->escapes->values[index];
    const struct esc_why_said said = file->said(file->context, value);
    const bool own = value->fate == ESC_FATE_MOVED || value->is_parameter;
    json_t *object = json_object();
    esc_json_set_whole(object, "value", (int64_t)index);
    esc_json_set_text(object, "name", value->name);
    json_object_set_new(object, "at", spot_json(value->at));
    esc_json_set_text(object, "function", value->function);
    esc_json_set_flag(object, "parameter", value->is_parameter);
    esc_json_set_text(object, "verdict", verdicts[value->fate]);
    esc_json_set_text(object, "inlined_from", esc_escapes_inlined_at(file->escapes, value->at));
    esc_json_set_text(object, "allocates", said.allocates);
    esc_json_set_text(object, "because", said.because);
    esc_json_set_text(object, "cause", said.cause);
    esc_json_set_text(object, "case", said.bench_case);
    esc_json_set_text(object, "helps", said.helps);
    esc_json_set_text(object, "remedy", said.remedy);
    free(said.remedy);
    esc_json_set_count(object, "bytes", said.bytes);
    esc_json_set_count(object, "line_blocks", said.line_blocks);
    esc_json_set_count(object, "line_bytes", said.line_bytes);
    if (said.cost.cases > 0)
        json_object_set_new(object, "price", cost_json(&said.cost));
    if (said.cost.whole != NULL)
        esc_json_set_text(object, "unpriced", said.cost.whole->differs);
    if (value->is_parameter)
        json_object_set_new(object, "tags", tags_json(file->escapes, value));
    if (value->first_path != ESC_NONE && own)
        esc_json_set_whole(object, "node", (int64_t)node_of(nodes, value->function, value->name));
    return object;
}

static json_t *steps_json(const struct esc_why_file *file, const struct esc_flow *flow)
{
    json_t *array = json_array();
    for (size_t k = 0; k < flow->step_count; k++) {
        const struct esc_step *step = &file->escapes->steps[flow->first_step + k];
        json_t *object = json_object();
        esc_json_set_text(object, "expression", step->expression);
        esc_json_set_text(object, "reason", step->reason);
        esc_json_set_text(object, "words", file->reason(step->reason));
        json_object_set_new(object, "at", spot_json(step->at));
        json_array_append_new(array, object);
    }
    return array;
}

static void add_edges(const struct esc_why_file *file, size_t index, struct esc_locations *nodes,
                      struct array *array)
{
    const struct esc_go_value *value = &file->escapes->values[index];
    size_t number = 0;
    for (size_t k = value->first_path; k != ESC_NONE; k = file->escapes->paths[k].next) {
        const struct esc_path *path = &file->escapes->paths[k];
        for (size_t f = 0; f < path->flow_count; f++) {
            const struct esc_flow *flow = &file->escapes->flows[path->first_flow + f];
            json_t *object = json_object();
            esc_json_set_whole(object, "value", (int64_t)index);
            esc_json_set_whole(object, "path", (int64_t)number);
            esc_json_set_whole(object, "from",
                               (int64_t)node_of(nodes, value->function, flow->from));
            esc_json_set_whole(object, "to", (int64_t)node_of(nodes, value->function, flow->to));
            esc_json_set_whole(object, "derefs", flow->derefs);
            json_object_set_new(object, "steps", steps_json(file, flow));
            if (path->cut && f + 1 == path->flow_count)
                esc_json_set_flag(object, "cut", true);
            add_element(array, object);
        }
        number++;
    }
}

static void add_nodes(const struct esc_locations *nodes, FILE *out)
{
    struct array array = begin_array(out, "nodes");
    for (size_t k = 0; k < nodes->count; k++) {
        json_t *object = json_object();
        esc_json_set_whole(object, "node", (int64_t)k);
        esc_json_set_text(object, "location", nodes->list[k].name);
        esc_json_set_text(object, "function", nodes->list[k].function);
        add_element(&array, object);
    }
    end_array(&array);
}

static json_t *read_json(const struct esc_why_file *file)
{
    const struct esc_escapes *escapes = file->escapes;
    json_t *object = json_object();
    esc_json_set_whole(object, "lines", (int64_t)escapes->lines);
    esc_json_set_whole(object, "packages", (int64_t)escapes->packages);
    esc_json_set_whole(object, "not_understood", (int64_t)escapes->strange);
    if (escapes->first_strange > 0) {
        esc_json_set_whole(object, "first_line", (int64_t)escapes->first_strange);
        esc_json_set_text(object, "first_text", escapes->first_strange_text);
    }
    esc_json_set_flag(object, "ends_within_line", escapes->ends_within_line);
    esc_json_set_whole(object, "moved_in_source", (int64_t)file->changed);
    esc_json_set_whole(object, "inlined_calls", (int64_t)escapes->inlined_count);
    return object;
}

static json_t *function_json(const struct esc_go_function *function)
{
    json_t *object = json_object();
    esc_json_set_text(object, "name", function->name);
    json_object_set_new(object, "at", spot_json(function->at));
    esc_json_set_flag(object, "inlines", function->inlines);
    esc_json_set_text(object, "because", function->why);
    return object;
}

void esc_why_write(const struct esc_why_file *file, FILE *out)
{
    const struct esc_escapes *escapes = file->escapes;
    struct esc_locations nodes = {0};
    struct esc_text head = {0};
    json_t *read = read_json(file);
    esc_json_add_line(&head, read);
    json_decref(read);
    fprintf(out, "{\n  \"escapement\": \"why\",\n  \"schema_version\": %d,\n", ESC_WHY_VERSION);
    if (file->go != NULL)
        fprintf(out, "  \"go\": \"%s\",\n", file->go); /* letters, digits and points alone */
    fprintf(out, "  \"read\": %s", head.bytes);
    esc_text_free(&head);
    struct array array = begin_array(out, "functions");
    for (size_t k = 0; k < escapes->function_count; k++)
        add_element(&array, function_json(&escapes->functions[k]));
    end_array(&array);
    array = begin_array(out, "values");
    for (size_t k = 0; k < escapes->value_count; k++)
        if (file->is_shown(file->context, &escapes->values[k]))
            add_element(&array, value_json(file, k, &nodes));
    end_array(&array);
    array = begin_array(out, "edges");
    for (size_t k = 0; k < escapes->value_count; k++)
        if (file->is_shown(file->context, &escapes->values[k]))
            add_edges(file, k, &nodes, &array);
    end_array(&array);
    add_nodes(&nodes, out);
    fputs("\n}\n", out);
    esc_locations_free(&nodes);
}
