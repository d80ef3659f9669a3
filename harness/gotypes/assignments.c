/*
 * Values into variables. See checker.h; Go specification, "Assignments", "Short variable
 * declarations".
 */
#include "gotypes/checker.h"

static void __attribute__((noreturn))
fail_count(struct checker *c, size_t left, const struct esc_go_nodes *values, size_t right)
{
    const struct esc_go_node *first = values->list[0];
    const struct esc_go_node *call = esc_go_unparen((struct esc_go_node *)first);
    if (values->count == 1 && call->kind == ESC_NODE_CALL)
        esc_check_fail_at(c, first,
                          "assignment mismatch: %zu variable%s but %s returns %zu value%s", left,
                          left == 1 ? "" : "s", esc_check_node_text(c, call->call.callee), right,
                          right == 1 ? "" : "s");
    esc_check_fail_at(c, first, "assignment mismatch: %zu variable%s but %zu value%s", left,
                      left == 1 ? "" : "s", right, right == 1 ? "" : "s");
}

/* The variable's type where it has one, else that of the value. */
void esc_check_initialise_one(struct checker *c, struct esc_go_object *variable, struct operand *x,
                              const char *what)
{
    if (variable->type == NULL) {
        esc_check_single(c, x);
        if (esc_check_is_nil(x) && esc_go_is_untyped(x->type))
            esc_check_fail_at(c, x->node, "use of untyped nil in %s", what);
        variable->type = esc_go_default(c->world, x->type);
    }
    esc_check_assign(c, x, variable->type, what);
}

static void __attribute__((noreturn)) fail_results(struct checker *c, const struct operands *values,
                                                   size_t wanted, const struct esc_go_node *at)
{
    const bool many = values->count > wanted;
    if (many)
        at = values->list[wanted].node;
    else if (values->count > 0)
        at = values->list[values->count - 1].node;
    esc_check_fail_at(c, at, "%s return values: have %zu, want %zu",
                      many ? "too many" : "not enough", values->count, wanted);
}

void esc_check_initialise(struct checker *c, const struct esc_go_objects *left,
                          const struct esc_go_nodes *values, const struct esc_go_node *at)
{
    const struct operands right = esc_check_values(c, values, left->count == 2 && at == NULL);
    if (right.count != left->count) {
        if (at != NULL)
            fail_results(c, &right, left->count, at);
        fail_count(c, left->count, values, right.count);
    }
    for (size_t k = 0; k < right.count; k++)
        esc_check_initialise_one(c, left->list[k], &right.list[k],
                                 at != NULL ? "return statement" : "assignment");
}

/* A variable that is assigned to is not used by that. */
static struct esc_go_object *local_named(struct checker *c, const struct esc_go_node *node)
{
    if (node->kind != ESC_NODE_NAME)
        return NULL;
    struct esc_go_object *object = esc_go_scope_search(c->scope, node->name);
    return object != NULL && object->kind == ESC_OBJECT_VAR ? object : NULL;
}

static void __attribute__((noreturn)) fail_target(struct checker *c, const struct operand *target)
{
    const struct esc_go_node *node = target->node;
    if (node->kind == ESC_NODE_SELECTOR &&
        FACT(c, node->selector.operand)->mode == ESC_MODE_MAP_INDEX)
        esc_check_fail_at(c, node, "cannot assign to struct field %s in map",
                          esc_check_node_text(c, node));
    esc_check_fail_at(c, node, "cannot assign to %s", esc_check_describe(c, target));
}

void esc_check_assign_to(struct checker *c, struct esc_go_node *left, struct operand *x)
{
    struct esc_go_node *bare = esc_go_unparen(left);
    if (bare->kind == ESC_NODE_NAME && bare->name == c->world->blank) {
        esc_check_assign(c, x, NULL, "assignment to _ identifier");
        return;
    }
    struct esc_go_object *variable = local_named(c, bare);
    const bool used = variable != NULL && variable->variable.used;
    struct operand target;
    esc_check_value(c, &target, left);
    if (variable != NULL)
        variable->variable.used = used;
    if (target.mode != ESC_MODE_VARIABLE && target.mode != ESC_MODE_MAP_INDEX)
        fail_target(c, &target);
    esc_check_assign(c, x, target.type, "assignment");
}

static void assign_all(struct checker *c, const struct esc_go_node *node)
{
    const struct esc_go_nodes *left = &node->assign.left;
    const struct operands right = esc_check_values(c, &node->assign.right, left->count == 2);
    if (right.count != left->count)
        fail_count(c, left->count, &node->assign.right, right.count);
    for (size_t k = 0; k < left->count; k++)
        esc_check_assign_to(c, left->list[k], &right.list[k]);
}

static bool is_before(const struct esc_go_nodes *names, size_t count, const char *name)
{
    for (size_t k = 0; k < count; k++)
        if (names->list[k]->kind == ESC_NODE_NAME && names->list[k]->name == name)
            return true;
    return false;
}

/* The variable of this block, or a new one, which is not declared before the values are known. */
static struct esc_go_object *defined(struct checker *c, struct esc_go_node *name, bool *is_new)
{
    if (name->kind != ESC_NODE_NAME)
        esc_check_fail_at(c, name, "non-name %s on left side of :=", esc_check_node_text(c, name));
    struct esc_go_object *old = esc_go_scope_find(c->scope, name->name);
    *is_new = old == NULL && name->name != c->world->blank;
    if (old == NULL)
        return esc_check_variable(c, name, NULL, ESC_ROLE_LOCAL);
    if (old->kind != ESC_OBJECT_VAR)
        esc_check_fail_at(c, name, "cannot assign to %s", name->name);
    FACT(c, name)->object = old;
    return old;
}

static void define(struct checker *c, struct esc_go_node *node)
{
    const struct esc_go_nodes *names = &node->assign.left;
    struct esc_go_objects all = {0}, fresh = {0};
    for (size_t k = 0; k < names->count; k++) {
        struct esc_go_node *name = names->list[k];
        bool is_new;
        if (name->kind == ESC_NODE_NAME && name->name != c->world->blank &&
            is_before(names, k, name->name))
            esc_check_fail_at(c, name, "%s repeated on left side of :=", name->name);
        esc_go_objects_add(c->world, &all, defined(c, name, &is_new));
        if (is_new)
            esc_go_objects_add(c->world, &fresh, all.list[k]);
    }
    esc_check_initialise(c, &all, &node->assign.right, NULL);
    if (fresh.count == 0)
        esc_check_fail(c, node->at, "no new variables on left side of :=");
    for (size_t k = 0; k < fresh.count; k++)
        esc_check_declare(c, fresh.list[k]);
}

static void operate(struct checker *c, struct esc_go_node *node)
{
    const struct esc_go_nodes *left = &node->assign.left, *right = &node->assign.right;
    struct operand x;
    if (left->count != 1 || right->count > 1)
        esc_check_fail(c, node->at, "assignment operation requires single-valued expressions");
    if (right->count == 0) {
        esc_check_value(c, &x, left->list[0]);
        if (!esc_go_is_numeric(x.type))
            esc_check_fail_at(
                c, left->list[0], "invalid operation: %s%s%s (non-numeric type %s)",
                esc_check_node_text(c, left->list[0]), esc_go_operator_text(node->assign.op),
                esc_go_operator_text(node->assign.op), esc_check_type_text(c, x.type));
    } else {
        esc_check_binary(c, &x, node, node->assign.op, left->list[0], right->list[0]);
        x.node = left->list[0];
    }
    esc_check_assign_to(c, left->list[0], &x);
}

void esc_check_assignment(struct checker *c, struct esc_go_node *node)
{
    if (node->assign.op != ESC_GO_NO_OPERATOR)
        operate(c, node);
    else if (node->assign.defines)
        define(c, node);
    else
        assign_all(c, node);
}
