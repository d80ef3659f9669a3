/* How often a whole heap collects, beside real Go 1.19: by a clock of the test's own, which goes on
 * with the work that is done, so that neither the machine nor its load has a part in it. */
#include "../../harness/goheap/heap.h"
#include "../../harness/goheap/pace.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <time.h>

#include <cmocka.h>

/*
 * What Go takes (go1.19.8, one P, make([]byte, 512), GODEBUG=gctrace=1,gcpacertrace=1): a mark
 * phase of 0.087 ms with 0.031 ms of assists for 290464 bytes of work, while the heap grows from
 * 3203417 to 3995272 bytes.
 */
static const double mark_ns_per_byte = 31000.0 / 290464;
static const double op_ns = (87000.0 - 31000) * 512 / (3995272 - 3203417);

static double now_ns = 1e9;
static uint64_t work_seen;
static void *volatile sink;

/* Marking since the last look; the counters begin anew with each cycle. */
static double marked_since(void)
{
    const uint64_t work = get(&goheap_heap.heap_scan_work) + get(&goheap_heap.stack_scan_work) +
                          get(&goheap_heap.globals_scan_work);
    const uint64_t fresh = work < work_seen ? work : work - work_seen;
    work_seen = work;
    return (double)fresh;
}

/* Stands in for libc's in this program; the heap reads no other clock. */
int clock_gettime(clockid_t id, struct timespec *now)
{
    (void)id;
    now_ns += marked_since() * mark_ns_per_byte;
    const uint64_t ns = (uint64_t)now_ns;
    *now = (struct timespec){(time_t)(ns / 1000000000), (long)(ns % 1000000000)};
    return 0;
}

static const struct goheap_type byte_type = {1, 0, NULL};

static void allocate(long ops)
{
    for (long i = 0; i < ops; i++) {
        sink = goheap_make(&byte_type, 512);
        now_ns += op_ns;
    }
}

static double cycles_per_million(int gogc)
{
    struct goheap_config config = goheap_config_default();
    struct goheap_stats before, after;
    config.gogc = gogc;
    assert_true(goheap_init(&config));
    allocate(100000);
    goheap_stats_read(&before);
    allocate(1000000);
    goheap_stats_read(&after);
    goheap_shutdown();
    return (double)(after.cycles - before.cycles);
}

/* Go: cycles a million operations by runtime.MemStats.NumGC, over three million. */
static void test_cycles_per_million_are_go_s(void **state)
{
    (void)state;
    static const struct {
        int gogc;
        double cycles;
    } cases[] = {{50, 332.3}, {100, 163.0}, {200, 80.7}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const double cycles = cycles_per_million(cases[i].gogc);
        if (cycles < cases[i].cycles * 0.97 || cycles > cases[i].cycles * 1.03)
            fail_msg("GOGC=%d: %g cycles, Go has %g", cases[i].gogc, cycles, cases[i].cycles);
    }
}

/* Two goroutines that spin on one P take turns: of go1.19.8 the first has 12.5 ms, the others have
 * 20.1. One that begins to run at a look of sysmon's, or between two, is seen at the next. */
static void test_turns_come_every_20_ms_as_in_go(void **state)
{
    (void)state;
    const uint64_t ms = 1000000;
    goheap_heap.init_ns = 1000 * ms;
    assert_int_equal(goheap_turn_after(1000 * ms), 1012 * ms);
    assert_int_equal(goheap_turn_after(1012 * ms), 1032 * ms);
    assert_int_equal(goheap_turn_after(1015 * ms), 1032 * ms);
    assert_int_equal(goheap_turn_after(1023 * ms), 1042 * ms);
    struct thread thread = {.next_turn_ns = 1012 * ms};
    goheap_turn_catch_up(&thread, 1011 * ms); /* it is still to come */
    assert_int_equal(thread.next_turn_ns, 1012 * ms);
    goheap_turn_catch_up(&thread, 1050 * ms); /* it ran through 1012 and 1032 */
    assert_int_equal(thread.next_turn_ns, 1052 * ms);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_cycles_per_million_are_go_s),
        cmocka_unit_test(test_turns_come_every_20_ms_as_in_go),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
