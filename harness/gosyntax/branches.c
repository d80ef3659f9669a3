/*
 * Where break, continue, goto and fallthrough go. See parser.h. Source: Go specification, "Break
 * statements", "Continue statements", "Goto statements", "Fallthrough statements", "Labeled
 * statements".
 */
#include "gosyntax/parser.h"

#include "base/memory.h"

#include <stdlib.h>
#include <string.h>

/* A block of statements that is being looked through. */
struct block {
    const struct block *parent;
    struct esc_go_node *label;              /* LABELED whose statement has this block; NULL: none */
    struct esc_go_node *broken, *continued; /* what break and continue without a label leave */
    struct esc_go_node *clauses_of;         /* SWITCH of which this is a clause's body, or NULL */
    size_t clause;                          /* and which one */
    size_t number;                          /* of all blocks of the function */
};

struct label {
    struct esc_go_node *node; /* LABELED */
    size_t block;             /* in which it stands */
    bool used;
};

/* A goto whose label has not come yet. */
struct forward {
    struct esc_go_node *node;
    bool over_variable; /* a variable was declared in between, in the block that is looked at now */
};

struct function {
    struct esc_parser *parser;
    struct label *labels;
    struct forward *forwards; /* of inner blocks behind those of the blocks around */
    size_t label_count, forward_count, block_count;
};

static void fail(struct function *function, struct esc_go_place place, const char *format,
                 const char *name)
{
    char reason[200];
    snprintf(reason, sizeof reason, format, name);
    esc_scanner_fail(&function->parser->scanner, place, "%s", reason);
}

static struct label *find_label(struct function *function, const char *name)
{
    for (size_t k = 0; k < function->label_count; k++)
        if (function->labels[k].node->labeled.label->name == name)
            return &function->labels[k];
    return NULL;
}

static void walk(struct function *function, struct block *block, const struct esc_go_nodes *body);

/* ---- branches ---- */

static void find_unlabeled(struct function *function, const struct block *block,
                           struct esc_go_node *node)
{
    const bool breaks = node->branch.what == ESC_GO_BREAK;
    node->branch.target = breaks ? block->broken : block->continued;
    if (node->branch.target == NULL)
        fail(function, node->at,
             breaks ? "break is not in a loop, switch or select" : "continue is not in a loop",
             NULL);
}

/* Whether the label is that of a statement around. */
static bool is_around(const struct block *block, const struct esc_go_node *label)
{
    for (; block != NULL; block = block->parent)
        if (block->label == label)
            return true;
    return false;
}

static void find_labeled(struct function *function, const struct block *block,
                         struct esc_go_node *node)
{
    const bool breaks = node->branch.what == ESC_GO_BREAK;
    const char *name = node->branch.label->name;
    struct label *label = find_label(function, name);
    if (label == NULL) {
        fail(function, node->branch.label->at, "there is no label %s around", name);
        return;
    }
    label->used = true;
    struct esc_go_node *target = label->node->labeled.statement;
    const bool fits =
        target->kind == ESC_NODE_FOR ||
        (breaks && (target->kind == ESC_NODE_SWITCH || target->kind == ESC_NODE_SELECT));
    if (!fits || !is_around(block, label->node))
        fail(function, node->branch.label->at,
             breaks ? "%s labels no loop, switch or select around" : "%s labels no loop around",
             name);
    node->branch.target = target;
}

static void find_goto(struct function *function, const struct block *block,
                      struct esc_go_node *node)
{
    struct label *label = find_label(function, node->branch.label->name);
    if (label != NULL) {
        label->used = true;
        for (; block != NULL; block = block->parent) {
            if (block->number == label->block) {
                node->branch.target = label->node;
                return;
            }
        }
    }
    function->forwards =
        esc_grow(function->forwards, &function->forward_count, sizeof *function->forwards);
    function->forwards[function->forward_count - 1].node = node;
}

/* `last`: it ends its block. */
static void check_fallthrough(struct function *function, const struct block *block,
                              const struct esc_go_node *node, bool last)
{
    const struct esc_go_node *choice = block->clauses_of;
    const struct esc_go_node *around = block->broken;
    if (around != NULL && around->kind == ESC_NODE_SWITCH && around->choice.tag != NULL &&
        around->choice.tag->kind == ESC_NODE_TYPE_GUARD)
        fail(function, node->at, "fallthrough is not allowed in a type switch", NULL);
    else if (choice == NULL || !last)
        fail(function, node->at, "fallthrough does not end a case", NULL);
    else if (block->clause + 1 == choice->choice.clauses.count)
        fail(function, node->at, "fallthrough in the last case of a switch", NULL);
}

static void find_target(struct function *function, const struct block *block,
                        struct esc_go_node *node, bool last)
{
    if (node->branch.what == ESC_GO_FALLTHROUGH)
        check_fallthrough(function, block, node, last);
    else if (node->branch.what == ESC_GO_GOTO)
        find_goto(function, block, node);
    else if (node->branch.label != NULL)
        find_labeled(function, block, node);
    else
        find_unlabeled(function, block, node);
}

/* ---- labels and what lies between ---- */

/* The gotos from `first` on that wait for this label have found it. */
static void resolve(struct function *function, struct label *label, size_t first)
{
    const char *name = label->node->labeled.label->name;
    size_t kept = first;
    for (size_t k = first; k < function->forward_count; k++) {
        const struct forward forward = function->forwards[k];
        if (forward.node->branch.label->name != name) {
            function->forwards[kept++] = forward;
            continue;
        }
        forward.node->branch.target = label->node;
        label->used = true;
        if (forward.over_variable)
            fail(function, forward.node->branch.label->at,
                 "goto %s jumps over a variable's declaration", name);
    }
    function->forward_count = kept;
}

static void declare(struct function *function, const struct block *block, struct esc_go_node *node,
                    size_t first)
{
    const struct esc_go_node *name = node->labeled.label;
    if (strcmp(name->name, "_") == 0)
        return;
    if (find_label(function, name->name) != NULL) {
        fail(function, name->at, "the label %s is there twice", name->name);
        return;
    }
    function->labels = esc_grow(function->labels, &function->label_count, sizeof *function->labels);
    struct label *label = &function->labels[function->label_count - 1];
    *label = (struct label){.node = node, .block = block->number};
    resolve(function, label, first);
}

static void note_variable(struct function *function, size_t first)
{
    for (size_t k = first; k < function->forward_count; k++)
        function->forwards[k].over_variable = true;
}

static bool declares_variable(const struct esc_go_node *node)
{
    if (node->kind == ESC_NODE_ASSIGN)
        return node->assign.defines;
    if (node->kind != ESC_NODE_DECLARE)
        return false;
    for (size_t k = 0; k < node->declarations.count; k++)
        if (node->declarations.list[k]->kind == ESC_NODE_VAR)
            return true;
    return false;
}

/* ---- the walk ---- */

static void walk_inner(struct function *function, const struct block *around, struct block inner,
                       const struct esc_go_nodes *body)
{
    const size_t first = function->forward_count;
    inner.parent = around;
    inner.number = ++function->block_count;
    walk(function, &inner, body);
    /* What was declared in there is jumped out of, not over. */
    for (size_t k = first; k < function->forward_count; k++)
        function->forwards[k].over_variable = false;
}

static void walk_clauses(struct function *function, const struct block *around,
                         struct esc_go_node *node, struct esc_go_node *label)
{
    const bool chooses = node->kind == ESC_NODE_SWITCH;
    const struct esc_go_nodes *clauses = chooses ? &node->choice.clauses : &node->select.clauses;
    for (size_t k = 0; k < clauses->count; k++) {
        struct esc_go_node *clause = clauses->list[k];
        const struct block inner = {.label = label,
                                    .broken = node,
                                    .continued = around->continued,
                                    .clauses_of = chooses ? node : NULL,
                                    .clause = k};
        walk_inner(function, around, inner, chooses ? &clause->clause.body : &clause->comm.body);
    }
}

/* A statement that has blocks inside. */
static void walk_blocks(struct function *function, const struct block *block,
                        struct esc_go_node *node, struct esc_go_node *label)
{
    struct block inner = {.label = label, .broken = block->broken, .continued = block->continued};
    switch (node->kind) {
    case ESC_NODE_BLOCK:
        walk_inner(function, block, inner, &node->block.statements);
        break;
    case ESC_NODE_IF:
        walk_inner(function, block, inner, &node->branch_if.then->block.statements);
        if (node->branch_if.otherwise != NULL) {
            const struct esc_go_nodes otherwise = {&node->branch_if.otherwise, 1};
            walk_inner(function, block, inner, &otherwise);
        }
        break;
    case ESC_NODE_FOR:
        inner.broken = inner.continued = node;
        walk_inner(function, block, inner, &node->loop.body->block.statements);
        break;
    case ESC_NODE_SWITCH:
    case ESC_NODE_SELECT:
        walk_clauses(function, block, node, label);
        break;
    default:
        break;
    }
}

/* Statements but the empty ones at the end, behind which a fallthrough may still stand. */
static size_t without_empty_end(const struct esc_go_nodes *body)
{
    size_t count = body->count;
    while (count > 0 && body->list[count - 1]->kind == ESC_NODE_EMPTY)
        count--;
    return count;
}

static void walk(struct function *function, struct block *block, const struct esc_go_nodes *body)
{
    const size_t first = function->forward_count;
    const size_t count = without_empty_end(body);
    for (size_t k = 0; k < count; k++) {
        struct esc_go_node *node = body->list[k], *label = NULL;
        while (node->kind == ESC_NODE_LABELED) {
            declare(function, block, node, first);
            label = strcmp(node->labeled.label->name, "_") != 0 ? node : label;
            node = node->labeled.statement;
        }
        if (declares_variable(node))
            note_variable(function, first);
        else if (node->kind == ESC_NODE_BRANCH)
            find_target(function, block, node, k + 1 == count);
        else
            walk_blocks(function, block, node, label);
    }
}

void esc_check_branches(struct esc_parser *parser, struct esc_go_node *body)
{
    struct function function = {.parser = parser};
    struct block block = {0};
    if (!parser->scanner.failed)
        walk(&function, &block, &body->block.statements);
    for (size_t k = 0; k < function.forward_count; k++) {
        const struct esc_go_node *label = function.forwards[k].node->branch.label;
        fail(&function, label->at,
             find_label(&function, label->name) != NULL ? "goto %s jumps into a block"
                                                        : "there is no label %s",
             label->name);
    }
    for (size_t k = 0; k < function.label_count; k++) {
        const struct esc_go_node *label = function.labels[k].node->labeled.label;
        if (!function.labels[k].used)
            fail(&function, label->at, "the label %s is not used", label->name);
    }
    free(function.labels);
    free(function.forwards);
}
