/*
 * The machine a run was taken on: facts with their state, never guesses. The doctor prints it, the
 * results carry it, every chart's caption quotes it.
 */
#ifndef ESC_NOUN_MACHINE_H
#define ESC_NOUN_MACHINE_H

#include <stddef.h>

enum esc_finding_state { ESC_FINDING_OK, ESC_FINDING_WARN, ESC_FINDING_UNKNOWN };

/* One thing that affects figures. All texts are owned by the machine record. */
struct esc_finding {
    enum esc_finding_state state;
    char *name;   /* "governor", "turbo", "virtual machine", "load", "clock", "cores", … */
    char *value;  /* what was read, e.g. "powersave"; "unknown" when it could not be read */
    char *effect; /* what it does to figures, one sentence */
    char *remedy; /* one command or sentence; "" when none is needed */
};

struct esc_cache {
    char *type; /* "Data", "Instruction", "Unified" */
    int level;
    long size_bytes;
    int num_sharing;
};

struct esc_machine {
    char *host, *cpu, *kernel, *os, *compiler, *flags, *governor, *version, *revision;
    double mhz;          /* 0: unknown */
    int cpus;            /* allowed by the affinity mask */
    int pinned_cpu;      /* -1: not pinned */
    int virtual_machine; /* 1 yes, 0 no, -1 unknown */
    int scaling;         /* cpu frequency scaling: 1 enabled, 0 disabled, -1 unknown */
    double load[3];
    struct esc_cache *caches;
    size_t cache_count;
    struct esc_finding *findings;
    size_t finding_count;
};

/* "ok", "warn", "unknown". */
const char *esc_finding_word(enum esc_finding_state state);

/* Frees everything inside and zeroes. */
void esc_machine_free(struct esc_machine *machine);

#endif
