/*
 * Places by addr2line. See place.h for the contract.
 */
#include "disasm/place.h"

#include "base/memory.h"
#include "base/path.h"
#include "base/process.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

static const struct esc_limits addr2line_limits = {.time_s = 60, .memory_bytes = INT64_C(1) << 30};

/* "/home/me/cases/a-a.lua:57 (discriminator 1)"; 0 when it is of another file. */
static int line_of(const char *place, const char *path)
{
    const char *name = esc_base_name(path);
    const char *colon = strrchr(place, ':');
    size_t length = colon == NULL ? 0 : (size_t)(colon - place);
    size_t wanted = strlen(name);
    bool same = length >= wanted && strncmp(colon - wanted, name, wanted) == 0 &&
                (length == wanted || place[length - wanted - 1] == '/');
    return same ? atoi(colon + 1) : 0;
}

/* A function and its place by turns, a line each, the innermost first. */
static bool parse(char *out, const char *path, struct esc_code_place *place)
{
    char *rest = out;
    for (char *function; (function = strsep(&rest, "\n")) != NULL && rest != NULL;) {
        int line = line_of(strsep(&rest, "\n"), path);
        if (line == 0)
            continue;
        *place = (struct esc_code_place){esc_strdup(function), line};
        return true;
    }
    return false;
}

bool esc_code_place(const char *library, uint64_t offset, const char *path,
                    struct esc_code_place *place)
{
    char *address = esc_format("0x%" PRIx64, offset);
    const char *const arguments[] = {"addr2line", "-f", "-i", "-e", library, address, NULL};
    const struct esc_process process = {
        .arguments = arguments, .cpu = -1, .limits = addr2line_limits};
    struct esc_text out = {0};
    struct esc_text err = {0};
    struct esc_error unread = {0};
    int code = -1;
    bool found = esc_process_run(&process, &out, &err, &code, &unread) && code == 0 &&
                 out.bytes != NULL && parse(out.bytes, path, place);
    esc_error_free(&unread);
    esc_text_free(&err);
    esc_text_free(&out);
    free(address);
    return found;
}
