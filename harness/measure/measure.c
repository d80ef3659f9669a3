/*
 * The parent's side: starts one escapement-child for a list of jobs, waits for its end, takes the
 * samples out of the shared memory. See measure.h for the contracts.
 */
#include "measure/measure.h"

#include "measure/shared.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

/* Between two looks at *stop. A signal also ends the wait; this covers one that came just before.
 */
static const int look_ms = 100;

/* One call of the child: a fork server and what it shares with us. */
struct child_call {
    struct esc_shared *shared;
    size_t bytes;
    int memory; /* its descriptor */
    int alive;  /* read end of the pipe whose other end the server holds */
    pid_t server;
    bool stopped; /* the server was told to end */
};

static bool share_jobs(struct child_call *call, const struct esc_job *jobs, size_t count)
{
    call->bytes = sizeof *call->shared + count * sizeof *call->shared->slots;
    call->memory = memfd_create("escapement-jobs", MFD_CLOEXEC);
    if (call->memory < 0 || ftruncate(call->memory, (off_t)call->bytes) != 0)
        return false;
    call->shared = mmap(NULL, call->bytes, PROT_READ | PROT_WRITE, MAP_SHARED, call->memory, 0);
    if (call->shared == MAP_FAILED)
        return false;
    call->shared->slot_bytes = sizeof *call->shared->slots;
    call->shared->count = (uint32_t)count;
    call->shared->parent = getpid();
    for (size_t k = 0; k < count; k++) {
        call->shared->slots[k].job = jobs[k];
        call->shared->slots[k].sample.status = ESC_STATUS_NOT_RUN;
    }
    return true;
}

/* Nothing is open in the server but /dev/null, stderr, the memory and its end of the pipe. The
 * duplicates are made above the target numbers, so that none overwrites another. */
static int add_files(posix_spawn_file_actions_t *files, int memory, int alive)
{
    int reason = posix_spawn_file_actions_addopen(files, 0, "/dev/null", O_RDONLY, 0);
    if (reason == 0)
        reason = posix_spawn_file_actions_addopen(files, 1, "/dev/null", O_WRONLY, 0);
    if (reason == 0)
        reason = posix_spawn_file_actions_adddup2(files, memory, ESC_SHARED_FILE);
    if (reason == 0)
        reason = posix_spawn_file_actions_adddup2(files, alive, ESC_ALIVE_FILE);
    if (reason == 0)
        reason = posix_spawn_file_actions_addclosefrom_np(files, ESC_ALIVE_FILE + 1);
    return reason;
}

/* A process group of its own: ^C in the terminal reaches the parent only, which then decides. */
static int spawn(const char *child, int memory, int alive, pid_t *server)
{
    posix_spawn_file_actions_t files;
    posix_spawnattr_t attributes;
    sigset_t none;
    sigset_t all;
    sigemptyset(&none);
    sigfillset(&all);
    posix_spawn_file_actions_init(&files);
    posix_spawnattr_init(&attributes);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setsigdefault(&attributes, &all);
    posix_spawnattr_setpgroup(&attributes, 0);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF |
                                              POSIX_SPAWN_SETPGROUP);
    char name[] = "escapement-child";
    char *arguments[] = {name, NULL};
    int reason = add_files(&files, memory, alive);
    if (reason == 0)
        reason = posix_spawn(server, child, &files, &attributes, arguments, environ);
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&files);
    return reason;
}

/* A duplicate with a number above those the server expects; the original is closed. */
static int lift(int file)
{
    int lifted = fcntl(file, F_DUPFD_CLOEXEC, ESC_ALIVE_FILE + 1);
    close(file);
    return lifted;
}

static bool start(struct child_call *call, const char *child, struct esc_error *error)
{
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0)
        return esc_error_add(error, child, 0, "cannot make a pipe: %s", strerror(errno));
    call->memory = lift(call->memory);
    call->alive = lift(ends[0]);
    int far_end = lift(ends[1]);
    int reason = spawn(child, call->memory, far_end, &call->server);
    close(far_end);
    if (reason != 0)
        return esc_error_add(error, child, 0, "cannot start the measuring child: %s",
                             strerror(reason));
    return true;
}

/* Until the server has ended, which closes its end of the pipe. It has limits for its jobs. */
static void wait_server(struct child_call *call, const volatile int *stop)
{
    struct pollfd end = {.fd = call->alive};
    while (poll(&end, 1, look_ms) <= 0) {
        if (call->stopped || !*stop)
            continue;
        kill(call->server, SIGTERM);
        call->stopped = true;
    }
}

static int reap(pid_t server)
{
    int status = 0;
    while (waitpid(server, &status, 0) < 0 && errno == EINTR)
        ;
    return status;
}

static bool check_start(const struct child_call *call, const char *child, int status,
                        struct esc_error *error)
{
    if (call->shared->ready || call->stopped)
        return true;
    if (WIFSIGNALED(status))
        return esc_error_add(error, child, 0,
                             "the measuring child was ended by signal %d before it began",
                             WTERMSIG(status));
    return esc_error_add(error, child, 0,
                         "the measuring child ended before it began (exit code %d)",
                         WEXITSTATUS(status));
}

static bool run(struct child_call *call, const char *child, const volatile int *stop,
                struct esc_error *error)
{
    if (!start(call, child, error))
        return false;
    wait_server(call, stop);
    return check_start(call, child, reap(call->server), error);
}

/* A job under way when the server ended may have written half a sample: it counts as not run. */
static void take_samples(const struct child_call *call, struct esc_sample *samples, size_t count)
{
    for (size_t k = 0; k < count; k++)
        if (call->shared->slots[k].sample.status != ESC_STATUS_NOT_RUN)
            samples[k] = call->shared->slots[k].sample;
}

static void forget(struct child_call *call)
{
    if (call->shared != MAP_FAILED)
        munmap(call->shared, call->bytes);
    if (call->memory >= 0)
        close(call->memory);
    if (call->alive >= 0)
        close(call->alive);
}

bool esc_measure(const char *child, const struct esc_job *jobs, size_t count,
                 struct esc_sample *samples, const volatile int *stop, struct esc_error *error)
{
    struct child_call call = {.shared = MAP_FAILED, .memory = -1, .alive = -1};
    for (size_t k = 0; k < count; k++)
        samples[k] = (struct esc_sample){.status = ESC_STATUS_NOT_RUN};
    if (count == 0 || *stop)
        return true;
    bool good = share_jobs(&call, jobs, count);
    if (!good) {
        int reason = errno;
        esc_error_add(error, NULL, 0, "cannot share memory with the measuring child: %s",
                      strerror(reason));
        if (reason == EFBIG)
            esc_error_hint(error, "in a new shell: ulimit -f shows the limit, unlimited is usual");
    } else
        good = run(&call, child, stop, error);
    if (good)
        take_samples(&call, samples, count);
    forget(&call);
    return good;
}
