/*
 * Variables of a package: what is data when the program begins, of which nothing is told, and what
 * init has to do, which is analysed as any code. See lower.h. Source: Go 1.19,
 * cmd/compile/internal/staticinit, as far as it is sure here; what is not is refused.
 */
#include "goescape/lower.h"

static bool is_data(const struct esc_lowering *lowering, struct esc_go_node *node,
                    const struct esc_go_type *type);

static struct esc_go_node *value_of(struct esc_go_node *element)
{
    return element->kind == ESC_NODE_KEY_VALUE ? element->pair.value : element;
}

/* The literal that is laid out before the program runs: one that is no map, or its address. NULL:
 * it is none. */
static struct esc_go_node *literal_of(const struct esc_lowering *lowering, struct esc_go_node *node)
{
    if (node->kind == ESC_NODE_UNARY && node->unary.op == ESC_GO_AND)
        node = node->unary.operand;
    if (node->kind != ESC_NODE_COMPOSITE)
        return NULL;
    const struct esc_go_type *type = esc_lower_fact(lowering, node)->type;
    if (esc_go_is(type, ESC_TYPE_POINTER))
        type = esc_go_underlying(type)->element;
    return esc_go_is(type, ESC_TYPE_MAP) ? NULL : node;
}

/* Its own, that of {…} inside of another literal being perhaps a pointer's target. */
static const struct esc_go_type *literal_type(const struct esc_lowering *lowering,
                                              const struct esc_go_node *literal)
{
    const struct esc_go_type *type = esc_go_underlying(esc_lower_fact(lowering, literal)->type);
    return type->kind == ESC_TYPE_POINTER ? esc_go_underlying(type->element) : type;
}

static const struct esc_go_type *element_type(const struct esc_go_type *type,
                                              const struct esc_go_node *element, size_t index)
{
    const struct esc_go_objects *fields = &type->record.fields;
    if (type->kind == ESC_TYPE_ARRAY)
        return type->array.element;
    if (type->kind == ESC_TYPE_SLICE)
        return type->element;
    for (size_t k = 0; k < fields->count; k++)
        if (element->kind == ESC_NODE_KEY_VALUE ? fields->list[k]->name == element->pair.key->name
                                                : k == index)
            return fields->list[k]->type;
    return NULL;
}

static bool all_data(const struct esc_lowering *lowering, const struct esc_go_node *literal)
{
    const struct esc_go_nodes *elements = &literal->composite.elements;
    const struct esc_go_type *own = literal_type(lowering, literal);
    for (size_t k = 0; k < elements->count; k++)
        if (!is_data(lowering, value_of(elements->list[k]),
                     element_type(own, elements->list[k], k)))
            return false;
    return true;
}

/* x, x.f or x[1] in the package's own variables, whose address is known before the program runs. */
static bool is_fixed(const struct esc_lowering *lowering, struct esc_go_node *node)
{
    node = esc_go_unparen(node);
    const struct esc_go_fact *fact = esc_lower_fact(lowering, node);
    if (node->kind == ESC_NODE_NAME)
        return fact->object != NULL && fact->object->kind == ESC_OBJECT_VAR;
    if (node->kind != ESC_NODE_SELECTOR || fact->selected->what != ESC_SELECT_FIELD)
        return false;
    return !fact->selected->selection.indirect && is_fixed(lowering, node->selector.operand);
}

/* Constants, nil, functions, other variables and their addresses, and literals of such: nothing is
 * told of them, whether they are copied before or by init. */
static bool is_data(const struct esc_lowering *lowering, struct esc_go_node *node,
                    const struct esc_go_type *type)
{
    node = esc_go_unparen(node);
    const struct esc_go_fact *fact = esc_lower_fact(lowering, node);
    if (fact->mode == ESC_MODE_CONSTANT || fact->mode == ESC_MODE_NIL)
        return true;
    if (node->kind == ESC_NODE_NAME)
        return fact->object != NULL && type != NULL &&
               (fact->object->kind == ESC_OBJECT_FUNC || fact->object->kind == ESC_OBJECT_VAR) &&
               esc_go_is_interface(fact->type) == esc_go_is_interface(type);
    if (node->kind == ESC_NODE_UNARY && node->unary.op == ESC_GO_AND &&
        is_fixed(lowering, node->unary.operand))
        return true;
    const struct esc_go_node *literal = literal_of(lowering, node);
    return literal != NULL && all_data(lowering, literal);
}

static void look_for_literal(void *context, struct esc_go_node *node)
{
    bool *found = context;
    *found |= node->kind == ESC_NODE_COMPOSITE || node->kind == ESC_NODE_FUNC_LITERAL;
    esc_go_children(node, look_for_literal, context);
}

/* A conversion that needs no memory, of what holds no literal. */
static bool is_plain_conversion(const struct esc_lowering *lowering, struct esc_go_node *node)
{
    const struct esc_go_type *to = esc_lower_fact(lowering, node)->type;
    const struct esc_go_type *from = esc_lower_fact(lowering, node->call.arguments.list[0])->type;
    bool has_literal = false;
    esc_go_children(node, look_for_literal, &has_literal);
    return !has_literal && !esc_go_is_interface(to) && !esc_go_is_interface(from) &&
           !esc_go_is_string(to) && !esc_go_is_string(from);
}

/* Whether it is nothing that could be laid out before: then init works it out. */
static bool is_work(const struct esc_lowering *lowering, struct esc_go_node *node)
{
    const struct esc_go_fact *fact = esc_lower_fact(lowering, node);
    switch (node->kind) {
    case ESC_NODE_CALL:
        return !fact->converts || is_plain_conversion(lowering, node);
    case ESC_NODE_BINARY:
    case ESC_NODE_INDEX:
        return true;
    case ESC_NODE_UNARY:
        return node->unary.op != ESC_GO_AND;
    case ESC_NODE_COMPOSITE:
        return true; /* of a map: all others are literals */
    default:
        return false;
    }
}

static void refuse(struct esc_lowering *lowering, const struct esc_go_node *node)
{
    esc_lower_refuse(lowering, node->at,
                     "a variable of the package whose value is neither data nor a call");
}

/* The value is on the heap or nowhere: what is kept in a variable of the package stays. */
static void work(struct esc_lowering *lowering, struct esc_go_node *node,
                 const struct esc_go_object *variable)
{
    struct esc_ir_node *assign = esc_lower_make(lowering, ESC_IR_ASSIGN, variable->at, NULL);
    assign->x =
        esc_lower_make(lowering, ESC_IR_GLOBAL, variable->at, esc_lower_fact(lowering, node)->type);
    assign->x->text = variable->name;
    lowering->base = variable->at;
    assign->y = esc_lower_expression(lowering, node);
    esc_lower_add(lowering, &lowering->function->body, assign);
}

/* The parts of a value that are not data, one after the other. */
static void place(struct esc_lowering *lowering, struct esc_go_node *node,
                  const struct esc_go_type *type, const struct esc_go_object *variable)
{
    node = esc_go_unparen(node);
    if (lowering->failed || is_data(lowering, node, type))
        return;
    const struct esc_go_node *literal = literal_of(lowering, node);
    const struct esc_go_type *own = esc_lower_fact(lowering, node)->type;
    if (type == NULL || own == NULL || !esc_go_identical(own, type)) {
        refuse(lowering, node);
    } else if (literal != NULL) {
        own = literal_type(lowering, literal);
        for (size_t k = 0; k < literal->composite.elements.count; k++) {
            struct esc_go_node *element = literal->composite.elements.list[k];
            place(lowering, value_of(element), element_type(own, element, k), variable);
        }
    } else if (is_work(lowering, node)) {
        work(lowering, node, variable);
    } else {
        refuse(lowering, node);
    }
}

/* var a, b = f(), of the very types that f gives. */
static void place_results(struct esc_lowering *lowering,
                          const struct esc_go_initialiser *initialiser)
{
    const struct esc_go_objects *variables = &initialiser->variables;
    struct esc_go_node *value = esc_go_unparen(initialiser->value);
    const struct esc_go_type *type = esc_lower_fact(lowering, value)->type;
    if (value->kind != ESC_NODE_CALL || type == NULL || type->kind != ESC_TYPE_TUPLE ||
        type->tuple.count != variables->count) {
        refuse(lowering, value);
        return;
    }
    struct esc_ir_node *assign =
        esc_lower_make(lowering, ESC_IR_ASSIGN_CALL, variables->list[0]->at, NULL);
    for (size_t k = 0; k < variables->count; k++) {
        if (!esc_go_identical(variables->list[k]->type, type->tuple.list[k])) {
            refuse(lowering, value);
            return;
        }
        struct esc_ir_node *global = esc_lower_make(lowering, ESC_IR_GLOBAL, variables->list[k]->at,
                                                    variables->list[k]->type);
        global->text = variables->list[k]->name;
        esc_lower_add(lowering, &assign->keys, global);
    }
    lowering->base = assign->at;
    esc_lower_add(lowering, &assign->list, esc_lower_expression(lowering, value));
    esc_lower_add(lowering, &lowering->function->body, assign);
}

void esc_lower_initialiser(struct esc_lowering *lowering,
                           const struct esc_go_initialiser *initialiser)
{
    const struct esc_go_node *value = esc_go_unparen(initialiser->value);
    const bool is_blank = initialiser->variables.count == 1 &&
                          initialiser->variables.list[0]->name == lowering->world->blank;
    if (initialiser->variables.count == 1 &&
        is_data(lowering, initialiser->value, initialiser->variables.list[0]->type))
        return;
    /* What is kept nowhere is not worked out, unless that has effects. */
    if (initialiser->variables.count != 1)
        place_results(lowering, initialiser);
    else if (is_blank && value->kind != ESC_NODE_CALL)
        refuse(lowering, initialiser->value);
    else
        place(lowering, initialiser->value, initialiser->variables.list[0]->type,
              initialiser->variables.list[0]);
}
