/* What the system refuses: the n-th request for memory, threads, more than the limit. The heap
 * answers NULL or false, stays sound, and works again. */
#include "../../harness/goheap/goheap.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static const uint8_t one_pointer[] = {1};
static const struct goheap_type pointer_type = {8, 8, one_pointer};
static void *roots[1];
static void *volatile sink;

static void test_the_nth_request_for_memory_fails(void **state)
{
    (void)state;
    size_t refused_starts = 0, refused_objects = 0;
    for (uint64_t n = 1; n <= 7; n++) {
        struct goheap_config config = goheap_config_default();
        config.fail_memory_at = n;
        if (!goheap_init(&config)) {
            refused_starts++;
            continue;
        }
        goheap_set_gogc(-1);
        for (int i = 0; i < 300; i++) /* 300 MiB: five arenas */
            refused_objects += goheap_make(&pointer_type, 131072) == NULL;
        assert_true(goheap_verify(stderr));
        assert_non_null(goheap_make(&pointer_type, 131072));
        goheap_shutdown();
    }
    assert_int_equal(refused_starts, 3); /* the space, the tables, the program's objects */
    assert_true(refused_objects >= 4);
}

/* A chain of 64 KiB blocks, as long as there is room; its length. Its pointers stay in this frame.
 */
static __attribute__((noinline)) size_t fill_with_a_chain(void)
{
    size_t made = 0;
    for (;; made++) {
        void **block = goheap_make(&pointer_type, 8192);
        if (!block)
            return made;
        goheap_store(&block[0], roots[0]);
        goheap_store(&roots[0], block);
    }
}

static __attribute__((noinline)) size_t chain_length(void)
{
    size_t length = 0;
    for (void **block = roots[0]; block; block = block[0])
        length++;
    return length;
}

/* Each block on its own: a stale word on a conservatively scanned stack, such as a signal's frame
 * leaves, keeps one of them then and not all that follow it. */
static void unlink_chain(void)
{
    for (void **block = roots[0]; block;) {
        void **next = block[0];
        goheap_store(&block[0], NULL);
        block = next;
    }
    goheap_store(&roots[0], NULL);
}

static void test_a_full_heap_gives_null_and_recovers(void **state)
{
    (void)state;
    struct goheap_config config = goheap_config_default();
    config.heap_limit_bytes = UINT64_C(64) << 20;
    assert_true(goheap_init(&config));
    assert_true(goheap_add_roots(roots, roots + 1));
    const size_t made = fill_with_a_chain();
    assert_true(made > 900 && made <= 1024);
    assert_true(goheap_verify(stderr));
    assert_int_equal(chain_length(), made);
    unlink_chain();
    sink = NULL;
    goheap_collect();
    for (int i = 0; i < 500; i++)
        assert_non_null(sink = goheap_make(&pointer_type, 8192));
    goheap_shutdown();
}

/* Whatever sizes came before, the objects are what fills the heap. */
static void test_each_size_fills_the_heap(void **state)
{
    (void)state;
    static const size_t sizes[] = {8, 16, 24, 32, 64, 160, 1024, 8192, 8};
    struct goheap_config config = goheap_config_default();
    config.heap_limit_bytes = UINT64_C(64) << 20;
    config.gogc = -1;
    assert_true(goheap_init(&config));
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        size_t made = 0;
        while ((sink = goheap_make(&pointer_type, sizes[i] / 8)))
            made++;
        assert_true(made * sizes[i] > (size_t)60 << 20);
        goheap_collect();
    }
    assert_true(goheap_verify(stderr));
    goheap_shutdown();
}

static void test_without_threads_mutators_mark_alone(void **state)
{
    (void)state;
    for (uint64_t n = 1; n <= 3; n++) {
        struct goheap_config config = goheap_config_default();
        struct goheap_stats stats;
        config.procs = 3;
        config.verify = true;
        config.fail_thread_at = n;
        assert_true(goheap_init(&config));
        for (int i = 0; i < 20000; i++)
            sink = goheap_make(&pointer_type, 256);
        goheap_collect();
        goheap_stats_read(&stats);
        assert_true(stats.cycles > 5);
        assert_true(goheap_verify(stderr));
        goheap_shutdown();
    }
}

static void test_a_second_heap_is_refused(void **state)
{
    (void)state;
    const struct goheap_config config = goheap_config_default();
    assert_true(goheap_init(&config));
    assert_false(goheap_init(&config));
    assert_non_null(goheap_make(&pointer_type, 4));
    goheap_shutdown();
    assert_null(goheap_make(&pointer_type, 4));
    assert_true(goheap_init(&config));
    goheap_shutdown();
}

static void test_the_root_table_has_an_end(void **state)
{
    (void)state;
    const struct goheap_config config = goheap_config_default();
    static char ranges[GOHEAP_ROOT_RANGES + 1][16];
    assert_true(goheap_init(&config));
    for (int i = 0; i < GOHEAP_ROOT_RANGES; i++)
        assert_true(goheap_add_roots(ranges[i], ranges[i] + 16));
    assert_false(goheap_add_roots(ranges[GOHEAP_ROOT_RANGES], ranges[GOHEAP_ROOT_RANGES] + 16));
    goheap_remove_roots(ranges[5]);
    assert_true(goheap_add_roots(ranges[GOHEAP_ROOT_RANGES], ranges[GOHEAP_ROOT_RANGES] + 16));
    goheap_shutdown();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_nth_request_for_memory_fails),
        cmocka_unit_test(test_a_full_heap_gives_null_and_recovers),
        cmocka_unit_test(test_each_size_fills_the_heap),
        cmocka_unit_test(test_without_threads_mutators_mark_alone),
        cmocka_unit_test(test_a_second_heap_is_refused),
        cmocka_unit_test(test_the_root_table_has_an_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
