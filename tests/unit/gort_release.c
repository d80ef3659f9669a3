/* gort/ on the heap of Go 1.27: where it does what that release does, beside what go1.27.3 answered
 * (tests/vectors/malloc); and all of it while every few allocations are followed by a collection.
 */
#define ESC_RUNTIME_ID 4
#define GORT_COLLECTED_RELEASE GOHEAP_GO_1_27
#define GORT_COLLECTED_MORE cmocka_unit_test(slices_grow_as_in_go),

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "kernel/esc.h"

#include "gort/slice.h"

#include "../vectors/malloc_vectors.h"

/* Eight words that are appended to one by one: each capacity on the way. */
static void slices_grow_as_in_go(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof malloc_growth / sizeof *malloc_growth; i++) {
        const struct esc_type *type =
            malloc_growth[i].pointers ? &gort_type_pointer : &gort_type_word;
        gort_slice slice = {gort_heap_make(type, 8), 8, 8};
        for (size_t k = 0; malloc_growth[i].capacities[k] != 0; k++) {
            gort_slice_grow(&slice, slice.capacity + 1, type);
            assert_int_equal(slice.capacity, malloc_growth[i].capacities[k]);
            slice.length = slice.capacity;
        }
    }
}

#include "gort_collected.c"
