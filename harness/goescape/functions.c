/*
 * Functions and function literals, lowered. See lower.h.
 */
#include "goescape/lower.h"

static void add_parameter(struct esc_lowering *lowering, struct esc_ir_function *function,
                          const struct esc_go_node *field)
{
    struct esc_ir_parameter *parameter = &function->parameters[function->parameter_count++];
    struct esc_go_node *name = field->field.name;
    parameter->at = field->at;
    parameter->type = esc_lower_fact(lowering, field->field.type)->type;
    parameter->variadic = field->field.type->kind == ESC_NODE_DOTS_TYPE;
    if (name == NULL)
        return;
    const struct esc_go_object *object = esc_lower_fact(lowering, name)->object;
    parameter->name = name->name;
    if (object != NULL)
        parameter->type = object->type;
    parameter->variable = esc_lower_declare(lowering, object, name->at, ESC_IR_PARAMETER);
}

static void add_result(struct esc_lowering *lowering, const struct esc_go_node *field, size_t index,
                       const struct esc_go_object *result)
{
    struct esc_go_node *name = field->field.name;
    struct esc_ir_variable *variable = NULL;
    if (name != NULL)
        variable = esc_lower_declare(lowering, esc_lower_fact(lowering, name)->object, name->at,
                                     ESC_IR_RESULT);
    if (variable == NULL) {
        const char *symbol = esc_lower_text(lowering, name == NULL ? "~r%zu" : "~b%zu", index);
        variable =
            esc_lower_variable(lowering, name == NULL ? symbol : "_",
                               name == NULL ? field->at : name->at, result->type, ESC_IR_RESULT);
        variable->symbol = symbol;
    }
    variable->result_index = index + 1;
}

void esc_lower_function(struct esc_lowering *lowering, struct esc_ir_function *function,
                        struct esc_go_node *receiver, struct esc_go_node *signature,
                        struct esc_go_node *body)
{
    struct esc_ir_function *outer = lowering->function;
    const struct esc_go_nodes *parameters = &signature->func_type.parameters;
    const struct esc_go_nodes *results = &signature->func_type.results;
    lowering->function = function;
    function->has_receiver = receiver != NULL;
    function->parameters =
        esc_arena_take(lowering->arena, parameters->count + 1, sizeof *function->parameters);
    if (receiver != NULL)
        add_parameter(lowering, function, receiver);
    for (size_t k = 0; k < parameters->count; k++)
        add_parameter(lowering, function, parameters->list[k]);
    for (size_t k = 0; k < results->count; k++)
        add_result(lowering, results->list[k], k, function->type->func.results.list[k]);
    function->has_body = body != NULL;
    if (body != NULL)
        esc_lower_statements(lowering, &body->block.statements, &function->body);
    lowering->function = outer;
}

static void take_captures(struct esc_lowering *lowering, struct esc_ir_function *function,
                          const struct esc_go_function *known)
{
    function->captures =
        esc_arena_take(lowering->arena, known->capture_count, sizeof *function->captures);
    for (size_t k = 0; k < known->capture_count; k++) {
        struct esc_ir_variable *variable =
            esc_lower_variable_of(lowering, known->captures[k].variable);
        if (variable == NULL) {
            esc_lower_refuse(lowering, known->captures[k].at, "this use of a variable");
            return;
        }
        function->captures[function->capture_count++] =
            (struct esc_ir_capture){variable, known->captures[k].at};
    }
}

struct esc_ir_node *esc_lower_closure(struct esc_lowering *lowering, struct esc_go_node *node)
{
    const struct esc_go_fact *fact = esc_lower_fact(lowering, node);
    struct esc_ir_function *outer = lowering->function;
    struct esc_ir_function *function = esc_arena_take(lowering->arena, 1, sizeof *function);
    const bool of_package = outer->object == NULL && !outer->is_literal && !outer->of_package;
    *function = (struct esc_ir_function){.path = lowering->path,
                                         .at = node->at,
                                         .type = esc_go_underlying(fact->type),
                                         .outer = of_package ? NULL : outer,
                                         .is_literal = !of_package,
                                         .of_package = of_package};
    function->name =
        of_package ? esc_lower_text(lowering, "glob..func%u", ++lowering->package_literals)
                   : esc_lower_text(lowering,
                                    outer->is_literal || outer->of_package ? "%s.%u" : "%s.func%u",
                                    outer->name, ++outer->literals);
    esc_lower_function(lowering, function, NULL, node->func_literal.type, node->func_literal.body);
    take_captures(lowering, function, fact->function);
    if (of_package)
        esc_lower_add_function(lowering, function);
    struct esc_ir_node *closure = esc_lower_make(lowering, ESC_IR_CLOSURE, node->at, fact->type);
    closure->function = function;
    return closure;
}
