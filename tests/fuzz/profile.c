/*
 * libFuzzer target: a heap profile, compressed or plain, as `why --memprofile` reads it.
 * Decompressed it is what protobuf-c unpacks.
 */
#include "profile/profile.h"
#include "base/memory.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void read_profile(const char *path)
{
    struct esc_alloc_lines lines = {0};
    struct esc_error error = {0};
    const bool good = esc_profile_read(path, &lines, &error);
    if (good != (error.count == 0) || (!good && lines.count > 0))
        abort();
    for (size_t k = 0; k < lines.count; k++) /* no line has more than the whole */
        if (lines.list[k].blocks < 0 || lines.list[k].blocks > lines.blocks ||
            lines.list[k].bytes < 0 || lines.list[k].bytes > lines.bytes)
            abort();
    for (size_t k = 1; k < lines.count; k++) /* sorted, each once */
        if (strcmp(lines.list[k - 1].file, lines.list[k].file) > 0 ||
            (strcmp(lines.list[k - 1].file, lines.list[k].file) == 0 &&
             lines.list[k - 1].line >= lines.list[k].line))
            abort();
    esc_alloc_lines_free(&lines);
    esc_error_free(&error);
}

/* The reader takes a file: one in memory, made again for each input. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const int file = memfd_create("profile", MFD_CLOEXEC);
    if (file < 0 || write(file, data, size) != (ssize_t)size)
        abort();
    char *path = esc_format("/proc/self/fd/%d", file);
    read_profile(path);
    free(path);
    close(file);
    return 0;
}
