/*
 * A module while it is built: shared by module.c, which writes it, and compile.c, which calls go.
 */
#ifndef ESC_GOLANG_WORK_H
#define ESC_GOLANG_WORK_H

#include "golang/internal.h"

/* What go said of the module, in its folder. */
#define ESC_GO_DIAGNOSTICS "diagnostics.txt"

struct esc_go_work {
    const struct esc_case *cases;
    size_t count;
    const struct esc_go_unit *units;
    size_t unit_count;
    const struct esc_go *go;
    const char *folder; /* where it is being built */
    struct esc_go_module *module;
    struct esc_error *errors, *error;
};

/*
 * Calls go until what is left of the module builds: a package that cannot be loaded stops it before
 * it compiles any. Appends what it said, and sets *faults where cases have some.
 */
bool esc_go_run_until_built(const struct esc_go_work *work, const char *const *arguments,
                            struct esc_text *told, bool *faults);

/* Makes the module's diagnostics and the cases' errors from what go said, which may be NULL. */
void esc_go_take_output(const struct esc_go_work *work, const char *output);

/* The same, and writes what is read again when nothing has changed. */
bool esc_go_keep_output(const struct esc_go_work *work, const struct esc_text *told, bool faults);

#endif
