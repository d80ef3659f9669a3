/*
 * Statements to flows. See walk.h.
 */
#include "goescape/walk.h"

#include "gotypes/size.h"

#include <string.h>

/* ---- labels ---- */

static struct esc_label *find_label(struct esc_walk *walk, size_t first, const char *name)
{
    for (size_t k = first; k < walk->label_count; k++)
        if (strcmp(walk->labels[k].name, name) == 0)
            return &walk->labels[k];
    return NULL;
}

static void add_label(struct esc_walk *walk, const char *name)
{
    walk->labels =
        esc_arena_grow(walk->graph.arena, walk->labels, &walk->label_count, sizeof *walk->labels);
    walk->labels[walk->label_count - 1] = (struct esc_label){name, false};
}

/* A walk through a function's labels, those of the functions around it left alone. */
struct label_search {
    struct esc_walk *walk;
    size_t first;
};

/* A goto to a label that was seen before makes it the head of a loop. */
static bool look_for_loops(void *context, struct esc_ir_node *node)
{
    const struct label_search *search = context;
    if (node->op == ESC_IR_LABEL)
        add_label(search->walk, node->text);
    if (node->op == ESC_IR_GOTO) {
        struct esc_label *label = find_label(search->walk, search->first, node->text);
        if (label != NULL)
            label->loops = true;
    }
    return false;
}

void esc_rule_function(struct esc_walk *walk, struct esc_ir_function *function)
{
    struct esc_ir_function *outer = walk->function;
    const int depth = walk->loop_depth;
    const size_t labels = walk->label_count;
    struct label_search search = {walk, labels};
    function->state = ESC_IR_WALKED;
    walk->function = function;
    walk->loop_depth = 1;
    esc_ir_any_of(&function->body, look_for_loops, &search);
    esc_walk_statements(walk, &function->body);
    walk->label_count = labels;
    walk->loop_depth = depth;
    walk->function = outer;
}

/* ---- assignments ---- */

static bool is_declared_by(const struct esc_hole *hole, const struct esc_ir_node *statement)
{
    const struct esc_ir_variable *variable = hole->to->variable;
    return variable != NULL && variable->definition == statement && statement->op != ESC_IR_RANGE;
}

/* var x T: nothing is assigned. */
static bool is_zero_value(const struct esc_ir_node *statement)
{
    return statement->op == ESC_IR_ASSIGN && statement->y == NULL &&
           statement->x->op == ESC_IR_VARIABLE && statement->x->variable->definition == NULL;
}

void esc_walk_reassigned(const struct esc_hole *holes, size_t count,
                         const struct esc_ir_node *statement)
{
    if (is_zero_value(statement))
        return;
    for (size_t k = 0; k < count; k++)
        if (!is_declared_by(&holes[k], statement))
            holes[k].to->reassigned = true;
}

static const char *statement_text(struct esc_walk *walk, const struct esc_ir_node *statement)
{
    struct esc_text text = {0};
    esc_ir_text(&text, statement, walk->graph.package);
    char *copy = esc_arena_copy(walk->graph.arena, text.bytes, text.length);
    esc_text_free(&text);
    return copy;
}

static void assign_one(struct esc_walk *walk, struct esc_hole hole, struct esc_ir_node *target,
                       struct esc_ir_node *source, const char *why, struct esc_ir_node *statement)
{
    if (source == NULL || target == NULL)
        return;
    if (target->op == ESC_IR_POINTER_FIELD && esc_ir_is_header_data(target)) {
        esc_walk_unsafe(walk, esc_hole_note(&walk->graph, esc_walk_heap(walk), statement, why),
                        source);
        return;
    }
    if (esc_ir_is_self_assignment(target, source)) {
        esc_go_lines_add(walk->lines, statement->path, statement->at,
                         "%s ignoring self-assignment in %s", walk->function->name,
                         statement_text(walk, statement));
        hole = esc_walk_nowhere(walk);
    }
    esc_walk_expression(walk, esc_hole_note(&walk->graph, hole, statement, why), source);
}

void esc_walk_assign(struct esc_walk *walk, const struct esc_ir_nodes *targets,
                     const struct esc_ir_nodes *sources, const char *why,
                     struct esc_ir_node *statement)
{
    struct esc_hole *holes = esc_arena_take(walk->graph.arena, targets->count, sizeof *holes);
    for (size_t k = 0; k < targets->count; k++)
        holes[k] = esc_walk_target(walk, targets->list[k]);
    for (size_t k = 0; k < targets->count && !walk->failed; k++)
        assign_one(walk, holes[k], targets->list[k], k < sources->count ? sources->list[k] : NULL,
                   why, statement);
    esc_walk_reassigned(holes, targets->count, statement);
}

static void assign_single(struct esc_walk *walk, struct esc_ir_node *node)
{
    struct esc_ir_node *target = node->x, *source = node->y;
    const struct esc_ir_nodes targets = {.list = &target, .count = 1};
    const struct esc_ir_nodes sources = {.list = &source, .count = source != NULL ? 1 : 0};
    esc_walk_assign(walk, &targets, &sources, "assign", node);
}

static void assign_ok(struct esc_walk *walk, struct esc_ir_node *node)
{
    const enum esc_ir_op op = node->list.list[0]->op;
    esc_walk_assign(walk, &node->keys, &node->list,
                    op == ESC_IR_ASSERT      ? "assign-pair-dot-type"
                    : op == ESC_IR_MAP_INDEX ? "assign-pair-mapr"
                                             : "assign-pair-receive",
                    node);
}

static void assign_call(struct esc_walk *walk, struct esc_ir_node *node)
{
    struct esc_ir_node *call = node->list.list[0];
    struct esc_hole *holes = esc_arena_take(walk->graph.arena, node->keys.count, sizeof *holes);
    esc_walk_statements(walk, &call->before);
    for (size_t k = 0; k < node->keys.count; k++)
        holes[k] = esc_walk_target(walk, node->keys.list[k]);
    esc_walk_call(walk, holes, call);
    esc_walk_reassigned(holes, node->keys.count, node);
}

static void give_back(struct esc_walk *walk, struct esc_ir_node *node)
{
    const struct esc_ir_function *function = walk->function;
    struct esc_ir_nodes results = {0};
    for (size_t k = 0; k < function->type->func.results.count; k++) {
        struct esc_ir_variable *variable = esc_ir_result(function, k);
        struct esc_ir_node *use =
            esc_ir_make(walk->graph.arena, ESC_IR_VARIABLE, variable->at, variable->type);
        use->path = variable->path;
        use->variable = variable;
        esc_ir_add(walk->graph.arena, &results, use);
    }
    esc_walk_assign(walk, &results, &node->list, "return", node);
}

/* ---- loops and choices ---- */

/* A list that may hold labels, behind which the loop depth is what it was. */
static void block(struct esc_walk *walk, const struct esc_ir_nodes *nodes)
{
    const int depth = walk->loop_depth;
    esc_walk_statements(walk, nodes);
    walk->loop_depth = depth;
}

static void loop(struct esc_walk *walk, struct esc_ir_node *node)
{
    walk->loop_depth++;
    esc_walk_discard(walk, node->x);
    if (node->y != NULL)
        esc_walk_statement(walk, node->y);
    block(walk, &node->list);
    walk->loop_depth--;
}

static void range(struct esc_walk *walk, struct esc_ir_node *node)
{
    struct esc_location *through =
        esc_graph_location(&walk->graph, walk->function, NULL, NULL, walk->loop_depth, false);
    esc_walk_expression(walk, esc_hole_of(through), node->z);
    walk->loop_depth++;
    struct esc_hole holes[] = {esc_walk_target(walk, node->x), esc_walk_target(walk, node->y)};
    struct esc_hole value = holes[1];
    const bool array = esc_go_is(node->z->type, ESC_TYPE_ARRAY);
    if (!array)
        value = esc_hole_shift(value, 1);
    value = esc_hole_note(&walk->graph, value, node, array ? "range" : "range-deref");
    esc_graph_flow(&walk->graph, value, through);
    esc_walk_reassigned(holes, 2, node);
    block(walk, &node->list);
    walk->loop_depth--;
}

static void clauses(struct esc_walk *walk, struct esc_ir_node *node)
{
    for (size_t k = 0; k < node->list.count; k++) {
        struct esc_ir_node *clause = node->list.list[k];
        for (size_t value = 0; value < clause->keys.count; value++)
            esc_walk_discard(walk, clause->keys.list[value]);
        block(walk, &clause->list);
    }
}

/* What is switched on is what each clause's variable holds. */
static void type_switch(struct esc_walk *walk, struct esc_ir_node *node)
{
    struct esc_hole *holes = esc_arena_take(walk->graph.arena, node->list.count, sizeof *holes);
    size_t count = 0;
    for (size_t k = 0; k < node->list.count; k++) {
        const struct esc_ir_node *clause = node->list.list[k];
        if (clause->variable == NULL)
            continue;
        const struct esc_go_type *type = clause->variable->type;
        clause->variable->location->loop_depth = walk->loop_depth;
        if (!esc_go_has_pointers(type))
            continue;
        struct esc_hole hole = esc_hole_of(clause->variable->location);
        if (!esc_go_is_interface(type) && !esc_go_is_direct(type))
            hole = esc_hole_shift(hole, 1);
        holes[count++] = esc_hole_note(&walk->graph, hole, clause, "switch case");
    }
    esc_walk_expression(walk, esc_walk_tee(walk, holes, count), node->x);
    clauses(walk, node);
}

static void selection(struct esc_walk *walk, struct esc_ir_node *node)
{
    for (size_t k = 0; k < node->list.count; k++) {
        struct esc_ir_node *comm = node->list.list[k];
        if (comm->x != NULL)
            esc_walk_statement(walk, comm->x);
        block(walk, &comm->list);
    }
}

static void label(struct esc_walk *walk, const struct esc_ir_node *node)
{
    size_t k = walk->label_count;
    while (k > 0 && strcmp(walk->labels[k - 1].name, node->text) != 0)
        k--;
    if (k > 0 && walk->labels[k - 1].loops)
        walk->loop_depth++;
}

/* ---- statements ---- */

static void compound(struct esc_walk *walk, struct esc_ir_node *node)
{
    switch (node->op) {
    case ESC_IR_BLOCK:
        esc_walk_statements(walk, &node->list);
        break;
    case ESC_IR_IF:
        esc_walk_discard(walk, node->x);
        block(walk, &node->list);
        block(walk, &node->keys);
        break;
    case ESC_IR_FOR:
        loop(walk, node);
        break;
    case ESC_IR_RANGE:
        range(walk, node);
        break;
    case ESC_IR_SWITCH:
        esc_walk_discard(walk, node->x);
        clauses(walk, node);
        break;
    case ESC_IR_TYPE_SWITCH:
        type_switch(walk, node);
        break;
    default:
        selection(walk, node);
    }
}

static void simple(struct esc_walk *walk, struct esc_ir_node *node)
{
    switch (node->op) {
    case ESC_IR_ASSIGN:
    case ESC_IR_ASSIGN_OP:
        assign_single(walk, node);
        break;
    case ESC_IR_ASSIGN_LIST:
        esc_walk_assign(walk, &node->keys, &node->list, "assign-pair", node);
        break;
    case ESC_IR_ASSIGN_OK:
        assign_ok(walk, node);
        break;
    case ESC_IR_ASSIGN_CALL:
        assign_call(walk, node);
        break;
    case ESC_IR_DECLARE:
        node->variable->location->loop_depth = walk->loop_depth;
        break;
    case ESC_IR_SEND:
        esc_walk_discard(walk, node->x);
        esc_walk_expression(walk, esc_hole_note(&walk->graph, esc_walk_heap(walk), node, "send"),
                            node->y);
        break;
    case ESC_IR_RETURN:
        give_back(walk, node);
        break;
    case ESC_IR_GO:
    case ESC_IR_DEFER:
        esc_walk_go(walk, node);
        break;
    case ESC_IR_LABEL:
        label(walk, node);
        break;
    case ESC_IR_CALL:
    case ESC_IR_BUILTIN:
        esc_walk_call(walk, NULL, node);
        break;
    case ESC_IR_RECEIVE:
        esc_walk_discard(walk, node->x);
        break;
    default:
        esc_walk_refuse(walk, node, "this statement");
    }
}

void esc_rule_statement(struct esc_walk *walk, struct esc_ir_node *node)
{
    esc_walk_statements(walk, &node->before);
    switch (node->op) {
    case ESC_IR_BRANCH:
    case ESC_IR_GOTO:
    case ESC_IR_NOTHING:
        break;
    case ESC_IR_BLOCK:
    case ESC_IR_IF:
    case ESC_IR_FOR:
    case ESC_IR_RANGE:
    case ESC_IR_SWITCH:
    case ESC_IR_TYPE_SWITCH:
    case ESC_IR_SELECT:
        compound(walk, node);
        break;
    default:
        simple(walk, node);
    }
}
