/*
 * The pool of compiler processes. See pool.h for the contracts.
 */
#include "build/pool.h"

#include "base/memory.h"

#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

struct running {
    struct esc_task *task;
    int command;
    pid_t pid; /* 0: a free place */
};

/* Starts the command; the log grows over the commands of a task. 0 when it could not be started. */
static pid_t start(char **command, const char *log)
{
    posix_spawn_file_actions_t files;
    posix_spawn_file_actions_init(&files);
    posix_spawn_file_actions_addopen(&files, 0, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&files, 1, log, O_WRONLY | O_CREAT | O_APPEND, 0666);
    posix_spawn_file_actions_adddup2(&files, 1, 2);
    pid_t pid = 0;
    int reason = posix_spawnp(&pid, command[0], &files, NULL, command, environ);
    posix_spawn_file_actions_destroy(&files);
    return reason == 0 ? pid : 0;
}

/* Starts the place's next command; false when the task has ended. */
static bool advance(struct running *place)
{
    struct esc_task *task = place->task;
    if (place->command == ESC_TASK_COMMANDS || task->commands[place->command] == NULL)
        return false;
    task->wait_status = -1;
    place->pid = start(task->commands[place->command], task->log);
    task->failed = place->pid == 0;
    place->command++;
    return place->pid != 0;
}

static struct running *place_of(struct running *places, unsigned limit, pid_t pid)
{
    for (unsigned k = 0; k < limit; k++)
        if (places[k].pid == pid)
            return &places[k];
    return NULL;
}

static void reap(struct running *places, unsigned limit, size_t *busy)
{
    int status = 0;
    pid_t pid = waitpid(-1, &status, 0);
    if (pid < 0 && errno == EINTR)
        return;
    if (pid < 0) { /* ECHILD: SIGCHLD is ignored, so nobody can say how they ended */
        for (unsigned k = 0; k < limit; k++)
            if (places[k].pid != 0)
                places[k].task->failed = true;
        *busy = 0;
        return;
    }
    struct running *place = place_of(places, limit, pid);
    if (place == NULL)
        return;
    place->pid = 0;
    place->task->wait_status = status;
    place->task->failed = status != 0;
    if (status != 0 || !advance(place))
        (*busy)--;
}

void esc_pool_run(struct esc_task *tasks, size_t count, unsigned limit)
{
    struct running *places = esc_calloc(limit, sizeof *places);
    size_t next = 0;
    size_t busy = 0;
    while (next < count || busy > 0) {
        struct running *place = place_of(places, limit, 0);
        if (next == count || place == NULL) {
            reap(places, limit, &busy);
            continue;
        }
        *place = (struct running){.task = &tasks[next++]};
        busy += advance(place);
    }
    free(places);
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
