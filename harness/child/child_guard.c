/*
 * How a job ends early: by its own word (a message, or for want of memory), or by a limit or a
 * crash, of which a handler says what it was before it happens again for good. See child.h.
 */
#include "child/child.h"

#include "base/text.h"

#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <unistd.h>

/* Linux keeps this much free below the stack and lets it grow no further (mm/mmap.c,
 * stack_guard_gap); frames that are larger skip over it. */
static const uintptr_t below_stack = 16 << 20;
static const uintptr_t above_limit = 1 << 20; /* arguments, environment, what main used */

/* No case has a reason for larger files, or for more threads beside those of the machine (the limit
 * counts all of a user's). */
static const rlim_t most_file_bytes = 1 << 30;
static const rlim_t most_threads = 1024;

static struct {
    struct esc_slot *slot;
    uintptr_t stack_end; /* where the stack's limit is reached */
    long page_bytes;
} guard;

/* Kernels call it without an argument. */
void esc_out_of_memory(void)
{
    guard.slot->state = ESC_SLOT_NO_MEMORY;
    _exit(EXIT_FAILURE);
}

void esc_child_fail(struct esc_slot *slot, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(slot->sample.message, sizeof slot->sample.message, format, arguments);
    va_end(arguments);
    slot->sample.status = ESC_STATUS_ERROR;
    slot->state = ESC_SLOT_FAILED;
    _exit(EXIT_FAILURE);
}

/* Likewise. */
void esc_contract(const char *file, int line, const char *contract)
{
    esc_child_fail(guard.slot, "%s:%d: %s", file, line, contract);
}

/* Bytes of address space in use. Only calls that a signal handler may make. */
static int64_t address_space(void)
{
    char text[32];
    int64_t pages = 0;
    esc_read_beginning("/proc/self/statm", text, sizeof text);
    for (size_t k = 0; text[k] >= '0' && text[k] <= '9'; k++)
        pages = pages * 10 + (text[k] - '0');
    return pages * guard.page_bytes;
}

/* Within a sixteenth of the limit: a crash is the want of memory, whoever did not check for it. */
static bool at_memory_limit(void)
{
    int64_t limit = guard.slot->job.memory_limit_bytes;
    return !ESC_CHILD_SANITIZED && limit > 0 && address_space() > limit - limit / 16;
}

static bool at_stack_end(const siginfo_t *about)
{
    uintptr_t address = (uintptr_t)about->si_addr;
    return about->si_signo == SIGSEGV && address > guard.stack_end - below_stack &&
           address < guard.stack_end + above_limit;
}

/* SA_RESETHAND: the second time the signal takes its usual way and ends the process. */
static void on_crash(int number, siginfo_t *about, void *context)
{
    (void)context;
    if (at_memory_limit())
        guard.slot->state = ESC_SLOT_NO_MEMORY;
    else
        guard.slot->stack_overflow = at_stack_end(about);
    raise(number);
}

static void watch_crashes(void)
{
    static char stack[1 << 16];
    stack_t alternate = {.ss_sp = stack, .ss_size = sizeof stack};
    sigaltstack(&alternate, NULL);
    struct sigaction action = {.sa_sigaction = on_crash,
                               .sa_flags = SA_SIGINFO | SA_ONSTACK | (int)SA_RESETHAND};
    sigemptyset(&action.sa_mask);
    static const int crashes[] = {SIGSEGV, SIGBUS, SIGABRT};
    for (size_t k = 0; k < sizeof crashes / sizeof *crashes; k++)
        sigaction(crashes[k], &action, NULL);
}

void esc_child_limit(int resource, rlim_t value)
{
    struct rlimit limit;
    if (getrlimit((__rlimit_resource_t)resource, &limit) != 0)
        return;
    if (value < limit.rlim_cur)
        limit.rlim_cur = value;
    limit.rlim_max = limit.rlim_cur; /* so that only root can raise it again */
    setrlimit((__rlimit_resource_t)resource, &limit);
}

/* Threads of the machine when the server began; 0: unknown. */
static long threads_before;

/* "0.20 0.18 0.12 1/80 11206": the number behind the slash. */
void esc_child_look_around(void)
{
    FILE *file = fopen("/proc/loadavg", "re");
    if (file == NULL)
        return;
    if (fscanf(file, "%*s %*s %*s %*d/%ld", &threads_before) != 1)
        threads_before = 0;
    fclose(file);
}

void esc_child_fence(void)
{
    esc_child_limit(RLIMIT_CORE, 0);
    esc_child_limit(RLIMIT_FSIZE, most_file_bytes);
    if (threads_before > 0)
        esc_child_limit(RLIMIT_NPROC, (rlim_t)threads_before + most_threads);
}

static uintptr_t find_stack_end(void)
{
    struct rlimit limit;
    uintptr_t here = (uintptr_t)__builtin_frame_address(0);
    bool known = getrlimit(RLIMIT_STACK, &limit) == 0 && limit.rlim_cur < here;
    return known ? here - (uintptr_t)limit.rlim_cur : 0;
}

void esc_child_guard(struct esc_slot *slot)
{
    guard.slot = slot;
    guard.page_bytes = sysconf(_SC_PAGESIZE);
    guard.stack_end = find_stack_end();
    watch_crashes();
    if (!ESC_CHILD_SANITIZED && slot->job.memory_limit_bytes > 0)
        esc_child_limit(RLIMIT_AS, (rlim_t)slot->job.memory_limit_bytes);
}
