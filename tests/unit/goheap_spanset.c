/* Span sets: first in, first out; nothing lost, nothing twice, whoever pushes and pops at once. */
#include "../../harness/goheap/spanset.h"

#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

/* A heap of so many pages has so many spans at most; a ring of 8 blocks, 4096 entries. */
enum { PAGES = 2048, SETS = 2, THREADS = 4, MOVES = 200000 };

static struct span_set sets[SETS];
static void *memory;
static char spans[PAGES]; /* their addresses stand for spans */

static struct span *span_number(size_t number)
{
    return (struct span *)(void *)&spans[number];
}

static size_t number_of(const struct span *span)
{
    return (size_t)((const char *)span - spans);
}

static int setup(void **state)
{
    (void)state;
    struct span_set *const all[SETS] = {&sets[0], &sets[1]};
    memory = calloc(1, goheap_span_sets_bytes(PAGES, SETS));
    if (!memory)
        return -1;
    goheap_span_sets_init(all, SETS, PAGES, memory);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    free(memory);
    return 0;
}

static void test_first_in_first_out(void **state)
{
    (void)state;
    assert_null(goheap_span_set_pop(&sets[0]));
    for (size_t i = 0; i < 1000; i++)
        goheap_span_set_push(&sets[0], span_number(i));
    assert_int_equal(goheap_span_set_count(&sets[0]), 1000);
    assert_ptr_equal(goheap_span_set_at(&sets[0], 999), span_number(999));
    for (size_t i = 0; i < 1000; i++)
        assert_ptr_equal(goheap_span_set_pop(&sets[0]), span_number(i));
    assert_true(span_set_is_empty(&sets[0]));
    assert_null(goheap_span_set_pop(&sets[0]));
}

static void test_blocks_come_round(void **state)
{
    (void)state;
    size_t pushed = 0, popped = 0;
    while (popped < 100000) { /* many times the ring */
        while (pushed < popped + PAGES)
            goheap_span_set_push(&sets[0], span_number(pushed++ % PAGES));
        for (int i = 0; i < 700; i++)
            assert_ptr_equal(goheap_span_set_pop(&sets[0]), span_number(popped++ % PAGES));
    }
}

static void test_a_reset_set_starts_again(void **state)
{
    (void)state;
    for (int turn = 0; turn < 5000; turn++) {
        goheap_span_set_push(&sets[0], span_number(7));
        goheap_span_set_push(&sets[1], span_number(8));
        assert_ptr_equal(goheap_span_set_pop(&sets[0]), span_number(7));
        assert_ptr_equal(goheap_span_set_pop(&sets[1]), span_number(8));
        goheap_span_set_reset(&sets[0]);
        assert_int_equal(goheap_span_set_count(&sets[0]), 0);
    }
}

static void *move_about(void *argument)
{
    unsigned seed = (unsigned)(uintptr_t)argument;
    for (int i = 0; i < MOVES; i++) {
        const int from = rand_r(&seed) & 1;
        struct span *span = goheap_span_set_pop(&sets[from]);
        if (span)
            goheap_span_set_push(&sets[rand_r(&seed) & 1], span);
    }
    return NULL;
}

static void test_threads_lose_nothing(void **state)
{
    (void)state;
    pthread_t threads[THREADS];
    unsigned char seen[PAGES] = {0};
    for (size_t i = 0; i < PAGES; i++)
        goheap_span_set_push(&sets[i % SETS], span_number(i));
    for (uintptr_t i = 0; i < THREADS; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, move_about, (void *)(i + 1)), 0);
    for (int i = 0; i < THREADS; i++)
        pthread_join(threads[i], NULL);
    for (int i = 0; i < SETS; i++)
        for (struct span *span; (span = goheap_span_set_pop(&sets[i]));)
            seen[number_of(span)]++;
    for (size_t i = 0; i < PAGES; i++)
        assert_int_equal(seen[i], 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_first_in_first_out, setup, teardown),
        cmocka_unit_test_setup_teardown(test_blocks_come_round, setup, teardown),
        cmocka_unit_test_setup_teardown(test_a_reset_set_starts_again, setup, teardown),
        cmocka_unit_test_setup_teardown(test_threads_lose_nothing, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
