/*
 * Reading the compiler's log. See go_log.h for the contracts.
 */
#include "emit/go_log.h"

#include "base/memory.h"
#include "base/text.h"
#include "emit/json.h"

#include <ctype.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LONGEST_HEADER = 65536 };

static const char *text_of(const json_t *object, const char *key)
{
    const char *text = json_string_value(json_object_get(object, key));
    return text != NULL ? text : "";
}

/* ---- header --------------------------------------------------------------------------------- */

/* An empty package's name is a NUL there. */
static json_t *object_of(const char *line, size_t length)
{
    return json_loadb(line, length, JSON_ALLOW_NUL, NULL);
}

static bool is_header(const json_t *object)
{
    const json_t *version = json_object_get(object, "version");
    return json_is_integer(version) && json_integer_value(version) == 0 &&
           json_is_string(json_object_get(object, "gc_version"));
}

bool esc_go_log_begins(const char *bytes, size_t length)
{
    const char *end = length > 0 ? memchr(bytes, '\n', length) : NULL;
    json_t *object = object_of(bytes, end != NULL ? (size_t)(end - bytes) : length);
    const bool is = is_header(object);
    json_decref(object);
    return is;
}

bool esc_go_log_is(const char *path)
{
    char *bytes = esc_calloc(LONGEST_HEADER, 1);
    FILE *in = fopen(path, "re");
    const size_t length = in != NULL ? fread(bytes, 1, LONGEST_HEADER, in) : 0;
    const bool is = esc_go_log_begins(bytes, length);
    if (in != NULL)
        fclose(in);
    free(bytes);
    return is;
}

/* ---- diagnostics ---------------------------------------------------------------------------- */

static int digit_of(char c)
{
    return isdigit((unsigned char)c) ? c - '0' : tolower((unsigned char)c) - 'a' + 10;
}

/* "file:///tmp/a%20b.go" -> "/tmp/a b.go" (RFC 3986, section 2.1). Caller frees. */
static char *path_of_uri(const char *uri)
{
    struct esc_text path = {0};
    for (const char *at = uri + (esc_starts(uri, "file://") ? strlen("file://") : 0);
         *at != '\0';) {
        const bool coded =
            at[0] == '%' && isxdigit((unsigned char)at[1]) && isxdigit((unsigned char)at[2]);
        const char byte = coded ? (char)(digit_of(at[1]) * 16 + digit_of(at[2])) : *at;
        esc_text_add_bytes(&path, &byte, byte != '\0');
        at += coded ? 3 : 1;
    }
    return esc_text_take(&path);
}

static int whole_of(const json_t *object, const char *key)
{
    const json_t *value = json_object_get(object, key);
    const json_int_t whole = json_integer_value(value);
    return json_is_integer(value) && whole >= 0 && whole <= INT_MAX ? (int)whole : 0;
}

static bool read_place(const json_t *holder, int *line, int *column)
{
    const json_t *start = json_object_get(json_object_get(holder, "range"), "start");
    *line = whole_of(start, "line");
    *column = whole_of(start, "character");
    return json_is_object(start);
}

static bool read_note(const json_t *object, struct esc_logged_note *note)
{
    const json_t *location = json_object_get(object, "location");
    note->message = text_of(object, "message");
    note->file = path_of_uri(text_of(location, "uri"));
    return read_place(location, &note->line, &note->column);
}

static void free_notes(struct esc_logged_note *notes, size_t count)
{
    for (size_t k = 0; k < count; k++)
        free((char *)notes[k].file);
    free(notes);
}

/* False where the object is no diagnostic. */
static bool hand_over(const json_t *object, struct esc_logged *logged,
                      const struct esc_go_log_taker *taker)
{
    const json_t *related = json_object_get(object, "relatedInformation");
    const size_t count = json_array_size(related);
    struct esc_logged_note *notes = esc_calloc(count + 1, sizeof *notes);
    logged->code = text_of(object, "code");
    logged->message = text_of(object, "message");
    logged->notes = notes;
    logged->note_count = count;
    bool good = read_place(object, &logged->line, &logged->column) && logged->code[0] != '\0';
    for (size_t k = 0; k < count; k++)
        good = read_note(json_array_get(related, k), &notes[k]) && good;
    if (good)
        taker->take(taker->to, logged);
    free_notes(notes, count);
    return good;
}

/* ---- a file --------------------------------------------------------------------------------- */

/* What is being read: the newest header holds the texts of `logged` that outlive a line. */
struct reading {
    json_t *header;
    struct esc_logged logged;
    const struct esc_go_log_taker *taker;
};

static void read_line(struct reading *reading, const char *line, size_t length, bool cut)
{
    const struct esc_go_log_taker *taker = reading->taker;
    json_t *object = object_of(line, length);
    if (is_header(object)) {
        json_decref(reading->header);
        reading->header = json_incref(object);
        reading->logged.file = text_of(object, "file");
        taker->begin(taker->to, text_of(object, "gc_version"), reading->logged.file);
    } else if (reading->header != NULL &&
               (object == NULL || !hand_over(object, &reading->logged, taker))) {
        char *text = strndup(line, length);
        taker->broken(taker->to, reading->logged.log, reading->logged.log_line, text, cut);
        free(text);
    }
    json_decref(object);
}

bool esc_go_log_take(const char *bytes, size_t length, const char *name,
                     const struct esc_go_log_taker *taker, struct esc_error *error)
{
    struct reading reading = {.logged = {.log = name}, .taker = taker};
    for (size_t at = 0; at < length && (at == 0 || reading.header != NULL);) {
        const char *stop = memchr(bytes + at, '\n', length - at);
        const size_t line = stop != NULL ? (size_t)(stop - bytes) - at : length - at;
        reading.logged.log_line++;
        if (line > 0)
            read_line(&reading, bytes + at, line, stop == NULL);
        at += line + 1;
    }
    const bool good = reading.header != NULL;
    json_decref(reading.header);
    if (good)
        return true;
    esc_error_add(error, name, 1,
                  "is no log of Go's compiler, version 0: its first line has no gc_version");
    esc_error_hint(error, "make one with: go build -gcflags=-json=0,/ABSOLUTE/FOLDER");
    return false;
}

bool esc_go_log_read(const char *path, const struct esc_go_log_taker *taker,
                     struct esc_error *error)
{
    struct esc_text text = {0};
    const bool good = esc_text_read(&text, path, error) &&
                      esc_go_log_take(text.bytes, text.length, path, taker, error);
    esc_text_free(&text);
    return good;
}
