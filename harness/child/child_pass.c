/*
 * The timed pass, by Google Benchmark's clock. See child.h.
 */
#include "child/child.h"

#include "child/disturbance.h"
#include "gbench/gbench.h"

#include <math.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* One thread's part of a timed pass. */
struct part {
    uint64_t checksum;
    int64_t begin_ns, end_ns; /* of its work; with one thread Google Benchmark's clock counts */
    struct esc_readings before, after; /* of its thread */
};

struct timing {
    struct esc_pass *pass;
    pthread_barrier_t warmed; /* no thread is timed before all are warm */
    pthread_barrier_t done;   /* ESC_JOB_TALLY: nothing is read before all have ended */
    struct part parts[GB_MAX_THREADS];
};

/* The checked operations first: other sides, which may run more or fewer, return the same for
 * these.
 */
static void run_part(const struct esc_pass *pass, struct part *part, uint64_t n)
{
    const struct esc_job *job = &pass->slot->job;
    uint64_t checked = esc_job_share(job, job->checked);
    bool some = checked > 0 && checked < n;
    part->checksum += pass->kernel->run(some ? checked : n);
    if (some)
        pass->kernel->run(n - checked);
}

static void end_pass(struct esc_pass *pass)
{
    int64_t resident_bytes = esc_resident_bytes(getpid());
    pass->runtime->end(&pass->slot->sample);
    pass->slot->sample.gc.rss_bytes = resident_bytes;
}

/* Called by Google Benchmark in each thread. The first gb_batch waits for all threads. */
static void time_kernel(struct gb_state *state, void *user)
{
    struct timing *timing = user;
    struct esc_pass *pass = timing->pass;
    int thread = gb_thread_index(state);
    struct part *part = &timing->parts[thread];
    if (thread > 0)
        pass->runtime->attach();
    pass->kernel->run(esc_job_share(&pass->slot->job, pass->slot->job.warmup));
    pthread_barrier_wait(&timing->warmed);
    bool tallied = pass->slot->job.kind == ESC_JOB_TALLY;
    if (thread == 0)
        pass->runtime->begin();
    if (thread == 0 && tallied)
        esc_child_tally_begin(pass);
    part->before = esc_readings_now();
    for (int64_t n; (n = gb_batch(state)) > 0;) {
        if (part->begin_ns == 0)
            part->begin_ns = esc_now_ns();
        run_part(pass, part, (uint64_t)n);
        part->end_ns = esc_now_ns();
    }
    part->after = esc_readings_now();
    if (tallied)
        pthread_barrier_wait(&timing->done);
    if (thread == 0 && tallied)
        esc_child_tally_end(pass);
    if (thread == 0)
        end_pass(pass);
    if (thread > 0)
        pass->runtime->detach();
}

static void take_row(void *user, const struct gb_row *row)
{
    struct timing *timing = user;
    struct esc_slot *slot = timing->pass->slot;
    if (row->failed)
        esc_child_fail(slot, "Google Benchmark: %s", row->message);
    slot->sample.iterations = (uint64_t)row->iterations;
    slot->sample.wall_ns = llround(row->real_s * 1e9);
    slot->sample.cpu_ns = llround(row->cpu_s * 1e9);
}

/*
 * From the first thread's begin to the last one's end. Google Benchmark gives the mean of the
 * threads' own times, which is too short when they do not run at once: four threads that take turns
 * on two processors would come out twice as fast as two.
 */
static int64_t wall_ns_of(const struct timing *timing, uint32_t threads)
{
    int64_t begin_ns = timing->parts[0].begin_ns;
    int64_t end_ns = timing->parts[0].end_ns;
    for (uint32_t k = 1; k < threads; k++) {
        const struct part *part = &timing->parts[k];
        begin_ns = part->begin_ns < begin_ns ? part->begin_ns : begin_ns;
        end_ns = part->end_ns > end_ns ? part->end_ns : end_ns;
    }
    return end_ns - begin_ns;
}

static void take_disturbance(struct timing *timing, int64_t steal_ns)
{
    struct esc_sample *sample = &timing->pass->slot->sample;
    struct esc_disturbance *disturbance = &sample->disturbance;
    uint32_t threads = timing->pass->slot->job.threads;
    *disturbance = (struct esc_disturbance){.wait_ns = -1, .steal_ns = steal_ns};
    for (uint32_t k = 0; k < threads; k++)
        esc_readings_add(disturbance, &timing->parts[k].before, &timing->parts[k].after);
    if (threads == 1)
        disturbance->wait_ns =
            esc_wait_ns(&timing->parts[0].before, &timing->parts[0].after, sample->wall_ns);
}

/* -1 when one of the readings is. */
static int64_t steal_since(int64_t before_ns, int cpu)
{
    int64_t now_ns = esc_steal_ns(cpu);
    return before_ns < 0 || now_ns < 0 ? -1 : now_ns - before_ns;
}

/*
 * How many operations take about the job's time: four times as many until they take an eighth of
 * it, or are a thousand million. That warms up as well. Google Benchmark would find out by passes,
 * ten times as long each, with a collection before each.
 */
static uint64_t find_iterations(const struct esc_pass *pass)
{
    const struct esc_job *job = &pass->slot->job;
    uint64_t n = 1;
    for (;;) {
        int64_t begin_ns = esc_now_ns();
        pass->kernel->run(n);
        int64_t took_ns = esc_now_ns() - begin_ns;
        if (took_ns >= job->min_time_ns / 8 || n >= UINT64_C(1) << 30)
            return n * (uint64_t)job->min_time_ns / (uint64_t)(took_ns + 1) + 1;
        n *= 4;
    }
}

void esc_child_time(struct esc_pass *pass)
{
    static struct timing timing;
    const struct esc_job *job = &pass->slot->job;
    const int threads[] = {(int)job->threads};
    struct gb_spec spec = {.name = "pass",
                           .function = time_kernel,
                           .user = &timing,
                           .clock = GB_REAL_TIME,
                           .process_cpu = true,
                           .threads = threads,
                           .thread_rows = job->threads > 1 ? 1 : 0,
                           .iterations = (int64_t)esc_job_share(job, job->iterations)};
    if (job->kind == ESC_JOB_CALIBRATE)
        spec.iterations = (int64_t)find_iterations(pass);
    if (job->kind != ESC_JOB_CALIBRATE && spec.iterations < 1)
        esc_child_fail(pass->slot, "a timed job needs at least one iteration");
    timing.pass = pass;
    pthread_barrier_init(&timing.warmed, NULL, job->threads);
    pthread_barrier_init(&timing.done, NULL, job->threads);
    struct gb_error error;
    int64_t steal_ns = esc_steal_ns(job->cpu);
    if (!gb_register(&spec, &error) || gb_run(NULL, take_row, &timing, &error) != 1)
        esc_child_fail(pass->slot, "Google Benchmark: %s", error.text);
    if (job->threads > 1)
        pass->slot->sample.wall_ns = wall_ns_of(&timing, job->threads);
    for (uint32_t k = 0; k < job->threads; k++)
        pass->slot->sample.checksum += timing.parts[k].checksum;
    take_disturbance(&timing, steal_since(steal_ns, job->cpu));
}
