/*
 * Statements and the bodies of functions. See checker.h; Go specification, "Statements".
 */
#include "gotypes/checker.h"

static void statement(struct checker *c, struct esc_go_node *node);

static void statements(struct checker *c, const struct esc_go_nodes *list)
{
    for (size_t k = 0; k < list->count; k++)
        statement(c, list->list[k]);
}

static void block(struct checker *c, const struct esc_go_nodes *list)
{
    esc_check_open(c);
    statements(c, list);
    esc_check_close(c);
}

/* ---- calls and receives as statements ---- */

static bool is_statement_builtin(enum esc_go_builtin what)
{
    switch (what) {
    case ESC_BUILTIN_CLOSE:
    case ESC_BUILTIN_COPY:
    case ESC_BUILTIN_DELETE:
    case ESC_BUILTIN_PANIC:
    case ESC_BUILTIN_PRINT:
    case ESC_BUILTIN_PRINTLN:
    case ESC_BUILTIN_RECOVER:
    case ESC_BUILTIN_CLEAR:
        return true;
    default:
        return false;
    }
}

/* A call that does something, not a conversion or a built-in that only gives a value. */
static bool is_effective_call(const struct checker *c, const struct esc_go_node *node)
{
    if (node->kind != ESC_NODE_CALL)
        return false;
    const struct esc_go_node *callee = esc_go_unparen(node->call.callee);
    const struct esc_go_fact *fact = FACT(c, callee);
    if (fact->mode == ESC_MODE_BUILTIN)
        return is_statement_builtin(fact->builtin);
    return !FACT(c, node)->converts;
}

static void expression(struct checker *c, struct esc_go_node *node)
{
    struct operand x;
    c->back->evaluate(c, &x, node->inner, NULL);
    const struct esc_go_node *bare = esc_go_unparen(node->inner);
    const bool receives = bare->kind == ESC_NODE_UNARY && bare->unary.op == ESC_GO_RECEIVE;
    if (x.mode == ESC_MODE_BUILTIN)
        esc_check_fail_at(c, node->inner, "%s (built-in) must be called",
                          esc_check_node_text(c, bare));
    if (x.mode == ESC_MODE_TYPE)
        esc_check_fail_at(c, node->inner, "%s (type) is not an expression",
                          esc_check_node_text(c, bare));
    if (!receives && !is_effective_call(c, bare))
        esc_check_fail_at(c, node->inner, "%s is not used", esc_check_describe(c, &x));
}

static void suspended(struct checker *c, struct esc_go_node *node)
{
    const char *word = node->kind == ESC_NODE_GO ? "go" : "defer";
    struct operand x;
    if (node->call_of->kind != ESC_NODE_CALL)
        esc_check_fail_at(c, node->call_of, "expression in %s must be function call", word);
    c->back->evaluate(c, &x, node->call_of, NULL);
    if (FACT(c, node->call_of)->converts)
        esc_check_fail_at(c, node->call_of, "%s requires function call, not conversion", word);
    if (!is_effective_call(c, node->call_of))
        esc_check_fail_at(c, node->call_of, "%s discards result of %s", word,
                          esc_check_describe(c, &x));
}

static void send(struct checker *c, struct esc_go_node *node)
{
    struct operand channel, value;
    esc_check_value(c, &channel, node->send.channel);
    esc_check_value(c, &value, node->send.value);
    const struct esc_go_type *chan =
        esc_check_is_nil(&channel) ? NULL : esc_check_under(c, channel.type, node);
    if (chan == NULL || chan->kind != ESC_TYPE_CHAN)
        esc_check_fail(c, node->at, "invalid operation: cannot send to non-channel %s",
                       esc_check_describe(c, &channel));
    if (chan->chan.direction == ESC_GO_RECEIVE_ONLY)
        esc_check_fail(c, node->at, "invalid operation: cannot send to receive-only channel %s",
                       esc_check_describe(c, &channel));
    esc_check_assign(c, &value, chan->chan.element, "send");
}

/* ---- return ---- */

static void give_back(struct checker *c, struct esc_go_node *node)
{
    const struct esc_go_objects *results = &c->function->type->func.results;
    const struct esc_go_nodes *values = &node->results;
    if (values->count == 0 && results->count > 0 && results->list[0]->name[0] != '\0') {
        for (size_t k = 0; k < results->count; k++) {
            const struct esc_go_object *seen =
                esc_go_scope_search(c->scope, results->list[k]->name);
            if (seen != NULL && seen != results->list[k] &&
                results->list[k]->name != c->world->blank)
                esc_check_fail(c, node->at, "result parameter %s not in scope at return",
                               results->list[k]->name);
        }
        return;
    }
    if (values->count == 0 && results->count > 0)
        esc_check_fail(c, node->at, "not enough return values: have 0, want %zu", results->count);
    if (results->count == 0 && values->count > 0)
        esc_check_fail_at(c, values->list[0], "too many return values");
    if (values->count > 0)
        esc_check_initialise(c, results, values, node);
}

/* ---- if, for, range ---- */

static void condition(struct checker *c, struct esc_go_node *node, const char *where)
{
    struct operand x;
    esc_check_value(c, &x, node);
    if (!esc_go_is_bool(x.type))
        esc_check_fail_at(c, node, "non-boolean condition in %s statement", where);
}

static void choose(struct checker *c, struct esc_go_node *node)
{
    esc_check_open(c);
    if (node->branch_if.init != NULL)
        statement(c, node->branch_if.init);
    condition(c, node->branch_if.condition, "if");
    block(c, &node->branch_if.then->block.statements);
    if (node->branch_if.otherwise != NULL)
        statement(c, node->branch_if.otherwise);
    esc_check_close(c);
}

/* What a range gives, key and value; NULL: does not. */
static void range_types(struct checker *c, const struct operand *x, const struct esc_go_type **key,
                        const struct esc_go_type **value)
{
    const struct esc_go_type *under = esc_check_under(c, x->type, x->node);
    *key = *value = NULL;
    if (under->kind == ESC_TYPE_POINTER) {
        const struct esc_go_type *target = esc_check_under(c, under->element, x->node);
        under = target->kind == ESC_TYPE_ARRAY ? target : under;
    }
    *key = c->world->basic[ESC_BASIC_INT];
    if (esc_go_is_string(under)) {
        *value = c->world->rune;
    } else if (under->kind == ESC_TYPE_ARRAY) {
        *value = under->array.element;
    } else if (under->kind == ESC_TYPE_SLICE) {
        *value = under->element;
    } else if (under->kind == ESC_TYPE_MAP) {
        *key = under->map.key;
        *value = under->map.element;
    } else if (under->kind == ESC_TYPE_CHAN && !esc_check_is_nil(x)) {
        *key = under->chan.element;
        if (under->chan.direction == ESC_GO_SEND_ONLY)
            esc_check_fail_at(c, x->node, "cannot range over %s: receive from send-only channel",
                              esc_check_describe(c, x));
    } else {
        esc_check_fail_at(c, x->node, "cannot range over %s", esc_check_describe(c, x));
    }
}

static void define_range(struct checker *c, struct esc_go_node *range,
                         const struct esc_go_type *const types[2])
{
    struct esc_go_objects objects = {0};
    for (size_t k = 0; k < range->range.left.count; k++) {
        struct esc_go_node *name = range->range.left.list[k];
        if (name->kind != ESC_NODE_NAME)
            esc_check_fail_at(c, name,
                              "non-name %s on left side of :=", esc_check_node_text(c, name));
        struct esc_go_object *object = esc_check_variable(c, name, types[k], ESC_ROLE_LOCAL);
        if (name->name != c->world->blank)
            esc_go_objects_add(c->world, &objects, object);
    }
    if (objects.count == 0)
        esc_check_fail(c, range->at, "no new variables on left side of :=");
    for (size_t k = 0; k < objects.count; k++)
        esc_check_declare(c, objects.list[k]);
}

static void range_over(struct checker *c, struct esc_go_node *range)
{
    struct operand x;
    const struct esc_go_type *types[2];
    esc_check_value(c, &x, range->range.operand);
    range_types(c, &x, &types[0], &types[1]);
    const struct esc_go_nodes *left = &range->range.left;
    if (left->count > 1 && types[1] == NULL)
        esc_check_fail_at(c, left->list[1], "range over %s permits only one iteration variable",
                          esc_check_describe(c, &x));
    if (left->count > 2)
        esc_check_fail_at(c, left->list[2], "range clause permits at most two iteration variables");
    if (range->range.defines) {
        define_range(c, range, types);
        return;
    }
    for (size_t k = 0; k < left->count; k++) {
        struct operand given = {.mode = ESC_MODE_VALUE, .type = types[k], .node = left->list[k]};
        esc_check_assign_to(c, left->list[k], &given);
    }
}

static void loop(struct checker *c, struct esc_go_node *node)
{
    esc_check_open(c);
    struct esc_go_node *init = node->loop.init;
    if (init != NULL && init->kind == ESC_NODE_RANGE)
        range_over(c, init);
    else if (init != NULL)
        statement(c, init);
    if (node->loop.condition != NULL)
        condition(c, node->loop.condition, "for");
    if (node->loop.post != NULL)
        statement(c, node->loop.post);
    block(c, &node->loop.body->block.statements);
    esc_check_close(c);
}

/* ---- switch ---- */

struct cases {
    struct seen_case {
        const struct esc_constant *value;
        const struct esc_go_type *type;
        struct seen_case *next;
    } * *slots;
    size_t count;
};

static struct cases make_cases(struct checker *c, const struct esc_go_nodes *clauses)
{
    size_t values = 0;
    for (size_t k = 0; k < clauses->count; k++)
        values += clauses->list[k]->clause.values.count;
    struct cases cases = {.count = values + 1};
    cases.slots = esc_arena_take(c->arena, cases.count, sizeof *cases.slots);
    return cases;
}

/* Integers, floats and strings: the compiler looks at no others. */
static bool is_repeated(struct checker *c, struct cases *cases, const struct operand *v)
{
    const enum esc_constant_kind kind = esc_constant_kind(v->value);
    if (kind != ESC_CONSTANT_NUMBER && kind != ESC_CONSTANT_STRING)
        return false;
    struct esc_text text = {0};
    esc_constant_exact(&text, v->value);
    struct seen_case **slot =
        &cases->slots[esc_hash(ESC_HASH_START, text.bytes, text.length) % cases->count];
    esc_text_free(&text);
    for (const struct seen_case *seen = *slot; seen != NULL; seen = seen->next)
        if (esc_constant_kind(seen->value) == kind &&
            esc_constant_compare(ESC_GO_EQUAL, seen->value, v->value) &&
            esc_go_identical(seen->type, v->type))
            return true;
    struct seen_case *seen = esc_arena_take(c->arena, 1, sizeof *seen);
    *seen = (struct seen_case){v->value, v->type, *slot};
    *slot = seen;
    return false;
}

static void case_values(struct checker *c, struct operand *tag, const struct esc_go_node *clause,
                        struct cases *cases)
{
    for (size_t k = 0; k < clause->clause.values.count; k++) {
        struct operand v, copy = *tag;
        esc_check_value(c, &v, clause->clause.values.list[k]);
        esc_check_case(c, &copy, &v);
        if (v.mode == ESC_MODE_CONSTANT && is_repeated(c, cases, &v))
            esc_check_fail_at(c, v.node, "duplicate case %s in expression switch",
                              esc_check_describe(c, &v));
    }
}

static void check_defaults(struct checker *c, const struct esc_go_nodes *clauses)
{
    bool seen = false;
    for (size_t k = 0; k < clauses->count; k++) {
        const bool is_default = clauses->list[k]->clause.is_default;
        if (seen && is_default)
            esc_check_fail(c, clauses->list[k]->at, "multiple defaults in switch");
        seen = seen || is_default;
    }
}

/* `true`, where no tag is written. */
static void evaluate_tag(struct checker *c, struct operand *tag, struct esc_go_node *node)
{
    if (node->choice.tag == NULL) {
        *tag = (struct operand){.mode = ESC_MODE_CONSTANT,
                                .type = c->world->basic[ESC_BASIC_BOOL],
                                .value = esc_constant_bool(c->arena, true),
                                .node = node};
        return;
    }
    esc_check_value(c, tag, node->choice.tag);
    esc_check_assign(c, tag, NULL, "switch expression");
    if (!esc_go_comparable(tag->type) && !esc_go_has_nil(tag->type))
        esc_check_fail_at(c, node->choice.tag, "cannot switch on %s", esc_check_describe(c, tag));
}

static void switch_values(struct checker *c, struct esc_go_node *node)
{
    struct operand tag;
    evaluate_tag(c, &tag, node);
    check_defaults(c, &node->choice.clauses);
    struct cases cases = make_cases(c, &node->choice.clauses);
    for (size_t k = 0; k < node->choice.clauses.count; k++) {
        struct esc_go_node *clause = node->choice.clauses.list[k];
        case_values(c, &tag, clause, &cases);
        block(c, &clause->clause.body);
    }
}

/* ---- switch over types ---- */

struct types_seen {
    struct esc_go_types list; /* NULL: nil */
};

static bool is_nil_name(const struct checker *c, struct esc_go_node *node)
{
    const struct esc_go_node *bare = esc_go_unparen(node);
    if (bare->kind != ESC_NODE_NAME)
        return false;
    const struct esc_go_object *object = esc_go_scope_search(c->scope, bare->name);
    return object != NULL && object->kind == ESC_OBJECT_NIL;
}

static void check_case_type(struct checker *c, const struct operand *x, struct esc_go_node *node,
                            const struct esc_go_type *type, struct esc_go_types *seen)
{
    const char *why;
    for (size_t k = 0; k < seen->count; k++)
        if (seen->list[k] == type ||
            (type != NULL && seen->list[k] != NULL && esc_go_identical(seen->list[k], type)))
            esc_check_fail_at(c, node, "duplicate case %s in type switch",
                              esc_check_node_text(c, node));
    esc_go_types_add(c->world, seen, type);
    if (type != NULL && !esc_go_is_interface(type) &&
        !esc_check_implements(c, type, x->type, false, &why))
        esc_check_fail_at(c, node, "impossible type switch case: %s", why);
}

/* The type that the clause's variable has: that of its only case. */
static const struct esc_go_type *case_types(struct checker *c, const struct operand *x,
                                            const struct esc_go_node *clause,
                                            struct esc_go_types *seen)
{
    const struct esc_go_type *type = NULL;
    for (size_t k = 0; k < clause->clause.values.count; k++) {
        struct esc_go_node *value = clause->clause.values.list[k];
        struct operand nil;
        type = NULL;
        if (is_nil_name(c, value))
            c->back->evaluate(c, &nil, value, NULL);
        else
            type = esc_check_type(c, value);
        check_case_type(c, x, value, type, seen);
    }
    return clause->clause.values.count == 1 && type != NULL ? type : x->type;
}

static struct esc_go_object *clause_variable(struct checker *c, struct esc_go_node *clause,
                                             const struct esc_go_node *name,
                                             const struct esc_go_type *type)
{
    struct esc_go_object *object =
        esc_go_object_new(c->world, ESC_OBJECT_VAR, name->name, c->package, type);
    object->at = clause->clause.colon;
    object->path = c->path;
    object->node = clause;
    object->variable.role = ESC_ROLE_LOCAL;
    object->variable.function = c->function;
    FACT(c, clause)->object = object;
    esc_check_declare(c, object);
    return object;
}

static void switch_types(struct checker *c, struct esc_go_node *node)
{
    const struct esc_go_node *guard = node->choice.tag;
    const struct esc_go_node *name = guard->type_guard.variable;
    struct operand x;
    struct esc_go_types seen = {0};
    if (name != NULL && name->name == c->world->blank)
        esc_check_fail_at(c, name, "no new variable on left side of :=");
    esc_check_value(c, &x, guard->type_guard.operand);
    if (esc_check_is_nil(&x) || esc_check_under(c, x.type, node)->kind != ESC_TYPE_INTERFACE)
        esc_check_fail_at(c, x.node, "%s is not an interface", esc_check_describe(c, &x));
    check_defaults(c, &node->choice.clauses);
    bool used = name == NULL;
    for (size_t k = 0; k < node->choice.clauses.count; k++) {
        struct esc_go_node *clause = node->choice.clauses.list[k];
        const struct esc_go_type *type = case_types(c, &x, clause, &seen);
        esc_check_open(c);
        const struct esc_go_object *variable =
            name != NULL ? clause_variable(c, clause, name, type) : NULL;
        statements(c, &clause->clause.body);
        used = used || variable->variable.used;
        esc_check_close(c);
    }
    if (!used)
        esc_check_fail(c, name->at, "%s declared but not used", name->name);
}

static void switch_over(struct checker *c, struct esc_go_node *node)
{
    esc_check_open(c);
    if (node->choice.init != NULL)
        statement(c, node->choice.init);
    if (node->choice.tag != NULL && node->choice.tag->kind == ESC_NODE_TYPE_GUARD)
        switch_types(c, node);
    else
        switch_values(c, node);
    esc_check_close(c);
}

/* ---- select ---- */

static bool is_receive(struct esc_go_node *node)
{
    const struct esc_go_node *bare = esc_go_unparen(node);
    return bare->kind == ESC_NODE_UNARY && bare->unary.op == ESC_GO_RECEIVE;
}

static bool communicates(struct esc_go_node *node)
{
    if (node == NULL || node->kind == ESC_NODE_SEND)
        return true;
    if (node->kind == ESC_NODE_EXPRESSION)
        return is_receive(node->inner);
    return node->kind == ESC_NODE_ASSIGN && node->assign.op == ESC_GO_NO_OPERATOR &&
           node->assign.right.count == 1 && is_receive(node->assign.right.list[0]);
}

static void select_from(struct checker *c, struct esc_go_node *node)
{
    bool has_default = false;
    for (size_t k = 0; k < node->select.clauses.count; k++) {
        struct esc_go_node *clause = node->select.clauses.list[k];
        if (clause->comm.statement == NULL && has_default)
            esc_check_fail(c, clause->at, "multiple defaults in select");
        has_default = has_default || clause->comm.statement == NULL;
        if (!communicates(clause->comm.statement))
            esc_check_fail(c, clause->at, "select case must be receive, send or assign recv");
        esc_check_open(c);
        if (clause->comm.statement != NULL)
            statement(c, clause->comm.statement);
        statements(c, &clause->comm.body);
        esc_check_close(c);
    }
}

/* ---- all of them ---- */

static void dispatch(struct checker *c, struct esc_go_node *node)
{
    switch (node->kind) {
    case ESC_NODE_LABELED:
        statement(c, node->labeled.statement);
        break;
    case ESC_NODE_BLOCK:
        block(c, &node->block.statements);
        break;
    case ESC_NODE_EXPRESSION:
        expression(c, node);
        break;
    case ESC_NODE_SEND:
        send(c, node);
        break;
    case ESC_NODE_DECLARE:
        esc_check_local_declaration(c, node);
        break;
    case ESC_NODE_ASSIGN:
        esc_check_assignment(c, node);
        break;
    case ESC_NODE_BRANCH:
        if (node->branch.what == ESC_GO_BREAK)
            FACT(c, node->branch.target)->left = true;
        break;
    case ESC_NODE_GO:
    case ESC_NODE_DEFER:
        suspended(c, node);
        break;
    case ESC_NODE_RETURN:
        give_back(c, node);
        break;
    case ESC_NODE_IF:
        choose(c, node);
        break;
    case ESC_NODE_FOR:
        loop(c, node);
        break;
    case ESC_NODE_SWITCH:
        switch_over(c, node);
        break;
    case ESC_NODE_SELECT:
        select_from(c, node);
        break;
    default:
        break;
    }
}

static void statement(struct checker *c, struct esc_go_node *node)
{
    esc_check_descend(c, node);
    dispatch(c, node);
    c->level--;
}

static void declare_all(struct checker *c, const struct esc_go_objects *objects)
{
    for (size_t k = 0; k < objects->count; k++) {
        objects->list[k]->variable.function = c->function;
        esc_check_declare(c, objects->list[k]);
    }
}

static void check_used(struct checker *c, const struct esc_go_objects *locals)
{
    for (size_t k = 0; k < locals->count; k++)
        if (!locals->list[k]->variable.used && locals->list[k]->name != c->world->blank)
            esc_check_fail(c, locals->list[k]->at, "%s declared but not used",
                           locals->list[k]->name);
}

void esc_check_body(struct checker *c, struct esc_go_function *function, struct esc_go_node *body)
{
    struct esc_go_function *outer = c->function;
    struct esc_go_objects *outer_locals = c->locals, locals = {0};
    const struct esc_constant *iota = c->iota;
    const struct esc_go_type *type = function->type;
    const bool calls = c->calls;
    c->function = function;
    c->locals = &locals;
    esc_check_open(c);
    if (type->func.receiver != NULL)
        declare_all(c, &(struct esc_go_objects){(struct esc_go_object **)&type->func.receiver, 1});
    declare_all(c, &type->func.parameters);
    declare_all(c, &type->func.results);
    statements(c, &body->block.statements);
    if (type->func.results.count > 0 && !esc_check_ends(c, body))
        esc_check_fail(c, body->block.end, "missing return");
    check_used(c, &locals);
    esc_check_close(c);
    c->function = outer;
    c->locals = outer_locals;
    c->iota = iota;
    c->calls = calls;
}
