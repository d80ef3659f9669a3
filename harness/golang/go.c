/*
 * Which Go is here. See golang.h for the contracts.
 */
#include "golang/internal.h"

#include "base/memory.h"
#include "base/process.h"

#include <stdlib.h>
#include <string.h>

enum { OLDEST_MINOR = 19 };

const char *const esc_go_environment[] = {
    "GOFLAGS=-mod=mod", "GOPROXY=off",   "GOTOOLCHAIN=local", "GO111MODULE=on", "GOWORK=off",
    "CGO_ENABLED=0",    "GOEXPERIMENT=", "GOROOT=",           "LC_ALL=C.UTF-8", NULL};

static const char how_to_get[] = "apt install golang-go (Debian, Ubuntu), or https://go.dev/dl";

/* "go version go1.19.8 linux/amd64"; development versions say "devel go1.27-0123abc". */
static bool parse_version(const char *text, struct esc_go *go)
{
    const char *version = strstr(text, " go1.");
    if (version == NULL)
        return false;
    size_t length = strcspn(version + 1, " \n");
    const char *target = version + 1 + length;
    target += strspn(target, " ");
    const char *last = strrchr(target, ' ');
    target = last != NULL && strchr(last, '/') != NULL ? last + 1 : target;
    *go = (struct esc_go){.version = strndup(version + 1, length),
                          .target = strndup(target, strcspn(target, " \n")),
                          .minor = atoi(version + strlen(" go1."))};
    return true;
}

bool esc_go_find(const char *command, struct esc_go *go, struct esc_error *error)
{
    const char *const arguments[] = {command, "version", NULL};
    const struct esc_process process = {
        .arguments = arguments, .environment = esc_go_environment, .cpu = -1, .time_limit_s = 60};
    struct esc_text out = {0};
    struct esc_error reason = {0};
    int code = -1;
    bool ran = esc_process_run(&process, &out, &out, &code, &reason);
    bool good = ran && code == 0 && parse_version(out.bytes != NULL ? out.bytes : "", go);
    if (!good)
        esc_error_add(error, NULL, 0, "the Go compiler is needed for this, and `%s version` %s",
                      command, ran ? "does not answer" : "does not start");
    else if (go->minor < OLDEST_MINOR)
        good = esc_error_add(error, NULL, 0, "%s is too old: 1.%d or later is needed", go->version,
                             OLDEST_MINOR);
    if (!good)
        esc_error_hint(error, "%s", how_to_get);
    else
        go->command = esc_strdup(command);
    esc_error_free(&reason);
    esc_text_free(&out);
    return good;
}
