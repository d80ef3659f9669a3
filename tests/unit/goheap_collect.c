/* Collection: what is reachable stays, what is not is freed and counted; roots, barrier, records,
 * threads, stress mode, memory given back. */
#include "../../harness/goheap/goheap.h"

#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

struct node {
    struct node *next, *other;
    uint64_t value;
};

static const uint8_t node_mask[] = {3}, one_pointer[] = {1};
static const struct goheap_type node_type = {sizeof(struct node), 16, node_mask};
static const struct goheap_type pointer_type = {8, 8, one_pointer};
static const struct goheap_type byte_type = {1, 0, NULL};
/* Of a test binary of go1.19.8, by runtime.firstmoduledata: see goheap/program.h. */
enum { GO_GLOBALS_BYTES = 35696 + 195136, GO_OBJECTS = 288, GO_OBJECT_BYTES = 79152 };
static void *roots[4];
static void *volatile sink;

static int start(const struct goheap_config *config)
{
    memset(roots, 0, sizeof roots);
    return goheap_init(config) && goheap_add_roots(roots, roots + 4) ? 0 : -1;
}

static int setup(void **state)
{
    (void)state;
    struct goheap_config config = goheap_config_default();
    config.poison = true;
    config.verify = true;
    return start(&config);
}

static int setup_plain(void **state)
{
    (void)state;
    const struct goheap_config config = goheap_config_default();
    return start(&config);
}

static int setup_two_procs(void **state)
{
    (void)state;
    struct goheap_config config = goheap_config_default();
    config.poison = true;
    config.verify = true;
    config.procs = 2;
    return start(&config);
}

static int setup_stress(void **state)
{
    (void)state;
    struct goheap_config config = goheap_config_default();
    config.poison = true;
    config.verify = true;
    config.stress_interval = 1;
    return start(&config);
}

static int setup_small_queues(void **state)
{
    (void)state;
    struct goheap_config config = goheap_config_default();
    config.verify = true;
    config.work_limit_bytes = 4096;
    return start(&config);
}

static int teardown(void **state)
{
    (void)state;
    const bool ok = goheap_verify(stderr);
    goheap_shutdown();
    return ok ? 0 : -1;
}

static __attribute__((noinline)) struct node *build_list(uint64_t length)
{
    struct node *head = NULL;
    for (uint64_t i = 0; i < length; i++) {
        struct node *node = goheap_new(&node_type);
        node->value = i;
        goheap_store(&node->next, head);
        head = node;
    }
    return head;
}

static uint64_t list_length(const struct node *head)
{
    uint64_t length = 0;
    for (; head; head = head->next)
        length++;
    return length;
}

static void make_garbage(size_t bytes)
{
    for (size_t done = 0; done < bytes; done += 512)
        sink = goheap_make(&byte_type, 512);
    sink = NULL;
}

static __attribute__((noinline)) void root_a_list(uint64_t length)
{
    goheap_store(&roots[0], build_list(length));
}

static void test_rooted_data_stays_and_is_counted(void **state)
{
    (void)state;
    struct goheap_stats stats;
    root_a_list(50000);
    make_garbage(64 << 20);
    goheap_collect();
    goheap_stats_read(&stats);
    assert_int_equal(list_length(roots[0]), 50000);
    assert_true(stats.cycles > 5);
    assert_true(stats.heap_marked_bytes >= 50000 * 24);
    assert_true(stats.heap_objects >= 50000 + GO_OBJECTS);
    assert_true(stats.heap_objects < 50200 + GO_OBJECTS);
    assert_true(stats.heap_alloc_bytes >= 50000 * 24 + GO_OBJECT_BYTES);
    assert_true(stats.heap_alloc_bytes < 50200 * 24 + GO_OBJECT_BYTES + 50000);
    assert_int_equal(stats.mallocs - stats.frees, stats.heap_objects);
}

static void test_cut_data_goes(void **state)
{
    (void)state;
    struct goheap_stats before, after;
    root_a_list(100000);
    goheap_collect();
    goheap_stats_read(&before);
    goheap_store(&roots[0], NULL);
    make_garbage(4096); /* whatever the stack still holds of the list */
    goheap_collect();
    goheap_stats_read(&after);
    assert_true(before.heap_objects - after.heap_objects > 99000);
    assert_true(after.heap_inuse_bytes < before.heap_inuse_bytes / 2);
}

static void test_stack_and_interior_pointers_keep_objects(void **state)
{
    (void)state;
    char *volatile inside = (char *)goheap_alloc_dirty(5000) + 3000;
    memset(inside, 0x5a, 100);
    for (int i = 0; i < 20; i++)
        make_garbage(1 << 20);
    goheap_collect();
    for (int i = 0; i < 100; i++)
        assert_int_equal(inside[i], 0x5a);
    assert_int_equal(goheap_object_size(inside), 5376);
}

#if defined(__x86_64__)
enum { CALL_SAVED = 6 };

/* The only traces of the objects: complements in memory, and the call-saved registers meanwhile. */
static __attribute__((noinline)) void collect_with_all_in_registers(const uintptr_t *complements)
{
    __asm__ volatile(
        "lea -128(%%rsp), %%rsp\n" /* past the red zone */
        "push %%rbp\n push %%rbx\n push %%r12\n push %%r13\n push %%r14\n push %%r15\n"
        "mov %%rsp, %%r15\n and $-16, %%rsp\n push %%r15\n push %%rax\n"
        "mov 0(%0), %%rbx\n mov 8(%0), %%rbp\n mov 16(%0), %%r12\n"
        "mov 24(%0), %%r13\n mov 32(%0), %%r14\n mov 40(%0), %%r15\n"
        "not %%rbx\n not %%rbp\n not %%r12\n not %%r13\n not %%r14\n not %%r15\n"
        "call goheap_collect\n"
        "pop %%rax\n pop %%rsp\n"
        "pop %%r15\n pop %%r14\n pop %%r13\n pop %%r12\n pop %%rbx\n pop %%rbp\n"
        "lea 128(%%rsp), %%rsp\n"
        : "+D"(complements)
        :
        : "rax", "rcx", "rdx", "rsi", "r8", "r9", "r10", "r11", "cc", "memory");
}

static __attribute__((noinline)) void make_hidden(uintptr_t *complements)
{
    for (size_t i = 0; i < CALL_SAVED; i++) {
        struct node *node = goheap_new(&node_type);
        node->value = i + 1;
        complements[i] = ~(uintptr_t)node;
    }
}

static void test_call_saved_registers_keep_objects(void **state)
{
    (void)state;
    uintptr_t complements[CALL_SAVED];
    make_hidden(complements);
    collect_with_all_in_registers(complements);
    for (size_t i = 0; i < CALL_SAVED; i++)
        assert_int_equal(((const struct node *)~complements[i])->value, i + 1);
}
#endif

/* AddressSanitizer's frames have red zones, in which a word of an earlier call stays. */
#ifndef __SANITIZE_ADDRESS__
static uint64_t frees_of_a_collection(void)
{
    struct goheap_stats before, after;
    goheap_stats_read(&before);
    goheap_collect();
    goheap_stats_read(&after);
    return after.frees - before.frees;
}

static __attribute__((noinline)) uint64_t frees_below_here(void)
{
    goheap_stack_base(__builtin_dwarf_cfa());
    return frees_of_a_collection();
}

static void test_frames_at_the_base_and_above_keep_nothing(void **state)
{
    (void)state;
    make_garbage(1 << 16); /* whoever was on the stack before */
    frees_of_a_collection();
    struct node *volatile kept = build_list(1000);
    assert_true(frees_of_a_collection() < 10);
    assert_true(frees_below_here() >= 1000);
    assert_non_null(kept);
}
#endif

static void test_big_arrays_are_scanned_to_the_end(void **state)
{
    (void)state;
    enum { LENGTH = 300000 }; /* 2.4 MB, many pieces of 128 KiB */
    void **array = goheap_make(&pointer_type, LENGTH);
    goheap_store(&roots[1], array);
    for (size_t i = 0; i < LENGTH; i += 997) {
        struct node *node = goheap_new(&node_type);
        node->value = i;
        goheap_store(&array[i], node);
    }
    make_garbage(32 << 20);
    goheap_collect();
    for (size_t i = 0; i < LENGTH; i += 997)
        assert_int_equal(((struct node *)array[i])->value, i);
}

static void test_queues_that_overflow_lose_nothing(void **state)
{
    (void)state;
    enum { LENGTH = 100000 };
    void **array = goheap_make(&pointer_type, LENGTH);
    goheap_store(&roots[1], array);
    for (size_t i = 0; i < LENGTH; i++)
        goheap_store(&array[i], build_list(3));
    goheap_collect();
    make_garbage(16 << 20);
    for (size_t i = 0; i < LENGTH; i++)
        assert_int_equal(list_length(array[i]), 3);
}

/* The pieces of one object are more than the queues hold. */
static void test_an_object_bigger_than_the_queues_is_scanned(void **state)
{
    (void)state;
    enum { COUNT = 10 << 20 };
    goheap_store(&roots[0], goheap_make(&pointer_type, COUNT));
    void **array = roots[0];
    for (size_t i = 0; i < COUNT; i += COUNT / 16)
        goheap_store(&array[i], build_list(100));
    goheap_store(&array[COUNT - 1], build_list(100));
    goheap_collect();
    goheap_collect();
    for (size_t i = 0; i < COUNT; i += COUNT / 16)
        assert_int_equal(list_length(array[i]), 100);
    assert_int_equal(list_length(array[COUNT - 1]), 100);
}

static void test_stress_collects_at_every_allocation(void **state)
{
    (void)state;
    struct goheap_stats before, after;
    goheap_stats_read(&before);
    root_a_list(300);
    goheap_stats_read(&after);
    assert_int_equal(list_length(roots[0]), 300);
    assert_int_equal(after.cycles - before.cycles, 300);
}

static void test_gogc_off_never_collects(void **state)
{
    (void)state;
    struct goheap_stats stats;
    assert_int_equal(goheap_set_gogc(-1), 100);
    make_garbage(64 << 20);
    goheap_stats_read(&stats);
    assert_int_equal(stats.cycles, 0);
    assert_int_equal(goheap_set_gogc(100), -1);
    make_garbage(1 << 20);
    goheap_stats_read(&stats);
    assert_true(stats.cycles > 0);
}

/* A program that allocates nothing more, but gives its processor away now and then. */
static void test_who_yields_is_marked_for(void **state)
{
    (void)state;
    struct goheap_cycle cycle;
    root_a_list(100000);
    goheap_telemetry_reset();
    while (!goheap_barrier_on)
        sink = goheap_make(&byte_type, 512);
    while (goheap_barrier_on)
        goheap_yield();
    assert_int_equal(goheap_cycle_count(NULL), 1);
    assert_true(goheap_cycle_at(0, &cycle));
    assert_true(cycle.background_ns > 0);
    assert_int_equal(cycle.assist_ns, 0);
    assert_int_equal(list_length(roots[0]), 100000);
}

static void test_records_tell_each_cycle(void **state)
{
    (void)state;
    struct goheap_cycle cycle;
    uint64_t dropped;
    make_garbage(32 << 20);
    goheap_collect();
    const size_t count = goheap_cycle_count(&dropped);
    assert_true(count > 5);
    assert_int_equal(dropped, 0);
    for (size_t i = 0; i < count; i++) {
        assert_true(goheap_cycle_at(i, &cycle));
        assert_int_equal(cycle.number, i + 1);
        assert_int_equal(cycle.forced, i == count - 1);
        assert_true(cycle.sweep_termination_start_ns <= cycle.mark_start_ns);
        assert_true(cycle.mark_start_ns <= cycle.mark_termination_start_ns);
        assert_true(cycle.mark_termination_start_ns <= cycle.end_ns);
        assert_true(cycle.heap_start_bytes <= cycle.heap_end_bytes);
        assert_true(cycle.heap_marked_bytes <= cycle.heap_end_bytes);
        assert_true(cycle.forced || cycle.trigger_bytes <= cycle.heap_start_bytes);
        assert_int_equal(cycle.globals_scan_bytes, GO_GLOBALS_BYTES);
    }
    assert_false(goheap_cycle_at(count, &cycle));
    goheap_telemetry_reset();
    assert_int_equal(goheap_cycle_count(&dropped), 0);
}

static void test_timeline_is_in_order_and_below_its_peaks(void **state)
{
    (void)state;
    struct goheap_point point, last = {0};
    uint64_t dropped;
    size_t starts = 0, ends = 0;
    make_garbage(16 << 20);
    for (size_t i = 0; goheap_timeline_at(i, &point); i++, last = point) {
        assert_true(point.time_ns >= last.time_ns);
        starts += point.event == 's';
        ends += point.event == 'e';
    }
    assert_true(starts >= 2 && (starts == ends || starts == ends + 1));
    assert_true(goheap_timeline_count(&dropped) > 2 * starts);
}

static void test_freed_memory_goes_back_to_the_system(void **state)
{
    (void)state;
    struct goheap_stats stats;
    root_a_list(2000000);
    goheap_collect();
    goheap_store(&roots[0], NULL);
    make_garbage(4096);
    goheap_collect();
    goheap_collect();
    for (int i = 0; i < 50; i++)
        make_garbage(16 << 20);
    goheap_stats_read(&stats);
    assert_true(stats.pages_scavenged > 0);
    assert_true(stats.heap_released_bytes > 0);
}

/* mgcscavenge.go, gcPaceScavenger: what was in use when the cycle ended may stay while the goal
 * does, from the first cycle on. */
static void test_memory_stays_while_the_goal_does(void **state)
{
    (void)state;
    struct goheap_stats stats;
    goheap_set_gogc(1600); /* 64 MiB */
    make_garbage(40 << 20);
    goheap_collect();
    make_garbage(20 << 20);
    goheap_stats_read(&stats);
    assert_int_equal(stats.cycles, 1);
    assert_int_equal(stats.pages_scavenged, 0);
}

/* ---- threads ---- */

static void *allocate_and_check(void *argument)
{
    (void)argument;
    if (!goheap_thread_attach())
        return NULL;
    struct node *volatile list = build_list(3000);
    for (int i = 0; i < 20; i++)
        make_garbage(1 << 20);
    const uint64_t length = list_length(list);
    return (void *)(uintptr_t)length; /* a thread's end detaches it */
}

static void test_threads_keep_their_stacks_alive(void **state)
{
    (void)state;
    pthread_t threads[4];
    for (int i = 0; i < 4; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, allocate_and_check, NULL), 0);
    for (int i = 0; i < 20; i++)
        goheap_collect();
    for (int i = 0; i < 4; i++) {
        void *length;
        goheap_block_enter();
        pthread_join(threads[i], &length);
        goheap_block_leave();
        assert_int_equal((uintptr_t)length, 3000);
    }
}

static void *allocate_for_a_while(void *argument)
{
    (void)argument;
    if (!goheap_thread_attach())
        return NULL;
    for (int i = 0; i < 64; i++)
        make_garbage(1 << 20);
    return NULL;
}

/* What is read while the world runs agrees with itself, and in the end with the exact figures. */
static void test_statistics_agree_while_threads_allocate(void **state)
{
    (void)state;
    enum { THREADS = 3 };
    pthread_t threads[THREADS];
    struct goheap_stats stats, exact;
    uint64_t mallocs = 0;
    for (int i = 0; i < THREADS; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, allocate_for_a_while, NULL), 0);
    for (int i = 0; i < 2000; i++) {
        goheap_stats_peek(&stats);
        assert_true(stats.mallocs >= mallocs && stats.mallocs >= stats.frees);
        assert_true(stats.heap_inuse_bytes + stats.heap_released_bytes <= stats.heap_sys_bytes);
        assert_true(stats.heap_alloc_bytes <= stats.heap_inuse_bytes);
        mallocs = stats.mallocs;
    }
    goheap_block_enter();
    for (int i = 0; i < THREADS; i++)
        pthread_join(threads[i], NULL);
    goheap_block_leave();
    goheap_collect(); /* gives all caches back */
    goheap_stats_peek(&stats);
    goheap_stats_read(&exact);
    assert_int_equal(stats.mallocs, exact.mallocs);
    assert_int_equal(stats.frees, exact.frees);
    assert_int_equal(stats.heap_alloc_bytes, exact.heap_alloc_bytes);
    assert_true(exact.mallocs >= THREADS * 64 * (1 << 20) / 512);
}

static void test_an_unattached_thread_gets_nothing(void **state)
{
    (void)state;
    goheap_thread_detach();
    assert_null(goheap_new(&node_type));
    assert_null(goheap_alloc_dirty(100000));
    assert_true(goheap_thread_attach());
    assert_non_null(goheap_new(&node_type));
}

/* ---- barrier ---- */

static uint64_t barrier_stores(void)
{
    struct goheap_stats stats;
    goheap_stats_read(&stats);
    return stats.barrier_stores;
}

/* With a worker beside it the mark phase may be over before the copy: then there is another round.
 */
static void test_copy_and_clear_move_the_only_reference(void **state)
{
    (void)state;
    enum { LENGTH = 64, ROUNDS = 300 };
    for (int round = 0; round < ROUNDS || barrier_stores() == 0; round++) {
        void **from = goheap_make(&pointer_type, LENGTH);
        goheap_store(&roots[0], from);
        for (int i = 0; i < LENGTH; i++)
            goheap_store(&from[i], build_list(2));
        void **to = goheap_make(&pointer_type, LENGTH);
        goheap_store(&roots[1], to);
        make_garbage((size_t)(round % 7) * 500000);
        while (round % 7 == 0 && !goheap_barrier_on)
            sink = goheap_make(&byte_type, 512);
        goheap_copy(to, from, LENGTH * sizeof *to, &pointer_type);
        goheap_clear(from, LENGTH * sizeof *to, &pointer_type);
        goheap_copy(to + 1, to, (LENGTH - 1) * sizeof *to, &pointer_type); /* overlaps */
        make_garbage(300000);
        for (int i = 0; i < LENGTH; i++) {
            assert_null(from[i]);
            assert_int_equal(list_length(to[i]), 2);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] =
    { cmocka_unit_test_setup_teardown(test_rooted_data_stays_and_is_counted, setup, teardown),
      cmocka_unit_test_setup_teardown(test_rooted_data_stays_and_is_counted, setup_two_procs,
                                      teardown),
      cmocka_unit_test_setup_teardown(test_cut_data_goes, setup, teardown),
#if defined(__x86_64__)
      cmocka_unit_test_setup_teardown(test_call_saved_registers_keep_objects, setup, teardown),
#endif
#ifndef __SANITIZE_ADDRESS__
      cmocka_unit_test_setup_teardown(test_frames_at_the_base_and_above_keep_nothing, setup,
                                      teardown),
#endif
      cmocka_unit_test_setup_teardown(test_stack_and_interior_pointers_keep_objects, setup,
                                      teardown),
      cmocka_unit_test_setup_teardown(test_big_arrays_are_scanned_to_the_end, setup, teardown),
      cmocka_unit_test_setup_teardown(test_queues_that_overflow_lose_nothing, setup_small_queues,
                                      teardown),
      cmocka_unit_test_setup_teardown(test_an_object_bigger_than_the_queues_is_scanned,
                                      setup_small_queues, teardown),
      cmocka_unit_test_setup_teardown(test_stress_collects_at_every_allocation, setup_stress,
                                      teardown),
      cmocka_unit_test_setup_teardown(test_gogc_off_never_collects, setup, teardown),
      cmocka_unit_test_setup_teardown(test_who_yields_is_marked_for, setup, teardown),
      cmocka_unit_test_setup_teardown(test_records_tell_each_cycle, setup, teardown),
      cmocka_unit_test_setup_teardown(test_timeline_is_in_order_and_below_its_peaks, setup,
                                      teardown),
      cmocka_unit_test_setup_teardown(test_freed_memory_goes_back_to_the_system, setup, teardown),
      cmocka_unit_test_setup_teardown(test_memory_stays_while_the_goal_does, setup_plain, teardown),
      cmocka_unit_test_setup_teardown(test_threads_keep_their_stacks_alive, setup, teardown),
      cmocka_unit_test_setup_teardown(test_threads_keep_their_stacks_alive, setup_two_procs,
                                      teardown),
      cmocka_unit_test_setup_teardown(test_statistics_agree_while_threads_allocate, setup_two_procs,
                                      teardown),
      cmocka_unit_test_setup_teardown(test_an_unattached_thread_gets_nothing, setup, teardown),
      cmocka_unit_test_setup_teardown(test_copy_and_clear_move_the_only_reference, setup, teardown),
      cmocka_unit_test_setup_teardown(test_copy_and_clear_move_the_only_reference, setup_two_procs,
                                      teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
