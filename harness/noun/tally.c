/*
 * Keys and words of what is counted. See tally.h for the contracts.
 */
#include "noun/tally.h"

#include <errno.h>
#include <string.h>

static const struct {
    const char *key, *words;
} events[ESC_EVENTS] = {
    [ESC_EVENT_INSTRUCTIONS] = {"instructions", "instructions"},
    [ESC_EVENT_CYCLES] = {"cycles", "cycles"},
    [ESC_EVENT_CACHE_MISSES] = {"cache_misses", "cache misses"},
    [ESC_EVENT_BRANCH_MISSES] = {"branch_misses", "branch misses"},
    [ESC_EVENT_PAGE_FAULTS] = {"page_faults", "page faults"},
    [ESC_EVENT_CONTEXT_SWITCHES] = {"context_switches", "context switches"},
};

static const char *const refusals[ESC_REFUSALS] = {
    [ESC_REFUSAL_NONE] = "none",
    [ESC_REFUSAL_ABSENT] = "absent",
    [ESC_REFUSAL_FORBIDDEN] = "forbidden",
    [ESC_REFUSAL_OTHER] = "other",
};

/* Source: perf_event_open(2), ERRORS. */
enum esc_refusal esc_refusal_of(int error)
{
    switch (error) {
    case 0:
        return ESC_REFUSAL_NONE;
    case ENOENT:
    case ENODEV:
    case EOPNOTSUPP:
        return ESC_REFUSAL_ABSENT;
    case EACCES:
    case EPERM:
        return ESC_REFUSAL_FORBIDDEN;
    default:
        return ESC_REFUSAL_OTHER;
    }
}

const char *esc_event_key(enum esc_event event)
{
    return events[event].key;
}

const char *esc_event_words(enum esc_event event)
{
    return events[event].words;
}

const char *esc_refusal_key(enum esc_refusal refusal)
{
    return refusals[refusal];
}

bool esc_refusal_find(const char *key, enum esc_refusal *refusal)
{
    for (int id = 0; key != NULL && id < ESC_REFUSALS; id++) {
        if (strcmp(refusals[id], key) != 0)
            continue;
        *refusal = (enum esc_refusal)id;
        return true;
    }
    return false;
}
