/*
 * Go's own machine code of cases: of the go that is here, or, where none is, recorded with the
 * release that printed it.
 */
#ifndef ESC_SESSION_GO_CODE_H
#define ESC_SESSION_GO_CODE_H

#include "base/error.h"
#include "disasm/disasm.h"
#include "golang/golang.h"
#include "noun/case.h"
#include "noun/code.h"
#include "session/folders.h"

#include <stdbool.h>
#include <stddef.h>

struct esc_go_code {
    char *text;    /* what `go tool objdump` prints of the cases' packages */
    char *release; /* "go1.19.8 linux/amd64" */
    char *program; /* with symbols and debug information; NULL: recorded */
    int minor;
};

/*
 * Builds the units' Go with `go`, beside the cache of cases, and disassembles it. What does not
 * compile is told in `error` and has no code; false when go is missing or failed.
 */
bool esc_go_code_ask(struct esc_go_code *code, const struct esc_case *cases, size_t count,
                     const struct esc_go_unit *units, size_t unit_count, const struct esc_go *go,
                     const struct esc_folders *folders, struct esc_error *error);

/* The code of one side of a case at a point. Free with esc_code_free(). */
bool esc_go_code_side(const struct esc_go_code *code, const struct esc_case *bench_case,
                      size_t point, size_t strategy, struct esc_code *side,
                      struct esc_error *error);

/* Of one point of a case: of the go that is here, else as recorded. False without a message where
 * there is neither. */
bool esc_go_code_find(struct esc_go_code *code, const struct esc_folders *folders,
                      const struct esc_case *bench_case, size_t point, const char *command,
                      struct esc_error *error);

/* Variables with a place in a frame: of the program's debug information, or as recorded. */
bool esc_go_code_variables(const struct esc_go_code *code, struct esc_variables *variables,
                           struct esc_error *error);

/* FOLDER/recorded/NAME.txt: where a case's recorded code is. Caller frees. */
char *esc_go_code_file(const char *folder, const struct esc_case *bench_case);

/*
 * Writes that file: of the functions in `sides` what go printed, with lines counted within each
 * text, so that it holds until the case's Go changes.
 */
bool esc_go_code_record(const struct esc_go_code *code, const struct esc_case *bench_case,
                        size_t point, const struct esc_code *sides, size_t side_count,
                        const char *folder, struct esc_error *error);

/* Reads it. False where there is none of that case and point, or its Go has changed since. */
bool esc_go_code_recall(struct esc_go_code *code, const struct esc_case *bench_case, size_t point,
                        const char *folder);

/* Frees everything inside and zeroes. */
void esc_go_code_free(struct esc_go_code *code);

#endif
