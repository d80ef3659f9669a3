/*
 * What all files that lower share. See lower.h.
 */
#include "goescape/lower.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

struct esc_ir_node *esc_lower_expression(struct esc_lowering *lowering, struct esc_go_node *node)
{
    return lowering->expression(lowering, node);
}

void esc_lower_statements(struct esc_lowering *lowering, const struct esc_go_nodes *statements,
                          struct esc_ir_nodes *into)
{
    lowering->statements(lowering, statements, into);
}

/* ---- what stands for what ---- */

static size_t slot_of(const struct esc_known *known, const void *key)
{
    size_t at = (size_t)(((uintptr_t)key >> 4) * 0x9E3779B97F4A7C15ULL) & (known->size - 1);
    while (known->keys[at] != NULL && known->keys[at] != key)
        at = (at + 1) & (known->size - 1);
    return at;
}

static void *find(const struct esc_known *known, const void *key)
{
    if (known->size == 0)
        return NULL;
    const size_t at = slot_of(known, key);
    return known->keys[at] != NULL ? known->values[at] : NULL;
}

void esc_lower_remember(struct esc_lowering *lowering, const void *key, void *value)
{
    struct esc_known *known = &lowering->known;
    if (known->count * 2 >= known->size) {
        const struct esc_known former = *known;
        known->size = former.size > 0 ? former.size * 2 : 256;
        known->keys = esc_arena_take(lowering->arena, known->size, sizeof *known->keys);
        known->values = esc_arena_take(lowering->arena, known->size, sizeof *known->values);
        known->count = 0;
        for (size_t k = 0; k < former.size; k++)
            if (former.keys[k] != NULL)
                esc_lower_remember(lowering, former.keys[k], former.values[k]);
    }
    const size_t at = slot_of(known, key);
    known->count += known->keys[at] == NULL;
    known->keys[at] = key;
    known->values[at] = value;
}

/* ---- small things ---- */

const struct esc_go_fact *esc_lower_fact(const struct esc_lowering *lowering,
                                         const struct esc_go_node *node)
{
    return &lowering->checked->facts[node->id];
}

struct esc_ir_node *esc_lower_make(struct esc_lowering *lowering, enum esc_ir_op op,
                                   struct esc_go_place at, const struct esc_go_type *type)
{
    struct esc_ir_node *node = esc_ir_make(lowering->arena, op, at, type);
    node->path = lowering->path;
    return node;
}

struct esc_ir_node *esc_lower_refuse(struct esc_lowering *lowering, struct esc_go_place at,
                                     const char *what)
{
    if (!lowering->failed)
        esc_error_add(lowering->error, lowering->path, (int)at.line,
                      "column %u: not analysed yet: %s", at.column, what);
    lowering->failed = true;
    return esc_lower_make(lowering, ESC_IR_NOTHING, at, NULL);
}

void esc_lower_add(struct esc_lowering *lowering, struct esc_ir_nodes *nodes,
                   struct esc_ir_node *node)
{
    esc_ir_add(lowering->arena, nodes, node);
}

const char *esc_lower_text(struct esc_lowering *lowering, const char *format, ...)
{
    va_list arguments, again;
    va_start(arguments, format);
    va_copy(again, arguments);
    const size_t size = (size_t)vsnprintf(NULL, 0, format, arguments) + 1;
    char *text = esc_arena_take(lowering->arena, size, 1);
    vsnprintf(text, size, format, again);
    va_end(again);
    va_end(arguments);
    return text;
}

void esc_lower_add_function(struct esc_lowering *lowering, struct esc_ir_function *function)
{
    struct esc_ir_package *package = lowering->package;
    package->functions = esc_arena_grow(lowering->arena, package->functions,
                                        &package->function_count, sizeof *package->functions);
    package->functions[package->function_count - 1] = function;
}

void esc_lower_rebase(struct esc_lowering *lowering, const struct esc_ir_node *node)
{
    if (node->op != ESC_IR_VARIABLE && node->op != ESC_IR_GLOBAL && node->op != ESC_IR_FUNCTION &&
        node->op != ESC_IR_NOTHING)
        lowering->base = node->at;
}

/* ---- variables ---- */

struct esc_ir_variable *esc_lower_variable(struct esc_lowering *lowering, const char *name,
                                           struct esc_go_place at, const struct esc_go_type *type,
                                           enum esc_ir_class class)
{
    struct esc_ir_function *function = lowering->function;
    struct esc_ir_variable *variable = esc_arena_take(lowering->arena, 1, sizeof *variable);
    *variable = (struct esc_ir_variable){.name = name,
                                         .symbol = name,
                                         .class = class,
                                         .type = type,
                                         .at = at,
                                         .path = lowering->path,
                                         .function = function};
    function->variables = esc_arena_grow(lowering->arena, function->variables,
                                         &function->variable_count, sizeof *function->variables);
    function->variables[function->variable_count - 1] = variable;
    return variable;
}

struct esc_ir_variable *esc_lower_declare(struct esc_lowering *lowering,
                                          const struct esc_go_object *object,
                                          struct esc_go_place at, enum esc_ir_class class)
{
    if (object == NULL || object->name == lowering->world->blank)
        return NULL;
    struct esc_ir_variable *variable =
        esc_lower_variable(lowering, object->name, at, object->type, class);
    esc_lower_remember(lowering, object, variable);
    return variable;
}

struct esc_ir_variable *esc_lower_temporary(struct esc_lowering *lowering,
                                            const struct esc_go_type *type)
{
    const char *name = esc_lower_text(lowering, ".autotmp_%zu", lowering->function->variable_count);
    return esc_lower_variable(lowering, name, lowering->base, type, ESC_IR_LOCAL);
}

struct esc_ir_node *esc_lower_use(struct esc_lowering *lowering, struct esc_ir_variable *variable,
                                  struct esc_go_place at)
{
    struct esc_ir_node *node = esc_lower_make(lowering, ESC_IR_VARIABLE, at, variable->type);
    node->variable = variable;
    node->full = variable->function != lowering->function;
    return node;
}

struct esc_ir_variable *esc_lower_variable_of(const struct esc_lowering *lowering,
                                              const struct esc_go_object *object)
{
    return find(&lowering->known, object);
}

struct esc_ir_function *esc_lower_function_of(const struct esc_lowering *lowering,
                                              const struct esc_go_object *object)
{
    return find(&lowering->known, object);
}
