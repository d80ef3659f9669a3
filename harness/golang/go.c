/*
 * Which Go is here, and calls of it. See golang.h and internal.h for the contracts.
 */
#include "golang/internal.h"

#include "base/memory.h"
#include "base/process.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

enum { OLDEST_MINOR = 19, MOST_TOLD = 2000 }; /* bytes of go's words in a message */
static const int64_t most_memory = INT64_C(2) << 30;

const char *const esc_go_environment[] = {
    "GOFLAGS=-mod=mod", "GOPROXY=off",   "GOTOOLCHAIN=local", "GO111MODULE=on", "GOWORK=off",
    "CGO_ENABLED=0",    "GOEXPERIMENT=", "GOROOT=",           "LC_ALL=C.UTF-8", NULL};

static const char how_to_get[] = "apt install golang-go (Debian, Ubuntu), or https://go.dev/dl";

/* The length of a version such as go1.27rc1 or go1.27-0123abc; 0 where something else stands there.
 * It becomes the name of a folder and of rows. */
static size_t version_length(const char *at)
{
    static const char letters[] =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.+-_";
    size_t length = strspn(at, letters);
    bool whole = at[length] == ' ' || at[length] == '\n' || at[length] == '\0';
    return whole && isdigit((unsigned char)at[strlen("go1.")]) ? length : 0;
}

/* "go version go1.19.8 linux/amd64"; development versions say "devel go1.27-0123abc". */
static bool parse_version(const char *text, struct esc_go *go)
{
    const char *version = strstr(text, " go1.");
    size_t length = version != NULL ? version_length(version + 1) : 0;
    if (length == 0)
        return false;
    const char *target = version + 1 + length;
    target += strspn(target, " ");
    const char *last = strrchr(target, ' ');
    target = last != NULL && strchr(last, '/') != NULL ? last + 1 : target;
    *go = (struct esc_go){.version = strndup(version + 1, length),
                          .target = strndup(target, strcspn(target, " \n")),
                          .minor = atoi(version + strlen(" go1."))};
    return true;
}

/* A process that could not be started or went on for too long tells why in `reason`. */
static const char *why_not(const struct esc_error *reason)
{
    return reason->count > 0 && strstr(reason->messages[0].text, "still ran") != NULL
               ? "does not answer"
               : "does not start";
}

bool esc_go_find(const char *command, struct esc_go *go, struct esc_error *error)
{
    const char *const arguments[] = {command, "version", NULL};
    const struct esc_process process = {.arguments = arguments,
                                        .environment = esc_go_environment,
                                        .cpu = -1,
                                        .limits = {.time_s = 60}};
    struct esc_text out = {0};
    struct esc_error reason = {0};
    int code = -1;
    bool ran = esc_process_run(&process, &out, &out, &code, &reason);
    bool good = ran && code == 0 && parse_version(out.bytes != NULL ? out.bytes : "", go);
    if (!good)
        esc_error_add(error, NULL, 0, "the Go compiler is needed for this, and `%s version` %s",
                      command, ran ? "does not tell it" : why_not(&reason));
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

char *esc_go_command(const struct esc_go *go)
{
    char *whole = strchr(go->command, '/') != NULL ? realpath(go->command, NULL) : NULL;
    return whole != NULL ? whole : esc_strdup(go->command);
}

bool esc_go_call(const struct esc_go *go, const char *folder, const char *const *arguments,
                 double time_s, struct esc_text *out, int *code, struct esc_error *error)
{
    size_t count = 0;
    while (arguments[count] != NULL)
        count++;
    char *command = esc_go_command(go);
    const char **whole = esc_calloc(count + 2, sizeof *whole);
    whole[0] = command;
    memcpy(whole + 1, arguments, count * sizeof *whole);
    const struct esc_process process = {.arguments = whole,
                                        .environment = esc_go_environment,
                                        .folder = folder,
                                        .cpu = -1,
                                        .limits = {.time_s = time_s, .memory_bytes = most_memory}};
    bool ran = esc_process_run(&process, out, out, code, error);
    free(whole);
    free(command);
    return ran;
}

bool esc_go_ended_badly(const char *what, const char *program, int code, const struct esc_text *out,
                        struct esc_error *error)
{
    return esc_error_add(error, program, 0, "%s ended with %d:\n%.*s", what, code, MOST_TOLD,
                         out->bytes != NULL ? out->bytes : "");
}
