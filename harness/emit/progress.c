/*
 * progress.json. See progress.h for the contracts.
 */
#include "emit/progress.h"

#include "base/memory.h"
#include "base/text.h"
#include "emit/json.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char format[] = "escapement progress";

static json_t *effort_json(const struct esc_effort *effort)
{
    json_t *object = json_object();
    esc_json_set_text(object, "exercise", effort->exercise);
    esc_json_set_text(object, "state", esc_effort_name(effort->state));
    esc_json_set_whole(object, "attempts", effort->attempts);
    esc_json_set_whole(object, "hints", effort->hints);
    esc_json_set_text(object, "language", effort->language);
    esc_json_set_text(object, "begun", effort->begun);
    esc_json_set_text(object, "ended", effort->ended);
    return object;
}

bool esc_emit_write_progress(const char *path, const struct esc_progress *progress,
                             struct esc_error *error)
{
    json_t *head = json_object();
    json_t *efforts = json_array();
    struct esc_text text = {0};
    for (size_t k = 0; k < progress->count; k++)
        json_array_append_new(efforts, effort_json(&progress->list[k]));
    esc_text_addf(&text, "{\n  \"format\": \"%s\",\n  \"version\": %d,\n  \"seat\": ", format,
                  ESC_PROGRESS_VERSION);
    esc_json_set_text(head, "seat", progress->seat != NULL ? progress->seat : "");
    esc_json_set_text(head, "current", progress->current);
    esc_json_add_line(&text, json_object_get(head, "seat"));
    if (progress->current != NULL) {
        esc_text_add(&text, ",\n  \"current\": ");
        esc_json_add_line(&text, json_object_get(head, "current"));
    }
    esc_text_add(&text, ",\n  \"exercises\": ");
    esc_json_add_elements(&text, efforts, "  ");
    esc_text_add(&text, "\n}\n");
    json_decref(efforts);
    json_decref(head);
    bool written = esc_text_write(path, text.bytes, text.length, error);
    esc_text_free(&text);
    return written;
}

static int whole(const json_t *object, const char *key)
{
    int64_t value = esc_json_get_whole(object, key, 0);
    return value < 0 ? 0 : value > 1000000 ? 1000000 : (int)value;
}

/* False when it has no name or no state that is known. */
static bool read_effort(const json_t *object, struct esc_progress *progress)
{
    const char *exercise = json_string_value(json_object_get(object, "exercise"));
    const char *state = json_string_value(json_object_get(object, "state"));
    if (exercise == NULL || state == NULL)
        return false;
    size_t before = progress->count;
    struct esc_effort *effort = esc_progress_of(progress, exercise);
    if (progress->count == before || !esc_effort_find(state, &effort->state))
        return false;
    effort->attempts = whole(object, "attempts");
    effort->hints = whole(object, "hints");
    effort->language = esc_json_get_text(object, "language");
    effort->begun = esc_json_get_text(object, "begun");
    effort->ended = esc_json_get_text(object, "ended");
    return true;
}

static bool read_efforts(const json_t *array, struct esc_progress *progress)
{
    size_t k;
    json_t *object;
    json_array_foreach(array, k, object) if (!read_effort(object, progress)) return false;
    return json_is_array(array);
}

static bool is_ours(const json_t *root)
{
    const char *name = json_string_value(json_object_get(root, "format"));
    return name != NULL && strcmp(name, format) == 0 &&
           esc_json_get_whole(root, "version", 0) == ESC_PROGRESS_VERSION;
}

static bool read_text(const char *path, const struct esc_text *text, struct esc_progress *progress,
                      struct esc_error *error)
{
    json_error_t reason;
    json_t *root = json_loadb(text->bytes != NULL ? text->bytes : "", text->length, 0, &reason);
    bool good = root != NULL;
    if (!good)
        esc_error_add(error, path, reason.line, "is not JSON: %s", reason.text);
    else if (!is_ours(root))
        good = esc_error_add(error, path, 0, "is no progress of version %d", ESC_PROGRESS_VERSION);
    else if (!read_efforts(json_object_get(root, "exercises"), progress))
        good =
            esc_error_add(error, path, 0, "has an exercise without a name of its own or a state");
    if (!good)
        esc_error_hint(error, "move it away to begin anew");
    if (good) {
        progress->seat = esc_json_get_text(root, "seat");
        progress->current = esc_json_get_text(root, "current");
    } else {
        esc_progress_free(progress);
    }
    json_decref(root);
    return good;
}

bool esc_emit_read_progress(const char *path, struct esc_progress *progress,
                            struct esc_error *error)
{
    struct esc_text text = {0};
    if (access(path, F_OK) != 0)
        return true;
    bool good = esc_text_read(&text, path, error) && read_text(path, &text, progress, error);
    esc_text_free(&text);
    return good;
}
