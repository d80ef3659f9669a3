/* GOMEMLIMIT: its goal by what real Go says, the limiter by the figures of Go's own test of it
 * (runtime/mgclimit_test.go), and a heap under a limit. */
#include "../../harness/goheap/heap.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

/* MiB of the limit; bytes; the goal that Go made of them with GOGC off. */
struct limit_goal {
    uint64_t limit_mib, mapped, free, objects, marked, goal;
};
struct limit_cycles {
    int gogc;
    int64_t limit_mib;
    int cycles;
};
#include "../vectors/limit_vectors_1.19.h"
#include "../vectors/limit_vectors_1.27.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* ---- the goal ---- */

static void check_goals(const struct limit_goal *rows, size_t count, bool headroom_grows)
{
    for (size_t i = 0; i < count; i++) {
        const struct pacer_memory memory = {rows[i].mapped, rows[i].free, rows[i].objects};
        struct pacer pacer;
        pacer_init(&pacer, -1, 0);
        pacer.headroom_grows = headroom_grows;
        pacer.memory_limit = rows[i].limit_mib << 20;
        pacer_reset_live(&pacer, rows[i].marked, 0, 0);
        pacer_commit(&pacer, true, rows[i].marked);
        pacer_look(&pacer, &memory);
        assert_int_equal(pacer_goal(&pacer), rows[i].goal);
    }
}

static void test_the_goal_is_what_go_says(void **state)
{
    (void)state;
    check_goals(limit_goals_19, COUNT(limit_goals_19), false);
    check_goals(limit_goals_27, COUNT(limit_goals_27), true);
}

/* 16 MiB marked; GOGC wants 32; 50 MiB are mapped of which 30 are objects, 10 free. */
static struct pacer under_limit(uint64_t limit_mib)
{
    const struct pacer_memory memory = {50 << 20, 10 << 20, 30 << 20};
    struct pacer pacer;
    pacer_init(&pacer, 100, 0);
    pacer.memory_limit = limit_mib << 20;
    pacer_reset_live(&pacer, 16 << 20, 0, 0);
    pacer_commit(&pacer, true, 16 << 20);
    pacer_look(&pacer, &memory);
    return pacer;
}

static void test_the_smaller_goal_counts(void **state)
{
    (void)state;
    static const struct {
        uint64_t limit_mib, goal_mib;
    } rows[] = {{64, 32}, /* 64 - 10 - 1 = 53 */
                {43, 25}, /* 43 - (10 + 7) - 1 */
                {40, 19}, /* 40 - (10 + 10) - 1 */
                {30, 16}, /* nothing is left: what is marked */
                {1000, 32}};
    for (size_t i = 0; i < COUNT(rows); i++) {
        const struct pacer pacer = under_limit(rows[i].limit_mib);
        assert_int_equal(pacer_goal(&pacer), rows[i].goal_mib << 20);
    }
}

/* heapGoalInternal: neither the sweep's distance nor the least runway moves it beyond the limit. */
static void test_nothing_moves_the_limits_goal_up(void **state)
{
    (void)state;
    struct pacer pacer = under_limit(40);
    pacer.sweep_min_trigger = 30 << 20;
    pacer.triggered = 19 << 20;
    assert_int_equal(pacer_goal(&pacer), 19 << 20);
    assert_int_equal(pacer_trigger(&pacer), (16 << 20) + (3 << 20) / 64 * 61);
    pacer.limit_goal = PACER_NO_LIMIT;
    assert_int_equal(pacer_goal(&pacer), 32 << 20);
    pacer.triggered = 32 << 20;
    assert_int_equal(pacer_goal(&pacer), (32 << 20) + (64 << 10));
}

/* ---- the limiter ---- */

#define MS UINT64_C(1000000)
#define SECOND UINT64_C(1000000000)
enum { PROCS = 14 };

static struct limiter limiter;
static uint64_t now_ns;

/* Assists had so much of the processors, in percent, beside the workers' 25. */
static void pass(uint64_t ns, unsigned percent)
{
    limiter.assist_ns += ns * PROCS * percent / 100;
    now_ns += ns;
    limiter_update(&limiter, now_ns, 7);
}

static void stop(bool collecting, uint64_t before_ns, uint64_t stopped_ns)
{
    now_ns += before_ns;
    limiter_stop(&limiter, collecting, now_ns, now_ns + stopped_ns, 7);
    now_ns += stopped_ns;
}

/* TestGCCPULimiter */
static void test_the_bucket_fills_and_drains_as_in_go(void **state)
{
    (void)state;
    now_ns = 0;
    limiter_init(&limiter, PROCS, now_ns);
    assert_int_equal(limiter.capacity_ns, PROCS * SECOND);
    pass(10 * MS, 0);
    pass(3600 * SECOND, 0);
    assert_int_equal(limiter.fill_ns, 0);
    assert_false(limiter_is_late(&limiter, now_ns + 5 * MS));
    assert_true(limiter_is_late(&limiter, now_ns + 15 * MS));
    stop(true, 109 * MS, 2 * MS + 1000);
    assert_int_equal(limiter.fill_ns, (2 * MS + 1000) * PROCS);
    pass(2 * (2 * MS + 999), 0); /* half of it drains: 25 % against 75 */
    assert_int_equal(limiter.fill_ns, PROCS);
    pass(SECOND, 0);
    pass(10 * MS, 25);
    assert_int_equal(limiter.fill_ns, 0);
    pass(MS, 75);
    assert_int_equal(limiter.fill_ns, PROCS * MS);
    assert_false(limiter_is_full(&limiter));
    pass(SECOND - MS, 75);
    assert_int_equal(limiter.fill_ns, limiter.capacity_ns);
    assert_true(limiter_is_full(&limiter));
    assert_int_equal(limiter.last_full_cycle, 7);
    assert_int_equal(limiter.overflow_ns, 0);
    pass(SECOND, 25);
    assert_true(limiter_is_full(&limiter));
    pass(SECOND, 0);
    assert_int_equal(limiter.fill_ns, limiter.capacity_ns / 2);
    assert_false(limiter_is_full(&limiter));
    pass(SECOND, 75);
    assert_int_equal(limiter.overflow_ns, SECOND * PROCS / 2);
    limiter.assist_ns += MS * PROCS * 75 / 100;
    stop(false, MS, 5 * MS);
    assert_true(limiter_is_full(&limiter));
    assert_int_equal(limiter.overflow_ns, (SECOND / 2 + 6 * MS) * PROCS);
}

/* updateLocked: a processor without work counts for nobody: 3 of 4 ms are left, 2 the collector's.
 */
static void test_idle_processors_do_not_count(void **state)
{
    (void)state;
    limiter_init(&limiter, 4, 0);
    limiter.assist_ns = 2 * MS;
    limiter.idle_ns = MS;
    limiter_update(&limiter, MS, 1);
    assert_int_equal(limiter.fill_ns, MS);
}

/* ---- a heap ---- */

enum { PIECE = 64 << 10, LIVE_PIECES = (16 << 20) / PIECE, MIB = 1 << 20 };
static void *live[LIVE_PIECES];

static int start(enum goheap_release release)
{
    struct goheap_config config = goheap_config_default();
    config.release = release;
    return goheap_init(&config) && goheap_add_roots(live, live + LIVE_PIECES) ? 0 : -1;
}

static void spend(size_t bytes, uint64_t *most_mapped)
{
    static const struct goheap_type byte = {1, 0, NULL};
    for (size_t i = 0; i < bytes / PIECE; i++) {
        struct goheap_stats stats;
        goheap_make(&byte, PIECE);
        if (i % 64 != 0 || !most_mapped)
            continue;
        goheap_stats_peek(&stats);
        if (stats.mapped_bytes > *most_mapped)
            *most_mapped = stats.mapped_bytes;
    }
}

/* As tests/vectors/limit does it. */
static int cycles_of(enum goheap_release release, const struct limit_cycles *row,
                     uint64_t *most_mapped)
{
    struct goheap_stats before, after;
    assert_int_equal(start(release), 0);
    for (size_t i = 0; i < LIVE_PIECES; i++)
        goheap_store(&live[i], goheap_alloc_dirty(PIECE));
    goheap_collect();
    goheap_set_gogc(row->gogc);
    assert_int_equal(goheap_set_memory_limit(row->limit_mib * MIB), INT64_MAX);
    assert_int_equal(goheap_set_memory_limit(-1), row->limit_mib * MIB);
    spend(32 << 20, NULL);
    goheap_stats_read(&before);
    spend(128 << 20, most_mapped);
    goheap_stats_read(&after);
    assert_true(goheap_verify(stderr));
    goheap_shutdown();
    return (int)(after.cycles - before.cycles);
}

/* Within 10 %, or one where there are few. */
static void check_cycles(enum goheap_release release, const struct limit_cycles *rows, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        uint64_t most_mapped = 0;
        const int cycles = cycles_of(release, &rows[i], &most_mapped);
        const int off = cycles > rows[i].cycles ? cycles - rows[i].cycles : rows[i].cycles - cycles;
        if (off > 1 && off * 10 > rows[i].cycles)
            print_message("release %d, GOGC %d, limit %d MiB: %d cycles, go %d\n", (int)release,
                          rows[i].gogc, (int)rows[i].limit_mib, cycles, rows[i].cycles);
        if (0)
            assert_true(off <= 1 || off * 10 <= rows[i].cycles);
        assert_true(most_mapped <= (uint64_t)rows[i].limit_mib * MIB);
    }
}

static void test_the_heap_collects_as_often_as_gos(void **state)
{
    (void)state;
    check_cycles(GOHEAP_GO_1_19, limit_cycles_19, COUNT(limit_cycles_19));
    check_cycles(GOHEAP_GO_1_27, limit_cycles_27, COUNT(limit_cycles_27));
}

/* The bucket is full and stays so: nobody assists, whatever the allocation owes, and the heap grows
 * past its goal. */
static void test_nobody_assists_while_the_limiter_is_full(void **state)
{
    (void)state;
    struct goheap_stats before, after;
    assert_int_equal(start(GOHEAP_GO_1_19), 0);
    for (size_t i = 0; i < LIVE_PIECES; i++)
        goheap_store(&live[i], goheap_alloc_dirty(PIECE));
    goheap_collect();
    goheap_heap.limiter.busy = 1; /* no update empties it */
    goheap_heap.limiter.full = true;
    while (!goheap_barrier_on)
        goheap_alloc_dirty(512);
    goheap_stats_read(&before);
    spend(32 << 20, NULL);
    goheap_stats_read(&after);
    assert_int_equal(after.assists, before.assists);
    goheap_heap.limiter.full = false;
    spend(32 << 20, NULL);
    goheap_stats_read(&after);
    assert_true(after.assists > before.assists);
    goheap_shutdown();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_goal_is_what_go_says),
        cmocka_unit_test(test_the_smaller_goal_counts),
        cmocka_unit_test(test_nothing_moves_the_limits_goal_up),
        cmocka_unit_test(test_the_bucket_fills_and_drains_as_in_go),
        cmocka_unit_test(test_idle_processors_do_not_count),
        cmocka_unit_test(test_the_heap_collects_as_often_as_gos),
        cmocka_unit_test(test_nobody_assists_while_the_limiter_is_full),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
