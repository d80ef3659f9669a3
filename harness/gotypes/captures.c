/*
 * Which variables of the functions around it a function literal uses. See check.h.
 */
#include "gotypes/checker.h"

struct walk {
    struct checker *c;
    struct esc_go_function *function; /* NULL: outside of literals */
};

static void capture(struct checker *c, struct esc_go_function *function,
                    struct esc_go_object *variable, struct esc_go_place at)
{
    for (size_t k = 0; k < function->capture_count; k++)
        if (function->captures[k].variable == variable)
            return;
    const size_t count = function->capture_count;
    if ((count & (count - 1)) == 0) {
        struct esc_go_capture *list =
            esc_arena_take(c->arena, count > 0 ? count * 2 : 1, sizeof *list);
        for (size_t k = 0; k < count; k++)
            list[k] = function->captures[k];
        function->captures = list;
    }
    function->captures[function->capture_count++] = (struct esc_go_capture){variable, at};
}

static bool is_outer(const struct esc_go_object *object, const struct esc_go_function *function)
{
    return object != NULL && object->kind == ESC_OBJECT_VAR && object->variable.function != NULL &&
           object->variable.function != function;
}

static void visit(void *context, struct esc_go_node *node);

static void visit_all(struct walk *walk, const struct esc_go_nodes *nodes)
{
    for (size_t k = 0; k < nodes->count; k++)
        visit(walk, nodes->list[k]);
}

/* In the order of the compiler, which looks at the right side of an assignment first, and at
 * nothing inside of a constant, as len of an array is one. Source: Go 1.19,
 * cmd/compile/internal/noder/stmt.go and expr.go. */
static void visit(void *context, struct esc_go_node *node)
{
    struct walk *walk = context;
    const struct esc_go_fact *fact = FACT(walk->c, node);
    if (node->kind == ESC_NODE_NAME && walk->function != NULL && fact->mode == ESC_MODE_VARIABLE &&
        is_outer(fact->object, walk->function))
        capture(walk->c, walk->function, fact->object, node->at);
    if (fact->mode == ESC_MODE_CONSTANT)
        return;
    if (node->kind == ESC_NODE_ASSIGN) {
        visit_all(walk, &node->assign.right);
        visit_all(walk, &node->assign.left);
        return;
    }
    if (node->kind != ESC_NODE_FUNC_LITERAL) {
        esc_go_children(node, visit, walk);
        return;
    }
    struct walk inner = {walk->c, fact->function};
    esc_go_children(node, visit, &inner);
    if (walk->function == NULL)
        return;
    for (size_t k = 0; k < inner.function->capture_count; k++)
        if (is_outer(inner.function->captures[k].variable, walk->function))
            capture(walk->c, walk->function, inner.function->captures[k].variable, node->at);
}

void esc_check_captures(struct checker *c, struct esc_go_node *node)
{
    struct walk walk = {c, NULL};
    visit(&walk, node);
}
