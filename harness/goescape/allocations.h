/*
 * All that may need memory in an analysed package, with its verdict.
 */
#ifndef ESC_GOESCAPE_ALLOCATIONS_H
#define ESC_GOESCAPE_ALLOCATIONS_H

#include "goescape/ir.h"

#include <stdbool.h>
#include <stdint.h>

/* A variable, or an expression that needs memory of its own: one of the first two is there. */
struct esc_go_allocation {
    struct esc_ir_variable *variable;
    struct esc_ir_node *node;
    struct esc_ir_function *function; /* in which it is, literals being functions of their own */
    const char *path;
    struct esc_go_place at; /* as the compiler tells it */
    /* Of what lies in that memory: a variable's, new(T)'s and &T{}'s T, what is put into an
     * interface. NULL: the runtime's own form (a map, a function literal's record, a text), or its
     * size is known only when the program runs. */
    const struct esc_go_type *type;
    int64_t size; /* of `type` in bytes, linux/amd64; -1: unknown */
    bool heap;
};

typedef void esc_go_each_allocation(void *context, const struct esc_go_allocation *allocation);

/*
 * Calls `each` for the package's functions, in its order, each followed by its literals: first its
 * variables as they came to be, then the expressions as they stand in the source. What the compiler
 * makes itself for a go or defer is not among them; a function's temporaries (.autotmp_N) are.
 */
void esc_go_allocations(const struct esc_ir_package *package, esc_go_each_allocation *each,
                        void *context);

#endif
