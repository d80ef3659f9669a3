/* The three loops in C: each gets its count from gb_batch and owns the loop. */
#include "loops.h"

#include <stdlib.h>
#include <string.h>

static void loop_empty(struct gb_state *state, void *user)
{
    (void)user;
    for (int64_t n; (n = gb_batch(state)) > 0;)
        for (; n != 0; n--)
            gb_clobber_memory();
}

static void loop_malloc(struct gb_state *state, void *user)
{
    (void)user;
    for (int64_t n; (n = gb_batch(state)) > 0;)
        for (; n != 0; n--) {
            void *const object = malloc(LOOP_BYTES);
            gb_do_not_optimize(object);
            free(object);
        }
}

static void loop_copy(struct gb_state *state, void *user)
{
    (void)user;
    for (int64_t n; (n = gb_batch(state)) > 0;)
        for (; n != 0; n--) {
            memcpy(loop_target, loop_source, LOOP_BYTES);
            gb_clobber_memory();
        }
}

gb_function *const loops_in_c[LOOP_COUNT] = {loop_empty, loop_malloc, loop_copy};
