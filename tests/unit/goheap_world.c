/* Stops, and what is called in their way: by threads that are not attached, while threads come and
 * go, in the middle of a mark phase. */
#include "../../harness/goheap/goheap.h"

#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cmocka.h>

struct node {
    struct node *next;
};

static const uint8_t one_pointer[] = {1};
static const struct goheap_type pointer_type = {8, 8, one_pointer};
static void *roots[1];
static _Atomic bool other_is_done;
static _Atomic size_t rounds;

static int setup(void **state)
{
    (void)state;
    struct goheap_config config = goheap_config_default();
    config.poison = true;
    config.verify = true;
    memset(roots, 0, sizeof roots);
    return goheap_init(&config) && goheap_add_roots(roots, roots + 1) ? 0 : -1;
}

static int teardown(void **state)
{
    (void)state;
    const bool ok = goheap_verify(stderr);
    goheap_shutdown();
    return ok ? 0 : -1;
}

static __attribute__((noinline)) void root_a_list(size_t length)
{
    struct node *head = NULL;
    for (size_t i = 0; i < length; i++) {
        struct node *node = goheap_new(&pointer_type);
        goheap_store(&node->next, head);
        head = node;
    }
    goheap_store(&roots[0], head);
}

static size_t list_length(const struct node *head)
{
    size_t length = 0;
    for (; head; head = head->next)
        length++;
    return length;
}

/* Allocates until a mark phase is on that has more to do than a few assists. */
static void begin_marking(void)
{
    root_a_list(2000000);
    goheap_collect();
    while (!goheap_barrier_on)
        goheap_alloc_dirty(512);
}

/* ---- who is stopped goes on ---- */

static void read_statistics(void)
{
    struct goheap_stats stats;
    goheap_stats_read(&stats);
}

static void verify(void)
{
    goheap_verify(NULL);
}

static void set_gogc(void)
{
    goheap_set_gogc(100);
}

static void attach_and_wait(void)
{
    goheap_thread_attach();
    goheap_block_enter();
}

static void *call(void *argument)
{
    void (*const *what)(void) = argument;
    (*what)();
    const size_t before = rounds;
    for (int i = 0; i < 1000 && rounds == before; i++)
        usleep(10000);
    if (rounds == before)
        abort(); /* a thread that stands for ever lets no signal in */
    other_is_done = true;
    return NULL;
}

/* `what` in a thread of its own, while this one runs and leaves the allocator now and then. */
static void run_beside(void (*what)(void))
{
    pthread_t thread;
    other_is_done = false;
    assert_int_equal(pthread_create(&thread, NULL, call, &what), 0);
    while (!other_is_done) {
        rounds++;
        goheap_alloc_dirty(1);
    }
    goheap_block_enter();
    pthread_join(thread, NULL);
    goheap_block_leave();
}

/* The only attached thread is stopped by one that is not. */
static void test_a_lone_thread_goes_on_after_a_stop_by_a_stranger(void **state)
{
    (void)state;
    static void (*const calls[])(void) = {read_statistics, verify, set_gogc, attach_and_wait};
    for (size_t i = 0; i < sizeof calls / sizeof calls[0]; i++)
        run_beside(calls[i]);
}

/* ---- in the middle of a mark phase ---- */

/* A library is unloaded: its globals are not read any more, what they held stays for this cycle. */
static void test_roots_may_go_while_marking(void **state)
{
    (void)state;
    enum { BYTES = 4 << 20, LENGTH = 1000 };
    void **globals = mmap(NULL, BYTES, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    assert_ptr_not_equal(globals, MAP_FAILED);
    assert_true(goheap_add_roots(globals, globals + BYTES / sizeof *globals));
    root_a_list(LENGTH);
    void **last = &globals[BYTES / sizeof *globals - 1];
    goheap_store(last, roots[0]);
    begin_marking();
    void *volatile list = *last; /* stacks are black already */
    goheap_remove_roots(globals);
    assert_int_equal(munmap(globals, BYTES), 0);
    goheap_collect();
    assert_int_equal(list_length(list), LENGTH);
}

/* mgcpacer.go, setGCPercent: "so we always return with no GC running". */
static void test_no_cycle_is_on_when_gogc_is_off(void **state)
{
    (void)state;
    begin_marking();
    assert_int_equal(goheap_set_gogc(-1), 100);
    assert_int_equal(goheap_barrier_on, 0);
    assert_int_equal(goheap_set_gogc(100), -1);
}

/* Nobody marks for what is not allocated. */
static void test_an_impossible_size_is_not_marked_for(void **state)
{
    (void)state;
    static const struct goheap_type huge = {(size_t)1 << 62, 0, NULL};
    begin_marking();
    assert_null(goheap_alloc_dirty((size_t)1 << 63));
    assert_null(goheap_alloc_dirty(SIZE_MAX));
    assert_null(goheap_new(&huge));
    assert_int_equal(goheap_barrier_on, 1);
}

/* ---- threads that come and go ---- */

static void *come_and_go(void *argument)
{
    const unsigned way = (unsigned)(uintptr_t)argument;
    for (int i = 0; i < 8; i++) {
        if (!goheap_thread_attach())
            return "cannot attach";
        for (int k = 0; k < 400; k++)
            goheap_store(&((struct node *)goheap_new(&pointer_type))->next,
                         goheap_make(&pointer_type, 50));
        if (way == 0)
            goheap_collect();
        if (way == 1)
            goheap_set_gogc(50 + i);
        if (i < 7)
            goheap_thread_detach(); /* the last time the thread's end does it */
        if (way == 2)
            verify();
        if (way == 3)
            read_statistics();
    }
    return NULL;
}

static void test_threads_come_and_go(void **state)
{
    (void)state;
    enum { THREADS = 8, ROUNDS = 8 };
    for (int round = 0; round < ROUNDS; round++) {
        pthread_t threads[THREADS];
        for (uintptr_t i = 0; i < THREADS; i++)
            assert_int_equal(pthread_create(&threads[i], NULL, come_and_go, (void *)(i % 4)), 0);
        root_a_list(1000);
        goheap_collect();
        goheap_block_enter();
        void *wrong[THREADS];
        for (int i = 0; i < THREADS; i++)
            pthread_join(threads[i], &wrong[i]);
        goheap_block_leave();
        for (int i = 0; i < THREADS; i++)
            assert_null(wrong[i]);
        assert_int_equal(list_length(roots[0]), 1000);
    }
}

static int setup_three_procs(void **state)
{
    (void)state;
    struct goheap_config config = goheap_config_default();
    config.procs = 3;
    memset(roots, 0, sizeof roots);
    return goheap_init(&config) && goheap_add_roots(roots, roots + 1) ? 0 : -1;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_a_lone_thread_goes_on_after_a_stop_by_a_stranger,
                                        setup, teardown),
        cmocka_unit_test_setup_teardown(test_roots_may_go_while_marking, setup, teardown),
        cmocka_unit_test_setup_teardown(test_no_cycle_is_on_when_gogc_is_off, setup, teardown),
        cmocka_unit_test_setup_teardown(test_an_impossible_size_is_not_marked_for, setup, teardown),
        cmocka_unit_test_setup_teardown(test_threads_come_and_go, setup, teardown),
        cmocka_unit_test_setup_teardown(test_threads_come_and_go, setup_three_procs, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
