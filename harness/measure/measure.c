/*
 * The parent's side: starts an escapement-child for a list of jobs, waits for its end, takes the
 * samples out of the shared memory; a job that ends its server costs a new one for the rest. See
 * measure.h for the contracts.
 */
#include "measure/measure.h"

#include "base/children.h"
#include "base/clock.h"
#include "measure/shared.h"

#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

/* Between two looks at *stop and the clock. A signal also ends the wait; this covers one that came
 * just before. */
static const int look_ms = 100;

/* How long a server may take to begin, and a job over its time limit until the server has ended
 * it and begins the next one. Then it is the server that does not go on. */
static const double begin_s = 60;
static const double grace_s = 4;

/* One fork server and what it shares with us. */
struct child_call {
    const struct esc_job *jobs; /* ours: what is shared may be written to by others */
    size_t count;
    struct esc_shared *shared;
    size_t bytes;
    int memory; /* its descriptor */
    int alive;  /* read end of the pipe whose other end the server holds */
    pid_t server;
    size_t begun;   /* jobs begun, as seen last */
    double since_s; /* when that was seen first */
    bool stopped;   /* the server was told to end */
    bool late;      /* it did not go on, and was killed */
};

static bool share_jobs(struct child_call *call)
{
    call->bytes = sizeof *call->shared + call->count * sizeof *call->shared->turns;
    call->memory = memfd_create("escapement-jobs", MFD_CLOEXEC);
    if (call->memory < 0 || ftruncate(call->memory, (off_t)call->bytes) != 0)
        return false;
    call->shared = mmap(NULL, call->bytes, PROT_READ | PROT_WRITE, MAP_SHARED, call->memory, 0);
    if (call->shared == MAP_FAILED)
        return false;
    call->shared->turn_bytes = sizeof *call->shared->turns;
    call->shared->count = (uint32_t)call->count;
    call->shared->parent = getpid();
    for (size_t k = 0; k < call->count; k++) {
        call->shared->turns[k].job = call->jobs[k];
        call->shared->turns[k].sample.status = ESC_STATUS_NOT_RUN;
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

/* A session of its own: ^C in the terminal reaches the parent only, which then decides, and no job
 * has the terminal. */
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
    posix_spawnattr_setflags(&attributes,
                             POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSID);
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

static void look_at_clock(struct child_call *call)
{
    size_t begun = call->shared->begun;
    begun = begun < call->count ? begun : call->count;
    if (begun == call->begun)
        return;
    call->begun = begun;
    call->since_s = esc_now_s();
}

/* A server that goes on begins the next job, or ends. A job may keep it from that: stop it, trace
 * it. */
static bool is_stuck(const struct child_call *call)
{
    double limit_s = call->stopped ? grace_s
                     : call->begun == 0
                         ? begin_s
                         : (double)call->jobs[call->begun - 1].time_limit_ns / 1e9 + grace_s;
    return esc_now_s() - call->since_s > limit_s;
}

static void stop_server(struct child_call *call)
{
    kill(call->server, SIGTERM);
    call->stopped = true;
    call->since_s = esc_now_s();
}

/* Until the server has ended, which closes its end of the pipe. */
static void wait_server(struct child_call *call, const volatile int *stop)
{
    struct pollfd end = {.fd = call->alive};
    call->since_s = esc_now_s();
    while (poll(&end, 1, look_ms) <= 0) {
        look_at_clock(call);
        if (!call->stopped && *stop)
            stop_server(call);
        if (!call->late && is_stuck(call)) {
            kill(call->server, SIGKILL);
            call->late = true;
        }
    }
    look_at_clock(call);
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
    if ((call->shared->ready && call->begun > 0) || call->stopped)
        return true;
    if (WIFSIGNALED(status))
        return esc_error_add(error, child, 0,
                             "the measuring child was ended by signal %d before it began",
                             WTERMSIG(status));
    return esc_error_add(error, child, 0,
                         "the measuring child ended before it began (exit code %d)",
                         WEXITSTATUS(status));
}

/* What the server could not take along: it was killed in the middle of a job. */
static void end_leftovers(const struct esc_pids *before)
{
    if (esc_children_any())
        esc_children_end(before);
}

static void fail(struct esc_sample *sample, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

static void fail(struct esc_sample *sample, const char *format, ...)
{
    esc_sample_clear(sample, ESC_STATUS_ERROR);
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(sample->message, sizeof sample->message, format, arguments);
    va_end(arguments);
}

/* The job under way when the server ended: it has no sample, or half of one. */
static void blame(const struct child_call *call, int status, struct esc_sample *sample)
{
    if (call->late)
        esc_sample_clear(sample, ESC_STATUS_TIME_LIMIT);
    else if (WIFSIGNALED(status))
        fail(sample, "it ended the process that measures it (signal %d)", WTERMSIG(status));
    else
        fail(sample, "it ended the process that measures it (exit code %d)", WEXITSTATUS(status));
}

/* -1 is unknown; no wait is longer than the sample. */
static bool holds_its_wait(const struct esc_sample *sample)
{
    const struct esc_disturbance *disturbance = &sample->disturbance;
    return disturbance->wait_ns >= -1 && disturbance->wait_ns <= sample->wall_ns &&
           disturbance->steal_ns >= -1 && disturbance->repeats == 0;
}

static bool is_counted(const struct esc_sample *sample)
{
    return sample->count_allocs >= 0 && sample->count_bytes >= 0 &&
           sample->count_requested_bytes >= -1;
}

static bool is_flag(const bool *flag)
{
    unsigned char byte;
    memcpy(&byte, flag, 1);
    return byte <= 1;
}

/* What a case's C sets its counters to is its own affair, if it is a number. */
static bool is_tallied(const struct esc_tally *tally)
{
    bool sound = is_flag(&tally->events_taken);
    for (int e = 0; e < ESC_EVENTS; e++)
        sound = sound && (unsigned)tally->refused[e] < ESC_REFUSALS && isfinite(tally->events[e]) &&
                tally->events[e] >= 0;
    for (int k = 0; k < ESC_COUNTERS_MOST; k++)
        sound = sound && is_flag(&tally->set[k]) && isfinite(tally->counters[k]);
    return sound;
}

/* Whether the sample can be one of the job: a job has it in reach while it runs. */
static bool is_sound(const struct esc_sample *sample, const struct esc_job *job)
{
    if ((unsigned)sample->status > ESC_STATUS_ERROR ||
        memchr(sample->message, '\0', sizeof sample->message) == NULL ||
        sample->cycle_count > ESC_SAMPLE_CYCLES ||
        sample->heap_point_count > ESC_SAMPLE_HEAP_POINTS)
        return false;
    if (sample->status != ESC_STATUS_OK)
        return true;
    bool open_end = job->kind == ESC_JOB_CALIBRATE || job->kind == ESC_JOB_PROFILE;
    bool iterations = open_end ? sample->iterations > 0 : sample->iterations == esc_job_total(job);
    return iterations && sample->wall_ns >= 0 && sample->cpu_ns >= 0 &&
           sample->child_wall_ns >= sample->wall_ns && is_counted(sample) &&
           is_tallied(&sample->tally) && holds_its_wait(sample);
}

/* Those of the jobs begun. */
static void take_samples(const struct child_call *call, int status, struct esc_sample *samples)
{
    for (size_t k = 0; k < call->begun; k++) {
        esc_sample_copy(&samples[k], &call->shared->turns[k].sample);
        if (samples[k].status == ESC_STATUS_NOT_RUN) {
            if (!call->stopped)
                blame(call, status, &samples[k]);
        } else if (!is_sound(&samples[k], &call->jobs[k])) {
            fail(&samples[k], "it wrote over its own figures");
        }
    }
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

static bool fail_to_share(struct esc_error *error)
{
    int reason = errno;
    esc_error_add(error, NULL, 0, "cannot share memory with the measuring child: %s",
                  strerror(reason));
    if (reason == EFBIG)
        esc_error_hint(error, "in a new shell: ulimit -f shows the limit, unlimited is usual");
    return false;
}

/* One server, from its start until nothing of it is left. */
static bool run(struct child_call *call, const char *child, const struct esc_pids *before,
                struct esc_sample *samples, const volatile int *stop, struct esc_error *error)
{
    if (!share_jobs(call))
        return fail_to_share(error);
    if (!start(call, child, error))
        return false;
    wait_server(call, stop);
    int status = reap(call->server);
    end_leftovers(before);
    if (!check_start(call, child, status, error))
        return false;
    take_samples(call, status, samples);
    return true;
}

bool esc_measure(const char *child, const struct esc_job *jobs, size_t count,
                 struct esc_sample *samples, const volatile int *stop, struct esc_error *error)
{
    for (size_t k = 0; k < count; k++)
        esc_sample_clear(&samples[k], ESC_STATUS_NOT_RUN);
    esc_children_adopt();
    struct esc_pids before = esc_children_list();
    bool good = true;
    for (size_t done = 0; done < count && good && !*stop;) {
        struct child_call call = {.jobs = jobs + done,
                                  .count = count - done,
                                  .shared = MAP_FAILED,
                                  .memory = -1,
                                  .alive = -1};
        good = run(&call, child, &before, samples + done, stop, error);
        forget(&call);
        done += call.begun;
    }
    free(before.list);
    return good;
}
