/*
 * See allocations.h for the contract. No recursion beside that of esc_ir_any(): literals wait in a
 * list.
 */
#include "goescape/allocations.h"

#include "base/memory.h"
#include "goescape/graph.h"
#include "gotypes/size.h"

#include <stdlib.h>

struct search {
    esc_go_each_allocation *each;
    void *context;
    struct esc_ir_function *function;  /* that is gone through */
    struct esc_ir_function **literals; /* found, the last one first to be gone through */
    size_t count;
};

/* What lies in the memory of an expression. */
static const struct esc_go_type *held_type(const struct esc_ir_node *node)
{
    switch (node->op) {
    case ESC_IR_NEW:
    case ESC_IR_POINTER_LITERAL:
        return esc_go_underlying(node->type)->element;
    case ESC_IR_CONVERT_INTERFACE:
        return node->x->type;
    default:
        return NULL;
    }
}

static void tell(const struct search *search, struct esc_go_allocation allocation)
{
    allocation.function = search->function;
    allocation.size = allocation.type != NULL && !esc_go_is_untyped(allocation.type)
                          ? esc_go_size(allocation.type)
                          : -1;
    search->each(search->context, &allocation);
}

static bool visit(void *context, struct esc_ir_node *node)
{
    struct search *search = context;
    if (node->op == ESC_IR_CLOSURE && !node->function->of_package) {
        search->literals = esc_grow(search->literals, &search->count, sizeof *search->literals);
        search->literals[search->count - 1] = node->function;
    }
    if (node->location != NULL)
        tell(search, (struct esc_go_allocation){.node = node,
                                                .path = node->path,
                                                .at = node->at,
                                                .type = held_type(node),
                                                .heap = node->location->escapes});
    return false;
}

static void go_through(struct search *search, struct esc_ir_function *function)
{
    search->function = function;
    for (size_t k = 0; k < function->variable_count; k++) {
        struct esc_ir_variable *variable = function->variables[k];
        if (variable->location != NULL)
            tell(search, (struct esc_go_allocation){.variable = variable,
                                                    .path = variable->path,
                                                    .at = variable->at,
                                                    .type = variable->type,
                                                    .heap = variable->location->escapes});
    }
    esc_ir_any_of(&function->body, visit, search);
}

/* Found last, gone through first: turned round, they come in the order of the source. */
static void reverse(struct esc_ir_function **list, size_t count)
{
    for (size_t k = 0; k < count / 2; k++) {
        struct esc_ir_function *other = list[k];
        list[k] = list[count - 1 - k];
        list[count - 1 - k] = other;
    }
}

void esc_go_allocations(const struct esc_ir_package *package, esc_go_each_allocation *each,
                        void *context)
{
    struct search search = {.each = each, .context = context};
    for (size_t k = 0; k < package->function_count; k++) {
        go_through(&search, package->functions[k]);
        reverse(search.literals, search.count);
        while (search.count > 0) {
            struct esc_ir_function *next = search.literals[--search.count];
            const size_t before = search.count;
            go_through(&search, next);
            reverse(search.literals + before, search.count - before);
        }
    }
    free(search.literals);
}
