/*
 * libFuzzer target: a case file, through file checks, sandbox, checks and fill, as `escapement
 * check` loads it; but all in one process, so that libFuzzer sees what the sandbox does and need
 * not wait for forks. script.c is compiled in with that: its process ends by a jump, and has no
 * limit of its own.
 */
#include <setjmp.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

static jmp_buf script_end;

static int no_limit(int resource, const struct rlimit *limit)
{
    (void)resource;
    (void)limit;
    return 0;
}

static int no_handler(int number, const struct sigaction *action, const struct sigaction *before)
{
    (void)number;
    (void)action;
    (void)before;
    return 0;
}

#define fork() (setjmp(script_end) == 0 ? 0 : 1)
#define _exit(code) longjmp(script_end, 1 + (code))
#define waitpid(process, status, options) (*(status) = 0, (process))
#define kill(process, number) ((void)(process)) /* nothing runs apart: none is to be ended */
#define setrlimit no_limit
#define sigaction(number, action, before) no_handler(number, action, before)
#include "../../harness/load/script.c"
#undef fork
#undef _exit
#undef waitpid
#undef kill
#undef setrlimit
#undef sigaction

#include "load/load.h"

#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* In memory where there is such a place. One a process: jobs run side by side. */
static const char *scratch(void)
{
    static char path[64];
    if (path[0] == '\0')
        snprintf(path, sizeof path, "%s/esc-fuzz-%ld.lua",
                 access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp", (long)getpid());
    return path;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    FILE *file = fopen(scratch(), "we");
    if (file == NULL || fwrite(data, 1, size, file) != size || fclose(file) != 0)
        abort();
    struct esc_case bench_case;
    struct esc_error error = {0};
    bool good = esc_load_case(scratch(), &bench_case, &error);
    unlink(scratch());
    if (good != (error.count == 0))
        abort();
    if (good)
        esc_case_free(&bench_case);
    esc_error_free(&error);
    return 0;
}
