/*
 * go build -gcflags=-m=2 on code of the user's own. See golang.h for the contract.
 */
#include "golang/internal.h"

#include "base/memory.h"
#include "base/process.h"

#include <stdlib.h>
#include <string.h>

static const double limit_s = 900, root_limit_s = 60;
static const int64_t most_memory = INT64_C(4) << 30;

char *esc_go_root(const struct esc_go *go)
{
    const char *const arguments[] = {"env", "GOROOT", NULL};
    struct esc_text out = {0};
    struct esc_error error = {0};
    int code = -1;
    const bool ran = esc_go_call(go, NULL, arguments, root_limit_s, &out, &code, &error);
    esc_error_free(&error);
    char *root = esc_text_take(&out);
    root[strcspn(root, "\n")] = '\0';
    if (ran && code == 0 && root[0] == '/')
        return root;
    free(root);
    return NULL;
}

/* Compiles with these flags, and `links` or not; `instead`: NULL or an option more. */
static bool build(const struct esc_go *go, bool links, const char *folder, const char *flags,
                  const char *instead, const char *package, struct esc_process process,
                  struct esc_text *out, int *code, struct esc_error *error)
{
    static const char *const environment[] = {"GOTOOLCHAIN=local", "LC_ALL=C.UTF-8", NULL};
    char *command = esc_go_command(go);
    const char *arguments[9] = {command, links ? "build" : "list", flags,
                                links ? "-o=/dev/null" : "-export"};
    size_t count = 4;
    if (!links)
        arguments[count++] = "-f={{/* the compiler's text alone */}}";
    if (instead != NULL)
        arguments[count++] = instead;
    arguments[count++] = "--";
    arguments[count++] = package;
    process.arguments = arguments;
    process.environment = environment;
    process.folder = folder;
    process.cpu = -1;
    process.limits = (struct esc_limits){.time_s = limit_s, .memory_bytes = most_memory};
    const bool ran = esc_process_run(&process, out, out, code, error);
    free(command);
    return ran;
}

bool esc_go_explain(const struct esc_go *go, const char *folder, const char *package,
                    const char *overlay, bool links,
                    void (*take)(void *to, const char *bytes, size_t length), void *to, int *code,
                    struct esc_error *error)
{
    char *instead = overlay != NULL ? esc_format("-overlay=%s", overlay) : NULL;
    const bool ran = build(go, links, folder, "-gcflags=-m=2", instead, package,
                           (struct esc_process){.take = take, .to = to}, NULL, code, error);
    free(instead);
    return ran;
}

bool esc_go_verdicts(const struct esc_go *go, const char *file, bool explains, struct esc_text *out,
                     int *code, struct esc_error *error)
{
    return build(go, false, NULL, explains ? "-gcflags=-m=2 -l" : "-gcflags=-m -l", NULL, file,
                 (struct esc_process){0}, out, code, error);
}
