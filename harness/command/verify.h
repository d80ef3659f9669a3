/*
 * What the files of the verify command share: the workbench's variants, each with its Go side.
 */
#ifndef ESC_COMMAND_VERIFY_H
#define ESC_COMMAND_VERIFY_H

#include "report/report.h"
#include "session/workbench.h"
#include "verify/verify.h"

#include <stdbool.h>
#include <stddef.h>

struct esc_verify {
    struct esc_workbench bench;
    struct esc_go go;
    struct esc_go_module module;
    struct esc_go_unit *units; /* the cases' points that are planned */
    size_t unit_count;
    struct esc_error *errors; /* of Go's compiler, one list a case */
    struct esc_fidelity fidelity;
    unsigned rounds;
    double sample_ms;
};

/* Only each case's default runtime stays: what is compared is one heap side with one Go. */
void esc_verify_keep_defaults(struct esc_run *run);

/* The index of the variant's point in verify->units. */
size_t esc_verify_unit(const struct esc_verify *verify, const struct esc_variant *variant);

/*
 * Untimed figures of both sides: ours from the workbench's counting pass, the checksums of the
 * first operations, Go's from its program. One row a variant in verify->fidelity. False when a
 * program could not be started.
 */
bool esc_verify_count(struct esc_verify *verify, struct esc_error *error);

/* The timed job of one variant on our side, and the one of its Go side, pinned alike. */
struct esc_job esc_verify_our_job(const struct esc_verify *verify, size_t v, uint64_t iterations);
struct esc_go_job esc_verify_go_job(const struct esc_verify *verify, size_t v, uint64_t iterations);

/* Collections per million operations on both sides, after the timing, which knows how long. */
bool esc_verify_cycles(struct esc_verify *verify, const struct esc_terminal *terminal,
                       struct esc_error *error);

/* Calibration, then verify->rounds rounds: our visit of a case's point, Go's beside it. */
bool esc_verify_time(struct esc_verify *verify, const struct esc_terminal *terminal,
                     struct esc_error *error);

#endif
