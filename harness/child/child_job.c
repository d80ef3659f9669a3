/*
 * A job's process: prepares itself, loads the kernel, runs setup, pass and teardown, and ends
 * without running exit handlers. See child.h.
 */
#include "child/child.h"

#include <alloca.h>
#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

/* A process group of its own, so that all it starts can be killed; it dies with the server. */
static void detach_from_server(pid_t server, int errors)
{
    setpgid(0, 0);
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != server)
        _exit(EXIT_FAILURE);
    prctl(PR_SET_DUMPABLE, 1); /* the server is not, and runtimes read their own /proc/self */
    dup2(errors, STDERR_FILENO);
    close(ESC_SHARED_FILE);
    close(ESC_ALIVE_FILE);
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
}

/* Threads that the kernel starts inherit it; threads of the collector exist already. */
static void pin(struct esc_slot *slot)
{
    int cpu = slot->job.cpu;
    if (cpu < 0)
        return;
    cpu_set_t set;
    CPU_ZERO(&set);
    CPU_SET((size_t)cpu, &set);
    if (sched_setaffinity(0, sizeof set, &set) != 0)
        esc_child_fail(slot, "cannot pin to CPU %d: %s", cpu, strerror(errno));
}

static void run(struct esc_pass *pass)
{
    if (pass->slot->job.kind == ESC_JOB_PROFILE)
        esc_child_profile_start(pass);
    if (pass->kernel->setup != NULL)
        pass->kernel->setup();
    if (pass->slot->job.kind == ESC_JOB_COUNT) {
        esc_child_count(pass);
    } else if (pass->slot->job.kind == ESC_JOB_PROFILE) {
        esc_child_profile(pass);
    } else {
        pass->runtime->settle();
        esc_child_time(pass);
    }
    if (pass->kernel->teardown != NULL)
        pass->kernel->teardown();
    if (pass->slot->job.kind == ESC_JOB_TALLY)
        esc_child_tally_counters(pass);
}

/* The asm behind the call keeps it from becoming a jump that gives the bytes back first. */
static void run_at_offset(struct esc_pass *pass)
{
    char *bytes = alloca(pass->slot->job.stack_offset + 1);
    __asm__ volatile("" : : "r"(bytes) : "memory");
    run(pass);
    __asm__ volatile("" : : "r"(bytes) : "memory");
}

void esc_child_job(struct esc_slot *slot, pid_t server, int errors, int figures)
{
    slot->state = ESC_SLOT_STARTED;
    detach_from_server(server, errors);
    esc_child_fence();
    if (slot->job.runtime == ESC_RUNTIME_GO) {
        pin(slot);
        esc_child_go(slot, figures);
    }
    closefrom(STDERR_FILENO + 1);
    esc_child_guard(slot);
    if (slot->job.kind == ESC_JOB_TALLY && slot->job.events)
        esc_child_tally_open(slot);
    struct esc_pass pass = {.slot = slot, .runtime = esc_runtime_cold(slot->job.runtime)};
    struct esc_runtime_options options = {.gogc = slot->job.gogc,
                                          .threads = slot->job.threads,
                                          .settles = slot->job.kind != ESC_JOB_COUNT &&
                                                     slot->job.kind != ESC_JOB_PROFILE};
    if (!pass.runtime->start(&options))
        esc_out_of_memory();
    esc_child_load(&pass);
    pin(slot);
    run_at_offset(&pass);
    slot->state = ESC_SLOT_DONE;
    _exit(EXIT_SUCCESS);
}
