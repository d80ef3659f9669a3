/* Where spans come from (mheap.go, allocSpan): the thread's caches of pages and descriptors, and
 * how often the page heap's lock is taken. The expected counts are arithmetic over Go 1.19's
 * constants: a page cache of 64 pages serves runs under 16 and is filled when it is empty;
 * descriptors come by
 * 64. GOGC is off and nothing is freed, so no other lock is taken. */
#include "../../harness/goheap/heap.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static const struct goheap_type byte_type = {1, 0, NULL};
static void *volatile sink;

static int setup(void **state)
{
    (void)state;
    struct goheap_config config = goheap_config_default();
    config.gogc = -1;
    config.program = false;
    return goheap_init(&config) ? 0 : -1;
}

static int teardown(void **state)
{
    (void)state;
    const bool ok = goheap_verify(stderr);
    goheap_shutdown();
    return ok ? 0 : -1;
}

/* Times the lock is taken for `count` objects of so many pages each; every one is a span. */
static uint64_t locks_of(size_t pages, size_t count)
{
    struct goheap_stats before, after;
    goheap_stats_read(&before);
    for (size_t i = 0; i < count; i++) {
        sink = goheap_make(&byte_type, pages * PAGE_BYTES);
        assert_non_null(sink);
    }
    goheap_stats_read(&after);
    return after.page_locks - before.page_locks;
}

static void test_sixteen_pages_take_the_lock_each_time(void **state)
{
    (void)state;
    assert_int_equal(locks_of(16, 1), 1);
    assert_int_equal(locks_of(16, 9), 9);
}

static void test_fifteen_pages_come_from_the_cache(void **state)
{
    (void)state;
    locks_of(16, 4);                      /* pages 0 to 63; 64 descriptors, 4 used */
    assert_int_equal(locks_of(15, 1), 1); /* fills the cache with pages 64 to 127 */
    assert_int_equal(locks_of(15, 3), 0); /* 60 of its 64 */
}

/* Four pages are left: no run of 15, but not empty either, so it is not filled again. */
static void test_what_does_not_fit_takes_the_lock_until_the_cache_is_empty(void **state)
{
    (void)state;
    locks_of(16, 4);
    locks_of(15, 4);
    assert_int_equal(locks_of(15, 2), 2); /* pages 128 to 157, the lowest run of all */
    assert_int_equal(locks_of(1, 4), 0);  /* the last four */
    assert_int_equal(locks_of(15, 1), 1); /* fills it with pages 158 to 191: two runs */
    assert_int_equal(locks_of(15, 1), 0);
    assert_int_equal(locks_of(15, 1), 1);
}

/* Real Go, counted with gdb: 1000 slices of 9 pages call pageAlloc.alloc at least 1000 times and
 * allocToCache once (go1.19.8). Here: two for the first, which finds no page at all; one to fill
 * the cache with pages 9 to 63, six runs; one page is left, and each of the rest takes the lock. */
static void test_nothing_but_nine_pages_take_the_lock_nearly_always(void **state)
{
    (void)state;
    assert_int_equal(locks_of(9, 1000), 2 + 1 + (1000 - 1 - 6));
}

/* The lock is taken once for 64 pages and once for 64 descriptors. An empty heap has no page to
 * fill the cache with: its first span takes page 0 under the lock, with 64 descriptors; its second
 * fills the cache with pages 1 to 63. */
static void test_sixty_four_single_pages_take_it_twice(void **state)
{
    (void)state;
    assert_int_equal(locks_of(1, 64), 2 + 1);
    assert_int_equal(locks_of(1, 64), 2);
    assert_int_equal(locks_of(1, 64), 2);
}

static size_t count_free_descriptors(unsigned words)
{
    size_t count = 0;
    for (const struct span *span = goheap_heap.free_descriptors[words]; span; span = span->next)
        count++;
    return count;
}

/* Pages of nobody: neither in spans nor for the page heap to hand out. */
static uint64_t pages_withheld(void)
{
    return goheap_heap.pages.grown - goheap_heap.pages.free_pages - get(&goheap_heap.pages_in_use);
}

static void *fill_caches(void *unused)
{
    (void)unused;
    static int done;
    if (!goheap_thread_attach() || locks_of(15, 1) != 2 || pages_withheld() != 64 - 15)
        return NULL;
    goheap_thread_detach();
    return &done;
}

/* p.destroy. One lock for the pages and one for the descriptors, of which one is in use. */
static void test_a_thread_gives_its_caches_back(void **state)
{
    (void)state;
    locks_of(16, 4);
    assert_int_equal(pages_withheld(), 0);
    assert_int_equal(count_free_descriptors(1), 0);
    pthread_t thread;
    void *result = NULL;
    assert_int_equal(pthread_create(&thread, NULL, fill_caches, NULL), 0);
    assert_int_equal(pthread_join(thread, &result), 0);
    assert_non_null(result);
    assert_int_equal(pages_withheld(), 0);
    assert_int_equal(count_free_descriptors(1), 64 - 1);
}

/* freeMSpanLocked: into the cache of who frees, up to 128; the rest to the heap. 200 single pages
 * took 4 times 64 descriptors, of which 56 are left. */
static void test_freed_descriptors_go_to_the_cache_first(void **state)
{
    (void)state;
    locks_of(1, 200);
    sink = NULL;
    const struct descriptor_cache *cache = &goheap_self.descriptors[1];
    assert_int_equal(cache->used_count + cache->fresh_count, 4 * 64 - 200);
    goheap_collect();
    assert_int_equal(cache->used_count + cache->fresh_count, 128);
    assert_true(count_free_descriptors(1) <= 200 - (128 - 56));
    assert_true(count_free_descriptors(1) >= 200 - (128 - 56) - 4); /* stale words keep a few */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_sixteen_pages_take_the_lock_each_time, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(test_fifteen_pages_come_from_the_cache, setup, teardown),
        cmocka_unit_test_setup_teardown(
            test_what_does_not_fit_takes_the_lock_until_the_cache_is_empty, setup, teardown),
        cmocka_unit_test_setup_teardown(test_nothing_but_nine_pages_take_the_lock_nearly_always,
                                        setup, teardown),
        cmocka_unit_test_setup_teardown(test_sixty_four_single_pages_take_it_twice, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(test_a_thread_gives_its_caches_back, setup, teardown),
        cmocka_unit_test_setup_teardown(test_freed_descriptors_go_to_the_cache_first, setup,
                                        teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
