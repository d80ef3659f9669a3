/*
 * Go jobs: the job's process becomes the point's Go program, and what that one wrote as text
 * becomes the sample. The other side is golang/runner.go. See child.h.
 */
#include "child/child.h"

#include "child/disturbance.h"

#include <ctype.h>
#include <errno.h>
#include <inttypes.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

/* Where the program writes its figures: the first descriptor behind the standard ones. */
enum { FIGURES_FILE = 3, FIGURES_BYTES = 1 << 15, NUMBER = 24 };

int esc_child_go_open(void)
{
    return memfd_create("escapement-figures", MFD_CLOEXEC);
}

bool esc_child_go_clear(int figures)
{
    return ftruncate(figures, 0) == 0 && lseek(figures, 0, SEEK_SET) == 0;
}

/* ---- the job's process ---------------------------------------------------------------------- */

static const char *kind_word(enum esc_job_kind kind)
{
    static const char *const words[] = {
        [ESC_JOB_TIMED] = "timed", [ESC_JOB_CALIBRATE] = "calibrate", [ESC_JOB_COUNT] = "count"};
    return words[kind];
}

/* What a user's environment says about Go would change what is measured. */
static bool set_environment(const struct esc_job *job)
{
    char gogc[NUMBER] = "off";
    char threads[NUMBER];
    if (job->gogc >= 0)
        snprintf(gogc, sizeof gogc, "%" PRId32, job->gogc);
    snprintf(threads, sizeof threads, "%" PRIu32, job->threads);
    return setenv("GOGC", gogc, 1) == 0 && setenv("GOMAXPROCS", threads, 1) == 0 &&
           setenv("GODEBUG", "", 1) == 0 && setenv("GOMEMLIMIT", "off", 1) == 0 &&
           setenv("GOTRACEBACK", "single", 1) == 0;
}

static void become_program(const struct esc_job *job)
{
    char numbers[6][NUMBER];
    const uint64_t values[6] = {esc_job_share(job, job->iterations),
                                esc_job_share(job, job->warmup),
                                job->threads,
                                (uint64_t)job->min_time_ns,
                                job->stack_offset,
                                esc_job_share(job, job->checked)};
    for (size_t k = 0; k < 6; k++)
        snprintf(numbers[k], sizeof numbers[k], "%" PRIu64, values[k]);
    const char *const arguments[] = {job->library, job->symbol, kind_word(job->kind), numbers[0],
                                     numbers[1],   numbers[2],  numbers[3],           numbers[4],
                                     numbers[5],   NULL};
    execv(job->library, (char *const *)(uintptr_t)arguments);
}

/* Go reserves far more address space than it uses, so its limit is that of writable memory. */
void esc_child_go(struct esc_slot *slot, int figures)
{
    const struct esc_job *job = &slot->job;
    if (dup2(figures, FIGURES_FILE) < 0 || !set_environment(job))
        esc_child_fail(slot, "cannot prepare Go's program: %s", strerror(errno));
    if (job->memory_limit_bytes > 0)
        esc_child_limit(RLIMIT_DATA, (rlim_t)job->memory_limit_bytes);
    become_program(job);
    esc_child_fail(slot, "cannot start Go's program %s: %s", job->library, strerror(errno));
}

/* ---- the fork server ----------------------------------------------------------------------- */

/* What a program says, in its order; a line each. */
struct figures {
    int64_t iterations, wall_ns, cpu_ns;
    int64_t delay_ns, switches, faults;
    int64_t allocs, bytes;
    int64_t gc_cycles, gc_forced, gc_pause_ns, gc_mark_ns, gc_assist_ns, gc_cpu_ns;
    uint64_t checksum;
};

#define FIGURE(name, least)                                                                        \
    {                                                                                              \
#name, offsetof(struct figures, name), least                                               \
    }

static const struct {
    const char *name;
    size_t offset;
    int64_t least;
} lines[] = {
    FIGURE(wall_ns, 0),    FIGURE(cpu_ns, 0),      FIGURE(delay_ns, -1),   FIGURE(switches, 0),
    FIGURE(faults, 0),     FIGURE(allocs, 0),      FIGURE(bytes, 0),       FIGURE(gc_cycles, 0),
    FIGURE(gc_forced, 0),  FIGURE(gc_pause_ns, 0), FIGURE(gc_mark_ns, -1), FIGURE(gc_assist_ns, -1),
    FIGURE(gc_cpu_ns, -1),
};

/* Moves *at behind `word`; false, without moving, when something else stands there. */
static bool skip(const char **at, const char *word)
{
    size_t length = strlen(word);
    if (strncmp(*at, word, length) != 0)
        return false;
    *at += length;
    return true;
}

/* A number with one blank before it, its digits only: no sign but '-', no blanks. */
static bool read_number(const char **at, int64_t least, int64_t *value)
{
    char *end = NULL;
    if (!skip(at, " ") || (**at != '-' && !isdigit((unsigned char)**at)))
        return false;
    errno = 0;
    *value = strtoll(*at, &end, 10);
    bool read = end != *at && errno == 0 && *value >= least;
    *at = end;
    return read;
}

static bool read_checksum(const char **at, uint64_t *value)
{
    char *end = NULL;
    if (!skip(at, "checksum ") || !isdigit((unsigned char)**at))
        return false;
    errno = 0;
    *value = strtoull(*at, &end, 10);
    *at = end;
    return errno == 0 && skip(at, "\n");
}

static bool read_figures(const char **at, struct figures *figures)
{
    bool good = skip(at, "iterations") && read_number(at, 1, &figures->iterations) &&
                skip(at, "\n") && read_checksum(at, &figures->checksum);
    for (size_t k = 0; k < sizeof lines / sizeof *lines && good; k++) {
        int64_t value = 0;
        good = skip(at, lines[k].name) && read_number(at, lines[k].least, &value) && skip(at, "\n");
        memcpy((char *)figures + lines[k].offset, &value, sizeof value);
    }
    return good;
}

/* One for all cycles of a sample, or nothing that could be said of a single one. */
static int32_t forced_of(const struct figures *figures)
{
    return figures->gc_forced == 0 ? 0 : figures->gc_forced == figures->gc_cycles ? 1 : -1;
}

/* Go tells both stops of a cycle as one sum, and of the cycle itself when it ended. */
static bool read_cycle(const char **at, const struct figures *figures, struct esc_sample *sample)
{
    struct esc_gc_cycle cycle;
    memset(&cycle, -1, sizeof cycle);
    cycle.forced = forced_of(figures);
    cycle.reserved = 0;
    if (sample->cycle_count == ESC_SAMPLE_CYCLES || !read_number(at, INT64_MIN, &cycle.end_ns) ||
        !read_number(at, 0, &cycle.pause_ns[0]) || !skip(at, "\n"))
        return false;
    cycle.end_ns = cycle.end_ns < 0 ? -1 : cycle.end_ns; /* the clock was set in between */
    sample->cycles[sample->cycle_count++] = cycle;
    return true;
}

/* Go keeps the last 256 cycles: of more it is not known which stop was the longest. */
static int64_t longest_pause(const struct figures *figures, const struct esc_sample *sample)
{
    int64_t longest = 0;
    if (sample->cycle_count != (uint64_t)figures->gc_cycles)
        return -1;
    for (uint32_t k = 0; k < sample->cycle_count; k++)
        if (sample->cycles[k].pause_ns[0] > longest)
            longest = sample->cycles[k].pause_ns[0];
    return longest;
}

/*
 * With one processor for Go its threads take turns, the collector's included, so what is neither
 * their CPU time nor sleep is the wait behind other programs. Their delays together are more than
 * that: they wait for each other, and hold the collection before the clock.
 */
static struct esc_disturbance disturbance_of(const struct figures *figures,
                                             const struct esc_job *job)
{
    const struct esc_readings before = {.delay_ns = figures->delay_ns < 0 ? -1 : 0};
    const struct esc_readings after = {.cpu_ns = figures->cpu_ns, .delay_ns = figures->delay_ns};
    return (struct esc_disturbance){
        .thread_cpu_ns = figures->cpu_ns,
        .wait_ns = job->threads == 1 ? esc_wait_ns(&before, &after, figures->wall_ns) : -1,
        .steal_ns = -1,
        .switches = figures->switches,
        .faults = figures->faults,
    };
}

static void fill(const struct figures *figures, const struct esc_job *job,
                 struct esc_sample *sample)
{
    bool counted = job->kind == ESC_JOB_COUNT;
    sample->iterations = (uint64_t)figures->iterations;
    sample->checksum = figures->checksum;
    sample->wall_ns = figures->wall_ns;
    sample->cpu_ns = figures->cpu_ns;
    sample->disturbance = disturbance_of(figures, job);
    sample->count_allocs = counted ? figures->allocs : 0;
    sample->count_bytes = counted ? figures->bytes : 0;
    sample->count_requested_bytes = counted ? -1 : 0; /* MemStats knows size classes only */
    sample->gc = (struct esc_gc_sum){
        .cycles = figures->gc_cycles,
        .pauses = figures->gc_cycles,
        .pause_total_ns = figures->gc_pause_ns,
        .pause_max_ns = longest_pause(figures, sample),
        .mark_ns = figures->gc_mark_ns,
        .assist_ns = figures->gc_assist_ns,
        .sweep_ns = -1,
        .gc_cpu_ns = figures->gc_cpu_ns,
        .allocs = figures->allocs,
        .alloc_bytes = figures->bytes,
        .heap_peak_bytes = -1,
        .barriers = -1,
        .live_bytes = -1,
        .rss_bytes = -1,
    };
}

/* Every byte is accounted for, and the number of operations is the one that was asked for. */
static bool parse(const char *text, const struct esc_job *job, struct esc_sample *sample)
{
    struct figures figures = {0};
    if (!read_figures(&text, &figures))
        return false;
    while (skip(&text, "cycle"))
        if (!read_cycle(&text, &figures, sample))
            return false;
    if (!skip(&text, "end\n") || *text != '\0' || sample->cycle_count > (uint64_t)figures.gc_cycles)
        return false;
    if (job->kind != ESC_JOB_CALIBRATE && (uint64_t)figures.iterations != esc_job_total(job))
        return false;
    fill(&figures, job, sample);
    return true;
}

/* The line in which Go says why it ended, or NULL: what follows is a trace. */
static const char *cause_in(const char *printed, size_t *length)
{
    static const char *const openings[] = {"panic: ", "fatal error: "};
    for (const char *line = printed; line != NULL && *line != '\0';) {
        *length = strcspn(line, "\n");
        for (size_t k = 0; k < sizeof openings / sizeof *openings; k++)
            if (strncmp(line, openings[k], strlen(openings[k])) == 0)
                return line;
        line += *length + (line[*length] == '\n');
    }
    return NULL;
}

static void fail(struct esc_sample *sample, const char *message, size_t length)
{
    sample->status = ESC_STATUS_ERROR;
    snprintf(sample->message, sizeof sample->message, "%.*s", (int)length, message);
    for (char *at = sample->message; *at != '\0'; at++)
        *at = iscntrl((unsigned char)*at) ? ' ' : *at;
}

static bool is_want_of_memory(const char *line, size_t length)
{
    static const char *const words[] = {"out of memory", "cannot allocate memory"};
    for (size_t k = 0; k < sizeof words / sizeof *words; k++)
        if (memmem(line, length, words[k], strlen(words[k])) != NULL)
            return true;
    return false;
}

static void judge_exit(struct esc_sample *sample, int code, const char *printed)
{
    size_t length = 0;
    const char *cause = code == 2 ? cause_in(printed, &length) : NULL;
    if (cause != NULL && is_want_of_memory(cause, length)) {
        sample->status = ESC_STATUS_MEMORY_LIMIT;
    } else if (cause != NULL) {
        fail(sample, cause, length);
    } else {
        sample->status = ESC_STATUS_EXIT;
        sample->signal_or_exit = code;
    }
}

bool esc_child_go_take(struct esc_turn *turn, int figures, int wait_status, const char *printed)
{
    static char text[FIGURES_BYTES];
    static const char unreadable[] = "Go's program wrote figures that cannot be read";
    struct esc_sample *sample = &turn->sample;
    if (!WIFEXITED(wait_status))
        return false;
    memset(sample, 0, sizeof *sample);
    ssize_t length = pread(figures, text, sizeof text - 1, 0);
    text[length > 0 ? length : 0] = '\0';
    if (WEXITSTATUS(wait_status) != 0 || length <= 0)
        judge_exit(sample, WEXITSTATUS(wait_status), printed);
    else if (strlen(text) == (size_t)length && parse(text, &turn->job, sample))
        sample->status = ESC_STATUS_OK;
    else {
        memset(sample, 0, sizeof *sample);
        fail(sample, unreadable, sizeof unreadable - 1);
    }
    return true;
}
