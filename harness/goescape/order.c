/*
 * Functions in groups, callees first. See passes.h. No recursion: a chain of calls may be as long
 * as the package has functions.
 */
#include "goescape/passes.h"

#include "base/memory.h"

#include <stdlib.h>

/* Of a function that is in a group already: above all numbers, so that it is no way back. */
#define DONE (~0U)

/* A function on the way down: what it refers to, how far that was looked at, and the least number
 * that was found so far. */
struct step {
    struct esc_ir_function *function;
    struct esc_ir_function **referred;
    size_t count, next;
    unsigned own, least;
};

struct search {
    esc_ir_analyse *analyse;
    void *context;
    struct esc_ir_function **stack; /* not in a group yet */
    size_t count, size;
    struct step *way;
    size_t depth, way_size;
    unsigned last;
};

static bool gather(void *context, struct esc_ir_node *node)
{
    struct step *step = context;
    if (node->function == NULL || (node->op != ESC_IR_FUNCTION && node->op != ESC_IR_METHOD &&
                                   node->op != ESC_IR_METHOD_VALUE && node->op != ESC_IR_CLOSURE))
        return false;
    step->referred = esc_grow(step->referred, &step->count, sizeof(struct esc_ir_function *));
    step->referred[step->count - 1] = node->function;
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

static void go_down(struct search *search, struct esc_ir_function *function)
{
    if (search->depth == search->way_size) {
        search->way_size = search->way_size > 0 ? search->way_size * 2 : 64;
        search->way = esc_resize(search->way, search->way_size, sizeof *search->way);
    }
    struct step step = {.function = function, .own = ++search->last};
    step.least = ++search->last;
    function->order = step.own;
    push(search, function);
    esc_ir_any_of(&function->body, gather, &step);
    search->way[search->depth++] = step;
}

/* The group that the function has begun. */
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

static void lower(struct step *step, unsigned found)
{
    if (found < step->least)
        step->least = found;
}

/* All that the newest function refers to was looked at. A literal belongs to the function around
 * it. */
static void go_up(struct search *search)
{
    const struct step step = search->way[--search->depth];
    free(step.referred);
    if ((step.least == step.own || step.least == step.own + 1) && !step.function->is_literal)
        close_group(search, step.function);
    if (search->depth > 0)
        lower(&search->way[search->depth - 1], step.least);
}

static void visit(struct search *search, struct esc_ir_function *root)
{
    if (root->order > 0)
        return;
    go_down(search, root);
    while (search->depth > 0) {
        struct step *step = &search->way[search->depth - 1];
        if (step->next == step->count) {
            go_up(search);
            continue;
        }
        struct esc_ir_function *next = step->referred[step->next++];
        if (next->order > 0)
            lower(step, next->order);
        else
            go_down(search, next);
    }
}

void esc_ir_bottom_up(const struct esc_ir_package *package, esc_ir_analyse *analyse, void *context)
{
    struct search search = {.analyse = analyse, .context = context};
    for (size_t k = 0; k < package->function_count; k++)
        visit(&search, package->functions[k]);
    free(search.stack);
    free(search.way);
}
