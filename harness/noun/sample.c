/*
 * Words and keys for what became of a sample. See sample.h for the contracts.
 */
#include "noun/sample.h"

#include <stddef.h>
#include <string.h>

static const struct {
    const char *key;
    const char *words;
} statuses[] = {
    [ESC_STATUS_OK] = {"ok", "ok"},
    [ESC_STATUS_NOT_RUN] = {"not-run", "not run"},
    [ESC_STATUS_LOAD] = {"load", "case file error"},
    [ESC_STATUS_COMPILE] = {"compile", "compile error"},
    [ESC_STATUS_SIGNAL] = {"signal", "crashed"},
    [ESC_STATUS_EXIT] = {"exit", "called exit"},
    [ESC_STATUS_TIME_LIMIT] = {"time-limit", "time limit"},
    [ESC_STATUS_MEMORY_LIMIT] = {"memory-limit", "memory limit"},
    [ESC_STATUS_CHECKSUM] = {"checksum", "wrong checksum"},
    [ESC_STATUS_EXPECTATION] = {"expectation", "failed expectation"},
    [ESC_STATUS_ERROR] = {"error", "error"},
};

bool esc_is_disturbed(const struct esc_disturbance *disturbance, int64_t wall_ns)
{
    return disturbance->steal_ns > 0 ||
           (double)disturbance->wait_ns > ESC_DISTURBED_PART * (double)wall_ns;
}

int64_t esc_work_ns(const struct esc_disturbance *disturbance, int64_t wall_ns)
{
    return disturbance->wait_ns > 0 ? wall_ns - disturbance->wait_ns : wall_ns;
}

void esc_sample_copy(struct esc_sample *to, const struct esc_sample *from)
{
    memcpy(to, from, offsetof(struct esc_sample, cycles));
    size_t cycles = to->cycle_count < ESC_SAMPLE_CYCLES ? to->cycle_count : ESC_SAMPLE_CYCLES;
    size_t points = to->heap_point_count < ESC_SAMPLE_HEAP_POINTS ? to->heap_point_count
                                                                  : ESC_SAMPLE_HEAP_POINTS;
    memcpy(to->cycles, from->cycles, cycles * sizeof *to->cycles);
    memcpy(to->heap, from->heap, points * sizeof *to->heap);
}

void esc_sample_clear(struct esc_sample *sample, enum esc_status status)
{
    memset(sample, 0, offsetof(struct esc_sample, cycles));
    sample->status = status;
}

const char *esc_status_words(enum esc_status status)
{
    return statuses[status].words;
}

const char *esc_status_key(enum esc_status status)
{
    return statuses[status].key;
}

bool esc_status_find(const char *key, enum esc_status *status)
{
    for (size_t i = 0; i < sizeof statuses / sizeof *statuses; i++) {
        if (strcmp(statuses[i].key, key) != 0)
            continue;
        *status = (enum esc_status)i;
        return true;
    }
    return false;
}
