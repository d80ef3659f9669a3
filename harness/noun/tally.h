/*
 * What is counted beside times and allocations: events of the processor and of the kernel (Linux'
 * perf_event_open), and a case's own counters (kernel.h, esc_counter_set).
 */
#ifndef ESC_NOUN_TALLY_H
#define ESC_NOUN_TALLY_H

#include <stdbool.h>

enum esc_event {
    ESC_EVENT_INSTRUCTIONS,     /* these four in user space alone, */
    ESC_EVENT_CYCLES,           /* which an unprivileged process may count */
    ESC_EVENT_CACHE_MISSES,     /* of the last level, as the kernel maps it */
    ESC_EVENT_BRANCH_MISSES,    /* mispredicted ones that were retired */
    ESC_EVENT_PAGE_FAULTS,      /* of the program's own accesses, with or without a disk */
    ESC_EVENT_CONTEXT_SWITCHES, /* of all threads of the sample's process */
    ESC_EVENTS
};

/* Why an event was not counted. */
enum esc_refusal {
    ESC_REFUSAL_NONE,
    ESC_REFUSAL_ABSENT,    /* no such counter on this machine: a virtual one, an old processor */
    ESC_REFUSAL_FORBIDDEN, /* kernel.perf_event_paranoid, or a container's filter */
    ESC_REFUSAL_OTHER,     /* a kernel without perf_event_open, no descriptor left … */
    ESC_REFUSALS
};

/* What perf_event_open's errno means. */
enum esc_refusal esc_refusal_of(int error);

/* Stable keys for files: "cache_misses", "absent"; and words: "cache misses". */
const char *esc_event_key(enum esc_event event);
const char *esc_event_words(enum esc_event event);
const char *esc_refusal_key(enum esc_refusal refusal);
bool esc_refusal_find(const char *key, enum esc_refusal *refusal);

#define ESC_COUNTERS_MOST 8 /* of a case */

/* Of a sample (sums) or of a variant (for events per operation, for counters as they are shown). */
struct esc_tally {
    bool events_taken; /* it was asked for events */
    double events[ESC_EVENTS];
    enum esc_refusal refused[ESC_EVENTS]; /* not ESC_REFUSAL_NONE: the event has no value */
    double counters[ESC_COUNTERS_MOST];   /* in the order of the case */
    bool set[ESC_COUNTERS_MOST];          /* the strategy's C has set it */
};

#endif
