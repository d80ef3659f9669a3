/*
 * A lesson asks the Go compiler. See ask_go.h for the contract.
 */
#include "session/ask_go.h"

#include "base/memory.h"
#include "session/go_words.h"
#include "session/own_escapes.h"

#include <stdlib.h>

/* Where there is no go. */
static bool ask_own(const struct esc_case *bench_case, size_t point, struct esc_go *go,
                    struct esc_go_module *module)
{
    struct esc_error error = {0};
    char *told = NULL;
    const bool good = esc_own_told(bench_case, point, &told, &error);
    if (good) {
        go->version = esc_strdup(esc_own_version);
        esc_go_take_told(bench_case, point, told, &module->diagnostics);
    }
    free(told);
    esc_error_print(&error, stderr);
    esc_error_free(&error);
    return good;
}

bool esc_ask_named(const struct esc_case *bench_case, size_t point,
                   const struct esc_folders *folders, const char *word, struct esc_go *go,
                   struct esc_go_module *module, struct esc_error *error)
{
    struct esc_error faults = {0};
    const struct esc_go_unit unit = {0, point};
    bool asked =
        esc_go_named(word, go, error) &&
        esc_go_build(bench_case, 1, &unit, 1, go, folders->go_asked, false, module, &faults, error);
    bool good =
        asked && faults.count == 0 && esc_go_ask_inlined(bench_case, &unit, go, module, error);
    esc_error_move(error, &faults);
    return good;
}

bool esc_ask_go(const struct esc_case *bench_case, size_t point, const struct esc_folders *folders,
                struct esc_go *go, struct esc_go_module *module)
{
    struct esc_error error = {0};
    if (esc_own_is_asked("go"))
        return ask_own(bench_case, point, go, module);
    bool good = esc_ask_named(bench_case, point, folders, "go", go, module, &error);
    esc_error_print(&error, stderr);
    esc_error_free(&error);
    return good;
}
