/*
 * The keeper's life. See keeper.h for the contracts.
 */
#include "base/keeper.h"

#include "base/children.h"
#include "base/clock.h"

#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* No program ends by these; their usual effect is the end. */
#define SIGNAL_TIME (SIGRTMIN + 3)
#define SIGNAL_MEMORY (SIGRTMIN + 4)

/* Between two looks at the memory: this long, and never more than a twentieth of the time is spent
 * on looking. A program fills some 100 MB meanwhile. */
static const double look_s = 0.02;
static const double look_part = 20;

static const double forever_s = 3600;

struct keeper {
    struct esc_limits limits;
    pid_t program;
    double end_s;  /* when the time is over */
    double next_s; /* when to look at the memory */
    sigset_t signals, before;
};

enum esc_reached esc_keeper_reached(int wait_status)
{
    int number = WIFSIGNALED(wait_status) ? WTERMSIG(wait_status) : 0;
    return number == SIGNAL_TIME     ? ESC_REACHED_TIME
           : number == SIGNAL_MEMORY ? ESC_REACHED_MEMORY
                                     : ESC_REACHED_NONE;
}

/* The same end for this process; a keeper leaves no core. */
static void end_by(int number)
{
    sigset_t one;
    sigemptyset(&one);
    sigaddset(&one, number);
    signal(number, SIG_DFL);
    raise(number);
    sigprocmask(SIG_UNBLOCK, &one, NULL);
    _exit(128 + number);
}

static bool is_too_large(struct keeper *keeper)
{
    double before_s = esc_now_s();
    if (keeper->limits.memory_bytes <= 0 || before_s < keeper->next_s)
        return false;
    bool large = esc_children_largest() > keeper->limits.memory_bytes;
    double took_s = esc_now_s() - before_s;
    keeper->next_s = before_s + (took_s * look_part > look_s ? took_s * look_part : look_s);
    return large;
}

static double wait_s(const struct keeper *keeper, double now_s)
{
    double left_s = keeper->limits.time_s > 0 ? keeper->end_s - now_s : forever_s;
    double look = keeper->limits.memory_bytes > 0 ? keeper->next_s - now_s : forever_s;
    double least = left_s < look ? left_s : look;
    return least > 0 ? least : 0;
}

/* 0: the program has ended; else the signal to end by. */
static int watch(struct keeper *keeper)
{
    while (!esc_children_ended(keeper->program)) {
        double now_s = esc_now_s();
        if (keeper->limits.time_s > 0 && now_s >= keeper->end_s)
            return SIGNAL_TIME;
        if (is_too_large(keeper))
            return SIGNAL_MEMORY;
        double s = wait_s(keeper, now_s);
        struct timespec time = {.tv_sec = (time_t)s,
                                .tv_nsec = (long)((s - (double)(time_t)s) * 1e9)};
        int number = sigtimedwait(&keeper->signals, NULL, &time);
        if (number == SIGCHLD)
            esc_children_reap(keeper->program);
        else if (number > 0)
            return number;
    }
    return 0;
}

static void keep(struct keeper *keeper) __attribute__((noreturn));

static void keep(struct keeper *keeper)
{
    int status = 0;
    closefrom(0); /* pipes close when the program closes them, not when this process ends */
    int number = watch(keeper);
    if (number == 0)
        waitpid(keeper->program, &status, 0);
    esc_children_end(NULL);
    if (number == 0 && WIFSIGNALED(status))
        number = WTERMSIG(status);
    if (number != 0)
        end_by(number);
    _exit(WEXITSTATUS(status));
}

static void block_signals(struct keeper *keeper)
{
    static const int numbers[] = {SIGCHLD, SIGTERM, SIGINT, SIGHUP, SIGQUIT};
    sigemptyset(&keeper->signals);
    for (size_t k = 0; k < sizeof numbers / sizeof *numbers; k++)
        sigaddset(&keeper->signals, numbers[k]);
    sigprocmask(SIG_BLOCK, &keeper->signals, &keeper->before);
}

/* The end of the parent is a SIGTERM to the keeper, which then ends the program; the end of the
 * keeper is the end of the program. */
static void follow(pid_t parent, int number)
{
    if (prctl(PR_SET_PDEATHSIG, number) != 0 || getppid() != parent)
        _exit(EXIT_FAILURE);
}

static void limit_files(int64_t bytes)
{
    struct rlimit limit;
    if (bytes <= 0 || getrlimit(RLIMIT_FSIZE, &limit) != 0 || limit.rlim_cur <= (rlim_t)bytes)
        return;
    limit.rlim_cur = limit.rlim_max = (rlim_t)bytes;
    setrlimit(RLIMIT_FSIZE, &limit);
    signal(SIGXFSZ, SIG_DFL);
}

pid_t esc_keeper_fork(const struct esc_limits *limits)
{
    struct keeper keeper = {.limits = *limits, .end_s = esc_now_s() + limits->time_s};
    pid_t parent = getpid();
    signal(SIGCHLD, SIG_DFL); /* ignored, it would leave nobody to wait for */
    block_signals(&keeper);
    pid_t pid = fork();
    if (pid != 0) {
        sigprocmask(SIG_SETMASK, &keeper.before, NULL);
        return pid;
    }
    setsid();
    follow(parent, SIGTERM);
    prctl(PR_SET_DUMPABLE, 0);
    esc_children_adopt();
    pid_t self = getpid();
    keeper.program = fork();
    if (keeper.program != 0) {
        if (keeper.program < 0)
            _exit(EXIT_FAILURE);
        keep(&keeper);
    }
    follow(self, SIGKILL);
    limit_files(limits->file_bytes);
    prctl(PR_SET_DUMPABLE, 1);
    sigprocmask(SIG_SETMASK, &keeper.before, NULL);
    return 0;
}
