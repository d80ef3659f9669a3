/*
 * escapement-child, the server of all other files: a fork server (the word of fuzzers: AFL's
 * afl-forkserver; Android calls its own zygote), a fresh process that forks once for each job,
 * waits with a limit and judges how the job ended. Started by measure.c only. Signals are taken
 * synchronously (sigtimedwait), so there is no handler and nothing to poll.
 */
#include "child/child.h"

#include "base/children.h"
#include "base/keeper.h"
#include "gbench/gbench.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

/* What ends the server before the first job; the parent tells by it that no job was begun. */
enum { EXIT_NOT_STARTED = 120 };

static const int64_t second_ns = 1000000000;

/* Between two looks at a job's size: often where no address-space limit can be set, else longer
 * than a sample takes, for the job that has lifted its limit. */
static const int64_t look_ns = ESC_CHILD_SANITIZED ? 10000000 : 500000000;

struct fork_server {
    struct esc_shared *shared; /* with the parent; no job has it */
    struct esc_slot *slot;     /* with the job under way */
    sigset_t signals;          /* SIGCHLD and SIGTERM, blocked */
    int read_end, write_end;   /* of the pipe that takes the jobs' stderr */
    int figures;               /* what a Go program writes */
};

#if ESC_CHILD_SANITIZED
/*
 * Crashes of a kernel are the server's to judge; libgc scans real stacks, so ASan may not move
 * variables to fake ones; a kernel under test may leak.
 */
const char *__asan_default_options(void);

const char *__asan_default_options(void)
{
    return "detect_leaks=0:detect_stack_use_after_return=0:handle_segv=0:handle_sigbus=0:"
           "handle_abort=0:handle_sigfpe=0:handle_sigill=0:use_sigaltstack=0:"
           "allocator_may_return_null=1:abort_on_error=1";
}
#endif

static struct esc_shared *map_shared(void)
{
    struct stat about;
    if (fstat(ESC_SHARED_FILE, &about) != 0 || about.st_size < (off_t)sizeof(struct esc_shared))
        return NULL;
    struct esc_shared *shared =
        mmap(NULL, (size_t)about.st_size, PROT_READ | PROT_WRITE, MAP_SHARED, ESC_SHARED_FILE, 0);
    if (shared == MAP_FAILED || shared->turn_bytes != sizeof(struct esc_turn) ||
        madvise(shared, (size_t)about.st_size, MADV_DONTFORK) != 0)
        return NULL;
    return shared;
}

static struct esc_slot *map_slot(void)
{
    struct esc_slot *slot =
        mmap(NULL, sizeof *slot, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    return slot == MAP_FAILED ? NULL : slot;
}

/* Whatever a job starts and leaves behind becomes the server's. No job may look into the server or
 * trace it, unless it is root's. */
static void shut_in(void)
{
    esc_children_adopt();
    prctl(PR_SET_DUMPABLE, 0);
}

/* The end of the parent, however it comes, is a SIGTERM to the server, which ends the job. */
static bool follow_parent(const struct esc_shared *shared)
{
    return prctl(PR_SET_PDEATHSIG, SIGTERM) == 0 && getppid() == (pid_t)shared->parent;
}

static bool open_server(struct fork_server *server)
{
    sigemptyset(&server->signals);
    sigaddset(&server->signals, SIGCHLD);
    sigaddset(&server->signals, SIGTERM);
    sigprocmask(SIG_BLOCK, &server->signals, NULL);
    server->shared = map_shared();
    server->slot = map_slot();
    if (server->shared == NULL || server->slot == NULL || !follow_parent(server->shared))
        return false;
    shut_in();
    esc_child_look_around();
    esc_look_at_huge_pages();
    /* Non-blocking: what a job prints beyond the pipe's size is lost, it never waits. */
    int ends[2];
    if (pipe2(ends, O_CLOEXEC | O_NONBLOCK) != 0)
        return false;
    server->read_end = ends[0];
    server->write_end = ends[1];
    server->figures = esc_child_go_open();
    if (server->figures < 0)
        return false;
    gb_prepare();
    server->shared->ready = 1;
    return true;
}

/*
 * The job and whatever it started; harmless when they are gone. The job is not reaped yet, so its
 * id still is its own. Its group goes at one blow, however fast it grows; who left the group has
 * become the server's child. Returns the job's wait status.
 */
static int end_job(pid_t pid)
{
    int wait_status = 0;
    kill(-pid, SIGKILL);
    kill(pid, SIGKILL);
    waitpid(pid, &wait_status, 0);
    esc_children_end(NULL);
    return wait_status;
}

static bool has_outgrown(const struct esc_job *job, pid_t pid)
{
    int64_t limit = job->memory_limit_bytes;
    return limit > 0 && esc_resident_bytes(pid) > limit;
}

/* Sleeps until a signal comes or `ns` are over. */
static int wait_signal(const struct fork_server *server, int64_t ns)
{
    struct timespec time = {.tv_sec = ns / second_ns, .tv_nsec = ns % second_ns};
    return sigtimedwait(&server->signals, NULL, &time);
}

/* Waits until the job has ended, or has reached a limit and is to be ended. */
static enum esc_reached wait_job(const struct fork_server *server, const struct esc_job *job,
                                 pid_t pid, int64_t start_ns)
{
    int64_t deadline_ns = start_ns + job->time_limit_ns;
    while (!esc_children_ended(pid)) {
        int64_t left_ns = deadline_ns - esc_now_ns();
        if (left_ns <= 0)
            return ESC_REACHED_TIME;
        left_ns = left_ns < look_ns ? left_ns : look_ns;
        int number = wait_signal(server, left_ns);
        if (number == SIGTERM) {
            end_job(pid);
            _exit(0);
        }
        if (number < 0 && has_outgrown(job, pid))
            return ESC_REACHED_MEMORY;
        if (number == SIGCHLD)
            esc_children_reap(pid);
    }
    return ESC_REACHED_NONE;
}

/* Empties the pipe. The text is the next call's. */
static const char *read_errors(int file)
{
    static char output[(1 << 16) + 1];
    size_t length = 0;
    ssize_t more;
    while ((more = read(file, output + length, sizeof output - 1 - length)) > 0)
        length += (size_t)more;
    output[length] = '\0';
    return output;
}

/* The last line of `output` that is not blank. */
static void last_line(const char *output, char *text, size_t size)
{
    size_t length = strlen(output);
    while (length > 0 && isspace((unsigned char)output[length - 1]))
        length--;
    size_t start = length;
    while (start > 0 && output[start - 1] != '\n')
        start--;
    size_t kept = length - start < size ? length - start : size - 1;
    for (size_t k = 0; k < kept; k++)
        text[k] = iscntrl((unsigned char)output[start + k]) ? ' ' : output[start + k];
    text[kept] = '\0';
}

/* "Segmentation fault (SIGSEGV): what it printed last". */
static void explain_signal(const struct esc_slot *slot, struct esc_sample *sample, int number,
                           const char *printed)
{
    const char *words = slot->stack_overflow ? "stack overflow" : sigdescr_np(number);
    const char *name = sigabbrev_np(number);
    snprintf(sample->message, sizeof sample->message, "%s (SIG%s)%s%s",
             words == NULL ? "unknown signal" : words, name == NULL ? "?" : name,
             *printed == '\0' ? "" : ": ", printed);
    sample->signal_or_exit = number;
}

/* What a job that did not end well leaves as its sample. */
static void judge_failure(const struct esc_slot *slot, struct esc_sample *sample, int wait_status,
                          bool late, const char *printed)
{
    if (slot->state == ESC_SLOT_FAILED) {
        esc_sample_copy(sample, &slot->sample);
        sample->status = ESC_STATUS_ERROR;
        return;
    }
    esc_sample_clear(sample, ESC_STATUS_ERROR);
    if (late) {
        sample->status = ESC_STATUS_TIME_LIMIT;
    } else if (slot->state == ESC_SLOT_NO_MEMORY) {
        sample->status = ESC_STATUS_MEMORY_LIMIT;
    } else if (WIFSIGNALED(wait_status)) {
        sample->status = ESC_STATUS_SIGNAL;
        explain_signal(slot, sample, WTERMSIG(wait_status), printed);
    } else {
        sample->status = ESC_STATUS_EXIT;
        sample->signal_or_exit = WEXITSTATUS(wait_status);
    }
}

/* All of the job is gone: what stands in the slot is what it left. */
static void judge(const struct fork_server *server, struct esc_turn *turn, int wait_status,
                  bool late)
{
    const struct esc_slot *slot = server->slot;
    const char *output = read_errors(server->read_end);
    char printed[ESC_SAMPLE_MESSAGE / 2];
    last_line(output, printed, sizeof printed);
    bool go = turn->job.runtime == ESC_RUNTIME_GO && !late && slot->state != ESC_SLOT_FAILED;
    if (go && esc_child_go_take(turn, server->figures, wait_status, output))
        return;
    if (slot->state != ESC_SLOT_DONE) {
        judge_failure(slot, &turn->sample, wait_status, late, printed);
        return;
    }
    esc_sample_copy(&turn->sample, &slot->sample);
    turn->sample.status = ESC_STATUS_OK;
}

static void run_job(const struct fork_server *server, struct esc_turn *turn)
{
    int64_t start_ns = esc_now_ns();
    memset(server->slot, 0, offsetof(struct esc_slot, sample));
    esc_sample_clear(&server->slot->sample, ESC_STATUS_OK);
    server->slot->job = turn->job;
    pid_t self = getpid();
    pid_t pid = esc_child_go_clear(server->figures) ? fork() : -1;
    if (pid == 0)
        esc_child_job(server->slot, self, server->write_end, server->figures);
    if (pid < 0) {
        turn->sample.status = ESC_STATUS_ERROR;
        snprintf(turn->sample.message, sizeof turn->sample.message,
                 "cannot start a process for the sample: %s", strerror(errno));
        return;
    }
    setpgid(pid, pid); /* as the job does itself: whoever comes first */
    enum esc_reached reached = wait_job(server, &turn->job, pid, start_ns);
    int wait_status = end_job(pid);
    if (reached == ESC_REACHED_MEMORY)
        server->slot->state = ESC_SLOT_NO_MEMORY;
    judge(server, turn, wait_status, reached == ESC_REACHED_TIME);
    turn->sample.child_wall_ns = esc_now_ns() - start_ns;
}

int main(void)
{
    struct fork_server server = {0};
    if (!open_server(&server))
        return EXIT_NOT_STARTED;
    for (uint32_t k = 0; k < server.shared->count; k++) {
        server.shared->begun = k + 1;
        run_job(&server, &server.shared->turns[k]);
    }
    return 0;
}
