/* The pool: what is put in comes out, to others too, and nothing is lost. */
#include "../gort/counted.h"

#include "gort/pool.h"

#include <pthread.h>

static int objects[GORT_POOL_SHARED + 1];

static void an_empty_pool_gives_nothing(void **state)
{
    (void)state;
    struct gort_pool pool = {0};
    assert_null(gort_pool_get(&pool));
}

static void the_private_slot_comes_first(void **state)
{
    (void)state;
    struct gort_pool pool = {0};
    gort_pool_put(&pool, &objects[0]);
    gort_pool_put(&pool, &objects[1]);
    assert_ptr_equal(gort_pool_get(&pool), &objects[0]);
    assert_ptr_equal(gort_pool_get(&pool), &objects[1]);
    assert_null(gort_pool_get(&pool));
}

static void everything_put_comes_out_once(void **state)
{
    (void)state;
    struct gort_pool pool = {0};
    bool seen[GORT_POOL_SHARED + 1] = {0};
    for (size_t k = 0; k <= GORT_POOL_SHARED; k++)
        gort_pool_put(&pool, &objects[k]);
    for (size_t k = 0; k <= GORT_POOL_SHARED; k++) {
        int *object = gort_pool_get(&pool);
        assert_non_null(object);
        assert_false(seen[object - objects]);
        seen[object - objects] = true;
    }
    assert_null(gort_pool_get(&pool));
}

static void a_full_pool_ends_the_life_of_more(void **state)
{
    (void)state;
    struct gort_pool pool = {0};
    for (size_t k = 0; k <= GORT_POOL_SHARED; k++)
        gort_pool_put(&pool, &objects[k]);
    void *one_more = esc_runtime_bytes(8);
    count_from_here();
    gort_pool_put(&pool, one_more);
    assert_int_equal(counted.frees, 1);
}

static void draining_ends_the_life_of_all(void **state)
{
    (void)state;
    struct gort_pool pool = {0};
    for (size_t k = 0; k < 3; k++)
        gort_pool_put(&pool, esc_runtime_bytes(8));
    count_from_here();
    gort_pool_drain(&pool);
    assert_int_equal(counted.frees, 3);
    assert_null(gort_pool_get(&pool));
}

static void *get(void *pool)
{
    return gort_pool_get(pool);
}

/* What lies in the shared part can be taken by another thread; the private slot cannot. */
static void another_thread_takes_from_the_shared_part(void **state)
{
    (void)state;
    struct gort_pool pool = {0};
    pthread_t thread;
    void *got;
    gort_pool_put(&pool, &objects[0]);
    assert_int_equal(pthread_create(&thread, NULL, get, &pool), 0);
    pthread_join(thread, &got);
    assert_null(got);
    gort_pool_put(&pool, &objects[1]);
    assert_int_equal(pthread_create(&thread, NULL, get, &pool), 0);
    pthread_join(thread, &got);
    assert_ptr_equal(got, &objects[1]);
    assert_ptr_equal(gort_pool_get(&pool), &objects[0]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_empty_pool_gives_nothing),
        cmocka_unit_test(the_private_slot_comes_first),
        cmocka_unit_test(everything_put_comes_out_once),
        cmocka_unit_test(a_full_pool_ends_the_life_of_more),
        cmocka_unit_test(draining_ends_the_life_of_all),
        cmocka_unit_test(another_thread_takes_from_the_shared_part),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
