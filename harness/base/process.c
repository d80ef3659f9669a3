/*
 * Start, collect, wait. See process.h for the contracts.
 */
#include "base/process.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { PIPE_OUT, PIPE_ERR, PIPE_START, PIPES };

static bool set_environment(const char *const *environment)
{
    for (size_t i = 0; environment != NULL && environment[i] != NULL; i++)
        if (putenv((char *)(uintptr_t)environment[i]) != 0)
            return false;
    return true;
}

static bool pin(int cpu)
{
    cpu_set_t set;
    CPU_ZERO(&set);
    CPU_SET((size_t)cpu, &set);
    return sched_setaffinity(0, sizeof set, &set) == 0;
}

/* In the new process. The start pipe closes by itself on success; otherwise it carries errno. */
static void become(const struct esc_process *process, int pipes[PIPES][2])
{
    int empty = open("/dev/null", O_RDONLY);
    bool good = empty >= 0 && dup2(empty, STDIN_FILENO) >= 0 &&
                dup2(pipes[PIPE_OUT][1], STDOUT_FILENO) >= 0 &&
                dup2(pipes[PIPE_ERR][1], STDERR_FILENO) >= 0 &&
                (process->folder == NULL || chdir(process->folder) == 0) &&
                (process->cpu < 0 || pin(process->cpu)) && set_environment(process->environment);
    if (good)
        execvp(process->arguments[0], (char *const *)(uintptr_t)process->arguments);
    int reason = errno;
    ssize_t written = write(pipes[PIPE_START][1], &reason, sizeof reason);
    _exit(written == sizeof reason ? 127 : 126);
}

static bool open_pipes(int pipes[PIPES][2])
{
    for (size_t i = 0; i < PIPES; i++)
        if (pipe2(pipes[i], O_CLOEXEC) != 0) {
            while (i-- > 0) {
                close(pipes[i][0]);
                close(pipes[i][1]);
            }
            return false;
        }
    return true;
}

/* 0, or the errno that kept the program from starting. */
static int start_reason(int file)
{
    int reason = 0;
    ssize_t length;
    do
        length = read(file, &reason, sizeof reason);
    while (length < 0 && errno == EINTR);
    return length == sizeof reason ? reason : 0;
}

static void take(const struct esc_process *process, struct pollfd *from, struct esc_text *to)
{
    char block[16384];
    ssize_t length = read(from->fd, block, sizeof block);
    if (length > 0 && process->take != NULL)
        process->take(process->to, block, (size_t)length);
    else if (length > 0)
        esc_text_add_bytes(to, block, (size_t)length);
    else if (length == 0 || errno != EINTR)
        from->fd = -1;
}

/* Until both ends are closed, which the keeper sees to. */
static void collect(const struct esc_process *process, int out_file, int err_file,
                    struct esc_text *out, struct esc_text *err)
{
    struct pollfd files[2] = {{.fd = out_file, .events = POLLIN},
                              {.fd = err_file, .events = POLLIN}};
    while (files[0].fd >= 0 || files[1].fd >= 0) {
        if (poll(files, 2, -1) < 0)
            continue;
        for (size_t i = 0; i < 2; i++)
            if (files[i].fd >= 0 && files[i].revents != 0)
                take(process, &files[i], i == 0 ? out : err);
    }
}

static int wait_for(pid_t pid)
{
    int status = 0;
    while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
        continue;
    return status;
}

static bool within_limits(const struct esc_process *process, int status, struct esc_error *error)
{
    const char *name = process->arguments[0];
    switch (esc_keeper_reached(status)) {
    case ESC_REACHED_TIME:
        return esc_error_add(error, NULL, 0, "%s still ran at the time limit of %g s", name,
                             process->limits.time_s);
    case ESC_REACHED_MEMORY:
        return esc_error_add(error, NULL, 0, "%s took more than %g MiB of memory", name,
                             (double)process->limits.memory_bytes / 1048576);
    default:
        return true;
    }
}

bool esc_process_run(const struct esc_process *process, struct esc_text *out, struct esc_text *err,
                     int *code, struct esc_error *error)
{
    const char *name = process->arguments[0];
    int pipes[PIPES][2];
    if (!open_pipes(pipes))
        return esc_error_add(error, NULL, 0, "cannot start %s: %s", name, strerror(errno));
    pid_t pid = esc_keeper_fork(&process->limits);
    if (pid == 0)
        become(process, pipes);
    int reason = pid < 0 ? errno : 0;
    for (size_t i = 0; i < PIPES; i++)
        close(pipes[i][1]);
    if (reason == 0)
        reason = start_reason(pipes[PIPE_START][0]);
    if (reason == 0)
        collect(process, pipes[PIPE_OUT][0], pipes[PIPE_ERR][0], out, err);
    for (size_t i = 0; i < PIPES; i++)
        close(pipes[i][0]);
    int status = pid > 0 ? wait_for(pid) : 0;
    *code = pid < 0 ? -1 : WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
    if (reason != 0)
        return esc_error_add(error, NULL, 0, "cannot start %s: %s", name, strerror(reason));
    return within_limits(process, status, error);
}
