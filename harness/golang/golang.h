/*
 * Stage: cases -> the same cases in real Go. Writes the Go sides into a module, asks `go build` for
 * its diagnostics and for a program a point, which the measuring child runs. Needs `go` 1.19 or
 * later and no network.
 */
#ifndef ESC_GOLANG_GOLANG_H
#define ESC_GOLANG_GOLANG_H

#include "base/error.h"
#include "base/text.h"
#include "noun/case.h"
#include "noun/diagnostic.h"
#include "noun/release.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* ---- the Go that is here -------------------------------------------------------------------- */

/*
 * Asks `command`, a path or a name that is looked up in PATH, for its version. False with a message
 * and a hint how to get one. Free with esc_go_free().
 */
bool esc_go_find(const char *command, struct esc_go *go, struct esc_error *error);

/* ---- Go text and module --------------------------------------------------------------------- */

/* One package of the module: one point of one case. */
struct esc_go_unit {
    size_t case_index; /* index into the cases */
    size_t point;
};

/*
 * Appends the package of one point: imports, parameters as constants (`Size`; words as
 * `KindScan` 0, `KindNoscan` 1 and `Kind`, which is one of them), the case's go, all strategies.
 * `//line` maps each line of the user's Go to NAME.lua. Pure.
 */
void esc_go_text(const struct esc_case *bench_case, size_t point, struct esc_text *out);

/* "heapOp", "constantCapacitySetup": the Go function of a strategy. Caller frees. */
char *esc_go_function(const char *strategy, const char *suffix);

/* "EscRunHeap": the loop over a strategy's operation, in the same package. Caller frees. */
char *esc_go_run_function(const char *strategy);

/* "pointer-return/point3", the folder of a unit in its module, and its package, "escapement/" and
 * that. A name that go keeps for itself, such as vendor, gets an ending. Caller frees. */
char *esc_go_folder(const struct esc_case *bench_case, size_t point);
char *esc_go_package(const struct esc_case *bench_case, size_t point);

struct esc_go_module {
    char *folder;
    struct esc_diagnostics diagnostics;
    char *
        *programs; /* one a unit, see runner.c; NULL: not asked for, or its case does not compile */
    size_t unit_count;
};

/*
 * Builds the units as one module below `cache`, or takes it from there when nothing has changed;
 * with `programs` also one program a unit. What does not compile costs its case only: messages at
 * the Lua file's lines go to errors[case_index]. False when go itself failed, told in `error`.
 */
bool esc_go_build(const struct esc_case *cases, size_t count, const struct esc_go_unit *units,
                  size_t unit_count, const struct esc_go *go, const char *cache, bool programs,
                  struct esc_go_module *module, struct esc_error *errors, struct esc_error *error);
void esc_go_module_free(struct esc_go_module *module);

/* The diagnostics of one point from a text such as its `go build -gcflags='-m=2 -l'` prints, at the
 * places of its Lua file. */
void esc_go_take_told(const struct esc_case *bench_case, size_t point, const char *told,
                      struct esc_diagnostics *diagnostics);

/* ---- what a built module is asked besides ---------------------------------------------------- */

/* Plain `-m`, with inlining on: its lines are appended to the module's diagnostics, `inlined`. */
bool esc_go_ask_inlined(const struct esc_case *cases, const struct esc_go_unit *units,
                        const struct esc_go *go, struct esc_go_module *module,
                        struct esc_error *error);

/* One program with the functions of all units that compile, inlined as Go code is run, and their
 * symbols: for tools that read programs. Its path, or NULL with a message; caller frees. */
char *esc_go_reader(const struct esc_case *cases, const struct esc_go_unit *units,
                    const struct esc_go *go, const struct esc_go_module *module,
                    struct esc_error *error);

/* Appends what `go tool objdump -s FUNCTIONS` prints, a regular expression of their names. */
bool esc_go_objdump(const struct esc_go *go, const char *program, const char *functions,
                    struct esc_text *out, struct esc_error *error);

/* `go env GOROOT`; NULL: it does not tell. Caller frees. */
char *esc_go_root(const struct esc_go *go);

/* ---- code that is no case -------------------------------------------------------------------- */

/*
 * What `go build -gcflags=-m=2` prints about a package, "." or a file of `folder` or a path as
 * go takes it, goes to `take` piece by piece. Go's settings are the user's own, but that no other
 * release is fetched. `overlay`, NULL for none, lists files that stand for others. Without `links`
 * `go list -export` compiles instead: a command's package is not linked, which takes longer than
 * compiling it, but Go 1.19 names a missing import badly then. *code is go's exit code. Nothing is
 * left behind but go's cache.
 */
bool esc_go_explain(const struct esc_go *go, const char *folder, const char *package,
                    const char *overlay, bool links,
                    void (*take)(void *to, const char *bytes, size_t length), void *to, int *code,
                    struct esc_error *error);

/* Appends what `go build -gcflags='-m -l' FILE` prints, in the current folder; `explains`: of
 * -m=2 -l. */
bool esc_go_verdicts(const struct esc_go *go, const char *file, bool explains, struct esc_text *out,
                     int *code, struct esc_error *error);

#endif
