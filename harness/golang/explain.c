/*
 * go build -gcflags=-m=2 on code of the user's own. See golang.h for the contract.
 */
#include "golang/internal.h"

#include "base/process.h"

#include <stdlib.h>

static const double limit_s = 900;
static const int64_t most_memory = INT64_C(4) << 30;

bool esc_go_explain(const struct esc_go *go, const char *folder, const char *package,
                    void (*take)(void *to, const char *bytes, size_t length), void *to, int *code,
                    struct esc_error *error)
{
    static const char *const environment[] = {"GOTOOLCHAIN=local", "LC_ALL=C.UTF-8", NULL};
    char *command = esc_go_command(go);
    const char *const arguments[] = {command,     "build", "-gcflags=-m=2", "-o",
                                     "/dev/null", "--",    package,         NULL};
    const struct esc_process process = {.arguments = arguments,
                                        .environment = environment,
                                        .folder = folder,
                                        .cpu = -1,
                                        .limits = {.time_s = limit_s, .memory_bytes = most_memory},
                                        .take = take,
                                        .to = to};
    const bool ran = esc_process_run(&process, NULL, NULL, code, error);
    free(command);
    return ran;
}
