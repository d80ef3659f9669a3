/* A stop may come at any instruction outside the allocator. Here the processor traps after each one
 * (the trap flag), and at each one the world is stopped by another thread, which looks at what a
 * collection would find. */
#include "../../harness/goheap/world.h"

#include <errno.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#if defined(__x86_64__)

#include <ucontext.h>
#include <x86intrin.h>

enum { TRAP_FLAG = 0x100, OBJECT_BYTES = 64 };
static const struct goheap_type plain = {OBJECT_BYTES, 0, NULL};
static const uint8_t one_pointer[] = {1};
static const struct goheap_type pointer_type = {8, 8, one_pointer};

/* ---- the thread that stops the world ---- */

static sem_t asked, answered;
static void (*look)(void);
static bool quit;

static void wait_for(sem_t *semaphore)
{
    while (sem_wait(semaphore) != 0 && errno == EINTR) {
    }
}

static void *stop_when_asked(void *unused)
{
    for (;;) {
        wait_for(&asked);
        if (quit)
            return unused;
        goheap_world_lock(&goheap_self);
        goheap_world_stop(&goheap_self);
        look();
        goheap_world_start();
        goheap_world_unlock();
        sem_post(&answered);
    }
}

/* ---- a trap an instruction ---- */

static void (*at_instruction)(void);
static greg_t last_place;
static unsigned instruction;

/* Repeated stores of zeros trap at every one: all but the last are done here. */
static void hurry(greg_t *registers)
{
    static const uint8_t rep_stosq[] = {0xf3, 0x48, 0xab}, rep_stosb[] = {0xf3, 0xaa};
    const void *code = (const void *)registers[REG_RIP];
    const bool words = memcmp(code, rep_stosq, sizeof rep_stosq) == 0;
    const greg_t bytes = (registers[REG_RCX] - 1) * (words ? 8 : 1);
    if ((!words && memcmp(code, rep_stosb, sizeof rep_stosb) != 0) || bytes <= 0)
        return;
    memset((void *)registers[REG_RDI], 0, (size_t)bytes);
    registers[REG_RDI] += bytes;
    registers[REG_RCX] = 1;
}

/* Inside the allocator a stop waits. */
static void on_trap(int signal_number, siginfo_t *info, void *context)
{
    (void)signal_number;
    (void)info;
    greg_t *registers = ((ucontext_t *)context)->uc_mcontext.gregs;
    hurry(registers);
    if (registers[REG_RIP] == last_place || goheap_self.busy > 0)
        return;
    last_place = registers[REG_RIP];
    instruction++;
    at_instruction();
}

static __attribute__((always_inline)) inline void step_on(void)
{
    instruction = 0;
    __writeeflags(__readeflags() | TRAP_FLAG);
}

static __attribute__((always_inline)) inline void step_off(void)
{
    __writeeflags(__readeflags() & ~(uint64_t)TRAP_FLAG);
}

enum { STRIDE = 16 };
static unsigned first_stop;

/* Calls stop at every 16th instruction, each begins one later: what a stop hides from the next one
 * is over by then. */
static void stop_now_and_then(void)
{
    if (instruction % STRIDE != first_stop)
        return;
    sem_post(&asked);
    wait_for(&answered);
}

/* ---- set up ---- */

static pthread_t stopper;
static struct sigaction before_traps;

static int setup_release(enum goheap_release release)
{
    struct goheap_config config = goheap_config_default();
    config.release = release;
    config.program = false;
    config.gogc = -1;
    const struct sigaction action = {.sa_sigaction = on_trap, .sa_flags = SA_SIGINFO};
    sigaction(SIGTRAP, &action, &before_traps);
    sem_init(&asked, 0, 0);
    sem_init(&answered, 0, 0);
    quit = false;
    return goheap_init(&config) && pthread_create(&stopper, NULL, stop_when_asked, NULL) == 0 ? 0
                                                                                              : -1;
}

static int setup_1_19(void **state)
{
    (void)state;
    return setup_release(GOHEAP_GO_1_19);
}

static int setup_1_27(void **state)
{
    (void)state;
    return setup_release(GOHEAP_GO_1_27);
}

static int teardown(void **state)
{
    (void)state;
    quit = true;
    sem_post(&asked);
    pthread_join(stopper, NULL);
    sem_destroy(&asked);
    sem_destroy(&answered);
    sigaction(SIGTRAP, &before_traps, NULL);
    const bool ok = goheap_verify(stderr);
    goheap_shutdown();
    return ok ? 0 : -1;
}

/* ---- what an allocation returns ---- */

static uintptr_t previous; /* the next object is the slot behind it, which is written nowhere */
static bool found;
static unsigned stops, misses;

UNINSTRUMENTED static void search(struct grey_queue *queue, uintptr_t begin, uintptr_t end)
{
    (void)queue;
    for (const uintptr_t *word = (const uintptr_t *)begin; (uintptr_t)word < end; word++)
        if (*word - previous - OBJECT_BYTES < OBJECT_BYTES)
            found = true;
}

static void search_stacks(void)
{
    const uint32_t slot = (uint32_t)(previous % PAGE_BYTES) / OBJECT_BYTES + 1;
    if (span_at(previous)->free_index <= slot)
        return;
    found = false;
    goheap_world_visit_stacks(NULL, search);
    stops++;
    misses += !found;
}

/* Two slots of a page. */
static void take_previous(void)
{
    do
        previous = (uintptr_t)goheap_new(&plain);
    while (previous % PAGE_BYTES > PAGE_BYTES / 2);
}

/* On its way out the allocator sees to a stop that came meanwhile. */
static void test_an_object_is_known_from_the_moment_it_is_handed_out(void **state)
{
    (void)state;
    stops = misses = 0;
    look = search_stacks;
    at_instruction = stop_now_and_then;
    for (first_stop = 0; first_stop < STRIDE; first_stop++) {
        take_previous();
        ask_exit_work(&goheap_self, EXIT_STOP);
        step_on();
        void *volatile object = goheap_new(&plain);
        step_off();
        assert_int_equal((uintptr_t)object, previous + OBJECT_BYTES);
    }
    assert_true(stops > 100); /* parking alone has more instructions */
    assert_int_equal(misses, 0);
}

/* ---- pointers on their way ---- */

enum { MOVED = 100 };
static void **array;
static void *before[MOVED + 1];
static bool torn;

/* A marker could have read the slots that are done before, and those that are not after. */
static void see_the_array(void)
{
    torn = torn || (memcmp(array, before, MOVED * sizeof *array) != 0 &&
                    memcmp(array, before + 1, MOVED * sizeof *array) != 0);
}

static void test_no_stop_sees_half_a_move_inside_an_array(void **state)
{
    (void)state;
    array = goheap_make(&pointer_type, MOVED + 1);
    for (int i = 0; i <= MOVED; i++)
        before[i] = array[i] = goheap_new(&plain);
    at_instruction = see_the_array;
    torn = false;
    step_on();
    goheap_copy(array, array + 1, MOVED * sizeof *array, &pointer_type);
    step_off();
    assert_ptr_equal(array[0], before[1]);
    assert_true(instruction > 0);
    assert_false(torn);
}

/* ---- what a waiting thread keeps ---- */

static void count_stop(void)
{
    stops++;
}

/* The stack below the caller's frame and registers is dead: nothing there keeps an object. */
static void test_a_stop_on_the_way_into_a_wait_keeps_no_dead_stack(void **state)
{
    (void)state;
    stops = 0;
    look = count_stop;
    at_instruction = stop_now_and_then;
    const uintptr_t here = (uintptr_t)__builtin_frame_address(0);
    for (first_stop = 0; first_stop < STRIDE; first_stop++) {
        step_on();
        goheap_block_enter();
        step_off();
        const uintptr_t low = goheap_self.stack_low;
        goheap_block_leave();
        assert_in_range(here - low, 0, 2048);
    }
    assert_true(stops > 20);
}

#define BOTH(test)                                                                                 \
    cmocka_unit_test_setup_teardown(test, setup_1_19, teardown),                                   \
        cmocka_unit_test_setup_teardown(test, setup_1_27, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        BOTH(test_an_object_is_known_from_the_moment_it_is_handed_out),
        BOTH(test_no_stop_sees_half_a_move_inside_an_array),
        BOTH(test_a_stop_on_the_way_into_a_wait_keeps_no_dead_stack),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

#else

static void test_only_x86_64_can_step(void **state)
{
    (void)state;
    skip();
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_only_x86_64_can_step)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

#endif
