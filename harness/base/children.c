/*
 * Descendants, read off /proc. See children.h for the contracts.
 */
#include "base/children.h"

#include "base/clock.h"
#include "base/memory.h"
#include "base/text.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static const double give_up_s = 2;
static const struct timespec between_tries = {.tv_nsec = 1000000};

struct process {
    pid_t pid, parent, group;
    bool ours; /* a descendant, and not spared */
};

struct processes {
    struct process *list;
    size_t count;
};

void esc_children_adopt(void)
{
    prctl(PR_SET_CHILD_SUBREAPER, 1);
}

bool esc_children_any(void)
{
    siginfo_t about;
    return waitid(P_ALL, 0, &about, WEXITED | WNOHANG | WNOWAIT) == 0 || errno != ECHILD;
}

bool esc_children_ended(pid_t pid)
{
    siginfo_t about = {0};
    return waitid(P_PID, (id_t)pid, &about, WEXITED | WNOHANG | WNOWAIT) == 0 &&
           about.si_pid == pid;
}

void esc_children_reap(pid_t spared)
{
    siginfo_t about = {0};
    while (waitid(P_ALL, 0, &about, WEXITED | WNOHANG | WNOWAIT) == 0 && about.si_pid > 0 &&
           about.si_pid != spared) {
        waitpid(about.si_pid, NULL, 0);
        about.si_pid = 0;
    }
}

/* A file of a process in /proc, whole; false: it has ended meanwhile. */
static bool read_file(pid_t pid, const char *name, char *text, size_t size)
{
    char path[64];
    snprintf(path, sizeof path, "/proc/%ld/%s", (long)pid, name);
    return esc_read_beginning(path, text, size);
}

/* "12 (a name) S 7 12 …": a name may hold anything, so the last parenthesis counts. */
static struct process read_process(pid_t pid)
{
    struct process process = {.pid = pid};
    char text[512];
    long parent = 0;
    long group = 0;
    const char *behind = read_file(pid, "stat", text, sizeof text) ? strrchr(text, ')') : NULL;
    if (behind != NULL && sscanf(behind, ") %*c %ld %ld", &parent, &group) == 2) {
        process.parent = (pid_t)parent;
        process.group = (pid_t)group;
    }
    return process;
}

/* In the order of their numbers. */
static int by_pid(const void *left, const void *right)
{
    const struct process *a = left;
    const struct process *b = right;
    return (a->pid > b->pid) - (a->pid < b->pid);
}

static struct processes read_all(void)
{
    struct processes all = {0};
    DIR *folder = opendir("/proc");
    for (struct dirent *entry; folder != NULL && (entry = readdir(folder)) != NULL;) {
        if (!isdigit((unsigned char)entry->d_name[0]))
            continue;
        all.list = esc_grow(all.list, &all.count, sizeof *all.list);
        all.list[all.count - 1] = read_process((pid_t)strtol(entry->d_name, NULL, 10));
    }
    if (folder != NULL)
        closedir(folder);
    if (all.count > 0)
        qsort(all.list, all.count, sizeof *all.list, by_pid);
    return all;
}

static bool is_in(const struct esc_pids *pids, pid_t pid)
{
    for (size_t k = 0; pids != NULL && k < pids->count; k++)
        if (pids->list[k] == pid)
            return true;
    return false;
}

static bool is_ours(const struct processes *all, pid_t pid)
{
    const struct process key = {.pid = pid};
    const struct process *found = bsearch(&key, all->list, all->count, sizeof *all->list, by_pid);
    return found != NULL && found->ours;
}

/* A parent's number is mostly the lower one, so that a second round seldom finds more. Returns how
 * many are ours. */
static size_t mark_ours(const struct processes *all, const struct esc_pids *spared)
{
    pid_t self = getpid();
    size_t count = 0;
    for (bool more = true; more;) {
        more = false;
        for (size_t k = 0; k < all->count; k++) {
            struct process *process = &all->list[k];
            bool child = process->parent == self && !is_in(spared, process->pid);
            if (process->ours || (!child && !is_ours(all, process->parent)))
                continue;
            process->ours = more = true;
            count++;
        }
    }
    return count;
}

struct esc_pids esc_children_list(void)
{
    struct esc_pids found = {0};
    if (!esc_children_any())
        return found;
    struct processes all = read_all();
    mark_ours(&all, NULL);
    for (size_t k = 0; k < all.count; k++) {
        if (!all.list[k].ours)
            continue;
        found.list = esc_grow(found.list, &found.count, sizeof *found.list);
        found.list[found.count - 1] = all.list[k].pid;
    }
    free(all.list);
    return found;
}

static bool is_group_ours(const struct processes *all, pid_t group)
{
    for (size_t k = 0; k < all->count; k++)
        if (all->list[k].group == group && !all->list[k].ours)
            return false;
    return group > 0;
}

/*
 * A group goes at one blow, so that also who forks and ends in turns, and has another number each
 * time, does not get away. Ended ones are waited for; those that are no children of this process
 * yet will be when their parents have ended.
 */
static void kill_ours(const struct processes *all)
{
    pid_t last_group = 0;
    for (size_t k = 0; k < all->count; k++) {
        const struct process *process = &all->list[k];
        if (!process->ours)
            continue;
        kill(process->pid, SIGKILL);
        if (process->group != last_group && is_group_ours(all, process->group))
            kill(-process->group, SIGKILL);
        last_group = process->group;
    }
    for (size_t k = 0; k < all->count; k++)
        if (all->list[k].ours)
            waitpid(all->list[k].pid, NULL, WNOHANG);
}

void esc_children_end(const struct esc_pids *spared)
{
    double begin_s = esc_now_s();
    while (esc_children_any() && esc_now_s() - begin_s < give_up_s) {
        struct processes all = read_all();
        size_t left = mark_ours(&all, spared);
        kill_ours(&all);
        free(all.list);
        if (left == 0)
            return;
        nanosleep(&between_tries, NULL);
    }
}

int64_t esc_children_largest(void)
{
    struct esc_pids all = esc_children_list();
    long long pages = 0;
    for (size_t k = 0; k < all.count; k++) {
        char text[128];
        long long resident = 0;
        long long shared = 0;
        if (read_file(all.list[k], "statm", text, sizeof text) &&
            sscanf(text, "%*d %lld %lld", &resident, &shared) == 2 && resident - shared > pages)
            pages = resident - shared;
    }
    free(all.list);
    return pages * sysconf(_SC_PAGESIZE);
}
