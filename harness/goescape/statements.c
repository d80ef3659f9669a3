/*
 * Statements, lowered. Blocks become part of what is around them, as they do in the compiler. See
 * lower.h.
 */
#include "goescape/lower.h"

static struct esc_ir_node *make(struct esc_lowering *lowering, enum esc_ir_op op,
                                const struct esc_go_node *node)
{
    return esc_lower_make(lowering, op, node->at, NULL);
}

static void statement(struct esc_lowering *lowering, struct esc_go_node *node,
                      struct esc_ir_nodes *into);

/* ---- declarations ---- */

static struct esc_ir_node *declare(struct esc_lowering *lowering, struct esc_ir_variable *variable,
                                   struct esc_go_place at)
{
    struct esc_ir_node *node = esc_lower_make(lowering, ESC_IR_DECLARE, at, NULL);
    node->variable = variable;
    return node;
}

static struct esc_ir_node *blank(struct esc_lowering *lowering, struct esc_go_place at)
{
    struct esc_ir_node *node = esc_lower_make(lowering, ESC_IR_NOTHING, at, NULL);
    node->text = "_";
    return node;
}

/* The left side of a := : the variables that it declares, run into `before`. */
static void define(struct esc_lowering *lowering, const struct esc_go_nodes *names,
                   struct esc_ir_node *statement, struct esc_ir_nodes *left)
{
    for (size_t k = 0; k < names->count; k++) {
        struct esc_go_node *name = names->list[k];
        struct esc_go_object *object = esc_lower_fact(lowering, name)->object;
        if (name->name == lowering->world->blank || object == NULL) {
            esc_lower_add(lowering, left, blank(lowering, name->at));
            continue;
        }
        struct esc_ir_variable *variable = esc_lower_variable_of(lowering, object);
        if (variable == NULL) {
            variable = esc_lower_declare(lowering, object, name->at, ESC_IR_LOCAL);
            variable->definition = statement;
            statement->defines = true;
            esc_lower_add(lowering, &statement->before, declare(lowering, variable, name->at));
        }
        esc_lower_add(lowering, left, esc_lower_use(lowering, variable, name->at));
    }
}

/* ---- assignments ---- */

static bool gives_two(const struct esc_ir_node *node)
{
    return node->op == ESC_IR_MAP_INDEX || node->op == ESC_IR_RECEIVE || node->op == ESC_IR_ASSERT;
}

static bool differs(const struct esc_ir_node *call, const struct esc_ir_nodes *left)
{
    for (size_t k = 0; k < left->count; k++) {
        const struct esc_go_type *type = left->list[k]->type;
        if (type != NULL && !esc_go_identical(type, call->type->tuple.list[k]))
            return true;
    }
    return false;
}

/* a, b = g(), where a type differs through temporaries. */
static void assign_call(struct esc_lowering *lowering, struct esc_ir_node *node)
{
    struct esc_ir_node *call = node->list.list[0];
    node->op = ESC_IR_ASSIGN_CALL;
    if (call->type == NULL || call->type->kind != ESC_TYPE_TUPLE ||
        call->type->tuple.count != node->keys.count) {
        esc_lower_refuse(lowering, node->at, "this assignment");
        return;
    }
    if (!differs(call, &node->keys))
        return;
    struct esc_ir_nodes results = {0};
    esc_lower_add(lowering, &node->before, esc_lower_spread(lowering, call, &results));
    node->op = ESC_IR_ASSIGN_LIST;
    for (size_t k = 0; k < results.count; k++)
        results.list[k] = esc_lower_assigned(lowering, results.list[k], node->keys.list[k]->type);
    node->list = results;
}

void esc_lower_fit(struct esc_lowering *lowering, struct esc_ir_node *node)
{
    if (lowering->failed)
        return;
    if (node->list.count == 1 && node->keys.count == 2 && gives_two(node->list.list[0])) {
        node->op = ESC_IR_ASSIGN_OK;
        return;
    }
    if (node->list.count == 1 && node->keys.count > 1) {
        assign_call(lowering, node);
        return;
    }
    for (size_t k = 0; k < node->list.count; k++)
        node->list.list[k] =
            esc_lower_assigned(lowering, node->list.list[k], node->keys.list[k]->type);
    if (node->keys.count != 1)
        return;
    node->op = ESC_IR_ASSIGN;
    node->x = node->keys.list[0];
    node->y = node->list.list[0];
    node->keys = node->list = (struct esc_ir_nodes){0};
}

static void expressions(struct esc_lowering *lowering, const struct esc_go_nodes *nodes,
                        struct esc_ir_nodes *into)
{
    for (size_t k = 0; k < nodes->count; k++)
        esc_lower_add(lowering, into, esc_lower_expression(lowering, nodes->list[k]));
}

/* x++ and x op= y. */
static struct esc_ir_node *operation(struct esc_lowering *lowering, struct esc_go_node *node)
{
    struct esc_ir_node *result = make(lowering, ESC_IR_ASSIGN_OP, node);
    result->operation = node->assign.op;
    if (node->assign.right.count > 0)
        result->y = esc_lower_expression(lowering, node->assign.right.list[0]);
    result->x = esc_lower_expression(lowering, node->assign.left.list[0]);
    if (result->y == NULL) {
        result->full = true;
        result->y = esc_lower_make(lowering, ESC_IR_CONSTANT, node->at, result->x->type);
        result->y->text = "1";
    }
    return result;
}

static struct esc_ir_node *assignment(struct esc_lowering *lowering, struct esc_go_node *node)
{
    if (node->assign.op != ESC_GO_NO_OPERATOR)
        return operation(lowering, node);
    struct esc_ir_node *result = make(lowering, ESC_IR_ASSIGN_LIST, node);
    expressions(lowering, &node->assign.right, &result->list);
    if (node->assign.defines)
        define(lowering, &node->assign.left, result, &result->keys);
    else
        expressions(lowering, &node->assign.left, &result->keys);
    esc_lower_fit(lowering, result);
    return result;
}

/* ---- var ---- */

/* `_` has a type, too, which its value is converted to. */
static struct esc_ir_node *target(struct esc_lowering *lowering, struct esc_ir_variable *variable,
                                  const struct esc_go_node *name)
{
    if (variable != NULL)
        return esc_lower_use(lowering, variable, name->at);
    struct esc_ir_node *node = blank(lowering, name->at);
    const struct esc_go_object *object = esc_lower_fact(lowering, name)->object;
    node->type = object != NULL ? object->type : NULL;
    return node;
}

/* var a, b = g() */
static void variables_of_call(struct esc_lowering *lowering, struct esc_go_node *node,
                              struct esc_ir_variable **variables, struct esc_ir_node *value,
                              struct esc_ir_nodes *into)
{
    struct esc_ir_node *assign = make(lowering, ESC_IR_ASSIGN_LIST, node);
    for (size_t k = 0; k < node->variable.names.count; k++) {
        if (variables[k] != NULL) {
            esc_lower_add(lowering, into, declare(lowering, variables[k], node->at));
            variables[k]->definition = assign;
        }
        esc_lower_add(lowering, &assign->keys,
                      target(lowering, variables[k], node->variable.names.list[k]));
    }
    esc_lower_add(lowering, &assign->list, value);
    esc_lower_fit(lowering, assign);
    esc_lower_add(lowering, into, assign);
}

static void variable(struct esc_lowering *lowering, struct esc_go_node *node,
                     struct esc_ir_nodes *into)
{
    const struct esc_go_nodes *names = &node->variable.names;
    struct esc_ir_nodes values = {0};
    struct esc_ir_variable **variables =
        esc_arena_take(lowering->arena, names->count, sizeof *variables);
    lowering->base = node->at;
    for (size_t k = 0; k < names->count; k++)
        variables[k] = esc_lower_declare(lowering, esc_lower_fact(lowering, names->list[k])->object,
                                         names->list[k]->at, ESC_IR_LOCAL);
    expressions(lowering, &node->variable.values, &values);
    if (lowering->failed)
        return;
    if (values.count == 1 && names->count > 1) {
        variables_of_call(lowering, node, variables, values.list[0], into);
        return;
    }
    for (size_t k = 0; k < names->count; k++) {
        struct esc_ir_node *assign = make(lowering, ESC_IR_ASSIGN, node);
        assign->x = target(lowering, variables[k], names->list[k]);
        if (variables[k] != NULL)
            esc_lower_add(lowering, into, declare(lowering, variables[k], node->at));
        if (values.count > 0) {
            assign->y = esc_lower_assigned(lowering, values.list[k], assign->x->type);
            if (variables[k] != NULL)
                variables[k]->definition = assign;
        }
        esc_lower_add(lowering, into, assign);
    }
}

static void declarations(struct esc_lowering *lowering, const struct esc_go_nodes *nodes,
                         struct esc_ir_nodes *into)
{
    for (size_t k = 0; k < nodes->count; k++)
        if (nodes->list[k]->kind == ESC_NODE_VAR)
            variable(lowering, nodes->list[k], into);
}

/* ---- if, for, switch, select ---- */

static void block(struct esc_lowering *lowering, struct esc_go_node *node,
                  struct esc_ir_nodes *into)
{
    esc_lower_statements(lowering, &node->block.statements, into);
}

static struct esc_ir_node *conditional(struct esc_lowering *lowering, struct esc_go_node *node)
{
    struct esc_ir_node *result = make(lowering, ESC_IR_IF, node);
    if (node->branch_if.init != NULL)
        statement(lowering, node->branch_if.init, &result->before);
    result->x = esc_lower_expression(lowering, node->branch_if.condition);
    block(lowering, node->branch_if.then, &result->list);
    if (node->branch_if.otherwise != NULL)
        statement(lowering, node->branch_if.otherwise, &result->keys);
    return result;
}

static struct esc_ir_node *range(struct esc_lowering *lowering, struct esc_go_node *node)
{
    struct esc_go_node *head = node->loop.init;
    struct esc_ir_node *result = make(lowering, ESC_IR_RANGE, head);
    struct esc_ir_nodes left = {0};
    if (head->range.defines)
        define(lowering, &head->range.left, result, &left);
    else
        expressions(lowering, &head->range.left, &left);
    result->x = left.count > 0 ? left.list[0] : NULL;
    result->y = left.count > 1 ? left.list[1] : NULL;
    result->z = esc_lower_expression(lowering, head->range.operand);
    block(lowering, node->loop.body, &result->list);
    return result;
}

/* A statement that stands for itself: the post of a loop, the case of a select. */
static struct esc_ir_node *single(struct esc_lowering *lowering, struct esc_go_node *node)
{
    struct esc_ir_nodes one = {0};
    statement(lowering, node, &one);
    return one.count > 0 ? one.list[0] : NULL;
}

static struct esc_ir_node *loop(struct esc_lowering *lowering, struct esc_go_node *node)
{
    if (node->loop.init != NULL && node->loop.init->kind == ESC_NODE_RANGE)
        return range(lowering, node);
    struct esc_ir_node *result = make(lowering, ESC_IR_FOR, node);
    if (node->loop.init != NULL)
        statement(lowering, node->loop.init, &result->before);
    if (node->loop.condition != NULL)
        result->x = esc_lower_expression(lowering, node->loop.condition);
    if (node->loop.post != NULL)
        result->y = single(lowering, node->loop.post);
    block(lowering, node->loop.body, &result->list);
    return result;
}

static struct esc_ir_node *clause(struct esc_lowering *lowering, struct esc_go_node *node,
                                  bool of_types)
{
    struct esc_ir_node *result = make(lowering, ESC_IR_CASE, node);
    struct esc_go_object *object = of_types ? esc_lower_fact(lowering, node)->object : NULL;
    if (object != NULL)
        result->variable = esc_lower_declare(lowering, object, node->clause.colon, ESC_IR_LOCAL);
    expressions(lowering, &node->clause.values, &result->keys);
    esc_lower_statements(lowering, &node->clause.body, &result->list);
    return result;
}

static struct esc_ir_node *choice(struct esc_lowering *lowering, struct esc_go_node *node)
{
    struct esc_go_node *tag = node->choice.tag;
    const bool of_types = tag != NULL && tag->kind == ESC_NODE_TYPE_GUARD;
    struct esc_ir_node *result =
        make(lowering, of_types ? ESC_IR_TYPE_SWITCH : ESC_IR_SWITCH, node);
    if (node->choice.init != NULL)
        statement(lowering, node->choice.init, &result->before);
    if (tag != NULL)
        result->x = esc_lower_expression(lowering, of_types ? tag->type_guard.operand : tag);
    for (size_t k = 0; k < node->choice.clauses.count; k++)
        esc_lower_add(lowering, &result->list,
                      clause(lowering, node->choice.clauses.list[k], of_types));
    return result;
}

/* What is received goes into two places, the second of them mostly `_`; conversions are left out,
 * for they are made later. */
static struct esc_ir_node *received(struct esc_lowering *lowering, struct esc_ir_node *node)
{
    if (node == NULL || node->op == ESC_IR_SEND || node->op == ESC_IR_ASSIGN_OK)
        return node;
    struct esc_ir_node *result = esc_lower_make(lowering, ESC_IR_ASSIGN_OK, node->at, NULL);
    struct esc_ir_node *to = NULL, *from = node;
    if (node->op == ESC_IR_ASSIGN) {
        to = node->x;
        from = node->y->implicit ? node->y->x : node->y;
        result->defines = node->defines;
        result->before = node->before;
        if (to->op == ESC_IR_VARIABLE && to->variable->definition == node)
            to->variable->definition = result;
    }
    if (from->op != ESC_IR_RECEIVE)
        return esc_lower_refuse(lowering, node->at, "this case of a select");
    esc_lower_add(lowering, &result->keys, to != NULL ? to : blank(lowering, node->at));
    esc_lower_add(lowering, &result->keys, blank(lowering, node->at));
    esc_lower_add(lowering, &result->list, from);
    return result;
}

static struct esc_ir_node *selection(struct esc_lowering *lowering, struct esc_go_node *node)
{
    struct esc_ir_node *result = make(lowering, ESC_IR_SELECT, node);
    for (size_t k = 0; k < node->select.clauses.count && !lowering->failed; k++) {
        struct esc_go_node *one = node->select.clauses.list[k];
        struct esc_ir_node *comm = make(lowering, ESC_IR_COMM, one);
        if (one->comm.statement != NULL)
            comm->x = single(lowering, one->comm.statement);
        esc_lower_statements(lowering, &one->comm.body, &comm->list);
        if (!lowering->failed)
            comm->x = received(lowering, comm->x);
        esc_lower_add(lowering, &result->list, comm);
    }
    return result;
}

/* ---- others ---- */

static struct esc_ir_node *give_back(struct esc_lowering *lowering, struct esc_go_node *node)
{
    struct esc_ir_node *result = make(lowering, ESC_IR_RETURN, node);
    const struct esc_go_objects *wanted = &lowering->function->type->func.results;
    expressions(lowering, &node->results, &result->list);
    if (lowering->failed)
        return result;
    if (result->list.count == 1 && wanted->count > 1) {
        struct esc_ir_node *call = result->list.list[0];
        result->list = (struct esc_ir_nodes){0};
        esc_lower_add(lowering, &result->before, esc_lower_spread(lowering, call, &result->list));
    }
    const struct esc_go_place base = lowering->base;
    for (size_t k = 0; k < result->list.count; k++) {
        esc_lower_rebase(lowering, result->list.list[k]);
        result->list.list[k] =
            esc_lower_assigned(lowering, result->list.list[k], wanted->list[k]->type);
    }
    lowering->base = base;
    return result;
}

static struct esc_ir_node *send(struct esc_lowering *lowering, struct esc_go_node *node)
{
    struct esc_ir_node *result = make(lowering, ESC_IR_SEND, node);
    result->x = esc_lower_expression(lowering, node->send.channel);
    result->y = esc_lower_expression(lowering, node->send.value);
    if (!lowering->failed)
        result->y = esc_lower_assigned(lowering, result->y,
                                       esc_go_underlying(result->x->type)->chan.element);
    return result;
}

static struct esc_ir_node *branch(struct esc_lowering *lowering, struct esc_go_node *node)
{
    const bool jumps = node->branch.what == ESC_GO_GOTO;
    struct esc_ir_node *result = make(lowering, jumps ? ESC_IR_GOTO : ESC_IR_BRANCH, node);
    result->branch = node->branch.what;
    result->full = node->branch.what == ESC_GO_FALLTHROUGH;
    if (node->branch.label != NULL)
        result->text = node->branch.label->name;
    return result;
}

static struct esc_ir_node *start(struct esc_lowering *lowering, struct esc_go_node *node)
{
    struct esc_ir_node *result =
        make(lowering, node->kind == ESC_NODE_GO ? ESC_IR_GO : ESC_IR_DEFER, node);
    result->x = esc_lower_expression(lowering, node->call_of);
    return result;
}

static void labeled(struct esc_lowering *lowering, struct esc_go_node *node,
                    struct esc_ir_nodes *into)
{
    struct esc_ir_node *label = make(lowering, ESC_IR_LABEL, node);
    label->text = node->labeled.label->name;
    esc_lower_add(lowering, into, label);
    statement(lowering, node->labeled.statement, into);
}

/* One that becomes one node; NULL: nothing. */
static struct esc_ir_node *one_node(struct esc_lowering *lowering, struct esc_go_node *node)
{
    switch (node->kind) {
    case ESC_NODE_EMPTY:
        return NULL;
    case ESC_NODE_EXPRESSION:
        return esc_lower_expression(lowering, node->inner);
    case ESC_NODE_ASSIGN:
        return assignment(lowering, node);
    case ESC_NODE_SEND:
        return send(lowering, node);
    case ESC_NODE_BRANCH:
        return branch(lowering, node);
    case ESC_NODE_GO:
    case ESC_NODE_DEFER:
        return start(lowering, node);
    case ESC_NODE_RETURN:
        return give_back(lowering, node);
    case ESC_NODE_IF:
        return conditional(lowering, node);
    case ESC_NODE_FOR:
        return loop(lowering, node);
    case ESC_NODE_SWITCH:
        return choice(lowering, node);
    case ESC_NODE_SELECT:
        return selection(lowering, node);
    default:
        return esc_lower_refuse(lowering, node->at, esc_node_word(node->kind));
    }
}

static void statement(struct esc_lowering *lowering, struct esc_go_node *node,
                      struct esc_ir_nodes *into)
{
    if (lowering->failed)
        return;
    if (node->kind == ESC_NODE_BLOCK) {
        block(lowering, node, into);
    } else if (node->kind == ESC_NODE_DECLARE) {
        declarations(lowering, &node->declarations, into);
    } else if (node->kind == ESC_NODE_LABELED) {
        labeled(lowering, node, into);
    } else {
        struct esc_ir_node *one = one_node(lowering, node);
        if (one != NULL)
            esc_lower_add(lowering, into, one);
    }
}

void esc_rule_lower_statements(struct esc_lowering *lowering, const struct esc_go_nodes *statements,
                               struct esc_ir_nodes *into)
{
    for (size_t k = 0; k < statements->count; k++)
        statement(lowering, statements->list[k], into);
}
