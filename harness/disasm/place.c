/*
 * Places by addr2line. See place.h for the contract.
 */
#include "disasm/place.h"

#include "base/memory.h"
#include "base/process.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

static const struct esc_limits addr2line_limits = {.time_s = 60, .memory_bytes = INT64_C(1) << 30};

static bool call(const char *library, const struct esc_code_places *places, size_t count,
                 struct esc_text *out, struct esc_error *error)
{
    static const char *const options[] = {"addr2line", "-f", "-i", "-a", "-e"};
    enum { OPTIONS = sizeof options / sizeof *options };
    const char **arguments = esc_calloc(OPTIONS + count + 2, sizeof *arguments);
    char(*addresses)[32] = esc_calloc(count, sizeof *addresses);
    memcpy(arguments, options, sizeof options);
    arguments[OPTIONS] = library;
    for (size_t k = 0; k < count; k++) {
        snprintf(addresses[k], sizeof addresses[k], "0x%" PRIx64, places[k].offset);
        arguments[OPTIONS + 1 + k] = addresses[k];
    }
    const struct esc_process process = {
        .arguments = arguments, .cpu = -1, .limits = addr2line_limits};
    struct esc_text err = {0};
    int code = -1;
    bool good = esc_process_run(&process, out, &err, &code, error);
    if (good && code != 0)
        good = esc_error_add(error, NULL, 0, "addr2line failed (exit code %d): %s", code,
                             err.bytes != NULL ? err.bytes : "");
    esc_text_free(&err);
    free(addresses);
    free(arguments);
    return good;
}

/* "/home/me/cases/a-a.lua:57 (discriminator 1)", "??:?" */
static void add_place(struct esc_code_places *places, const char *function, char *where)
{
    char *colon = strrchr(where, ':');
    if (colon == NULL)
        return;
    *colon = '\0';
    places->list = esc_grow(places->list, &places->count, sizeof *places->list);
    places->list[places->count - 1] =
        (struct esc_code_place){esc_strdup(function), esc_strdup(where), atoi(colon + 1)};
}

/* An address, then a function and its place by turns, the innermost first; a line each. */
static void parse(char *out, struct esc_code_places *places, size_t count)
{
    char *rest = out;
    size_t at = 0; /* addresses seen */
    for (char *line; (line = strsep(&rest, "\n")) != NULL && rest != NULL;) {
        if (strncmp(line, "0x", 2) == 0)
            at++;
        else if (at > 0 && at <= count)
            add_place(&places[at - 1], line, strsep(&rest, "\n"));
    }
}

bool esc_code_places_read(const char *library, struct esc_code_places *places, size_t count,
                          struct esc_error *error)
{
    struct esc_text out = {0};
    bool good = count == 0 || call(library, places, count, &out, error);
    if (good && out.bytes != NULL)
        parse(out.bytes, places, count);
    esc_text_free(&out);
    return good;
}

bool esc_code_place(const char *library, uint64_t offset, const char *path,
                    struct esc_code_place *place)
{
    struct esc_code_places places = {.offset = offset};
    struct esc_error unread = {0};
    bool found = false;
    esc_code_places_read(library, &places, 1, &unread);
    for (size_t k = 0; k < places.count && !found; k++) {
        found = esc_code_place_line(&places.list[k], path) != 0;
        if (found) {
            *place = places.list[k];
            places.list[k] = (struct esc_code_place){0};
        }
    }
    esc_error_free(&unread);
    esc_code_places_free(&places);
    return found;
}
