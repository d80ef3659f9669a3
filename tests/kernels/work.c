/*
 * Kernels that do what they should, for the tests of the measuring child: known numbers of
 * allocations and bytes, known checksums, threads. Compiled once for each runtime.
 */
#include "esc.h"

#include <pthread.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

#define KERNEL(name, setup, teardown)                                                              \
    static uint64_t run_##name(uint64_t n);                                                        \
    ESC_EXPORT const struct esc_kernel kernel_##name = {#name, setup, run_##name, teardown};       \
    static uint64_t run_##name(uint64_t n)

#if ESC_RUNTIME_ID != ESC_ID_NONE

typedef struct {
    uint64_t words[5];
} plain;
ESC_NOSCAN(plain);

typedef struct pair pair;
struct pair {
    pair *first, *second;
    uint64_t value;
};
ESC_POINTERS(pair, ESC_PTR(pair, first) | ESC_PTR(pair, second));

/* An operation: 40 bytes without pointers, 24 with, 3 * 24 in a block, 100 raw, nothing twice. */
KERNEL(allocate, 0, 0)
{
    uint64_t sum = 0;
    for (uint64_t i = 0; i < n; i++) {
        size_t none = 0;
        esc_unknown(none);
        plain *flat = esc_new(plain);
        pair *node = esc_new(pair);
        pair *row = esc_make(pair, 3);
        char *raw = esc_bytes(100);
        sum += flat->words[4] + node->value + row[2].value; /* zeroed: adds nothing */
        memset(raw, 1, 100);
        memset(flat, 2, sizeof *flat);
        esc_store(&node->second, row);
        esc_use(raw);
        esc_use(flat);
        sum += node->second == row ? i : 1000;
        esc_done(esc_make(pair, none));
        esc_done(esc_bytes(none));
        esc_done(flat);
        esc_done(node);
        esc_done(row);
        esc_done(raw);
    }
    return sum;
}

/* A list that grows by one node an operation, in a global; all of it must outlive collections. */
static pair *head;

static void drop_list(void)
{
    pair *node = head;
    while (node != NULL) {
        pair *next = node->first;
        esc_done(node);
        node = next;
    }
    head = NULL;
}

KERNEL(keep, 0, drop_list)
{
    uint64_t sum = 0;
    drop_list();
    for (uint64_t i = 1; i <= n; i++) {
        pair *node = esc_new(pair);
        node->value = i;
        esc_store(&node->first, head);
        head = node;
    }
    esc_collect();
    for (pair *node = head; node != NULL; node = node->first)
        sum += node->value;
    return sum;
}

/* Garbage: n blocks of 1000 bytes. */
KERNEL(garbage, 0, 0)
{
    for (uint64_t i = 0; i < n; i++) {
        char *block = esc_bytes(1000);
        esc_use(block);
        esc_done(block);
    }
    return n;
}

/* Threads: each has its own list, on its stack only, while the others make garbage. */
KERNEL(threads, 0, 0)
{
    pair *list = NULL;
    uint64_t sum = 0;
    for (uint64_t i = 1; i <= n; i++) {
        pair *node = esc_new(pair);
        node->value = i;
        esc_store(&node->first, list);
        list = node;
        char *block = esc_bytes(1000);
        esc_use(block);
        esc_done(block);
    }
    while (list != NULL) {
        pair *next = list->first;
        sum += list->value;
        esc_done(list);
        list = next;
    }
    return sum;
}

#endif

/* What libc allocates for it: 6 bytes, 4, 3 * 8. The file's buffer comes with the first write. */
KERNEL(libc_inside, 0, 0)
{
    static FILE *nowhere;
    for (uint64_t i = 0; i < n; i++) {
        if (nowhere == NULL)
            nowhere = fopen("/dev/null", "w");
        fprintf(nowhere, "%d\n", 7);
        char *whole = strdup("12345");
        char *part = strndup("12345", 3);
        void *row = reallocarray(NULL, 3, 8);
        esc_use(row);
        esc_use(whole);
        esc_use(part);
        free(row);
        free(part);
        free(whole);
    }
    return n;
}

/* Around the harness's calls: malloc, calloc, realloc and aligned_alloc of 10, 2 * 10, 1000 and 64
 * bytes. */
KERNEL(libc_calls, 0, 0)
{
    for (uint64_t i = 0; i < n; i++) {
        char *a = malloc(10);
        esc_unknown(a);
        char *b = calloc(2, 10);
        esc_unknown(b);
        a = realloc(a, 1000);
        esc_unknown(a);
        char *c = aligned_alloc(64, 64);
        esc_unknown(c);
        free(a);
        free(b);
        free(c);
    }
    return n;
}

/* setup gives 5, warm-up adds, teardown ends the process if it comes too early. */
static uint64_t state;

static void prepare(void)
{
    state = 5;
}

static void check_state(void)
{
    if (state == 0)
        abort();
}

KERNEL(stateful, prepare, check_state)
{
    state += n;
    return state;
}

/* Threads take turns; each has its turn for a millisecond and returns how long that was in ns. */
static pthread_mutex_t turn = PTHREAD_MUTEX_INITIALIZER;

static uint64_t clock_ns(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

KERNEL(in_turn, 0, 0)
{
    (void)n;
    pthread_mutex_lock(&turn);
    const uint64_t begin_ns = clock_ns();
    uint64_t held_ns = 0;
    while (held_ns < 1000000)
        held_ns = clock_ns() - begin_ns;
    pthread_mutex_unlock(&turn);
    return held_ns;
}

/* The number of CPUs this process may run on. */
KERNEL(cpus, 0, 0)
{
    cpu_set_t set;
    sched_getaffinity(0, sizeof set, &set);
    return (uint64_t)CPU_COUNT(&set) + 0 * n;
}

/* How far the stack pointer is from a 4096-byte border. */
KERNEL(stack_place, 0, 0)
{
    return (uintptr_t)__builtin_frame_address(0) % 4096 + 0 * n;
}

/* A millisecond of CPU time an operation, however long that takes. */
KERNEL(burn, 0, 0)
{
    struct timespec now;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    int64_t end_ns = now.tv_sec * 1000000000 + now.tv_nsec + (int64_t)n * 1000000;
    while (now.tv_sec * 1000000000 + now.tv_nsec < end_ns)
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return n;
}

/* CPU time beside wall time: sleeps. */
KERNEL(sleeps, 0, 0)
{
    for (uint64_t i = 0; i < n; i++)
        usleep(1000);
    return n;
}

/* Touches a page that was never touched before, and gives it back. */
KERNEL(fault, 0, 0)
{
    size_t bytes = (size_t)sysconf(_SC_PAGESIZE);
    for (uint64_t i = 0; i < n; i++) {
        char *page = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        *page = 1;
        munmap(page, bytes);
    }
    return n;
}

/* Counters as a case has them: set by the setup, by the teardown, added in operations, not used. */
static struct esc_kernel_counter esc_own_counters[4];
enum { esc_counter_before, esc_counter_after, esc_counter_work };

static void count_before(void)
{
    esc_counter_set(before, 7.5);
}

static void count_after(void)
{
    esc_counter_set(after, -2);
    esc_counter_add(work, 1000);
}

static uint64_t run_counters(uint64_t n)
{
    for (uint64_t i = 0; i < n; i++)
        esc_counter_add(work, 3);
    return n;
}

ESC_EXPORT const struct esc_kernel kernel_counters = {"counters",  count_before,     run_counters,
                                                      count_after, esc_own_counters, 4};

static void divide_by_zero(void)
{
    volatile double zero = 0;
    esc_counter_set(after, zero / zero);
}

ESC_EXPORT const struct esc_kernel kernel_no_number = {
    "no_number", 0, run_counters, divide_by_zero, esc_own_counters, 4};
