/* Both locks: nothing is lost between threads, a sleeper is woken. */
#include "../gort/counted.h"

#include "gort/lock.h"

#include <pthread.h>

enum { THREADS = 4, ROUNDS = 20000 };

static struct gort_lock lock;
static struct gort_mutex mutex;
static uint64_t total;

static void *add_under_lock(void *unused)
{
    for (int k = 0; k < ROUNDS; k++) {
        gort_lock(&lock);
        uint64_t before = total;
        esc_use(&total);
        total = before + 1;
        gort_unlock(&lock);
    }
    return unused;
}

static void *add_under_mutex(void *unused)
{
    for (int k = 0; k < ROUNDS; k++) {
        gort_mutex_lock(&mutex);
        uint64_t before = total;
        if (k % 64 == 0)
            sched_yield();
        total = before + 1;
        gort_mutex_unlock(&mutex);
    }
    return unused;
}

static void run_threads(void *(*work)(void *))
{
    pthread_t threads[THREADS];
    total = 0;
    for (int k = 0; k < THREADS; k++)
        assert_int_equal(pthread_create(&threads[k], NULL, work, NULL), 0);
    for (int k = 0; k < THREADS; k++)
        pthread_join(threads[k], NULL);
}

static void runtime_lock_loses_nothing(void **state)
{
    (void)state;
    run_threads(add_under_lock);
    assert_int_equal(total, THREADS * ROUNDS);
    assert_int_equal(lock.key, GORT_UNLOCKED);
}

static void mutex_loses_nothing(void **state)
{
    (void)state;
    run_threads(add_under_mutex);
    assert_int_equal(total, THREADS * ROUNDS);
    assert_int_equal(mutex.state, 0);
    assert_int_equal(mutex.sema, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(runtime_lock_loses_nothing),
        cmocka_unit_test(mutex_loses_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
