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

struct visit {
    struct esc_shared *shared;
    size_t bytes;
    int memory; /* its descriptor */
    int alive;  /* read end of the pipe whose other end the image holds */
    pid_t image;
    bool stopped; /* the image was told to end */
};

static bool share_jobs(struct visit *visit, const struct esc_job *jobs, size_t count)
{
    visit->bytes = sizeof *visit->shared + count * sizeof *visit->shared->slots;
    visit->memory = memfd_create("escapement-jobs", MFD_CLOEXEC);
    if (visit->memory < 0 || ftruncate(visit->memory, (off_t)visit->bytes) != 0)
        return false;
    visit->shared = mmap(NULL, visit->bytes, PROT_READ | PROT_WRITE, MAP_SHARED, visit->memory, 0);
    if (visit->shared == MAP_FAILED)
        return false;
    visit->shared->slot_bytes = sizeof *visit->shared->slots;
    visit->shared->count = (uint32_t)count;
    visit->shared->parent = getpid();
    for (size_t k = 0; k < count; k++) {
        visit->shared->slots[k].job = jobs[k];
        visit->shared->slots[k].sample.status = ESC_STATUS_NOT_RUN;
    }
    return true;
}

/* Nothing is open in the image but /dev/null, stderr, the memory and its end of the pipe. The
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
static int spawn(const char *child, int memory, int alive, pid_t *image)
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
        reason = posix_spawn(image, child, &files, &attributes, arguments, environ);
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&files);
    return reason;
}

/* A duplicate with a number above those the image expects; the original is closed. */
static int lift(int file)
{
    int lifted = fcntl(file, F_DUPFD_CLOEXEC, ESC_ALIVE_FILE + 1);
    close(file);
    return lifted;
}

static bool start(struct visit *visit, const char *child, struct esc_error *error)
{
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0)
        return esc_error_add(error, child, 0, "cannot make a pipe: %s", strerror(errno));
    visit->memory = lift(visit->memory);
    visit->alive = lift(ends[0]);
    int far_end = lift(ends[1]);
    int reason = spawn(child, visit->memory, far_end, &visit->image);
    close(far_end);
    if (reason != 0)
        return esc_error_add(error, child, 0, "cannot start the measuring child: %s",
                             strerror(reason));
    return true;
}

/* Until the image has ended, which closes its end of the pipe. It has limits for its jobs. */
static void wait_image(struct visit *visit, const volatile int *stop)
{
    struct pollfd end = {.fd = visit->alive};
    while (poll(&end, 1, look_ms) <= 0) {
        if (visit->stopped || !*stop)
            continue;
        kill(visit->image, SIGTERM);
        visit->stopped = true;
    }
}

static int reap(pid_t image)
{
    int status = 0;
    while (waitpid(image, &status, 0) < 0 && errno == EINTR)
        ;
    return status;
}

static bool check_start(const struct visit *visit, const char *child, int status,
                        struct esc_error *error)
{
    if (visit->shared->ready || visit->stopped)
        return true;
    if (WIFSIGNALED(status))
        return esc_error_add(error, child, 0,
                             "the measuring child was ended by signal %d before it began",
                             WTERMSIG(status));
    return esc_error_add(error, child, 0,
                         "the measuring child ended before it began (exit code %d)",
                         WEXITSTATUS(status));
}

static bool run(struct visit *visit, const char *child, const volatile int *stop,
                struct esc_error *error)
{
    if (!start(visit, child, error))
        return false;
    wait_image(visit, stop);
    return check_start(visit, child, reap(visit->image), error);
}

/* A job under way when the image ended may have written half a sample: it counts as not run. */
static void take_samples(const struct visit *visit, struct esc_sample *samples, size_t count)
{
    for (size_t k = 0; k < count; k++)
        if (visit->shared->slots[k].sample.status != ESC_STATUS_NOT_RUN)
            samples[k] = visit->shared->slots[k].sample;
}

static void forget(struct visit *visit)
{
    if (visit->shared != MAP_FAILED)
        munmap(visit->shared, visit->bytes);
    if (visit->memory >= 0)
        close(visit->memory);
    if (visit->alive >= 0)
        close(visit->alive);
}

bool esc_measure(const char *child, const struct esc_job *jobs, size_t count,
                 struct esc_sample *samples, const volatile int *stop, struct esc_error *error)
{
    struct visit visit = {.shared = MAP_FAILED, .memory = -1, .alive = -1};
    for (size_t k = 0; k < count; k++)
        samples[k] = (struct esc_sample){.status = ESC_STATUS_NOT_RUN};
    if (count == 0 || *stop)
        return true;
    bool good = share_jobs(&visit, jobs, count);
    if (!good)
        esc_error_add(error, NULL, 0, "cannot share memory with the measuring child: %s",
                      strerror(errno));
    else
        good = run(&visit, child, stop, error);
    if (good)
        take_samples(&visit, samples, count);
    forget(&visit);
    return good;
}
