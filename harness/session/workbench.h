/*
 * What bench, check and calibrate share: cases loaded and compiled, variants planned, and a job for
 * the measuring child made from a variant.
 */
#ifndef ESC_SESSION_WORKBENCH_H
#define ESC_SESSION_WORKBENCH_H

#include "base/error.h"
#include "build/build.h"
#include "measure/measure.h"
#include "noun/run.h"
#include "session/folders.h"
#include "session/releases.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

/* The options that these commands have in common; defaults by esc_workbench_options(). */
struct esc_workbench_options {
    char **names; /* cases by name or path, owned; none: all in the cases folder */
    size_t name_count;
    char *match; /* regular expression: cases of the folder whose name it matches; NULL: none */
    char *tag;   /* words between commas: cases of the folder with one of these tags; NULL: none */
    char *skip;  /* as match: cases that are left out */
    char *point; /* only points with these parts, such as "size:64"; NULL: all of the preset */
    enum esc_preset preset;
    bool runtimes[ESC_RUNTIMES];
    bool runtimes_asked;       /* --runtime was given */
    bool model_asked;          /* goheap was among them, without a release */
    bool release_asked;        /* goheap@1.19 was among them */
    bool models[ESC_RUNTIMES]; /* releases of the Go model that --go named; none: as runtimes say */
    char **gos;                /* commands of Go, owned; none: "go" in PATH where one is needed */
    size_t go_count;
    bool checked;            /* C with the checks of gort's contracts */
    bool usual_only;         /* of the runtimes of C only the default one of each case */
    double time_limit_s;     /* of one sample */
    double memory_limit_mib; /* address space of one sample, for Go writable memory; 0: none */
    int cpu;                 /* pin to; -1: do not pin */
    int gogc;                /* 100; -1: off */
    bool own_servers;        /* a fork server for each sample, not one for several visits */
};

struct esc_workbench {
    struct esc_folders folders;
    struct esc_workbench_options options;
    struct esc_run run;            /* cases that loaded, variants */
    struct esc_library *libraries; /* one a case; .timed is NULL where no C is measured */
    struct esc_releases releases;  /* the programs of the variants in Go */
    bool go_missing;               /* cases in Go alone are skipped */
    size_t rejected;               /* case files that did not load or compile */
    int refused;                   /* why it could not be opened; ESC_EXIT_OK: it could */
};

struct esc_workbench_options esc_workbench_options(void);

/* Adds each name of a comma-separated list. */
void esc_workbench_add_names(struct esc_workbench_options *options, const char *list);

/* Adds each Go command of a comma-separated list. */
void esc_workbench_add_gos(struct esc_workbench_options *options, const char *list);

/* The same for what --go= takes: releases of the Go model too (session/go_words.h). False: a
 * release that there is not, told in `error`. */
bool esc_workbench_set_gos(struct esc_workbench_options *options, const char *list,
                           struct esc_error *error);

/*
 * Once all options are read: `goheap` becomes the releases that --go named. Without --runtime one
 * release stands where goheap does, beside the others; two stand alone. False when no runtime is
 * there that a release could be of, told in `error`.
 */
bool esc_workbench_settle(struct esc_workbench_options *options, struct esc_error *error);

/* Selects the runtimes of a comma-separated list; false: an unknown or unbuilt one, told in
 * `error`. */
bool esc_workbench_set_runtimes(struct esc_workbench_options *options, const char *list,
                                struct esc_error *error);

/* Adds to the flags that C is compiled with from here on ($ESC_CFLAGS): for commands that look at
 * code and time none. */
void esc_workbench_add_flags(const char *more);

/*
 * Loads the cases named in the options (all when none is), plans the variants, compiles C and Go.
 * Faults of single cases go to `error`, those of files and C are counted in `rejected`; their
 * variants (if they loaded) are failed. False, with `refused` set, when nothing can be done at all:
 * no case that loads, no compiler, no Go though it was asked for.
 */
bool esc_workbench_open(struct esc_workbench *bench, struct esc_error *error);

/* The same for cases that are in bench->run already, with bench->folders found: plans, compiles. */
bool esc_workbench_prepare(struct esc_workbench *bench, struct esc_error *error);

/* A line for each case that has no variants because it is in Go alone and there is no Go. */
void esc_workbench_print_skipped(const struct esc_workbench *bench, FILE *out);

/* Compiles the C of the planned variants, for esc_workbench_open(). False: there is no compiler. */
bool esc_workbench_build(struct esc_workbench *bench, struct esc_error *error);

/* The machine as it is now, with the compiler and all flags that the cases are built with. */
void esc_workbench_probe(const struct esc_workbench *bench, struct esc_machine *machine);

/* Variants of one case and point stand side by side, stack first: where the group of `first` ends.
 */
size_t esc_workbench_group_end(const struct esc_run *run, size_t first);

/* Where the last of the groups ends whose jobs one fork server takes, from `first` on: to start one
 * costs as much as several jobs. */
size_t esc_workbench_batch_end(const struct esc_run *run, size_t first);

/* A job for one variant with the workbench's limits; iterations are the caller's to set. */
struct esc_job esc_workbench_job(const struct esc_workbench *bench, size_t variant,
                                 enum esc_job_kind kind);

/*
 * The untimed pass: every variant runs a fixed small number of operations; checksums are compared
 * with the stack side's, allocations and bytes with the case's expectations, and both are stored.
 * Variants that differ or do not end well are failed. False when the child cannot be started.
 */
bool esc_workbench_count(struct esc_workbench *bench, const volatile int *stop,
                         struct esc_error *error);

/* Fails the variant in one sentence that names the cause; `when` is e.g. "in round 3". */
void esc_workbench_blame(struct esc_workbench *bench, size_t variant,
                         const struct esc_sample *sample, const char *when);

/* `refused` when it could not be opened, ESC_EXIT_USAGE when a case file was rejected,
 * ESC_EXIT_CASE_FAILED when a variant failed, else 0. */
int esc_workbench_exit(const struct esc_workbench *bench);

void esc_workbench_close(struct esc_workbench *bench);

#endif
