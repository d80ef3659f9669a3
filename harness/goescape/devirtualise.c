/*
 * Calls by an interface that are calls of a known method. See passes.h.
 */
#include "goescape/passes.h"

#include <string.h>

struct pass {
    const struct esc_ir_package *package;
    struct esc_go_world *world;
    struct esc_go_lines *lines;
    bool failed;
    struct esc_go_place at;
};

static const char *text_of(struct pass *pass, const struct esc_ir_node *node,
                           const struct esc_go_type *type)
{
    struct esc_text text = {0};
    if (node != NULL)
        esc_ir_text(&text, node, pass->package->package);
    else
        esc_go_type_text(&text, type, pass->package->package);
    char *copy = esc_arena_copy(pass->package->arena, text.bytes, text.length);
    esc_text_free(&text);
    return copy;
}

static struct esc_ir_node *make(struct pass *pass, enum esc_ir_op op,
                                const struct esc_ir_node *like, const struct esc_go_type *type)
{
    struct esc_ir_node *node = esc_ir_make(pass->package->arena, op, like->at, type);
    node->path = like->path;
    return node;
}

/* The value out of its interface, and the embedded fields on the way to the method. */
static struct esc_ir_node *receiver(struct pass *pass, const struct esc_ir_node *bound,
                                    const struct esc_go_type *type,
                                    const struct esc_go_selection *selection)
{
    struct esc_ir_node *value = make(pass, ESC_IR_ASSERT, bound, type);
    value->x = bound->x;
    for (size_t k = 0; k < selection->path.count; k++) {
        const bool pointer = esc_go_is(value->type, ESC_TYPE_POINTER);
        struct esc_ir_node *field = make(pass, pointer ? ESC_IR_POINTER_FIELD : ESC_IR_FIELD, bound,
                                         selection->path.list[k]->type);
        field->x = value;
        field->text = selection->path.list[k]->name;
        value = field;
    }
    return value;
}

/* As the method wants it; NULL: its address, which a value out of an interface does not have. */
static struct esc_ir_node *fitting(struct pass *pass, struct esc_ir_node *value,
                                   const struct esc_go_object *method)
{
    const bool has_pointer = esc_go_is(value->type, ESC_TYPE_POINTER);
    if (method->function.pointer_receiver == has_pointer)
        return value;
    if (!has_pointer) {
        if (value->op != ESC_IR_POINTER_FIELD)
            return NULL;
        struct esc_ir_node *address =
            make(pass, ESC_IR_ADDRESS, value, esc_go_pointer_to(pass->world, value->type));
        address->x = value;
        address->implicit = true;
        return address;
    }
    struct esc_ir_node *pointed =
        make(pass, ESC_IR_DEREFERENCE, value, esc_go_underlying(value->type)->element);
    pointed->x = value;
    pointed->implicit = true;
    return pointed;
}

static struct esc_ir_function *function_of(const struct esc_ir_package *package,
                                           const struct esc_go_object *method)
{
    for (size_t k = 0; k < package->function_count; k++)
        if (package->functions[k]->object == method)
            return package->functions[k];
    return NULL;
}

/* i.M(a) becomes T.M(i.(T), a). */
static void call_method(struct pass *pass, struct esc_ir_node *call, struct esc_ir_node *value,
                        struct esc_go_object *method)
{
    struct esc_arena *arena = pass->package->arena;
    struct esc_ir_node *callee = make(pass, ESC_IR_METHOD, call->x, call->x->type);
    callee->x = make(pass, ESC_IR_TYPE, call->x, value->type);
    callee->text = call->x->text;
    callee->object = method;
    callee->function = function_of(pass->package, method);
    struct esc_ir_nodes list = {0};
    esc_ir_add(arena, &list, value);
    for (size_t k = 0; k < call->list.count; k++)
        esc_ir_add(arena, &list, call->list.list[k]);
    call->x = callee;
    call->list = list;
}

/* False: not known here. */
static bool replace(struct pass *pass, struct esc_ir_node *call, const struct esc_go_type *type)
{
    struct esc_go_selection selection = {0};
    if (esc_go_lookup(pass->world, type, false, pass->package->package, call->x->text,
                      &selection) != ESC_GO_FOUND)
        return false;
    struct esc_ir_node *value = receiver(pass, call->x, type, &selection);
    const bool by_interface = selection.object->function.of_interface;
    if (!by_interface)
        value = fitting(pass, value, selection.object);
    if (value == NULL)
        return false;
    esc_go_lines_add(pass->lines, call->path, call->at, "%sdevirtualizing %s to %s",
                     by_interface ? "partially " : "", text_of(pass, call->x, NULL),
                     text_of(pass, NULL, type));
    if (by_interface)
        call->x->x = value;
    else
        call_method(pass, call, value, selection.object);
    return true;
}

static bool devirtualise(void *context, struct esc_ir_node *node)
{
    struct pass *pass = context;
    if (node->op == ESC_IR_CLOSURE && !node->function->of_package)
        return esc_ir_any_of(&node->function->body, devirtualise, pass);
    if (node->op != ESC_IR_CALL || node->x->op != ESC_IR_INTERFACE_METHOD)
        return false;
    const struct esc_ir_node *value = esc_ir_static_value(node->x->x);
    if (value->op != ESC_IR_CONVERT_INTERFACE || esc_go_is_interface(value->x->type))
        return false;
    if (replace(pass, node, value->x->type))
        return false;
    pass->failed = true;
    pass->at = node->at;
    return true;
}

bool esc_ir_devirtualise(struct esc_ir_function *function, const struct esc_ir_package *package,
                         struct esc_go_world *world, struct esc_go_lines *lines,
                         struct esc_go_place *at)
{
    struct pass pass = {.package = package, .world = world, .lines = lines};
    esc_ir_any_of(&function->body, devirtualise, &pass);
    *at = pass.at;
    return !pass.failed;
}
