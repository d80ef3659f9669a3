/*
 * The pool of compiler processes. See pool.h for the contracts.
 */
#include "build/pool.h"

#include "base/memory.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

struct running {
    struct esc_task *task;
    int command;
    pid_t pid; /* the command's keeper; 0: a free place */
};

struct pool {
    struct esc_task *tasks;
    size_t count;
    const struct esc_limits *limits;
    struct running *places;
    unsigned place_count;
    size_t busy;
};

/* In the new process. The log grows over the commands of a task. */
static void become(char **command, const char *log) __attribute__((noreturn));

static void become(char **command, const char *log)
{
    int empty = open("/dev/null", O_RDONLY | O_CLOEXEC);
    int file = open(log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
    if (empty >= 0 && file >= 0 && dup2(empty, 0) >= 0 && dup2(file, 1) >= 0 && dup2(file, 2) >= 0)
        execvp(command[0], command);
    fprintf(stderr, "cannot start '%s': %s\n", command[0], strerror(errno));
    fflush(stderr);
    _exit(127);
}

/* Starts the place's next command; false when the task has ended. */
static bool advance(const struct pool *pool, struct running *place)
{
    struct esc_task *task = place->task;
    if (place->command == ESC_TASK_COMMANDS || task->commands[place->command] == NULL)
        return false;
    char **command = task->commands[place->command++];
    task->wait_status = -1;
    pid_t pid = esc_keeper_fork(pool->limits);
    if (pid == 0)
        become(command, task->log);
    task->failed = pid < 0;
    place->pid = pid < 0 ? 0 : pid;
    return pid > 0;
}

static struct running *place_of(const struct pool *pool, pid_t pid)
{
    for (unsigned k = 0; k < pool->place_count; k++)
        if (pool->places[k].pid == pid)
            return &pool->places[k];
    return NULL;
}

static void reap(struct pool *pool)
{
    int status = 0;
    pid_t pid = waitpid(-1, &status, 0);
    struct running *place = pid > 0 ? place_of(pool, pid) : NULL;
    if (place == NULL)
        return;
    place->pid = 0;
    place->task->wait_status = status;
    place->task->failed = status != 0;
    if (status != 0 || !advance(pool, place))
        pool->busy--;
}

/* Its other units would most likely take as long, or as much. */
static bool owner_reached_limit(const struct pool *pool, size_t owner)
{
    for (size_t k = 0; k < pool->count; k++)
        if (pool->tasks[k].owner == owner && pool->tasks[k].failed &&
            esc_keeper_reached(pool->tasks[k].wait_status) != ESC_REACHED_NONE)
            return true;
    return false;
}

void esc_pool_run(struct esc_task *tasks, size_t count, unsigned at_once,
                  const struct esc_limits *limits)
{
    struct pool pool = {tasks, count, limits, esc_calloc(at_once, sizeof *pool.places), at_once, 0};
    for (size_t next = 0; next < count || pool.busy > 0;) {
        struct running *place = place_of(&pool, 0);
        if (next == count || place == NULL) {
            reap(&pool);
            continue;
        }
        *place = (struct running){.task = &tasks[next++]};
        place->task->skipped = owner_reached_limit(&pool, place->task->owner);
        place->task->failed = place->task->skipped;
        if (!place->task->skipped)
            pool.busy += advance(&pool, place);
    }
    free(pool.places);
}

void esc_tasks_free(struct esc_task *tasks, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        for (size_t k = 0; k < ESC_TASK_COMMANDS; k++) {
            for (char **word = tasks[i].commands[k]; word != NULL && *word != NULL; word++)
                free(*word);
            free(tasks[i].commands[k]);
        }
        free(tasks[i].log);
    }
    free(tasks);
}
