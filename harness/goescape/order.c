/*
 * Functions in groups, callees first. See passes.h.
 */
#include "goescape/passes.h"

#include "base/memory.h"

#include <stdlib.h>

/* Of a function that is in a group already: above all numbers, so that it is no way back. */
#define DONE (~0U)

struct search {
    esc_ir_analyse *analyse;
    void *context;
    struct esc_ir_function **stack;
    size_t count, size;
    unsigned last;
};

/* What one function has found so far. */
struct visit {
    struct search *search;
    unsigned least;
};

static unsigned visit(struct search *search, struct esc_ir_function *function);

static bool look(void *context, struct esc_ir_node *node)
{
    struct visit *now = context;
    if (node->function != NULL && (node->op == ESC_IR_FUNCTION || node->op == ESC_IR_METHOD ||
                                   node->op == ESC_IR_METHOD_VALUE || node->op == ESC_IR_CLOSURE)) {
        const unsigned found = visit(now->search, node->function);
        if (found < now->least)
            now->least = found;
    }
    return false;
}

static void push(struct search *search, struct esc_ir_function *function)
{
    if (search->count == search->size) {
        search->size = search->size > 0 ? search->size * 2 : 64;
        search->stack = esc_resize(search->stack, search->size, sizeof(struct esc_ir_function *));
    }
    search->stack[search->count++] = function;
}

/* The group that the function has begun. The group is moved out of the stack before it is analysed.
 */
static void close_group(struct search *search, const struct esc_ir_function *root)
{
    size_t first = search->count;
    do
        search->stack[--first]->order = DONE;
    while (search->stack[first] != root);
    const size_t count = search->count - first;
    search->count = first;
    search->analyse(search->context, search->stack + first, count);
}

/* The least number that is reached from it: its own or the next where no earlier one is. */
static unsigned visit(struct search *search, struct esc_ir_function *function)
{
    if (function->order > 0)
        return function->order;
    const unsigned own = ++search->last;
    function->order = own;
    struct visit now = {search, ++search->last};
    push(search, function);
    esc_ir_any_of(&function->body, look, &now);
    if ((now.least == own || now.least == own + 1) && !function->is_literal)
        close_group(search, function);
    return now.least;
}

void esc_ir_bottom_up(const struct esc_ir_package *package, esc_ir_analyse *analyse, void *context)
{
    struct search search = {.analyse = analyse, .context = context};
    for (size_t k = 0; k < package->function_count; k++)
        visit(&search, package->functions[k]);
    free(search.stack);
}
