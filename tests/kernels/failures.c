/*
 * Kernels that go wrong, one way each, for the tests of the measuring child. The tests compile it
 * with -DESC_RUNTIME_ID=…, as the build stage does with cases.
 */
#include "esc.h"

#include <assert.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <unistd.h>

#define KERNEL(name)                                                                               \
    static uint64_t run_##name(uint64_t n);                                                        \
    ESC_EXPORT const struct esc_kernel kernel_##name = {#name, 0, run_##name, 0};                  \
    static uint64_t run_##name(uint64_t n)

static volatile uint64_t zero;

KERNEL(fine)
{
    return n;
}

KERNEL(segfault)
{
    *(volatile char *)(uintptr_t)(zero + 16) = 1;
    return n;
}

KERNEL(divide)
{
    return n / zero;
}

KERNEL(aborts)
{
    fprintf(stderr, "first line\nthe\treason\n\n");
    abort();
    return n;
}

KERNEL(asserts)
{
#line 77 "cases/asserts.lua"
    assert(n == 0);
    return n;
}
#line 54 "tests/kernels/failures.c"

KERNEL(exit_0)
{
    exit((int)zero);
    return n;
}

KERNEL(exit_3)
{
    _exit(3);
    return n;
}

KERNEL(hang)
{
    while (zero == 0)
        ;
    return n;
}

/* Blocks all it can, and leaves a process behind that would live on. */
KERNEL(stubborn)
{
    sigset_t all;
    sigfillset(&all);
    sigprocmask(SIG_BLOCK, &all, 0);
    pid_t left = fork();
    if (left == 0)
        for (;;)
            pause();
    fprintf(stderr, "%ld\n", (long)left);
    abort();
    return n;
}

#if ESC_RUNTIME_ID != ESC_ID_NONE

typedef struct node node;
struct node {
    node *last;
    char bytes[1 << 20];
};
ESC_POINTERS(node, ESC_PTR(node, last));

/* Through the harness's calls, which check. */
KERNEL(grow)
{
    static node *last;
    for (;;) {
        node *block = esc_new(node);
        memset(block->bytes, 1, sizeof block->bytes);
        esc_store(&block->last, last); /* a list: no collector may take it */
        last = block;
    }
    return n;
}

KERNEL(too_large)
{
    char *block = esc_bytes((SIZE_MAX >> 2) + n);
    *block = 1;
    return n;
}

#endif

/* Around them, which does not. */
KERNEL(grow_unchecked)
{
    for (;;) {
        char *block = malloc(1 << 20);
        esc_unknown(block);
        memset(block, 1, 1 << 20);
        esc_use(block);
    }
    return n;
}

static uint64_t recurse(uint64_t n)
{
    volatile char frame[512];
    frame[n % 512] = (char)n;
    return recurse(n + 1) + (uint64_t)frame[n % 512];
}

KERNEL(stack_overflow)
{
    return recurse(n);
}

KERNEL(kill_server)
{
    kill(getppid(), SIGKILL);
    for (;;)
        pause();
    return n;
}

KERNEL(end_server)
{
    kill(getppid(), SIGTERM);
    for (;;)
        pause();
    return n;
}

KERNEL(stop_server)
{
    kill(getppid(), SIGSTOP);
    for (;;)
        pause();
    return n;
}

KERNEL(trace_server)
{
    ptrace(PTRACE_ATTACH, getppid(), 0, 0);
    for (;;)
        pause();
    return n;
}

/* Not to be ended by a signal that can be blocked, in a session of its own. */
static void live_on(void)
{
    sigset_t all;
    sigfillset(&all);
    sigprocmask(SIG_BLOCK, &all, 0);
    setsid();
    for (;;)
        pause();
}

/* Its child is a daemon, whose id goes into the file named by $ESC_TEST_MARK. */
static void leave_daemon(void)
{
    int ends[2];
    char ready;
    if (pipe(ends) != 0 || fork() != 0) {
        close(ends[1]);
        while (read(ends[0], &ready, 1) > 0)
            ;
        return;
    }
    setsid();
    pid_t left = fork();
    if (left == 0) {
        close(ends[1]);
        live_on();
    }
    FILE *mark = fopen(getenv("ESC_TEST_MARK"), "w");
    fprintf(mark, "%ld\n", (long)left);
    fclose(mark);
    _exit(0);
}

KERNEL(daemon)
{
    leave_daemon();
    return n;
}

KERNEL(daemon_and_kill_server)
{
    leave_daemon();
    kill(getppid(), SIGKILL);
    for (;;)
        pause();
    return n;
}

/* Its child forks and ends in turns, with another number each time, and keeps a lock on the file
 * named by $ESC_TEST_MARK. */
KERNEL(hopper)
{
    int mark = open(getenv("ESC_TEST_MARK"), O_RDWR | O_CREAT, 0600);
    flock(mark, LOCK_SH);
    if (n > 0 && fork() == 0) {
        setsid();
        for (;;)
            if (fork() != 0)
                _exit(0);
    }
    return n;
}

/* Beyond its limit, as far as it may lift that (root may). */
KERNEL(lifts_limit)
{
    const struct rlimit none = {RLIM_INFINITY, RLIM_INFINITY};
    setrlimit(RLIMIT_AS, &none);
    for (;;) {
        char *block = malloc(1 << 20);
        esc_unknown(block);
        memset(block, 1, 1 << 20);
        usleep(1000);
    }
    return n;
}

KERNEL(huge_file)
{
    int file = open(getenv("ESC_TEST_MARK"), O_RDWR | O_CREAT, 0600);
    if (ftruncate(file, INT64_C(1) << 40) != 0)
        abort();
    return n;
}

/* 1 when the process whose id is in $ESC_TEST_MARK is there. */
KERNEL(sees_daemon)
{
    long left = 0;
    FILE *mark = fopen(getenv("ESC_TEST_MARK"), "r");
    if (fscanf(mark, "%ld", &left) != 1)
        abort();
    fclose(mark);
    return kill((pid_t)left, 0) == 0 ? n : 0;
}

/* Over all memory that this process shares with another, but its first bytes. */
static void overwrite_behind(unsigned long bytes)
{
    char line[512];
    FILE *maps = fopen("/proc/self/maps", "r");
    while (fgets(line, sizeof line, maps)) {
        unsigned long low, high;
        char shared = 0;
        if (sscanf(line, "%lx-%lx rw%*c%c", &low, &high, &shared) == 3 && shared == 's' &&
            high - low > bytes)
            memset((void *)(low + bytes), 0xff, high - low - bytes);
    }
    fclose(maps);
}

KERNEL(overwrite)
{
    overwrite_behind(0);
    return n;
}

/* What the job has to do stands first in the slot, what it found out behind. */
KERNEL(overwrite_figures)
{
    overwrite_behind(5000);
    return n;
}

/* Writes its process id into the file named by $ESC_TEST_MARK, then hangs. */
KERNEL(mark_and_hang)
{
    FILE *mark = fopen(getenv("ESC_TEST_MARK"), "w");
    fprintf(mark, "%ld\n", (long)getpid());
    fclose(mark);
    while (zero == 0)
        pause();
    return n;
}

/* Sends SIGUSR1 to the process of $ESC_TEST_PROCESS, then hangs. */
KERNEL(signal_and_hang)
{
    kill((pid_t)strtol(getenv("ESC_TEST_PROCESS"), 0, 10), SIGUSR1);
    for (;;)
        pause();
    return n;
}

/* 1: leads a process group; 2: so does its parent; 4: and a session, which is the job's too. */
KERNEL(groups)
{
    pid_t server = getppid();
    return (uint64_t)(getpgrp() == getpid()) + 2 * (uint64_t)(getpgid(server) == server) +
           4 * (uint64_t)(getsid(0) == server) + 0 * n;
}

KERNEL(chatter)
{
    for (int line = 0; line < 100000; line++)
        fprintf(stderr, "line %d of much output\n", line);
    return n;
}

static void bad_setup(void)
{
    fprintf(stderr, "in setup\n");
    abort();
}

ESC_EXPORT const struct esc_kernel kernel_bad_setup = {"bad", bad_setup, run_fine, 0};
ESC_EXPORT const struct esc_kernel kernel_bad_teardown = {"bad", 0, run_fine, bad_setup};
