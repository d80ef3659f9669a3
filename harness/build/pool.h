/*
 * Processes in parallel: each task is a list of commands run one after the other until one fails.
 * Tasks run side by side, up to a limit. Private to build/.
 */
#ifndef ESC_BUILD_POOL_H
#define ESC_BUILD_POOL_H

#include "base/keeper.h"

#include <stdbool.h>
#include <stddef.h>

enum { ESC_TASK_COMMANDS = 2 };

struct esc_task {
    char **commands[ESC_TASK_COMMANDS]; /* argv lists, NULL-terminated; owned; NULL: none */
    char *log;                          /* file that takes the commands' stdout and stderr; owned */
    size_t owner;                       /* which case it belongs to */
    bool failed;     /* a command could not be started or ended with something else than 0 */
    bool skipped;    /* failed without a word: another task of its owner has reached a limit */
    int wait_status; /* of the last command, as from waitpid; -1: it was never started */
};

/* Runs all tasks, `at_once` (at least 1) side by side, each command within the limits. No other
 * child of this process may end meanwhile: its status would be lost. */
void esc_pool_run(struct esc_task *tasks, size_t count, unsigned at_once,
                  const struct esc_limits *limits);

/* Frees what the tasks own and the array. */
void esc_tasks_free(struct esc_task *tasks, size_t count);

#endif
