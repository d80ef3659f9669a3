/*
 * A point's Go program, run for one sample. See golang.h for the contracts.
 */
#include "golang/internal.h"

#include "base/memory.h"
#include "base/process.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

static bool parse_sample(const char *line, struct esc_go_sample *sample)
{
    return sscanf(line,
                  "%" SCNd64 " %" SCNu64 " %" SCNu64 " %" SCNu64 " %" SCNu64 " %" SCNu64
                  " %" SCNu64,
                  &sample->wall_ns, &sample->iterations, &sample->allocs, &sample->bytes,
                  &sample->cycles, &sample->pause_ns, &sample->checksum) == 7;
}

static bool parse_samples(const char *out, uint32_t passes, struct esc_go_sample *samples)
{
    for (uint32_t p = 0; p < passes; p++) {
        if (out == NULL || !parse_sample(out, &samples[p]))
            return false;
        out = strchr(out, '\n');
        out = out == NULL ? NULL : out + 1;
    }
    return true;
}

/* The first line of what the program said: `panic: …`, `fatal error: …`. */
static bool blame(const struct esc_go_job *job, const struct esc_text *out, int code,
                  struct esc_error *error)
{
    const char *said = out->bytes != NULL ? out->bytes : "";
    return esc_error_add(error, NULL, 0, "Go's %s ended with %d: %.*s", job->strategy, code,
                         (int)strcspn(said, "\n"), said);
}

bool esc_go_run(const struct esc_go_job *job, struct esc_go_sample *samples,
                struct esc_error *error)
{
    char *numbers[4];
    const uint64_t values[4] = {job->iterations, job->warmup, job->passes, job->threads};
    for (size_t k = 0; k < 4; k++)
        numbers[k] = esc_format("%" PRIu64, values[k]);
    char *gogc = job->gogc < 0 ? esc_strdup("GOGC=off") : esc_format("GOGC=%d", job->gogc);
    char *procs = esc_format("GOMAXPROCS=%u", job->threads);
    const char *const arguments[] = {job->program, job->strategy, numbers[0], numbers[1],
                                     numbers[2],   numbers[3],    NULL};
    const char *const environment[] = {gogc, procs, "GODEBUG=", "GOMEMLIMIT=off", NULL};
    const struct esc_process process = {.arguments = arguments,
                                        .environment = environment,
                                        .cpu = job->cpu,
                                        .time_limit_s = job->time_limit_s};
    struct esc_text out = {0};
    int code = -1;
    bool good = esc_process_run(&process, &out, &out, &code, error);
    if (good && (code != 0 || !parse_samples(out.bytes, job->passes, samples)))
        good = blame(job, &out, code, error);
    esc_text_free(&out);
    for (size_t k = 0; k < 4; k++)
        free(numbers[k]);
    free(gogc);
    free(procs);
    return good;
}
