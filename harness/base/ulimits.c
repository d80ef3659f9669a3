/*
 * What the shell's ulimit leaves. See ulimits.h.
 */
#include "base/ulimits.h"

#include <signal.h>
#include <sys/resource.h>

/* size-classes has a frame of 1 MiB; `go build` fails at 40 open files and works at 64. */
enum { LEAST_STACK_KIB = 2048, LEAST_FILES = 64 };

static bool suffices(__rlimit_resource_t resource, rlim_t least)
{
    struct rlimit limit;
    if (getrlimit(resource, &limit) != 0 || limit.rlim_cur >= least)
        return true; /* RLIM_INFINITY is the greatest value */
    limit.rlim_cur = least;
    return limit.rlim_max >= least && setrlimit(resource, &limit) == 0;
}

bool esc_ulimits_suffice(struct esc_error *error)
{
    signal(SIGXFSZ, SIG_IGN);
    if (!suffices(RLIMIT_STACK, (rlim_t)LEAST_STACK_KIB * 1024)) {
        esc_error_add(error, NULL, 0, "the stack of a process is limited to less than %d KiB",
                      LEAST_STACK_KIB);
        esc_error_hint(error, "in a new shell: ulimit -s shows the limit, 8192 is usual");
        return false;
    }
    if (!suffices(RLIMIT_NOFILE, LEAST_FILES)) {
        esc_error_add(error, NULL, 0, "open files are limited to fewer than %d", LEAST_FILES);
        esc_error_hint(error, "in a new shell: ulimit -n shows the limit, 1024 is usual");
        return false;
    }
    return true;
}
