/*
 * libFuzzer target: a case file, through file checks, sandbox, checks and fill, as `escapement
 * check` loads it. What the sandbox's own process does shows in the message about how it ended.
 */
#include "base/text.h"
#include "load/load.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

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

/* A file may be refused for anything but a crash, or a sandbox that does not start. */
static void check_messages(const struct esc_error *error)
{
    for (size_t i = 0; i < error->count; i++) {
        const char *text = error->messages[i].text;
        if (strstr(text, "was ended by signal") == NULL && strstr(text, "Lua cannot start") == NULL)
            continue;
        esc_error_print(error, stderr);
        abort();
    }
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
    check_messages(&error);
    if (good)
        esc_case_free(&bench_case);
    esc_error_free(&error);
    return 0;
}
